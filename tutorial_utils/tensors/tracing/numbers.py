"""Numbers of the calls that run: the names that a step tells of belong to one of them."""

from types import FrameType

from .program.readers_code import Place, main_frame


class Numbers:
    """Counts calls as they begin. 0 is the cell, or what is outside of all calls."""

    def __init__(self):
        self._of: dict[FrameType, int] = {}
        self._last = 0

    def new(self) -> int:
        """That of a call that begins."""
        self._last += 1
        return self._last

    def number(self, frame: FrameType | None, place: Place) -> int | None:
        """That of the call which a frame is, or is a part of; None where no Python of the reader's runs."""
        if frame is None:
            return None
        if not place.function:
            return 0
        main = main_frame(frame)
        if main not in self._of:
            self._of[main] = self.new()
        return self._of[main]

    def left(self, frame: FrameType) -> None:
        """A function has come to its end."""
        self._of.pop(frame, None)
