"""What a command is about: from the words on its line to files, lessons and exercises."""

from pathlib import Path

from ..content.compiled import compiled_lessons, find_exercise, find_lesson
from ..desk import state
from ..desk.progress import copies_of, copy_of, current_lesson
from ..desk.report_model import Report
from ..exceptions import CourseError
from ..grading.checking import Job


def targets(whats: list[str], all_: bool, home: Path) -> list[Job]:
    """The files to check, each with the exercises to judge, if any were named."""
    if all_:
        if found := [p for lesson in compiled_lessons() for p in copies_of(lesson, home)[:1]]:
            return [Job(path) for path in found]
        raise CourseError(f"There are no lessons in {home}/. Bring them: tutorial lab")
    if not whats:
        return [Job(copy_of(current_lesson(home), home))]
    return merged([target(what, home) for what in whats])


def target(what: str, home: Path) -> Job:
    if Path(what).suffix in (".ipynb", ".py") or Path(what).exists():
        return Job(Path(what))
    if any(e["id"] == what for lesson in compiled_lessons() for e in lesson.exercises):
        lesson, _ = find_exercise(what)
        return Job(copy_of(lesson, home), frozenset([what]))
    try:
        return Job(copy_of(find_lesson(what), home))
    except CourseError:
        if what[:1].isdigit():
            raise
        find_exercise(what)  # says which exercises are close
        raise


def job_after(report: Report, home: Path) -> Job | None:
    """The next lesson that is not passed, where the learner has a copy of it."""
    from ..grading.next_step import next_step

    step = next_step(compiled_lessons(), state.read(home).progress, [report])
    found = copies_of(step.lesson, home) if step.lesson else []
    return Job(found[0]) if found else None


def readable(jobs: list[Job]) -> tuple[list[Job], list[CourseError]]:
    """The jobs whose files can be read, and what is wrong with the others.

    A script is read by the process that checks it: that takes seconds.
    """
    from ..desk.files import read_learner_file

    good, errors = [], []
    for job in jobs:
        try:
            if job.path.suffix != ".py" or not job.path.is_file():
                read_learner_file(job.path)
            good.append(job)
        except CourseError as error:
            errors.append(error)
    return good, errors


def merged(jobs: list[Job]) -> list[Job]:
    """One job for each file: the exercises that were named, or all of them if the file was."""
    wanted: dict[Path, Job] = {}
    for job in jobs:
        key = job.path.resolve()
        before = wanted.get(key, job)
        both = None if None in (before.only, job.only) else before.only | job.only
        wanted[key] = Job(before.path, both)
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
