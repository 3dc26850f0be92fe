"""`tutorial doctor`: each fault is named with its cure, and none of them makes it fall over."""

import json
import sys
from pathlib import Path

import pytest

from tutorial_utils.course import doctor
from tutorial_utils.course.desk import state
from tutorial_utils.course.doctor import NOTE, OK, WRONG
from tutorial_utils.course.exceptions import CourseError

from .program import tutorial

GOOD = """
__version__ = "2.21.0"
class Value(float):
    numpy = float
def constant(x): return x
def reduce_sum(x): return Value(sum(x))
"""
GOOD_KERAS = """
__version__ = "3.15.1"
class backend:
    backend = staticmethod(lambda: "tensorflow")
"""


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Puts packages of our own in the place of the real ones, for the programs that doctor starts."""
    site = tmp_path / "site"
    monkeypatch.setenv("PYTHONPATH", str(site))

    def package(name: str, code: str) -> None:
        (site / name).mkdir(parents=True)
        (site / name / "__init__.py").write_text(code)

    return package


BROKEN = {
    "raises": ("raise ImportError('libcudart.so: cannot open')", "libcudart.so", "--force-reinst"),
    "is missing": (
        "raise ModuleNotFoundError(\"No module named 'tensorflow'\")",
        "No module named 'tensorflow'",
        "pip install 'tensorflow",
    ),
    "ends well": ("raise SystemExit(0)", "ended the program", "--force-reinstall"),
    "ends": ("raise SystemExit(7)", "ended with code 7", "--force-reinstall"),
    "crashes": ("import os; os.abort()", "crashed (signal 6)", "--force-reinstall"),
    "hangs": ("import time; time.sleep(99)", "took longer than 1 seconds", "run it again"),
    "fills the pipe": ("print('x' * 10_000_000); raise ImportError('no')", "no", "--force"),
    "is half": ("", "has no attribute", "--force-reinstall"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_tensorflow_that(how, fake, tmp_path):
    code, said, cure = BROKEN[how]
    fake("tensorflow", code)
    fake("keras", GOOD_KERAS)
    (finding,) = doctor.tensorflow(tmp_path, seconds=1 if how == "hangs" else 60)
    assert finding.state == WRONG and said in finding.said and cure in finding.cure
    assert "\n" not in finding.said + finding.cure


def test_a_tensorflow_that_works(fake, tmp_path):
    fake("tensorflow", GOOD)
    fake("keras", GOOD_KERAS)
    assert [f.state for f in doctor.tensorflow(tmp_path, 60)] == [OK]


def test_keras_on_another_backend(fake, tmp_path):
    fake("tensorflow", GOOD)
    fake("keras", GOOD_KERAS.replace('"tensorflow"', '"torch"'))
    (finding,) = doctor.tensorflow(tmp_path, 60)
    assert finding.state == WRONG and "Keras computes with torch" in finding.said
    assert "KERAS_BACKEND" in finding.cure


def test_a_file_of_the_learner_that_hides_a_package(fake, tmp_path):
    (tmp_path / "keras.py").write_text("my_model = 1")
    fake("tensorflow", GOOD)
    (finding,) = doctor.tensorflow(tmp_path, 60)
    assert finding.state == WRONG and str(tmp_path / "keras.py") in finding.said
    assert finding.cure == "rename it"


def test_the_whole_command_with_a_broken_tensorflow(fake, tmp_path):
    fake("tensorflow", BROKEN["raises"][0])
    fake("jupyter_client", "raise ImportError('no zmq')")
    run = tutorial("doctor", cwd=tmp_path)
    assert run.returncode == 3 and run.stderr == ""
    assert "libcudart.so" in run.stdout and "no zmq" in run.stdout
    assert "2 to put right." in run.stdout
    assert run.stdout.count("Do: ") >= 2
    assert all(len(line) <= 80 or "python" in line for line in run.stdout.splitlines())


def test_the_kernel_of_this_python_starts(tmp_path):
    (finding,) = doctor.kernel(tmp_path, 60)
    assert finding == doctor.Finding(OK, "the notebook kernel starts, in this Python")


def test_a_kernel_of_another_python(tmp_path, monkeypatch):
    spec = tmp_path / "kernels" / "python3"
    spec.mkdir(parents=True)
    start = "import sys; sys.prefix = '/other'; from ipykernel.kernelapp import launch_new_instance as go; go()"
    argv = [sys.executable, "-c", start, "-f", "{connection_file}"]
    about = {"argv": argv, "display_name": "x", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(about))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    (finding,) = doctor.kernel(tmp_path, 60)
    assert finding.state == WRONG and "another Python: /other" in finding.said
    assert finding.cure.endswith("-m ipykernel install --sys-prefix")


def installed(monkeypatch, **versions):
    real = doctor._installed
    given = {name.replace("_", "-"): version for name, version in versions.items()}
    monkeypatch.setattr(doctor, "_installed", lambda n: given[n] if n in given else real(n))


def test_packages_are_all_there():
    assert [f.state for f in doctor.packages()] == [OK]


def test_a_package_that_is_missing(monkeypatch):
    installed(monkeypatch, nbval=None)
    (finding,) = (f for f in doctor.packages() if f.state == WRONG)
    assert finding.said == "nbval is missing; seeing-tensors needs it"
    assert "-m pip install 'nbval" in finding.cure


def test_a_package_that_a_package_needs(monkeypatch):
    installed(monkeypatch, ml_dtypes=None)
    (finding,) = (f for f in doctor.packages() if f.state == WRONG)
    assert finding.said.startswith("ml-dtypes is missing; ")


def test_a_package_out_of_range_and_one_that_only_differs(monkeypatch):
    installed(monkeypatch, keras="2.15.0", rich="15.99")
    findings = list(doctor.packages())
    wrong = [f for f in findings if f.state == WRONG]
    assert "keras is 2.15.0; seeing-tensors needs" in wrong[0].said
    (note,) = (f for f in findings if f.state == NOTE)
    assert "rich 15.99 (lock: " in note.said


def test_without_a_lock_and_without_packaging(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "content", lambda: tmp_path / "a")
    assert NOTE in [f.state for f in doctor.packages()]
    monkeypatch.setitem(sys.modules, "packaging.requirements", None)
    assert [f.state for f in doctor.packages()] == [WRONG]


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
