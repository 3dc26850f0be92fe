"""What a learner's code raised: in one line, in words to recognise it by, and what it means."""

import re
from collections.abc import Collection

from ..tensors.errors import known_error
from .code.bytecode import function_of
from .feedback import Entry, common

# What people call a module, and the line that imports it under this name.
IMPORTED_AS = {
    "np": "import numpy as np",
    "tf": "import tensorflow as tf",
    "keras": "import keras",
    "layers": "from keras import layers",
    "plt": "import matplotlib.pyplot as plt",
    "pd": "import pandas as pd",
    **{
        name: f"import {name}"
        for name in ("contextlib", "io", "itertools", "logging", "math", "os", "sys", "time")
    },
}

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_LONGEST = 160
_FITS_ANY_OBJECT = {"no-such-attribute"}
_UNKNOWN = Entry(
    "raised",
    next="run it yourself on a small input, and read the last line of the error",
)


def words_of(error: BaseException) -> str:
    """All that an error says, to look for words in: its line, then its whole message."""
    return f"{in_one_line(error)}\n{_ANSI.sub('', str(error))}"


def in_one_line(error: BaseException) -> str:
    """``Type: message``, the message cut to what says something.

    TensorFlow puts *in user code*, with paths, before the message of an error that it passes on,
    and *Graph execution error* with the place of the node before that of an operation. Keras puts
    the name of the layer and of the method before the message of an error in it.

    >>> in_one_line(ValueError("first line\\nsecond line"))
    'ValueError: first line'
    """
    said = [line.strip() for line in str(error).splitlines() if line.strip()]
    kind = type(error).__name__
    if said and said[0] == "in user code:":
        heads = [i for i, s in enumerate(said) if s.startswith(f"{kind}: ")]
        said = said[heads[-1] if heads else -1 :]
    said = [said[0].removeprefix(f"{kind}: "), *said[1:]] if said else said
    if said and said[0] == "Graph execution error:":
        place = ("Graph execution error:", "Detected at node", "File ", "Node: ", "<stack traces")
        said = [s for s in said if not s.startswith(place)]
    if said and said[0].startswith("Exception encountered when calling"):
        where = said[0].removeprefix("Exception encountered when calling ").rstrip(".")
        inner = [_ANSI.sub("", line) for line in said[1:]]
        if inner and inner[0].startswith("Could not automatically infer"):
            inner = inner[1:]
        said = [f"in {where}: {inner[0]}"] if inner else said
    message = re.sub(r" at 0x[0-9a-fA-F]+", "", said[0]) if said else ""
    if len(message) > _LONGEST:
        message = message[: _LONGEST - 3].rsplit(" ", 1)[0] + " ..."
    return f"{kind}: {message}" if message else kind


def missing_name(error: BaseException) -> str:
    """The name that a ``NameError`` says is not defined; empty for any other error.

    AutoGraph raises a new ``NameError`` in place of a traced function's, and its ``name`` is None.

    >>> missing_name(NameError("in user code:\\n\\n    NameError: name 'np' is not defined"))
    'np'
    """
    if not isinstance(error, NameError) or isinstance(error, UnboundLocalError):
        return ""
    found = re.search(r"name '(\w+)' is not defined", str(error))
    return error.name or (found[1] if found else "")


def meaning_of(error: BaseException, facts: Collection[str]) -> Entry:
    """What an error means wherever it is raised.

    Args:
        error: It was raised by the learner's code.
        facts: What is known of that code, for the entries of ``common.toml``.
    """
    said = words_of(error)
    entry = next((entry for entry in common().values() if entry.fits(facts, said)), None)
    # What the exercises say of it is shorter, and knows what a learner has at hand.
    if entry and entry.id not in _FITS_ANY_OBJECT:
        return entry
    if known := known_error(error):
        return Entry("raised", usually=known.meaning, next=known.cure)
    return entry or _UNKNOWN


def is_of_the_call(error: BaseException, answer: object) -> bool:
    """Whether it says that the answer has other parameters than it is called with."""
    name = getattr(function_of(answer), "__qualname__", "")
    return isinstance(error, TypeError) and bool(name) and f"{name}() " in str(error)
