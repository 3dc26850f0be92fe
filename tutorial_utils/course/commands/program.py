"""The program ``tutorial``: its commands, in the order in which its help shows them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from ..exceptions import CourseError
from . import check, learner, lookup, maintainer

app = typer.Typer(
    help="Seeing Tensors: how to see the values inside a Keras or TensorFlow tensor.",
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
dev = typer.Typer(
    help="For maintainers: compile lessons, check their sources and their judges.",
    no_args_is_help=True,
)
new = typer.Typer(
    help="A lesson, an answer page or an exercise to start from.", no_args_is_help=True
)
app.callback()(learner.start)
app.command()(learner.lab)
app.command("list")(learner.list_)
app.command()(check.check)
app.command()(check.watch)
app.command()(learner.hint)
app.command()(learner.solution)
app.command()(learner.reset)
app.command()(lookup.error)
app.command()(lookup.find)
app.command()(lookup.doctor)
app.command()(lookup.book)
app.add_typer(dev, name="dev", rich_help_panel=None)
dev.add_typer(new, name="new")
new.command("lesson")(maintainer.new_lesson)
new.command("answer")(maintainer.new_answer)
new.command("exercise")(maintainer.new_exercise)
dev.command()(maintainer.build)
dev.command("check")(maintainer.check)
dev.command()(maintainer.mutants)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Whatever the reader can put right is one plain text, and an exit code."""
    try:
        yield
    except CourseError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:
        typer.echo("Stopped.", err=True)
        raise SystemExit(130) from None


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a terminal that cannot show a sign shows "?"
    with plain_errors():
        app(prog_name="tutorial", standalone_mode=True)
