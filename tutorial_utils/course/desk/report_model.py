"""What a check comes to, as plain data that travels as JSON."""

from dataclasses import asdict, dataclass, field

from ..content.cards import NOT_STARTED, NOT_YET, PASS

__all__ = ["NOT_STARTED", "NOT_YET", "PASS", "Failure", "Report", "Verdict"]


@dataclass(frozen=True)
class Verdict:
    """What the check of one exercise came to."""

    exercise: str
    state: str  # PASS, NOT_YET or NOT_STARTED
    text: str  # all that there is to say, a line or more
    diagnosis: str = ""  # a short name for the way of being wrong
    feedback: dict[str, str] = field(default_factory=dict)  # "we ran", "we got", ... -> text

    def is_well_formed(self) -> bool:
        """Whether it is of text throughout: what a learner's kernel says may be anything."""
        texts = (self.exercise, self.state, self.text, self.diagnosis)
        return isinstance(self.feedback, dict) and all(
            isinstance(text, str) for text in (*texts, *self.feedback, *self.feedback.values())
        )


@dataclass(frozen=True)
class Failure:
    """A cell outside every exercise that raised, or was stopped."""

    first_line: str
    error: str


@dataclass(frozen=True)
class Report:
    """A learner's file, checked."""

    lesson: str  # its slug
    file: str
    verdicts: tuple[Verdict, ...]
    failures: tuple[Failure, ...]
    notes: tuple[str, ...]
    cells_run: int
    seconds: float

    @property
    def passed(self) -> bool:
        return not self.failures and all(v.state == PASS for v in self.verdicts)

    @property
    def states(self) -> dict[str, str]:
        return {v.exercise: v.state for v in self.verdicts}

    def as_json(self) -> dict:
        return {**asdict(self), "passed": self.passed}

    @classmethod
    def from_json(cls, data: dict) -> "Report":
        return cls(
            lesson=data["lesson"],
            file=data["file"],
            verdicts=tuple(Verdict(**v) for v in data["verdicts"]),
            failures=tuple(Failure(**f) for f in data["failures"]),
            notes=tuple(data["notes"]),
            cells_run=data["cells_run"],
            seconds=data["seconds"],
        )
