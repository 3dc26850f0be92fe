"""All that is printed is caught, with who printed it, in the order in which it came."""

import os
import sys
import threading

import pytest
import tensorflow as tf

from tutorial_utils.tensors.tracing.printing import PRINT, STDERR, TF_PRINT, listening


def nowhere(_frame):
    return None, None


def test_what_one_line_writes_is_one_piece():
    with listening(nowhere, pass_on=False) as prints:
        print("a", 1, sep="-")
        (piece,) = prints.taken()
        print("b")
    assert (piece.by, piece.text) == (PRINT, "a-1\n")
    assert [p.text for p in prints.taken()] == ["b\n"]


def test_a_file_descriptor_is_read_with_who_writes_there():
    with listening(nowhere, pass_on=False) as prints:
        os.write(2, b"a warning\n")
        prints.poll()
        os.write(2, b"a number\n")
        prints.poll(TF_PRINT)
        print("after")
    assert [(p.by, p.text) for p in prints.taken()] == [
        (STDERR, "a warning\n"),
        (TF_PRINT, "a number\n"),
        (PRINT, "after\n"),
    ]


def test_what_came_first_stays_first():
    with listening(nowhere, pass_on=False) as prints:
        os.write(2, b"first\n")
        print("second")
    assert [p.text for p in prints.taken()] == ["first\n", "second\n"]


def test_another_thread_is_told_apart():
    with listening(nowhere, pass_on=False) as prints:
        thread = threading.Thread(target=lambda: print("elsewhere"))
        thread.start()
        thread.join()
        print("here")
    assert [(p.text, p.elsewhere) for p in prints.taken()] == [
        ("elsewhere\n", True),
        ("here\n", False),
    ]


@pytest.mark.parametrize("pass_on", [True, False])
def test_it_reaches_the_screen_where_it_is_to(pass_on, capfd):
    before = sys.stdout
    with listening(nowhere, pass_on) as prints:
        print("hello")
        assert sys.stdout.isatty() == before.isatty()
    assert sys.stdout is before
    assert capfd.readouterr().out == ("hello\n" if pass_on else "")
    assert [p.text for p in prints.taken()] == ["hello\n"]


def test_colours_of_a_terminal_are_left_out():
    with listening(nowhere, pass_on=False) as prints:
        print("\x1b[1mbold\x1b[0m")
    assert prints.taken()[0].text == "bold\n"


def test_addresses_are_left_out():
    with listening(nowhere, pass_on=False) as prints:
        print(object())
    assert prints.taken()[0].text == "<object object at 0x...>\n"


def test_tf_print_to_the_stdout_of_the_moment_is_allowed():
    with listening(nowhere, pass_on=False) as prints:
        tf.print("one", output_stream=sys.stdout)
        prints.poll(TF_PRINT)
    assert [(p.by, p.text) for p in prints.taken()] == [(TF_PRINT, "one\n")]


def test_messages_of_tensorflow_are_not_what_a_graph_prints():
    with listening(nowhere, pass_on=False) as prints:
        os.write(2, b"2026-01-02 03:04:05.678901: I tensorflow/some.cc:1] compiled\n7\n")
        prints.poll(TF_PRINT)
    assert [(p.by, p.text[-4:]) for p in prints.taken()] == [(STDERR, "led\n"), (TF_PRINT, "7\n")]
