"""What every page must keep to, be it a lesson or an answer: each rule a function from it to its problems."""

import re
from collections import Counter
from collections.abc import Iterator

from ....tensors.errors import known_errors
from ...content.model import Answer, Lesson
from ...exceptions import Problem
from ..cells import STEP_BY_STEP, as_jupytext_writes
from ..weave import PLACEHOLDERS, placeholders

TAGS = {
    "check",  # the call that judges an exercise
    "raises-exception",  # the cell must raise
    "hide-output",  # a prediction's result: closed until the reader opens it
    "hide-input",  # code that is not the point, such as a drawing
    "remove-cell",  # set-up that no reader of the book needs
    STEP_BY_STEP,  # recorded while it runs, to be stepped through in the book
    "exact-digits",  # the cell is about digits, so it may show more than four decimals
}

ASKED_OF_A_PAGE = 3  # other ways to ask its questions, at least
ASKED_OF_A_SECTION = 10  # ways that lead to one heading, at most

# Words that tell a reader who is stuck that others would not be.
DISCOURAGING = re.compile(
    r"\b(simply|obviously|easy|easily|trivial|trivially|of course|just)\b", re.I
)


def question_is_the_heading(page: Lesson | Answer) -> Iterator[Problem]:
    first = page.cells[0]
    if first.type != "markdown" or first.source.splitlines()[0] != f"# {page.question}":
        yield first.problem(f"the first cell is the heading `# {page.question}`")


def questions_are_answered(page: Lesson | Answer) -> Iterator[Problem]:
    """Each question that a person may ask in its place leads to a heading that is there."""
    first = page.cells[0]
    if len(page.asked) < ASKED_OF_A_PAGE:
        yield first.problem(
            f"front matter: `asked` has {len(page.asked)} questions, not {ASKED_OF_A_PAGE} or more"
        )
    for heading, ways in Counter(page.asked.values()).items():
        if ways > ASKED_OF_A_SECTION:
            yield first.problem(
                f"front matter: {ways} questions in `asked` lead to `{heading}`, "
                f"and {ASKED_OF_A_SECTION} are enough"
            )
    headings = set(re.findall(r"^#+ (.+)$", "\n".join(_prose(page)), re.MULTILINE))
    for question, heading in page.asked.items():
        if heading not in headings:
            yield first.problem(f"no heading `{heading}` answers `{question}`")


def computed_parts_are_known(page: Lesson | Answer) -> Iterator[Problem]:
    for cell in page.cells:
        for name in set(placeholders(cell)) - PLACEHOLDERS.keys():
            yield cell.problem(
                f"unknown place `<!-- lesson: {name} -->`; there are {', '.join(PLACEHOLDERS)}"
            )


def tags_are_known(page: Lesson | Answer) -> Iterator[Problem]:
    for cell in page.cells:
        for tag in set(cell.tags) - TAGS:
            yield cell.problem(f"unknown tag `{tag}`; the tags are {', '.join(sorted(TAGS))}")
        if cell.error and "raises-exception" not in cell.tags:
            yield cell.problem("a cell with `error` must raise: tag it raises-exception")


def errors_are_known(page: Lesson | Answer) -> Iterator[Problem]:
    known = {error.id for error in known_errors()}
    for cell in page.cells:
        if cell.error and cell.error not in known:
            yield cell.problem(f"table/ has no error `{cell.error}`")


def prose_encourages(page: Lesson | Answer) -> Iterator[Problem]:
    for cell in page.cells:
        if cell.type == "markdown" and (word := DISCOURAGING.search(cell.source)):
            yield cell.problem(f"`{word[0]}` helps nobody who is stuck: leave it out")


def survives_the_round_trip(page: Lesson | Answer) -> Iterator[Problem]:
    """jupytext reads and writes the file without changing it, so editors do not either."""
    solution = [page.solution_path] if isinstance(page, Lesson) else []
    for path in (page.path, *solution):
        text = path.read_text(encoding="utf-8")
        again = as_jupytext_writes(text)
        if again != text:
            pairs = zip(again.splitlines(), text.splitlines(), strict=False)
            line = next((i for i, (a, b) in enumerate(pairs, 1) if a != b), 1)
            yield Problem(path, line, "jupytext would write this line differently")


def _prose(page: Lesson | Answer) -> list[str]:
    return [cell.source for cell in page.cells if cell.type == "markdown"]


# What holds for the cells of any source, also where they are no page of their own.
RULES_OF_CELLS = (
    computed_parts_are_known,
    tags_are_known,
    errors_are_known,
    prose_encourages,
    survives_the_round_trip,
)

RULES = (question_is_the_heading, questions_are_answered, *RULES_OF_CELLS)
