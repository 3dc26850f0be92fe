import re
import textwrap
import traceback
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorial_utils.tensors.errors import explain, find, known_errors, near, recognising
from tutorial_utils.tensors.errors.explain import explain_errors
from tutorial_utils.tensors.errors.messages import parse

from .test_messages import TABLE

NO_NUMPY = "'SymbolicTensor' object has no attribute 'numpy'"


@pytest.fixture
def table(monkeypatch):
    for module in (recognising, near):
        monkeypatch.setattr(module, "known_errors", lambda: parse(TABLE).errors)


def ids(message, type=None):
    return [match.error.id for match in find(message, type)]


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


OTHERS = (Path(__file__).with_name("other_subjects.txt")).read_text("utf-8").splitlines()
TRACEBACK = 'Traceback (most recent call last):\n  File "model.py", line 3, in fit\n    layer(x)\n'


@pytest.mark.parametrize("around", ["{}", TRACEBACK + "{}"], ids=["alone", "traceback"])
def test_a_message_of_another_subject_finds_nothing(around):
    assert len(OTHERS) > 60
    found = {text: ids(around.format(text)) for text in OTHERS}
    assert {text: known for text, known in found.items() if known} == {}
    assert ids("") == []


@pytest.mark.parametrize(
    ("message", "id_", "sure"),
    [
        (
            "AttributeError: 'KerasTensor' object has no attribute 'numpy'",
            "kerastensor-numpy",
            True,
        ),
        ("ValueError: 'KerasTensor' object has no attribute 'numpy'", "kerastensor-numpy", False),
        ("AttributeError: 'KerasTensor' object has no attribute 'nu", "kerastensor-numpy", False),
        ("ValueError: too many values to unpack (expected 2)", "rnn-unpack", False),
        ("AttributeError: 'Tensor' object has no attribute 'numpy'", "graph-tensor-numpy", True),
    ],
)
def test_it_says_how_sure_it_is(message, id_, sure):
    first, *_ = find(message)
    assert (first.error.id, first.sure) == (id_, sure)


def test_of_patterns_for_the_same_words_the_one_that_says_most_is_it():
    assert ids("AttributeError: 'KerasTensor' object has no attribute 'mean'") == [
        "kerastensor-array-method"
    ]
    assert ids("AttributeError: 'KerasTensor' object has no attribute 'mea'") == [
        "kerastensor-no-attribute"
    ]


def test_a_cut_that_several_begin_with_is_sure_of_none():
    assert not any(match.sure for match in find("'KerasTensor' object has no attribu"))


def test_the_type_and_then_the_first_come_first(table):
    both = f"{NO_NUMPY} and: The layer has never been called and thus has no defined input"
    assert ids(both) == ["no-numpy", "never-called"]
    text = f"{NO_NUMPY}; Using a symbolic `tf.Tensor` as a Python `bool` is not allowed"
    assert ids(text, "AttributeError")[0] == "no-numpy"
    assert ids(text, "tf.errors.OperatorNotAllowedInGraphError")[0] == "bool-of-tensor"


def test_every_older_wording_of_the_real_table_is_found():
    for error in known_errors():
        for older in error.older:
            assert error in [match.error for match in find(older.text)], (error.id, older.text)


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


# A message as people paste it: what stands around it, and what a terminal or a log did to it.

WORDS = st.lists(
    st.sampled_from(
        ["loss", "epoch", "step", "batch", "model", "shape", "layer", "0.25", "line", "x"]
    )
)
BEFORE = st.sampled_from(
    ["", "> ", ">> ", "> > ", "| ", "E   ", "E       ", "    ", "ERROR: ",
     "2026-11-22 19:05:33,123 ERROR train.py:33: ", "[2026-11-22T19:05:33Z] ",
     "W1122 19:05:33.123456 4711 "]
)  # fmt: skip
COLOURS = st.sampled_from(["", "\x1b[31m", "\x1b[0m", "\x1b[1;91m", "\x1b[38;5;196m"])


