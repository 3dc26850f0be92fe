import contextlib
import copy
import functools
import gc
import pickle
import re
import threading
import warnings
import weakref

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorial_utils.tensors import describe
from tutorial_utils.tensors.capture.activations import Activations
from tutorial_utils.tensors.capture.capturing import capture_activations, get_activations
from tutorial_utils.tensors.capture.extractor import ActivationExtractor
from tutorial_utils.tensors.state.parts import variables_of

from .. import zoo
from ..hooks import hooked
from ..models import KINDS, assert_same, made
from ..training.test_undisturbed import RESTLESS

CALLS = keras.Layer.__call__, keras.Operation.__call__

STEADY = [
    kind for kind in KINDS if kind != "stateful"
]  # whose second call gives what the first gave

# What runs in a loop inside a graph can be seen eagerly only; nothing else may be missing.
IN_GRAPH_LOOPS = {
    "recurrent": {"lstm/lstm_cell", "both/forward_gru/gru_cell", "both/backward_gru/gru_cell"},
    "recurrent_with_states": {"lstm/lstm_cell", "gru/gru_cell"},
    "masked": {"lstm/lstm_cell"},
    "conv_lstm_twice": {"one/conv_lstm_cell", "two/conv_lstm_cell"},
    "bidirectional_lstm_with_mask": {
        "both/forward_lstm/lstm_cell",
        "both/backward_lstm/lstm_cell",
        "last/lstm_cell",
    },
    "stacked_cells": {f"rnn/stacked_rnn_cells{part}" for part in ("", "/low", "/high")},
    "cell_of_layers": {f"rnn/cell{part}" for part in ("", "/new", "/old")},
    "rnn_with_a_layer_after_the_loop": {"lstm/lstm_cell"},
}
# Kept inside a fused kernel, unless they are asked for.
HIDDEN_SCORES = {
    "attention": {"attention/scores"},
    "transformer_with_causal_mask": {"mha_0/scores", "mha_1/scores"},
    "grouped_queries": {"gqa/scores"},
}
# Nobody can name these, so their automatic number is left out.
UNNAMED = {
    "softmax": ("attention_with_scores", "attention_with_dropout"),
    "dropout": ("attention_with_dropout",),
    "relu": ("functional_with_operations",),
    "multiply": ("functional_with_operations",),
    "add": ("functional_with_operations",),
    "not_equal": ("bidirectional_lstm_with_mask",),
    "stacked_rnn_cells": ("stacked_cells",),
}


@pytest.fixture(autouse=True)
def _nothing_is_left_behind():
    yield
    assert (keras.Layer.__call__, keras.Operation.__call__) == CALLS


@functools.cache
def seen(kind):
    return get_activations(*made(kind))


def plain(path):
    return re.sub(r"[#@]\d+", "", path)


def test_the_zoo_has_all_kinds():
    assert len(KINDS) >= 55


# TextVectorization runs `call` of a lookup layer of its own, as if it were a function.
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "text_input"])
def test_every_call_and_value_agrees_with_hooks_on_the_layers(kind):
    model, x = made(kind)
    with hooked(model) as expected:
        found = get_activations(model, x)
    calls = [call for call in found.calls if isinstance(call.layer, keras.Layer)]
    assert [call.layer for call in calls] == [layer for layer, _ in expected]
    for call, (_, value) in zip(calls, expected, strict=True):
        assert_same(call.value, value)
    assert set(found.skipped) == HIDDEN_SCORES.get(kind, set())
    assert len(found) >= 1


@pytest.mark.parametrize("kind", KINDS)
def test_paths_are_the_names_of_the_layers_that_call_each_other(kind):
    for call in seen(kind).calls:
        name = plain(call.path).rpartition("/")[2]
        if kind in UNNAMED.get(name, ()):
            assert re.fullmatch(rf"{name}(_\d+)?", call.layer.name)
        else:
            assert name == call.layer.name
    plain_paths = [plain(path) for path in seen(kind)]
    for path in seen(kind):
        caller = path.rpartition("/")[0]
        assert caller == "" or caller in seen(kind)
    assert set(plain_paths) >= {path for path in plain_paths if "/" not in path}


