"""Which process runs which test: those of a file stay together, as they share what is costly.

Where a file's tests share something for each lesson only, each lesson goes where there is time.
"""

import re

import pytest
from xdist.scheduler import LoadFileScheduling

# The tests' ids begin with the lesson.
BY_LESSON = ("tests/checks/test_gauntlet.py",)

# What takes long begins first, so that no process waits at the end for one that has begun it late.
# A file that is missing here costs a little time and nothing else.
LONG = (
    "tests/checks/test_gauntlet.py",
    "tests/book/test_looks.py",
    "tests/book/test_answer_pages.py",
    "tests/course/grading/test_grading.py",
    "tests/course/commands/test_watch.py",
    "tests/tensors/capture/test_activations.py",
    "tests/tensors/training/test_logger.py",
    "tests/course/grading/test_checking.py",
    "tests/tensors/training/test_undisturbed.py",
    "tests/course/test_in_jupyterlab.py",
    "tests/course/author/test_build.py",
    "tests/test_with_a_gpu.py",
)


class Scheduling(LoadFileScheduling):
    """Files, or a lesson's part of a file: the long ones, then in the order of how many tests they hold."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        lesson = re.search(r"\[(\d\d_\w+)", nodeid) if file in BY_LESSON else None
        return f"{file}::{lesson[1]}" if lesson else file

    def _assign_work_unit(self, node) -> None:
        for scope in long_first(self.workqueue):
            self.workqueue.move_to_end(scope)
        super()._assign_work_unit(node)


def long_first(scopes) -> list[str]:
    """The long files, or their parts, first; else the order stays."""
    place = {file: number for number, file in enumerate(LONG)}
    return sorted(scopes, key=lambda scope: place.get(scope.partition("::")[0], len(LONG)))


@pytest.hookimpl
def pytest_xdist_make_scheduler(config, log):
    return Scheduling(config, log)
