"""Where a learner is: the folder, the copies of lessons in it, what is next."""

from dataclasses import dataclass
from pathlib import Path

from ..content.compiled import CompiledLesson, compiled_lessons
from ..exceptions import CourseError
from . import state

DEFAULT_FOLDER = Path("my-lessons")


def my_folder(given: Path | None) -> Path:
    """The learner's folder: the one named, this one if it is one, or ``my-lessons/``.

    Raises:
        CourseError: where the one that was named is not there.
    """
    if given is None:
        return Path() if state.is_kept_in(Path()) else DEFAULT_FOLDER
    if not given.is_dir():
        raise CourseError(f"There is no folder {given}. Bring the lessons there: {bring(given)}")
    return given


def is_home(folder: Path) -> bool:
    """Whether lessons were brought into a folder."""
    return state.is_kept_in(folder) or any(copies_of(le, folder) for le in compiled_lessons())


def bring(folder: Path) -> str:
    """The command that brings lessons into a folder."""
    return "tutorial lab" if folder == my_folder(None) else f"tutorial lab {folder}"


def shown(folder: Path) -> str:
    return "this folder" if folder == Path() else f"{folder}/"


def copies_of(lesson: CompiledLesson, home: Path) -> list[Path]:
    """The learner's copies of a lesson, the one saved last first."""
    found = [p for end in ("ipynb", "py") if (p := home / f"{lesson.slug}.{end}").is_file()]
    return sorted(found, key=lambda p: -p.stat().st_mtime)


def copy_of(lesson: CompiledLesson, home: Path) -> Path:
    """
    Raises:
        CourseError: where there is none.
    """
    if found := copies_of(lesson, home):
        return found[0]
    raise CourseError(
        f"There is no copy of {lesson.slug} in {shown(home)}. Bring it: {bring(home)}"
    )


def current_lesson(home: Path) -> CompiledLesson:
    """The lesson that was saved last; the first one where nothing was worked on yet.

    A copy that lies there as it was delivered was not saved by anybody.
    """
    delivered = state.read(home).saved
    saved = [
        (path.stat().st_mtime_ns, -i, lesson)
        for i, lesson in enumerate(compiled_lessons())
        for path in copies_of(lesson, home)
        if path.stat().st_mtime_ns != delivered.get(path.name)
    ]
    return max(saved)[2] if saved else compiled_lessons()[0]


@dataclass(frozen=True)
class Progress:
    """How far a learner is in one lesson, or in all of them."""

    passed: int
    of: int

    def __str__(self) -> str:
        return f"{self.passed} of {self.of}"


def progress_in(lessons: list[CompiledLesson], known: state.State) -> Progress:
    ids = [exercise["id"] for lesson in lessons for exercise in lesson.exercises]
    return Progress(sum(known.progress.get(id_) == "PASS" for id_ in ids), len(ids))


def next_exercise(
    lessons: list[CompiledLesson], lesson: CompiledLesson, progress: dict[str, str]
) -> tuple[CompiledLesson, dict] | None:
    """The first exercise that is not passed: of this lesson, then of those after it, then before.

    Returns:
        Its lesson and itself; None where all are passed.
    """
    at = next(i for i, other in enumerate(lessons) if other.slug == lesson.slug)
    for other in lessons[at:] + lessons[:at]:
        for exercise in other.exercises:
            if progress.get(exercise["id"]) != "PASS":
                return other, exercise
    return None
