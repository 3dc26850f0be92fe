"""JupyterLab ends with `tutorial lab`, however that ends; a stand-in takes its place."""

import os
import signal
import subprocess
import sys

import pytest

from ..program import COMMAND, environment, first_on_path
from ..tiny_course import family, left_over

LAB = """
import json, os, pathlib, signal, socket, subprocess, sys, time

listener = socket.create_server(("localhost", 0))
kernel = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
note = pathlib.Path(os.environ["JUPYTER_RUNTIME_DIR"], f"jpserver-{os.getpid()}.json")

def end(*_):
    kernel.kill()
    note.unlink()
    sys.exit(0)

signal.signal(signal.SIGTERM, end)
signal.signal(signal.SIGINT, end)
about = {"port": listener.getsockname()[1], "url": "http://localhost/", "token": "x"}
note.write_text(json.dumps(about))
assert sys.stdin.read() == "", "its input is empty"
while True:
    time.sleep(0.1)
"""


@pytest.fixture
def lab(tmp_path):
    """`tutorial lab` with the stand-in, once its address is shown; its notes are in `runtime`."""
    (tmp_path / "jupyterlab").mkdir()
    (tmp_path / "jupyterlab" / "__init__.py").touch()
    (tmp_path / "jupyterlab" / "__main__.py").write_text(LAB)
    (tmp_path / "runtime").mkdir()
    (tmp_path / "my-lessons").mkdir()
    (tmp_path / "my-lessons" / "json.py").write_text("raise SystemExit('not the real one')")
    process = subprocess.Popen(
        [*COMMAND, "lab", "--no-browser"],
        cwd=tmp_path,
        env=environment()
        | {"JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"), "PYTHONPATH": first_on_path(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    for line in process.stdout:
        if "To work on" in line:  # the last that is said
            break
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


LAUNCHER, TERMINAL = os.kill, os.killpg


@pytest.mark.parametrize(
    ("how", "whom"),
    [
        (signal.SIGTERM, LAUNCHER),
        (signal.SIGHUP, LAUNCHER),
        (signal.SIGKILL, LAUNCHER),
        (signal.SIGHUP, TERMINAL),
    ],
    ids=["TERM", "HUP", "KILL", "closed terminal"],
)
def test_nothing_stays(how, whom, lab, tmp_path):
    started = family(lab)
    assert len(started) == 2 and list((tmp_path / "runtime").iterdir()), "the lab and its kernel"
    whom(lab.pid, how)
    assert lab.wait(15) == (-how if how == signal.SIGKILL else 0)
    assert left_over(started) == []
    assert list((tmp_path / "runtime").iterdir()) == []


def test_a_module_that_does_not_end_is_ended(tmp_path):
    code = (
        "import signal, sys; from tutorial_utils.course.machine import tether\n"
        "tether.SECONDS_TO_STOP = 0.5\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN); sys.argv = ['x', 'deaf']; tether.main('deaf')"
    )
    (tmp_path / "deaf.py").write_text("import time\nprint('runs', flush=True)\ntime.sleep(600)")
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout.readline() == "runs\n"
    process.stdin.close()
    assert process.wait(10) == 1
