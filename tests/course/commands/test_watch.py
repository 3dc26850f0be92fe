"""`tutorial watch` in a terminal and in a pipe: what it shows, what it survives, how it ends."""

import contextlib
import json
import re
import signal
import time
from queue import Queue

import psutil
import pytest

from tutorial_utils.course.content.compiled import compiled_lessons
from tutorial_utils.course.grading.job import Job
from tutorial_utils.course.grading.limits import Limits
from tutorial_utils.course.grading.process import Worker

from ...kernels import forked
from ..learner_files import answered, code, delivered, typed
from ..program import said_as_json, tutorial
from ..tiny_course import RIGHT, WRONG, Terminal, TinyCourse, family, left_over

CLEARED = "\x1b[2J"
KEYS = "Keys: h hint, n next, l list, q quit\n"
COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@pytest.fixture
def course(tmp_path):
    return TinyCourse(tmp_path)


@pytest.fixture
def watching(course):
    """A terminal with the first verdict on it."""
    terminal = Terminal(course, "watch", "01")
    terminal.until("NOT STARTED")
    terminal.until(KEYS)
    yield terminal
    terminal.process.kill()
    terminal.process.wait()


def waiting_kernel(process) -> psutil.Process:
    """The kernel that waits for the next save."""
    while True:
        for child in family(process):
            with contextlib.suppress(psutil.NoSuchProcess):  # the kernel of the check before it
                if "ipykernel_launcher" in " ".join(child.cmdline()):
                    time.sleep(1.5)  # until it is ready
                    if child.is_running():
                        return child
        time.sleep(0.1)


def plain(text: str) -> str:
    return COLOUR.sub("", text)


def test_saves_and_keys(course, watching):
    course.write("01_sums", WRONG)
    said = watching.until(KEYS)
    assert CLEARED in said, "each verdict has the screen for itself"
    said = plain(said)
    assert "  NOT YET      add-up  (was NOT STARTED)\n" in said
    assert "             and again in sums\n" in said, "feedback goes on under its label"
    assert "0 of 1 passed." in said and "You are at add-up." in said
    assert max(map(len, said.splitlines())) <= 60

    watching.press("h")
    assert "Which sign adds?" in watching.until("sign adds?")
    watching.press("l")
    assert "More sums" in watching.until("More sums")

    course.write("01_sums", RIGHT)
    said = plain(watching.until(KEYS))
    assert "  PASS         add-up  (was NOT YET)  1 + 2 = 3\n" in said
    assert "1 of 1 passed." in said and "All is passed." in said
    assert course.progress() == {"add-up": "PASS"}
    watching.press("h")
    watching.until("All exercises of this lesson are passed.")

    watching.press("n")
    said = plain(watching.until(KEYS))
    assert "02_more" in said and "NOT STARTED  add-more" in said, "n goes on to the next lesson"
    waiting_kernel(watching.process)
    ends(watching, "q")


def test_what_it_survives(course, watching):
    # A file that is half written, then deleted.
    whole = course.file().read_text()
    course.file().write_text(whole[:100])
    said = plain(watching.until("is checked again."))
    assert "01_sums.ipynb is not a notebook" in said
    course.file().unlink()
    watching.until("There is no file")
    course.write("01_sums", RIGHT)
    assert "PASS" in watching.until(KEYS)

    # A kernel that dies while it waits.
    waiting_kernel(watching.process).kill()
    course.write("01_sums", WRONG)
    assert "(was PASS)" in plain(watching.until(KEYS))

    # A worker that dies while it checks: the check is run once more, in another.
    cell = (
        "import os, pathlib, psutil\nif not pathlib.Path('once').exists():\n"
        "    pathlib.Path('once').touch()\n    psutil.Process().parent().kill()"
    )
    course.write("01_sums", RIGHT, cell)
    watching.until("The check broke off; once more.")
    assert "PASS" in watching.until(KEYS)

    # A cell that ends its kernel.
    course.write("01_sums", RIGHT, "import os\nos._exit(1)")
    said = plain(watching.until(KEYS))
    assert "outside the exercises, did not run:" in said and "it ended the kernel" in said
    assert "PASS         add-up" in said
    waiting_kernel(watching.process)
    ends(watching, "SIGKILL")


ENDINGS = {
    "q": (lambda terminal: terminal.press("q"), 0),
    "Ctrl-C": (lambda terminal: terminal.press("\x03"), 0),
    "SIGTERM": (lambda terminal: terminal.process.send_signal(signal.SIGTERM), 143),
    "SIGKILL": (lambda terminal: terminal.process.kill(), -9),
    "terminal closed": (lambda terminal: terminal.close(), 129),
}


