"""The command line: ``tutorial``. Commands that run no lesson import no TensorFlow."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from .completion import complete_exercise, complete_exercise_or_lesson
from .content.compiled import compiled_lessons, find_exercise, find_lesson
from .desk import attempts, state
from .desk.progress import DEFAULT_FOLDER, copies_of, copy_of, current_lesson, is_home, my_folder
from .exceptions import CourseError, EnvironmentFault
from .grading.checking import Job
from .grading.report_model import Report

DONE, NOT_YET = 0, 1

app = typer.Typer(
    help="Seeing Tensors: how to see the values inside a Keras or TensorFlow tensor.",
    invoke_without_command=True,
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

ExerciseId = Annotated[
    str,
    typer.Argument(metavar="ID", help="An exercise's id.", autocompletion=complete_exercise),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


@app.callback()
def start(context: typer.Context) -> None:
    """Seeing Tensors: how to see the values inside a Keras or TensorFlow tensor.

    Without a command: where you are, and what is next.
    """
    if context.invoked_subcommand is None:
        from .desk.overview import where_am_i

        for line in where_am_i(my_folder(None)):
            typer.echo(line)


@app.command()
def lab(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help=f"Where your copies of the lessons go.  [default: {DEFAULT_FOLDER}]",
            show_default=False,
        ),
    ] = None,
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
    from .desk.delivery import deliver

    folder = folder or my_folder(None)
    for delivered in deliver(folder, scripts=py):
        typer.echo(delivered)
    if py:
        typer.echo(f"Edit them, then run: tutorial check --dir {folder}")
        return
    from .machine.jupyterlab import serve

    def say(url: str) -> None:
        typer.echo(f"\nJupyterLab is open at   {url}\nStop it with            Ctrl-C\n")

    first = current_lesson(folder)
    raise typer.Exit(serve(folder, f"{first.slug}.ipynb", browser=browser, say=say))


@app.command("list")
def list_(folder: Folder = None) -> None:
    """Show lessons and exercises, the minutes to set aside, and how far you are.

    \b
        tutorial list
        tutorial list --dir my-tensors
    """
    from .desk.overview import overview

    for line in overview(my_folder(folder), *bar_characters()):
        typer.echo(line)


@app.command()
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
    from .ending import ends_on_request
    from .grading.checking import check_all
    from .grading.next_step import next_step
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
def hint(id_: ExerciseId, folder: Folder = None) -> None:
    """Show a hint for an exercise; after a try, one more each time you ask.

    The first hint is a question about what is on the screen. A try is a check of your own code.

    \b
        tutorial hint numbers-of-a-layer
    """
    from .report import markdown

    _, exercise = find_exercise(id_)
    home = my_folder(folder)
    known = state.read(home)
    hints = attempts.next_hints(known, exercise)
    markdown(attempts.as_markdown(hints))
    if hints.then == "try":
        typer.echo(f"More comes after a try: tutorial check {id_}")
    if hints.then == "solution":
        typer.echo(f"These are all. An answer, and why it works: tutorial solution {id_}")
    if is_home(home):
        with state.changing(home) as known:
            attempts.next_hints(known, exercise)


@app.command()
def solution(id_: ExerciseId, yes: Yes = False, folder: Folder = None) -> None:
    """Show an answer to an exercise, why it works, and what else would.

    Before your first try it asks whether you want that.

    \b
        tutorial solution numbers-of-a-layer
        tutorial solution numbers-of-a-layer --yes
    """
    from .report import markdown

    _, exercise = find_exercise(id_)
    if not yes and not state.read(my_folder(folder)).tried.get(id_):
        agree(
            f"You have not tried {id_} yet; a hint may be all you need: tutorial hint {id_}\n"
            "Show the answer now?",
            f"You have not tried {id_} yet. To see its answer all the same: "
            f"tutorial solution {id_} --yes",
        )
    typer.echo(f"{exercise['answer']}\n")  # as it is, to be copied
    markdown(exercise["why"])


@app.command()
def reset(
    what: Annotated[
        str,
        typer.Argument(
            metavar="ID|LESSON",
            help="An exercise's id, or a lesson (01).",
            autocompletion=complete_exercise_or_lesson,
        ),
    ],
    yes: Yes = False,
    folder: Folder = None,
) -> None:
    """Give an exercise or a lesson back as it was delivered. Your own version is kept.

    An exercise alone: the rest of the file stays as it is. What was there is in .backups/ of your
    folder. Its verdict, tries and hints are forgotten.

    \b
        tutorial reset numbers-of-a-layer
        tutorial reset 01
    """
    from .desk.reset import reset_exercise, reset_lesson

    home = my_folder(folder)
    lesson, exercise = exercise_or_lesson(what)
    path = copy_of(lesson, home)
    thing = f"{exercise['id']} in {path}" if exercise else f"{path}, the whole lesson,"
    agree(
        f"Reset {thing} to what was delivered? Yours is kept in {path.parent / '.backups'}/.",
        f"This replaces your work on {what}, and keeps it in {path.parent / '.backups'}/. "
        f"To do it: tutorial reset {what} --yes",
        yes,
    )
    done = reset_exercise(path, lesson, exercise) if exercise else reset_lesson(path, lesson)
    if done.kept is None:
        typer.echo(f"{what} in {path} is as it was delivered; its progress is forgotten.")
        return
    typer.echo(f"{what} in {path} is as it was delivered.\nYours is kept: {done.kept}")
    if path.suffix == ".ipynb":
        typer.echo("Open in JupyterLab? Then: File, Reload Notebook from Disk.")


@app.command()
def error(
    message: Annotated[
        list[str] | None,
        typer.Argument(help="The message; without it, what comes from a pipe or is pasted."),
    ] = None,
) -> None:
    """Explain an error message: what it means, what to do, which lesson shows it.

    A line of it or a whole traceback, from today's versions or from older ones.

    \b
        tutorial error "'KerasTensor' object has no attribute 'numpy'"
        python train.py 2>&1 | tutorial error
    """
    from .content.explained import NOTHING, as_text, explanations
    from .report import labelled

    if not message and sys.stdin.isatty():
        typer.echo("Paste the message, then press Enter and Ctrl-D:", err=True)
    given = " ".join(message) if message else sys.stdin.buffer.read().decode("utf-8", "replace")
    if not given.strip():
        raise CourseError('There is no message. Give it in quotes: tutorial error "..."')
    found = list(explanations(given))
    if not found:
        typer.echo(NOTHING)
        raise typer.Exit(NOT_YET)
    labelled(as_text(found))


@app.command()
def doctor(
    folder: Folder = None,
    seconds: Annotated[float, typer.Option(help="How long one look may take.", min=1.0)] = 120.0,
) -> None:
    """Look at this machine: what is wrong, and what to do about it.

    Python, packages, TensorFlow, the kernel, your folder, the disk. Exit code 3: something is wrong.

    \b
        tutorial doctor
    """
    from .machine.doctor import OK, WRONG, examine
    from .report import labelled

    wrong = 0
    for finding in examine(folder or my_folder(None), seconds):
        wrong += finding.state == WRONG
        labelled([(finding.state, finding.said)])
        if finding.cure and finding.state != OK:
            labelled([("", f"Do: {finding.cure}")])
    typer.echo(f"{wrong} to put right." if wrong else "Nothing is wrong.")
    raise typer.Exit(EnvironmentFault.exit_code if wrong else DONE)


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
    from .author.build import build
    from .content.location import checkout

    written = build(checkout(), force=force, say=typer.echo)
    typer.echo(f"{len(written)} written")


@dev.command("check")
def dev_check() -> None:
    """Check all that can be checked without running a lesson."""
    from .author.build import stale
    from .author.reading import read_course
    from .author.rules import problems
    from .content.location import checkout
    from .exceptions import SourceError

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
    from .grading.next_step import next_step

    step = next_step(compiled_lessons(), state.read(home).progress, [report])
    found = copies_of(step.lesson, home) if step.lesson else []
    return Job(found[0]) if found else None


def readable(jobs: list[Job]) -> tuple[list[Job], list[CourseError]]:
    """The jobs whose files can be read, and what is wrong with the others.

    A script is read by the process that checks it: that takes seconds.
    """
    from .desk.files import read_learner_file

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
            attempts.note_check(known, verdict.exercise, verdict.state, verdict.text)
    return known.progress | found


def exercise_or_lesson(what: str):
    """The lesson, and the exercise or None."""
    if any(e["id"] == what for lesson in compiled_lessons() for e in lesson.exercises):
        return find_exercise(what)
    try:
        return find_lesson(what), None
    except CourseError:
        if what[:1].isdigit():
            raise
        return find_exercise(what)  # says which exercises are close


def agree(question: str, refusal: str, yes: bool = False) -> None:
    """Go on where the answer is yes.

    Raises:
        CourseError: the refusal, where nobody is there to answer.
        typer.Exit: where the answer is no.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise CourseError(refusal)
    if not typer.confirm(question):
        typer.echo("Nothing was done.")
        raise typer.Exit(NOT_YET)


def bar_characters() -> tuple[str, str]:
    """Full and empty, where the output can show blocks; else plain ASCII."""
    try:
        "█░".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return "#", "-"
    return "█", "░"


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
