"""Run pieces of code as scripts of their own, each in a fork of a process that has TensorFlow.

    python -m tests.pasted_alone FOLDER

For each ``FOLDER/NAME.py`` what it prints goes to ``NAME.out``, and its exit status to ``NAME.status``. A fork costs no import, and what one script switches on or off is
gone with it.
"""

import os
import runpy
import sys
import traceback
from pathlib import Path

import keras  # noqa: F401  (what every script would import for itself)
import tensorflow as tf  # noqa: F401


def run(script: Path) -> int:
    """The exit status of a script in a fork."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        printed = os.open(script.with_suffix(".out"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for stream in (1, 2):  # `tf.print` writes to the second, and in order with the first
            os.dup2(printed, stream)
        sys.stdout.reconfigure(line_buffering=True)
        runpy.run_path(str(script), run_name="__main__")
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    for script in sorted(Path(sys.argv[1]).glob("*.py")):
        script.with_suffix(".status").write_text(str(run(script)))
