"""What lessons and solutions must keep to, each rule a function from a lesson to its problems.

``tutorial dev check`` runs them all, without TensorFlow. What can only be seen by running the
cells (verdicts, live messages, stable outputs) is tested by building and by the test suite.
"""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from ...tensors.errors import known_errors
from ..content.model import Cell, Lesson
from ..exceptions import Problem
from .feedback_rules import FEEDBACK_RULES, judges_and_entries_agree
from .names import bound_in, bound_names, names_used_in, used_names
from .weave import PLACEHOLDERS, placeholders

TAGS = {
    "check",  # the call that judges an exercise
    "raises-exception",  # the cell must raise
    "hide-output",  # a prediction's result: closed until the reader opens it
    "hide-input",  # code that is not the point, such as a drawing
    "remove-cell",  # set-up that no reader of the book needs
    "exact-digits",  # the cell is about digits, so it may show more than four decimals
}

# Words that tell a reader who is stuck that others would not be.
DISCOURAGING = re.compile(
    r"\b(simply|obviously|easy|easily|trivial|trivially|of course|just)\b", re.I
)


def problems(lessons: list[Lesson], root: Path) -> list[Problem]:
    """Every problem of every lesson, and of the lessons together."""
    found = [p for lesson in lessons for rule in (*RULES, *FEEDBACK_RULES) for p in rule(lesson)]
    found += [p for lesson in lessons for p in judges_and_entries_agree(lesson, root)]
    found += [p for lesson in lessons for p in judges_exist(lesson, root)]
    found += list(ids_are_unique(lessons))
    found += list(links_lead_somewhere(lessons))
    found += list(errors_have_cells(lessons, root))
    return sorted(set(found))


# Rules for one lesson -----------------------------------------------------------------------------


def names_stay_in_their_exercise(lesson: Lesson) -> Iterator[Problem]:
    """An exercise's names are new, and nobody else uses them.

    Otherwise a cell that ran earlier could make a later check pass or fail.
    """
    owner: dict[str, str] = {}
    for exercise in lesson.exercises:
        if exercise.made not in bound_names(exercise.stub):
            yield exercise.stub.problem(
                f"the check of `{exercise.id}` is given `{exercise.made}`, which the stub "
                "does not define"
            )
        if exercise.made not in bound_names(exercise.answer):
            yield exercise.answer.problem(
                f"the answer to `{exercise.id}` does not define `{exercise.made}`"
            )
        for name in sorted(bound_names(exercise.stub)):
            if name in owner:
                yield exercise.stub.problem(
                    f"`{name}` belongs to exercise `{owner[name]}`; take a new name"
                )
            owner.setdefault(name, exercise.id)
    for cell in lesson.cells:
        if cell.type != "code" or cell.exercise or cell.is_check:
            continue
        for name in sorted((bound_names(cell) | used_names(cell)) & owner.keys()):
            yield cell.problem(
                f"`{name}` belongs to exercise `{owner[name]}`; a cell outside it cannot use it"
            )
    for exercise in lesson.exercises:
        for cell in (exercise.check, exercise.stub, exercise.answer):
            for name in sorted(_foreign(used_names(cell), exercise.id, owner)):
                yield cell.problem(
                    f"`{exercise.id}` uses `{name}`, which exercise `{owner[name]}` makes"
                )
        for wrong in exercise.wrong:
            for name in sorted(_foreign(names_used_in(wrong.source), exercise.id, owner)):
                yield wrong.diagnosis.problem(
                    f"a wrong answer to `{exercise.id}` uses `{name}`, which exercise "
                    f"`{owner[name]}` makes"
                )


def _foreign(used: set[str], id_: str, owner: dict[str, str]) -> set[str]:
    return {name for name in used if owner.get(name, id_) != id_}


def tags_are_known(lesson: Lesson) -> Iterator[Problem]:
    for cell in lesson.cells:
        for tag in set(cell.tags) - TAGS:
            yield cell.problem(f"unknown tag `{tag}`; the tags are {', '.join(sorted(TAGS))}")
        if cell.error and "raises-exception" not in cell.tags:
            yield cell.problem("a cell with `error` must raise: tag it raises-exception")


def errors_are_known(lesson: Lesson) -> Iterator[Problem]:
    known = {error.id for error in known_errors()}
    for cell in lesson.cells:
        if cell.error and cell.error not in known:
            yield cell.problem(f"errors.toml has no error `{cell.error}`")


def page_has_its_parts(lesson: Lesson) -> Iterator[Problem]:
    """The question is the heading, and each computed part has its place once."""
    first = lesson.cells[0]
    if first.type != "markdown" or first.source.splitlines()[0] != f"# {lesson.question}":
        yield first.problem(f"the first cell is the heading `# {lesson.question}`")
    used = Counter(name for cell in lesson.cells for name in placeholders(cell))
    for cell in lesson.cells:
        for name in set(placeholders(cell)) - PLACEHOLDERS.keys():
            yield cell.problem(
                f"unknown place `<!-- lesson: {name} -->`; there are {', '.join(PLACEHOLDERS)}"
            )
    needed = PLACEHOLDERS if lesson.kind == "lesson" else {"errors"} if lesson.errors else set()
    for name in needed:
        if used[name] != 1:
            yield first.problem(f"`<!-- lesson: {name} -->` stands {used[name]} times, not once")
    if lesson.kind == "lesson" and not lesson.exercises:
        yield first.problem("a lesson has exercises; a page without is of `kind: answer`")
    headings = set(re.findall(r"^#+ (.+)$", "\n".join(_prose(lesson)), re.MULTILINE))
    for question, heading in lesson.questions.items():
        if heading not in headings:
            yield first.problem(f"no heading `{heading}` answers `{question}`")


