"""Read a lesson and its solution file into one plain model.

A lesson is a py:percent script: prose, demonstrations, exercise stubs and their checks. Its
solution file holds, keyed by the same exercise ids, hints, answer, why and wrong answers. This
module only reads; what the two must keep to beyond being readable stands in ``rules``.
"""

import io
import math
import re
import tokenize
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from .exceptions import Problem, SourceError

# What each kind of exercise asks for, and the minutes to set aside for one.
KINDS = {"predict": 4, "order": 4, "blank": 4, "read": 8, "repair": 8, "modify": 8, "write": 8}
PARTS = ("hint", "answer", "why", "wrong")
HINTS = 3
WRONG_ANSWERS = 2

LESSON_KEYS = {"tags", "exercise", "kind", "error"}
SOLUTION_KEYS = {"exercise", "part", "expects"}
FRONT_MATTER = {"title", "question", "questions", "objectives", "prerequisites", "kind"}

_LESSON_FILE = re.compile(r"\d\d_[a-z0-9_]+\.py")
_CHECK_CALL = re.compile(r'check\("(?P<id>[^"]*)", (?P<name>\w+)\)')


@dataclass(frozen=True)
class Cell:
    """One cell of a source file. ``line`` is that of its ``# %%`` marker."""

    type: str  # "markdown" or "code"
    source: str
    metadata: dict
    file: Path
    line: int

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(self.metadata.get("tags", ()))

    @property
    def exercise(self) -> str | None:
        return self.metadata.get("exercise")

    @property
    def error(self) -> str | None:
        return self.metadata.get("error")

    @property
    def is_check(self) -> bool:
        return "check" in self.tags

    @property
    def is_hidden(self) -> bool:
        return not {"remove-cell", "hide-input"}.isdisjoint(self.tags)

    def problem(self, text: str) -> Problem:
        return Problem(self.file, self.line, text)


@dataclass(frozen=True)
class WrongAnswer:
    """An answer that real people give, and the diagnosis that it must get."""

    cell: Cell
    expects: str

    @property
    def source(self) -> str:
        return self.cell.source


@dataclass(frozen=True)
class Exercise:
    """An exercise with all that belongs to it, from both files."""

    id: str
    kind: str
    stub: Cell
    check: Cell
    hints: tuple[str, ...]
    answer: Cell
    why: str
    wrong: tuple[WrongAnswer, ...]

    @property
    def judge(self) -> str:
        """The name of the function in ``checks/`` that judges this exercise."""
        return self.id.replace("-", "_")

    @property
    def made(self) -> str:
        """The name that the learner's code must bind, and that the check is given."""
        return _CHECK_CALL.fullmatch(self.check.source)["name"]


@dataclass(frozen=True)
class Lesson:
    """A lesson with its answers, in the order of the page."""

    path: Path
    solution_path: Path
    title: str
    question: str
    questions: dict[str, str]
    objectives: tuple[str, ...]
    prerequisites: tuple[str, ...]
    kind: str
    cells: tuple[Cell, ...]
    exercises: tuple[Exercise, ...] = field(default=())

    @property
    def slug(self) -> str:
        return self.path.stem

    @property
    def number(self) -> str:
        return self.slug[:2]

    @property
    def topic(self) -> str:
        """The slug without its number: the name of the module of judges."""
        return self.slug[3:]

    @property
    def errors(self) -> tuple[str, ...]:
        """Ids of the messages that the lesson explains, in order of appearance."""
        return tuple(dict.fromkeys(c.error for c in self.cells if c.error))

    @property
    def minutes(self) -> int:
        """How long to set aside, up to the next five minutes.

        150 words of prose or 4 lines of demonstration a minute, and a share for each exercise.
        Code that the page does not show takes no time to read.
        """
        words = sum(len(c.source.split()) for c in self.cells if c.type == "markdown")
        lines = sum(
            bool(line.strip()) and not line.lstrip().startswith("#")
            for c in self.cells
            if c.type == "code" and not (c.exercise or c.is_check or c.is_hidden)
            for line in c.source.splitlines()
        )
        work = sum(KINDS[e.kind] for e in self.exercises)
        return 5 * math.ceil((words / 150 + lines / 4 + work) / 5)


def lesson_files(root: Path) -> list[Path]:
    """The lessons of a checkout, in order. ``lessons/`` may hold nothing else."""
    return sorted(p for p in (root / "lessons").glob("*.py") if _LESSON_FILE.fullmatch(p.name))


def read_course(root: Path) -> list[Lesson]:
    """All lessons below ``root``, in order.

    Raises:
        SourceError: with every problem of every file, where one cannot be read.
    """
    lessons, problems = [], []
    strays = set((root / "lessons").glob("*.py")) - set(lesson_files(root))
    problems += [Problem(p, 1, "a lesson's file is called NN_slug.py") for p in strays]
    for path in lesson_files(root):
        try:
            lessons.append(read_lesson(path, root / "solutions" / path.name))
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(problems)
    if not lessons:
        raise SourceError([Problem(root / "lessons", 0, "there is no lesson here")])
    return lessons


