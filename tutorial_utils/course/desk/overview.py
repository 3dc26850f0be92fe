"""How far a learner is, in words and bars: all exercises, or where to go on."""

from pathlib import Path

from ..content.compiled import CompiledLesson, compiled_lessons, in_short
from . import state
from .minutes import minutes_text
from .progress import bring, copies_of, current_lesson, is_home, next_exercise, progress_in, shown

BAR = 20  # characters

STATES = ("PASS", "NOT YET", "NOT STARTED")


def overview(folder: Path, filled: str = "#", empty: str = "-", at: str | None = None) -> list[str]:
    """Every lesson with its minutes and a bar, every exercise with its state.

    Args:
        folder: The learner's, which may not be there yet.
        filled, empty: What a bar is made of.
        at: The slug of the lesson that is worked on: of the others, a line each.
    """
    known = state.read(folder)
    lines = []
    for lesson in compiled_lessons():
        if at in (None, lesson.slug):
            lines += overview_of([lesson], known, filled, empty)
        else:
            done = progress_in([lesson], known)
            lines.append(f"{lesson.number}  {lesson.about['title']}, {done} passed")
    total = progress_in(compiled_lessons(), known)
    lines.append(f"{total} exercises passed in {shown(folder)}")
    if not is_home(folder):
        lines[-1] = f"The lessons are not in {shown(folder)} yet. Bring them: {bring(folder)}"
    return lines


def overview_of(
    lessons: list[CompiledLesson], known: state.State, filled: str = "#", empty: str = "-"
) -> list[str]:
    """The same of some lessons."""
    lines = []
    for lesson in lessons:
        done = progress_in([lesson], known)
        lines.append(f"{lesson.number}  {lesson.about['title']}")
        minutes = in_short(lesson.about)
        if not done.of:
            lines += [f"    {minutes}, no exercises", ""]
            continue
        length = BAR * done.passed // done.of
        bar = filled * length + empty * (BAR - length)
        lines.append(f"    {minutes}, {done} passed  {bar}")
        for exercise in lesson.exercises:
            took = minutes_text(known.checks.get(exercise["id"]))
            state_ = _state_of(exercise["id"], known)
            lines.append(f"    {state_:<11}  {exercise['id']}{took and f'  {took}'}")
        lines.append("")
    return lines


def _state_of(exercise: str, known: state.State) -> str:
    kept = known.progress.get(exercise)
    return kept if kept in STATES else "NOT STARTED"


def where_am_i(folder: Path) -> list[str]:
    """Where the learner is and what is next, in five lines; without a folder, how to begin."""
    if not is_home(folder):
        return [
            "Seeing Tensors: see the values inside a Keras or TensorFlow tensor.",
            "begin       tutorial lab        lessons in JupyterLab",
            "            tutorial lab --py   lessons as scripts",
            "an error?   tutorial error      paste the message",
            "more        tutorial --help",
        ]
    known = state.read(folder)
    lesson = current_lesson(folder)
    following = next_exercise(compiled_lessons(), lesson, known.progress)
    here = f"you are in  {shown(folder)}, {progress_in(compiled_lessons(), known)} exercises passed"
    if following is None:
        return [
            here,
            f"lesson      {lesson.number} {lesson.about['title']}",
            "next        every exercise is passed; the library is yours to keep",
            "look it up  tutorial book",
            "more        tutorial list, tutorial --help",
        ]
    lesson, exercise = following
    scripts = [path for path in copies_of(lesson, folder)[:1] if path.suffix == ".py"]
    how = f"it is in {scripts[0]}; tutorial watch" if scripts else f"open it: {bring(folder)}"
    return [
        here,
        f"lesson      {lesson.number} {lesson.about['title']}",
        f"next        {exercise['id']}; {how}",
        f"check it    tutorial check {exercise['id']}",
        f"stuck?      tutorial hint {exercise['id']}, tutorial --help",
    ]
