"""Write a new lesson, answer page or exercise into a checkout. What is there is never overwritten."""

import re
from pathlib import Path

from ..author.reading import read_course
from ..content import atomic
from ..content.headings import anchor
from ..content.model import ANSWERS, KINDS, TOPICS, Lesson
from ..content.names import bound_in
from ..exceptions import CourseError
from .lesson_texts import UNJUDGED, LessonTexts, new_lesson, with_exercise
from .templates import QUESTION, TITLE, filled_page, in_words, template

_PLACE_OF_A_SECTION = "../../01_sums.py#how-much-is-it"


def write_lesson(root: Path, slug: str, question: str | None = None) -> list[Path]:
    """A lesson with two exercises, and all that belongs to it.

    Args:
        root: The checkout.
        slug: ``NN_words_of_it``.
        question: Its heading.

    Returns:
        The files that were written.

    Raises:
        CourseError: The slug does not fit, or is taken.
    """
    if not re.fullmatch(r"\d\d_[a-z][a-z0-9_]*", slug):
        raise CourseError(
            f"{slug!r} is no lesson's name: two digits, then words, as in 06_gradients."
        )
    number, topic = slug[:2], slug[3:]
    for path in sorted((root / "lessons").glob("[0-9][0-9]_*.py")):
        if path.stem[:2] == number or path.stem[3:] == topic:
            raise CourseError(f"{path.stem} is there already. Take another number and other words.")
    title = in_words(topic)
    texts = new_lesson(slug, title, question or f"{title}: how does it work?")
    words = re.sub(r"[^a-z]+", "-", topic).strip("-")
    lessons = read_course(root)
    for id_, kind in ((f"guess-{words}", "predict"), (f"try-{words}", "blank")):
        _refuse_id(lessons, id_)
        texts = with_exercise(texts, id_, kind, title)
    return _write(_files_of(root, slug, texts), may_be_there=False)


def write_answer(root: Path, place: str, question: str | None = None) -> list[Path]:
    """An answer page: its one file.

    Args:
        root: The checkout.
        place: ``TOPIC/slug``.
        question: Its heading.

    Raises:
        CourseError: The place does not fit, or is taken; or no lesson is there to link to.
    """
    topic, _, slug = place.partition("/")
    if topic not in TOPICS or not re.fullmatch(r"[a-z][a-z0-9_]*", slug):
        raise CourseError(
            f"{place!r} is no place for an answer page: a topic, a slash and words, as in "
            f"layers/size_of_a_layer. The topics are {', '.join(TOPICS)}."
        )
    path = root / "lessons" / ANSWERS / topic / f"{slug}.py"
    for other in (root / "lessons" / ANSWERS).glob(f"*/{slug}.py"):
        raise CourseError(f"{other.relative_to(root)} is there already.")
    lesson = read_course(root)[0]
    section = f"../../{lesson.path.name}#{anchor(lesson.question)}"
    words = {
        _PLACE_OF_A_SECTION: section,
        TITLE: lesson.title,
        QUESTION: question or f"{in_words(slug)}: how?",
        QUESTION[0].lower() + QUESTION[1:]: in_words(slug).lower() + "?",
    }
    return _write({path: filled_page(template("answer.py"), words)}, may_be_there=False)


def write_exercise(
    root: Path, name: str, id_: str, kind: str, *, to_go_on: bool = False
) -> list[Path]:
    """An exercise more in a lesson, with hints, answer, why, feedback and judge.

    Args:
        root: The checkout.
        name: The lesson's number, slug or topic.
        id_: The exercise's id.
        kind: One of :data:`KINDS`.
        to_go_on: Whether the core can do without it.

    Raises:
        CourseError: One of them does not fit, or the id is taken.
    """
    if kind not in KINDS:
        raise CourseError(f"{kind!r} is no kind of exercise. The kinds are {', '.join(KINDS)}.")
    lessons = read_course(root)
    lesson = _lesson(lessons, name)
    _refuse_id(lessons, id_)
    function = id_.replace("-", "_")
    files = _files_of(root, lesson.slug, LessonTexts("", "", "", ""))
    found = [path.read_text("utf-8") if path.is_file() else "" for path in files]
    texts = LessonTexts(*found)
    for text, where in ((texts.lesson, "lesson"), (texts.judges, "module of judges")):
        if function in bound_in(text):
            raise CourseError(f"The {where} has the name `{function}` already. Take another id.")
    texts = with_exercise(texts, id_, kind, lesson.title, to_go_on=to_go_on)
    files = _files_of(root, lesson.slug, texts)
    if kind in UNJUDGED:
        files.popitem()  # the judges, which are as they were
    return _write(files, may_be_there=True)


def _lesson(lessons: list[Lesson], name: str) -> Lesson:
    for lesson in lessons:
        if name in (lesson.slug, lesson.topic, lesson.number, lesson.number.lstrip("0")):
            return lesson
    known = ", ".join(lesson.slug for lesson in lessons)
    raise CourseError(f"There is no lesson {name!r}. The lessons are {known}.")


def _refuse_id(lessons: list[Lesson], id_: str) -> None:
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", id_):
        raise CourseError(f"{id_!r} is no id: lower-case words and hyphens, as in hidden-layer.")
    for lesson in lessons:
        if id_ in [exercise.id for exercise in lesson.exercises]:
            raise CourseError(f"`{id_}` is an exercise of {lesson.slug} already.")
        if id_.replace("-", "_") == lesson.topic:
            raise CourseError(f"`{id_}` is the name of a lesson. Take another id.")


def _files_of(root: Path, slug: str, texts: LessonTexts) -> dict[Path, str]:
    return {
        root / "lessons" / f"{slug}.py": texts.lesson,
        root / "solutions" / f"{slug}.py": texts.solution,
        root / "solutions" / f"{slug}.toml": texts.feedback,
        root / "tutorial_utils" / "checks" / "lessons" / f"{slug[3:]}.py": texts.judges,
    }


def _write(files: dict[Path, str], may_be_there: bool) -> list[Path]:
    for path in files:
        if path.exists() and not may_be_there:
            raise CourseError(f"{path} is there already, and is not overwritten.")
    for path, text in files.items():
        atomic.write_text(path, text)
    return list(files)
