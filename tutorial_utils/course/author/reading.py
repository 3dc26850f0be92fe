"""Read a lesson and its solution file into one plain model.

A lesson is a py:percent script: prose, demonstrations, exercise stubs and their checks. Its
solution file holds, keyed by the same exercise ids, hints, answer and why; its feedback file holds
the diagnoses and wrong answers. This module only reads; what they must keep to beyond being readable
stands in ``rules``.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ..content.feedback import ExerciseFeedback
from ..content.model import CHECK_CALL, KINDS, Cell, Exercise, Lesson, WrongAnswer
from ..exceptions import Problem, SourceError
from .cells import key_problems, read_cells
from .feedback_file import read_feedback
from .front_matter import front_matter_of_a_lesson

PARTS = ("hint", "answer", "why", "before", "after")
CODE_PARTS = ("answer", "before", "after")
HINTS = 3
WRONG_ANSWERS = 2

LESSON_KEYS = {"tags", "exercise", "kind", "error"}
SOLUTION_KEYS = {"exercise", "part"}

_LESSON_FILE = re.compile(r"\d\d_[a-z0-9_]+\.py")


def lesson_files(root: Path) -> list[Path]:
    """The lessons of a checkout, in order. No other script lies beside them."""
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
    problems = [*key_problems(cells, LESSON_KEYS)]
    described = front_matter_of_a_lesson(path, front.get("lesson"), problems)
    by_part = _solution_parts(solution_path, problems)
    stubs = _stubs(cells, problems)
    feedback = _feedback(solution_path.with_suffix(".toml"), problems) if stubs else {}
    checks = _checks(cells, stubs, problems)
    _unknown_ids(by_part, feedback, stubs, problems)
    exercises = [
        _exercise(
            id_,
            stub,
            checks.get(id_),
            by_part.get(id_, {}),
            feedback.get(id_, ExerciseFeedback()),
            solution_path,
            problems,
        )
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
        call = CHECK_CALL.fullmatch(cell.source)
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
    problems += key_problems(cells, SOLUTION_KEYS)
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
        if (part in CODE_PARTS) != (cell.type == "code"):
            problems.append(cell.problem("hints and whys are Markdown; answers are code"))
        parts[cell.exercise][part].append(cell)
    return parts


def _feedback(path: Path, problems: list[Problem]) -> dict[str, ExerciseFeedback]:
    try:
        return read_feedback(path)
    except SourceError as error:
        problems += error.problems
        return {}


def _unknown_ids(by_part: dict, feedback: dict, stubs: dict, problems: list[Problem]) -> None:
    for id_ in by_part.keys() - stubs.keys():
        for cells in by_part[id_].values():
            problems += [c.problem(f"the lesson has no exercise `{id_}`") for c in cells]
    for id_ in feedback.keys() - stubs.keys():
        found = feedback[id_].diagnoses
        problems += [d.problem(f"the lesson has no exercise `{id_}`") for d in found[:1]]


def _exercise(
    id_: str,
    stub: Cell,
    check: Cell | None,
    parts: dict[str, list[Cell]],
    feedback: ExerciseFeedback,
    solution_path: Path,
    problems: list[Problem],
) -> Exercise | None:
    """One exercise, where nothing is missing and nothing is there twice."""
    before = len(problems)
    hints = parts.get("hint", [])
    if check is None:
        problems.append(stub.problem(f'`{id_}` has no check cell: check("{id_}", ...)'))
    if len(hints) != HINTS:
        problems.append(
            Problem(solution_path, _line(hints), f"`{id_}` has {len(hints)} hints, not {HINTS}")
        )
    is_order = stub.metadata.get("kind") == "order"
    for part in ("answer", "why", *(("before", "after") if is_order else ())):
        if len(cells := parts.get(part, [])) != 1:
            count = "no" if not cells else str(len(cells))
            problems.append(
                Problem(solution_path, _line(cells), f"`{id_}` has {count} part `{part}`, not one")
            )
    if len(problems) > before or stub.metadata.get("kind") not in KINDS:
        return None
    wrong = tuple(_wrong_answers(feedback, parts["answer"][0].source, check, stub, problems))
    if len(wrong) < WRONG_ANSWERS:
        at = solution_path.with_suffix(".toml")
        need = f"`{id_}` has {len(wrong)} wrong answers, not {WRONG_ANSWERS} or more"
        problems.append(Problem(at, 1, need))
    code = {part: "\n".join(c.source for c in parts.get(part, ())) for part in ("before", "after")}
    return Exercise(
        id=id_,
        kind=stub.metadata["kind"],
        stub=stub,
        check=check,
        hints=tuple(c.source for c in hints),
        answer=parts["answer"][0],
        why=parts["why"][0].source,
        wrong=wrong,
        feedback=feedback,
        **code,
    )


def _wrong_answers(
    feedback: ExerciseFeedback, answer: str, check: Cell, stub: Cell, problems: list[Problem]
) -> Iterator[WrongAnswer]:
    name = made[1] if (made := re.search(r", (\w+)\)", check.source)) else ""
    for diagnosis in feedback.diagnoses:
        try:
            for source in diagnosis.examples(answer, name, stub.metadata["kind"]):
                yield WrongAnswer(source, diagnosis)
        except ValueError as error:
            problems.append(diagnosis.problem(f"`{diagnosis.id}`: {error}"))


def _line(cells: list[Cell]) -> int:
    return cells[-1].line if cells else 1
