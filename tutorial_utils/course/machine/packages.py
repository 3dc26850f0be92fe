"""The packages that the course declares, those of the lock, and those that are installed."""

import importlib.metadata
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from ..content.location import content
from .finding import NOTE, OK, WRONG, Finding

DISTRIBUTION = "seeing-tensors"


def packages() -> Iterator[Finding]:
    """What the course declares is installed; where versions differ from the lock, a note."""
    try:
        from packaging.requirements import Requirement  # noqa: F401
    except ImportError:
        yield Finding(WRONG, "the package `packaging` is missing", install())
        return
    unmet = list(_unmet())
    for name, why in unmet[:8]:
        yield Finding(WRONG, why, install(name))
    if len(unmet) > 8:
        yield Finding(WRONG, f"and {len(unmet) - 8} more packages", install())
    pinned = _pins()
    if pinned is None:
        yield Finding(NOTE, "there is no requirements.lock to compare versions with")
        return
    there = {name: _installed(name) for name in pinned}
    differ = {n: v for n, v in there.items() if v is not None and v != pinned[n]}
    same = sum(there[name] == version for name, version in pinned.items())
    if not unmet:
        yield Finding(OK, f"packages: all there, {same} as in requirements.lock")
    if differ:
        some = ", ".join(f"{n} {v} (lock: {pinned[n]})" for n, v in list(differ.items())[:5])
        more = f" and {len(differ) - 5} more" if len(differ) > 5 else ""
        yield Finding(
            NOTE,
            f"other versions than the lessons were made with: {some}{more}",
            "nothing, while all works; else install the versions of requirements.lock",
        )


def install(name: str = "") -> str:
    what = requirement_text(name) if name else f"{DISTRIBUTION}[course]"
    return f"{this_python()} -m pip install '{what}'"


def requirement_text(name: str) -> str:
    """The package with the range that we declare, else its name."""
    from packaging.requirements import Requirement

    for line in _declared(DISTRIBUTION):
        requirement = Requirement(line)
        if _canonical(requirement.name) == _canonical(name):
            return f"{requirement.name}{requirement.specifier}"
    return name


def this_python() -> str:
    """This Python, as short as it can be typed."""
    here = Path(sys.executable)
    return str(here.relative_to(Path.cwd())) if here.is_relative_to(Path.cwd()) else str(here)


def _declared(name: str) -> list[str]:
    try:
        return importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:
        return []


def _unmet() -> Iterator[tuple[str, str]]:
    """What is missing or out of range, below our own package with its extra ``course``."""
    from packaging.requirements import Requirement

    seen: set[tuple[str, str]] = set()
    queue = [(DISTRIBUTION, "course")]
    while queue:
        name, extra = queue.pop(0)
        for line in _declared(name):
            needed = Requirement(line)
            if needed.marker and not needed.marker.evaluate({"extra": extra}):
                continue
            there = _installed(needed.name)
            if there is None:
                yield needed.name, f"{needed.name} is missing; {name} needs it"
            elif not needed.specifier.contains(there, prereleases=True):
                yield needed.name, f"{needed.name} is {there}; {name} needs {needed.specifier}"
            for part in ("", *needed.extras):
                if there is not None and (key := (_canonical(needed.name), part)) not in seen:
                    seen.add(key)
                    queue.append(key)


def _installed(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _pins() -> dict[str, str] | None:
    """Name and version of every package of the lock that is for this machine."""
    from packaging.markers import Marker

    for folder in (content(), content().parent):
        if (folder / "requirements.lock").is_file():
            text = (folder / "requirements.lock").read_text(encoding="utf-8")
            lines = re.findall(r"^([\w.-]+)==([^\s;]+)(?: ; (.*?))?(?: \\)?$", text, re.MULTILINE)
            return {n: v for n, v, marker in lines if not marker or Marker(marker).evaluate()}
    return None


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