@pytest.mark.parametrize("kind", STEADY)
def test_compiled_gives_the_same(kind):
    model, x = made(kind)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        extract = ActivationExtractor(model)
        found = extract(x)
    eager = seen(kind)
    for path, value in found.items():
        assert_same(value, eager[path])
    missing = {plain(path) for path in eager if path not in found}
    assert missing == IN_GRAPH_LOOPS.get(kind, set())
    assert {plain(path) for path in found.skipped} == missing | HIDDEN_SCORES.get(kind, set())
    assert [path for path in eager if path in found] == list(found)
    told = [str(w.message) for w in warned if "can't be made a graph" in str(w.message)]
    assert bool(told) == (kind == "subclassed_with_if_on_a_value")


@pytest.mark.parametrize("kind", STEADY)
def test_a_model_that_was_never_called(kind):
    """The first call works out shapes first, with tensors that have no numbers."""
    model, x = KINDS[kind]()
    first = get_activations(model, x)
    again = get_activations(model, x)
    assert list(first) == list(again)
    assert set(first.skipped) == HIDDEN_SCORES.get(kind, set())
    for path in first:
        assert_same(first[path], again[path])


@pytest.mark.parametrize("kind", STEADY)
def test_the_model_is_as_before(kind):
    model, x = made(kind)
    before = [weight.numpy() for weight in model.weights]
    get_activations(model, x)
    for weight, old in zip(model.weights, before, strict=True):
        np.testing.assert_array_equal(weight.numpy(), old)
    assert not [name for name in vars(model) if name in ("call", "train_step")]


@pytest.mark.parametrize("kind", ["stateful", "assigns", "draws"])
def test_a_look_changes_nothing_and_a_pass_that_counts_does(kind):
    model, x = RESTLESS[kind]()
    model(x)
    before, losses = values_of(model), [float(loss) for loss in model.losses]
    looks = [get_activations(model, x, training=True) for _ in range(2)]
    for path in looks[0]:
        assert_same(looks[0][path], looks[1][path])
    for now, old in zip(values_of(model), before, strict=True):
        np.testing.assert_array_equal(now, old)
    assert [float(loss) for loss in model.losses] == losses
    with capture_activations(model):
        model(x, training=True)
    assert any(map(np.any, map(np.not_equal, values_of(model), before)))


def values_of(model):
    return [variable.numpy().copy() for variable in variables_of(model)]


REDUCERS = {
    "mean": lambda t: tf.reduce_mean(tf.cast(t, tf.float32)),
    "largest": lambda t: tf.reduce_max(tf.cast(t, tf.float32)),
    "shape": tf.shape,
    "first rows": lambda t: t[:1],
}
DENSE = [kind for kind in zoo.KINDS if kind != "ragged_input" and "application" not in kind]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.sampled_from(DENSE), st.sampled_from(sorted(REDUCERS)), st.booleans())
def test_reducing_commutes_with_capturing(kind, reducer, compiled):
    model, x = made(kind)
    reduce = REDUCERS[reducer]
    if compiled:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = ActivationExtractor(model, reduce=reduce)(x)
    else:
        with capture_activations(model, reduce=reduce) as found:
            model(x)
    assert found
    for path, value in found.items():
        assert_same(value, tf.nest.map_structure(reduce, seen(kind)[path]))


@pytest.mark.parametrize(
    "kind", [kind for kind in DENSE if kind != "subclassed_with_if_on_a_value"]
)
def test_reducing_in_turn_changes_no_value(kind):
    """The extractor makes layers wait for reductions; what they get must stay the same, masks too."""
    model, x = made(kind)
    found = ActivationExtractor(model, reduce=tf.identity)(x)
    assert found
    for path, value in found.items():
        assert_same(value, seen(kind)[path])


