"""How the command line shows verdicts, progress and Markdown: with or without colour."""

import textwrap
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markdown import Markdown
from rich.markup import escape

from .grading import NOT_STARTED, NOT_YET, PASS, Report

STYLES = {PASS: "bold green", NOT_YET: "bold red", NOT_STARTED: "bold yellow"}


def show(report: Report) -> None:
    """A report: every verdict in a line, then what there is to say of those that are not yet."""
    out = Console(highlight=False, soft_wrap=True)
    out.print(f"{report.file.lesson.slug}   {report.file.path}", style="bold")
    for verdict in report.verdicts:
        label = f"[{STYLES[verdict.state]}]{verdict.state:<11}[/]"
        out.print(f"  {label}  {verdict.exercise}{escape(_shown(verdict))}")
    for failure in report.failures:
        out.print(f"\nThis cell, outside the exercises, did not run:  {escape(failure.first_line)}")
        out.print(f"    {escape(failure.error)}")
    for note in report.notes:
        out.print(f"\nNote: {escape(note)}")
    for verdict in report.verdicts:
        if verdict.state == NOT_YET:
            out.print()
            out.print(escape(textwrap.indent(_at_the_prompt(verdict), "  ")))
    passed = sum(v.state == PASS for v in report.verdicts)
    out.print(f"\n{passed} of {len(report.verdicts)} passed.{escape(_next(report))}")


def _at_the_prompt(verdict) -> str:
    """Feedback names the call in a notebook; here it is a command."""
    return verdict.text.replace(f'hint("{verdict.exercise}")', f"tutorial hint {verdict.exercise}")


def _shown(verdict) -> str:
    """What a pass has shown, beside its name."""
    if verdict.state != PASS:
        return ""
    first = verdict.text.splitlines()[0] if verdict.text else ""
    return "  " + first.removeprefix(f"PASS  {verdict.exercise}").strip()


def _next(report: Report) -> str:
    """The first exercise, in the order of the page, that is not passed."""
    left = [v.exercise for v in report.verdicts if v.state != PASS]
    return f" Next: {left[0]} (tutorial hint {left[0]})" if left else ""


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal; in a pipe, one line at the start."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        console.print(f"{what} ...", highlight=False)
        yield lambda done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def markdown(text: str) -> None:
    Console().print(Markdown(text))
    Console().print()


def labelled(lines: Iterable[tuple[str, str]], width: int = 9) -> None:
    """Label and text, wrapped in a column of its own; an unlabelled line stands out to the left."""
    columns = min(Console().width, 100)
    for label, text in lines:
        indent = " " * width
        print(
            textwrap.fill(
                text,
                columns,
                initial_indent=f"{label:<{width}}",
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
        )
