"""What the course remembers in a learner's folder: one small file, ``.tutorial.json``."""

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from ..content import atomic
from ..exceptions import EnvironmentFault

NAME = ".tutorial.json"
VERSION = 1

# How long one program waits for another that is writing; a write takes milliseconds.
SECONDS_TO_WAIT = 5.0


@dataclass
class State:
    """What was delivered, and how far the learner is."""

    delivered: dict[str, list[str]] = field(default_factory=dict)  # file name -> cell hashes
    saved: dict[str, int] = field(default_factory=dict)  # file name -> its time as delivered
    progress: dict[str, str] = field(default_factory=dict)  # exercise -> PASS, NOT YET, ...
    tried: dict[str, bool] = field(default_factory=dict)  # exercise -> a check had work to judge
    hints: dict[str, int] = field(default_factory=dict)  # exercise -> hints shown
    # exercise -> "first" and "last" check up to the pass, in seconds; the "file" that passed
    checks: dict[str, dict] = field(default_factory=dict)


_VALUES = {
    "delivered": list,
    "saved": int,
    "progress": str,
    "tried": bool,
    "hints": int,
    "checks": dict,
}


def is_kept_in(folder: Path) -> bool:
    """Whether a folder is a learner's: nothing is ever written into any other."""
    return (folder / NAME).is_file()


def read(folder: Path) -> State:
    """The state of a learner's folder; an empty one where there is none yet.

    A file that cannot be understood is kept under another name: nothing in it is lost.

    Raises:
        EnvironmentFault: where the file is there and cannot be read.
    """
    path = folder / NAME
    try:
        return _understood(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return State()
    except (ValueError, TypeError, AttributeError, RecursionError):
        _set_aside(path)
        return State()
    except OSError as error:
        raise EnvironmentFault(f"{path} cannot be read: {error.strerror}.") from None


def _understood(text: str) -> State:
    """
    Raises:
        ValueError: where a value is not of the kind that is written; TypeError and AttributeError
            where a part is no object at all.
    """
    kept = json.loads(text)
    parts = {name: dict(kept.get(name, {})) for name in _VALUES}
    for name, part in parts.items():
        if not all(isinstance(value, _VALUES[name]) for value in part.values()):
            raise ValueError(name)
    return State(**parts)


def _set_aside(path: Path) -> None:
    """Keep it under another name and begin anew; where that cannot be, leave it."""
    aside = path.with_name(f"{NAME}.broken-{datetime.now():%Y%m%d-%H%M%S-%f}")
    try:
        path.rename(aside)
    except OSError:
        return
    with contextlib.suppress(EnvironmentFault):
        write(path.parent, State())  # the folder stays a learner's
    print(
        f"{path} could not be understood. It is kept as {aside.name}; progress and hints are "
        "counted anew. Your lessons are untouched.",
        file=sys.stderr,
    )


def write(folder: Path, state: State) -> None:
    """Replace the state, whole or not at all.

    Raises:
        EnvironmentFault: where the folder cannot be written to.
    """
    text = json.dumps({"version": VERSION, **asdict(state)}, indent=1, sort_keys=True) + "\n"
    try:
        atomic.write_text(folder / NAME, text)
    except OSError as error:
        raise EnvironmentFault(f"{folder / NAME} cannot be written: {error.strerror}.") from None


@contextlib.contextmanager
def changing(folder: Path) -> Iterator[State]:
    """Read the state, let the block change it, write it: nobody else's change is lost between.

    Where the block changes nothing, or raises, nothing is written.

    Raises:
        EnvironmentFault: where the folder cannot be read or written to.
    """
    with _alone(folder):
        state = read(folder)
        before = asdict(state)
        yield state
        if asdict(state) != before or not is_kept_in(folder):
            write(folder, state)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock: the folder's own, so that it leaves no file and ends with us.

    Who waits too long goes on without it: a program that was stopped must not stop all others.
    """
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:  # Windows: the last of two writers wins
        yield
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise EnvironmentFault(f"{folder} cannot be used: {error.strerror}.") from None
    try:
        deadline = time.monotonic() + SECONDS_TO_WAIT
        while time.monotonic() < deadline:
            try:
                flock(descriptor, LOCK_EX | LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(0.01)
            except OSError:  # a file system without locks
                break
        yield
    finally:
        os.close(descriptor)
