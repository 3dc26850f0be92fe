"""What a recording is: plain data, the same in every run."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum

PYTHON = "Python"
TRACING = "Python while tracing"
GRAPH = "the graph"
BUILDING = "Python while building a graph"  # of TensorFlow 1, which a session runs


class Begins(StrEnum):
    """What begins with a step: a call, or a trace."""

    FUNCTION = "a tf.function"
    SESSION = "a session"
    LAYER = "a layer"
    TRACE = "a trace"


class Gave(StrEnum):
    """What a call gave back."""

    NUMBERS = "numbers"
    SYMBOLIC = "symbolic"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Source:
    """Code of the reader's: a function, or a cell.

    Attributes:
        first: The number of its first line in its file.
        lines: Its lines.
    """

    first: int
    lines: tuple[str, ...]


@dataclass
class Step:
    """One moment of a run.

    Attributes:
        who: Who runs: one of the four names above.
        says: What happens, a sentence or two.
        source: Which source it is in: an index; None where no line is known.
        line: The line's number in its file; None where it is not known for certain.
        lines: Where they are several: of a step of several lines, or where a graph runs, the lines that made
            its operations.
        function: The function that the line is in; empty for a cell.
        call: Which call of a function it is part of, counted: names belong to it. 0 is the cell or what is
            outside of all calls; None where there are no names.
        layer: The Keras layers that are being called, ``"model/dense"``; empty outside of all.
        names: What each name holds when the step has ended, a line each.
        printed: What it printed, in pieces: by whom (``"print"``, ``"tf.print"`` or ``"a graph"``), and the text.
        begins: Which call or trace begins with it: one of :class:`Begins`; else empty.
        gave: What that call gave back: one of :class:`Gave`; empty where it raised.
    """

    who: str
    says: str
    source: int | None = None
    line: int | None = None
    lines: list[int] = field(default_factory=list)
    function: str = ""
    layer: str = ""
    names: dict[str, str] = field(default_factory=dict)
    printed: list[tuple[str, str]] = field(default_factory=list)
    call: int | None = None
    begins: str = ""
    gave: str = ""


@dataclass
class Steps:
    """All of a run.

    Attributes:
        sources: The code that took part, in the order in which it did.
        steps: In the order in which they happened.
        more: How many steps came after those, and are left out.
    """

    sources: list[Source]
    steps: list[Step]
    more: int = 0

    def as_data(self) -> dict:
        """Dicts, lists, texts and numbers alone, as JSON has them; of a step, without what is empty.

        >>> Steps([Source(1, ("a = 1",))], [Step(PYTHON, "It runs.", 0, 1)]).as_data()["sources"]
        [{'first': 1, 'lines': ['a = 1']}]
        """
        data = asdict(self)
        for source in data["sources"]:
            source["lines"] = list(source["lines"])
        for step in data["steps"]:
            step["printed"] = [list(piece) for piece in step["printed"]]
        empty = asdict(Step("", ""))
        data["steps"] = [
            {name: value for name, value in step.items() if value != empty[name]}
            for step in data["steps"]
        ]
        return data

    @classmethod
    def from_data(cls, data: dict) -> "Steps":
        """The inverse of :meth:`as_data`."""
        steps = [
            Step(**{**step, "printed": [(by, text) for by, text in step.get("printed", [])]})
            for step in data["steps"]
        ]
        sources = [Source(s["first"], tuple(s["lines"])) for s in data["sources"]]
        return cls(sources, steps, data["more"])
