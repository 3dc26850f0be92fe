"""What the course says when something is wrong: one plain sentence, and where."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """A fault in a source file, at a line that counts from 1."""

    file: Path
    line: int
    text: str

    def __str__(self) -> str:
        here = Path.cwd()
        file = self.file.relative_to(here) if self.file.is_relative_to(here) else self.file
        return f"{file}:{self.line}: {self.text}"


class CourseError(Exception):
    """Something the reader can put right. Shown as its text alone, without a traceback."""

    exit_code = 2  # the request does not fit

    def _render_traceback_(self) -> list[str]:  # what IPython shows in place of a traceback
        return str(self).splitlines()


class EnvironmentFault(CourseError):
    """The machine is not as it has to be: no right to write, no space, a package missing."""

    exit_code = 3


class SourceError(CourseError):
    """Lesson sources that break the rules, with every :class:`Problem` that was found."""

    exit_code = 1

    def __init__(self, problems: list[Problem]):
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))
