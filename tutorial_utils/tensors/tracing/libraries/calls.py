"""Steps of what TensorFlow and Keras do between the reader's lines: calls of a tf.function, graphs, layers."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from ..printing import TF_PRINT
from ..program.graph_facts import facts_of_graph, runs_of
from ..program.names import given_back, short
from ..program.readers_code import function_name, readable
from ..program.reasons import Argument, arguments, bound, why_traced
from ..recording import Recording
from ..sentences import of_whom, say, times_in_words
from ..steps import TRACING, Begins, Step
from .running_graph import runs


@dataclass
class Call:
    """A call of a ``tf.function`` that has not ended.

    Attributes:
        function: The ``tf.function``.
        name: Its name.
        of: Whose it is, as a sentence goes on behind the name.
        readers: Whether the reader has written it.
        step: In which it is called.
        length: How many steps there were before.
        traces: How many traces it had before.
        given: With what it is called.
        names: What the arguments hold, in words.
        frame: The reader's frame that calls it.
        entered: How often its Python has been run.
        within: How many traces of the same function are those of calls inside of this one.
    """

    function: object
    name: str
    of: str
    readers: bool
    step: Step
    length: int
    traces: int
    given: tuple[Argument, ...]
    names: dict[str, str]
    frame: FrameType | None
    entered: int = 0
    within: int = 0


@dataclass
class Calls:
    """What runs inside of TensorFlow and Keras.

    Args:
        recording: That they are part of.
    """

    recording: Recording
    running: list[Call] = field(default_factory=list)
    _known: dict[int, list[tuple[Argument, ...]]] = field(default_factory=dict)
    _kept: list = field(default_factory=list)
    _of_graphs: dict[int, tuple] = field(default_factory=dict)

    def function(self, frame: FrameType) -> Callable:
        """A ``tf.function`` is called."""
        function, where = frame.f_locals["self"], self.recording.caller(frame)
        values = bound(function.python_function, frame.f_locals["args"], frame.f_locals["kwds"])
        name, file = function_name(function.python_function)
        readers = self.recording.ours(file)
        of = "" if readers else of_whom(function.python_function)
        log, says = self.recording.log, say("ended early", function=name, of=of)
        step = log.step(says, *where, begins=Begins.FUNCTION)
        length = len(log) - 1
        traces = function.experimental_get_tracing_count()
        names = {key: short(value) for key, value in values.items()} if readers else {}
        given = arguments(values)
        call = Call(function, name, of, readers, step, length, traces, given, names, where[0])
        self.running.append(call)
        return lambda value, raised: self._function_ended(call, where, value, raised)

    def _function_ended(self, call, where, value, raised):
        log = self.recording.log
        log.finish()
        self.running.pop()
        traces = call.function.experimental_get_tracing_count() - call.traces
        around = [each for each in self.running if each.function is call.function]
        if around:
            around[-1].within += traces
        times = traces - call.within
        known = self._known.setdefault(id(call.function), [])
        self._kept.append(call.function)  # so that its id stays its own
        call.step.says = self._says(call, known, times, raised)
        known.append(call.given)
        call.step.gave = "" if raised else given_back(value)
        if not call.readers and not any(s.line for s in log.since(call.length + 1)):
            log.drop_since(call.length)
        elif not raised:
            log.step(say("came back", function=call.name, value=short(value)), *where)

    def _says(self, call, known, times, raised):
        import tensorflow as tf

        if tf.config.functions_run_eagerly():
            return say("eager", function=call.name, of=call.of)
        times = times or min(call.entered, 1)
        facts = {"function": call.name, "of": call.of, "times": times_in_words(times)}
        facts["why"] = why_traced(call.given, known, call.traces > 0) if times else ""
        if call.step.who == TRACING:
            return say("nested and traced" if times else "nested", **facts)
        if times:
            return say("traced", **facts)
        return say("ended early" if raised else "not traced", **facts)

    def graph(self, frame: FrameType) -> Callable | None:
        """A graph runs; or, while another one is written down, a call of it becomes a part of that."""
        import tensorflow as tf

        if not tf.executing_eagerly():
            return None
        atomic = frame.f_locals["self"]
        key, name = _graph_name(atomic.name.decode())
        call = self.running[-1] if self.running else None
        names = call.names if call and call.name == name and key == "graph" else {}
        what = say(key, function=name)
        return runs(self.recording, self._facts(atomic.graph), what, names=names)

    def _facts(self, graph):
        if id(graph) not in self._of_graphs:
            # the graph is kept, so that its id stays its own
            self._of_graphs[id(graph)] = (
                graph,
                facts_of_graph(graph, self.recording.ours, runs_of(graph)),
            )
        return self._of_graphs[id(graph)][1]

    def tf_print(self, frame: FrameType) -> Callable:
        """``tf.print`` is called: what it writes at once is its own."""
        prints = self.recording.prints
        prints.poll()
        return lambda value, raised: prints.poll(TF_PRINT)

    def begins_trace(self, frame: FrameType, function: str) -> int:
        """Which trace of the ``tf.function`` that is called begins with this call of Python; 0: none."""
        call = self.running[-1] if self.running else None
        if call is None or not call.readers or call.name != function:
            return 0
        if self.recording.caller(frame)[0] is not call.frame:
            return 0
        call.entered += 1
        around = sum(each.function is call.function for each in self.running[:-1])
        return call.function.experimental_get_tracing_count() + around + 1

    def returned(self, frame: FrameType) -> None:
        """A function of the reader's has returned, to a line of the reader's or to a library."""
        found, where = self.recording.caller(frame)
        direct = frame.f_back is found or _is_of_autograph(frame.f_back)
        self.recording.log.went_back_to(found if direct else None, where)


def _is_of_autograph(frame):
    return frame is not None and ".autograph." in frame.f_globals.get("__name__", "")


def _graph_name(name: str) -> tuple[str, str]:
    """The key of its sentence, and the name of its function.

    >>> _graph_name("__inference_double_12"), _graph_name("__backward_double_7")
    (('graph', 'double'), ('gradient', 'double'))
    """
    found = re.fullmatch(r"__(\w+?)_(.*?)(?:_\d+)?", name)
    what, function = found.groups() if found else ("", name)
    return "gradient" if what == "backward" else "graph", readable(function)
