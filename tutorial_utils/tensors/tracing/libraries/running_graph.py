"""The step of a graph that runs, and whose line prints meanwhile."""

from collections.abc import Callable, Iterator

from ..printing import STDERR, TF_PRINT, Piece
from ..program.graph_facts import GraphFacts
from ..program.graph_prints import Printer, printed_by
from ..program.readers_code import Place
from ..recording import Recording
from ..sentences import lines_in_words, say
from ..steps import GRAPH


def runs(
    recording: Recording,
    facts: GraphFacts,
    what: str,
    *,
    names: dict[str, str] | None = None,
    told: bool = False,
) -> Callable[[object, bool], None]:
    """Begin the step of a graph.

    Args:
        recording: That it is part of.
        facts: Of what runs.
        what: The graph, in words.
        names: What the arguments hold that it runs with.
        told: Whether it is a step too where no line of the reader's made any of it.

    Returns:
        What is to be called when the graph has run.
    """
    log = recording.log
    said = [
        say("runs from" if facts.lines else "runs", graph=what, lines=lines_in_words(facts.lines))
    ]
    if facts.unneeded:
        said.append(say("unneeded", lines=lines_in_words(facts.unneeded)))
    if not facts.calls_python:
        said.append(say("without Python"))
    step = log.step(" ".join(said), None, None, GRAPH)
    length = len(log)
    step.lines = facts.lines
    if facts.file:
        line = min([*facts.lines, *facts.unneeded])
        log.locate(step, Place(facts.file, line, "", False, True))
        step.line = None
    before = log.graph_printed, log.graph_call
    step.call = log.calls.new()
    step.names = names or {}
    log.graph_printed, log.graph_call = printed(facts.printers), step.call

    def ended(_value: object, raised: bool) -> None:
        if raised:
            step.says = say("run failed", graph=what)
        recording.prints.poll(TF_PRINT if facts.printers else STDERR)
        log.finish()
        if not (told or facts.is_readers) and len(log) == length:
            log.drop_since(length - 1)
        log.graph_printed, log.graph_call = before

    return ended


def printed(found: list[Printer]) -> Callable[[Piece], Iterator]:
    """What gives a text of a graph in pieces, each with the place of the line that has printed it, or None."""

    def parts(piece):
        for text, printer in printed_by(piece.text, found, piece.whole):
            there = printer and printer.place
            yield text, there and Place(*there, "", False, True)

    return parts
