"""Whether a run changed what it is judged by: files of this package, of the course, of the environment.

A kernel has the rights of whoever checks. So all of them are looked at before a run and after it, and
what was changed is not trusted until it is as it was.
"""

import contextlib
import importlib.util
import json
import marshal
import os
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from ..content import atomic
from ..content.digest import (
    PACKAGE,
    changed_since_set_up,
    deciding_files,
    recorded_hash,
    sha256,
)
from ..exceptions import EnvironmentFault

# Beside the package: the files that a run changed, each with the hash that it must have.
DISTRUSTED = PACKAGE.parent / ".changed-by-a-check.json"

# What Python runs at its start, wherever it comes from. Other new files are an installation.
_RUN_AT_START = ("sitecustomize.py", "usercustomize.py")

_Entry = tuple[int, int, int]


class Look:
    """A look at all of those files, to compare later ones with."""

    def __init__(self, environment: Path | None = None):
        """
        Args:
            environment: Where packages are installed, if not in this Python's own place.
        """
        self._environment = environment or Path(sysconfig.get_path("purelib"))
        self._hashes = {path: sha256(path) for path in deciding_files()}
        self._compiled = _compiled()
        self._installed = _installed(self._environment)

    def changed(self) -> list[Path]:
        """The files that are not as they were, new ones that Python would run included."""
        now = {path: sha256(path) for path in deciding_files()}
        found = [path for path in {*self._hashes, *now} if self._hashes.get(path) != now.get(path)]
        compiled = _compiled()
        found += [p for p, e in compiled.items() if self._compiled.get(p) != e and not _is_true(p)]
        found += [Path(p) for p, entry in self._installed.items() if _entry_or_none(p) != entry]
        found += [p for p in _run_at_start(self._environment) if str(p) not in self._installed]
        return sorted(found)

    def distrust(self, changed: list[Path]) -> None:
        """Let later runs know what these files must be, as far as that is known."""
        wanted = {str(p): self._hashes.get(p) or recorded_hash(p.resolve()) for p in changed}
        with contextlib.suppress(OSError):  # a read-only environment: nothing was changed in it
            atomic.write_text(DISTRUSTED, json.dumps({**_distrusted(), **wanted}))


def trusted() -> None:
    """
    Raises:
        EnvironmentFault: A file is not what it was at set-up, or before a run changed it.
    """
    before = _distrusted()
    still = {name: hash_ for name, hash_ in before.items() if sha256(Path(name)) != hash_}
    if before != still:
        with contextlib.suppress(OSError):
            atomic.write_text(DISTRUSTED, json.dumps(still))
    if found := [*map(Path, still), *changed_since_set_up()]:
        raise EnvironmentFault(
            f"{_listed(found)} {'is' if len(found) == 1 else 'are'} not as set up, so no verdict would be worth anything. Put it back: "
            "git restore FILE in a clone, else python -m pip install --force-reinstall PACKAGE. "
            "If you changed it yourself: tutorial dev trust"
        )


def forgive() -> None:
    """Take all files as they are now for what they should be."""
    DISTRUSTED.unlink(missing_ok=True)


def no_verdict(changed: list[Path]) -> str:
    """What to say of a file whose run changed others."""
    return (
        f"{_listed(changed)} changed while it was checked: what decides verdicts must not change "
        "under them, so it gets none. Read its cells for what writes there."
    )


def _listed(paths: list[Path]) -> str:
    here = Path.cwd()
    shown = [str(p.relative_to(here) if p.is_relative_to(here) else p) for p in paths[:3]]
    more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    return f"{', '.join(shown)}{more}"


def _distrusted() -> dict[str, str | None]:
    try:
        return dict(json.loads(DISTRUSTED.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _entry(path: str | Path) -> _Entry:
    stat = os.stat(path, follow_symlinks=False)  # noqa: PTH116  # many thousand times
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def _entry_or_none(path: str) -> _Entry | None:
    try:
        return _entry(path)
    except OSError:
        return None


def _installed(root: Path) -> dict[str, _Entry]:
    """The modules of installed packages. To hash them all would take minutes; this, a moment."""
    found, waiting = {}, [str(root)]
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name.endswith((".py", ".so", ".pth")):
                    found[entry.path] = _entry(entry.path)
                elif entry.name not in ("include", "__pycache__") and entry.is_dir(
                    follow_symlinks=False
                ):
                    waiting.append(entry.path)
    return found


def _run_at_start(environment: Path) -> Iterator[Path]:
    for path in environment.glob("*"):
        if path.suffix == ".pth" or path.name in _RUN_AT_START:
            yield path


def _compiled() -> dict[Path, _Entry]:
    found = {}
    for path in PACKAGE.rglob("*.pyc"):
        with contextlib.suppress(OSError):
            found[path] = _entry(path)
    return found


def _is_true(path: Path) -> bool:
    """Whether a compiled module is what its source gives: a first import writes one, and may."""
    try:
        code = marshal.loads(path.read_bytes()[16:])
        source = Path(importlib.util.source_from_cache(str(path)))
        return code == compile(source.read_bytes(), str(source), "exec", dont_inherit=True)
    except (OSError, ValueError, EOFError, TypeError, SyntaxError):
        return False
