"""How long an exercise took is kept in the learner's folder, and told there and to a teacher."""

import pytest

from tutorial_utils.course.content.compiled import compiled_lessons
from tutorial_utils.course.content.location import STAGED
from tutorial_utils.course.desk import state
from tutorial_utils.course.desk.attempts import Source, forget, note_check
from tutorial_utils.course.desk.minutes import class_minutes, minutes, minutes_text
from tutorial_utils.course.desk.overview import overview
from tutorial_utils.course.exceptions import CourseError

from ..tiny_course import TinyCourse

START = 1_800_000_000


def worked(*checks: tuple[float, str]) -> state.State:
    """A state after checks of add-up: minutes from the start, and verdicts."""
    known = state.State()
    for at, verdict in checks:
        diagnosis = "as-given" if verdict == "NOT STARTED" else ""
        note_check(known, "add-up", verdict, diagnosis, Source("01_sums.ipynb"), START + 60 * at)
    return known


@pytest.fixture
def lessons(tmp_path, monkeypatch):
    monkeypatch.setenv(STAGED, str(TinyCourse(tmp_path).root))
    return compiled_lessons()


def test_from_the_first_try_to_the_pass_and_no_further():
    known = worked((0, "NOT STARTED"), (5, "NOT YET"), (9, "NOT YET"), (17, "PASS"), (999, "PASS"))
    assert minutes(known.checks["add-up"]) == 12
    assert known.checks["add-up"]["file"] == "01_sums.ipynb"
    forget(known, "add-up")
    assert known.checks == {}


@pytest.mark.parametrize(
    ("took", "text"),
    [
        (0, "worked on for less than a minute"),
        (1.2, "worked on for 1 minute"),
        (12.4, "worked on for 12 minutes"),
        (None, ""),
    ],
)
def test_in_words(took, text):
    about = None if took is None else {"first": START, "last": START + 60 * took}
    assert minutes_text(about) == text


@pytest.mark.parametrize("about", [{}, {"first": 3}, {"first": "x", "last": None}])
def test_what_is_no_time_tells_nothing(about):
    assert minutes(about) is None


def test_a_learner_sees_them(lessons, tmp_path):
    state.write(tmp_path, worked((5, "NOT YET"), (17, "PASS")))
    lines = overview(tmp_path)
    assert "    PASS         add-up  worked on for 12 minutes" in lines
    assert "    NOT STARTED  add-more" in lines


def test_a_teacher_sees_the_medians(lessons, tmp_path):
    klass = tmp_path / "class"
    for learner, known in {
        "ada": worked((0, "NOT YET"), (10, "PASS")),
        "ben/my-lessons": worked((0, "NOT YET"), (20, "PASS")),
        "cem": worked((0, "NOT YET"), (60, "PASS")),
        "dan": worked((0, "NOT YET")),
    }.items():
        (klass / learner).mkdir(parents=True)
        state.write(klass / learner, known)
    assert class_minutes(klass, lessons) == [
        "4 learners. Minutes are medians, from the first check to the pass.",
        "    exercise  tried  passed  minutes",
        "01  Sums",
        "    add-up        4       3       20",
        "02  More sums",
        "    add-more      0       0        -",
    ]
    with pytest.raises(CourseError, match="no learner's folder"):
        class_minutes(tmp_path / "course", lessons)
