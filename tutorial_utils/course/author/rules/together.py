"""What all pages must keep to together, and each with the files beside it."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...content.headings import anchor
from ...content.model import ANSWERS, Answer, Cell, Lesson
from ...exceptions import Problem


def judges_exist(lesson: Lesson, root: Path) -> Iterator[Problem]:
    """``checks/lessons/<topic>.py`` has a function for every exercise that needs one."""
    path = root / "tutorial_utils" / "checks" / "lessons" / f"{lesson.topic}.py"
    judged = [e for e in lesson.exercises if e.kind not in ("predict", "order")]
    if not path.is_file():
        if judged:
            yield Problem(path, 1, f"this file, with the judges of {lesson.slug}, is missing")
        return
    functions = {
        node.name: node.lineno
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    for exercise in judged:
        if exercise.judge not in functions:
            yield Problem(path, 1, f"no judge for `{exercise.id}`: def {exercise.judge}(attempt)")
    for name in functions.keys() - {e.judge for e in judged}:
        yield Problem(path, functions[name], f"`{name}` judges no exercise; start it with _")


def ids_are_unique(lessons: list[Lesson], answers: Sequence[Answer] = ()) -> Iterator[Problem]:
    slugs = {s: lesson.slug for lesson in lessons for s in (lesson.slug, lesson.topic)}
    numbers = Counter(lesson.number for lesson in lessons)
    seen: dict[str, str] = {}
    for lesson in lessons:
        if numbers[lesson.number] > 1:
            yield Problem(lesson.path, 1, f"another lesson has the number {lesson.number} too")
        for exercise in lesson.exercises:
            if exercise.id in seen:
                yield exercise.stub.problem(
                    f"`{exercise.id}` is an exercise of {seen[exercise.id]}"
                )
            if exercise.id.replace("-", "_") in slugs:
                yield exercise.stub.problem(f"`{exercise.id}` is the name of a lesson")
            seen.setdefault(exercise.id, lesson.slug)
    for page in answers:
        if page.slug in slugs:
            yield Problem(page.path, 1, f"`{page.slug}` is the name of {slugs[page.slug]}")
        slugs[page.slug] = page.place


def questions_are_asked_once(pages: Sequence[Lesson | Answer]) -> Iterator[Problem]:
    """A question leads to one place."""
    asked: dict[str, str] = {}
    for page in pages:
        for question in dict.fromkeys([page.question, *page.asked]):
            if (before := asked.setdefault(question.lower(), page.place)) != page.place:
                yield page.cells[0].problem(f"{before} answers `{question}` too")


def links_lead_somewhere(
    lessons: list[Lesson], answers: Sequence[Answer] = ()
) -> Iterator[Problem]:
    """Links between pages, and prerequisites that are lessons, point to what is there."""
    position = {lesson.slug: i for i, lesson in enumerate(lessons)}
    pages = {page.path.resolve(): page for page in (*lessons, *answers)}
    for page in pages.values():
        for cell, target, section in links_of(page):
            there = pages.get((page.path.parent / target).resolve())
            if there is None:
                yield cell.problem(f"the link to `{target}` leads to no lesson or answer page")
            elif section and section not in sections_of(there):
                yield cell.problem(f"{there.place} has no section `{section}`")
    for lesson in lessons:
        for needed in lesson.prerequisites:
            if re.match(r"\d\d_", needed) and position.get(needed, 99) >= position[lesson.slug]:
                yield Problem(lesson.path, 1, f"prerequisite `{needed}` is no earlier lesson")


def links_of(page: Lesson | Answer) -> Iterator[tuple[Cell, str, str]]:
    """The links of a page to others: the cell, the file as it is written, and the section or ""."""
    for cell in page.cells:
        if cell.type == "markdown":
            for target, section in re.findall(r"\]\((?!\w+:|#)([^)\s#]+)#?([^)\s]*)", cell.source):
                yield cell, target, section


def sections_of(page: Lesson | Answer) -> set[str]:
    """The anchors of a page: of its headings, its exercises and the errors that it raises."""
    prose = "\n".join(cell.source for cell in page.cells if cell.type == "markdown")
    headings = {anchor(heading) for heading in re.findall(r"^#+ (.+)$", prose, re.MULTILINE)}
    exercises = {f"exercise-{exercise.id}" for exercise in page.exercises}
    return headings | exercises | {f"error-{id_}" for id_ in page.errors}


def answers_stand_alone(root: Path) -> Iterator[Problem]:
    """What belongs to an answer page stands in its one file."""
    for path in (root / "solutions" / ANSWERS).rglob("*.*"):
        yield Problem(path, 1, "an answer page has no exercises, and no file but its own")
