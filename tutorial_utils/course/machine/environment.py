"""Make the virtual environment of a checkout from the hashed lock, and go on where it stopped.

Run by path, with any Python 3.11 to 3.13, before anything is installed, so it imports only the
standard library:  ``python tutorial_utils/course/machine/environment.py .venv``
"""

import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LOCK = ROOT / "requirements.lock"
EXTRAS = "course,book,test"
STEPS = 4


def say(step: int, text: str) -> None:
    print(f"[{step}/{STEPS}] {text}", flush=True)


def fingerprint() -> str:
    """What the environment is made from: the lock, the project's own metadata, this Python."""
    made_from = LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(made_from + sys.version.encode()).hexdigest()


def python_in(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def create(venv: Path) -> None:
    """A virtual environment with pip in it; one left half made is made again."""
    usable = (
        subprocess.run(
            [python_in(venv), "-c", "import pip, sys; print(sys.version)"],
            capture_output=True,
            text=True,
        )
        if python_in(venv).exists()
        else None
    )
    if usable and usable.returncode == 0 and usable.stdout.strip() == sys.version.strip():
        return
    shutil.rmtree(venv, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)


def is_whole(info: Path) -> bool:
    """Whether every file that an installed distribution recorded is there, in its full size."""
    record = info / "RECORD"
    if not record.is_file() or not (info / "METADATA").is_file():
        return False
    with record.open(newline="", encoding="utf-8") as lines:
        for name, _digest, size in csv.reader(lines):
            try:
                found = (info.parent / name).stat().st_size
            except OSError:
                return False
            if size and int(size) != found:
                return False
    return True


def forget_half_installed(venv: Path) -> list[str]:
    """Make installers see what an interruption left half installed as not installed.

    Installers take a ``*.dist-info`` folder as proof. One whose files are missing or cut short is
    removed; the next install writes the files again. uv's own half-written files go as well.
    """
    sites = {site.resolve() for site in venv.glob("[lL]ib*/**/site-packages")}  # lib64 is a link
    broken = [i for site in sites for i in site.glob("*.dist-info") if not is_whole(i)]
    for info in broken:
        shutil.rmtree(info)
    for site in sites:
        for stray in site.rglob(".tmp??????"):
            stray.unlink()
    return sorted(info.name.split("-")[0] for info in broken)


def pinned(name: str) -> str:
    """The lock's own lines for one package: its pin and its hashes."""
    found = re.search(rf"^{name}==.*?(?=^\S|\Z)", LOCK.read_text(), re.MULTILINE | re.DOTALL)
    return found[0]


def install(venv: Path) -> None:
    """Install the lock with uv, which takes a third of pip's time; with pip where uv fails.

    uv does not read pip's configuration. Behind a mirror that only pip knows, pip does the work.
    """
    pip = ("pip", "install", "--disable-pip-version-check", "--require-hashes")
    uv = ("uv", "pip", "install", "--python", python_in(venv), "--compile-bytecode")
    only_uv = venv / "uv.txt"
    only_uv.write_text(pinned("uv"))
    # On a terminal uv shows bars; elsewhere it would only list 160 packages.
    calm = () if sys.stdout.isatty() else ("--quiet",)
    try:
        run_module(venv, *pip, "--quiet", "-r", only_uv)
        run_module(venv, *uv, *calm, "--require-hashes", "-r", LOCK, UV_LINK_MODE="copy")
    except subprocess.CalledProcessError:
        print("      uv could not do it; pip goes on (slower, the same packages).", flush=True)
        run_module(venv, *pip, "-r", LOCK)
    finally:
        only_uv.unlink(missing_ok=True)


def install_project(venv: Path) -> None:
    """The project itself, editable, with the build backend that the lock pinned."""
    how = ("--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation")
    run_module(venv, "pip", "install", *how, "--editable", f"{ROOT}[{EXTRAS}]")


def run_module(venv: Path, *words: object, **settings: str) -> None:
    """Run ``python -m ...`` in the environment; ``settings`` are environment variables.

    Raises:
        subprocess.CalledProcessError: where it fails; it has said why on the screen.
    """
    subprocess.run([python_in(venv), "-m", *words], check=True, env={**settings, **os.environ})


def megabytes(folder: Path) -> int:
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) // 1_000_000


def main(target: str) -> int:
    venv = Path(target)
    ready = venv / ".ready"
    wanted = fingerprint()
    if ready.is_file() and ready.read_text() == wanted:
        ready.touch()  # `make` compares times; a checkout may have touched the lock
        return 0
    ready.unlink(missing_ok=True)
    started = time.monotonic()
    try:
        say(1, f"Python {sys.version.split()[0]} -> {venv}")
        create(venv)
        for name in forget_half_installed(venv):
            print(f"      {name} was left half installed; it is installed again.")
        say(2, "Packages from requirements.lock (about 0.8 GB to download the first time)")
        install(venv)
        say(3, "Seeing Tensors itself")
        install_project(venv)
        run_module(venv, "tutorial_utils.course.content.digest")  # what verdicts may rest on
    except subprocess.CalledProcessError as error:
        print(
            f"\nSet-up stopped: {error.cmd[2]} failed. "
            "The lines above say why. Run the same command again: it goes on from here.",
            file=sys.stderr,
        )
        return 3
    except KeyboardInterrupt:
        print(
            "\nSet-up interrupted. Run the same command again: it goes on from here.",
            file=sys.stderr,
        )
        return 130
    say(4, f"Ready in {time.monotonic() - started:.0f} s, {megabytes(venv)} MB in {venv}")
    ready.write_text(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
