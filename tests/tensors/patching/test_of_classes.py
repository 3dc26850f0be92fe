"""Patches are there while a block runs, in whatever thread, and gone when the last one has ended."""

import threading

import pytest

from tutorial_utils.tensors.patching.of_classes import Patch, Patches


class Greeter:
    def greet(self):
        return "hello"

    @classmethod
    def made(cls):
        return cls


def loud(greet):
    return lambda self: greet(self).upper()


@pytest.fixture
def patches():
    return Patches(lambda: [Patch(Greeter, "greet", loud)])


def test_blocks_nest_and_the_patch_is_made_once(patches):
    original = vars(Greeter)["greet"]
    with patches.applied():
        with patches.applied():
            assert Greeter().greet() == "HELLO"
        assert Greeter().greet() == "HELLO"
    assert vars(Greeter)["greet"] is original


def test_it_is_taken_away_after_an_exception(patches):
    with pytest.raises(ZeroDivisionError), patches.applied():
        raise ZeroDivisionError
    assert Greeter().greet() == "hello"


def test_what_the_class_holds_comes_back_and_not_what_it_looks_like(patches):
    original = vars(Greeter)["made"]
    with Patches(lambda: [Patch(Greeter, "made", lambda made: lambda: 3)]).applied():
        assert Greeter.made() == 3
    assert vars(Greeter)["made"] is original and Greeter.made() is Greeter


def test_a_block_of_another_thread_keeps_it_there(patches):
    inside, leave, found = threading.Event(), threading.Event(), []

    def other():
        with patches.applied():
            inside.set()
            leave.wait(10)
            found.append(Greeter().greet())

    thread = threading.Thread(target=other)
    with patches.applied():
        thread.start()
        assert inside.wait(10)
    leave.set()
    thread.join()
    assert found == ["HELLO"] and Greeter().greet() == "hello"


def test_classes_made_until_the_first_block_count():
    kinds = [Greeter]
    patches = Patches(lambda: [Patch(kind, "greet", loud) for kind in kinds])

    class Late(Greeter):
        def greet(self):
            return "late"

    kinds.append(Late)
    with patches.applied():
        assert Late().greet() == "LATE"
    assert Late().greet() == "late"
