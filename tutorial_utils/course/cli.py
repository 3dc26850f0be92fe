"""The command line: ``tutorial``. Commands that run no lesson import no TensorFlow."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from . import state
from .checking import Job
from .compiled import CompiledLesson, compiled_lessons, find_exercise, find_lesson
from .trouble import CourseError, EnvironmentFault
from .verdicts import Report

DONE, NOT_YET = 0, 1

app = typer.Typer(
    help="Seeing Tensors: how to see the values inside a Keras or TensorFlow tensor.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
dev = typer.Typer(
    help="For maintainers: compile lessons, check their sources.", no_args_is_help=True
)
app.add_typer(dev, name="dev", rich_help_panel=None)

Folder = Annotated[
    Path | None, typer.Option("--dir", help="Your folder, if it is not my-lessons/.")
]

DEFAULT_FOLDER = Path("my-lessons")


def my_folder(given: Path | None) -> Path:
    """The learner's folder: the one named, this one if it is one, or ``my-lessons/``."""
    if given is not None:
        return given
    return Path() if (Path() / state.NAME).is_file() else DEFAULT_FOLDER


@app.command()
def lab(
    folder: Annotated[Path, typer.Argument(help="Where your copies of the lessons go.")] = (
        DEFAULT_FOLDER
    ),
    py: Annotated[bool, typer.Option("--py", help="As scripts; starts nothing.")] = False,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
) -> None:
    """Bring the lessons into your folder and open them in JupyterLab.

    What you changed is never overwritten: a new version goes beside it.

    \b
        tutorial lab
        tutorial lab my-tensors --no-browser
        tutorial lab --py
    """
    from .delivery import deliver

    for delivered in deliver(folder, scripts=py):
        typer.echo(delivered)
    if py:
        typer.echo(f"Edit them, then run: tutorial check --dir {folder}")
        return
    from .jupyterlab import serve

    def say(url: str) -> None:
        typer.echo(f"\nJupyterLab is open at   {url}\nStop it with            Ctrl-C\n")

    first = current_lesson(folder)
    raise typer.Exit(serve(folder, f"{first.slug}.ipynb", browser=browser, say=say))


@app.command("list")
def list_(folder: Folder = None) -> None:
    """Show lessons and exercises, the minutes to set aside, and how far you are."""
    from rich.console import Console
    from rich.table import Table

    known = state.read(my_folder(folder))
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("lesson or exercise", overflow="fold")
    table.add_column("minutes", justify="right")
    table.add_column("state")
    for lesson in compiled_lessons():
        about = lesson.about
        done = sum(known.progress.get(e["id"]) == "PASS" for e in lesson.exercises)
        count = f"{done} of {len(lesson.exercises)}" if lesson.exercises else ""
        table.add_row(f"{lesson.number}  {about['title']}", str(about["minutes"]), count)
        for exercise in lesson.exercises:
            table.add_row(f"    {exercise['id']}", "", known.progress.get(exercise["id"], ""))
    Console().print(table)


@app.command()
def check(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="WHAT", help="Exercises' ids, lessons (01), or files."),
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
    from .checking import check_all
    from .ending import ends_on_request
    from .next_step import next_step
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


@app.command()
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
    from .ending import ends_on_request
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


@app.command()
def hint(id_: Annotated[str, typer.Argument(metavar="ID")], folder: Folder = None) -> None:
    """Show a hint for an exercise, and one more each time you ask.

    tutorial hint numbers-of-a-layer
    """
    from .report import markdown

    _, exercise = find_exercise(id_)
    home = my_folder(folder)
    known = state.read(home)
    shown = min(known.hints.get(id_, 0) + 1, len(exercise["hints"]))
    for number, text in enumerate(exercise["hints"][:shown], 1):
        markdown(f"**Hint {number}.** {text}" if not text.startswith("```") else text)
    if shown == len(exercise["hints"]):
        typer.echo(f"That was the last hint. An answer, and why: tutorial solution {id_}")
    if home.is_dir():
        known.hints[id_] = shown
        state.write(home, known)


