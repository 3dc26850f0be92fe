"""``tutorial dev``: new lessons, answers and exercises; compile them, check their sources."""

from pathlib import Path
from typing import Annotated

import typer


def build(
    force: Annotated[bool, typer.Option(help="Also what has not changed.")] = False,
) -> None:
    """Compile lessons and answers into solutions/compiled/: only what changed."""
    from ..author.build import build
    from ..content.digest import renew
    from ..content.location import checkout
    from ..content.scratch import all_temporary_files
    from ..machine.signals import ends_on_request

    with ends_on_request(), all_temporary_files():
        written = build(checkout(), force=force, say=typer.echo)
    renew()
    typer.echo(f"{len(written)} written")


def trust() -> None:
    """Take this package's files as they are now for what they should be: you changed them.

    Verdicts are not given with files that are not as set-up left them, or that a check changed.
    """
    from ..content.digest import note_set_up
    from ..grading.tampering import forgive

    forgive()
    note_set_up()
    typer.echo("Trusted as it is now.")


def check() -> None:
    """Check all that can be checked without running a lesson."""
    from ..author.answers import read_gallery, read_pages
    from ..author.build import stale
    from ..author.rules import problems
    from ..content.location import checkout
    from ..exceptions import SourceError

    root = checkout()
    course, answers = read_pages(root)
    pages = (answers, read_gallery(root))
    if found := [*problems(course, root, *pages), *stale(course, root, *pages)]:
        raise SourceError(found)
    exercises = sum(len(lesson.exercises) for lesson in course)
    typer.echo(
        f"{len(course)} lessons, {exercises} exercises, answer pages: {len(answers)}; "
        "nothing to complain of"
    )


def mutants(
    which: Annotated[
        list[str] | None,
        typer.Argument(help="Exercises or lessons (their numbers); by default, all.", metavar="ID"),
    ] = None,
) -> None:
    """Change each answer in small ways, and list the changes that its judge lets pass.

    A change that gives a right answer is marked in the feedback file, with the reason:
    [[id.equivalent]] with `change` and `why`. Takes about half a minute for a lesson.
    """
    from ..author.reading import read_course
    from ..content.location import checkout

    course = read_course(checkout())
    chosen = {name.zfill(2) if name.isdigit() else name for name in which or ()}
    known = {name for le in course for name in (le.number, le.slug, *(e.id for e in le.exercises))}
    if unknown := chosen - known:
        raise typer.BadParameter(f"there is no exercise or lesson {', '.join(sorted(unknown))}")
    from ..mutation.runs import run_mutants

    is_clean = True
    for lesson in course:
        whole = not chosen or {lesson.number, lesson.slug} & chosen
        only = None if whole else chosen & {e.id for e in lesson.exercises}
        if only is None or only:
            for result in run_mutants(lesson, only):
                typer.echo(result.as_text())
                is_clean &= result.is_clean
    if not is_clean:
        raise typer.Exit(1)


Question = Annotated[str | None, typer.Option(help="Its heading, as people type it.")]


def new_lesson(
    slug: Annotated[str, typer.Argument(metavar="NN_SLUG", help="As in 06_gradients.")],
    question: Question = None,
) -> None:
    """A lesson that works, for you to fill: text, answers, feedback, judges.

    \b
        tutorial dev new lesson 06_gradients --question "Why is my gradient None?"
    """
    from ..content.location import checkout
    from ..scaffold.new import write_lesson

    _tell(write_lesson(checkout(), slug, question))


def new_answer(
    place: Annotated[str, typer.Argument(metavar="TOPIC/SLUG", help="As in data/first_batch.")],
    question: Question = None,
) -> None:
    """An answer page that works, for you to fill: one file.

    \b
        tutorial dev new answer data/first_batch --question "How do I print a batch?"
    """
    from ..content.location import checkout
    from ..scaffold.new import write_answer

    _tell(write_answer(checkout(), place, question))


def new_exercise(
    lesson: Annotated[str, typer.Argument(metavar="LESSON", help="Its number or name.")],
    id_: Annotated[str, typer.Argument(metavar="ID", help="As in hidden-layer.")],
    kind: Annotated[str, typer.Argument(metavar="KIND", help="As in blank, predict, order.")],
    go_on: Annotated[bool, typer.Option("--go-on", help="The core can do without it.")] = False,
) -> None:
    """An exercise more in a lesson, with its hints, answer, why, feedback and judge.

    \b
        tutorial dev new exercise 06 none-or-number predict
    """
    from ..content.location import checkout
    from ..scaffold.new import write_exercise

    _tell(write_exercise(checkout(), lesson, id_, kind, to_go_on=go_on))


def _tell(files: list[Path]) -> None:
    for path in files:
        typer.echo(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    typer.echo(
        "It works as it is. Write yours into it, then: tutorial dev check, and make build test"
    )
