"""``tutorial dev``: compile lessons, check their sources."""

from typing import Annotated

import typer


def build(
    force: Annotated[bool, typer.Option(help="Also what has not changed.")] = False,
) -> None:
    """Compile lessons and answers into solutions/compiled/: only what changed."""
    from ..author.build import build
    from ..content.location import checkout

    written = build(checkout(), force=force, say=typer.echo)
    typer.echo(f"{len(written)} written")


def check() -> None:
    """Check all that can be checked without running a lesson."""
    from ..author.build import stale
    from ..author.reading import read_course
    from ..author.rules import problems
    from ..content.location import checkout
    from ..exceptions import SourceError

    root = checkout()
    course = read_course(root)
    if found := [*problems(course, root), *stale(course, root)]:
        raise SourceError(found)
    exercises = sum(len(lesson.exercises) for lesson in course)
    typer.echo(f"{len(course)} lessons, {exercises} exercises: nothing to complain of")


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
