"""What runs now: the code of a step, and what it has written into a graph so far."""

from types import FrameType

from .program.modes import graph_now, is_part_of, kind_of_line, operations, who_runs
from .program.names import held
from .program.readers_code import Place, main_frame
from .program.source_text import control, definition, statement
from .sentences import operations_in_words, say
from .steps import PYTHON, TRACING


class Running:
    """Code of the reader's that runs, and the graph that is written down, as it was before.

    Args:
        frame: Its frame; None where no Python of the reader's runs.
        place: Where that is.
    """

    def __init__(self, frame: FrameType | None, place: Place | None):
        self.frame, self.place = frame, place
        self.who = who_runs()
        self._graph = graph_now()
        self._size = len(self._graph.get_operations()) if self._graph else 0

    def is_at(self, frame: FrameType, place: Place) -> bool:
        """Whether this is the same line of the same call."""
        return self.frame is frame and self.place[:2] == place[:2]

    def has_only_come_to(self, frame: FrameType | None, place: Place | None) -> bool:
        """Whether this is that line too, or a part of it that AutoGraph made, and has done nothing yet."""
        if frame is None or self.frame is None or self.written():
            return False
        if self._graph is not None and is_part_of(graph_now(), self._graph):
            return False  # it has begun a loop or a branch of the graph
        same = main_frame(frame) is main_frame(self.frame)
        return same and self.place.line == statement(place.file, place.line)

    def written(self) -> list[str]:
        """The types of the operations that the graph has got from it."""
        return operations(self._graph, self._size) if self._graph else []

    def _graph_has_grown(self):
        """Also by what is not told, such as a constant."""
        return bool(self._graph) and len(self._graph.get_operations()) > self._size

    def line_says(self, done: bool) -> str:
        """The sentence of a line; that it has written nothing is known when it is done."""
        words = ""
        if written := self.written():
            words = say("written", operations=operations_in_words(written))
        elif self.gets_nothing(done):
            words = say("nothing written")
        said = say(self._kind(), written=words)
        return self._definition(done) or said

    def lines_say(self, done: bool) -> str:
        """The sentence of several lines that do no more than this one, with a place for them; empty where
        it does more than to run."""
        place = self.place
        if not done or control(*place[:2]) or self._defined() or self._graph_has_grown():
            return ""
        words = say("nothing written", it="them") if self._graph else ""
        return say(self._kind(), lines="{}", written=words)

    def _kind(self):
        return kind_of_line(self._graph)

    def lines(self) -> list[int]:
        """The lines of its step, where they are several: a definition's are those of its decorators too."""
        found = self._defined()
        return (
            list(range(found[1], self.place.line + 1))
            if found and found[1] < self.place.line
            else []
        )

    def is_header(self) -> bool:
        """Whether it is at a loop or a test that AutoGraph has rewritten, and has written nothing."""
        found = self.place.rewritten and control(self.place.file, self.place.line)
        return bool(found) and not self._graph_has_grown()

    def gets_nothing(self, done: bool) -> bool:
        """Whether it is known that the graph has got nothing from a line: of a loop or a test it is not,
        before its parts have run."""
        if not done or not self._graph or self._graph_has_grown() or self._kind() == "in a trial":
            return False
        return control(self.place.file, self.place.line) is None

    def _definition(self, done):
        """The sentence of a `def` or `class` that Python runs at once."""
        found = self._defined()
        if found is None or self._graph or self.frame is None:
            return ""
        name, _, is_class = found
        if is_class:
            return say("defines a class", name=name)
        key = "defines a tf.function" if self._is_tf_function(name) else "defines"
        return f"{say(key, function=name)} {say('not run') if done else ''}".strip()

    def _defined(self):
        """What its line defines; not the function whose body stands on the line of its `def` and runs."""
        found = definition(self.place.file, self.place.line)
        if found is None or self.frame is None:
            return found
        code = self.frame.f_code
        is_body = code.co_name == found[0] and found[1] <= code.co_firstlineno <= self.place.line
        return None if is_body else found

    def _is_tf_function(self, name):
        import tensorflow as tf

        value = self.frame.f_locals.get(name)
        return isinstance(value, tf.types.experimental.PolymorphicFunction)

    def names(self) -> dict[str, str]:
        """What names hold now. In Python, they hold it outside of a graph that is written down meanwhile."""
        if self.frame is None or self.place is None:
            return {}
        if self.who != PYTHON or who_runs() != TRACING:
            return held(self.frame, self.place)
        import tensorflow as tf

        with tf.init_scope():
            return held(self.frame, self.place)