def read_lesson(path: Path, solution_path: Path) -> Lesson:
    """One lesson and its solution file.

    Raises:
        SourceError: with every problem found: cells that cannot be told apart, front matter that
            does not fit, exercises whose parts do not come together.
    """
    front, cells = read_cells(path)
    problems = [*_cell_problems(cells, LESSON_KEYS)]
    described = _front_matter(path, front.get("lesson"), problems)
    by_part = _solution_parts(solution_path, problems)
    stubs = _stubs(cells, problems)
    checks = _checks(cells, stubs, problems)
    _unknown_ids(by_part, stubs, problems)
    exercises = [
        _exercise(id_, stub, checks.get(id_), by_part.get(id_, {}), solution_path, problems)
        for id_, stub in stubs.items()
    ]
    if problems:
        raise SourceError(problems)
    return Lesson(
        path=path,
        solution_path=solution_path,
        cells=tuple(cells),
        exercises=tuple(exercises),
        **described,
    )


def read_cells(path: Path) -> tuple[dict, list[Cell]]:
    """The front matter and the cells of a py:percent file."""
    import jupytext

    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SourceError([Problem(path, 1, "this file is missing")]) from None
    except UnicodeDecodeError:
        raise SourceError([Problem(path, 1, "this file is not UTF-8 text")]) from None
    markers = _marker_lines(path, text)
    notebook = jupytext.reads(text, fmt="py:percent")
    found = notebook.cells
    if found and not found[0].source and len(found) == len(markers) + 1:
        found = found[1:]  # blank lines above the first cell
    if len(markers) != len(found):
        raise SourceError([Problem(path, 1, "there is text before the first `# %%` cell")])
    cells = [
        Cell(c.cell_type, c.source, _own_metadata(c), path, line)
        for c, line in zip(found, markers, strict=True)
    ]
    return dict(notebook.metadata), cells


def _own_metadata(cell) -> dict:
    """What the file says of a cell; jupytext adds how many blank lines follow it."""
    return {key: value for key, value in cell.metadata.items() if key != "lines_to_next_cell"}


def _marker_lines(path: Path, text: str) -> list[int]:
    """Where cells start: ``# %%`` comments, found by Python's tokenizer.

    A line inside a string may look like a marker, so the text alone does not tell.
    """
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
        compile(text, str(path), "exec", flags=0x400)  # ast.PyCF_ONLY_AST: syntax, not meaning
    except (SyntaxError, tokenize.TokenError) as error:
        line = getattr(error, "lineno", None) or 1
        raise SourceError([Problem(path, line, f"this is not valid Python: {error}")]) from None
    return [
        token.start[0]
        for token in tokens
        if token.type == tokenize.COMMENT
        and token.start[1] == 0
        and re.match(r"# %%(\s|$)", token.string)
    ]


def _cell_problems(cells: list[Cell], keys: set[str]) -> list[Problem]:
    found = []
    for cell in cells:
        for key in cell.metadata.keys() - keys:
            known = ", ".join(sorted(keys))
            found.append(cell.problem(f"unknown cell key `{key}`; the keys are {known}"))
        if list(cell.metadata) != sorted(cell.metadata):
            found.append(cell.problem("the cell's keys stand in alphabetical order"))
        if cell.type == "raw":
            found.append(cell.problem("a raw cell shows nowhere; make it Markdown or code"))
    return found


def _front_matter(path: Path, front: object, problems: list[Problem]) -> dict:
    """The lesson's own description, in the types of :class:`Lesson`."""

    def wrong(text: str) -> None:
        problems.append(Problem(path, 1, f"front matter: {text}"))

    if not isinstance(front, dict):
        wrong("`jupyter: lesson:` with title, question and objectives is missing")
        return {}
    for key in front.keys() - FRONT_MATTER:
        wrong(f"unknown key `{key}`; the keys are {', '.join(sorted(FRONT_MATTER))}")
    for key in ("title", "question"):
        if not isinstance(front.get(key), str) or not front[key].strip():
            wrong(f"`{key}` is a sentence")
    kind = front.get("kind", "lesson")
    if kind not in ("lesson", "answer"):
        wrong(f"`kind` is lesson or answer, not {kind!r}")
    objectives = front.get("objectives", [])
    if not _strings(objectives) or not 2 <= len(objectives) <= 4:
        wrong("`objectives` is a list of 2 to 4 sentences, verb first")
    prerequisites = front.get("prerequisites", [])
    if not _strings(prerequisites):
        wrong("`prerequisites` is a list of sentences or of lessons (NN_slug)")
    questions = front.get("questions", {})
    if not isinstance(questions, dict) or not _strings([*questions, *questions.values()]):
        wrong("`questions` maps each question to the heading that answers it")
    return {
        "title": front.get("title"),
        "question": front.get("question"),
        "questions": questions,
        "objectives": tuple(objectives or ()),
        "prerequisites": tuple(prerequisites or ()),
        "kind": kind,
    }


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _stubs(cells: list[Cell], problems: list[Problem]) -> dict[str, Cell]:
    stubs: dict[str, Cell] = {}
    for cell in cells:
        if cell.exercise is None:
            if "kind" in cell.metadata:
                problems.append(cell.problem("`kind` stands on an exercise's stub only"))
            continue
        if cell.exercise in stubs:
            problems.append(cell.problem(f"exercise id `{cell.exercise}` is used twice"))
            continue
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*", cell.exercise):
            problems.append(
                cell.problem(f"exercise id `{cell.exercise}` is not lower-case words and hyphens")
            )
        kind = cell.metadata.get("kind")
        if kind not in KINDS:
            problems.append(
                cell.problem(f"`kind` is {kind!r}; an exercise's kind is one of {', '.join(KINDS)}")
            )
        stubs[cell.exercise] = cell
    return stubs


