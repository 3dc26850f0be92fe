"""Look at a machine: what the course needs, what is there, what to do where they differ.

Nothing here may fail because something is missing: whatever could crash or hang runs in a program
of its own, with a time limit.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from ..content.location import checkout
from ..desk import state
from ..desk.progress import bring, shown
from ..exceptions import CourseError
from .finding import NOTE, OK, WRONG, Finding
from .packages import packages
from .programs import kernel, tensorflow

PYTHONS = (3, 11), (3, 13)
MEGABYTES_NEEDED = 100


def examine(folder: Path, seconds: float) -> Iterator[Finding]:
    """Every finding, as soon as it is known.

    Args:
        folder: The learner's, which may not be there.
        seconds: How long a program that was started may take.
    """
    looks: list[Callable[[], Iterator[Finding]]] = [
        python,
        packages,
        lambda: tensorflow(folder, seconds),
        lambda: kernel(folder, seconds),
        lambda: own_folder(folder),
        lambda: disk(folder),
        maintenance,
    ]
    for look in looks:
        try:
            yield from look()
        except Exception as error:  # a doctor that faints helps nobody
            yield Finding(NOTE, f"could not be looked at: {type(error).__name__}: {error}")


def python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    (low, high) = PYTHONS
    if low <= sys.version_info[:2] <= high:
        yield Finding(OK, f"Python {version} ({sys.executable})")
    else:
        yield Finding(
            WRONG,
            f"Python {version}; TensorFlow 2.21 needs 3.11 to 3.13",
            "make a virtual environment with one of those, and install there",
        )


def own_folder(folder: Path) -> Iterator[Finding]:
    """Lessons and progress can be written."""
    if folder.exists() and not folder.is_dir():
        yield Finding(WRONG, f"{folder} is a file, not a folder", "tutorial lab OTHER-FOLDER")
        return
    place = folder if folder.is_dir() else _nearest(folder)
    try:
        with tempfile.TemporaryFile(dir=place) as probe:
            probe.write(b"seeing tensors" * 1000)
    except OSError as error:
        yield Finding(
            WRONG,
            f"{shown(place)} cannot be written to: {error.strerror}",
            "tutorial lab FOLDER, with a folder of your own",
        )
        return
    if not state.is_kept_in(folder):
        yield Finding(NOTE, f"there are no lessons in {shown(folder)} yet", bring(folder))
        return
    try:
        state.read(folder)
    except CourseError as error:
        yield Finding(WRONG, str(error), f"chmod u+rw {folder / state.NAME}")
        return
    yield Finding(OK, f"{shown(folder)} can be written to")


def disk(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(_nearest(folder)).free // 1_000_000
    if free < MEGABYTES_NEEDED:
        yield Finding(WRONG, f"{free} MB are free on the disk", "delete what you do not need")
    else:
        yield Finding(OK, f"{free:,} MB are free on the disk")


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    here = folder.absolute()
    return next(p for p in (here, *here.parents) if p.is_dir())


def maintenance() -> Iterator[Finding]:
    """What only the tests of a checkout need."""
    try:
        checkout()
    except CourseError:
        return
    browser = os.environ.get("CHROMIUM") or "chromium"
    if shutil.which(browser) is None:
        yield Finding(
            NOTE,
            "chromium is not here: tests that look at the book are skipped",
            "install Debian's chromium, or set CHROMIUM=/path/to/it",
        )
    else:
        yield Finding(OK, "chromium is here, for the tests that look at the book")
