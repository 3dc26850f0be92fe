"""What a Dataset prints: its functions are graphs that run in threads of their own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FrameType

from ..program.graph_facts import facts_of_graph
from ..program.graph_prints import Printer
from ..recording import Recording
from .running_graph import printed


@dataclass
class Datasets:
    """Datasets that somebody takes from.

    Args:
        recording: That they are part of.
    """

    recording: Recording
    _printers: list[Printer] = field(default_factory=list)

    def iterated(self, frame: FrameType) -> None:
        """An iterator of a Dataset is made."""
        import tensorflow as tf

        if not tf.executing_eagerly():
            return  # its functions are a part of the graph that is written down
        for graph in graphs_of(frame.f_locals["dataset"]):
            self._printers += facts_of_graph(graph, self.recording.ours).printers
        if self._printers:
            self.recording.log.datasets_printed = printed(self._printers)
            self.recording.prints.datasets_print = True


def graphs_of(dataset) -> Iterator:
    """The graphs of a Dataset's functions, and of those of the Datasets that it takes from."""
    for function in dataset._functions():
        yield function.function.graph
    for source in dataset._inputs():
        yield from graphs_of(source)
