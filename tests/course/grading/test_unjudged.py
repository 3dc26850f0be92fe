"""What is said where no judge spoke, and that what it tells people to do works."""

import json
from types import SimpleNamespace

from tutorial_utils.course.commands.report import show
from tutorial_utils.course.content.compiled import compiled_lessons
from tutorial_utils.course.content.location import STAGED
from tutorial_utils.course.desk.files import read_learner_file
from tutorial_utils.course.desk.report_model import Report, Verdict
from tutorial_utils.course.desk.reset import reset_exercise
from tutorial_utils.course.desk.verdict_channel import Channel
from tutorial_utils.course.grading.graded_copy import GradedCell, graded_copy
from tutorial_utils.course.grading.nbval_run import Outcome, line_that_raised
from tutorial_utils.course.grading.unjudged import cell_feedback, gone
from tutorial_utils.course.kernels.kernel import Kernel, hiding

from ..learner_files import delivered, stub_of
from ..tiny_course import TinyCourse


def test_a_cell_that_is_gone_says_so_and_how_it_comes_back(tmp_path, monkeypatch, capsys):
    course = TinyCourse(tmp_path)
    monkeypatch.setenv(STAGED, str(course.root))
    lesson = compiled_lessons()[0]
    path = delivered(course.home, lesson, lambda cells: cells.remove(stub_of(cells, "add-up")))
    assert graded_copy(read_learner_file(path))[2] == {"add-up"}
    verdict = gone({"id": "add-up"})
    show(Report("01_sums", str(path), (verdict,), (), (), 1, 1.0))
    shown = capsys.readouterr().out
    assert (
        "  NOT STARTED  add-up   its cell is gone; `tutorial reset add-up` brings it back\n"
        in shown
    )
    assert "tutorial lab" not in verdict.text
    reset_exercise(path, lesson, lesson.exercises[0])
    assert not graded_copy(read_learner_file(path))[2]


def test_what_a_learners_folder_hides_is_named(tmp_path):
    (tmp_path / "keras").mkdir()
    (tmp_path / "keras" / "__init__.py").touch()
    (tmp_path / "IPython").mkdir()
    (tmp_path / "IPython" / "__init__.py").touch()
    for name in ("ipykernel.py", "random.py", "my_helper.py", "01_sums.py", "sys.py"):
        (tmp_path / name).touch()
    (tmp_path / "numpy").mkdir()  # without __init__.py it hides nothing
    assert [path.name for path in hiding(tmp_path)] == [
        *("IPython", "ipykernel.py", "keras", "random.py"),
    ]
    said = Kernel._no_start(SimpleNamespace(folder=tmp_path), "it ended without a word")
    assert said == (
        f"{tmp_path / 'IPython'} is found in place of the real IPython. Give it another name."
    )


def test_what_a_kernel_says_may_be_anything():
    """A submission found the way to the channel, and its token: it gets no verdict by it."""
    channel = Channel()
    try:
        odd = [
            [1],
            {"exercise": 5},
            {"exercise": "a", "state": "PASS", "text": ["x"]},
            {"exercise": "a", "state": "PASS", "text": "x", "feedback": 3},
            {"exercise": "a", "state": "PASS", "text": "x", "feedback": {"note": 1}},
            {"exercise": "a", "state": "PASS", "text": "x", "more": ""},
        ]
        good = {"exercise": "a", "state": "PASS", "text": "x"}
        lines = [d | {"token": channel._token} if isinstance(d, dict) else d for d in [*odd, good]]
        text = (
            b"\xff\n"
            + b"[" * 50_000
            + b"\n"
            + b"".join(json.dumps(x).encode() + b"\n" for x in lines)
        )
        channel._path.write_bytes(text)
        assert channel.heard() == [Verdict("a", "PASS", "x")]
    finally:
        channel.close()


def test_a_script_is_told_its_own_line_and_a_notebook_the_cells():
    """A kernel gives each cell the name of a file that is nowhere."""
    reply = {"ename": "SyntaxError", "evalue": "expected ':' (434450098.py, line 2)"}
    outcome = Outcome(
        GradedCell("exercise", "a = 1\ndef f()", "add-up", file="01_sums.py", line=40),
        error_name="SyntaxError",
        error=f"SyntaxError: {reply['evalue']}",
        line=line_that_raised(reply),
    )
    exercise = {"id": "add-up", "kind": "blank"}
    verdict = cell_feedback(exercise, outcome, 30)
    assert verdict.feedback["got"] == "SyntaxError: expected ':' (01_sums.py, line 41)"
    assert "notebook" not in verdict.text
    outcome.cell.line = 0
    verdict = cell_feedback(exercise, outcome, 30)
    assert verdict.feedback["got"] == "SyntaxError: expected ':' (line 2 of the cell)"


def test_the_line_of_a_cell_is_the_last_of_its_own():
    frames = [
        "Cell In[3], line 7\n",
        "Cell In[3], line 4, in f(x)",
        "File ~/x.py:9",
        "Cell In[2], line 1",
    ]
    assert line_that_raised({"evalue": "no", "traceback": frames}) == 4
    coloured = ["\x1b[32mCell In[3], line 7\x1b[39m"]
    assert line_that_raised({"evalue": "no", "traceback": coloured}) == 7
    assert line_that_raised({"evalue": "no", "traceback": ["File x.py, line 3"]}) == 0
    assert line_that_raised({}) == 0