def test_structures_are_kept():
    scores = seen("attention_with_scores")["attention"][1]
    assert scores.shape == (4, 2, 6, 6)
    np.testing.assert_allclose(tf.reduce_sum(scores, -1), np.ones((4, 2, 6)), rtol=1e-5)
    sequence, hidden, cell = seen("recurrent_with_states")["lstm"]
    assert (sequence.shape, hidden.shape, cell.shape) == ((4, 5, 3), (4, 3), (4, 3))
    np.testing.assert_array_equal(sequence[:, -1], hidden)
    several = seen("layer_returning_structures")["several"]
    assert set(several) == {"twice", "pair"}


def test_paths_of_second_calls_and_of_the_layer_inside_time_distributed():
    assert list(seen("shared_layer")) == ["twice", "twice#2", "head"]
    twins = ["twin/a", "twin/b", "twin", "twin#2/a", "twin#2/b", "twin#2", "dot"]
    assert list(seen("siamese")) == twins
    inside = [path for path in seen("recurrent") if path.startswith("times/each")]
    assert inside == ["times/each", *(f"times/each#{step}" for step in range(2, 8))]
    steps = tf.stack([seen("recurrent")[path] for path in inside], axis=1)
    np.testing.assert_allclose(steps, seen("recurrent")["times"], rtol=1e-6)


def test_a_saved_and_loaded_model_gives_the_same(tmp_path):
    model, x = made("sequential_inside_functional")
    model.save(tmp_path / "model.keras")
    loaded = get_activations(keras.models.load_model(tmp_path / "model.keras"), x)
    assert list(loaded) == list(seen("sequential_inside_functional"))
    for path, value in seen("sequential_inside_functional").items():
        assert_same(loaded[path], value)


def test_training_is_passed_on():
    model, x = zoo.KINDS["dropout_and_batch_normalization"]()
    still = get_activations(model, x)
    np.testing.assert_array_equal(still["drop"], still["norm"])
    in_training = get_activations(model, x, training=True)
    assert np.any(in_training["drop"].numpy() != in_training["norm"].numpy())
    for value in (still["a"], in_training["a"]):
        assert value.shape == (4, 5)


def test_gradients_with_respect_to_every_value():
    model, x = made("functional")
    with tf.GradientTape() as tape, capture_activations(model) as found:
        loss = tf.reduce_sum(model(x) ** 2)
    gradients = tape.gradient(loss, dict(found))
    np.testing.assert_allclose(gradients["b"], 2 * found["b"], rtol=1e-6)
    assert gradients["a"].shape == found["a"].shape


@pytest.mark.parametrize("kind", ["functional", "layer_returning_structures", "ragged_input"])
def test_it_is_a_structure_of_tensors(kind):
    found = get_activations(*made(kind))
    twice = tf.nest.map_structure(lambda t: t + t, found, expand_composites=True)
    assert type(twice) is type(found)
    assert list(twice) == list(found)
    for path, value in found.items():
        expected = tf.nest.map_structure(lambda t: t + t, value, expand_composites=True)
        if kind != "ragged_input":  # whose row lengths were added, too
            assert_same(twice[path], expected)


def test_gradients_come_by_the_same_paths():
    model, x = made("layer_returning_structures")
    x = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(x)  # what comes before all weights is no step of a gradient otherwise
        found = get_activations(model, x)
        loss = tf.reduce_sum(found["head"] ** 2)
    gradients = tape.gradient(loss, found)
    assert list(gradients) == list(found)
    np.testing.assert_allclose(gradients["head"], 2 * found["head"], rtol=1e-6)
    for part in (gradients["several"]["twice"], gradients["several"]["pair"][1]):
        np.testing.assert_array_equal(part, gradients["joined"])  # which adds the two


@pytest.mark.parametrize(
    "kind", ["functional", "recurrent_with_states", "ragged_input", "sparse_output", "text_output"]
)
@pytest.mark.parametrize("copied", [lambda a: pickle.loads(pickle.dumps(a)), copy.deepcopy])
def test_it_can_be_pickled_and_copied(kind, copied):
    found = get_activations(*made(kind))
    found.skipped["gone"] = "was there"
    again = copied(found)
    assert list(again) == list(found)
    for path, value in found.items():
        assert_same(again[path], value)
    assert again.skipped == {"gone": "was there"}
    assert {call.layer for call in again.calls} == {None}


