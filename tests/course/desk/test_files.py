"""Whatever a file is, it is a lesson or gets one sentence; and which lesson it is."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutorial_utils.course.commands.check import remember
from tutorial_utils.course.commands.targets import readable
from tutorial_utils.course.content.compiled import compiled_lessons
from tutorial_utils.course.content.location import STAGED
from tutorial_utils.course.desk import state
from tutorial_utils.course.desk.cells import fingerprints
from tutorial_utils.course.desk.delivery import as_script, fingerprints_of
from tutorial_utils.course.desk.files import read_cells, read_learner_file
from tutorial_utils.course.desk.report_model import Report, Verdict
from tutorial_utils.course.desk.reset import reset_exercise
from tutorial_utils.course.exceptions import CourseError
from tutorial_utils.course.grading.graded_copy import graded_copy
from tutorial_utils.course.grading.job import Job

from ..learner_files import code
from ..tiny_course import RIGHT, TinyCourse


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = TinyCourse(tmp_path_factory.mktemp("files"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STAGED, str(course.root))
        yield course


@pytest.fixture
def lesson(course):
    """Writes a learner's copy of 01 with more cells at its start; reads it as another name."""

    def make(folder: Path, name: str, *first: dict, slug: str | None = None) -> Path:
        notebook = json.loads(course.write("01_sums", RIGHT).read_text())
        notebook["cells"][:0] = first
        notebook["metadata"] = {"lesson": {"slug": slug}} if slug else {}
        path = folder / name
        path.write_text(json.dumps(notebook))
        return path

    return make


STRANGER = code('check("add-more", None)', tags=["check"])


@pytest.mark.parametrize(
    ("name", "says", "is_"),
    [
        ("01_sums.ipynb", None, "01_sums"),
        ("mine.ipynb", None, "01_sums"),  # most of its exercises
        ("02_more.ipynb", "01_sums", "01_sums"),  # what it says, before its name
        ("mine.ipynb", "02_more", "02_more"),
        ("02_more.ipynb", None, "02_more"),
        ("anna_02_more (1).ipynb", None, "02_more"),
        ("mine.ipynb", "another-course", "01_sums"),
    ],
)
def test_a_file_is_the_lesson_that_it_says_else_its_name_else_most_of_it(
    name, says, is_, lesson, tmp_path
):
    assert read_learner_file(lesson(tmp_path, name, slug=says)).lesson.slug == is_


