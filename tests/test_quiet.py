"""TensorFlow starts without noise, and what goes wrong is still seen."""

import os

import pytest

from tutorial_utils.quiet import stderr_held_back


def test_what_native_code_writes_is_held_back(capfd):
    with stderr_held_back():
        os.write(2, b"I0000 noise\n")
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "after\n"


def test_it_is_shown_when_the_block_raises(capfd):
    def fail():
        with stderr_held_back():
            os.write(2, b"why it failed\n")
            raise ImportError

    with pytest.raises(ImportError):
        fail()
    assert capfd.readouterr().err == "why it failed\n"
