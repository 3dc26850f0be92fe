"""What Python and TensorFlow print is caught in a script; the gauntlet does it in a kernel."""

import subprocess
import sys

import pytest

from tutorial_utils.checks.printed import (
    is_rounded,
    numbers_in,
    printed,
    shows,
    shows_placeholder,
    shows_symbolic,
)

SCRIPT = """
import sys
from tutorial_utils import quiet
quiet.start()
import tensorflow as tf
import pytest

from tutorial_utils.checks.printed import (
    is_rounded,
    numbers_in,
    printed,
    shows,
    shows_placeholder,
    shows_symbolic,
)

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


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("mean:-2.5", [-2.5]),
        ("[[1 2.]\n [3e-05 4]]", [1, 2, 3e-5, 4]),
        ('loss: "5.570"', [5.57]),
        ("nothing", []),
    ],
)
def test_numbers_in_a_text(text, numbers):
    assert numbers_in(text) == numbers


@pytest.mark.parametrize("number", [57.3148689, 57.3148, 57.315, 57.31, 57.3, 57.0, 57.2999992])
def test_any_rounding_is_the_number(number):
    assert is_rounded(number, 57.31487)


@pytest.mark.parametrize("number", [57.4, 57.32, 57.2, 56.0, 58.0, -57.3, 60.0, 5.7])
def test_others_are_not(number):
    assert not is_rounded(number, 57.31487)


def test_a_text_shows_a_number_behind_any_words():
    assert shows("step 2 loss: 57.3", 57.31487)
    assert not shows("step 2 loss: 57.2", 57.31487)


@pytest.mark.parametrize(
    ("text", "symbolic", "placeholder"),
    [
        ("<tf.Tensor 'Mean:0' shape=() dtype=float32>", True, False),
        ('Tensor("Mean:0", shape=())', True, False),
        ("<tf.Tensor: shape=(), dtype=float32, numpy=5.0>", False, False),
        ("loss: %.3f 5.0", False, True),
        ("loss: {} 5.0", False, True),
        ("50% of 5.0", False, False),
    ],
)
def test_what_is_no_number(text, symbolic, placeholder):
    assert (shows_symbolic(text), shows_placeholder(text)) == (symbolic, placeholder)
