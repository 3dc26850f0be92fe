"""What is said of wrong answers to an exercise, as its author wrote it: plain data."""

from dataclasses import dataclass, field
from pathlib import Path

from ..exceptions import Problem

# Keys of a diagnosis, by what they are for.
RECOGNISED_BY = {"raised", "error", "facts", "pick"}
SAYS = {"got", "usually", "next"}
SHOWN_BY = {"swap", "code", "also"}


@dataclass(frozen=True)
class Diagnosis:
    """One entry as its author wrote it; ``line`` is that of its ``id``."""

    table: dict
    file: Path
    line: int

    @property
    def id(self) -> str:
        return self.table["id"]

    @property
    def told(self) -> dict:
        """What a check needs of it: how it is recognised and what it says."""
        return {k: v for k, v in self.table.items() if k in {"id"} | RECOGNISED_BY | SAYS}

    def examples(self, answer: str, name: str, kind: str) -> list[str]:
        """The wrong answers that show it.

        Args:
            answer: The code of the right answer.
            name: What it defines.
            kind: The exercise's kind.

        Raises:
            ValueError: A ``swap`` does not find its old text exactly once.
        """
        shown = [self.table, *self.table.get("also", ())]
        found = [_applied(item["swap"], answer) for item in shown if "swap" in item]
        found += [item["code"].rstrip("\n") for item in shown if "code" in item]
        if kind in ("predict", "order"):
            picks = self.table.get("pick", ())
            found += [
                f'{name} = "{pick}"' for pick in ([picks] if isinstance(picks, str) else picks)
            ]
        return found

    def problem(self, text: str) -> Problem:
        return Problem(self.file, self.line, text)


@dataclass(frozen=True)
class ExerciseFeedback:
    """All that the file says of one exercise."""

    about: dict = field(default_factory=dict)
    diagnoses: tuple[Diagnosis, ...] = ()
    equivalent: tuple[dict, ...] = ()  # changes of the answer that are right, with the reason

    def compiled(self) -> dict:
        """What the compiled lesson holds of it: everything but what shows a diagnosis."""
        return {**self.about, "wrong": [diagnosis.told for diagnosis in self.diagnoses]}


def _applied(swap: list[str], answer: str) -> str:
    for old, new in zip(swap[::2], swap[1::2], strict=True):
        if answer.count(old) != 1:
            raise ValueError(f"`{old}` stands {answer.count(old)} times in the answer, not once")
        answer = answer.replace(old, new)
    return answer
