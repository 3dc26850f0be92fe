"""The first piece of code of an answer page runs in an empty script, and prints there what the page shows."""

import os
import subprocess
import sys

import pytest

from tutorial_utils.course.author.normalise import normalise
from tutorial_utils.course.content.compiled import compiled_answers, is_code, source_of

from .conftest import ROOT

ANSWERS = compiled_answers()


def first_piece(answer) -> dict:
    """The cell that is there to be copied: the first that the page shows."""
    return next(
        cell
        for cell in answer.notebook["cells"]
        if is_code(cell) and "remove-cell" not in cell["metadata"].get("tags", ())
    )


@pytest.fixture(scope="module")
def scripts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scripts")
    for answer in ANSWERS:
        (folder / f"{answer.slug}.py").write_text(source_of(first_piece(answer)), encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "CUDA_VISIBLE_DEVICES": "-1",
        "MPLBACKEND": "agg",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    command = [sys.executable, "-m", "tests.pasted_alone", str(folder)]
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.place)
def test_it_prints_what_the_page_shows(answer, scripts):
    script = scripts / f"{answer.slug}.py"
    printed = script.with_suffix(".out").read_text(encoding="utf-8")
    assert script.with_suffix(".status").read_text() == "0", printed
    shown = "".join(
        "".join(output["text"])
        for output in first_piece(answer)["outputs"]
        if output["output_type"] == "stream"
    )
    assert normalise(printed).replace(_PLACES, "defined in this notebook") == _without_log(shown)


_PLACES = "defined at (most recent call last):"


def _without_log(text: str) -> str:
    return "".join(line for line in text.splitlines(True) if not line.startswith("INFO:"))
