"""Words of a message that are typed from memory."""

import pytest

from tutorial_utils.tensors.errors import find, known_error, near
from tutorial_utils.tensors.errors.messages import parse

from .test_messages import TABLE


@pytest.fixture
def table(monkeypatch):
    monkeypatch.setattr(near, "known_errors", lambda: parse(TABLE).errors)


def ids(message):
    return [match.error.id for match in find(message)]


@pytest.mark.parametrize(
    ("message", "id_"),
    [
        ("SymbolicTensor has no attribute numpy", "no-numpy"),
        ("layer has never been called, no defined input", "never-called"),
        ("using symbolic tensor as python bool", "bool-of-tensor"),
    ],
)
def test_a_message_typed_from_memory_is_found(table, message, id_):
    assert ids(message) == [id_]


@pytest.mark.parametrize("common", ["object has no attribute", "is not", "a tensor"])
def test_words_of_many_messages_are_no_message(common):
    assert ids(common) == []


def test_what_is_typed_from_memory_is_never_sure(table):
    assert [match.sure for match in find("using symbolic tensor as python bool")] == [False]


def test_a_pasted_message_has_nothing_near(table):
    assert ids("KeyError: using symbolic tensor as python bool") == []


def test_an_exception_is_known_by_its_type_too():
    words = "'KerasTensor' object has no attribute 'numpy'"
    assert known_error(AttributeError(words)).id == "kerastensor-numpy"
    assert known_error(KeyError(words)) is None
    assert known_error(RuntimeError(f"in user code:\n\n    AttributeError: {words}")) is not None
