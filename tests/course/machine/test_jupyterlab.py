"""JupyterLab starts in the learner's folder, says where, answers, and stops."""

import importlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
import typer

from tutorial_utils.course.commands import learner
from tutorial_utils.course.content.compiled import compiled_lessons
from tutorial_utils.course.machine import jupyterlab

from ..program import COMMAND, environment


@pytest.fixture
def lab(tmp_path):
    process = subprocess.Popen(
        [*COMMAND, "lab", "--no-browser"],
        cwd=tmp_path,
        env={**environment(), "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def address(process) -> str:
    for line in process.stdout:  # the address is the last that is said
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
    assert (lab.stdout.read(), lab.stderr.read()) == ("", ""), "the server's log is quiet"
    time.sleep(0.2)
    assert processes_of_session(lab.pid) == []


def test_the_last_two_lines_are_the_books_address_and_the_lessons(monkeypatch, tmp_path, capsys):
    def serve(folder, first, *, browser, say):
        say(f"http://localhost/{first}")
        return 0

    monkeypatch.setattr("tutorial_utils.course.machine.jupyterlab.serve", serve)
    monkeypatch.setattr(
        "tutorial_utils.course.commands.browser.first_page", lambda: tmp_path / "index.html"
    )
    with pytest.raises(typer.Exit):
        learner.lab(tmp_path)
    *_, stop, book, lesson = capsys.readouterr().out.splitlines()
    assert "Ctrl-C" in stop
    assert book.split() == ["To", "read", (tmp_path / "index.html").as_uri()]
    assert lesson.split()[-1] == f"http://localhost/{compiled_lessons()[0].slug}.ipynb"


def test_the_program_is_found_in_cells_and_terminals_and_our_kernel_before_others(monkeypatch):
    monkeypatch.setenv("PATH", "/usr/bin")
    monkeypatch.setenv("JUPYTER_PATH", "/theirs")
    environment = jupyterlab._environment()
    assert environment["PATH"].split(os.pathsep) == [str(Path(sys.executable).parent), "/usr/bin"]
    ours, theirs = environment["JUPYTER_PATH"].split(os.pathsep)
    argv = json.loads((Path(ours) / "kernels/python3/kernel.json").read_text())["argv"]
    assert importlib.import_module(argv[-1]).load_ipython_extension and theirs == "/theirs"