def _checks(cells: list[Cell], stubs: dict[str, Cell], problems: list[Problem]) -> dict[str, Cell]:
    checks: dict[str, Cell] = {}
    for cell in cells:
        if not cell.is_check:
            continue
        call = _CHECK_CALL.fullmatch(cell.source)
        if not call:
            problems.append(cell.problem('a check cell is one line: check("id", name)'))
        elif call["id"] not in stubs:
            problems.append(cell.problem(f"this checks `{call['id']}`, which has no stub"))
        elif call["id"] in checks:
            problems.append(cell.problem(f"`{call['id']}` is checked twice"))
        elif cell.line < stubs[call["id"]].line:
            problems.append(cell.problem(f"this checks `{call['id']}` above its stub"))
        else:
            checks[call["id"]] = cell
    return checks


def _solution_parts(path: Path, problems: list[Problem]) -> dict[str, dict[str, list[Cell]]]:
    """Cells of a solution file by exercise id and part. Cells without an id are its own notes."""
    try:
        _, cells = read_cells(path)
    except SourceError as error:
        problems += error.problems
        return {}
    problems += _cell_problems(cells, SOLUTION_KEYS)
    parts: dict[str, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for cell in cells:
        part = cell.metadata.get("part")
        if cell.exercise is None:
            if part is not None or cell.type == "code":
                problems.append(cell.problem("this cell names no exercise"))
            continue
        if part not in PARTS:
            problems.append(cell.problem(f"`part` is {part!r}; it is one of {', '.join(PARTS)}"))
            continue
        if (part in ("answer", "wrong")) != (cell.type == "code"):
            problems.append(cell.problem("hints and whys are Markdown; answers are code"))
        if (part == "wrong") != ("expects" in cell.metadata):
            problems.append(
                cell.problem("a wrong answer, and nothing else, has `expects`: its diagnosis")
            )
        parts[cell.exercise][part].append(cell)
    return parts


def _unknown_ids(by_part: dict, stubs: dict[str, Cell], problems: list[Problem]) -> None:
    for id_ in by_part.keys() - stubs.keys():
        for cells in by_part[id_].values():
            problems += [c.problem(f"the lesson has no exercise `{id_}`") for c in cells]


def _exercise(
    id_: str,
    stub: Cell,
    check: Cell | None,
    parts: dict[str, list[Cell]],
    solution_path: Path,
    problems: list[Problem],
) -> Exercise | None:
    """One exercise, where nothing is missing and nothing is there twice."""
    before = len(problems)
    hints, wrong = parts.get("hint", []), parts.get("wrong", [])
    if check is None:
        problems.append(stub.problem(f'`{id_}` has no check cell: check("{id_}", ...)'))
    if len(hints) != HINTS:
        problems.append(
            Problem(solution_path, _line(hints), f"`{id_}` has {len(hints)} hints, not {HINTS}")
        )
    for part in ("answer", "why"):
        if len(cells := parts.get(part, [])) != 1:
            count = "no" if not cells else str(len(cells))
            problems.append(
                Problem(solution_path, _line(cells), f"`{id_}` has {count} part `{part}`, not one")
            )
    if len(wrong) < WRONG_ANSWERS:
        problems.append(
            Problem(
                solution_path,
                _line(wrong),
                f"`{id_}` has {len(wrong)} wrong answers, not {WRONG_ANSWERS} or more",
            )
        )
    if len(problems) > before or stub.metadata.get("kind") not in KINDS:
        return None
    return Exercise(
        id=id_,
        kind=stub.metadata["kind"],
        stub=stub,
        check=check,
        hints=tuple(c.source for c in hints),
        answer=parts["answer"][0],
        why=parts["why"][0].source,
        wrong=tuple(WrongAnswer(c, c.metadata.get("expects")) for c in wrong),
    )


def _line(cells: list[Cell]) -> int:
    return cells[-1].line if cells else 1
