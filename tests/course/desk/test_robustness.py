"""Kills, full disks, missing rights, odd files, two at once: nothing of a learner's is lost."""

import contextlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tutorial_utils.course.content.compiled import compiled_lessons
from tutorial_utils.course.desk import attempts, state
from tutorial_utils.course.desk.delivery import BACKUPS, as_notebook, deliver
from tutorial_utils.course.desk.reset import reset_exercise

from ..program import COMMAND, environment, tutorial

LESSON = compiled_lessons()[0]
EXERCISE = LESSON.exercises[0]
ID = EXERCISE["id"]
NAME = f"{LESSON.slug}.ipynb"
KILLS = 30


def mine() -> str:
    """A learner's notebook."""
    text = as_notebook(LESSON)
    stub = json.dumps(EXERCISE["stub"])
    assert text.count(stub) == 1
    return text.replace(stub, json.dumps("my_own = 'work'  # é\n" + EXERCISE["stub"]))


@pytest.fixture
def home(tmp_path):
    deliver(tmp_path / "my-lessons")
    (tmp_path / "my-lessons" / NAME).write_text(mine())
    return tmp_path / "my-lessons"


@contextlib.contextmanager
def killed_soon(work):
    """Does ``work`` again and again in a process of its own, and kills it while it does."""
    child = os.fork()
    if child == 0:
        try:
            while True:
                work()
        finally:
            os._exit(1)
    try:
        time.sleep(random.uniform(0.001, 0.04))
        assert os.waitpid(child, os.WNOHANG) == (0, 0), "it ended by itself"
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    yield


def test_a_kill_at_any_moment_of_a_reset_loses_nothing(home):
    path, before, after = home / NAME, mine(), as_notebook(LESSON)

    def work():
        reset_exercise(path, LESSON, EXERCISE)
        state.atomic.write_text(path, before)

    for _ in range(KILLS):
        with killed_soon(work):
            assert path.read_text() in (before, after)
            backups = [p for p in (home / BACKUPS).glob("*") if not p.name.startswith(".")]
            assert all(p.read_text() == before for p in backups)
            if path.read_text() != before:
                assert backups
            state.read(home)
    assert not list(home.glob(f"{state.NAME}.broken-*"))


def test_a_kill_at_any_moment_of_lab_leaves_whole_files(tmp_path):
    home = tmp_path / "my-lessons"

    def work():
        shutil.rmtree(home, ignore_errors=True)
        deliver(home)

    for _ in range(KILLS):
        with killed_soon(work):
            for lesson in compiled_lessons():
                path = home / f"{lesson.slug}.ipynb"
                assert not path.exists() or path.read_text() == as_notebook(lesson)
        assert {d.what for d in deliver(home)} <= {"new", "untouched"}


def test_a_kill_at_any_moment_of_a_state_write_leaves_a_whole_state(tmp_path):
    state.write(tmp_path, state.State())

    def work():
        with state.changing(tmp_path) as known:
            known.hints["n"] = known.hints.get("n", 0) + 1
            known.progress.update({f"exercise-{n}": "PASS" for n in range(200)})

    last = 0
    for _ in range(KILLS):
        with killed_soon(work):
            count = state.read(tmp_path).hints.get("n", 0)
            assert count >= last
            last = count
    assert last > 0
    assert not list(tmp_path.glob("*.broken-*"))


def test_two_writers_at_once_lose_nothing(tmp_path):
    state.write(tmp_path, state.State())
    code = (
        "import sys; from pathlib import Path; from tutorial_utils.course.desk import attempts, state\n"
        "for n in range(25):\n"
        "    with state.changing(Path()) as known:\n"
        "        attempts.note_check(known, f'{sys.argv[1]}-{n}', 'PASS')\n"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(n)], cwd=tmp_path) for n in range(3)
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert len(state.read(tmp_path).progress) == 75


def test_a_program_that_holds_the_lock_and_sleeps_stops_nobody(tmp_path, monkeypatch):
    state.write(tmp_path, state.State())
    monkeypatch.setattr(state, "SECONDS_TO_WAIT", 0.1)
    with state._alone(tmp_path), state.changing(tmp_path) as known:
        attempts.note_check(known, ID, "PASS")
    assert state.read(tmp_path).progress == {ID: "PASS"}


