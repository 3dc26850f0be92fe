"""What is recorded: where its steps go, what is printed meanwhile, and whose code counts."""

from collections.abc import Callable
from types import FrameType
from typing import NamedTuple

from .log import Log
from .printing import Prints
from .program.readers_code import Place, caller, place


class Recording(NamedTuple):
    """One run that is recorded.

    Attributes:
        log: Takes the steps.
        prints: What is printed.
        ours: Whether a file is the reader's.
        root: The frame that records: what is outside of it takes no part.
    """

    log: Log
    prints: Prints
    ours: Callable[[str], bool]
    root: FrameType

    def caller(self, frame: FrameType) -> tuple[FrameType | None, Place | None]:
        """The reader's frame that a frame was called from, and its place; None twice where there is none."""
        found = caller(frame.f_back, self.ours, self.root)
        return found, found and place(found, self.ours)
