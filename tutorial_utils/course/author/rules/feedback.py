"""What the feedback on exercises must keep to: each rule a function from a lesson to its problems.

``tutorial dev check`` runs them with the other rules, without TensorFlow. That each wrong answer gets
the diagnosis that it shows is tested by running it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from ....checks.feedback import Entry, common
from ....tensors.errors import known_errors
from ...content.feedback import Diagnosis
from ...content.model import Exercise, Lesson
from ...exceptions import Problem

COLUMNS_OF_TEXT = 77  # of a line of feedback, behind its label
LINES_OF_TEXT = 2


def every_diagnosis_is_shown(lesson: Lesson) -> Iterator[Problem]:
    for exercise in lesson.exercises:
        shown = {id(wrong.diagnosis) for wrong in exercise.wrong}
        for diagnosis in exercise.feedback.diagnoses:
            if id(diagnosis) not in shown:
                yield diagnosis.problem(
                    f"`{diagnosis.id}` is shown by no wrong answer: add `swap`, `code` or `pick`"
                )


def no_entry_shadows_a_later_one(lesson: Lesson) -> Iterator[Problem]:
    for exercise in lesson.exercises:
        entries = [(d, Entry.from_table(d.table)) for d in exercise.feedback.diagnoses]
        for i, (diagnosis, entry) in enumerate(entries):
            for _, earlier in entries[:i]:
                if _shadows(earlier, entry):
                    yield diagnosis.problem(
                        f"`{diagnosis.id}` is never reached: `{earlier.id}` above it fits first"
                    )
                    break


def _shadows(earlier: Entry, later: Entry) -> bool:
    """Whether every attempt that fits the later entry fits the earlier one."""
    if not earlier.is_recognised or not later.is_recognised:
        return False
    if not set(earlier.facts) <= set(later.facts):
        return False
    if not earlier.raised and not earlier.error:
        return True
    if not later.raised and not later.error:
        return False
    says = {error.id: f"{error.type}: {error.says}" for error in known_errors()}
    same_error = (
        not later.error
        or later.error == earlier.error
        or any(words in says.get(later.error, "") for words in earlier.raised)
    )
    return same_error and all(any(words in w for words in earlier.raised) for w in later.raised)


def feedback_says_what_is_not_said_yet(lesson: Lesson) -> Iterator[Problem]:
    """No text of ``common.toml`` again, and every entry has words from somewhere."""
    texts = {text: e.id for e in common().values() for text in (e.usually, e.next) if text}
    known = {error.id for error in known_errors()}
    for exercise in lesson.exercises:
        for diagnosis in exercise.feedback.diagnoses:
            table = diagnosis.table
            for key in ("usually", "next"):
                if table.get(key) in texts:
                    yield diagnosis.problem(
                        f"`{key}` of `{diagnosis.id}` is that of `{texts[table[key]]}` in "
                        "common.toml: leave it out there or here"
                    )
            if table.get("error", next(iter(known))) not in known:
                yield diagnosis.problem(f"table/ has no error `{table['error']}`")
            usual = common().get(diagnosis.id)
            if not ("next" in table or "error" in table or (usual and usual.next)):
                yield diagnosis.problem(f"`{diagnosis.id}` says nothing to do next")


def feedback_is_short(lesson: Lesson) -> Iterator[Problem]:
    for exercise in lesson.exercises:
        for diagnosis in exercise.feedback.diagnoses:
            for key in ("usually", "next"):
                text = diagnosis.table.get(key, "")
                if len(text) > COLUMNS_OF_TEXT * LINES_OF_TEXT or "\n" in text:
                    yield diagnosis.problem(
                        f"`{key}` of `{diagnosis.id}` is longer than {LINES_OF_TEXT} lines"
                    )


def options_are_answered(lesson: Lesson) -> Iterator[Problem]:
    """Of a predict: each option but the right one has its diagnosis, once."""
    for exercise in lesson.exercises:
        if exercise.kind != "predict":
            continue
        picks = [p for d in exercise.feedback.diagnoses for p in Entry.from_table(d.table).pick]
        right = ast.literal_eval(ast.parse(exercise.answer.source).body[-1].value)
        options = sorted([*picks, right])
        if options != [chr(ord("a") + i) for i in range(len(options))]:
            yield exercise.stub.problem(
                f"`{exercise.id}`: the options {', '.join(options)} are not a, b, c ..., each once"
            )


def judges_and_entries_agree(lesson: Lesson, root: Path) -> Iterator[Problem]:
    """A diagnosis that a judge names has words; one that nothing recognises is named by a judge."""
    path = root / "tutorial_utils" / "checks" / "lessons" / f"{lesson.topic}.py"
    if not path.is_file():
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = {text for part in (tree, *_imported(tree, path)) for text in _constants(part)}
    ids = {d.id for e in lesson.exercises for d in e.feedback.diagnoses} | common().keys()
    for node, name in _named_diagnoses(tree):
        if name not in ids:
            yield Problem(path, node.lineno, f"no entry of {lesson.slug} says what `{name}` means")
    for exercise in lesson.exercises:
        if exercise.kind not in ("predict", "order"):
            yield from _unnamed(exercise, texts)


def _imported(tree: ast.Module, path: Path) -> Iterator[ast.Module]:
    """The modules of the judges' kit that a judge imports: they name diagnoses for it."""
    kit = path.parents[1]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 2 and node.module:
            module = kit.joinpath(*node.module.split(".")).with_suffix(".py")
            if module.is_file():
                yield ast.parse(module.read_text(encoding="utf-8"))


def _constants(tree: ast.Module) -> set:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}


def _named_diagnoses(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """The ids in ``attempt.first(..., ("id", so), ...)`` and in ``attempt.not_yet("id", ...)``."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr == "first":
            named = [a.elts[0] for a in node.args if isinstance(a, ast.Tuple) and a.elts]
        else:
            named = node.args[:1] if node.func.attr == "not_yet" else []
        for first in named:
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first, first.value


def _unnamed(exercise: Exercise, texts: set) -> Iterator[Problem]:
    for diagnosis in exercise.feedback.diagnoses:
        entry = Entry.from_table(diagnosis.table)
        if not (entry.is_recognised or entry.id in texts or entry.id in common()):
            yield _never(diagnosis)


def _never(diagnosis: Diagnosis) -> Problem:
    return diagnosis.problem(
        f"`{diagnosis.id}` has no `raised`, `error` or `facts`, and no judge names it"
    )


FEEDBACK_RULES = (
    every_diagnosis_is_shown,
    no_entry_shadows_a_later_one,
    feedback_says_what_is_not_said_yet,
    feedback_is_short,
    options_are_answered,
)
