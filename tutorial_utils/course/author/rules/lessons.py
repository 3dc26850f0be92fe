"""What a lesson must keep to beyond what every page must: its exercises, their answers, its parts."""

import re
from collections import Counter
from collections.abc import Iterator

from ...content.model import Cell, Lesson
from ...content.names import bound_in, bound_names, names_used_in, used_names
from ...exceptions import Problem
from ..headings import EXERCISE
from ..layers import BOUNDARY, KEPT, TROUBLE, layers, minutes
from ..weave import PLACEHOLDERS, placeholders

CORE_MINUTES = (25, 35)  # that all of a lesson's core may take, at least and at most


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


def page_has_its_parts(lesson: Lesson) -> Iterator[Problem]:
    """Each computed part has its place once, and there are exercises."""
    first = lesson.cells[0]
    used = Counter(name for cell in lesson.cells for name in placeholders(cell))
    for name in PLACEHOLDERS:
        if used[name] != 1:
            yield first.problem(f"`<!-- lesson: {name} -->` stands {used[name]} times, not once")
    if not lesson.exercises:
        yield first.problem("a lesson has exercises; a page without is an answer page")


def layers_are_told_apart(lesson: Lesson) -> Iterator[Problem]:
    """What is kept of the core, the boundary, sections to go on with, and the errors: in this order."""
    of_a_layer = (KEPT, BOUNDARY, TROUBLE)
    found = [
        (cell, heading)
        for cell in lesson.cells
        if cell.type == "markdown"
        for heading in re.findall(r"^## (.+)$", cell.source, re.MULTILINE)
    ]
    order = [heading for _, heading in found if heading in of_a_layer]
    if order != list(of_a_layer):
        wanted = ", ".join(f"`## {heading}`" for heading in of_a_layer)
        yield lesson.cells[0].problem(f"the lesson ends with {wanted}, each once, in this order")
        return
    headings = [heading for _, heading in found]
    at = headings.index(BOUNDARY)
    if not found[at][0].source.startswith(f"## {BOUNDARY}\n"):
        yield found[at][0].problem(f"`## {BOUNDARY}` starts a cell")
    if headings.index(KEPT) != at - 1:
        yield found[at - 1][0].problem(f"this section stands above `## {KEPT}`, or is gone on with")
    if headings.index(TROUBLE) != len(headings) - 1:
        yield found[-1][0].problem(f"nothing stands below the errors of `## {TROUBLE}`")
    elif headings.index(TROUBLE) == at + 1:
        yield found[at][0].problem("there is no section to go on with")


def core_has_its_length(lesson: Lesson) -> Iterator[Problem]:
    """Everyone finishes the core at one sitting, and it is worth one.

    A lesson that is being written is short; not one that has exercises to go on with.
    """
    (least, most), (core, _) = CORE_MINUTES, minutes(lesson)
    rest = layers(lesson.cells)[1]
    if core > most or (core < least and any(cell.exercise for cell in rest)):
        yield lesson.cells[0].problem(
            f"the core takes {core} minutes, not {least} to {most}: move sections or exercises "
            f"across `## {BOUNDARY}`"
        )


def exercises_have_headings(lesson: Lesson) -> Iterator[Problem]:
    """Each exercise stands under a heading of its own, which the outline shows with its number."""
    above: list[Cell] = []
    for cell in lesson.cells:
        if cell.type == "markdown":
            above.append(cell)
        elif cell.exercise:
            found = [q for c in above for q in EXERCISE.findall(c.source)]
            if len(found) != 1:
                yield cell.problem(
                    f"above `{cell.exercise}`, since the exercise before it, stand {len(found)} "
                    "headings `### Exercise: a short question?`, not one"
                )
            above = []
    for cell in above:
        if EXERCISE.search(cell.source):
            yield cell.problem("this heading of an exercise has no exercise below it")


def answers_to_predictions_are_closed(lesson: Lesson) -> Iterator[Problem]:
    """What a prediction comes to is not read before the reader has chosen."""
    for cell, following in zip(lesson.cells, lesson.cells[1:], strict=False):
        if "hide-output" in cell.tags and not following.source.startswith("<details>"):
            yield following.problem("the answer to a prediction is closed: start with <details>")


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


def _code_lines(cell: Cell) -> set[str]:
    """Lines that say something: what is left without comments, brackets and blanks."""
    lines = {line.split("  #")[0].strip() for line in cell.source.splitlines()}
    return {line for line in lines if len(line) > 3 and not line.startswith("#")}


RULES = (
    names_stay_in_their_exercise,
    page_has_its_parts,
    layers_are_told_apart,
    core_has_its_length,
    exercises_have_headings,
    answers_to_predictions_are_closed,
    first_hint_gives_nothing_away,
    wrong_answers_are_answers,
)
