"""What was run, by which versions, and what came of it, as JSON for other programs.

A line for each file, as soon as its verdict is there, and one that closes: where that is missing, the
check was killed.
"""

import importlib.metadata
import json
import platform
from collections.abc import Sequence

from ..desk.report_model import Report
from ..exceptions import CourseError
from ..grading.job import Job
from ..grading.next_step import NextStep
from .class_report import Stop

PACKAGES = ("tensorflow", "keras", "numpy", "nbval", "seeing-tensors")

# What a verdict rests on. The README says what that is worth.
TRUST = "the answer and its judge share a process and a user"


def file_line(job: Job, result: Report | CourseError) -> str:
    """What a file came to, a verdict for each exercise; or why there is none."""
    about = {"kind": "file", "file": str(job.path), "learner": job.whose}
    if isinstance(result, CourseError):
        return _line({**about, "passed": False, **_error(result)})
    return _line({**about, **_lesson(result)})


def closing_line(
    passed: bool,
    files: int,
    errors: Sequence[tuple[Job | None, CourseError]],
    next_: NextStep | None = None,
    stops: Sequence[Stop] = (),
) -> str:
    """What all of it came to.

    Args:
        passed: Whether all is passed that was to be checked.
        files: Of how many files there is a verdict.
        errors: What was wrong with other files (each with its job), or with the machine.
        next_: What comes next, where anything was checked.
        stops: How a class fares with each exercise.
    """
    return _line({
        "kind": "end",
        "passed": passed,
        "files": files,
        "errors": [
            {"file": str(job.path) if job else None, **_error(error)} for job, error in errors
        ],
        "next": _next(next_),
        "class": [stop.as_json() for stop in stops],
        "trust": TRUST,
        "versions": versions(),
    })  # fmt: skip


def versions() -> dict[str, str | None]:
    """Of Python and of all that has a say in a verdict; None for what is not installed."""
    return {"python": platform.python_version(), **{name: _version(name) for name in PACKAGES}}


def _line(whole: dict) -> str:
    return json.dumps(whole, ensure_ascii=False)


def _error(error: CourseError) -> dict:
    return {"text": str(error), "exit_code": error.exit_code}


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _lesson(report: Report) -> dict:
    return {
        "lesson": report.lesson,
        "passed": report.passed,
        "trust": TRUST,
        "cells_run": report.cells_run,
        "seconds": report.seconds,
        "exercises": [
            {
                "id": verdict.exercise,
                "state": verdict.state,
                "diagnosis": verdict.diagnosis or None,
                "feedback": verdict.feedback,
                "text": verdict.text,
            }
            for verdict in report.verdicts
        ],
        "failures": [
            {"first_line": failure.first_line, "error": failure.error}
            for failure in report.failures
        ],
        "notes": list(report.notes),
    }


def _next(step: NextStep | None) -> dict | None:
    if step is None or step.lesson is None:
        return None
    return {"lesson": step.lesson.slug, "exercise": step.exercise, "command": step.command}
