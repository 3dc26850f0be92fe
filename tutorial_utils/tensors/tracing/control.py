"""How the test of an `if` or of a loop came out: what runs after it tells."""

from types import FrameType

from .program.modes import graph_now, is_part_of
from .program.readers_code import Place, main_frame
from .program.source_text import Control, control
from .running import Running
from .sentences import lines_in_words, say
from .steps import Step

_REPEATS = {"While", "StatelessWhile"}
_CHOOSES = {"If", "StatelessIf"}


class Tests:
    """Tests of which it is not known yet how they came out."""

    def __init__(self):
        self._open: dict[tuple, tuple[Step, Running, Control]] = {}
        self._in_graph: set[tuple] = set()  # those of which a part is traced

    def line(self, frame: FrameType, place: Place, step: Step | None, running: Running) -> None:
        """A line begins.

        Args:
            frame: Its frame.
            place: Where it is.
            step: Its step; None where it has none of its own.
            running: What runs.
        """
        main, graph = main_frame(frame), graph_now()
        for key in self._open:
            if key[0] is main and graph is not None and is_part_of(graph, key[1]):
                self._in_graph.add(key)
        key = main, graph
        if key in self._open and self._open[key][1].place.line != place.line:
            self._decide(key, place.line)
        if step is not None and (found := control(place.file, place.line)):
            self._open[key] = step, running, found

    def returned(self, frame: FrameType, raised: bool) -> None:
        """A function, or a part of one, has come to its end."""
        for key in [key for key, (_, running, _) in self._open.items() if running.frame is frame]:
            if raised or key[1] is not graph_now():
                self._forget(key)
            else:
                self._decide(key, None)

    def _forget(self, key):
        self._in_graph.discard(key)
        return self._open.pop(key)

    def _decide(self, key, line: int | None):
        in_graph = key in self._in_graph
        step, running, found = self._forget(key)
        written = {*running.written()}
        if in_graph:
            if written & (_CHOOSES if found.kind == "if" else _REPEATS):
                reason = "branch of the graph" if found.kind == "if" else "loop of the graph"
                step.says = f"{running.line_says(True)} {say(reason)}"
        elif not written & (_CHOOSES | _REPEATS):
            step.says = f"{step.says} {_came_out(found, running.place.rewritten, line)}".strip()


def _came_out(found: Control, rewritten: bool, line: int | None) -> str:
    """How a test of Python's came out, by the line that runs next; empty where that does not tell."""
    if not (found.told_rewritten if rewritten else found.told):
        return ""
    if line is not None and found.first <= line <= found.last:
        return "" if found.kind == "for" else say("is true")
    if found.kind != "if":
        return say("ends")
    lines = list(range(found.first, found.last + 1))
    return say("is false", lines=lines_in_words(lines), are="is" if len(lines) == 1 else "are")
