"""Catch what is printed, with who printed it: Python, or TensorFlow, which prints in its own ways.

In a notebook, TensorFlow writes to ``sys.stdout`` from C++, so that no line of Python is the writer. In a
script it writes to file descriptor 2, past ``sys.stderr``.
"""

import contextlib
import itertools
import os
import re
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import NamedTuple

from .program.modes import who_runs
from .program.readers_code import Place

Where = Callable[[FrameType], tuple[FrameType | None, Place | None]]

PRINT = "print"
TF_PRINT = "tf.print"
STDERR = "stderr"
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_MOST_BYTES = 1 << 24
_MESSAGE = re.compile(r"(?:\d{4}-\d\d-\d\d [\d:.]+: [IWEF] |[IWEF]\d{4} [\d:.]+ |WARNING:)")
_GOES_ON = re.compile(
    r"\s|The op is created at|File \""
)  # a message of TensorFlow's, on its next line


class Piece(NamedTuple):
    """Something that was printed.

    Attributes:
        by: ``"print"``, ``"tf.print"``, or ``"stderr"``: messages, of whomever.
        text: As it was written.
        frame: The reader's frame in which that was; None where there is none.
        place: Where that is.
        elsewhere: Whether that was in another thread than the run's.
        of_a_graph: Whether it was in a thread that no Python has started: one of TensorFlow's.
        whole: Whether it is what one ``tf.print`` has written, all of it and nothing else.
        who: Of ``print`` in the run's own thread: who ran, as a step says it.
    """

    by: str
    text: str
    frame: FrameType | None = None
    place: Place | None = None
    elsewhere: bool = False
    of_a_graph: bool = False
    whole: bool = False
    who: str = ""


class Prints:
    """What has been printed and was not taken yet, in its order.

    Args:
        where: The reader's frame around a frame, and its place.
        file: Where file descriptors 1 and 2 lead; None where nobody reads them.

    Attributes:
        datasets_print: Whether a Dataset is in use that prints: its threads do so at any moment.
    """

    def __init__(self, where: Where, file=None):
        self._where = where
        self._pieces: list[Piece] = []
        self._lock = threading.Lock()
        self._thread = threading.get_ident()
        self._file, self._read = file, 0
        self.datasets_print = False

    def add(self, text: str, frame: FrameType | None) -> None:
        """Note a text that was written to ``sys.stdout`` from ``frame``; None where C++ wrote it."""
        self.poll()
        elsewhere = threading.get_ident() != self._thread
        foreign = elsewhere and threading.current_thread().name.startswith("Dummy-")
        if frame is None or _is_of_tensorflow(frame):
            around = (None, None) if frame is None else self._where(frame)
            piece = Piece(TF_PRINT, text, *around, elsewhere, foreign, whole=True)
        else:
            who = "" if elsewhere else who_runs()
            piece = Piece(PRINT, text, *self._where(frame), elsewhere, foreign, who=who)
        with self._lock:
            self._pieces.append(piece)

    def poll(self, by: str = STDERR) -> None:
        """Note what the file descriptors have got since the last time.

        Args:
            by: Who wrote it, where the caller knows.
        """
        if self._file is None:
            return
        with self._lock:
            new = os.pread(self._file.fileno(), _MOST_BYTES, self._read)
            self._read += len(new)
            for message, text in _apart(new.decode(errors="replace")):
                if message or (by == STDERR and not self.datasets_print):
                    self._pieces.append(Piece(STDERR, text))
                else:
                    self._pieces.append(Piece(TF_PRINT, text, elsewhere=by == STDERR))

    def close(self) -> None:
        """Read the file to its end, and no more after that."""
        self.poll()
        self._file = None

    def taken(self, unfinished: bool = False) -> list[Piece]:
        """What has been printed since the last time; what one frame wrote in a row is one piece.

        Args:
            unfinished: Whether a line comes too that another thread has begun and not ended: ``print``
                writes the end of its line apart.
        """
        self.poll()
        with self._lock:
            pieces, self._pieces = _joined(self._pieces), []
            if not unfinished:
                self._pieces = [piece for piece in pieces if _is_begun(piece)]
        return [
            piece._replace(text=_plain(piece.text))
            for piece in pieces
            if unfinished or not _is_begun(piece)
        ]


