import keras
import pytest

from tutorial_utils.tensors.capture.interception import listening
from tutorial_utils.tensors.capture.recorder import Recorder
from tutorial_utils.tensors.capture.selection import Selection
from tutorial_utils.tensors.gradients.weights import weights_by_path

from .. import zoo
from ..models import made

L = keras.layers


SAMPLE = ("functional_inside_sequential", "siamese", "subclassed", "custom_layer_holding_layers")
SAMPLE += ("recurrent", "attention", "quantized", "two_layers_of_one_name", "cell_of_layers")


@pytest.mark.parametrize("kind", SAMPLE)
def test_every_weight_once_under_the_layer_that_owns_it(kind):
    model, x = made(kind)
    recorder = Recorder(model, Selection())
    with listening(recorder):
        model(x)
    found = weights_by_path(model, recorder.places)
    assert {id(weight) for _, weight in found.values()} == {id(weight) for weight in model.weights}
    for path, (owner, weight) in found.items():
        assert path.rpartition("/")[0] == owner
        assert path.rpartition("/")[2].partition("@")[0] == weight.name
        if owner in recorder.places:
            assert any(weight is own for own in recorder.places[owner].weights)


def test_weights_of_one_name_and_of_the_model_itself():
    class Own(keras.Model):
        def __init__(self):
            super().__init__(name="own")
            self.pair = [self.add_weight(shape=(), name="scale") for _ in range(2)]

    assert list(weights_by_path(Own(), {})) == ["scale", "scale@2"]


def test_layers_that_nobody_called_are_named_by_who_holds_them():
    model, _ = zoo.KINDS["same_names_in_siblings"]()
    for layer in (model.one, model.two):
        layer.first.build((None, 3))
    assert list(weights_by_path(model, {})) == [
        *("one/first/kernel", "one/first/bias"),
        *("two/first/kernel", "two/first/bias"),
    ]
