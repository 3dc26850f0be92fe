"""A reset gives back what was delivered, keeps what was there, and touches nothing else."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutorial_utils.course.content.compiled import compiled_lessons
from tutorial_utils.course.desk import state
from tutorial_utils.course.desk.delivery import BACKUPS, as_notebook, as_script
from tutorial_utils.course.desk.placed import cells_in_script
from tutorial_utils.course.desk.reset import reset_exercise, reset_lesson
from tutorial_utils.course.exceptions import CourseError, EnvironmentFault

from ..learner_files import code
from ..program import tutorial_in_process
from ..terminal import at_a_terminal

LESSONS = compiled_lessons()
LESSON = LESSONS[0]
EXERCISE = next(e for e in LESSON.exercises if e["kind"] == "blank")
ID = EXERCISE["id"]
EVERY = [(le, e) for le in LESSONS for e in le.exercises]
NAMES = [e["id"] for _, e in EVERY]

_texts: dict[tuple[str, str], str] = {}


def delivered(lesson, suffix: str) -> str:
    key = lesson.slug, suffix
    if key not in _texts:
        _texts[key] = as_script(lesson) if suffix == ".py" else as_notebook(lesson)
    return _texts[key]


def file_of(folder, lesson, suffix, text):
    path = folder / f"{lesson.slug}{suffix}"
    path.write_bytes(text.encode())
    return path


def with_source(text: str, suffix: str, exercise: dict, source: str) -> str:
    """What a learner's file is after they wrote ``source`` into the exercise's cell."""
    if suffix == ".py":
        assert text.count(exercise["stub"]) == 1
        return text.replace(exercise["stub"], source)
    notebook = json.loads(text)
    cell = next(
        c
        for c in notebook["cells"]
        if c["metadata"].get("exercise") == exercise["id"] and "kind" in c["metadata"]
    )
    cell.update(source=source.splitlines(keepends=True), execution_count=4)
    cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": ["mine\n"]}]
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("suffix", [".ipynb", ".py"])
@pytest.mark.parametrize(("lesson", "exercise"), EVERY, ids=NAMES)
def test_an_answered_exercise_is_given_back_byte_for_byte(lesson, exercise, suffix, tmp_path):
    before = delivered(lesson, suffix)
    mine = with_source(before, suffix, exercise, exercise["answer"])
    path = file_of(tmp_path, lesson, suffix, mine)
    done = reset_exercise(path, lesson, exercise)
    assert path.read_bytes() == before.encode()
    assert done.kept.read_bytes() == mine.encode()


@pytest.mark.parametrize("suffix", [".ipynb", ".py"])
def test_all_that_the_learner_wrote_elsewhere_stays(suffix, tmp_path):
    """Other answers, own cells, outputs, odd spaces: whatever is not the exercise's cell."""
    other = next(e for e in LESSON.exercises if e["id"] != ID)
    text = with_source(delivered(LESSON, suffix), suffix, other, other["answer"])
    if suffix == ".ipynb":
        notebook = json.loads(text)
        notebook["cells"].insert(3, code("print('mine: é ✓')\n"))
        notebook["metadata"]["mine"] = {"cells": [1, {"cells": 2}]}
        text = json.dumps(notebook, indent=1, ensure_ascii=True).replace('"mine"', '"mi\\u006ee"')
        mark = json.dumps(EXERCISE["stub"].splitlines(keepends=True)[-1])
        mine = text.replace(mark, mark.replace("...", "7") if "..." in mark else '"return 7"')
    else:
        text = text.replace("\n# %%", "\n# my own   \n\n\n\n# %%", 3)
        mine = text.replace(EXERCISE["stub"], "x = 1  # é\n\n\ny = 2\n")
    assert mine != text
    path = file_of(tmp_path, LESSON, suffix, mine)
    reset_exercise(path, LESSON, EXERCISE)
    after = path.read_text()
    if suffix == ".py":
        assert after.split() == text.split()
    head = next(i for i, (a, b) in enumerate(zip(mine, after, strict=False)) if a != b)
    tail = next(i for i, (a, b) in enumerate(zip(mine[::-1], after[::-1], strict=False)) if a != b)
    place = after.index(f'"{ID}"')
    assert head > after.rindex("# %%" if suffix == ".py" else '"cell_type"', 0, place)
    rest = len(after) - tail
    assert rest < after.index('check(\\"' if suffix == ".ipynb" else "# %% [", place)
    assert [e["id"] for e in LESSON.exercises if e["answer"] in after] in ([], [other["id"]])


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "mine",
    [
        'def f():\n    """never closed\n    return 1',  # a string that swallows the next cells
        "",
        "# only a comment",
        "def f(:\n",
        "\n\n\n    x\n\n",
    ],
)
def test_a_script_that_does_not_parse_loses_nothing(mine, newline, tmp_path):
    before = delivered(LESSON, ".py")
    broken = before.replace(EXERCISE["stub"], mine).replace("\n", newline)
    path = file_of(tmp_path, LESSON, ".py", broken)
    reset_exercise(path, LESSON, EXERCISE)
    after = path.read_bytes().decode()
    assert after.count("\r\n") == (after.count("\n") if newline == "\r\n" else 0)
    assert [line for line in after.split(newline) if line.strip()] == [
        line for line in before.split("\n") if line.strip()
    ]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(source=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=80),
       indent=st.sampled_from([None, 1, 2, 4]), ascii_=st.booleans(), as_list=st.booleans())  # fmt: skip
