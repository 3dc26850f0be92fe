"""Record a run: Python tells of each line, call and return, by ``sys.settrace``."""

import contextlib
import inspect
import sys
from collections.abc import Callable, Iterator
from types import FrameType

from .libraries.calls import Calls
from .libraries.datasets import Datasets
from .libraries.layers import Layers
from .libraries.sessions import Sessions
from .log import MOST_STEPS, Log
from .printing import listening
from .program.landmarks import (
    FUNCTION,
    GRAPH,
    ITERATOR,
    LAYER,
    SESSION,
    TF_PRINT,
    landmarks,
)
from .program.modes import who_runs
from .program.names import short
from .program.readers_code import Place, caller, concerns, is_somebody_elses, place, yields
from .program.reasons import arguments_of, given_in_words
from .program.source_text import is_return, statement
from .recording import Recording
from .sentences import say
from .steps import TRACING, Begins, Steps

_AT_THE_END = (StopIteration, StopAsyncIteration, GeneratorExit)


def _ours(file: str) -> bool:
    return not is_somebody_elses(file)


class Recorder:
    """Takes down what runs while :meth:`recording` is entered.

    Args:
        whole: Files whose code is shown whole, as that of a cell; of others, the functions that ran.
        pass_on: Whether what is printed reaches the screen too.
        most: How many steps are kept.
        root: The frame outside of which nothing takes part; None: the one that records.

    Attributes:
        steps: What happened; there when the recording has ended.
        messages: What was written to standard error and held back.
        fault: What has ended the recording before its time, if anything has.
    """

    steps: Steps
    messages: tuple[str, ...] = ()
    fault: Exception | None = None

    def __init__(
        self,
        whole: frozenset[str] = frozenset(),
        *,
        pass_on: bool = False,
        most: int = MOST_STEPS,
        root: FrameType | None = None,
    ):
        self._whole, self._pass_on, self._most = whole, pass_on, most
        self._root = root
        self._leaving: dict[FrameType, int] = {}  # frames that an error leaves, and at which line
        self._errors: list[BaseException] = []
        self._generators: set[FrameType] = set()
        self._last: dict[FrameType, Place] = {}

    @contextlib.contextmanager
    def recording(self) -> Iterator[None]:
        """Record what runs inside the block. An error of the program goes on its way."""
        self._landmarks = landmarks()
        root = self._root or sys._getframe(2)

        def where(frame):
            found = caller(frame, _ours, root)
            return found, found and place(found, _ours)

        with listening(where, self._pass_on) as prints:
            self._log = Log(prints, self._whole, self._most)
            recording = Recording(self._log, prints, _ours, root)
            self._calls = Calls(recording)
            self._of = {
                FUNCTION: self._calls.function,
                GRAPH: self._calls.graph,
                TF_PRINT: self._calls.tf_print,
                LAYER: Layers(recording).call,
                ITERATOR: Datasets(recording).iterated,
                SESSION: Sessions(recording).run,
            }
            before = sys.gettrace()
            sys.settrace(self._event)
            try:
                yield
            finally:
                sys.settrace(before)
                self.steps = self._log.steps()
                self.messages = tuple(self._log.messages)
                for kept in (self._leaving, self._errors, self._generators, self._last):
                    kept.clear()

    def _event(self, frame: FrameType, event: str, argument: object) -> Callable | None:
        """Every call of a Python function comes here."""
        try:
            if what := self._landmarks.get(frame.f_code):
                return self._landmark(frame, self._of[what])
            if not concerns(frame.f_code, _ours):
                return None
            return self._called(frame)
        except Exception as error:
            return self._stop(error)

    def _stop(self, error: Exception) -> None:
        """What fails here must not end the program that is looked at."""
        self.fault = error
        sys.settrace(None)

    def _landmark(self, frame, begin) -> Callable | None:
        ended = begin(frame)
        if ended is None:
            return None
        raised = False

        def until_it_ends(_frame, event, argument):
            nonlocal raised
            if event == "exception":
                raised = True
            elif event == "return" and self.fault is None:
                try:
                    ended(argument, raised and argument is None)
                except Exception as error:
                    self._stop(error)
            return until_it_ends

        frame.f_trace_lines = False
        return until_it_ends

    def _called(self, frame) -> Callable | None:
        code, where = frame.f_code, place(frame, _ours)
        if code.co_name != "<module>" and not code.co_flags & inspect.CO_OPTIMIZED:
            return None  # the body of a class
        if where is not None and where.whole and where.function:
            where = where._replace(line=statement(where.file, where.line))
            says, begins = self._call_says(frame, where)
            self._log.step(says, frame, where, begins=begins)
        return self._reader

    def _call_says(self, frame, where):
        if frame.f_code.co_flags & inspect.CO_GENERATOR:
            if frame in self._generators:
                return say("resumed", function=where.function), ""
            self._generators.add(frame)
        tracing = who_runs() == TRACING
        if tracing and (number := self._calls.begins_trace(frame, where.function)):
            given = given_in_words(arguments_of(frame))
            return say(
                "call to trace", function=where.function, given=given, number=number
            ), Begins.TRACE
        return say("call while tracing" if tracing else "call", function=where.function), ""

    def _reader(self, frame: FrameType, event: str, argument: object) -> Callable | None:
        """What happens in the reader's own code."""
        if self.fault is not None:
            return None
        try:
            where = place(frame, _ours)
            if event == "line":
                if where is not None:
                    if self._leaving.get(frame) != where.line:
                        self._leaving.pop(frame, None)
                    self._last[frame] = where
                    self._log.line(frame, where)
            elif event == "exception":
                self._raised(frame, where, argument[1], argument[0])
            elif event == "return":
                last = self._last.pop(frame, None)
                self._returned(frame, where or last, argument)
        except Exception as error:
            return self._stop(error)
        return self._reader

    def _raised(self, frame, where, error, kind):
        if issubclass(kind, _AT_THE_END):
            return
        self._leaving[frame] = where.line if where else 0
        if where is None or any(error is known for known in self._errors):
            return
        self._errors.append(error)
        lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [""]
        words = lines[-1] if lines[0] == "in user code:" else f"{kind.__name__}: {lines[0]}"
        self._log.step(say("raised", error=words), frame, where)

    def _returned(self, frame, where, value):
        raised = frame in self._leaving
        self._say_what_is_returned(frame, where, value)
        if where is not None and where.whole:
            self._calls.returned(frame)
        else:
            self._log.finish()
        self._log.tests.returned(frame, raised)
        if frame not in self._generators:
            self._log.calls.left(frame)

    def _say_what_is_returned(self, frame, where, value):
        if self._leaving.pop(frame, None) is not None:
            return
        if where is None or not where.whole or not where.function:
            return
        is_told = is_return(where.file, statement(where.file, where.line))
        if not is_told and value is None:
            return  # it has come to its end
        key = "yielded" if yields(frame) else "returned"
        says = say(key, function=where.function, value=short(value))
        if where.rewritten and not is_told:
            self._log.step(says, None, None)  # AutoGraph has put several returns together
        else:
            self._log.returns(says, frame, where)
