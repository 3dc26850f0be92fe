"""What takes long begins first."""

from collections import OrderedDict

from xdist.scheduler import LoadFileScheduling

from .conftest import ROOT
from .scheduling import LONG, Scheduling


def test_the_long_files_are_there():
    assert [file for file in LONG if not (ROOT / file).is_file()] == []


def test_a_long_file_with_few_tests_is_run_before_others(monkeypatch):
    given = []
    take = lambda self, node: given.append(self.workqueue.popitem(last=False)[0])  # noqa: E731
    monkeypatch.setattr(LoadFileScheduling, "_assign_work_unit", take)
    parts = [f"{LONG[0]}::05_callbacks", f"{LONG[0]}::01_symbolic_or_eager"]
    scopes = ["tests/test_many.py", "tests/test_few.py", LONG[1], *parts]
    scheduling = Scheduling.__new__(Scheduling)  # without the processes that it is for
    scheduling.workqueue = OrderedDict.fromkeys(scopes)
    for _ in scopes:
        scheduling._assign_work_unit(None)
    assert given == [*parts, LONG[1], "tests/test_many.py", "tests/test_few.py"]
