"""A class: a row for each verdict in a file that spreadsheets read, and which exercise stops most."""

import csv
import hashlib
import io
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from ..content import atomic
from ..desk.report_model import NOT_STARTED, NOT_YET, PASS, Report
from ..exceptions import CourseError, EnvironmentFault
from ..grading.job import Job

COLUMNS = (
    *("learner", "lesson", "exercise", "state", "diagnosis", "seconds"),
    *(
        "file",
        "digest",
        "rows",
    ),  # what it needs to go on: which version of which file, in how many rows
)
NO_VERDICT = "NO VERDICT"
_BEST = (PASS, NOT_YET, NOT_STARTED)  # of several files of one learner, what counts

Row = dict[str, str]


class ClassReport:
    """What is known of a class so far; where a CSV file is named, it is there as well."""

    def __init__(self, path: Path | None = None, resume: bool = False):
        """
        Args:
            path: The CSV file.
            resume: Go on where that file ends.

        Raises:
            CourseError: There is such a file, and it would be overwritten; or none to go on with.
        """
        self._path = path
        self.rows: list[Row] = []
        if resume and path is None:
            raise CourseError("--resume goes on where a CSV file ends: name it with --csv FILE.")
        if path is None:
            return
        if path.exists() and not resume:
            raise CourseError(
                f"{path} is there already. To go on where it ends: --resume; else name another file."
            )
        if path.exists():
            self.rows = _whole_rows(path)
        self._write(
            atomic.write_text, _as_csv([dict(zip(COLUMNS, COLUMNS, strict=True)), *self.rows])
        )

    def left(self, jobs: list[Job]) -> list[Job]:
        """The jobs of which there is no verdict yet, or one on another version of the file."""
        done = {(row["file"], row["digest"]) for row in self.rows if row["state"] != NO_VERDICT}
        left = [job for job in jobs if (str(job.path), digest(job.path)) not in done]
        again = {str(job.path) for job in left}
        self.rows = [row for row in self.rows if row["file"] not in again]
        return left

    def add(self, job: Job, result: Report | CourseError) -> None:
        """Keep what a file came to.

        Raises:
            EnvironmentFault: The CSV file cannot be written.
        """
        about = {"learner": job.whose, "file": str(job.path), "digest": digest(job.path)}
        if isinstance(result, CourseError):
            new = [about | {"state": NO_VERDICT, "diagnosis": str(result)}]
        else:
            new = [
                about
                | {"lesson": result.lesson, "exercise": v.exercise, "state": v.state}
                | {"diagnosis": v.diagnosis, "seconds": str(result.seconds)}
                for v in result.verdicts
            ]
        new = [row | {"rows": str(len(new))} for row in new]
        self.rows += new
        self._write(_append, _as_csv(new))

    def _write(self, write, text: str) -> None:
        if self._path is None:
            return
        try:
            write(self._path, text)
        except OSError as error:
            raise EnvironmentFault(f"{self._path} cannot be written: {error.strerror}.") from None


@dataclass
class Stop:
    """How a class fares with one exercise."""

    lesson: str
    exercise: str
    states: Counter = field(default_factory=Counter)
    diagnoses: Counter = field(default_factory=Counter)

    def as_json(self) -> dict:
        return {
            "lesson": self.lesson,
            "exercise": self.exercise,
            "states": dict(self.states),
            "diagnoses": dict(self.diagnoses.most_common()),
        }


def stops(rows: list[Row]) -> list[Stop]:
    """Every exercise, the one that stops most learners first; of each learner the best verdict."""
    best: dict[tuple[str, str, str], Row] = {}
    for row in (row for row in rows if row["state"] in _BEST):
        key = row["lesson"], row["exercise"], row["learner"]
        if key not in best or _BEST.index(row["state"]) < _BEST.index(best[key]["state"]):
            best[key] = row
    found: dict[tuple[str, str], Stop] = {}
    for (lesson, exercise, _), row in best.items():
        stop = found.setdefault((lesson, exercise), Stop(lesson, exercise))
        stop.states[row["state"]] += 1
        if row["state"] == NOT_YET:
            stop.diagnoses[row["diagnosis"]] += 1
    return sorted(found.values(), key=lambda s: (-s.states[NOT_YET], -s.states[NOT_STARTED]))


def as_table(rows: list[Row]) -> list[str]:
    """The same for people: a line for each exercise, under a line that says what stands where."""
    learners = {row["learner"] for row in rows}
    found = stops(rows)
    width = max([len("exercise"), *(len(stop.exercise) for stop in found)])
    lines = [
        f"{len(learners)} learners. The exercise that stops most of them comes first.",
        f"{'lesson':<8}{'exercise':<{width}}  PASS  NOT YET  NOT STARTED  mostly",
    ]
    for stop in found:
        diagnosis, times = (stop.diagnoses.most_common(1) or [("", 0)])[0]
        lines.append(
            f"{stop.lesson[:2]:<8}{stop.exercise:<{width}}  {stop.states[PASS]:>4}"
            f"  {stop.states[NOT_YET]:>7}  {stop.states[NOT_STARTED]:>11}"
            f"  {f'{diagnosis} ({times})' if times else ''}".rstrip()
        )
    return lines


def digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    except OSError:
        return ""


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(text)


def _as_csv(rows: list[Row]) -> str:
    text = io.StringIO()
    csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n").writerows(rows)
    return text.getvalue()


def _whole_rows(path: Path) -> list[Row]:
    """The rows of a file, but those of a last file that was cut off while it was written.

    Raises:
        CourseError: It is no such file.
    """
    try:
        text = path.read_text(encoding="utf-8")
        rows = list(csv.DictReader(io.StringIO(text)))
    except (OSError, UnicodeDecodeError, csv.Error):
        rows = [{"": ""}]
    if any(set(row) - {None} != set(COLUMNS) for row in rows):
        raise CourseError(f"{path} is not what `tutorial check --csv` writes: it is left alone.")
    if rows and not text.endswith("\n"):
        rows.pop()
    there = Counter((row["file"], row["digest"]) for row in rows)
    rows = [row for row in rows if str(there[row["file"], row["digest"]]) == row["rows"]]
    return [{name: row[name] or "" for name in COLUMNS} for row in rows]
