"""Settings are usual inside, and as they were afterwards; Keras's are tested in a learner's kernel."""

import warnings

import numpy as np
import pytest

from tutorial_utils.checks.usual_settings import usual_settings


def test_a_warning_that_is_an_error_is_a_warning_inside():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with usual_settings(), warnings.catch_warnings(record=True) as heard:
            warnings.warn("inside", stacklevel=1)
        assert [str(warning.message) for warning in heard] == ["inside"]
        with pytest.raises(UserWarning, match="after"):
            warnings.warn("after", stacklevel=1)


def test_numpy_raises_no_errors_inside():
    with np.errstate(all="raise"):
        with usual_settings():
            assert np.geterr() == {
                "divide": "warn",
                "over": "warn",
                "under": "ignore",
                "invalid": "warn",
            }
        assert set(np.geterr().values()) == {"raise"}


def test_settings_are_as_they_were_after_an_error():
    with np.errstate(all="raise"):
        with pytest.raises(KeyError), usual_settings():
            raise KeyError
        assert set(np.geterr().values()) == {"raise"}