def test_from_rows_that_are_cut_out_when_asked_for():
    """What an extractor reduces is one tensor inside: that is no matter of who reads it."""
    model, x = made("functional")
    found = ActivationExtractor(model, reduce=tf.reduce_max)(x)
    assert_same(pickle.loads(pickle.dumps(found))["b"], found["b"])
    assert_same(tf.nest.map_structure(tf.negative, found)["b"], -found["b"])


# --- which layers ---------------------------------------------------------------------------------


def chosen(layers, kind="siamese"):
    model, x = made(kind)
    eager = list(get_activations(model, x, layers))
    assert eager == list(ActivationExtractor(model, layers)(x))
    return eager


def test_layers_by_name_path_number_pattern_object_list_and_test():
    model, _ = made("siamese")
    assert chosen("dot") == ["dot"]
    assert chosen("a") == ["twin/a", "twin#2/a"]
    assert chosen("twin/a") == ["twin/a", "twin#2/a"]
    assert chosen("twin#2/a") == ["twin#2/a"]
    assert chosen("twin/*") == ["twin/a", "twin/b", "twin#2/a", "twin#2/b"]
    assert chosen(["dot", "twin#2"]) == ["twin#2", "dot"]
    twin = model.get_layer("twin")
    assert chosen(twin) == ["twin", "twin#2"]
    assert chosen([twin.layers[0], "dot"]) == ["twin/a", "twin#2/a", "dot"]
    assert chosen(lambda path, layer: isinstance(layer, keras.layers.Dot)) == ["dot"]
    assert chosen("one/first", "same_names_in_siblings") == ["one/first"]
    assert chosen("first", "same_names_in_siblings") == ["one/first", "two/first"]


def test_one_layer_by_object_has_all_its_calls():
    model, _ = made("siamese")
    first = model.get_layer("twin").layers[0]
    values = seen("siamese").of(first)
    assert len(values) == 2
    assert_same(values[1], seen("siamese")["twin#2/a"])


def captured(model, x, layers):
    with capture_activations(model, layers) as found:
        model(x)
    return found


WAYS = {
    "eager": get_activations,
    "compiled": lambda model, x, layers: ActivationExtractor(model, layers)(x),
    "capture": captured,
}


@pytest.mark.parametrize("way", WAYS)
def test_unknown_names_are_answered_with_close_ones(way):
    model, x = made("siamese")
    with pytest.raises(KeyError, match=r"'twin/c'; the closest: .*'twin/a'"):
        WAYS[way](model, x, ["dot", "twin/c"])
    with pytest.raises(KeyError, match="closest: 'dot'"):
        seen("siamese")["dott"]


def test_a_choice_that_is_neither_name_nor_layer():
    with pytest.raises(TypeError, match="layers holds 3"):
        get_activations(*made("functional"), layers=[3])


# --- what it can't do, it says --------------------------------------------------------------------


def test_why_nothing_was_captured():
    model, x = zoo.KINDS["functional"]()
    with (
        pytest.warns(UserWarning, match="nothing was captured.*graph was traced"),
        capture_activations(model) as found,
    ):
        model.predict(x, verbose=0)
    assert set(found.skipped) == {"a", "b"}
    with pytest.raises(KeyError, match="graph was traced"):
        found["a"]
    with (
        pytest.warns(UserWarning, match="no call of it was seen.*run_eagerly"),
        capture_activations(model),
    ):
        model.predict(x, verbose=0)
    with pytest.warns(UserWarning, match="chose none"):
        assert not get_activations(model, x, lambda path, layer: False)


class NoLayers(keras.Model):
    def call(self, x):
        return x * 2.0


def test_a_model_without_layers_says_so():
    with pytest.warns(UserWarning, match="calls no layers"):
        get_activations(NoLayers(), zoo.rows(2, 2))


def test_predict_and_fit_run_eagerly_on_request():
    model, x = zoo.KINDS["functional"]()
    model.compile("sgd", "mse", jit_compile=True)
    with capture_activations(model, run_eagerly=True) as found:
        model.predict(x, verbose=0)
        model.fit(x, zoo.rows(4, 2), verbose=0)
    assert list(found) == ["a", "b", "a#2", "b#2"]
    assert not tf.config.functions_run_eagerly()


