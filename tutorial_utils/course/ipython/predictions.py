"""The result of a prediction, closed until the reader has chosen: *Run All* must not answer it."""

import contextlib
import html
from dataclasses import dataclass, field

from ...checks.code.given_code import is_unfilled
from .lesson_cells import ALOUD, is_watched_by_a_person, prediction

SUMMARY = "The result, once you have chosen"


@dataclass
class Curtain:
    """Listens to a kernel: holds back what a prediction's cell shows, and shows it on a click."""

    names: dict  # the notebook's own
    held: contextlib.ExitStack | None = None
    captured: list = field(default_factory=list)

    def before(self, info) -> None:
        if not is_watched_by_a_person():
            return
        name = prediction(info.raw_cell or "")
        if name is None or (name != ALOUD and _is_chosen(self.names.get(name, ...))):
            return
        from IPython.utils.capture import capture_output

        self.held = contextlib.ExitStack()
        self.captured = [self.held.enter_context(capture_output())]

    def after(self, result) -> None:
        if self.held is None:
            return
        self.held.close()
        self.held, (shown,) = None, self.captured
        if not result.success:
            shown.show()
        elif text := shown.stdout + shown.stderr:
            _display_closed(text)
            for output in shown.outputs:
                output.display()
        else:
            shown.show()


def _is_chosen(guess: object) -> bool:
    return isinstance(guess, str) and bool(guess.strip()) and not is_unfilled(guess)


def _display_closed(text: str) -> None:
    from IPython.display import display

    lid = f"<details><summary>{SUMMARY}</summary><pre>{html.escape(text)}</pre></details>"
    display({"text/plain": text, "text/html": lid}, raw=True)