NO_STATE = {
    "empty": b"",
    "cut": b'{"progress": {"a": "PA',
    "a list": b"[1]",
    "a text": b'"x"',
    "other values": b'{"hints": {"a": "many"}}',
    "a list as a part": b'{"progress": ["PASS", "x"]}',
    "no text": b"\xff\xfe\x00",
    "too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("what", NO_STATE)
def test_a_state_that_is_no_state_is_set_aside(what, tmp_path, capsys):
    (tmp_path / state.NAME).write_bytes(NO_STATE[what])
    assert state.read(tmp_path) == state.State()
    (aside,) = tmp_path.glob(f"{state.NAME}.broken-*")
    assert aside.read_bytes() == NO_STATE[what]
    assert aside.name in capsys.readouterr().err


def test_the_program_says_so_once(home):
    (home / state.NAME).write_bytes(NO_STATE["cut"])
    run = tutorial("list", cwd=home)
    assert run.returncode == 0 and ID in run.stdout
    assert "could not be understood" in run.stderr and len(run.stderr.splitlines()) == 1
    assert (home / NAME).read_text() == mine()
    assert tutorial("list", cwd=home).stderr == "", "said once; the folder is a learner's still"


def one_sentence(run) -> None:
    assert run.returncode == 3, run
    assert len(run.stderr.splitlines()) == 1 and "Traceback" not in run.stderr, run.stderr


COMMANDS = [("reset", ID, "--yes"), ("reset", "01", "--yes"), ("hint", ID), ("lab", "--py")]


@pytest.mark.parametrize("words", COMMANDS[:3], ids=" ".join)
def test_where_no_file_may_grow_the_old_ones_stay(words, home):
    """As on a full disk: writing fails in the middle of a file."""
    run = subprocess.run(
        [*COMMAND, *words], cwd=home.parent, env=environment(), capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
    )  # fmt: skip
    one_sentence(run)
    assert (home / NAME).read_text() == mine()
    assert {p.name for p in home.iterdir()} <= {NAME, state.NAME, BACKUPS} | {
        f"{le.slug}.ipynb" for le in compiled_lessons()
    }
    assert not list(home.glob(f"{BACKUPS}/*"))


@pytest.fixture
def small_disk():
    """A disk of its own that is full but for nothing."""
    folder = Path(tempfile.mkdtemp(prefix="small-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        folder.rmdir()
        pytest.skip("a small disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
    folder.rmdir()


def test_a_full_disk_is_one_sentence_and_loses_nothing(small_disk):
    home = small_disk / "my-lessons"
    deliver(home)
    (home / NAME).write_text(mine())
    before = (home / state.NAME).read_bytes()
    with contextlib.suppress(OSError), (small_disk / "filler").open("wb", buffering=0) as filler:
        while filler.write(b"x" * 4096):
            pass
    for words in COMMANDS[:3]:
        run = tutorial(*words, cwd=small_disk)
        one_sentence(run)
        assert "No space left on device" in run.stderr
        assert (home / NAME).read_text() == mine()
        assert (home / state.NAME).read_bytes() == before
    (small_disk / "filler").unlink()
    assert tutorial("reset", ID, "--yes", cwd=small_disk).returncode == 0


@pytest.fixture(scope="module")
def without_rights():
    """What to put before a command, so that rights count: root may write everywhere."""
    if os.geteuid():
        return []
    drop = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]
    if not shutil.which("setpriv") or subprocess.run([*drop, "true"]).returncode:
        pytest.skip("root's right to write everywhere cannot be taken away here")
    return drop


@pytest.mark.parametrize("words", [*COMMANDS, ("list",), ()], ids=" ".join)
def test_a_folder_without_the_right_to_write(words, home, without_rights):
    subprocess.run(["chmod", "-R", "a-w", str(home)], check=True)
    run = subprocess.run(
        [*without_rights, *COMMAND, *words], cwd=home.parent, env=environment(),
        capture_output=True, text=True,
    )  # fmt: skip
    subprocess.run(["chmod", "-R", "u+w", str(home)], check=True)
    if words in (("list",), ()):
        assert (run.returncode, run.stderr) == (0, "")
    else:
        one_sentence(run)
        assert "Permission denied" in run.stderr
    assert (home / NAME).read_text() == mine()
