"""Look at a machine: what the course needs, what is there, what to do where they differ.

Nothing here may fail because something is missing: whatever could crash or hang runs in a program
of its own, with a time limit.
"""

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .content.location import checkout, content
from .desk import state
from .desk.progress import bring, shown
from .exceptions import CourseError

OK, NOTE, WRONG = "ok", "note", "WRONG"

DISTRIBUTION = "seeing-tensors"
PYTHONS = (3, 11), (3, 13)
MEGABYTES_NEEDED = 100


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. A note is worth knowing, and nothing is wrong."""

    state: str
    said: str
    cure: str = ""


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


def packages() -> Iterator[Finding]:
    """What the course declares is installed; where versions differ from the lock, a note."""
    try:
        from packaging.requirements import Requirement  # noqa: F401
    except ImportError:
        yield Finding(WRONG, "the package `packaging` is missing", _install())
        return
    unmet = list(_unmet())
    for name, why in unmet[:8]:
        yield Finding(WRONG, why, _install(name))
    if len(unmet) > 8:
        yield Finding(WRONG, f"and {len(unmet) - 8} more packages", _install())
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


def _install(name: str = "") -> str:
    what = _requirement_text(name) if name else f"{DISTRIBUTION}[course]"
    return f"{_python()} -m pip install '{what}'"


def _requirement_text(name: str) -> str:
    """The package with the range that we declare, else its name."""
    from packaging.requirements import Requirement

    for line in _declared(DISTRIBUTION):
        requirement = Requirement(line)
        if _canonical(requirement.name) == _canonical(name):
            return f"{requirement.name}{requirement.specifier}"
    return name


def _python() -> str:
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


# In a program of its own: TensorFlow may raise, end the program, or never come back.
_LOOK_AT_TENSORFLOW = """
import json, os, sys
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
import tensorflow, keras, numpy
files = {m.__name__: getattr(m, "__file__", None) or "" for m in (tensorflow, keras, numpy)}
total = float(tensorflow.reduce_sum(tensorflow.constant([1.0, 2.0])).numpy())
print("\\n" + json.dumps({
    "tensorflow": tensorflow.__version__, "keras": keras.__version__,
    "backend": keras.backend.backend(), "files": files, "total": total,
}))
"""


def tensorflow(folder: Path, seconds: float) -> Iterator[Finding]:
    """It is imported where the learner's notebooks run: a file there may hide it."""
    here = folder if folder.is_dir() else Path()
    said, trouble = _run([sys.executable, "-c", _LOOK_AT_TENSORFLOW], here, seconds)
    hidden = [f for n in ("tensorflow", "keras", "numpy") for f in _hiders(n, here)]
    for path in hidden:
        yield Finding(
            WRONG, f"{path} hides the package of that name from your notebooks", "rename it"
        )
    if trouble:
        if not hidden:
            yield Finding(WRONG, f"TensorFlow and Keras: {trouble}", _cure_for(trouble))
        return
    try:
        found = json.loads(said.splitlines()[-1])
    except (ValueError, IndexError):
        yield Finding(
            WRONG, "TensorFlow and Keras ended the program that imported them", _again("tensorflow")
        )
        return
    if found["backend"] != "tensorflow":
        yield Finding(
            WRONG,
            f"Keras computes with {found['backend']}, not with TensorFlow",
            'unset KERAS_BACKEND, and set "backend": "tensorflow" in ~/.keras/keras.json',
        )
        return
    yield Finding(OK, f"TensorFlow {found['tensorflow']} and Keras {found['keras']} compute")


def _hiders(name: str, folder: Path) -> list[Path]:
    """Files of the learner's that Python takes for the package."""
    return [p for p in (folder / f"{name}.py", folder / name / "__init__.py") if p.is_file()]


def _cure_for(trouble: str) -> str:
    if "No module named" in trouble:
        return _install("tensorflow" if "tensorflow" in trouble else "")
    if "backend" in trouble or "torch" in trouble or "jax" in trouble:
        return "unset KERAS_BACKEND, and try again"
    if "longer than" in trouble:
        return "run it again; if it stays so: " + _again("tensorflow")
    return _again("tensorflow")


def _again(name: str) -> str:
    return f"{_python()} -m pip install --force-reinstall '{_requirement_text(name)}'"


_LOOK_AT_KERNEL = """
import sys
sys.modules.setdefault("rfc3987_syntax", None)
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="python3", startup_timeout=float(sys.argv[1]))
try:
    said = []
    client.execute_interactive(
        "import sys; print(sys.prefix)", timeout=float(sys.argv[1]),
        output_hook=lambda m: said.append(m["content"].get("text", "")),
    )
    print("\\n" + "".join(said).strip())
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
"""


def kernel(folder: Path, seconds: float) -> Iterator[Finding]:
    """The kernel that JupyterLab starts for a lesson runs in this Python."""
    here = folder if folder.is_dir() else Path()
    said, trouble = _run([sys.executable, "-c", _LOOK_AT_KERNEL, str(seconds)], here, seconds)
    cure = f"{_python()} -m ipykernel install --sys-prefix"
    if trouble:
        missing = "No module named" in trouble
        yield Finding(WRONG, f"the notebook kernel: {trouble}", _install() if missing else cure)
        return
    prefix = said.splitlines()[-1] if said else ""
    if Path(prefix) != Path(sys.prefix):
        yield Finding(WRONG, f"notebooks run in another Python: {prefix or 'unknown'}", cure)
        return
    yield Finding(OK, "the notebook kernel starts, in this Python")


def _run(command: list[str], folder: Path, seconds: float) -> tuple[str, str]:
    """What a program printed, and what went wrong with it, in one line (empty: nothing)."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,  # so that what it started ends with it
        )
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            return "", f"took longer than {seconds:g} seconds and was stopped"
        finally:
            _end(process)
        said, wrong = (_text_of(file) for file in (out, err))
    if code < 0:
        return said, f"crashed (signal {-code})"
    if code:
        lines = [line for line in wrong.splitlines() if line.strip()]
        return said, (lines[-1].strip()[:300] if lines else f"ended with code {code}")
    return said, ""


def _end(process: subprocess.Popen) -> None:
    try:
        os.killpg(process.pid, 9)
    except (OSError, AttributeError):  # ended by itself, or Windows
        process.kill()
    process.wait()


def _text_of(file) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace").strip()


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
