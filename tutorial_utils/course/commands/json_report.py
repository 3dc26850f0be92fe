"""What was run, by which versions, and what came of it, as JSON for other programs."""

import importlib.metadata
import json
import platform

from ..desk.report_model import Report
from ..exceptions import CourseError
from ..grading.next_step import NextStep

PACKAGES = ("tensorflow", "keras", "numpy", "nbval", "seeing-tensors")


def as_text(reports: list[Report], errors: list[CourseError], next_: NextStep | None) -> str:
    """One JSON object.

    Args:
        reports: A report for each file that could be checked.
        errors: What was wrong with the other files, or with the machine.
        next_: What comes next, where anything was checked.
    """
    whole = {
        "passed": not errors and all(report.passed for report in reports),
        "lessons": [_lesson(report) for report in reports],
        "errors": [{"text": str(error), "exit_code": error.exit_code} for error in errors],
        "next": _next(next_),
        "versions": versions(),
    }
    return json.dumps(whole, indent=1, ensure_ascii=False)


def versions() -> dict[str, str | None]:
    """Of Python and of all that has a say in a verdict; None for what is not installed."""
    return {"python": platform.python_version(), **{name: _version(name) for name in PACKAGES}}


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _lesson(report: Report) -> dict:
    return {
        "lesson": report.lesson,
        "file": report.file,
        "passed": report.passed,
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
