"""Steps of a session of TensorFlow 1: what it fetches and is fed, what of the graph runs, what comes back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import FrameType

from ..program.graph_facts import facts_of_graph, needed
from ..program.names import given_back, kind, short
from ..recording import Recording
from ..sentences import say
from ..steps import PYTHON, Begins
from .running_graph import runs

_MOST_TENSORS = 4


@dataclass
class Sessions:
    """What runs by a session.

    Args:
        recording: That it is part of.
    """

    recording: Recording

    def run(self, frame: FrameType) -> Callable | None:
        """A session runs a part of its graph."""
        given = frame.f_locals
        if given["handle"] is not None:
            return None  # a part of a partial run: what ran before it is not known here
        fetches, targets = given["fetch_list"], given["target_list"]
        feeds = {key.deref(): value for key, value in given["feed_dict"].items()}
        log, where = self.recording.log, self.recording.caller(frame)
        names = [*map(_name, fetches), *(op.name for op in targets)]
        fed = [f"`{_name(tensor)}` ({_brief(value)})" for tensor, value in feeds.items()]
        asks = say(
            "session",
            fetched=say("fetched", tensors=_listed(f"`{n}`" for n in names))
            if names
            else say("fetches nothing"),
            fed=say("fed", tensors=_listed(fed)) if fed else say("fed nothing"),
        )
        step = log.step(asks, *where, PYTHON, Begins.SESSION)
        graph = given["self"].graph
        facts = facts_of_graph(graph, self.recording.ours, needed(fetches, targets, feeds))
        graph_ended = runs(self.recording, facts, say("needed"), told=True)

        def ended(value: object, raised: bool) -> None:
            graph_ended(value, raised)
            if not raised:
                gave = [f"`{_name(t)}`: {short(v)}" for t, v in zip(fetches, value, strict=True)]
                says = say("session gave", tensors=_listed(gave) or "None")
                log.step(says, *where, PYTHON)
                step.gave = given_back(value or None)

        return ended


def _name(tensor) -> str:
    """As a reader has named it: ``"x:0"`` is the one output of the operation ``x``."""
    return tensor.op.name if len(tensor.op.outputs) == 1 else tensor.name


def _brief(value) -> str:
    return str(value) if getattr(value, "size", 2) == 1 and value.ndim == 0 else kind(value)


def _listed(words: Iterable[str]) -> str:
    """
    >>> _listed(["one"]), _listed("abc"), _listed("abcdef")
    ('one', 'a, b and c', 'a, b, c, d and 2 more')
    """
    some = list(words)
    more = len(some) - _MOST_TENSORS
    if more > 0:
        some[_MOST_TENSORS:] = [f"{more} more"]
    return " and ".join(filter(None, [", ".join(some[:-1]), *some[-1:]]))
