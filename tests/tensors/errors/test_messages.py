"""The table of messages: what a mistake in it says, and what its entries give."""

import pytest

from tutorial_utils.tensors.errors import known_errors, situations
from tutorial_utils.tensors.errors.messages import check_table, parse

TABLE = """
title = "In a cell"

[[error]]
id = "no-numpy"
type = "AttributeError"
says = "'SymbolicTensor' object has no attribute 'numpy'"
match = "'({graph}|KerasTensor)' object has no attribute 'numpy'"
meaning = "There are no numbers yet."
cure = "Send data through."
holds = ["a cell"]
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
holds = ["a cell"]

[[error]]
id = "bool-of-tensor"
type = "OperatorNotAllowedInGraphError"
says = "Using a symbolic `tf.Tensor` as a Python `bool` is not allowed"
match = "Using a symbolic `tf\\\\.Tensor` as a Python `bool`"
meaning = "A graph has no value to decide on."
cure = "Use tf.cond."
holds = ["a cell"]
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "no-numpy"', 'id = ""', "'': the key 'id'"),
        ('id = "no-numpy"', 'id = "never-called"', "'never-called': its id is used twice"),
        ('meaning = "There', 'menaing = "There', "'no-numpy': the key 'meaning'"),
        ('cure = "Send', 'mood = "sad"\ncure = "Send', "'no-numpy': the key 'mood' is not known"),
        ('(input|output)"', '(input"', "'never-called': the key 'match': it is no regular"),
        ("has never been called and thus has no defined (input|output)", "|x", "in every message"),
        ('holds = ["a cell"]', "holds = []", "'no-numpy': the key 'holds'"),
        ('["a cell"]', '["a cell", "a cell"]', "'no-numpy': the key 'holds'"),
        ('holds = ["a cell"]', "", "'no-numpy': the key 'holds'"),
        ("({graph}|KerasTensor)", ".*", "'no-numpy': the key 'match': it may hold"),
        ("({graph}|KerasTensor)", r"\\w{5,}", "'no-numpy': the key 'match': it may hold"),
        ("({graph}|KerasTensor)", "{grapf}", "there is no kind {grapf}"),
        ('title = "In a cell"', 'titel = "In a cell"', "says in its title where one stands"),
        ('cure = "Use tf.cond."', 'causes = [{ tell = "a", cure = "b" }]', "with two or more"),
        ('cure = "Use tf.cond."', 'cure = "a"\nalso = []', "the key 'also'"),
        ("x has never been called", "x was never called", "'never-called': the key 'match' is not"),
        ('source = "TensorFlow 2.3"', 'origin = "x"', "'no-numpy': each 'older'"),
        ('source = "TensorFlow 2.3"', "source = 3", "'no-numpy': the key 'older.source'"),
    ],
)
def test_a_mistake_in_the_table_is_named(old, new, says):
    assert old in TABLE
    with pytest.raises(ValueError, match=r"error |title") as caught:
        parse(TABLE.replace(old, new, 1))
    assert says in str(caught.value)


def test_causes_make_a_cure_that_tells_them_apart():
    two = 'causes = [{ tell = "In a loop", cure = "Do a." }, { tell = "In fit", cure = "Do b." }]'
    *_, error = parse(TABLE.replace('cure = "Use tf.cond."', two)).errors
    assert error.cure == "In a loop: Do a. In fit: Do b."
    assert [cause.tell for cause in error.causes] == ["In a loop", "In fit"]


def test_a_line_names_the_type_once():
    first, *_ = parse(TABLE).errors
    assert first.line == "AttributeError: 'SymbolicTensor' object has no attribute 'numpy'"
    doubled = TABLE.replace('says = "The layer', 'says = "AttributeError: The layer')
    assert parse(doubled).errors[1].line.count("AttributeError") == 1


def test_the_real_table_has_no_mistake():
    check_table()


def test_the_real_table_says_where_one_stands():
    titles = [situation.title for situation in situations()]
    assert len(titles) == len(set(titles)) == 7
    assert all(situation.errors for situation in situations())
    assert len(known_errors()) > 150
