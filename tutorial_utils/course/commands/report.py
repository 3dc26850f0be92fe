"""How the command line shows verdicts, progress and Markdown: with or without colour."""

import os
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

from ..content.cards import WHY
from ..desk.report_model import NOT_STARTED, NOT_YET, PASS, Report, Verdict
from ..grading.job import Job
from ..grading.next_step import NextStep

STYLES = {PASS: "bold green", NOT_YET: "bold red", NOT_STARTED: "bold yellow"}

STATE = 13  # columns of the longest state, and two more
LABEL = 11  # the same of the longest label of a feedback
BARS = 8  # more files than this are shown as one bar


def console() -> Console:
    return Console(highlight=False, soft_wrap=True, markup=False)


def show(report: Report) -> None:
    """A report: every verdict in a line, then what there is to say of those that are not yet."""
    out = console()
    show_verdicts(out, report)
    show_failures(out, report)
    for note in report.notes:
        out.print()
        show_line(out, f"Note: {note}")
    for verdict in report.verdicts:
        if verdict.state == NOT_YET:
            out.print()
            show_feedback(out, verdict)
    out.print(f"\n{count(report)}")


def show_in_a_line(job: Job, report: Report) -> None:
    """A file of a class: whose it is, and how much of it is passed."""
    whose = f"{job.whose:<16}  {job.path.stem}"
    show_line(console(), f"{whose}  {count(report)}  ({report.seconds:.1f} s)")


def show_failures(out: Console, report: Report) -> None:
    """The cells that failed and belong to no exercise: their first line, and what happened."""
    for failure in report.failures:
        out.print()
        show_line(out, f"This cell, outside the exercises, did not run:  {failure.first_line}")
        show_line(out, f"    {failure.error}", 4)


def show_verdicts(
    out: Console,
    report: Report,
    was: dict[str, str] | None = None,
    verdicts: Sequence[Verdict] | None = None,
) -> None:
    """A line for each exercise.

    Args:
        out: Where to.
        report: The verdicts.
        was: The states of an earlier check; a verdict that differs from it says so.
        verdicts: Some of the report's verdicts, if not all.
    """
    was = report.states if was is None else was
    out.print(f"{report.lesson}   {report.file}", style="bold")
    for verdict in report.verdicts if verdicts is None else verdicts:
        before = was.get(verdict.exercise, verdict.state)
        news = f"  (was {before})" if before != verdict.state else ""
        line = f"  {verdict.state:<{STATE}}{verdict.exercise}{news}{_shown(verdict)}"
        show_line(out, line, 2 + STATE, STYLES[verdict.state])


def show_feedback(out: Console, verdict: Verdict) -> None:
    """All that was said of an exercise that is not passed, each part under its label."""
    first, *lines = _at_the_prompt(verdict).splitlines()
    show_line(out, f"  {first}")
    for line in lines:
        show_line(out, f"  {line}", 2 + LABEL if verdict.feedback else 2)


def count(report: Report) -> str:
    passed = sum(v.state == PASS for v in report.verdicts)
    return f"{passed} of {len(report.verdicts)} passed."


def show_next(step: NextStep) -> None:
    """What comes next, and the command for it."""
    out = console()
    if step.exercise:
        show_line(out, f"Next: {step.exercise}   {step.command}")
    elif step.lesson:
        title = step.lesson.about["title"]
        show_line(out, f"Next: lesson {step.lesson.number}, {title}   {step.command}")
    else:
        show_line(out, "All exercises of all lessons are passed.")


def show_line(out: Console, line: str, indent: int = 2, state_style: str = "") -> None:
    """A line; one that is too long for the terminal goes on below, indented.

    In a pipe, a line stays a line, for the sake of the program that reads it.
    """
    if out.is_terminal or "COLUMNS" in os.environ:
        lead = " " * (len(line) - len(line.lstrip()))
        line = textwrap.fill(
            line.strip(),
            max(out.width, 30),
            initial_indent=lead,
            subsequent_indent=" " * indent,
            break_on_hyphens=False,
            break_long_words=False,
        )
    text = Text(line)
    if state_style:
        text.stylize(state_style, 0, STATE)
    out.print(text)


def _at_the_prompt(verdict: Verdict) -> str:
    """Feedback names the call in a notebook; here it is a command."""
    return verdict.text.replace(f'hint("{verdict.exercise}")', f"tutorial hint {verdict.exercise}")


def _shown(verdict: Verdict) -> str:
    """What a pass has shown, beside its name; what code that was given does; or that its cell is gone."""
    if verdict.diagnosis == "cell-gone":
        return verdict.text.partition(verdict.exercise)[2]
    if verdict.state == NOT_STARTED and (got := verdict.feedback.get("got", "")):
        return f"  now: {got.splitlines()[0]}"
    if verdict.state != PASS or not verdict.text:
        return ""
    shown = " ".join(verdict.text.partition(f"\n{WHY}")[0].splitlines())
    return "  " + shown.removeprefix(f"PASS  {verdict.exercise}").strip()


@contextmanager
def progress(whats: list[str]) -> Iterator[Callable[[int, int, int], None]]:
    """A bar for each on a terminal, or one for many; in a pipe, a line each at the start."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    errors = Console(stderr=True)
    together = len(whats) > BARS
    if not errors.is_terminal:
        for what in [f"{len(whats)} files: checking"] if together else whats:
            errors.print(f"{what} ...", highlight=False)
        yield lambda number, done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=errors, transient=True) as bars:
        shown = [f"{len(whats)} files: checking"] if together else whats
        total = len(whats) if together else None
        tasks = [bars.add_task(f"{what} (loading TensorFlow)", total=total) for what in shown]
        ended = set()

        def step(number: int, done: int, total: int) -> None:
            if not together:
                description = whats[number]
                bars.update(tasks[number], description=description, completed=done, total=total)
            elif done == total:
                ended.add(number)
                bars.update(tasks[0], description=shown[0], completed=len(ended))

        yield step


def markdown(text: str) -> None:
    from rich.markdown import Markdown  # only hints and solutions are Markdown: a check needs none

    Console().print(Markdown(text))
    Console().print()
