"""The lines of the first page and of the cheat sheet, for each kind of Keras model.

A line works for the kinds that its row names, and for the others it raises what the course explains.
"""

import keras
import pytest

from tutorial_utils import get_activations
from tutorial_utils.tensors.errors import known_error

from .conftest import ROOT
from .tensors.errors.situations import small

FIRST_PAGE = (ROOT / "book" / "index.md").read_text(encoding="utf-8")
SUB_MODELS = (ROOT / "lessons" / "04_sub_models.py").read_text(encoding="utf-8")


def late_and_called():
    model = small.late()
    model(small.X)
    return model


def several_inputs():
    a, b = keras.Input((2,)), keras.Input((2,))
    hidden = small.ones(1, "hidden")(keras.layers.Add()([a, b]))
    return keras.Model([a, b], hidden)


def reused():
    layers = small.sequential().layers[:-1]
    return keras.Sequential([keras.Input((2,)), *layers, small.ones(1, "new")])


KINDS = {
    "Sequential": small.sequential,
    "Sequential without Input, called": late_and_called,
    "Sequential without Input, new": small.late,
    "Functional": small.functional,
    "subclassed": small.subclassed,
    "several inputs": several_inputs,
    "a layer that another model called first": reused,
}
ONE_INPUT = "keras.Model(m.inputs[0], m.get_layer(name).output)(data)"
ALL_INPUTS = "keras.Model(m.inputs, m.get_layer(name).output)(list_of_data)"
ANY = "get_activations(m, data)[name]"

# What stands in the row -> its line -> for each kind: None where it works, or the error.
ROWS = {
    ("in a `Sequential` or Functional model with one input", ONE_INPUT): {
        "Sequential": None,
        "Sequential without Input, called": None,
        "Sequential without Input, new": "no-inputs-yet",
        "Functional": None,
        "subclassed": "subclassed-inputs",
        "several inputs": "not-connected",
        "a layer that another model called first": "not-connected",
    },
    ("in a model with several inputs", ALL_INPUTS): {"several inputs": None},
    ("a layer that another model called first", ANY): dict.fromkeys(KINDS),
}


def row_of(words, line):
    rows = [row for row in FIRST_PAGE.splitlines() if line in row]
    assert [row for row in rows if words in row] == rows != [], rows


@pytest.mark.parametrize(
    ("words", "line", "kind"),
    [(words, line, kind) for (words, line), kinds in ROWS.items() for kind in kinds],
)
def test_a_line_works_where_its_row_says_and_raises_what_is_explained_elsewhere(words, line, kind):
    row_of(words, line)
    m, expected = KINDS[kind](), ROWS[words, line][kind]
    both = [small.X, small.X]
    data = both if kind == "several inputs" and "inputs[0]" not in line else small.X
    names = {"keras": keras, "m": m, "name": "hidden", "data": data, "list_of_data": both}
    names["get_activations"] = get_activations
    if expected is None:
        twice = 2 if kind == "several inputs" else 1
        assert eval(line, names).numpy().tolist() == [[twice * n] for [n] in small.HIDDEN]
    else:
        with pytest.raises((AttributeError, ValueError)) as caught:
            eval(line, names)
        assert known_error(caught.value).id == expected


def test_a_sequential_without_input_works_after_one_call_on_data():
    row_of("a `Sequential` without `Input`", "[`m(data)`]")
    m = small.late()
    m(small.X)
    assert eval(ONE_INPUT, {"keras": keras, "m": m, "name": "hidden", "data": small.X}) is not None


def test_the_cheat_sheet_says_for_which_models_its_line_is():
    kept = SUB_MODELS.partition("## What to keep")[2]
    line = ONE_INPUT.replace("m.get_layer(name)", "layer").replace("m.in", "model.in")
    line = line.replace("(data)", "(batch)")
    assert f"`Sequential` or Functional, one input: `{line}`" in kept