@pytest.mark.parametrize("way", [get_activations, lambda m, x: ActivationExtractor(m)(x)])
def test_errors_of_the_model_keep_their_type_and_get_a_note(way):
    model, _ = made("functional")
    with pytest.raises(ValueError, match="incompatible with the layer") as caught:
        way(model, zoo.rows(4, 7))
    note = " ".join(caught.value.__notes__)
    assert model.name in note and "shape=(4, 7)" in note and "shape=(None, 3)" in note


@pytest.mark.parametrize("thing", [3, None, zoo.rows(2, 2), "model", keras.layers.Dense])
def test_what_is_no_model_is_named(thing):
    for way in (get_activations, lambda m, x: ActivationExtractor(m)(x)):
        with pytest.raises(TypeError, match="Keras 3 model or layer is needed"):
            way(thing, zoo.rows(2, 2))


def test_text_from_a_reducer_works_eagerly_and_is_refused_by_a_graph():
    model, x = made("functional")
    with capture_activations(model, reduce=describe) as found:
        model(x)
    assert found["a"].startswith("EagerTensor  shape=(4, 5)")
    with pytest.raises(TypeError, match="gave text for 'a'"):
        ActivationExtractor(model, reduce=describe)(x)


# --- faults ---------------------------------------------------------------------------------------


def test_an_exception_inside_the_block():
    model, x = made("functional")
    with contextlib.suppress(ZeroDivisionError), capture_activations(model) as found:
        model(x)
        raise ZeroDivisionError
    assert list(found) == ["a", "b"]


class Fails(keras.layers.Layer):
    def call(self, x):
        if self.built and not tf.is_symbolic_tensor(x):
            raise RuntimeError("on purpose")
        return x


def test_an_exception_inside_a_layer():
    model = keras.Sequential([keras.Input((3,)), *zoo.stack(), Fails(name="fails")])
    with capture_activations(model) as found:
        with pytest.raises(RuntimeError, match="on purpose"):
            model(zoo.rows(4, 3))
        with pytest.raises(RuntimeError, match="on purpose"):
            model(zoo.rows(4, 3))
    assert list(found) == ["a", "b", "a#2", "b#2"]


def test_an_exception_inside_time_distributed_leaves_the_layer_as_it_was():
    model = keras.Sequential(
        [keras.Input((5, 3)), keras.layers.TimeDistributed(Fails(name="fails"))]
    )
    with pytest.raises(RuntimeError, match="on purpose"):
        get_activations(model, zoo.rows(4, 5, 3))
    assert "call" not in vars(model.layers[0].layer)


def test_nested_captures_of_one_model_and_of_two():
    one, x = made("functional")
    two, _ = made("shared_layer")
    with capture_activations(one) as outer:
        one(x)
        with capture_activations(one, "b") as inner, capture_activations(two) as other:
            one(x)
            two(x)
        one(x)
    assert list(outer) == ["a", "b", "a#2", "b#2", "a#3", "b#3"]
    assert list(inner) == ["b"]
    assert list(other) == ["twice", "twice#2", "head"]


def test_a_model_called_by_another_is_kept_and_the_other_is_not():
    inner = keras.Sequential([keras.Input((3,)), *zoo.stack()], name="inner")
    outer = keras.Sequential([inner, keras.layers.Dense(1, name="head")])
    with capture_activations(inner) as found:
        outer(zoo.rows(4, 3))
    assert list(found) == ["a", "b"]


def test_layers_called_by_themselves_are_kept_and_those_of_a_sub_model_are_not():
    model, x = made("functional")
    route = keras.Model(model.inputs[0], model.get_layer("a").output)
    with capture_activations(model) as found:
        model.get_layer("a")(x)
        route(x)
    assert list(found) == ["a"]