def _apart(text: str) -> Iterator[tuple[bool, str]]:
    """A text in pieces: whether each is messages of TensorFlow's, and the piece.

    >>> list(_apart("5\\n2026-01-02 03:04:05.678: I tensorflow/a.cc:1] hello\\n6\\n"))
    [(False, '5\\n'), (True, '2026-01-02 03:04:05.678: I tensorflow/a.cc:1] hello\\n'), (False, '6\\n')]
    >>> list(_apart("W0000 00:00:1.5 7 a.cc:1] failed\\nThe op is created at:\\n\\tb\\n6\\n"))
    [(True, 'W0000 00:00:1.5 7 a.cc:1] failed\\nThe op is created at:\\n\\tb\\n'), (False, '6\\n')]
    """
    is_message = False

    def of_a_message(line):
        nonlocal is_message
        is_message = bool(_MESSAGE.match(line) or (is_message and _GOES_ON.match(line)))
        return is_message

    for message, some in itertools.groupby(text.splitlines(keepends=True), of_a_message):
        yield message, "".join(some)


def _plain(text):
    return _ADDRESS.sub("0x...", _COLOUR.sub("", text))


def _joined(pieces: list[Piece]) -> list[Piece]:
    """What one frame wrote in a row as one piece; a line that another thread wrote in parts, too."""
    joined: list[Piece] = []
    for piece in pieces:
        at = next((at for at in reversed(range(len(joined))) if _goes_on(joined, at, piece)), None)
        if at is None:
            joined.append(piece)
        else:
            joined[at] = joined[at]._replace(text=joined[at].text + piece.text)
    return joined


def _goes_on(joined: list[Piece], at: int, piece: Piece) -> bool:
    """Whether a piece goes on with one of those before it."""
    before = joined[at]
    if not before.by == piece.by == PRINT or (before.frame, before.who) != (piece.frame, piece.who):
        return False
    return _is_begun(before) or (not before.elsewhere and at == len(joined) - 1)


def _is_begun(piece: Piece) -> bool:
    """Whether it is of a line that another thread has not ended."""
    return piece.by == PRINT and piece.elsewhere and not piece.text.endswith("\n")


def _is_of_tensorflow(frame):
    return frame.f_globals.get("__name__", "").startswith("tensorflow.")


class _Listening:
    """In place of ``sys.stdout``."""

    def __init__(self, prints: Prints, before, pass_on: bool):
        self._prints, self._before, self._pass_on = prints, before, pass_on

    def write(self, text: str) -> int:
        self._prints.add(text, _writer())
        if self._pass_on:
            self._before.write(text)
        return len(text)

    def __getattr__(self, name: str):
        return getattr(self._before, name)


def _writer() -> FrameType | None:
    """The frame that called ``write``; a thread of TensorFlow's own has none."""
    try:
        return sys._getframe(2)
    except ValueError:
        return None


@contextlib.contextmanager
def listening(where: Where, pass_on: bool) -> Iterator[Prints]:
    """Catch what is printed inside the block.

    Args:
        where: The reader's frame around a frame, and its place.
        pass_on: Whether it reaches the screen too. If not, what is written to file descriptors 1
            and 2 is caught as well: there ``tf.print`` writes in a script.
    """
    with contextlib.ExitStack() as stack:
        file = None if pass_on else stack.enter_context(_descriptors_caught())
        prints = Prints(where, file)
        with contextlib.redirect_stdout(_Listening(prints, sys.stdout, pass_on)):
            yield prints
        prints.close()


@contextlib.contextmanager
def _descriptors_caught() -> Iterator:
    sys.stdout.flush()
    sys.stderr.flush()
    with tempfile.TemporaryFile() as native:
        saved = {descriptor: os.dup(descriptor) for descriptor in (1, 2)}
        for descriptor in saved:
            os.dup2(native.fileno(), descriptor)
        try:
            yield native
        finally:
            sys.stderr.flush()
            for descriptor, before in saved.items():
                os.dup2(before, descriptor)
                os.close(before)
