"""Weave a lesson and its answers, or an answer page, into one notebook, not yet run.

The stub stays, the answer follows it, then the check. Hints and whys are metadata, not cells.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator

from ...tensors.errors import KnownError, known_errors
from ..content.headings import anchor
from ..content.model import Answer, Cell, Exercise, Lesson
from ..content.names import data_names, names_made_by, used_names
from ..content.notebooks import nbformat
from .headings import numbered
from .layers import BOUNDARY, TROUBLE, layers, minutes

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}

# What JupyterLab folds where the book does; a click opens it, and the cell runs as any other.
FOLDED = {
    "hide-input": {"source_hidden": True},
    "hide-output": {"outputs_hidden": True},
    "hide-cell": {"source_hidden": True, "outputs_hidden": True},
}

_PLACEHOLDER = re.compile(r"<!-- lesson: (\w+) -->")
_OPTION = re.compile(r"^> ([a-z])\) (.+)$", re.MULTILINE)


def weave(lesson: Lesson | Answer, course: list[Lesson]) -> nbformat.NotebookNode:
    """The notebook of a page. ``course`` is all lessons in order: links and the next one."""
    exercises = {e.id: e for e in lesson.exercises}
    by_check = {id(e.check): e for e in lesson.exercises}
    cells = []
    prose = numbered([cell.source for cell in lesson.cells if cell.type == "markdown"])
    for position, cell in enumerate(lesson.cells, 1):
        checked = by_check.get(id(cell))
        if cell.type == "markdown":
            cells += _prose(next(prose), position, lesson, course)
        elif cell.exercise:
            exercise = exercises[cell.exercise]
            cells.append(_code(cell, _id(lesson, exercise.id, "stub")))
            cells.append(_answer(exercise, lesson))
        elif checked:
            made = _code(cell, _id(lesson, checked.id, "check"))
            made.metadata["exercise"] = checked.id
            cells.append(made)
        else:
            cells.append(_code(cell, _id(lesson, position)))
    for cell in cells:
        folded = {k: v for tag in cell.metadata.get("tags", ()) for k, v in _folds(tag)}
        about = {**cell.metadata, **({"jupyter": folded} if folded else {})}
        cell.metadata = dict(sorted(about.items()))
    metadata = {
        "kernelspec": KERNEL,
        "language_info": {"name": "python"},
        "lesson": describe_page(lesson),
    }
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


def _folds(tag: str) -> Iterable[tuple[str, bool]]:
    return FOLDED.get(tag, {}).items()


def _prose(
    source: str, position: int, page: Lesson | Answer, course: list[Lesson]
) -> Iterator[nbformat.NotebookNode]:
    """A Markdown cell; the table of errors is one of its own, for where the errors themselves tell."""
    before, mark, after = source.partition(ERRORS)
    for number, text in enumerate(filter(None, (before.strip(), mark, after.strip()))):
        cell = nbformat.v4.new_markdown_cell(
            _filled(text, page, course), id=_id(page, position, *([number] if number else []))
        )
        if text == mark:
            cell.metadata["part"] = "errors"
        yield cell


def describe_page(page: Lesson | Answer) -> dict:
    """``metadata.lesson``: all that the book, the command line and the checks read of a page."""
    described = {
        "slug": page.slug,
        "kind": page.kind,
        "title": page.title,
        "question": page.question,
        "asked": dict(page.asked),
        "errors": [_told(e) for e in errors_of(page)],
        "exercises": [],
    }
    return described | _of_a_lesson(page) if isinstance(page, Lesson) else described


def _of_a_lesson(lesson: Lesson) -> dict:
    core, rest = minutes(lesson)
    return {
        "objectives": list(lesson.objectives),
        "prerequisites": list(lesson.prerequisites),
        "minutes": core,
        "minutes_to_go_on": rest,
        "exercises": [
            {
                "id": e.id,
                "kind": e.kind,
                "made": e.made,
                **_options(e, lesson),
                "stub": e.stub.source,
                "check": e.check.source,
                "hints": list(e.hints),
                "answer": e.answer.source,
                "why": e.why,
                "feedback": _feedback(e, lesson),
            }
            for e in lesson.exercises
        ],
    }


def _options(exercise: Exercise, lesson: Lesson) -> dict:
    """What a prediction can choose from, by letter, as the prose above it offers them."""
    if exercise.kind != "predict":
        return {}
    above = lesson.cells[: lesson.cells.index(exercise.stub)]
    prose = next((c.source for c in reversed(above) if c.type == "markdown"), "")
    return {"options": dict(_OPTION.findall(prose))}


def _feedback(exercise: Exercise, lesson: Lesson) -> dict:
    """What a check needs to judge the exercise, and to say what is wrong."""
    needed = used_names(exercise.answer) | used_names(exercise.stub)
    code = {"before": exercise.before, "after": exercise.after} if exercise.after else {}
    place = lesson.cells.index(exercise.stub)
    above = names_made_by(lesson.cells[:place])
    return {
        **exercise.feedback.compiled(),
        **code,
        "lesson_names": sorted(data_names(lesson) - needed),
        "made_above": sorted(above),
        "made_below": sorted(names_made_by(lesson.cells[place:]) - above),
    }


def errors_of(page: Lesson | Answer) -> list[KnownError]:
    known = {error.id: error for error in known_errors()}
    return [known[id_] for id_ in page.errors]


def _told(error: KnownError) -> dict:
    """What a page that raises it says of a message."""
    return {
        "id": error.id,
        "type": error.type,
        "says": error.says,
        "match": error.match,
        "meaning": error.meaning,
        "cure": error.cure,
        "holds": error.holds,
        "older": [{"text": older.text, "source": older.source} for older in error.older],
    }


def digest(*texts: bytes) -> str:
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def placeholders(cell: Cell) -> list[str]:
    """The names of the computed parts that a Markdown cell has a place for."""
    return _PLACEHOLDER.findall(cell.source) if cell.type == "markdown" else []


def _id(page: Lesson | Answer, *parts: object) -> str:
    """A cell id that says where the cell comes from, never a random one."""
    named = "-".join(f"{p:03d}" if isinstance(p, int) else str(p) for p in parts)
    of = page.number if isinstance(page, Lesson) else page.slug
    return f"{of}-{named}"[:64]


def _code(cell: Cell, id_: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(cell.source, id=id_, metadata=dict(cell.metadata))


def _answer(exercise: Exercise, lesson: Lesson) -> nbformat.NotebookNode:
    metadata = {"exercise": exercise.id, "part": "answer", "tags": ["hide-cell"]}
    id_ = _id(lesson, exercise.id, "answer")
    return nbformat.v4.new_code_cell(exercise.answer.source, id=id_, metadata=metadata)


def _filled(source: str, lesson: Lesson | Answer, course: list[Lesson]) -> str:
    """Prose with its computed parts, and links to other lessons as links to their notebooks."""
    filled = _PLACEHOLDER.sub(lambda found: PLACEHOLDERS[found[1]](lesson, course), source)
    return re.sub(r"(\]\((?!\w+:|#)[^)\s#]+)\.py(?=[)#])", r"\1.ipynb", filled)


def _minutes(lesson: Lesson, _course: list[Lesson]) -> str:
    titles = {other.slug: other.title for other in _course}
    needs = [f"[{titles[n]}]({n}.py)" if n in titles else n for n in lesson.prerequisites]
    after = f" You need: {'; '.join(needs)}." if needs else ""
    core, rest = minutes(lesson)
    more = f" Another {rest}, if you go on." if rest else ""
    return f"Set aside {core} minutes.{more}{after}"


def _further(lesson: Lesson, _course: list[Lesson]) -> str:
    """The questions of the sections to go on with."""
    rest = layers(lesson.cells)[1]
    prose = "\n".join(cell.source for cell in rest if cell.type == "markdown")
    found = re.findall(r"^## (.+)$", prose, re.MULTILINE)
    sections = [heading for heading in found if heading not in (BOUNDARY, TROUBLE)]
    return "\n".join(f"* [{heading}](#{anchor(heading)})" for heading in sections)


def _objectives(lesson: Lesson, _course: list[Lesson]) -> str:
    return "\n".join(f"* {objective}" for objective in lesson.objectives)


def _errors(lesson: Lesson, _course: list[Lesson]) -> str:
    """One entry a message, in the order of the cells that raise them."""
    rows = ["| The message says | It means | Do this |", "|---|---|---|"]
    for error in errors_of(lesson):
        words = [_as_code(f"{error.type}: {error.says}"), error.meaning, error.cure]
        rows.append("| " + " | ".join(w.replace("|", "\\|") for w in words) + " |")
    return "\n".join(rows)


def _as_code(text: str) -> str:
    """A Markdown code span, also of text that holds backticks itself."""
    runs = re.findall("`+", text)
    fence = "`" * (max(map(len, runs)) + 1) if runs else ""
    return f"{fence} {text} {fence}" if runs else f"`{text}`"


def _next(lesson: Lesson, course: list[Lesson]) -> str:
    later = [other for other in course if other.slug > lesson.slug]
    if not later:
        return "This was the last lesson."
    return f"Next: [{later[0].title}]({later[0].slug}.py)"


ERRORS = "<!-- lesson: errors -->"

# What stands for `<!-- lesson: NAME -->` in a lesson's prose.
PLACEHOLDERS: dict[str, Callable[[Lesson, list[Lesson]], str]] = {
    "minutes": _minutes,
    "objectives": _objectives,
    "further": _further,
    "errors": _errors,
    "next": _next,
}
