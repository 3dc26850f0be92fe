"""Which process runs which test: those of a file stay together, as they share what is costly.

Where a file's tests share something for each lesson only, each lesson goes where there is time.
"""

import re

import pytest
from xdist.scheduler import LoadFileScheduling

# The tests' ids begin with the lesson.
BY_LESSON = ("tests/checks/test_gauntlet.py",)


class Scheduling(LoadFileScheduling):
    """Files, or a lesson's part of a file, in the order of how many tests they hold."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        lesson = re.search(r"\[(\d\d_\w+)", nodeid) if file in BY_LESSON else None
        return f"{file}::{lesson[1]}" if lesson else file


@pytest.hookimpl
def pytest_xdist_make_scheduler(config, log):
    return Scheduling(config, log)
