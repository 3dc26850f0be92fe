"""An edit gives what a changed `call` of the layer gives, in every way to run a model, and is gone then."""

import contextlib
import threading
import warnings

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.capturing import capture_activations, get_activations
from tutorial_utils.tensors.capture.extractor import ActivationExtractor
from tutorial_utils.tensors.editing.editing import edit_activations
from tutorial_utils.tensors.gradients.taking import get_gradients

from .. import zoo
from ..hooks import all_layers
from ..models import KINDS, CallIsATfFunction, assert_same, made

L = keras.layers
# kind -> the layer that is edited, which is called once
EDITED = {
    "sequential_with_input": "a",
    "functional_inside_sequential": "block/a",
    "subclassed": "dense_1",
    "custom_layer_holding_layers": "residual/many_0",
    "mixed_precision": "a",
    "recurrent": "lstm",
    "quantized": "a",
    "layer_returning_structures": "joined",
    "ragged_input": "dense",
}


def edit(t):
    return t * 0.5 + 1.0


@contextlib.contextmanager
def changed_by_hand(model, path):
    (layer,) = [one for one in all_layers(model) if one.name == path.rpartition("/")[2]]
    call = layer.call

    def changed(*args, **kwargs):
        return edit(call(*args, **kwargs))

    names = [name for name in ("call", "quantized_call") if hasattr(layer, name)]
    for name in names:
        vars(layer)[name] = changed
    try:
        yield
    finally:
        for name in names:
            del vars(layer)[name]


@pytest.mark.parametrize("kind", EDITED)
def test_it_is_what_another_call_of_the_layer_would_give(kind):
    model, x = made(kind)
    plain = model(x)
    if kind == "quantized":
        layer = model.get_layer("a")
        expected = model.get_layer("b")(edit(layer(x)))
    else:
        with changed_by_hand(model, EDITED[kind]):
            expected = model(x)
    extract = ActivationExtractor(model)
    extract(x)
    with edit_activations(model, {EDITED[kind]: edit}):
        assert_same(model(x), expected)
        seen, compiled = get_activations(model, x), extract(x)
    assert_same(seen[EDITED[kind]], compiled[EDITED[kind]])
    (last, output), (_, compiled_output) = list(seen.items())[-1], list(compiled.items())[-1]
    assert_same(output, compiled_output)
    assert_same(model(x), plain)
    assert_same(extract(x)[last], get_activations(model, x)[last])


@pytest.mark.parametrize(
    "kind", ["siamese", "recurrent_with_states", "ragged_input", "sparse_output"]
)
def test_the_identity_changes_nothing(kind):
    model, x = made(kind)
    plain = get_activations(model, x)
    with edit_activations(model, {"*": lambda t: t}):
        found = get_activations(model, x)
    assert list(found) == list(plain)
    for path, value in plain.items():
        assert_same(found[path], value)


def dense(units, kernel, name):
    return L.Dense(units, kernel_initializer=kernel, name=name)


def ones(**options):
    """Gives 6 for rows of ones: 3 in each of two hidden units."""
    model = keras.Sequential(
        [keras.Input((3,)), dense(2, "ones", "hidden"), dense(1, "ones", "out")]
    )
    model.compile(keras.optimizers.SGD(0.0), "mean_absolute_error", **options)
    return model


X = np.ones((4, 3), "float32")
CUT = {"hidden": lambda t: t * [0.0, 1.0]}


@pytest.mark.parametrize("options", [{}, {"jit_compile": True}])
def test_in_predict_evaluate_and_fit_which_had_compiled_before(options):
    model = ones(**options)

    def runs():
        history = model.fit(X, np.zeros((4, 1)), verbose=0)
        return (
            float(model.predict(X, verbose=0)[0, 0]),
            float(model.predict_on_batch(X)[0, 0]),
            model.evaluate(X, np.zeros((4, 1)), verbose=0),
            history.history["loss"][0],
        )

    assert runs() == (6.0,) * 4
    compiled = model.train_function, model.test_function, model.predict_function
    with edit_activations(model, CUT):
        assert runs() == (3.0,) * 4
    assert (model.train_function, model.test_function, model.predict_function) == compiled
    assert runs() == (6.0,) * 4