def test_a_script_says_it_in_its_header(course, tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(as_script(compiled_lessons()[1]) + '\n# %%\ncheck("add-up", None)\n')
    assert read_learner_file(path).lesson.slug == "02_more"


@pytest.mark.parametrize(
    "stranger", [STRANGER, code("def add_more(a, b):\n    1 / 0", exercise="add-more")]
)
def test_a_cell_of_another_lesson_is_reported_and_judged_nowhere(stranger, lesson, tmp_path):
    cells, notes, missing = graded_copy(
        read_learner_file(lesson(tmp_path, "01_sums.ipynb", stranger, stranger))
    )
    assert notes == [
        "It holds cells of 02_more (add-more): they are judged in that lesson's own file."
    ]
    assert [c.exercise for c in cells if c.exercise] == ["add-up", "add-up"]
    assert not any(STRANGER["source"] in cell.source for cell in cells) and not missing


def test_a_file_that_is_not_what_it_is_called_says_so(lesson, tmp_path):
    path = lesson(tmp_path, "02_more.ipynb", slug="01_sums")
    _, notes, _ = graded_copy(read_learner_file(path))
    assert notes == ["This file is called 02_more, but says that it is 01_sums."]
    second = compiled_lessons()[1]
    with pytest.raises(CourseError, match="is a copy of 01_sums, not of 02_more"):
        reset_exercise(path, second, second.exercises[0])
    good, ((_, error),) = readable([Job(path, {"add-more"})])
    assert not good and "in which there is no exercise add-more" in str(error)


def report(path: Path, verdict: str, diagnosis: str = "") -> Report:
    said = Verdict("add-up", verdict, verdict, diagnosis)
    return Report("01_sums", str(path), (said,), (), (), 1, 1.0)


@pytest.mark.parametrize("other", ["copy of 01_sums.ipynb", "01_sums.py", "02_more.ipynb"])
def test_a_pass_is_never_overwritten_because_of_another_file(other, course, tmp_path):
    state.write(tmp_path, state.State())
    remember(tmp_path, [report(tmp_path / "01_sums.ipynb", "PASS")])
    for verdict in ("NOT YET", "NOT STARTED"):
        remember(tmp_path, [report(tmp_path / other, verdict)])
        assert state.read(tmp_path).progress == {"add-up": "PASS"}
    remember(tmp_path, [report(tmp_path / "01_sums.ipynb", "NOT YET")])
    assert state.read(tmp_path).progress == {"add-up": "NOT YET"}


def test_a_pass_from_who_knows_where_gives_way_to_the_lessons_own_file_alone(course, tmp_path):
    state.write(tmp_path, state.State(progress={"add-up": "PASS"}))
    remember(tmp_path, [report(tmp_path / "tried.ipynb", "NOT YET")])
    assert state.read(tmp_path).progress == {"add-up": "PASS"}
    remember(tmp_path, [report(tmp_path / "01_sums.ipynb", "NOT YET")])
    assert state.read(tmp_path).progress == {"add-up": "NOT YET"}


def test_a_verdict_on_a_link_is_kept_where_the_link_is(course, tmp_path):
    home, elsewhere = tmp_path / "home", tmp_path / "disk"
    for folder in (home, elsewhere):
        folder.mkdir()
    (elsewhere / "01.ipynb").write_text("{}")
    (home / "01_sums.ipynb").symlink_to(elsewhere / "01.ipynb")
    state.write(home, state.State())
    remember(home, [report(home / "01_sums.ipynb", "PASS")])
    assert state.read(home).progress == {"add-up": "PASS"}


def notebook(*cells: object, **more: object) -> str:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | more)