@app.command()
def solution(id_: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show an answer to an exercise, and why it works.

    tutorial solution numbers-of-a-layer
    """
    from .report import markdown

    _, exercise = find_exercise(id_)
    markdown(f"```python\n{exercise['answer']}\n```\n\n{exercise['why']}")


@app.command()
def book(browser: Annotated[bool, typer.Option(help="Open a browser.")] = True) -> None:
    """Open the book, and print its address.

    \b
        tutorial book
        tutorial book --no-browser
    """
    from .book import first_page

    address = first_page().as_uri()
    typer.echo(f"The book is at          {address}")
    if browser:
        import webbrowser

        webbrowser.open(address)


@dev.command()
def build(
    force: Annotated[bool, typer.Option(help="Also what has not changed.")] = False,
) -> None:
    """Compile lessons and answers into solutions/*.ipynb: only what changed."""
    from .build import build
    from .content import checkout

    written = build(checkout(), force=force, say=typer.echo)
    typer.echo(f"{len(written)} written")


@dev.command("check")
def dev_check() -> None:
    """Check all that can be checked without running a lesson."""
    from .build import stale
    from .content import checkout
    from .rules import problems
    from .sources import read_course
    from .trouble import SourceError

    root = checkout()
    course = read_course(root)
    if found := [*problems(course, root), *stale(course, root)]:
        raise SourceError(found)
    exercises = sum(len(lesson.exercises) for lesson in course)
    typer.echo(f"{len(course)} lessons, {exercises} exercises: nothing to complain of")


def targets(whats: list[str], all_: bool, home: Path) -> list[Job]:
    """The files to check, each with the exercises to judge, if any were named."""
    if all_:
        if found := [p for lesson in compiled_lessons() for p in copies_of(lesson, home)[:1]]:
            return [Job(path) for path in found]
        raise CourseError(f"There are no lessons in {home}/. Bring them: tutorial lab")
    if not whats:
        return [Job(copy_of(current_lesson(home), home))]
    return merged([target(what, home) for what in whats])


def target(what: str, home: Path) -> Job:
    if Path(what).suffix in (".ipynb", ".py") or Path(what).exists():
        return Job(Path(what))
    if any(e["id"] == what for lesson in compiled_lessons() for e in lesson.exercises):
        lesson, _ = find_exercise(what)
        return Job(copy_of(lesson, home), frozenset([what]))
    try:
        return Job(copy_of(find_lesson(what), home))
    except CourseError:
        if what[:1].isdigit():
            raise
        find_exercise(what)  # says which exercises are close
        raise


def job_after(report: Report, home: Path) -> Job | None:
    """The next lesson that is not passed, where the learner has a copy of it."""
    from .next_step import next_step

    step = next_step(compiled_lessons(), state.read(home).progress, [report])
    found = copies_of(step.lesson, home) if step.lesson else []
    return Job(found[0]) if found else None


def readable(jobs: list[Job]) -> tuple[list[Job], list[CourseError]]:
    """The jobs whose files can be read, and what is wrong with the others.

    A script is read by the process that checks it: that takes seconds.
    """
    from .learner import read_learner_file

    good, errors = [], []
    for job in jobs:
        try:
            if job.path.suffix != ".py" or not job.path.is_file():
                read_learner_file(job.path)
            good.append(job)
        except CourseError as error:
            errors.append(error)
    return good, errors


def merged(jobs: list[Job]) -> list[Job]:
    """One job for each file: the exercises that were named, or all of them if the file was."""
    wanted: dict[Path, Job] = {}
    for job in jobs:
        key = job.path.resolve()
        before = wanted.get(key, job)
        both = None if None in (before.only, job.only) else before.only | job.only
        wanted[key] = Job(before.path, both)
    return list(wanted.values())


def copies_of(lesson: CompiledLesson, home: Path) -> list[Path]:
    """The learner's copies of a lesson, the one saved last first."""
    found = [p for end in ("ipynb", "py") if (p := home / f"{lesson.slug}.{end}").is_file()]
    return sorted(found, key=lambda p: -p.stat().st_mtime)


def copy_of(lesson: CompiledLesson, home: Path) -> Path:
    if found := copies_of(lesson, home):
        return found[0]
    raise CourseError(f"There is no copy of {lesson.slug} in {home}/. Bring it: tutorial lab")


def current_lesson(home: Path) -> CompiledLesson:
    """The lesson that was saved last; the first one where nothing was worked on yet."""
    saved = [(p.stat().st_mtime, i, lesson) for i, lesson in enumerate(compiled_lessons())
             for p in copies_of(lesson, home)]  # fmt: skip
    return max(saved)[2] if saved else compiled_lessons()[0]


def remember(home: Path, reports: list[Report]) -> dict[str, str]:
    """Keep the verdicts where the learner's state is; what is known of every exercise now.

    A file from elsewhere, a friend's say, tells nothing of this learner.
    """
    found = {id_: state for report in reports for id_, state in report.states.items()}
    if not home.is_dir():
        return found
    mine = [r for r in reports if Path(r.file).resolve().parent == home.resolve()]
    kept = {id_: state_ for report in mine for id_, state_ in report.states.items()}
    known = state.update(home, kept) if kept else state.read(home)
    return known.progress | found


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
    with plain_errors():
        app(prog_name="tutorial", standalone_mode=True)
