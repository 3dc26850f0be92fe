"""A file that is to be checked, and what to say where that broke off."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Job:
    """A file to check, the exercises to judge in it (None: all), and whose it is."""

    path: Path
    only: Collection[str] | None = None
    learner: str = ""

    @property
    def whose(self) -> str:
        """The learner, else the folder in which the file lies."""
        return self.learner or self.path.resolve().parent.name


def broke_off(path: object, why: str) -> str:
    """What to say where a check ended without a report."""
    return (
        f"The check of {path} broke off: {why}. "
        "Run it once more; if it happens again: tutorial doctor"
    )
