"""What decides verdicts, as it was set up: this package and its lessons, each file by its hash.

Set-up notes the hashes of a checkout (``python -m tutorial_utils.course.content.digest``); an installed
package has them in its RECORD. Who may write the files may write the note as well: a digest finds what
one submission changed for the next, not somebody who knows of it.
"""

import base64
import contextlib
import hashlib
import importlib.metadata
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from ..exceptions import CourseError
from . import atomic
from .location import COMPILED, checkout, content

PACKAGE = Path(__file__).resolve().parents[2]
NOTE = PACKAGE.parent / ".digest.json"  # in a checkout


def deciding_files() -> Iterator[Path]:
    """The files of this package, and the compiled lessons."""
    for folder in {PACKAGE, content() / COMPILED}:
        for path in folder.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def sha256(path: Path) -> str | None:
    """The hash of a file; None where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def note_set_up() -> None:
    """Note what a checkout holds now as what is trusted; in an installed package do nothing."""
    if root := _root():
        inside = [path for path in deciding_files() if path.is_relative_to(root)]
        files = {str(path.relative_to(root)): sha256(path) for path in inside}
        atomic.write_text(NOTE, json.dumps(files))


def renew() -> None:
    """The same, where there is a note already: a maintainer has changed what it is about."""
    if NOTE.is_file():
        note_set_up()


def changed_since_set_up() -> list[Path]:
    """The files that are not what set-up left, as far as it noted any; those that are gone included.

    In a clone, files as they are committed are trusted too: to pull is no attack.
    """
    root, wanted = _root(), _noted()
    found = [path for path, hash_ in wanted.items() if sha256(path) != hash_]
    if wanted and root:
        found += [p for p in PACKAGE.rglob("*.py") if p not in wanted]
    if found and root and (uncommitted := _uncommitted(root)) is not None:
        found = [path for path in found if path in uncommitted]
        if not found:
            note_set_up()
    return found


def recorded_hash(path: Path) -> str | None:
    """What the RECORD of an installed file's distribution says of it; None where none knows it."""
    for distribution in importlib.metadata.distributions():
        base = Path(str(distribution.locate_file(""))).resolve()
        if path.is_relative_to(base):
            line = re.escape(path.relative_to(base).as_posix()) + r",sha256=([\w-]+)"
            if found := re.search(f"^{line}", distribution.read_text("RECORD") or "", re.MULTILINE):
                return _hexadecimal(found[1])
    return None


def _root() -> Path | None:
    try:
        return checkout()
    except CourseError:
        return None


def _noted() -> dict[Path, str | None]:
    root = _root()
    if root is None:
        files = importlib.metadata.distribution("seeing-tensors").files or ()
        found = {Path(str(f.locate())).resolve(): f.hash.value for f in files if f.hash}
        return {path: _hexadecimal(h) for path, h in found.items() if PACKAGE in path.parents}
    with contextlib.suppress(OSError, ValueError, AttributeError):
        note = json.loads(NOTE.read_text(encoding="utf-8"))
        return {root / name: hash_ for name, hash_ in note.items()}
    return {}


def _hexadecimal(hash_: str) -> str:
    """A sha256 as installers write it down, as we do."""
    return base64.urlsafe_b64decode(hash_ + "=" * (-len(hash_) % 4)).hex()


def _uncommitted(root: Path) -> set[Path] | None:
    """What git says has changed or is new; None where there is no git to ask."""
    command = ["git", "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"]
    try:
        run = subprocess.run(command, cwd=root, capture_output=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return {root / line[3:] for line in run.stdout.decode(errors="replace").split("\0") if line}


if __name__ == "__main__":
    note_set_up()
