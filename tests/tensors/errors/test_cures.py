"""Each cure, applied in each situation that its entry names."""

import warnings

import numpy as np
import pytest

from tutorial_utils.tensors.errors import known_error, known_errors, recognise

from .situations import PROGRAMS

KNOWN = {error.id: error for error in known_errors()}


def recognised(error, sure):
    """The entry of which the note is added; of those that leave a doubt, the first that is found."""
    if sure:
        return known_error(error)
    assert known_error(error) is None
    first, *_ = recognise(f"{type(error).__name__}: {error}")
    return first.error


def test_every_situation_that_an_entry_names_has_its_program():
    named = {(error.id, situation) for error in KNOWN.values() for situation in error.holds}
    assert set(PROGRAMS) == named


@pytest.mark.parametrize(("error_id", "situation"), PROGRAMS)
def test_the_error_comes_and_the_cure_gives_the_number(error_id, situation):
    words, make = PROGRAMS[error_id, situation]
    assert words in KNOWN[error_id].cure
    with warnings.catch_warnings():
        warnings.filterwarnings("error", "The structure of `inputs`")
        broken, cured, result = make()
        with pytest.raises(Exception) as caught:  # noqa: PT011  (which one, the next line says)
            broken()
        assert recognised(caught.value, KNOWN[error_id].sure) is KNOWN[error_id], caught.value
        found = cured()
    if isinstance(result, str) or (isinstance(result, list) and isinstance(result[0], str)):
        assert found == result
    else:
        np.testing.assert_allclose(np.asarray(found), result, rtol=1e-6)