def prose_encourages(lesson: Lesson) -> Iterator[Problem]:
    for cell in lesson.cells:
        if cell.type == "markdown" and (word := DISCOURAGING.search(cell.source)):
            yield cell.problem(f"`{word[0]}` helps nobody who is stuck: leave it out")


def first_hint_gives_nothing_away(lesson: Lesson) -> Iterator[Problem]:
    for exercise in lesson.exercises:
        given = _code_lines(exercise.stub)
        for line in _code_lines(exercise.answer) - given:
            if line in exercise.hints[0]:
                yield exercise.answer.problem(
                    f"the first hint of `{exercise.id}` holds a line of the answer: {line}"
                )


def wrong_answers_are_answers(lesson: Lesson) -> Iterator[Problem]:
    for exercise in lesson.exercises:
        others = [(exercise.answer.source, "the answer"), (exercise.stub.source, "the stub")]
        for wrong in exercise.wrong:
            for source, whose in others:
                if wrong.source == source:
                    yield wrong.diagnosis.problem(f"this wrong answer is the same as {whose}")
            others.append((wrong.source, "another wrong answer"))
            if exercise.made not in bound_in(wrong.source):
                yield wrong.diagnosis.problem(
                    f"this wrong answer does not define `{exercise.made}`"
                )


def survives_the_round_trip(lesson: Lesson) -> Iterator[Problem]:
    """jupytext reads and writes the file without changing it, so editors do not either."""
    for path in (lesson.path, lesson.solution_path):
        text = path.read_text(encoding="utf-8")
        again = _round_trip(text)
        if again != text:
            pairs = zip(again.splitlines(), text.splitlines(), strict=False)
            line = next((i for i, (a, b) in enumerate(pairs, 1) if a != b), 1)
            yield Problem(path, line, "jupytext would write this line differently")


RULES: tuple[Callable[[Lesson], Iterator[Problem]], ...] = (
    names_stay_in_their_exercise,
    tags_are_known,
    errors_are_known,
    page_has_its_parts,
    prose_encourages,
    first_hint_gives_nothing_away,
    wrong_answers_are_answers,
    survives_the_round_trip,
)


# Rules for the lessons together -------------------------------------------------------------------


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


def ids_are_unique(lessons: list[Lesson]) -> Iterator[Problem]:
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


def links_lead_somewhere(lessons: list[Lesson]) -> Iterator[Problem]:
    """Links between lessons, and prerequisites that are lessons, point to lessons that exist."""
    position = {lesson.slug: i for i, lesson in enumerate(lessons)}
    for lesson in lessons:
        for cell in lesson.cells:
            if cell.type != "markdown":
                continue
            for target in re.findall(r"\]\((?!\w+:|#)([^)\s#]+)", cell.source):
                if target.removesuffix(".py") not in position or not target.endswith(".py"):
                    yield cell.problem(f"the link to `{target}` leads to no lesson")
        for needed in lesson.prerequisites:
            if re.match(r"\d\d_", needed) and position.get(needed, 99) >= position[lesson.slug]:
                yield Problem(lesson.path, 1, f"prerequisite `{needed}` is no earlier lesson")


def errors_have_cells(lessons: list[Lesson], root: Path) -> Iterator[Problem]:
    shown = {id_ for lesson in lessons for id_ in lesson.errors}
    path = root / "tutorial_utils" / "tensors" / "errors" / "errors.toml"
    text = path.read_text(encoding="utf-8")
    for error in known_errors():
        if error.id not in shown:
            line = text[: text.index(f'id = "{error.id}"')].count("\n") + 1
            yield Problem(path, line, f"no lesson has a cell that raises `{error.id}`")


# What the rules look at ---------------------------------------------------------------------------


def _prose(lesson: Lesson) -> list[str]:
    return [cell.source for cell in lesson.cells if cell.type == "markdown"]


def _code_lines(cell: Cell) -> set[str]:
    """Lines that say something: what is left without comments, brackets and blanks."""
    lines = {line.split("  #")[0].strip() for line in cell.source.splitlines()}
    return {line for line in lines if len(line) > 3 and not line.startswith("#")}


def _round_trip(text: str) -> str:
    import jupytext

    notebook = jupytext.reads(text, fmt="py:percent")
    notebook.metadata["jupytext"] = {
        "notebook_metadata_filter": "kernelspec,lesson,-jupytext",
        "cell_metadata_filter": "tags,exercise,kind,part,error",
    }
    return jupytext.writes(notebook, fmt="py:percent")
