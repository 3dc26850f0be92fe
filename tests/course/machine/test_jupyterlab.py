"""JupyterLab starts in the learner's folder, says where, answers, and stops."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from tutorial_utils.course.content.compiled import compiled_lessons

from ..program import COMMAND, environment


@pytest.fixture
def lab(tmp_path):
    process = subprocess.Popen(
        [*COMMAND, "lab", "--no-browser"],
        cwd=tmp_path,
        env={**environment(), "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def address(process) -> str:
    for line in process.stdout:
        if found := re.search(r"To work on\s+(\S+)", line):
            return found[1]
    raise AssertionError("no address was printed")


def processes_of_session(session: int) -> list[str]:
    found = subprocess.run(["ps", "-s", str(session), "-o", "pid="], capture_output=True, text=True)
    return found.stdout.split()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ps -s is Linux's")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=lambda s: s.name)
def test_it_serves_the_first_lesson_and_leaves_nothing_behind(lab, how, tmp_path):
    url = address(lab)
    first = compiled_lessons()[0].slug
    assert f"/lab/tree/{first}.ipynb?token=" in url
    with urllib.request.urlopen(url, timeout=30) as page:
        assert page.status == 200 and "JupyterLab" in page.read().decode()
    contents = url.replace(f"/lab/tree/{first}", f"/api/contents/{first}")
    with urllib.request.urlopen(contents, timeout=30) as answer:
        assert "print_guess" in answer.read().decode()
    time.sleep(1)  # a SIGINT right after a request is lost on Jupyter's server
    os.kill(lab.pid, how) if how is signal.SIGTERM else os.killpg(lab.pid, how)
    assert lab.wait(timeout=30) == 0
    time.sleep(0.2)
    assert processes_of_session(lab.pid) == []