def test_any_notebook_text_comes_back(source, indent, ascii_, as_list, tmp_path):
    """However the file is laid out, and whatever stands in the cell."""
    notebook = json.loads(delivered(LESSON, ".ipynb"))
    if not as_list:
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])

    def text() -> str:
        return json.dumps(notebook, indent=indent, ensure_ascii=ascii_)

    stub = next(c for c in notebook["cells"] if c["metadata"].get("exercise") == ID and "kind" in c["metadata"])  # fmt: skip
    as_given = stub["source"]
    stub["source"] = source.splitlines(keepends=True) if as_list else source
    mine = text()
    stub["source"] = as_given
    path = file_of(tmp_path, LESSON, ".ipynb", mine)
    reset_exercise(path, LESSON, EXERCISE)
    assert json.loads(path.read_text()) == notebook
    if path.read_text() != mine:
        start = mine.index(json.dumps("exercise")) - 200
        assert path.read_text()[:start] == mine[:start]


@pytest.mark.parametrize("suffix", [".ipynb", ".py"])
def test_a_cell_that_is_gone_is_put_back_in_its_place(suffix, tmp_path):
    before = delivered(LESSON, suffix)
    if suffix == ".py":
        cells = list(cells_in_script(before))
        at = next(c for c in cells if c.cell.exercise == ID)
        gone = before[: at.start].rstrip("\n") + before[at.end :]
    else:
        notebook = json.loads(before)
        notebook["cells"] = [
            c
            for c in notebook["cells"]
            if not (c["metadata"].get("exercise") == ID and "kind" in c["metadata"])
        ]
        gone = json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    path = file_of(tmp_path, LESSON, suffix, gone)
    reset_exercise(path, LESSON, EXERCISE)
    assert path.read_text() == before


def test_a_cell_that_lost_its_metadata_is_known_by_what_it_makes(tmp_path):
    notebook = json.loads(delivered(LESSON, ".ipynb"))
    cell = next(c for c in notebook["cells"] if c["metadata"].get("exercise") == ID)
    cell.update(metadata={}, source=EXERCISE["answer"])
    path = file_of(tmp_path, LESSON, ".ipynb", json.dumps(notebook))
    reset_exercise(path, LESSON, EXERCISE)
    after = json.loads(path.read_text())["cells"]
    assert len(after) == len(notebook["cells"])
    assert "".join(after[notebook["cells"].index(cell)]["source"]) == EXERCISE["stub"]


def test_a_cell_that_was_split_is_whole_again(tmp_path):
    notebook = json.loads(delivered(LESSON, ".ipynb"))
    at = next(i for i, c in enumerate(notebook["cells"]) if c["metadata"].get("exercise") == ID)
    second = {**notebook["cells"][at], "id": "second", "source": "mine = 1"}
    notebook["cells"].insert(at + 1, second)
    path = file_of(tmp_path, LESSON, ".ipynb", json.dumps(notebook))
    reset_exercise(path, LESSON, EXERCISE)
    cells = json.loads(path.read_text())["cells"]
    assert "".join(cells[at]["source"]) == EXERCISE["stub"]
    assert "".join(cells[at + 1]["source"]) == ""


