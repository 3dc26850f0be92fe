"""What a command is about: from the words on its line to files, lessons and exercises."""

from pathlib import Path

from ..content.compiled import compiled_lessons, find_exercise, find_lesson
from ..desk import state
from ..desk.files import read_learner_file
from ..desk.progress import copies_of, copy_of, current_lesson
from ..desk.report_model import Report
from ..exceptions import CourseError
from ..grading.job import Job


def targets(whats: list[str], all_: bool, home: Path) -> list[Job]:
    """The files to check, each with the exercises to judge, if any were named."""
    if all_:
        if found := [p for lesson in compiled_lessons() for p in copies_of(lesson, home)[:1]]:
            return [Job(path) for path in found]
        raise CourseError(f"There are no lessons in {home}/. Bring them: tutorial lab")
    if not whats:
        return [Job(copy_of(current_lesson(home), home))]
    return merged([job for what in whats for job in target(what, home)])


def target(what: str, home: Path) -> list[Job]:
    """One file; of a folder, all that it holds."""
    if Path(what).is_dir():
        return in_folder(Path(what))
    if Path(what).suffix in (".ipynb", ".py") or Path(what).exists():
        return [Job(Path(what))]
    if any(e["id"] == what for lesson in compiled_lessons() for e in lesson.exercises):
        lesson, _ = find_exercise(what)
        return [Job(copy_of(lesson, home), frozenset([what]))]
    try:
        return [Job(copy_of(find_lesson(what), home))]
    except CourseError:
        if what[:1].isdigit():
            raise
        find_exercise(what)  # says which exercises are close
        raise


def in_folder(folder: Path) -> list[Job]:
    """The notebooks of a learner's folder, or of many, and its scripts that are lessons.

    A folder is a learner's, and so are the folders in it; but one that holds folders alone, and more
    than one of them with files to check, is a class. A folder that holds none stands for itself.
    """
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".ipynb", ".py")
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and (path.suffix == ".ipynb" or _is_lesson(path))
    ]
    if not found:
        return [Job(folder, learner=folder.resolve().name)]
    inside = {path.relative_to(folder).parts[0] for path in found}
    is_class = len(inside) > 1 and all((folder / name).is_dir() for name in inside)
    return [
        Job(path, learner=path.relative_to(folder).parts[0] if is_class else folder.resolve().name)
        for path in found
    ]


def _is_lesson(path: Path) -> bool:
    try:
        return bool(read_learner_file(path))
    except CourseError:
        return False


def job_after(report: Report, home: Path) -> Job | None:
    """The next lesson that is not passed, where the learner has a copy of it."""
    from ..grading.next_step import next_step

    step = next_step(compiled_lessons(), state.read(home).progress, [report])
    found = copies_of(step.lesson, home) if step.lesson else []
    return Job(found[0]) if found else None


def readable(jobs: list[Job]) -> tuple[list[Job], list[tuple[Job, CourseError]]]:
    """The jobs whose files can be read, and what is wrong with the others."""
    good, errors = [], []
    for job in jobs:
        try:
            if job.path.is_dir():
                said = f"There is no lesson in {job.path}/: neither a notebook nor a script."
                raise CourseError(said)
            lesson = read_learner_file(job.path).lesson
            if job.only and not job.only & {exercise["id"] for exercise in lesson.exercises}:
                raise CourseError(
                    f"{job.path} says that it is {lesson.slug}, in which there is no exercise "
                    f"{', '.join(sorted(job.only))}. All of it: tutorial check {job.path}"
                )
            good.append(job)
        except CourseError as error:
            errors.append((job, error))
        except Exception as error:  # one file must not hide the verdicts on all others
            said = f"{type(error).__name__}: {error}".splitlines()[0][:200]
            errors.append((job, CourseError(f"{job.path} cannot be read as a lesson: {said}.")))
    return good, errors


def merged(jobs: list[Job]) -> list[Job]:
    """One job for each file: the exercises that were named, or all of them if the file was."""
    wanted: dict[Path, Job] = {}
    for job in jobs:
        key = job.path.resolve()
        before = wanted.get(key, job)
        both = None if None in (before.only, job.only) else before.only | job.only
        wanted[key] = Job(before.path, both, before.learner)
    return list(wanted.values())


def exercise_or_lesson(what: str):
    """The lesson, and the exercise or None."""
    if any(e["id"] == what for lesson in compiled_lessons() for e in lesson.exercises):
        return find_exercise(what)
    try:
        return find_lesson(what), None
    except CourseError:
        if what[:1].isdigit():
            raise
        return find_exercise(what)  # says which exercises are close
