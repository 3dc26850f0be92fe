"""Which line of the reader's has printed a text, when it was a graph that printed it.

A graph's ``tf.print`` has a template, ``"loss: {}"``, and a recorded place. A text that only one of a graph's
templates can give is from that line. Where several can, no line is named.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from .readers_code import readable
from .source_text import functions_around, name_of, tree_of


class Printer(NamedTuple):
    """An operation that prints.

    Attributes:
        pattern: What its text looks like, whole.
        place: File, line and function; None where it is not the reader's.
        one_line: Whether its text is one line for certain.
    """

    pattern: re.Pattern
    place: tuple[str, int] | None
    one_line: bool


def printers(operations: Iterable, ours: Callable[[str], bool]) -> list[Printer]:
    """Those of a graph's operations that print.

    Args:
        operations: Of a graph, and of all that it calls, as :func:`with_inner` has them.
        ours: Whether a file is the reader's.
    """
    return [
        Printer(_pattern(op), place_of(op, ours), _one_line(op))
        for op in operations
        if op.type == "PrintV2" and op.get_attr("output_stream") in _STREAMS
    ]


def printed_by(text: str, some: list[Printer], whole: bool) -> list[tuple[str, Printer | None]]:
    """A text in parts, each with the one printer that can have printed it; None where that is not certain.

    Args:
        text: What was printed while the graph ran.
        some: The printers of the graph.
        whole: Whether it is known to be the text of one printer.
    """
    if whole:
        return [(text, _only(text, some))]
    if not all(printer.one_line for printer in some):
        return [(text, some[0] if len(some) == 1 and some[0].pattern.match(text) else None)]
    return [(line, _only(line, some)) for line in text.splitlines(keepends=True)]


def place_of(op, ours: Callable[[str], bool]) -> tuple[str, int] | None:
    """File and line of the reader's code that made an operation of a graph; None where none has.

    What TensorFlow adds of itself when it begins or ends a trace was made by no line. Nor is a place
    named that is in another function than it says: of decorated functions, AutoGraph tells so.
    """
    for entry in reversed(op.traceback or ()):
        if any(part in entry.filename for part in _BETWEEN):
            return None
        if ours(entry.filename):
            around = functions_around(tree_of(entry.filename), entry.lineno)
            names = {*map(name_of, around), "<module>"}
            inside = not entry.name or readable(entry.name) in names
            return (entry.filename, entry.lineno) if inside else None
    return None


# Between a call and the trace of what is called.
_BETWEEN = ("polymorphic_function/", "polymorphic_function\\")
_STREAMS = (b"stderr", b"stdout")


def _only(text, some):
    found = [printer for printer in some if printer.pattern.fullmatch(text)]
    places = {printer.place for printer in found}
    return found[0] if len(places) == 1 else None


def _pattern(op):
    end = re.escape(op.get_attr("end").decode())
    source = op.inputs[0].op
    if source.type != "StringFormat":
        return re.compile(f".*{end}", re.DOTALL)
    placeholder = source.get_attr("placeholder").decode()
    fixed = source.get_attr("template").decode().split(placeholder)
    return re.compile(".*".join(map(re.escape, fixed)) + end, re.DOTALL)


def _one_line(op):
    source = op.inputs[0].op
    if source.type != "StringFormat" or op.get_attr("end") != b"\n":
        return False
    flat = all(t.shape.rank is not None and t.shape.rank < 2 for t in source.inputs)
    texts = any(t.dtype.name == "string" for t in source.inputs)
    return flat and not texts and b"\n" not in source.get_attr("template")
