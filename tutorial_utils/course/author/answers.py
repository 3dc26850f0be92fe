"""Read what has no exercises and no solution file: answer pages, one question each, and pictures."""

import re
from pathlib import Path

from ..content.model import ANSWERS, GALLERY, TOPICS, Answer, Cell, Gallery, Lesson
from ..exceptions import Problem, SourceError
from .cells import key_problems, read_cells
from .front_matter import front_matter_of_an_answer
from .reading import read_course

ANSWER_KEYS = {"tags", "error"}

# Comes below the heading of every answer page. Nothing that the page shows may need it.
SET_UP = """\
from tutorial_utils import quiet

quiet.start()  # TensorFlow without its start-up messages"""

_ANSWER_FILE = re.compile(r"[a-z][a-z0-9_]*\.py")


def answer_files(root: Path) -> list[Path]:
    """All files below ``lessons/answers/``, topic by topic."""
    return sorted((root / "lessons" / ANSWERS).rglob("*.py"))


def read_answers(root: Path) -> list[Answer]:
    """All answer pages below ``root``.

    Raises:
        SourceError: with every problem of every file, where one cannot be read.
    """
    answers: list[Answer] = []
    problems: list[Problem] = []
    folder = root / "lessons" / ANSWERS
    for path in answer_files(root):
        topic, *rest = path.relative_to(folder).parts
        if topic not in TOPICS or len(rest) != 1 or not _ANSWER_FILE.fullmatch(path.name):
            topics = ", ".join(TOPICS)
            text = f"an answer page is lessons/answers/TOPIC/slug.py; the topics are {topics}"
            problems.append(Problem(path, 1, text))
            continue
        try:
            answers.append(read_answer(path))
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(problems)
    return answers


def read_answer(path: Path) -> Answer:
    """One answer page; its cells are those of the file and the set-up below the heading.

    Raises:
        SourceError: with every problem found.
    """
    front, cells = read_cells(path)
    problems = key_problems(cells, ANSWER_KEYS)
    described = front_matter_of_an_answer(path, front.get("lesson"), problems)
    problems += [cell.problem("an answer page has no exercises") for cell in cells if cell.is_check]
    if not cells:
        problems.append(Problem(path, 1, "there is no cell here"))
    if problems:
        raise SourceError(problems)
    set_up = Cell("code", SET_UP, {"tags": ["remove-cell"]}, path, cells[0].line)
    return Answer(path=path, cells=(cells[0], set_up, *cells[1:]), **described)


def read_gallery(root: Path) -> list[Gallery]:
    """All files of pictures below ``root``.

    Raises:
        SourceError: with every problem of every file.
    """
    gallery: list[Gallery] = []
    problems: list[Problem] = []
    for path in sorted((root / "lessons" / GALLERY).glob("*.py")):
        front, cells = read_cells(path)
        problems += key_problems(cells, {"tags"})
        if front.get("lesson") != {"kind": Gallery.kind}:
            text = f"front matter: `jupyter: lesson:` is `kind: {Gallery.kind}` and nothing else"
            problems.append(Problem(path, 1, text))
        gallery.append(Gallery(path=path, question="", asked={}, cells=tuple(cells)))
    if problems:
        raise SourceError(problems)
    return gallery


def read_pages(root: Path) -> tuple[list[Lesson], list[Answer]]:
    """All lessons in order, and all answer pages.

    Raises:
        SourceError: with every problem of every file, where one cannot be read.
    """
    found: list[list] = []
    problems: list[Problem] = []
    for read in (read_course, read_answers):
        try:
            found.append(read(root))
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(problems)
    lessons, answers = found
    return lessons, answers
