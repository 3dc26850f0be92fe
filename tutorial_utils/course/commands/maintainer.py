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