ODD = {
    "another type of id": (notebook({**code("x = 1"), "metadata": {"exercise": ["x"]}}), "is not a lesson"),
    "other tags": (notebook({**code("x = 1"), "metadata": {"tags": 3}}), "is not a lesson"),
    "metadata of another type": (notebook({**code("x = 1"), "metadata": [1]}), "is not a lesson"),
    "source of another type": (notebook({**code("x"), "source": 7}, code("y")), "is not a lesson"),
    "a cell of another type": (notebook("x = 1"), "has no cells"),
    "too deep": ("[" * 50_000, "too deep or too long"),
    "a long number": ('{"cells": [' + "1" * 6000 + "]}", "too deep or too long"),
    "a deep cell": (notebook(code("check(" + "-" * 200_000 + "1)")), "is not a lesson"),
    "a NUL": (notebook(code('check("add-up\0", x)')), "is not a lesson"),
    "half an emoji": (notebook(code("x = '\ud83d'")), "is not a lesson"),
    "nbformat 3": (json.dumps({"worksheets": [{"cells": []}], "nbformat": 3}), "of an old format"),
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_file_gets_a_sentence_of_its_own_and_the_others_are_judged(odd, lesson, tmp_path):
    text, words = ODD[odd]
    path, other = tmp_path / "x.ipynb", lesson(tmp_path, "01_sums.ipynb")
    path.write_text(text)
    good, ((_, error),) = readable([Job(path), Job(other)])
    assert [job.path for job in good] == [other]
    assert words in str(error) and "\n" not in str(error), str(error)


def test_a_mark_at_the_start_of_a_file_is_no_fault(lesson, tmp_path):
    path = lesson(tmp_path, "x.ipynb")
    mine = b"\xef\xbb\xbf" + path.read_bytes()
    path.write_bytes(mine)
    first = compiled_lessons()[0]
    assert read_learner_file(path).lesson.slug == "01_sums"
    assert reset_exercise(path, first, first.exercises[0]).kept.read_bytes() == mine
    assert path.read_bytes().startswith(b"\xef\xbb\xbf{")


def test_a_script_with_an_open_string_or_a_broken_header_keeps_its_cells(course, tmp_path):
    path = tmp_path / "01_sums.py"
    whole = as_script(compiled_lessons()[0])
    for broken in (
        whole.replace("# %%\n", '# %%\n"""open\n', 1),
        whole.replace("#   lesson:", "#  - lesson: [\t"),
        whole.replace("# %%\n", "# %%\n# %matplotlib inline\n# %%time\n", 1),
    ):
        assert broken != whole
        path.write_text(broken)
        cells = [c for c in graded_copy(read_learner_file(path))[0] if c.exercise]
        assert [c.role for c in cells] == ["exercise", "check"]
    assert "\n%%time\n" in "".join(cell.source + "\n" for cell in read_cells(path))
    path.write_text(whole)
    assert fingerprints(read_cells(path)) == fingerprints_of(compiled_lessons()[0])


@pytest.mark.parametrize("lesson", compiled_lessons(), ids=lambda le: le.slug)
def test_a_cell_of_a_script_knows_its_first_line(lesson, tmp_path):
    path = tmp_path / f"{lesson.slug}.py"
    path.write_text(as_script(lesson))
    lines = path.read_text().splitlines()
    cells = [cell for cell in read_cells(path) if cell.type == "code"]
    assert len(cells) > 20
    for cell in cells:
        assert lines[cell.line - 1] == cell.source.splitlines()[0]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
SOURCES = st.sampled_from(
    ['check("add-up", add_up)', "add_up = 1", "# NBVAL_SKIP\nx", "\ud83d", "1 +", "", '"""', "\0"]
) | st.text(st.characters(), max_size=20)
ABOUT = st.fixed_dictionaries(
    {},
    optional={
        "exercise": st.sampled_from(["add-up", "add-more", "none"]) | ANYTHING,
        "tags": st.lists(st.sampled_from(["check", "raises-exception"]) | ANYTHING) | ANYTHING,
    },
)
CELLS = st.lists(
    ANYTHING
    | st.fixed_dictionaries(
        {"cell_type": st.sampled_from(["code", "markdown", "raw"]) | ANYTHING},
        optional={
            "source": SOURCES | st.lists(SOURCES, max_size=3) | ANYTHING,
            "metadata": ABOUT | ANYTHING,
            "outputs": ANYTHING,
        },
    ),
    max_size=6,
)
NOTEBOOKS = st.fixed_dictionaries(
    {"cells": CELLS | ANYTHING},
    optional={
        "metadata": st.just({"lesson": {"slug": "02_more"}}) | ANYTHING,
        "nbformat": ANYTHING,
        "worksheets": ANYTHING,
    },
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"])


@settings(
    max_examples=75, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    content=NOTEBOOKS | ANYTHING,
    encoding=ENCODINGS,
    as_ascii=st.booleans(),
    cut=st.just(0) | st.integers(0, 50),
    suffix=st.sampled_from([".ipynb", ".py"]),
)
def test_any_file_is_a_lesson_or_gets_one_sentence(
    content, encoding, as_ascii, cut, suffix, course, tmp_path
):
    path = tmp_path / f"any{suffix}"
    text = json.dumps(content, ensure_ascii=as_ascii)
    path.write_bytes(text[: len(text) - cut or None].encode(encoding, errors="replace"))
    with contextlib.suppress(CourseError):
        file = read_learner_file(path)
        cells, notes, _ = graded_copy(file)
        assert all(isinstance(note, str) for note in notes)
        for at, cell in enumerate(cells):
            json.dumps(cell.as_json(at)).encode()
            cell.as_json(at)["source"].encode()  # to the kernel
        fingerprints(file.cells)
    _, errors = readable([Job(path)])
    assert all(
        "\n" not in str(error) and "cannot be read:" not in str(error) for _, error in errors
    )
