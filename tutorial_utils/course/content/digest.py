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
import subprocess
from collections.abc import Iterator
from pathlib import Path

from ..exceptions import CourseError
from . import atomic
from .location import COMPILED, checkout, content

PACKAGE = Path(__file__).resolve().parents[2]
NOTE = Path(".venv", ".digest.json")  # below the root of a checkout


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


def note_set_up() -> Path | None:
    """Note what a checkout holds now as what is trusted; where the note is, if anywhere."""
    root = _root()
    if root is None or not (root / NOTE).parent.is_dir():
        return None
    inside = [path for path in deciding_files() if path.is_relative_to(root)]
    files = {str(path.relative_to(root)): sha256(path) for path in inside}
    atomic.write_text(root / NOTE, json.dumps({"root": str(root), "files": files}))
    return root / NOTE


def renew() -> None:
    """The same, where there is a note already: a maintainer has changed what it is about."""
    root = _root()
    if root and (root / NOTE).is_file():
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
        if path.is_relative_to(Path(str(distribution.locate_file(""))).resolve()):
            for file in distribution.files or ():
                if Path(str(file.locate())).resolve() == path:
                    return _hash(file)
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
        found = {Path(str(file.locate())).resolve(): _hash(file) for file in files}
        return {path: hash_ for path, hash_ in found.items() if hash_ and PACKAGE in path.parents}
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        note = json.loads((root / NOTE).read_text(encoding="utf-8"))
        if note["root"] == str(root):
            return {root / name: hash_ for name, hash_ in note["files"].items()}
    return {}


def _hash(file: importlib.metadata.PackagePath) -> str | None:
    """The hash that an installer wrote down."""
    if file.hash is None or file.hash.mode != "sha256":
        return None
    padded = file.hash.value + "=" * (-len(file.hash.value) % 4)
    return base64.urlsafe_b64decode(padded).hex()


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
