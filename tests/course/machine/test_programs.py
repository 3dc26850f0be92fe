"""TensorFlow and the kernel, each looked at by a program of its own."""

import json
import sys

import pytest

from tutorial_utils.course.machine import programs
from tutorial_utils.course.machine.finding import OK, WRONG, Finding

from ..program import tutorial

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
    (finding,) = programs.tensorflow(tmp_path, seconds=1 if how == "hangs" else 60)
    assert finding.state == WRONG and said in finding.said and cure in finding.cure
    assert "\n" not in finding.said + finding.cure


def test_a_tensorflow_that_works(fake, tmp_path):
    fake("tensorflow", GOOD)
    fake("keras", GOOD_KERAS)
    assert [f.state for f in programs.tensorflow(tmp_path, 60)] == [OK]


def test_keras_on_another_backend(fake, tmp_path):
    fake("tensorflow", GOOD)
    fake("keras", GOOD_KERAS.replace('"tensorflow"', '"torch"'))
    (finding,) = programs.tensorflow(tmp_path, 60)
    assert finding.state == WRONG and "Keras computes with torch" in finding.said
    assert "KERAS_BACKEND" in finding.cure


def test_a_file_of_the_learner_that_hides_a_package(fake, tmp_path):
    (tmp_path / "keras.py").write_text("my_model = 1")
    fake("tensorflow", GOOD)
    (finding,) = programs.tensorflow(tmp_path, 60)
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
    (finding,) = programs.kernel(tmp_path, 60)
    assert finding == Finding(OK, "the notebook kernel starts, in this Python")


def test_a_kernel_of_another_python(tmp_path, monkeypatch):
    spec = tmp_path / "kernels" / "python3"
    spec.mkdir(parents=True)
    start = "import sys; sys.prefix = '/other'; from ipykernel.kernelapp import launch_new_instance as go; go()"
    argv = [sys.executable, "-c", start, "-f", "{connection_file}"]
    about = {"argv": argv, "display_name": "x", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(about))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    (finding,) = programs.kernel(tmp_path, 60)
    assert finding.state == WRONG and "another Python: /other" in finding.said
    assert finding.cure.endswith("-m ipykernel install --sys-prefix")
