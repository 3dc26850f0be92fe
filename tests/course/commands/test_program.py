"""The program at the prompt: what it says, how it ends, and what it leaves alone."""

import subprocess
import sys

import pytest

from tutorial_utils.course.commands.browser import first_page
from tutorial_utils.course.content.compiled import compiled_lessons
from tutorial_utils.course.exceptions import CourseError

from ...conftest import ROOT
from ..program import COMMAND, environment, tutorial, tutorial_in_process

LESSON = compiled_lessons()[0]
EXERCISE = LESSON.exercises[0]["id"]

# Commands that run no lesson, and words that they show.
QUICK = {
    (): "tutorial lab",
    ("--help",): "lab",
    ("reset", "--help"): "tutorial reset 01",
    ("error", "nothing like it"): "No page explains",
    ("find", "tf.print"): "What replaces tf.Print",
    ("doctor", "--help"): "tutorial doctor",
    ("check", "--help"): "tutorial check 01",
    ("watch", "--help"): "tutorial watch 01",
    ("list",): EXERCISE,
    ("hint", EXERCISE): "Which numbers has anybody put",
    ("solution", EXERCISE, "--yes"): LESSON.exercises[0]["answer"],
}


@pytest.mark.parametrize("words", QUICK, ids=" ".join)
def test_quick_commands_import_no_tensorflow(words, tmp_path):
    code = (
        "import sys\n"
        "from tutorial_utils.course.commands.program import main\n"
        f"sys.argv = ['tutorial', *{list(words)!r}]\n"
        "try: main()\n"
        "except SystemExit as end: print('ended', end.code or 0)\n"
        "heavy = {'tensorflow', 'keras', 'jupytext', 'matplotlib', 'jupyterlab', 'nbformat',"
        " 'pytest', 'IPython', 'sphinx', 'requests', 'numpy', 'psutil'}\n"
        "print('heavy', sorted(heavy & set(sys.modules)))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
    )
    assert QUICK[words] in run.stdout, run.stdout + run.stderr
    assert run.stdout.splitlines()[-1] == "heavy []"
    assert f"ended {1 if 'error' in words else 0}" in run.stdout


@pytest.mark.parametrize(
    ("shell", "typed", "offered"),
    [
        ("bash", "hint ", EXERCISE),
        ("zsh", "reset 0", LESSON.slug),
        ("fish", "check ", EXERCISE),
        ("bash", "sol", "solution"),
    ],
)
def test_the_tab_key_offers_ids_and_lessons(shell, typed, offered, tmp_path):
    words = f"tutorial {typed}"
    asked = {
        "_TUTORIAL_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
        "_TYPER_COMPLETE_ARGS": words,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    run = subprocess.run(
        COMMAND, cwd=tmp_path, env=environment() | asked, capture_output=True, text=True
    )
    assert offered in run.stdout and run.stderr == "", run


@pytest.mark.parametrize(
    ("shell", "words"),
    [
        ("bash", "complete -o"),
        ("zsh", "#compdef tutorial"),
        ("fish", "complete --command tutorial"),
    ],
)
def test_the_script_for_the_shell_is_shown(shell, words, tmp_path):
    """Typer looks for the shell among the programs that started this one; here it is told."""
    named = environment() | {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    run = subprocess.run(
        [*COMMAND, "--show-completion", shell],
        cwd=tmp_path, env=named, capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0 and "_TUTORIAL_COMPLETE" in run.stdout
    assert words in run.stdout, run.stdout


def test_a_reader_that_closes_the_pipe_hears_no_complaint(tmp_path):
    words = subprocess.list2cmdline([*COMMAND, "list"])
    run = subprocess.run(
        ["sh", "-c", f"{words} | head -n 1"],
        cwd=tmp_path, env=environment(), capture_output=True, text=True,
    )  # fmt: skip
    assert run.stderr == "" and run.stdout.startswith(LESSON.number)


def test_importing_the_package_imports_nothing_heavy_and_sets_nothing():
    code = (
        "import os, sys; before = dict(os.environ)\n"
        "import tutorial_utils\n"
        "assert dict(os.environ) == before\n"
        "print(sorted({'tensorflow', 'keras', 'numpy', 'typer', 'IPython'} & set(sys.modules)))\n"
        "print(sorted(tutorial_utils.__all__) == sorted(set(dir(tutorial_utils)) & set(tutorial_utils.__all__)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["[]", "True"]


WRONG = {
    ("nonsense",): (2, "No such command"),
    ("check", "99"): (2, "There is no lesson '99'"),
    ("check", EXERCISE + "x"): (2, f"Did you mean {EXERCISE}"),
    ("check", "01"): (2, "There is no copy of"),
    ("check", "--all"): (2, "There are no lessons in my-lessons/"),
    ("check", "missing.ipynb"): (2, "There is no file missing.ipynb"),
    ("check", "01", "--seconds", "soon"): (2, "seconds"),
    ("hint", "nothing-like-it"): (2, "There is no exercise 'nothing-like-it'"),
    ("hint",): (2, "Missing argument"),
    ("solution", "nothing-like-it"): (2, "There is no exercise"),
}


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_usage_gets_a_sentence_and_exit_code_2(words, tmp_path):
    code, said = WRONG[words]
    run = tutorial_in_process(*words, cwd=tmp_path)
    assert run.returncode == code
    assert said in run.stderr
    assert "Traceback" not in run.stderr


def test_an_unwritable_place_is_exit_code_3(tmp_path):
    (tmp_path / "my-lessons").write_text("a file")
    run = tutorial("lab", "--no-browser", cwd=tmp_path)
    assert run.returncode == 3
    assert len(run.stderr.splitlines()) == 1 and "Traceback" not in run.stderr


def test_dev_check_is_content_and_imports_no_tensorflow():
    code = (
        "import sys; from tutorial_utils.course.commands.program import main\n"
        "sys.argv = ['tutorial', 'dev', 'check']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('tensorflow' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, text=True
    )
    count = len(compiled_lessons())
    assert f"{count} lessons, " in run.stdout and run.stdout.endswith("False\n"), run.stderr


def test_the_book_is_found_or_one_sentence_says_how_to_get_it(tmp_path):
    run = tutorial("book", "--no-browser", cwd=tmp_path)
    page = ROOT / "book" / "_build" / "html" / "index.html"
    if page.is_file():
        assert (run.returncode, run.stdout.split()[-1]) == (0, page.as_uri())
    else:
        assert (run.returncode, run.stderr) == (2, "The book is not built yet. Run: make book\n")


def test_without_a_clone_the_book_says_where_it_is(monkeypatch):
    def no_clone():
        raise CourseError("not a clone")

    monkeypatch.setattr("tutorial_utils.course.commands.browser.checkout", no_clone)
    with pytest.raises(CourseError, match="get a clone of Seeing Tensors and run `make book`"):
        first_page()


def test_without_the_course_extra_it_says_what_to_install():
    code = (
        "import sys; sys.modules['typer'] = None\nfrom tutorial_utils.__main__ import main; main()"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == 3
    assert "needs typer" in run.stderr and "seeing-tensors[course]" in run.stderr
