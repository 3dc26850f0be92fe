"""`tutorial doctor`: each fault is named with its cure, and none of them makes it fall over."""

import sys
from pathlib import Path

from tutorial_utils.course.desk import state
from tutorial_utils.course.exceptions import CourseError
from tutorial_utils.course.machine import doctor
from tutorial_utils.course.machine.finding import NOTE, OK, WRONG


def test_an_older_python(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 1))
    (finding,) = doctor.python()
    assert finding.state == WRONG and "3.10.1" in finding.said


def test_the_folder(tmp_path, monkeypatch):
    home = tmp_path / "my"
    (finding,) = doctor.own_folder(home)
    assert finding.state == NOTE and finding.cure == f"tutorial lab {home}"
    home.mkdir()
    state.write(home, state.State())
    assert [f.state for f in doctor.own_folder(home)] == [OK]
    (finding,) = doctor.own_folder(home / state.NAME)
    assert finding.state == WRONG and "is a file" in finding.said

    def refuse(**_how):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    (finding,) = doctor.own_folder(home)
    assert finding.state == WRONG and "Permission denied" in finding.said


def test_a_full_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: Free(5_000_000))
    (finding,) = doctor.disk(tmp_path / "not" / "there")
    assert finding.state == WRONG and "5 MB are free" in finding.said


class Free:
    def __init__(self, free):
        self.free = free


def test_chromium_matters_in_a_checkout_alone(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    assert [f.state for f in doctor.maintenance()] == [NOTE]

    def no_clone():
        raise CourseError("")

    monkeypatch.setattr(doctor, "checkout", no_clone)
    assert list(doctor.maintenance()) == []


def test_a_look_that_fails_is_a_finding(monkeypatch):
    def fails():
        raise RuntimeError("odd machine")

    monkeypatch.setattr(doctor, "python", fails)
    for name in ("packages", "maintenance"):
        monkeypatch.setattr(doctor, name, list)
    for name in ("tensorflow", "kernel"):
        monkeypatch.setattr(doctor, name, lambda *_: [])
    first, *_ = doctor.examine(Path(), 1)
    assert first.state == NOTE and "RuntimeError: odd machine" in first.said
