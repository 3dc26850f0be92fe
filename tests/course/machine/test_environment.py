"""Set-up: a Python that fits is found, and what an interruption left half done is made whole."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tutorial_utils.course.machine import environment

from ...conftest import ROOT

FINDER = ROOT / ".ci" / "python"


def command(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def find(folder: Path, **more: str) -> subprocess.CompletedProcess:
    """Run the finder where only ``folder`` and the shell's own tools are on the PATH."""
    return subprocess.run(
        ["/bin/sh", FINDER, "-c", "import sys; print(sys.executable)"],
        env={"PATH": str(folder), **more},
        capture_output=True,
        text=True,
    )


REAL = f'exec {sys.executable} "$@"'
# A Python of another version, as far as the finder can tell.
OTHER = """case "$*" in
  *too*) echo "too {age}" >&2; exit 1;;
  *) echo {version};;
esac"""
OLD, NEW = OTHER.format(age="old", version="3.10.13"), OTHER.format(age="new", version="3.14.0")


def test_a_shim_that_fails_is_passed_over(tmp_path):
    command(tmp_path, "python3.13", "echo 'command not found' >&2; exit 127")
    command(tmp_path, "python3.12", OLD)
    command(tmp_path, "python3", REAL)
    found = find(tmp_path)
    assert found.returncode == 0
    assert Path(found.stdout.strip()).resolve() == Path(sys.executable).resolve()


@pytest.mark.parametrize(
    ("script", "words"),
    [(OLD, "python3 is 3.10.13, too old"), (NEW, "python3 is 3.14.0, too new")],
    ids=["old", "new"],
)
def test_the_wrong_version_gets_one_sentence(script, words, tmp_path):
    command(tmp_path, "python3", script)
    found = find(tmp_path)
    assert found.returncode == 3
    assert len(found.stderr.splitlines()) == 1
    assert "needs Python 3.11, 3.12 or 3.13" in found.stderr and words in found.stderr


def test_no_python_at_all_gets_one_sentence(tmp_path):
    found = find(tmp_path)
    assert found.returncode == 3
    assert "no python does not run" not in found.stderr
    assert len(found.stderr.splitlines()) == 1 and "there is no Python" in found.stderr


def test_a_python_can_be_named(tmp_path):
    command(tmp_path, "mine", OLD)
    command(tmp_path, "python3", REAL)
    assert "mine is 3.10.13, too old" in find(tmp_path, PYTHON="mine").stderr
    assert find(tmp_path, PYTHON="python3").returncode == 0


@pytest.fixture
def installed(tmp_path):
    """A virtual environment's folder with one installed distribution in it."""
    site = tmp_path / "lib" / "python3.11" / "site-packages"
    (site / "thing").mkdir(parents=True)
    (site / "thing" / "__init__.py").write_text("x = 1\n")
    info = site / "thing-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: thing\n")
    rows = ["thing/__init__.py,sha256=abc,6", "thing-1.0.dist-info/METADATA,,12"]
    rows += ["thing-1.0.dist-info/RECORD,,"]
    (info / "RECORD").write_text("\n".join(rows) + "\n")
    (tmp_path / "lib64").symlink_to("lib")  # as venv makes it
    return tmp_path


def info_of(folder: Path) -> Path:
    return next(folder.rglob("thing-1.0.dist-info"), None)


def test_a_whole_distribution_stays(installed):
    assert environment.forget_half_installed(installed) == []
    assert info_of(installed)


@pytest.mark.parametrize("damage", ["missing", "cut short", "no record", "no metadata"])
def test_a_half_installed_distribution_is_forgotten(damage, installed):
    code = next(installed.rglob("__init__.py"))
    match damage:
        case "missing":
            code.unlink()
        case "cut short":
            code.write_text("x")
        case "no record":
            (info_of(installed) / "RECORD").unlink()
        case "no metadata":
            (info_of(installed) / "METADATA").unlink()
    assert environment.forget_half_installed(installed) == ["thing"]
    assert info_of(installed) is None


def test_files_that_were_half_written_go(installed):
    stray = next(installed.rglob("thing")) / ".tmpAb12Cd"
    stray.write_text("half")
    assert environment.forget_half_installed(installed) == []
    assert not stray.exists()


def test_the_pin_of_one_package_has_its_hashes():
    lines = environment.pinned("uv").splitlines()
    assert lines[0].startswith("uv==")
    assert all(
        "--hash=sha256:" in line or "# via" in line or line.startswith("    #")
        for line in lines[1:]
    )
    assert any("--hash" in line for line in lines)


def test_a_ready_environment_is_left_alone(tmp_path, capsys):
    (tmp_path / ".ready").write_text(environment.fingerprint())
    assert environment.main(str(tmp_path)) == 0
    assert capsys.readouterr().out == ""


def test_a_half_made_environment_is_made_again(tmp_path):
    target = tmp_path / "env"
    venv.create(target, with_pip=False)  # interrupted before pip was there
    environment.create(target)
    run = subprocess.run([environment.python_in(target), "-m", "pip", "--version"], check=False)
    assert run.returncode == 0


def test_the_lock_names_no_host_and_hashes_everything():
    text = (ROOT / "requirements.lock").read_text()
    assert "://" not in text and "--index-url" not in text and "--find-links" not in text
    pins = [line for line in text.splitlines() if line[:1].isalnum()]
    assert len(pins) > 100
    assert all("==" in pin and pin.endswith("\\") for pin in pins)


def test_make_alone_explains_every_command():
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    makefile = (ROOT / "Makefile").read_text()
    targets = makefile.split(".PHONY:")[1].splitlines()[0].split()
    assert {"lab", "test", "check", "clean"} <= set(targets)
    for target in targets:
        assert f"make {target} " in said


def test_the_readme_shows_commands_that_exist():
    readme = (ROOT / "README.md").read_text()
    makefile = (ROOT / "Makefile").read_text()
    shown = {line.split()[1] for line in readme.splitlines() if line.startswith("make ")}
    assert {"lab", "check", "test"} <= shown
    for target in shown - {"#"}:
        assert f"\n{target}: " in makefile
    assert readme.index("make lab") < readme.index("##", readme.index("## Start") + 5)


def test_ci_runs_the_readmes_test_command():
    assert "make test" in (ROOT / ".ci" / "run").read_text()
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
