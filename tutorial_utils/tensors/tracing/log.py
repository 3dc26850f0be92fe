"""The steps of a run as they come: one is open while its line runs, and is finished by the next."""

from collections.abc import Callable, Iterable
from types import FrameType

from .control import Tests
from .merging import merged
from .numbers import Numbers
from .printing import PRINT, STDERR, TF_PRINT, Piece, Prints
from .program.modes import who_runs
from .program.readers_code import Place
from .program.source_text import source_around, statement
from .running import Running
from .sentences import say
from .steps import BUILDING, GRAPH, PYTHON, Source, Step, Steps

MOST_STEPS = 200
_OPEN = "..."  # what a line says is known when it has run


class Log:
    """Takes steps down.

    Args:
        prints: Where what is printed meanwhile comes from.
        whole: Files that are shown whole; of others, the functions that ran.
        most: How many steps are kept.

    Attributes:
        graph_printed: Is given a text of a graph, and gives back pieces of it, each with its line's place
            or None; set while a graph runs.
        graph_call: The call that the steps of the graph that runs are part of.
        datasets_printed: The same for what Datasets print, in threads of their own and at any moment.
        tests: Those of loops and branches.
        calls: The numbers of the calls that run.
        layers: Names of the layers that are being called.
        messages: What was written to standard error.
    """

    def __init__(self, prints: Prints, whole: frozenset[str] = frozenset(), most: int = MOST_STEPS):
        self.layers: list[str] = []
        self.messages: list[str] = []
        self.graph_printed: Callable[[Piece], Iterable] | None = None
        self.graph_call: int | None = None
        self.tests = Tests()
        self.calls = Numbers()
        self.datasets_printed: Callable[[Piece], Iterable] | None = None
        self._prints, self._whole, self._most = prints, whole, most
        self._steps: list[Step] = []
        self._sources: list[tuple[str, Source]] = []
        self._more = 0
        self._open: tuple[Step, Running] | None = None
        self._rest: Running | None = None  # of a line, after a call that it made
        # Steps that say that a line runs, and no more: of several such lines, they would say this.
        self._plain: dict[int, tuple[Step, str]] = {}
        self._headers: dict[int, tuple[Step, str]] = {}

    def __len__(self) -> int:
        return len(self._steps) + self._more

    def step(
        self,
        says: str,
        frame: FrameType | None,
        place: Place | None,
        who: str = "",
        begins: str = "",
    ) -> Step:
        """Finish the step that is open, and begin one.

        Where a line has done nothing yet but to come to a call, the call is its step.
        """
        step, running = self._open or (None, None)
        came = step and step.says == _OPEN and running.has_only_come_to(frame, place)
        self.finish(done=False)
        if came and not step.printed:
            if self._more:
                self._more -= 1
            elif step is self._steps[-1]:
                self._steps.pop()
        step = self._begin(says, Running(frame, place), who)
        step.begins = begins
        return step

    def line(self, frame: FrameType, place: Place) -> None:
        """Begin the step of a line, unless it is the one that is open: a statement may have many lines."""
        place = place._replace(line=statement(place.file, place.line))
        if self._open is not None:
            step, running = self._open
            if step.says == _OPEN and running.is_at(frame, place):
                return
            if not running.has_only_come_to(frame, place):
                self.finish()
        step = self.step(_OPEN, frame, place)
        self.tests.line(frame, place, step, self._open[1])

    def returns(self, says: str, frame: FrameType, place: Place) -> None:
        """What a line gives back: a part of its step, where that is open."""
        step, running = self._open or (None, None)
        self.step(says, frame, place)
        if step and running.is_at(frame, place) and step is not self._open[0]:
            self._join(step)

    def gives_back(
        self, call: Step, says: str, frame: FrameType | None, place: Place | None
    ) -> Step:
        """What a call gives back: a step, or a part of that of a call in which nothing has happened.

        Names that the line sets then are known when it goes on, so the step stays open.
        """
        is_open = self._open is not None and self._open[0] is call
        step = self.step(says, frame, place)
        if is_open and self._join(call):
            return call
        return step

    def _join(self, step):
        """Make the step that is open a part of the one before it."""
        last = self._open[0]
        if len(self._steps) > 1 and self._steps[-2] is step and self._steps[-1] is last:
            del self._steps[-1]
            step.says = f"{step.says} {last.says}"
            self._plain.pop(id(step), None)
            self._open = step, self._open[1]
            return True
        return False

    def went_back_to(self, frame: FrameType | None, place: Place | None) -> None:
        """A function that a line has called has returned: what the line does after that is a step too."""
        self.finish()
        self._rest = Running(frame, place) if frame is not None else None

    def finish(self, done: bool = True) -> None:
        """Finish the step that is open: what it has printed, written into a graph, and what names hold.

        Args:
            done: Whether its line has ended; otherwise it has come to a call.
        """
        pieces = self._prints.taken()
        rest, self._rest = self._rest, None
        prints = any(self._is_own(piece) and _is_by(piece, rest.who) for piece in pieces if rest)
        if self._open is None and rest and (rest.written() or prints):
            place = rest.place._replace(line=statement(rest.place.file, rest.place.line))
            rest.place = place
            self._begin(_OPEN, rest, rest.who)
        if self._open is None:
            self._after(pieces, None, None)
            return
        step, running = self._open
        self._open = None
        if not self._more:
            step.names = running.names() or step.names
        if step.says == _OPEN:
            step.says = running.line_says(done)
            if lines := running.lines_say(done):
                self._plain[id(step)] = step, lines
            elif running.is_header():
                self._headers[id(step)] = step, step.says
            step.lines = running.lines()
        own = 0
        while own < len(pieces) and self._is_own(pieces[own]) and _is_by(pieces[own], step.who):
            self._note(step, pieces[own])
            own += 1
        self._after(pieces[own:], step, running.place)

    def said(self, value: str) -> bool:
        """Whether the last step has told of a value that something has returned."""
        return bool(self._steps) and self._steps[-1].says.rstrip(".").endswith(f" returns {value}")

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
        self._after(self._prints.taken(unfinished=True), None, None)
        several, headers = (
            {key: words for key, (_, words) in each.items()}
            for each in (self._plain, self._headers)
        )
        steps = merged(self._steps, several, headers)
        return Steps([source for _, source in self._sources], steps, self._more)

    def _begin(self, says, running, who=""):
        step = Step(who or who_runs(), says, layer="/".join(self.layers))
        if self._more or len(self._steps) >= self._most:
            self._more += 1
        else:
            if running.place is not None:
                self.locate(step, running.place)
                step.call = self.calls.number(running.frame, running.place)
            self._steps.append(step)
        self._open = step, running
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
            elif self._is_own(piece):
                if not step and not piece.place and self._whole:
                    continue  # what the shell prints when the cell has ended
                same = step if step and _is_by(piece, step.who) else None
                says = same.says if same else say("Python prints")
                at = Running(None, place if same else piece.place)
                self._note(self._begin(says, at, same.who if same else piece.who), piece)
            elif piece.by == PRINT:
                called = piece.of_a_graph and self.graph_printed
                says = say("calls Python" if called else "prints elsewhere")
                self._note(self._begin(says, Running(None, piece.place), PYTHON), piece)
            else:
                self._graph_prints(piece)
        self._open = None

    def _graph_prints(self, piece):
        in_parts = self.graph_printed or self.datasets_printed
        for text, place in in_parts(piece) if in_parts else [(piece.text, None)]:
            says = say("prints" if place is None else "prints here")
            step = self._begin(says, Running(None, place), GRAPH)
            step.printed.append((TF_PRINT, text))
            step.call = self.graph_call

    def _source(self, place: Place) -> int:
        for number, (file, source) in enumerate(self._sources):
            if file == place.file and 0 <= place.line - source.first < len(source.lines):
                return number
        self._sources.append((place.file, source_around(place, self._whole)))
        return len(self._sources) - 1


def _is_by(piece: Piece, who: str) -> bool:
    """Whether a piece can have been printed by who runs: a line may go on when its trace has ended."""
    return piece.who in ("", who) or {piece.who, who} == {PYTHON, BUILDING}
