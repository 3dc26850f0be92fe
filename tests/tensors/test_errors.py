import traceback

import pytest

from tutorial_utils.tensors import errors, explain
from tutorial_utils.tensors.errors import find, known_errors, parse
from tutorial_utils.tensors.explain import explain_errors

TABLE = """
[[error]]
id = "no-numpy"
type = "AttributeError"
says = "'SymbolicTensor' object has no attribute 'numpy'"
match = "'(SymbolicTensor|KerasTensor)' object has no attribute 'numpy'"
meaning = "There are no numbers yet."
cure = "Send data through."
older = [
  { text = "'Tensor' object has no attribute 'numpy'", source = "TensorFlow 2.3" },
]

[[error]]
id = "never-called"
type = "AttributeError"
says = "The layer x has never been called and thus has no defined input."
match = "has never been called and thus has no defined (input|output)"
meaning = "It has no input yet."
cure = "Use model.inputs."

[[error]]
id = "bool-of-tensor"
type = "OperatorNotAllowedInGraphError"
says = "Using a symbolic `tf.Tensor` as a Python `bool` is not allowed"
match = "Using a symbolic `tf.Tensor` as a Python `bool`"
meaning = "A graph has no value to decide on."
cure = "Use tf.cond."
"""

NO_NUMPY = "'SymbolicTensor' object has no attribute 'numpy'"


@pytest.fixture
def table(monkeypatch):
    monkeypatch.setattr(errors, "known_errors", lambda: parse(TABLE))


def ids(message, type=None):
    return [error.id for error in find(message, type)]


@pytest.mark.parametrize(
    "message",
    [
        NO_NUMPY,
        f"AttributeError: {NO_NUMPY}",
        f'in user code:\n\n    File "a.py", line 3\n\n    AttributeError: {NO_NUMPY}\n\nmore text',
        "'SymbolicTensor' object\n   has no\tattribute 'numpy'",
        "\x1b[31mAttributeError\x1b[0m: 'SymbolicTensor' object has no \x1b[1mattribute\x1b[0m 'numpy'",
        "AttributeError: 'Tensor' object has no attribute 'numpy'",
        "Traceback ...\nAttributeError: 'Tensor'  object has no attribute\n'numpy'",
    ],
)
def test_a_message_is_found_whatever_stands_around_it(table, message):
    assert ids(message)[0] == "no-numpy"


def test_others_are_not_found(table):
    assert ids("ZeroDivisionError: division by zero") == []
    assert ids("") == []


def test_the_type_and_the_longer_match_come_first(table):
    both = f"{NO_NUMPY} and: The layer has never been called and thus has no defined input"
    assert ids(both) == ["never-called", "no-numpy"]
    text = f"{NO_NUMPY}; Using a symbolic `tf.Tensor` as a Python `bool` is not allowed"
    assert ids(text, "AttributeError")[0] == "no-numpy"
    assert ids(text, "tf.errors.OperatorNotAllowedInGraphError")[0] == "bool-of-tensor"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "no-numpy"', 'id = ""', "'': the key 'id'"),
        ('id = "no-numpy"', 'id = "never-called"', "'never-called': its id is used twice"),
        ('meaning = "There', 'menaing = "There', "'no-numpy': the key 'meaning'"),
        ('cure = "Send', 'mood = "sad"\ncure = "Send', "'no-numpy': the key 'mood' is not known"),
        ('(input|output)"', '(input"', "'never-called': the key 'match' is no regular expression"),
        ("has never been called and thus has no defined (input|output)", ".*", "every message"),
        ("x has never been called", "x was never called", "'never-called': the key 'match' is not"),
        ('source = "TensorFlow 2.3"', 'origin = "x"', "'no-numpy': each 'older'"),
        ('source = "TensorFlow 2.3"', "source = 3", "'no-numpy': the key 'older.source'"),
    ],
)
def test_a_mistake_in_the_table_is_named(old, new, says):
    assert old in TABLE
    with pytest.raises(ValueError, match="error ") as caught:
        parse(TABLE.replace(old, new, 1))
    assert says in str(caught.value)


def test_every_older_wording_of_the_real_table_is_found():
    for error in known_errors():
        for older in error.older:
            assert error in find(older.text), (error.id, older.text)


def test_a_known_error_gets_one_note_and_keeps_the_rest(table, monkeypatch):
    def fails():
        raise AttributeError(NO_NUMPY)

    with pytest.raises(AttributeError) as caught, explain_errors(), explain_errors():
        fails()
    assert str(caught.value) == NO_NUMPY
    assert len(caught.value.__notes__) == 1
    assert "There are no numbers yet." in caught.value.__notes__[0]
    assert "Send data through." in caught.value.__notes__[0]
    assert traceback.extract_tb(caught.value.__traceback__)[-1].name == "fails"


@pytest.mark.parametrize(
    "error",
    [
        ValueError(NO_NUMPY),  # another type
        AttributeError("'Tensor' object has no attribute 'numpy'"),  # an older wording
        KeyError(3),
    ],
)
def test_errors_that_only_look_alike_get_no_note(table, error):
    with pytest.raises(type(error)) as caught, explain_errors():
        raise error
    assert not getattr(caught.value, "__notes__", [])


def test_in_ipython(table, capsys):
    shells = pytest.importorskip("IPython.core.interactiveshell")
    shell = shells.InteractiveShell()
    explain.load_ipython_extension(shell)
    cell = f"class Fails:\n    pass\nraise AttributeError({NO_NUMPY!r})"
    result = shell.run_cell(cell)
    assert isinstance(result.error_in_exec, AttributeError)
    printed = capsys.readouterr().out
    assert "Send data through." in printed and "has no attribute" in printed
    explain.unload_ipython_extension(shell)
    shell.run_cell(cell)
    assert "Send data through." not in capsys.readouterr().out
