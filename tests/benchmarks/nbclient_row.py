"""The cells of a graded copy, run by nbclient in a fresh kernel: what `tutorial check` is held to.

`python -m tests.benchmarks.nbclient_row FILE` prints the seconds that all cells took but the first,
which loads TensorFlow.
"""

import os
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from tutorial_utils.course.desk.files import read_learner_file
from tutorial_utils.course.grading.graded_copy import graded_copy


def main(file):
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    cells, _, _ = graded_copy(read_learner_file(file))
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell.source) for cell in cells]
    )
    ends = []
    NotebookClient(
        notebook,
        timeout=60,
        allow_errors=True,
        record_timing=False,
        on_cell_executed=lambda **_: ends.append(time.perf_counter()),
    ).execute(cwd=str(file.parent))
    print(ends[-1] - ends[0])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
