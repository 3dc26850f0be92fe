"""What is missing, out of range, or another version than the lock has."""

import sys

from tutorial_utils.course.machine import packages
from tutorial_utils.course.machine.finding import NOTE, OK, WRONG


def installed(monkeypatch, **versions):
    real = packages._installed
    given = {name.replace("_", "-"): version for name, version in versions.items()}
    monkeypatch.setattr(packages, "_installed", lambda n: given[n] if n in given else real(n))


def test_packages_are_all_there():
    assert [f.state for f in packages.packages()] == [OK]


def test_a_package_that_is_missing(monkeypatch):
    installed(monkeypatch, nbval=None)
    (finding,) = (f for f in packages.packages() if f.state == WRONG)
    assert finding.said == "nbval is missing; seeing-tensors needs it"
    assert "-m pip install 'nbval" in finding.cure


def test_a_package_that_a_package_needs(monkeypatch):
    installed(monkeypatch, ml_dtypes=None)
    (finding,) = (f for f in packages.packages() if f.state == WRONG)
    assert finding.said.startswith("ml-dtypes is missing; ")


def test_a_package_out_of_range_and_one_that_only_differs(monkeypatch):
    installed(monkeypatch, keras="2.15.0", rich="15.99")
    findings = list(packages.packages())
    wrong = [f for f in findings if f.state == WRONG]
    assert "keras is 2.15.0; seeing-tensors needs" in wrong[0].said
    (note,) = (f for f in findings if f.state == NOTE)
    assert "rich 15.99 (lock: " in note.said


def test_without_a_lock_and_without_packaging(monkeypatch, tmp_path):
    monkeypatch.setattr(packages, "content", lambda: tmp_path / "a")
    assert NOTE in [f.state for f in packages.packages()]
    monkeypatch.setitem(sys.modules, "packaging.requirements", None)
    assert [f.state for f in packages.packages()] == [WRONG]
