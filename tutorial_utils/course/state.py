"""What the course remembers in a learner's folder: one small file, ``.tutorial.json``."""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from . import atomic
from .trouble import EnvironmentFault

NAME = ".tutorial.json"
VERSION = 1


@dataclass
class State:
    """What was delivered, and how far the learner is."""

    delivered: dict[str, list[str]] = field(default_factory=dict)  # file name -> cell hashes
    progress: dict[str, str] = field(default_factory=dict)  # exercise -> PASS, NOT YET, ...
    hints: dict[str, int] = field(default_factory=dict)  # exercise -> hints shown


def read(folder: Path) -> State:
    """The state of a learner's folder; an empty one where there is none yet.

    A file that cannot be understood is kept under another name: nothing in it is lost.
    """
    path = folder / NAME
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        parts = {name: dict(kept.get(name, {})) for name in ("delivered", "progress", "hints")}
        return State(**parts)
    except FileNotFoundError:
        return State()
    except (ValueError, TypeError, AttributeError):
        with contextlib.suppress(OSError):
            path.rename(folder / f"{NAME}.broken-{datetime.now():%Y%m%d-%H%M%S}")
        return State()
    except OSError as error:
        raise EnvironmentFault(f"{path} cannot be read: {error.strerror}.") from None


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

    Raises:
        EnvironmentFault: as :func:`read` and :func:`write` do.
    """
    with _alone_in(folder):
        state = read(folder)
        yield state
        write(folder, state)


def update(folder: Path, verdicts: dict[str, str]) -> State:
    """Keep the verdicts on these exercises, beside those that are known; the state as it is now."""
    with changing(folder) as state:
        state.progress.update(verdicts)
    return state


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Other processes wait at this point until the block has ended, or its process.

    The folder itself is locked, so no lock file lies about. Where locks do not exist (Windows, some
    network drives), nobody waits.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