def test_training_goes_through_the_edit():
    """By hand: the gradient of an ablated unit is zero."""
    model = ones()
    model.compile(keras.optimizers.SGD(1.0), "mean_absolute_error")
    with edit_activations(model, CUT):
        model.fit(X, np.zeros((4, 1)), verbose=0)
        gradients = get_gradients(model, X, np.zeros((4, 1)))
    kernel = model.get_layer("hidden").kernel.numpy()
    assert kernel.tolist() == [[1.0, 0.0]] * 3
    assert gradients["hidden/kernel"].numpy()[:, 0].tolist() == [0.0] * 3


def test_blocks_nest_and_recorders_see_what_they_give():
    model = ones()
    with (
        capture_activations(model) as before,
        edit_activations(model, {"hidden": lambda t: t + 1.0}),
        edit_activations(model, {"hidden": lambda t: t * 10.0, "out": lambda t: -t}),
        capture_activations(model) as after,
    ):
        assert float(model(X)[0, 0]) == -80.0
    for found in (before, after):
        assert found["hidden"].numpy()[0].tolist() == [40.0, 40.0]
        assert found["out"].numpy()[0].tolist() == [-80.0]
    with edit_activations(model, {"hidden": lambda t: t + 1.0}):
        extract = ActivationExtractor(model, "out")
        assert float(extract(X)["out"][0, 0]) == 8.0
        with edit_activations(model, {L.Dense: lambda t: t * 2.0}):
            assert float(extract(X)["out"][0, 0]) == 32.0
        assert float(extract(X)["out"][0, 0]) == 8.0
    assert float(extract(X)["out"][0, 0]) == 6.0


def test_gone_after_an_exception():
    model = ones()
    model.predict(X, verbose=0)
    compiled = model.predict_function
    with (
        pytest.raises(ZeroDivisionError) as raised,
        edit_activations(model, {"out": lambda t: 1 / 0}),
    ):
        model(X)
    assert raised.value.__notes__[-1] == "An edit raised in this block: that of 'out'."
    assert model.predict_function is compiled
    assert float(model(X)[0, 0]) == 6.0


def test_a_graph_that_was_traced_in_the_block_loses_it():
    model = ones()
    run = tf.function(lambda x: model(x), jit_compile=True)
    with edit_activations(model, CUT):
        assert float(run(X)[0, 0]) == 3.0
    assert float(run(X)[0, 0]) == 6.0
    with pytest.warns(UserWarning, match="nothing was edited"), edit_activations(model, CUT):
        assert float(run(X)[0, 0]) == 6.0


def test_a_block_inside_a_graph():
    model = ones()

    @tf.function
    def both(x):
        with edit_activations(model, CUT):
            edited = model(x)
        return edited, model(x)

    for _ in range(2):
        edited, plain = both(X)
        assert (float(edited[0, 0]), float(plain[0, 0])) == (3.0, 6.0)


def test_the_second_call_of_a_shared_layer_in_each_call_of_the_model():
    model, x = made("shared_layer")
    layer, head = model.get_layer("twice"), model.get_layer("head")
    second = head(edit(layer(layer(tf.constant(x)))))
    both = head(edit(layer(edit(layer(tf.constant(x))))))
    with edit_activations(model, {"twice#2": edit}):
        assert_same(model(x), second)
        assert_same(model(x), second)
    with edit_activations(model, {"twice": edit}):
        assert_same(model(x), both)


def test_cells_in_the_loop_of_a_graph():
    rnn = L.RNN(L.SimpleRNNCell(2, name="cell"), return_sequences=True, name="rnn")
    model = keras.Sequential([keras.Input((5, 3)), rnn])
    cut = {"rnn/cell": lambda pair: (pair[0] * 0.0, pair[1])}
    with edit_activations(model, cut):
        for jit in (False, True):
            model.compile(jit_compile=jit)
            assert not model.predict(zoo.rows(2, 5, 3), verbose=0).any()
        assert not np.any(model(zoo.rows(2, 5, 3)))
    assert np.any(model(zoo.rows(2, 5, 3)))


def test_a_mask_stays():
    model, x = made("masked")
    expected = get_activations(model, x)["lstm"]
    with edit_activations(model, {"embedding": tf.identity}):
        assert_same(model(x), expected)


def test_unknown_layers_before_anything_runs():
    model, x = zoo.KINDS["subclassed"]()
    with (
        pytest.raises(KeyError, match="no layer call 'dense_9'; the closest: 'dense_"),
        edit_activations(model, {"dense_9": edit}),
    ):
        raise AssertionError("the block ran")
    with (
        pytest.raises(KeyError, match="no layer call 'head/dense_1'; the closest: 'dense_1'"),
        edit_activations(model, {"head/dense_1": edit}),
    ):
        model(x)
    with pytest.raises(TypeError, match="Keras 3 model"), edit_activations(3, {}):
        raise AssertionError("the block ran")


