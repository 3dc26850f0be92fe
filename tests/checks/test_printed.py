"""What Python and TensorFlow print is caught in a script; the gauntlet does it in a kernel."""

import subprocess
import sys

from tutorial_utils.checks.printed import printed

SCRIPT = """
import sys
from tutorial_utils import quiet
quiet.start()
import tensorflow as tf
from tutorial_utils.checks.printed import printed

with printed() as caught:
    print("python")
    tf.print("tensorflow", tf.constant(7))
    tf.print("to standard output", output_stream=sys.stdout)
wanted = {"python", "tensorflow 7", "to standard output"}
assert wanted == set(caught.lines), caught.text
print("after")
"""


def test_both_prints_in_a_script():
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout == "after\n"
    assert run.stderr == "", "quiet.start let something through"


def test_an_exception_inside_leaves_nothing_redirected(capfd):
    try:
        with printed():
            print("hidden")
            raise KeyError("x")
    except KeyError:
        print("seen")
    assert capfd.readouterr().out == "seen\n"
