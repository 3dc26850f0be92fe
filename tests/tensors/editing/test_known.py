import keras
import pytest

from tutorial_utils.tensors.editing.known import require_known

from .. import wild, zoo
from ..capture.test_activations import seen
from ..models import KINDS, made

SAMPLE = (
    "functional_with_operations",
    "siamese",
    "subclassed",
    "recurrent",
    "same_names_in_siblings",
)
SAMPLE += (
    "attention_with_scores",
    "time_distributed_model",
    "two_layers_of_one_name",
    "stacked_cells",
)


@pytest.mark.parametrize("kind", SAMPLE)
def test_every_path_of_a_call_is_known_before_it(kind):
    model, _ = KINDS[kind]()
    paths = list(seen(kind))
    require_known(model, paths)
    for path in paths:
        with pytest.raises(KeyError, match="no layer call"):
            require_known(model, [f"{path}x"])


def test_other_choices():
    model, _ = zoo.KINDS["siamese"]()
    require_known(model, ["a", "tw*/b", "twin#2/a", keras.layers.Dot, model.get_layer("dot")])
    for wrong in ("tw*/c", keras.layers.LSTM, keras.layers.Dense(1, name="stranger")):
        with pytest.raises(KeyError):
            require_known(model, [wrong])


def test_a_name_in_another_place():
    model, _ = made("functional_inside_sequential")
    require_known(model, ["block/a"])
    with pytest.raises(KeyError, match="the closest: 'relu'"):
        require_known(model, ["relu/a"])
    subclassed, _ = wild.KINDS["three_ways_nested"]()
    require_known(subclassed, ["head/deep"])  # it may yet be called so


class Lends(keras.Model):
    """A layer is called by another one than that which holds it."""

    def __init__(self, inputs):
        lent, borrower = keras.layers.Dense(3, name="lent"), Borrows(name="borrower")
        vars(borrower)["lent"] = [lambda: lent]
        super().__init__(inputs, lent(borrower(inputs)))


class Borrows(keras.layers.Layer):
    def call(self, x):
        return self.lent[0]()(x)


def test_a_layer_that_is_called_by_one_that_does_not_hold_it():
    model = Lends(keras.Input((3,)))
    require_known(model, ["borrower/lent"])
    with pytest.raises(KeyError):
        require_known(model, ["lent/borrower"])
