"""The numbers are those of all outputs at once, for every kind of model and every source of batches."""

import keras
import pytest
import tensorflow as tf

from tutorial_utils.tensors import ActivationExtractor
from tutorial_utils.tensors.dataset.activation_statistics import activation_statistics
from tutorial_utils.tensors.display.named_tensors import leaves
from tutorial_utils.tensors.state.unchanged import unchanged

from ..models import made
from .expected import assert_as_expected

L = keras.layers


def run(model, data, **options):
    return activation_statistics(model, data, verbose=0, **options)


# One of each sort of output and of model: which calls there are is tested with the extractor.
SORTS = (
    *("functional_with_branches", "siamese", "subclassed_with_if_on_a_value", "stateful"),
    *(
        "layer_returning_structures",
        "ragged_input",
        "sparse_output",
        "text_output",
        "mixed_precision",
    ),
)


@pytest.mark.parametrize("kind", SORTS)
@pytest.mark.parametrize("per", ["layer", "unit"])
def test_the_numbers_of_every_sort_of_model(kind, per):
    model, x = made(kind)
    found = run(model, iter([(x,), (x,)]), per=per, sample=None)
    extract = ActivationExtractor(model)
    with unchanged(model):  # a state goes on from batch to batch
        twice = [_tensors(extract(x)) for _ in range(2)]
    numbers = {path for path, value in twice[0].items() if _has_numbers(value)}
    assert set(found) == numbers
    for path in numbers:
        assert_as_expected(found[path], [tensors[path] for tensors in twice])


def _tensors(found):
    return dict(part for path, value in found.items() for part in leaves(path, value))


def _has_numbers(value):
    return tf.is_tensor(value) and value.dtype not in (tf.string, tf.resource, tf.variant)
