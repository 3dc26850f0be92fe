"""One import explains the errors of a script."""

import subprocess
import sys

RAISES = (
    "class Tensor: pass\nraise AttributeError(\"'KerasTensor' object has no attribute 'numpy'\")"
)


def said_by(script: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    return run.stderr


def test_a_script_has_one_more_line():
    said = said_by(f"import tutorial_utils.explaining\n{RAISES}")
    assert said.count("What to do: Build the sub-model") == 1
    assert "'KerasTensor' object has no attribute 'numpy'\nWhat it means" in said
    assert "What" not in said_by("import tutorial_utils.explaining\n1 / 0")
