"""What is compiled: traces, weights, and the paths that are known before a run."""

import warnings

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.extractor import ActivationExtractor

from .. import wild, zoo

KINDS = zoo.KINDS | wild.KINDS


def test_six_batch_sizes_are_traced_twice():
    traces = []

    def reduce(t):
        traces.append(t.shape)
        return tf.reduce_mean(t)

    model, _ = zoo.KINDS["functional"]()
    extract = ActivationExtractor(model, layers="b", reduce=reduce)
    for size in (4, 8, 2, 16, 3, 5):
        extract(zoo.rows(size, 3))
    assert len(traces) == 2


def test_weights_are_those_of_the_moment():
    model, x = zoo.KINDS["functional"]()
    extract = ActivationExtractor(model)
    before = extract(x)
    model.get_layer("b").set_weights([w + 1 for w in model.get_layer("b").get_weights()])
    after = extract(x)
    np.testing.assert_array_equal(after["a"], before["a"])
    assert np.any(after["b"].numpy() != before["b"].numpy())


def test_two_input_structures_of_one_extractor():
    model, x = zoo.KINDS["subclassed"]()
    extract = ActivationExtractor(model)
    assert list(extract(x)) == list(extract(tf.constant(x))) == list(extract(x[:1]))


# --- the paths before a run -----------------------------------------------------------------------

# They do not say what they take.
SUBCLASSED = {
    *("subclassed", "subclassed_already_called", "subclassed_with_if_on_a_value", "ragged_input"),
    *("sequential_never_built", "masked", "same_names_in_siblings", "three_ways_nested"),
    *("dict_and_scalar", "two_layers_of_one_name", "ragged_output_unbuilt", "sparse_output"),
}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "application" not in kind])
def test_paths_are_those_that_a_call_gives(kind):
    model, x = KINDS[kind]()
    extract = ActivationExtractor(model)
    if kind in SUBCLASSED:
        with pytest.raises(ValueError, match=r"known only after a call; next: extractor\(x\)"):
            extract.paths  # noqa: B018
        model(x)  # which also builds it
    before = None if kind in SUBCLASSED else extract.paths
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = extract(x)
    assert extract.paths == list(found)
    assert before in (None, list(found))


def test_asking_for_paths_runs_nothing_and_traces_once():
    traces = []

    def reduce(t):
        traces.append(t.shape)
        return tf.reduce_mean(t)

    model, x = zoo.KINDS["functional"]()
    extract = ActivationExtractor(model, layers="b", reduce=reduce)
    assert extract.paths == extract.paths == ["b"]
    assert extract(x)["b"].shape == ()
    assert traces == [(None, 2)]


def test_a_wrong_name_is_answered_before_a_run():
    model, _ = zoo.KINDS["siamese"]()
    with pytest.raises(KeyError, match=r"closest: .*'twin/a'"):
        ActivationExtractor(model, "twin/c").paths  # noqa: B018


def test_what_is_returned_can_be_changed():
    model, x = zoo.KINDS["functional"]()
    extract = ActivationExtractor(model)
    extract.paths.clear()
    extract(x).skipped["mine"] = "was put there"
    assert extract.paths == ["a", "b"]
    assert not extract(x).skipped
    assert isinstance(model, keras.Model)