def test_what_does_not_fit_says_so():
    model = ones()
    with edit_activations(model, {"hidden": lambda t: tf.zeros((4, 3))}):
        with pytest.raises(ValueError, match=r"the edit of 'hidden' gave .*the layer returns"):
            model(X)
        with pytest.raises(ValueError, match=r"the edit of 'hidden' gave .*the layer returns"):
            model.predict(X, verbose=0)


def of_any_batch(run):
    return tf.function(run, input_signature=[tf.TensorSpec((None, 3))])


@pytest.mark.parametrize(
    "run",
    [
        lambda model: model(X),
        lambda model: model.predict(X, batch_size=3, verbose=0),
        lambda model: model.evaluate(X, X[:, :1], batch_size=3, verbose=0),
        lambda model: model.fit(X, X[:, :1], batch_size=3, verbose=0),
        lambda model: of_any_batch(lambda x: model(x))(X),
        lambda model: ActivationExtractor(model)(X),
    ],
)
def test_a_recording_of_another_number_of_rows(run):
    """Also where the graph does not know that number before it runs."""
    model = ones()
    other = get_activations(model, X[:3])["hidden"]
    with (
        pytest.raises(ValueError, match=r"(?s)the edit of '?hidden.*the layer returns.*next: "),
        edit_activations(model, {"hidden": lambda t: other}),
    ):
        run(model)


def test_a_recording_of_another_number_of_rows_compiled_by_xla():
    model = ones(jit_compile=True)
    other = get_activations(model, X[:3])["hidden"]
    with (
        pytest.raises(tf.errors.InvalidArgumentError, match=r"(?s)\[3,2\].*edit_of_hidden"),
        edit_activations(model, {"hidden": lambda t: other}),
    ):
        model.evaluate(X, X[:, :1], verbose=0)


def test_other_models_and_threads_are_not_edited():
    model, other = ones(), ones()
    found = []
    with edit_activations(model, CUT):
        thread = threading.Thread(target=lambda: found.append(float(model(X)[0, 0])))
        thread.start(), thread.join()
        assert float(other(X)[0, 0]) == 6.0
        assert float(model(X)[0, 0]) == 3.0
    assert found == [6.0]
    with edit_activations(model, CUT):
        thread = threading.Thread(target=lambda: found.append(model.predict(X, verbose=0)[0, 0]))
        run_to_the_end(thread)
        assert model.predict(X, verbose=0)[0, 0] == 3.0
    assert found == [6.0, 6.0]
    thread = threading.Thread(target=lambda: model(X))
    with pytest.warns(UserWarning, match="by another thread"), edit_activations(model, CUT):
        run_to_the_end(thread)


def run_to_the_end(thread):
    thread.start()
    thread.join()


def test_a_part_of_the_model_that_is_called_alone():
    model, x = made("functional_inside_sequential")
    block = model.layers[0]
    plain = block.predict(x, verbose=0)
    with edit_activations(model, {"block": lambda t: 0.0}):
        assert not block.predict(x, verbose=0).any()
    np.testing.assert_array_equal(block.predict(x, verbose=0), plain)


def test_a_model_that_was_never_called_and_one_that_is_made_in_the_block():
    model, x = zoo.KINDS["sequential_never_built"]()
    with edit_activations(model, {"b": lambda t: 7.0}), warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.all(model(x) == 7.0)
        inputs = keras.Input((3,))
        outer = keras.Model(inputs, model(inputs))
        assert np.all(outer(x) == 7.0)
    assert np.any(outer(x) != 7.0)
    assert set(KINDS) >= set(EDITED)


def test_a_call_that_is_a_tf_function_is_named():
    model, data = CallIsATfFunction(), np.ones((1, 2), "float32")
    model(data)
    edits = {"dense": lambda value: 0 * value}
    with (
        pytest.warns(UserWarning, match="its `call` is a tf.function"),
        edit_activations(model, edits),
    ):
        model(data)
    tf.config.run_functions_eagerly(True)
    try:
        with edit_activations(model, edits):
            assert not model(data).numpy().any()
    finally:
        tf.config.run_functions_eagerly(False)
