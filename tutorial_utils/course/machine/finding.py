"""What a look at the machine has found."""

from dataclasses import dataclass

OK, NOTE, WRONG = "ok", "note", "WRONG"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. A note is worth knowing, and nothing is wrong."""

    state: str
    said: str
    cure: str = ""
