"""A download that is asked for ends in time, and says what to do."""

import psutil
import pytest

from tutorial_utils.data import DownloadFailed, download


def test_an_unknown_name_is_said_in_one_line(tmp_path):
    with pytest.raises(DownloadFailed, match="knows no such dataset") as failed:
        download("no_such_dataset", data_dir=str(tmp_path))
    assert "\n" not in str(failed.value) and "digits8x8" in str(failed.value)


def test_time_is_limited_and_nothing_goes_on(tmp_path):
    before = psutil.Process().children(recursive=True)
    # Importing tensorflow-datasets takes longer than this, so no network is touched.
    with pytest.raises(DownloadFailed, match="stopped"):
        download("mnist", data_dir=str(tmp_path), seconds=0.2)
    assert psutil.Process().children(recursive=True) == before
    assert list(tmp_path.iterdir()) == []
