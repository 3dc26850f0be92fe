"""Checking: once, or whenever a file is saved."""

from pathlib import Path
from typing import Annotated

import typer

from ..content.compiled import compiled_lessons
from ..desk import attempts, state
from ..desk.progress import is_home, my_folder
from ..desk.report_model import Report
from ..exceptions import CourseError, EnvironmentFault
from .completion import complete_exercise_or_lesson
from .learner import hint, list_
from .options import DONE, NOT_YET, Folder
from .targets import job_after, readable, targets


def check(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WHAT",
            help="Exercises' ids, lessons (01), or files.",
            autocompletion=complete_exercise_or_lesson,
        ),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every lesson in your folder.")] = False,
    seconds: Annotated[float, typer.Option(help="How long one cell may take.", min=1.0)] = 30.0,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
    folder: Folder = None,
) -> None:
    """Check your exercises in a fresh kernel: what your file makes, and nothing else.

    \b
        tutorial check 01
        tutorial check 01 02
        tutorial check numbers-of-a-layer
        tutorial check my-lessons/01_symbolic_or_eager.ipynb
        tutorial check --all --json

    Without a name: the lesson that you saved last. Several are checked side by side.
    """
    from ..grading.checking import check_all
    from ..grading.next_step import next_step
    from ..machine.signals import ends_on_request
    from .report import progress, show, show_next

    home = my_folder(folder)
    jobs, errors = readable(targets(what or [], all_, home))
    reports: list[Report] = []
    known: dict[str, str] = {}
    names = [] if json_ else [f"{job.path.stem}: checking" for job in jobs]
    try:
        with ends_on_request(), progress(names) as step:
            results = check_all(jobs, seconds=seconds, step=step, done=reports.append)
            errors += [result for result in results if isinstance(result, CourseError)]
            reports = [result for result in results if isinstance(result, Report)]
    finally:
        try:
            known = remember(home, reports)
        except EnvironmentFault as error:
            errors.append(error)
    next_ = next_step(compiled_lessons(), known, reports) if reports else None
    if json_:
        from .json_report import as_text

        typer.echo(as_text(reports, errors, next_))
    else:
        for report in reports:
            show(report)
        if next_:
            show_next(next_)
    for error in errors:
        typer.echo(str(error), err=True)
    passed = all(report.passed for report in reports)
    raise typer.Exit(max([DONE if passed else NOT_YET, *(e.exit_code for e in errors)]))


def watch(
    what: Annotated[
        str | None, typer.Argument(metavar="LESSON", help="A lesson (01), an id, or a file.")
    ] = None,
    seconds: Annotated[float, typer.Option(help="How long one cell may take.", min=1.0)] = 30.0,
    folder: Folder = None,
) -> None:
    """Check again whenever you save. A kernel with TensorFlow in it waits for that.

    \b
        tutorial watch
        tutorial watch 01

    Without a name: whichever lesson you save. Keys: h hint, n next, l list, q quit.
    """
    from ..machine.signals import ends_on_request
    from .watch import Watch

    home = my_folder(folder)
    (job,) = targets([what] if what else [], False, home)
    for error in readable([job])[1]:
        raise error
    stems = {job.path.stem} if what else {lesson.slug for lesson in compiled_lessons()}
    with ends_on_request(on_ctrl_c=DONE):
        Watch(
            job,
            paths=[job.path.parent / f"{stem}{end}" for stem in stems for end in (".ipynb", ".py")],
            seconds=seconds,
            remember=lambda report: remember(home, [report]),
            after=lambda report: job_after(report, home),
            hint=lambda id_: hint(id_, home),
            overview=lambda: list_(home),
        ).run()


def remember(home: Path, reports: list[Report]) -> dict[str, str]:
    """Keep the verdicts where the learner's state is; what is known of every exercise now.

    A file from elsewhere, a friend's say, tells nothing of this learner.
    """
    found = {id_: state for report in reports for id_, state in report.states.items()}
    mine = [r for r in reports if Path(r.file).resolve().parent == home.resolve()]
    if not mine or not is_home(home):
        return state.read(home).progress | found
    with state.changing(home) as known:
        for verdict in (v for report in mine for v in report.verdicts):
            attempts.note_check(known, verdict.exercise, verdict.state, verdict.diagnosis)
    return known.progress | found