@st.composite
def pasted(draw, error_type: str, says: str) -> str:
    """A whole traceback with the message in it."""
    message = says if says.startswith(error_type) else f"{error_type}: {says}"
    traceback_above = draw(st.booleans())
    if draw(st.booleans()) and not says.startswith(error_type):
        message = message.removeprefix(f"{error_type}: ")
    colour = draw(COLOURS)
    words = [f"{colour}{word}\x1b[0m" if colour else word for word in message.split(" ")]
    message = " ".join(words)
    how = draw(st.sampled_from(["as it is", "between words", "anywhere", "without quotes"]))
    if how == "between words":
        width = draw(st.integers(12, 60))
        message = "\n".join(textwrap.wrap(message, width, break_long_words=False))
    elif how == "anywhere" and not colour:
        width = draw(st.integers(20, 60))
        message = "\n".join(message[i : i + width] for i in range(0, len(message), width))
    elif how == "without quotes":
        message = re.sub("['\"`]", "", message)
    lines = [" ".join(draw(WORDS)), message, " ".join(draw(WORDS))]
    if traceback_above:
        lines.insert(0, 'Traceback (most recent call last):\n  File "a.py", line 3, in <module>')
    before = draw(BEFORE)
    return "\n".join(before + line for line in "\n".join(lines).split("\n"))


@pytest.mark.parametrize("error", known_errors(), ids=lambda e: e.id)
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_every_known_message_is_found_first_in_any_noise(error, data):
    message = data.draw(pasted(error.type, error.says))
    assert ids(message)[:1] == [error.id], message


OLDER = [(error, older) for error in known_errors() for older in error.older]


@pytest.mark.parametrize(
    ("error", "older"), OLDER, ids=[f"{e.id}-{n}" for n, (e, _) in enumerate(OLDER)]
)
@settings(max_examples=3, deadline=None)
@given(data=st.data())
def test_every_older_wording_is_found_in_any_noise(error, older, data):
    message = data.draw(pasted(error.type, older.text))
    assert error.id in ids(message), message


def test_words_that_only_lie_about_are_not_a_message():
    """A long traceback holds most words of most messages somewhere."""
    everything = " ".join(
        word for e in known_errors() for o in e.older for word in o.text.split()
    ).split()
    far_apart = "\n".join(
        f'File "a.py", line {n}: {w} = 1 + f(y)' for n, w in enumerate(everything)
    )
    assert ids(f"{far_apart}\nZeroDivisionError: division by zero") == []


# --- beginnings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cut", "id_"),
    [
        ("ValueError: Input 0 with name 'None' of layer 'conv2d_3' is in", "batch-axis"),
        ("Input 0 with name 'pictures' of layer 'lstm' is incompatible w", "batch-axis"),
        ("AttributeError: The layer sequential_12 has never been calle", "never-called-input"),
        ("InvalidArgumentError: cannot compute AddV2 as input #1(zero-", "mixed-dtypes"),
        ("cannot compute MatMul as input #1(zero-based) was exp", "mixed-dtypes"),
    ],
)
def test_a_beginning_with_other_names_in_it_is_near_and_not_sure(cut, id_):
    found = find(cut)
    assert id_ in [match.error.id for match in found]
    assert not any(match.sure for match in found)


@pytest.mark.parametrize(
    "text",
    [
        "Input 0 of the pipeline that I wrote yesterday with name",
        "The layer cake recipe has never disappointed anyone here",
        "Input 0 with name 'x' of layer 'y' was lovely and went",
    ],
)
def test_a_beginning_that_goes_on_otherwise_is_not_near(text):
    assert find(text) == []


@pytest.mark.parametrize(
    ("introduction", "id_"),
    [
        ("AttributeError: Exception encountered when calling Probe.cal", "error-inside-a-layer"),
        ('TypeError: in user code:\n\n    File "train.py", line 12, in', "error-inside-a-trace"),
        ("InvalidArgumentError: Graph execution error:\n\nDetected at no", "graph-execution-error"),
        ("{{function_node __wrapped__StridedSlice_device_/job:localhos", "operation-failed"),
    ],
)
def test_words_that_only_introduce_a_message_say_so_and_stand_back(introduction, id_):
    (only,) = find(introduction)
    assert only.error.id == id_ and not only.sure
    whole = f"{introduction}\n\nAttributeError: {NO_NUMPY}"
    assert [match.error.id for match in find(whole)] == ["graph-tensor-numpy"]