@pytest.mark.parametrize("ending", [ending for ending in ENDINGS if ending != "q"])
def test_nothing_is_left_running_after_an_end_in_the_middle_of_a_check(course, ending):
    course.write(
        "01_sums", None, "import time; open('started', 'w').close()\nwhile True: time.sleep(0.05)"
    )
    terminal = Terminal(course, "watch")
    course.until_there("started", terminal.process)
    ends(terminal, ending)


def ends(terminal, ending):
    """Nothing is left running after it."""
    children = family(terminal.process)
    assert len(children) >= 2, "a worker and its kernel"
    end, code = ENDINGS[ending]
    end(terminal)
    assert terminal.process.wait(10) == code
    assert left_over(children) == []


def test_in_a_pipe_what_is_new_is_shown_without_keys_and_colours(course):
    process = course.start("watch", "01")
    try:
        shown = said(process)
        assert "Keys" not in shown and "NOT STARTED  add-up" in shown
        course.write("01_sums", WRONG)
        assert "NOT YET      add-up  (was NOT STARTED)" in said(process)
        course.write("01_sums", WRONG)
        again = said(process)
        assert "add-up" not in again and "0 of 1 passed." in again
        assert "\x1b" not in shown + again
    finally:
        process.terminate()
    assert process.wait(10) == 143
    assert process.stderr.read() == "Stopped.\n"


def said(process) -> str:
    lines = []
    while not lines or " passed." not in lines[-1]:
        lines.append(process.stdout.readline())
        assert lines[-1], "it ended:\n" + "".join(lines) + process.stderr.read()
    return "".join(lines)


@pytest.mark.parametrize(
    ("what", "said"),
    [("99", "There is no lesson '99'"), ("notes.ipynb", "notes.ipynb is not a notebook")],
)
def test_what_cannot_be_watched_is_said_at_once(course, what, said):
    (course.cwd / "notes.ipynb").write_text("shopping list")
    run = course.run("watch", what)
    assert (run.returncode, run.stdout) == (2, "")
    assert said in run.stderr and "Traceback" not in run.stderr


def test_a_watched_check_comes_to_the_same_as_a_cold_one(tmp_path, monkeypatch):
    """With the real TensorFlow: the verdicts, and what a kernel that waited could have changed."""
    for name, value in forked.serve().items():
        monkeypatch.setenv(name, value)
    state_of_the_kernel = code(
        "import json, os, random, sys, warnings, numpy, tensorflow\n"
        "what = [random.random(), numpy.random.rand(), float(tensorflow.random.normal([]))]\n"
        "what += [os.getcwd(), sys.path, warnings.formatwarning.__name__, sorted(globals())]\n"
        "what += [{k: v for k, v in os.environ.items() if k[:2] in ('TF', 'CU', 'KE')}]\n"
        "what += [__import__('gc').isenabled()]\n"
        "tensorflow.print('TensorFlow prints', what[2])\n"
        "print(json.dumps(what), file=open('state', 'w'))"
    )
    lesson = compiled_lessons()[0]
    home = tmp_path / "my-lessons"
    some = [answered(e["id"]) for e in lesson.exercises[1::2]]
    some.append(typed(lesson.exercises[0]["id"], f'{lesson.exercises[0]["made"]} = "a"'))  # wrong
    file = delivered(home, lesson, *some, lambda cells: cells.append(state_of_the_kernel))
    inbox = Queue()
    worker = Worker(home, inbox)  # what watch keeps waiting
    try:
        (cold,), _ = said_as_json(tutorial("check", file, "--json", cwd=tmp_path))
        of_cold = json.loads((home / "state").read_text())
        assert "ready" in inbox.get(timeout=60)[1]
        worker.give(Job(file), Limits())
        while "report" not in (message := inbox.get(timeout=60)[1]):
            assert message.keys() == {"done", "total"}
    finally:
        worker.end()
    assert json.loads((home / "state").read_text()) == of_cold
    *_, names, _, is_collected = of_cold
    assert is_collected and "gc" not in names, (
        "it is off while TensorFlow is imported, and no longer"
    )
    watched = [
        (v["exercise"], v["state"], v["diagnosis"], v["text"])
        for v in message["report"]["verdicts"]
    ]
    assert watched == [
        (e["id"], e["state"], e["diagnosis"] or "", e["text"]) for e in cold["exercises"]
    ]
    assert {state for _, state, _, _ in watched} == {"PASS", "NOT YET", "NOT STARTED"}
    assert not cold["failures"] and not message["report"]["failures"]
