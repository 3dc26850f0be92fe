"""The steps of a run as they come: one is open while its line runs, and is finished by the next."""

from types import FrameType
from typing import NamedTuple

from .printing import PRINT, STDERR, TF_PRINT, Piece, Prints
from .program.modes import graph_now, kind_of_line, operations, who_runs
from .program.names import held
from .program.readers_code import Place, main_frame
from .program.source_text import source_around, statement
from .sentences import say
from .steps import GRAPH, PYTHON, TRACING, Source, Step, Steps

MOST_STEPS = 200
_OPEN = "..."  # what a line says is known when it has run


class _Open(NamedTuple):
    """The step that is open, where it runs, and the graph that is written down, as it was."""

    step: Step
    frame: FrameType | None
    place: Place | None
    graph: object
    size: int


class Log:
    """Takes steps down.

    Args:
        prints: Where what is printed meanwhile comes from.
        whole: Files that are shown whole; of others, the functions that ran.
        most: How many steps are kept.

    Attributes:
        graph_printed: Is given a text of a graph, and gives back pieces of it, each with its line's place
            or None; set while a graph runs.
        layers: Names of the layers that are being called.
        messages: What was written to standard error.
    """

    def __init__(self, prints: Prints, whole: frozenset[str] = frozenset(), most: int = MOST_STEPS):
        self.layers: list[str] = []
        self.messages: list[str] = []
        self.graph_printed = None
        self._prints, self._whole, self._most = prints, whole, most
        self._steps: list[Step] = []
        self._sources: list[tuple[str, Source]] = []
        self._more = 0
        self._open: _Open | None = None

    def __len__(self) -> int:
        return len(self._steps) + self._more

    def step(self, says: str, frame: FrameType | None, place: Place | None, who: str = "") -> Step:
        """Finish the step that is open, and begin one.

        Where a line has done nothing yet but to come to a call, the call is its step.
        """
        came = self._open and self._open.step
        only_came = came and self._has_done_nothing(came, frame, place)
        self.finish()
        if only_came and not came.printed:
            if self._more:
                self._more -= 1
            elif came is self._steps[-1]:
                self._steps.pop()
        return self._begin(says, frame, place, who)

    def _has_done_nothing(self, step, frame, place):
        if step.says != _OPEN or frame is None or self._open.frame is None:
            return False
        if main_frame(frame) is not main_frame(self._open.frame):
            return False
        line = statement(place.file, place.line)
        return self._open.place.line == line and not _written(self._open.graph, self._open.size)

    def line(self, frame: FrameType, place: Place) -> None:
        """Begin the step of a line, unless it is the one that is open: a statement may have many lines."""
        place = place._replace(line=statement(place.file, place.line))
        if self._open is not None:
            step, running, before = self._open[:3]
            if step.says == _OPEN and running is frame and before[:2] == place[:2]:
                return
        self.step(_OPEN, frame, place)

    def finish(self) -> None:
        """Finish the step that is open: what it has printed, written into a graph, and what names hold."""
        pieces = self._prints.taken()
        if self._open is None:
            self._after(pieces, None, None)
            return
        step, frame, place, graph, size = self._open
        self._open = None
        if frame is not None and place is not None and not self._more:
            outside = step.who == PYTHON and who_runs() == TRACING
            step.names = _held_outside(frame, place) if outside else held(frame, place)
        if step.says == _OPEN:
            step.says = _line_says(graph, size)
        own = 0
        while own < len(pieces) and self._is_own(pieces[own]):
            self._note(step, pieces[own])
            own += 1
        self._after(pieces[own:], step, place)

    def since(self, length: int) -> list[Step]:
        """The steps that are kept and came after so many of them."""
        return self._steps[length:]

    def locate(self, step: Step, place: Place) -> None:
        """Say where a step is."""
        step.source, step.line, step.function = self._source(place), place.line, place.function

    def drop_since(self, length: int) -> None:
        """Forget the steps since there were so many of them."""
        self.finish()
        if not self._more:
            del self._steps[length:]

    def steps(self) -> Steps:
        self.finish()
        return Steps([source for _, source in self._sources], self._steps, self._more)

    def _begin(self, says, frame, place, who=""):
        step = Step(who or who_runs(), says, layer="/".join(self.layers))
        if self._more or len(self._steps) >= self._most:
            self._more += 1
        else:
            if place is not None:
                self.locate(step, place)
            self._steps.append(step)
        graph = graph_now()
        size = 0 if graph is None else len(graph.get_operations())
        self._open = _Open(step, frame, place, graph, size)
        return step

    def _is_own(self, piece: Piece) -> bool:
        if piece.by == TF_PRINT and self.graph_printed:
            return False
        return not piece.elsewhere

    def _note(self, step, piece):
        if piece.by == STDERR:
            self.messages.append(piece.text)
        elif piece.text:
            step.printed.append((piece.by, piece.text))

    def _after(self, pieces, step, place):
        """Steps of their own for what was printed by graphs, and by Python that a graph called."""
        for piece in pieces:
            if piece.by == STDERR:
                self.messages.append(piece.text)
            elif step is not None and self._is_own(piece):
                self._note(self._begin(step.says, None, place, step.who), piece)
            elif piece.by == PRINT:
                self._begin(say("calls Python"), None, piece.place, PYTHON).printed.append(
                    piece[:2]
                )
            else:
                self._graph_prints(piece)
        self._open = None

    def _graph_prints(self, piece):
        parts = self.graph_printed(piece) if self.graph_printed else [(piece.text, None)]
        for text, place in parts:
            says = say("prints" if place is None else "prints here")
            self._begin(says, None, place, GRAPH).printed.append((TF_PRINT, text))

    def _source(self, place: Place) -> int:
        for number, (file, source) in enumerate(self._sources):
            if file == place.file and 0 <= place.line - source.first < len(source.lines):
                return number
        self._sources.append((place.file, source_around(place, self._whole)))
        return len(self._sources) - 1


def _held_outside(frame, place):
    """What names hold outside of the graph that is being written down meanwhile."""
    import tensorflow as tf

    with tf.init_scope():
        return held(frame, place)


def _line_says(graph, size):
    written = _written(graph, size)
    words = say("written", operations=", ".join(written)) if written else say("nothing written")
    return say(kind_of_line(graph), written=words)


def _written(graph, size):
    return [] if graph is None else operations(graph, size)