def test_other_threads_are_not_heard():
    model, x = made("functional")
    stop, calls = threading.Event(), []

    def work():
        while not stop.is_set():
            model(x)
            calls.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        with capture_activations(model) as found:
            for _ in range(20):
                model(x)
            while len(calls) < 5:
                model(x)
    finally:
        stop.set()
        thread.join()
    values = [value for path, value in found.items() if plain(path) == "a"]
    assert len(values) >= 20
    assert list(found)[-1] == f"b#{len(values)}"


def test_two_threads_capture_the_same_layers_at_once():
    model, x = made("recurrent")
    expected, results = list(seen("recurrent")), []
    threads = [
        threading.Thread(target=lambda: results.append(list(get_activations(model, x))))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 4
    assert "call" not in vars(model.get_layer("times").layer)


def test_save_load_and_clone_inside_the_block(tmp_path):
    model, x = made("recurrent")
    with capture_activations(model) as found:
        model(x)
        model.save(tmp_path / "model.keras")
        loaded = keras.models.load_model(tmp_path / "model.keras")
        clone = keras.models.clone_model(model)
        loaded(x), clone(x)
    assert list(found) == list(seen("recurrent"))
    assert_same(loaded(x), model(x))


def test_capture_while_another_model_trains():
    model, x = made("functional")
    other, _ = zoo.KINDS["functional"]()
    other.compile("sgd", "mse", run_eagerly=True)

    class Looks(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            model(x)

    with capture_activations(model) as found, capture_activations(other) as trained:
        other.fit(zoo.rows(4, 3), zoo.rows(4, 2), batch_size=2, verbose=0, callbacks=[Looks()])
    assert list(found) == list(trained) == ["a", "b", "a#2", "b#2"]


def test_a_hook_of_somebody_else_stays():
    model, x = made("recurrent")
    layer = model.get_layer("times").layer
    own = layer.call
    vars(layer)["call"] = hook = lambda *args, **kwargs: own(*args, **kwargs)
    try:
        assert list(get_activations(model, x)) == list(seen("recurrent"))
        assert vars(layer)["call"] is hook
    finally:
        del vars(layer)["call"]


def test_nothing_is_kept_alive():
    model, x = zoo.KINDS["custom_layer_holding_layers"]()
    found = get_activations(model, x)
    extract = ActivationExtractor(model)
    compiled = extract(x)
    watched = [weakref.ref(model), *(weakref.ref(call.layer) for call in found.calls)]
    values = [weakref.ref(value) for value in (*found.values(), *compiled.values())]
    del model, extract
    gc.collect()
    assert [ref() for ref in watched] == [None] * len(watched)
    assert all(call.layer is None for call in found.calls)
    assert found["head"].shape == (4, 1)
    del found, compiled
    gc.collect()
    assert [ref() for ref in values] == [None] * len(values)


# --- how it looks -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_it_prints_as_a_table_of_80_columns_with_the_facts_of_the_notebook(kind):
    found = seen(kind)
    text, page = repr(found), found._repr_html_()
    lines = text.splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 2 + 2 * 20 + 1 + 10
    for path in (next(iter(found)), list(found)[-1]):
        assert path in text and path in page
    assert page.startswith("<table>")
    assert (" more" in text) == (" more" in page)
    for path in list(found.skipped)[:5]:
        assert f"{path}: skipped" in text and f"{path}: skipped" in page


def test_many_layers_are_counted():
    found = seen("application")
    assert f"{len(found)} tensors" in repr(found)
    assert f"… {len(found) - 20} more" in repr(found)


def test_where_there_is_nothing_or_no_number():
    assert repr(Activations()) == "Activations: none"
    model, x = made("functional")
    with capture_activations(model, reduce=describe) as found:
        model(x)
    assert "a" in repr(found).splitlines()[-2]
    tables = []

    @tf.function
    def function(x):
        tables.append(repr(get_activations(model, x)))

    function(tf.constant(x))
    assert "no numbers" in tables[0] and "(4, 5)" in tables[0]


def test_arrays():
    model, x = made("sparse_input")
    found = get_activations(model, x)
    assert {type(value) for value in found.numpy().values()} == {np.ndarray}
    arrays = seen("ragged_input").numpy()
    assert [len(row) for row in arrays["keep"]] == [1, 3, 2]
