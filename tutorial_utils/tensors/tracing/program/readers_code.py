"""Whose code is it? Frames of the reader's own functions, also where AutoGraph has rewritten them."""

import dis
import functools
import inspect
import linecache
import os
import re
import sysconfig
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import NamedTuple

_GENERATED = "__autograph_generated_file"
_PACKAGE = str(Path(__file__).parents[3]) + os.sep
_INSTALLED = tuple(
    dict.fromkeys(
        path
        for name in ("stdlib", "platstdlib", "purelib", "platlib")
        if (path := sysconfig.get_path(name))
    )
)
# What AutoGraph adds to a function, and no reader wrote.
_ADDED = re.compile(r"(?:get|set)_state(?:_\d+)?|(?:inner|outer)_factory|<module>")
_MOST_DECORATOR_LINES = 40
# Where a frame stands that has just yielded: Python 3.13 is one instruction further.
_YIELDS = {dis.opmap["YIELD_VALUE"], dis.opmap["RESUME"]}
_PARTS = re.compile(r"<(?:listcomp|dictcomp|setcomp|genexpr)>")


class Place(NamedTuple):
    """Where a frame is, in the reader's own words.

    Attributes:
        file: The reader's file.
        line: The line in it.
        function: The function's name; empty at the top of a cell or file.
        rewritten: Whether AutoGraph has rewritten the code that runs.
        whole: Whether the frame is all of the function, and not a part that AutoGraph made of it, such
            as the body of a loop.
    """

    file: str
    line: int
    function: str
    rewritten: bool
    whole: bool


@functools.lru_cache(maxsize=4096)
def is_somebody_elses(file: str) -> bool:
    """Whether code is part of Python, of an installed package or of this one, or of no file at all.

    >>> import json
    >>> is_somebody_elses(json.__file__), is_somebody_elses("<string>"), is_somebody_elses("model.py")
    (True, True, False)
    """
    if file.startswith("<"):  # a cell of IPython's has text, and no file
        return not linecache.getlines(file)
    return file.startswith((*_INSTALLED, _PACKAGE)) or "site-packages" in file


def place(frame: FrameType, ours: Callable[[str], bool]) -> Place | None:
    """Where a frame is; None where it is no code of the reader's.

    Args:
        frame: That runs.
        ours: Whether a file is the reader's.
    """
    code = frame.f_code
    if _GENERATED in code.co_filename:
        return _origin(frame, ours)
    if not ours(code.co_filename) or _PARTS.fullmatch(code.co_name):
        return None
    function = "" if code.co_name == "<module>" else readable(code.co_name)
    return Place(code.co_filename, frame.f_lineno, function, False, True)


def concerns(code: CodeType, ours: Callable[[str], bool]) -> bool:
    """Whether frames of this code can have a place: cheap, for it is asked at every call."""
    if _PARTS.fullmatch(code.co_name):
        return False
    if _GENERATED in code.co_filename:
        return not _ADDED.fullmatch(code.co_name)
    return ours(code.co_filename)


def _decorators(code):
    return 1 if code.co_name == "<lambda>" else _MOST_DECORATOR_LINES


def _is_text(text, line, code):
    """AutoGraph has of a lambda only a part of its line."""
    return text in line if code.co_name == "<lambda>" else text == line.strip()


def main_frame(frame: FrameType) -> FrameType:
    """Of a part that AutoGraph made of a function, the frame of the function itself."""
    file, above, outermost = frame.f_code.co_filename, frame, frame
    if _GENERATED not in file:
        return frame
    while above is not None:
        if above.f_code.co_filename == file:
            outermost = above
            if above.f_code.co_name.startswith("tf__"):
                break
        above = above.f_back
    return outermost


def _origin(frame, ours):
    name = frame.f_code.co_name
    if _ADDED.fullmatch(name) or _PARTS.fullmatch(name):
        return None
    lines, functions = _source_map(frame.f_code.co_filename) or ({}, frozenset())
    found = lines.get(frame.f_lineno)
    if found is None or not ours(found[0]):
        return None
    own = name.removeprefix("tf__")
    whole = name.startswith("tf__") or own in functions
    function = readable(own if whole else found[2] or "<lambda>")
    return Place(found[0], found[1], function, True, whole)


@functools.lru_cache(maxsize=256)
def _source_map(file: str) -> tuple[dict, frozenset] | None:
    """Line of a generated file -> file, line and function that it was made from.

    AutoGraph keeps it with what it has converted (read in TensorFlow 2.21: pyct/transpiler.py).
    """
    from tensorflow.python.autograph.impl import api

    for code, factories in list(api._TRANSPILER._cache._cache.items()):
        for factory in list(factories.values()):
            if getattr(factory.module, "__file__", None) == file and isinstance(code, CodeType):
                return _lines_of(code, factory.source_map)
    return None


def _lines_of(code, source_map):
    """What AutoGraph says of the lines, put right where it is wrong: of a decorated function it has the
    text of the wrapper and the numbers of the lines of what is wrapped. The text decides."""
    said = {
        made.lineno: (origin.loc.lineno, origin.function_name, origin.source_code_line.strip())
        for made, origin in source_map.items()
    }
    file = code.co_filename
    lowest = min((line for line, _, _ in said.values()), default=0)
    offsets = [
        first - lowest
        for first in range(code.co_firstlineno, code.co_firstlineno + _decorators(code))
        if all(
            _is_text(text, linecache.getline(file, line + first - lowest), code)
            for line, _, text in said.values()
        )
    ]
    if len(offsets) != 1:
        return {}, frozenset()
    lines = {at: (file, line + offsets[0], name) for at, (line, name, _) in said.items()}
    return lines, frozenset(name for _, _, name in lines.values() if name)


def yields(frame: FrameType) -> bool:
    """Whether a generator's frame, of which Python tells that it returns, only yields."""
    generates = frame.f_code.co_flags & inspect.CO_GENERATOR
    return bool(generates and frame.f_code.co_code[frame.f_lasti] in _YIELDS)


def readable(name: str) -> str:
    """A function's name, as a sentence has it."""
    return "a lambda" if name in ("<lambda>", "lam") else name


def caller(
    frame: FrameType | None, ours: Callable[[str], bool], root: FrameType | None
) -> FrameType | None:
    """The innermost frame of the reader's code, from this one outwards, inside of ``root``."""
    while frame is not None and frame is not root:
        if place(frame, ours) is not None:
            return frame
        frame = frame.f_back
    return None


def function_name(function: Callable) -> tuple[str, str]:
    """The name of a function of Python, and the file that it is in; empty where it has none."""
    while isinstance(function, functools.partial):
        function = function.func
    function = inspect.unwrap(function)
    function = getattr(function, "__func__", function)
    code = getattr(function, "__code__", None)
    name = getattr(function, "__name__", type(function).__name__)
    return readable(name), code.co_filename if code else ""
