"""Checking: once, or whenever a file is saved."""

from pathlib import Path
from typing import Annotated

import typer

from ..content.compiled import compiled_lessons
from ..desk import attempts, state
from ..desk.progress import is_home, my_folder
from ..desk.report_model import Report
from ..exceptions import CourseError, EnvironmentFault
from ..grading.job import Job
from ..grading.limits import Limits
from ..grading.next_step import NextStep
from .class_report import ClassReport, as_table, stops
from .learner import hint, show_overview
from .options import DONE, NOT_YET, Folder, complete_exercise_or_lesson
from .targets import job_after, readable, targets

Seconds = Annotated[float, typer.Option(help="How long one cell may take.", min=1.0)]
Minutes = Annotated[float, typer.Option(help="How long one file may take.", min=0.01)]
Memory = Annotated[
    float, typer.Option(help="GB that the cells of a file may add (Linux).", min=0.1)
]


def check(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WHAT",
            help="Exercises' ids, lessons (01), files, or folders.",
            autocompletion=complete_exercise_or_lesson,
        ),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every lesson in your folder.")] = False,
    seconds: Seconds = 30.0,
    minutes: Minutes = 10.0,
    memory: Memory = 4.0,
    csv: Annotated[Path | None, typer.Option(help="Write a row for each verdict there.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where that file ends.")] = False,
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
        tutorial check class/*/ --csv class.csv

    Without a name: the lesson that you saved last. Several are checked side by side. Of folders, all
    that they hold is checked, and a table shows which exercise stops most of their learners.
    """
    from ..grading.checking import check_all
    from ..machine.signals import ends_on_request
    from .report import progress

    home = my_folder(folder)
    is_class = csv is not None or any(Path(word).is_dir() for word in what or ())
    known = ClassReport(csv, resume)
    jobs, unreadable = readable(known.left(targets(what or [], all_, home)))
    found = Found(known, json_, is_class)
    for job, error in unreadable:
        found.add(job, error)
    names = [] if json_ else [f"{job.path.stem}: checking" for job in jobs]
    limits = Limits(seconds, minutes, memory)
    stopped = None
    try:
        with ends_on_request(), progress(names) as step:
            check_all(
                jobs, limits=limits, step=step, done=lambda number, of: found.add(jobs[number], of)
            )
    except CourseError as error:
        found.errors.append((None, error))
    except SystemExit as request:  # it was said that it was stopped
        stopped = request.code
    raise typer.Exit(found.close(home, stopped))


class Found:
    """What has been found so far: shown at once where somebody waits for it, and kept."""

    def __init__(self, known: ClassReport, as_json: bool, is_class: bool):
        self._known, self._as_json, self._is_class = known, as_json, is_class
        self._reports: list[Report] = []
        self.errors: list[tuple[Job | None, CourseError]] = []

    def add(self, job: Job, result: Report | CourseError) -> None:
        from .json_report import file_line
        from .report import show_in_a_line

        if isinstance(result, Report):
            self._reports.append(result)
        else:
            self.errors.append((job, result))
        if self._as_json:
            typer.echo(file_line(job, result))
        elif self._is_class and isinstance(result, Report):
            show_in_a_line(job, result)
        self._known.add(job, result)

    def close(self, home: Path, stopped: int | None) -> int:
        """Remember what belongs to the learner, show the rest; the exit code."""
        from ..grading.next_step import next_step
        from .json_report import closing_line

        progress: dict[str, str] = {}
        try:
            progress = remember(home, self._reports)
        except EnvironmentFault as error:
            self.errors.append((None, error))
        order = [lesson.slug for lesson in compiled_lessons()]
        reports = sorted(self._reports, key=lambda report: order.index(report.lesson))
        next_ = next_step(compiled_lessons(), progress, reports) if reports else None
        passed = not self.errors and stopped is None and all(r.passed for r in reports)
        if self._as_json:
            rows = stops(self._known.rows) if self._is_class else ()
            typer.echo(closing_line(passed, len(reports), self.errors, next_, rows))
        elif stopped is None:
            self._show(reports, next_)
        for _, error in self.errors:
            typer.echo(str(error), err=True)
        if stopped is not None:
            return stopped
        return max([DONE if passed else NOT_YET, *(e.exit_code for _, e in self.errors)])

    def _show(self, reports: list[Report], next_: NextStep | None) -> None:
        from .report import show, show_next

        if self._is_class:
            if stops(self._known.rows):
                for line in ("", *as_table(self._known.rows)):
                    typer.echo(line)
            return
        for report in reports:
            show(report)
        if next_:
            show_next(next_)


def watch(
    what: Annotated[
        str | None, typer.Argument(metavar="LESSON", help="A lesson (01), an id, or a file.")
    ] = None,
    seconds: Seconds = 30.0,
    minutes: Minutes = 10.0,
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
    for _, error in readable([job])[1]:
        raise error
    stems = {job.path.stem} if what else {lesson.slug for lesson in compiled_lessons()}
    with ends_on_request(on_ctrl_c=DONE):
        Watch(
            job,
            paths=[job.path.parent / f"{stem}{end}" for stem in stems for end in (".ipynb", ".py")],
            limits=Limits(seconds, minutes),
            remember=lambda report: remember(home, [report]),
            after=lambda report: job_after(report, home),
            hint=lambda id_: hint(id_, home),
            overview=lambda slug: show_overview(home, slug),
        ).run()


def remember(home: Path, reports: list[Report]) -> dict[str, str]:
    """Keep the verdicts where the learner's state is; what is known of every exercise now.

    A file from elsewhere, a friend's say, tells nothing of this learner.
    """
    found = {id_: state for report in reports for id_, state in report.states.items()}
    mine = [r for r in reports if Path(r.file).parent.resolve() == home.resolve()]
    if not mine or not is_home(home):
        return state.read(home).progress | found
    with state.changing(home) as known:
        for report in mine:
            file = Path(report.file)
            source = attempts.Source(file.name, file.stem == report.lesson)
            for verdict in report.verdicts:
                attempts.note_check(
                    known, verdict.exercise, verdict.state, verdict.diagnosis, source
                )
    return known.progress | found