def test_the_state_of_that_exercise_alone_is_forgotten(tmp_path):
    other = next(e["id"] for e in LESSON.exercises if e["id"] != ID)
    both = {ID: 2, other: 1}
    known = state.State(
        progress=dict.fromkeys(both, "PASS"), tried=dict.fromkeys(both, True), hints=both
    )
    state.write(tmp_path, known)
    path = file_of(tmp_path, LESSON, ".ipynb", delivered(LESSON, ".ipynb"))
    assert reset_exercise(path, LESSON, EXERCISE).kept is None, "it was as delivered"
    assert not (tmp_path / BACKUPS).exists()
    left = state.read(tmp_path)
    assert (left.progress, left.tried, left.hints) == ({other: "PASS"}, {other: True}, {other: 1})


@pytest.mark.parametrize("suffix", [".ipynb", ".py"])
@pytest.mark.parametrize("text", ["", "{", "no notebook", '{"cells": []}', b"\xff\xfe"])
def test_a_file_that_is_no_lesson_is_left_alone(text, suffix, tmp_path):
    path = tmp_path / f"{LESSON.slug}{suffix}"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    before = path.read_bytes()
    with pytest.raises(CourseError) as refused:
        reset_exercise(path, LESSON, EXERCISE)
    assert "\n" not in str(refused.value)
    assert path.read_bytes() == before and [p.name for p in tmp_path.iterdir()] == [path.name]
    assert reset_lesson(path, LESSON).kept.read_bytes() == before
    assert path.read_text() == delivered(LESSON, suffix)


def test_a_lesson_is_restored_as_delivered_and_all_of_it_forgotten(tmp_path):
    state.write(tmp_path, state.State(progress={ID: "PASS", "of-another": "PASS"}))
    mine = with_source(delivered(LESSON, ".py"), ".py", EXERCISE, EXERCISE["answer"])
    path = file_of(tmp_path, LESSON, ".py", mine)
    done = reset_lesson(path, LESSON)
    assert path.read_text() == delivered(LESSON, ".py")
    assert done.kept.read_text() == mine and done.kept.parent.name == BACKUPS
    assert state.read(tmp_path).progress == {"of-another": "PASS"}


def test_where_the_backup_cannot_be_written_nothing_is_replaced(tmp_path):
    mine = with_source(delivered(LESSON, ".py"), ".py", EXERCISE, EXERCISE["answer"])
    path = file_of(tmp_path, LESSON, ".py", mine)
    (tmp_path / BACKUPS).write_text("a file in the place of the folder")
    with pytest.raises(EnvironmentFault, match="cannot be replaced"):
        reset_exercise(path, LESSON, EXERCISE)
    assert path.read_text() == mine


@pytest.fixture
def home(tmp_path):
    home = tmp_path / "my-lessons"
    home.mkdir()
    state.write(home, state.State(progress={ID: "NOT YET"}))
    mine = with_source(delivered(LESSON, ".ipynb"), ".ipynb", EXERCISE, EXERCISE["answer"])
    file_of(home, LESSON, ".ipynb", mine)
    return home


@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("\n", 1)])
def test_at_a_terminal_it_asks(home, typed, code):
    path = home / f"{LESSON.slug}.ipynb"
    mine = path.read_text()
    ended, screen = at_a_terminal("reset", ID, typed=typed, after="[y/N]", cwd=home.parent)
    assert ended == code, screen
    if code:
        assert path.read_text() == mine and state.read(home).progress == {ID: "NOT YET"}
        return
    assert path.read_text() == delivered(LESSON, ".ipynb") and state.read(home).progress == {}
    (kept,) = (home / BACKUPS).iterdir()
    assert kept.read_text() == mine and kept.name in screen.replace("\n", "")


def test_without_a_terminal_it_needs_yes(home):
    run = tutorial_in_process("reset", "01", cwd=home.parent)
    assert run.returncode == 2 and "tutorial reset 01 --yes" in run.stderr
    assert not (home / BACKUPS).exists()
    run = tutorial_in_process("reset", "01", "--yes", cwd=home.parent)
    assert run.returncode == 0 and "Yours is kept: my-lessons/.backups/" in run.stdout
    assert (home / f"{LESSON.slug}.ipynb").read_text() == delivered(LESSON, ".ipynb")


@pytest.mark.parametrize(("what", "said"), [("99", "no lesson '99'"), (ID + "x", f"mean {ID}")])
def test_an_unknown_name_is_one_sentence(what, said, home):
    run = tutorial_in_process("reset", what, "--yes", cwd=home.parent)
    assert run.returncode == 2 and said in run.stderr
