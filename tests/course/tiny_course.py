"""A course of two tiny lessons, and a stand-in for TensorFlow: a check takes two seconds, not ten."""

import fcntl
import json
import os
import pty
import select
import subprocess
import termios
import time
from pathlib import Path

import psutil

from tutorial_utils.course.author.build import as_text
from tutorial_utils.course.author.reading import read_lesson
from tutorial_utils.course.author.weave import weave
from tutorial_utils.course.content.location import COMPILED, STAGED

from . import tiny
from .learner_files import code, stub_of
from .program import COMMAND, environment, first_on_path

RIGHT = "def add_up(a, b):\n    return a + b"
WRONG = "def add_up(a, b):\n    return a - b"
# It waits: one that computes would do so for as long as a test lets it.
LOOP = "def add_up(a, b):\n    import time\n    while True:\n        time.sleep(0.05)"

STAND_INS = {
    "tensorflow.py": """
class config:
    list_physical_devices = staticmethod(list)
    functions_run_eagerly = staticmethod(lambda: False)

executing_eagerly = lambda: False

class keras:
    class backend:
        get_value = staticmethod(lambda x: x)
        eval = get_value

class compat:
    class v1:
        executing_eagerly_outside_functions = staticmethod(lambda: True)
""",
    "keras.py": """
class utils:
    set_random_seed = staticmethod(lambda seed: None)

class config:
    floatx = staticmethod(lambda: "float32")
    dtype_policy = staticmethod(lambda: "float32")
    image_data_format = staticmethod(lambda: "channels_last")
""",
    # The judges of both lessons, where `check` looks for them.
    "sitecustomize.py": f"""
import sys, types

{tiny.JUDGES}
lessons = "tutorial_utils.checks.lessons."
sys.modules[lessons + "sums"] = types.SimpleNamespace(add_up=add_up)
sys.modules[lessons + "more"] = types.SimpleNamespace(add_more=add_up)
""",
}


class TinyCourse:
    """Its files, a learner's folder with it, and the program run on them."""

    def __init__(self, root: Path):
        self.root, self.home = root / "course", root / "my-lessons"
        self.cwd = root
        tiny.write(self.root)
        for suffix in ("lessons", "solutions"):
            for file in (self.root / suffix).glob("01_sums.*"):
                text = file.read_text().replace("add-up", "add-more").replace("add_up", "add_more")
                more = file.with_stem("02_more")
                more.write_text(text.replace("Sums", "More sums"))
        slugs = ("01_sums", "02_more")
        lessons = [
            read_lesson(self.root / "lessons" / f"{s}.py", self.root / "solutions" / f"{s}.py")
            for s in slugs
        ]
        for lesson in lessons:
            compiled = self.root / COMPILED / f"{lesson.slug}.ipynb"
            compiled.parent.mkdir(exist_ok=True)
            compiled.write_text(as_text(weave(lesson, lessons)))
        self.stand_ins = root / "stand-ins"
        self.stand_ins.mkdir()
        for name, text in STAND_INS.items():
            (self.stand_ins / name).write_text(text)
        self.home.mkdir()
        for lesson in lessons:
            self.write(lesson.slug)

    @property
    def environment(self) -> dict[str, str]:
        ours = {STAGED: str(self.root), "PYTHONPATH": first_on_path(self.stand_ins)}
        return environment() | ours | {"TERM": "xterm"}

    def file(self, slug: str = "01_sums") -> Path:
        return self.home / f"{slug}.ipynb"

    def write(self, slug: str = "01_sums", answer: str | None = None, *first: str) -> Path:
        """The learner's copy, with an answer and cells of their own at its start, saved by renaming."""
        cells = json.loads((self.root / COMPILED / f"{slug}.ipynb").read_text())["cells"]
        cells = [cell for cell in cells if cell["metadata"].get("part") != "answer"]
        if answer is not None:
            id_, name = ("add-up", "add_up") if slug == "01_sums" else ("add-more", "add_more")
            stub_of(cells, id_)["source"] = answer.replace("add_up", name)
        notebook = {"cells": [*map(code, first), *cells], "metadata": {}, "nbformat": 4}
        beside = self.home / ".saving"
        beside.write_text(json.dumps(notebook | {"nbformat_minor": 5}))
        return beside.replace(self.file(slug))

    def progress(self) -> dict[str, str]:
        return json.loads((self.home / ".tutorial.json").read_text())["progress"]

    def until_there(self, name: str, process: subprocess.Popen, seconds: float = 60) -> None:
        """Wait until a cell has written a file, while the program that runs it goes on."""
        limit = time.monotonic() + seconds
        while not (self.home / name).exists():
            assert process.poll() is None, f"it ended with {process.returncode}"
            assert time.monotonic() < limit, f"no file {name!r} after {seconds} s"
            time.sleep(0.05)

    def start(self, *words: object, **more: object) -> subprocess.Popen:
        how = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | more
        how["env"] = self.environment | how.pop("env", {})
        return subprocess.Popen([*COMMAND, *map(str, words)], cwd=self.cwd, **how)

    def run(self, *words: object, timeout: float = 60, **more: object):
        process = self.start(*words, **more)
        out, err = process.communicate(timeout=timeout)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)


class Terminal:
    """A program in a terminal of its own, 60 columns wide."""

    def __init__(self, course: TinyCourse, *words: object):
        self._ours, theirs = pty.openpty()
        self.process = course.start(
            *words,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            text=False,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # Ctrl-C is a signal
            env={"COLUMNS": "60", "LINES": "40"},
        )
        os.close(theirs)
        self._text = ""

    def until(self, words: str, seconds: float = 30) -> str:
        """What is shown up to ``words``, which come within ``seconds``."""
        limit = time.monotonic() + seconds
        while words not in self._text:
            assert time.monotonic() < limit, f"no {words!r} in:\n{self._text}"
            if select.select([self._ours], [], [], 0.1)[0]:
                try:
                    self._text += os.read(self._ours, 65536).decode().replace("\r", "")
                except OSError:  # Linux's way to say that the other end is closed
                    raise AssertionError(f"it ended without {words!r}:\n{self._text}") from None
        shown, self._text = self._text.split(words, 1)
        return shown + words

    def press(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def close(self) -> None:
        os.close(self._ours)


def family(process: subprocess.Popen) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def left_over(processes: list[psutil.Process], seconds: float = 8) -> list[psutil.Process]:
    """Those that have not ended within ``seconds``."""
    return psutil.wait_procs(processes, timeout=seconds)[1]
