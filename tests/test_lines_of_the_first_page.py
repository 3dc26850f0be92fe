"""Every line of the first page, shown by a program; those about layers for each kind of Keras model.

A line works for the kinds that its row names, and for the others it raises what the course explains.
"""

import json
import re

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils import ActivationLogger, describe, get_activations
from tutorial_utils.course.content.compiled import is_code, source_of
from tutorial_utils.pictures.at_a_glance import MOMENTS
from tutorial_utils.tensors.errors import known_error

from .conftest import ROOT
from .tensors.errors.situations import small

FIRST_PAGE = (ROOT / "book" / "index.md").read_text(encoding="utf-8")
SESSION = (ROOT / "lessons" / "02_session_evaluation.py").read_text(encoding="utf-8")
_REPLICAS = "solutions/compiled/answers/training/values_of_every_replica.ipynb"
REPLICAS = json.loads((ROOT / _REPLICAS).read_text(encoding="utf-8"))  # two devices need a process
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
ANY = "get_activations(m, data)[name]"

# A line -> for each kind of model: None where it works, or the error.
LAYERS = {
    ONE_INPUT: {
        "Sequential": None,
        "Sequential without Input, called": None,
        "Sequential without Input, new": "no-inputs-yet",
        "Functional": None,
        "subclassed": "subclassed-inputs",
        "several inputs": "not-connected",
        "a layer that another model called first": "not-connected",
    },
    ANY: dict.fromkeys(KINDS),
}

PROGRAMS = {}
x = tf.constant([[1.0, 2.0]])


def shows(line):
    """A program that shows what a line of the first page says; the line is what its link says."""

    def keep(program):
        PROGRAMS[line] = program
        return program

    return keep


def run(line, **names):
    """What the code of a line gives, with these names."""
    return eval(line, {"keras": keras, "tf": tf, "get_activations": get_activations, **names})


@shows("`describe(t)`")
def it_says_what_it_is():
    assert "KerasTensor" in describe(keras.Input((2,))) and "EagerTensor" in describe(x)


@shows("`t.numpy()`")
def numbers_of_an_eager_tensor_and_of_variables():
    for t in (x, tf.Variable(x), keras.Variable([[1.0, 2.0]])):
        assert run("t.numpy()", t=t).tolist() == [[1.0, 2.0]]


@shows("`keras.Model(inputs, t)(data)`")
def numbers_of_a_keras_tensor():
    m = small.sequential()
    t = m.get_layer("hidden").output
    assert isinstance(t, keras.KerasTensor)
    found = run("keras.Model(inputs, t)(data)", inputs=m.inputs[0], t=t, data=small.X)
    assert found.numpy().tolist() == small.HIDDEN


@shows(f"`{ONE_INPUT}`")
def layers_of_models_with_one_input():
    assert LAYERS[ONE_INPUT]["Functional"] is None  # by kind of model: see below


@shows(f"`{ANY}`")
def layers_of_any_model():
    assert set(LAYERS[ANY]) == set(KINDS)  # by kind of model: see below


@shows("`[(w.path, w.numpy()) for w in m.weights]`")
def weights_by_their_names():
    found = dict(run("[(w.path, w.numpy()) for w in m.weights]", m=small.functional()))
    assert found["hidden/kernel"].tolist() == [[1.0], [1.0]] and len(found) == 4


@shows("`tf.print(t)`")
def printed_on_every_call():
    @tf.function
    def traced(t):
        tf.print(t)

    for number in (1, 2):
        assert small.what_is_printed(lambda n=number: traced(tf.constant(n))) == [str(number)]


@shows("return it, then `.numpy()`")
def returned_and_read_outside():
    assert tf.function(lambda t: 2 * t)(x).numpy().tolist() == [[2.0, 4.0]]


@shows("`tf.py_function(f, [t], t.dtype)`")
def numpy_inside_of_a_graph():
    def f(t):
        return np.square(t.numpy())

    traced = tf.function(lambda t: run("tf.py_function(f, [t], t.dtype)", f=f, t=t))
    assert traced(x).numpy().tolist() == [[1.0, 4.0]]


@shows("`variable.assign(t)`")
def kept_from_a_trace():
    kept, variable = [], tf.Variable([[0.0, 0.0]])

    @tf.function
    def traced(t):
        kept.append(t)
        variable.assign(t)

    traced(x)
    assert tf.is_symbolic_tensor(kept[0]) and variable.numpy().tolist() == [[1.0, 2.0]]


@shows("`keras.ops.where(t > 0, a, b)`")
def decided_in_a_layer():
    where = small.Calls(lambda t: run("keras.ops.where(t > 3, a, b)", t=t, a=t, b=0 * t))
    decides = small.Calls(lambda t: t if keras.ops.max(t) > 3 else 0 * t)
    assert small.fitted(where)
    with pytest.raises(Exception) as caught:  # noqa: PT011  whatever Keras makes of it
        small.fitted(decides)
    assert known_error(caught.value) is not None


@shows('`tf.print("scores:", y_pred)`')
def printed_in_a_loss():
    def loss(y, y_pred):
        tf.print("scores:", y_pred)
        return keras.losses.mean_squared_error(y, y_pred)

    assert small.what_is_printed(lambda: small.fitted(loss))[-1] == "[7]]"


class Keeps(keras.Model):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.scores = tf.Variable([[0.0]], shape=(None, 1), trainable=False)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        self.scores.assign(y_pred)
        return super().compute_loss(x, y, y_pred, sample_weight, training)


@shows("`self.scores.assign(y_pred)` in `compute_loss`")
def scores_of_the_training_batch():
    made = small.functional()
    m = Keeps(made.inputs[0], made.get_layer("hidden").output)
    m.compile(keras.optimizers.SGD(0.0), "mse", jit_compile=False)
    m.fit(small.X, np.ones((2, 1)), verbose=0, shuffle=False)
    assert m.scores.numpy().tolist() == small.HIDDEN


@shows("`ActivationLogger(rows)`")
def looked_at_after_each_epoch():
    logger = ActivationLogger(small.X)
    m = small.subclassed()
    m.compile("sgd", "mse")
    m.fit(small.X, np.ones((2, 1)), verbose=0, callbacks=[logger])
    assert len(logger.history) == 1 and "hidden" in logger.history.numpy()


@shows("`tape.gradient(loss, weights)`")
def gradients_of_weights():
    m = small.sequential()
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(m(small.X))
    found = run("tape.gradient(loss, weights)", tape=tape, loss=loss, weights=m.trainable_variables)
    assert found[0].numpy().tolist() == small.X.sum(axis=0)[:, None].tolist()


@shows("`self.model.reset_metrics()`")
def the_loss_of_each_batch():
    losses = {}
    for name, before in {"mean": lambda m: None, "own": lambda m: m.reset_metrics()}.items():
        m = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="zeros")])
        m.compile(keras.optimizers.SGD(0.0), "mae")
        said = losses.setdefault(name, [])
        look = keras.callbacks.LambdaCallback(
            on_train_batch_begin=lambda batch, logs, before=before, m=m: before(m),
            on_train_batch_end=lambda batch, logs, said=said: said.append(logs["loss"]),
        )
        rows = {"x": np.ones((2, 1)), "y": np.array([[1.0], [3.0]]), "batch_size": 1}
        m.fit(**rows, shuffle=False, verbose=0, callbacks=[look])
    assert losses == {"mean": [1.0, 2.0], "own": [1.0, 3.0]}


@shows("`next(iter(dataset))`")
def the_first_batch():
    dataset = tf.data.Dataset.range(4).batch(2)
    assert run("next(iter(dataset))", dataset=dataset).numpy().tolist() == [0, 1]


@shows("return it, then `dataset.as_numpy_iterator()`")
def mapped_and_read_outside():
    symbolic = []
    dataset = tf.data.Dataset.range(3).map(lambda t: symbolic.append(t) or 2 * t)
    found = list(run("dataset.as_numpy_iterator()", dataset=dataset))
    assert found == [0, 2, 4] and tf.is_symbolic_tensor(symbolic[0])


@shows("`tf.reduce_mean(t, axis=1).numpy()`")
def means_of_ragged_rows():
    t = tf.ragged.constant([[1.0, 2.0, 3.0], [5.0]])
    assert run("tf.reduce_mean(t, axis=1).numpy()", t=t).tolist() == [2.0, 5.0]


@shows("`tf.sparse.to_dense(t).numpy()`")
def numbers_of_a_sparse_tensor():
    t = tf.sparse.from_dense([[0.0, 7.0]])
    assert run("tf.sparse.to_dense(t).numpy()", t=t).tolist() == [[0.0, 7.0]]


@shows("`session.run(t, feed_dict={x: data})`")
def an_old_graph():
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        x = tf.compat.v1.placeholder(tf.float32)
        found = run("session.run(t, feed_dict={x: data})", session=session, x=x, t=10 * x, data=4)
    assert found == 40


@shows("a function, called on data")
def the_same_graph_today():
    assert (lambda x: 10 * x)(tf.constant(4.0)).numpy() == 40


@shows("today's line for each")
def what_became_of_each_call():
    symbolic = keras.Input((2,))
    assert tf.keras.backend.eval(symbolic) is symbolic
    assert not hasattr(tf, "Print") and not hasattr(keras.backend, "function")
    table = SESSION.partition("## What became of each call")[2]
    assert all(name in table for name in ("eval", "function", "get_value", "tf.Print"))


@shows("`model.inputs[0]`")
def where_a_sub_model_begins():
    model = small.sequential()
    assert not hasattr(model, "input")
    assert run("model.inputs[0]", model=model) is model.inputs[0]


@shows("`strategy.gather(t, axis=0)`")
def values_of_replicas():
    printed = re.findall(r"\[10\. 20\. 30\. 40\.\]", str(REPLICAS["cells"]))
    code = [source_of(cell) for cell in REPLICAS["cells"] if is_code(cell)]
    assert printed and any("strategy.gather(result, axis=0)" in source for source in code)


def print_in_a_layer(t):
    tf.print("sum:", tf.reduce_sum(t))
    return t


@shows("return it")
def under_xla():
    with pytest.raises(Exception) as caught:  # noqa: PT011  TensorFlow has several for it
        tf.function(print_in_a_layer, jit_compile=True)(x)
    assert known_error(caught.value).id == "print-under-xla"
    assert tf.function(lambda t: 2 * t, jit_compile=True)(x).numpy().tolist() == [[2.0, 4.0]]


@shows("`m.compile(jit_compile=False)`")
def a_print_in_fit():
    layer = small.Calls(print_in_a_layer)
    assert small.what_is_printed(lambda: small.fitted(layer, xla=False)) == ["sum:", "10"]


@shows("`self.supports_jit = False`")
def a_layer_that_prints():
    layer = small.Calls(print_in_a_layer, supports_jit=False)
    assert small.what_is_printed(lambda: small.fitted(layer, xla="auto")) == ["sum:", "10"]


def lines_of_the_first_page():
    """What the links of "Where are you?" say."""
    part = FIRST_PAGE.partition("## Where are you?")[2].partition("\n## ")[0]
    return re.findall(r"\[((?:`[^`]*`|[^\]`])*)\]\(", part)


def test_every_line_has_its_program_and_no_two_say_the_same():
    lines = lines_of_the_first_page()
    assert sorted(lines) == sorted(PROGRAMS)


@pytest.mark.parametrize("line", PROGRAMS)
def test_a_line_does_what_it_says(line):
    PROGRAMS[line]()


def test_the_picture_says_what_happens():
    """A model is built, a function traced, its graph run, and a call returns."""
    seen = []

    @tf.function
    def traced(t):
        seen.append(t)  # runs where `print` would
        tf.print("numbers:", t)
        return t

    built = keras.Input((2,))
    said = small.what_is_printed(lambda: [traced(x), traced(x)])
    returned = traced(x)
    assert len(seen) == 1 and said[0] == "numbers:"
    held = {"KerasTensor": built, "graph tensor": seen[0], "EagerTensor": returned}
    numbers = [(m.hold, m.has_numbers) for m in MOMENTS if m.when != "The graph runs"]
    assert numbers == [(name, hasattr_numpy(thing)) for name, thing in held.items()]
    assert [m.has_numbers for m in MOMENTS if m.when == "The graph runs"] == [
        True
    ]  # they are printed


def hasattr_numpy(thing):
    try:
        return thing.numpy() is not None
    except (AttributeError, NotImplementedError):
        return False


@pytest.mark.parametrize(
    ("line", "kind"), [(line, kind) for line, kinds in LAYERS.items() for kind in kinds]
)
def test_a_line_works_where_its_row_says_and_raises_what_is_explained_elsewhere(line, kind):
    m, expected = KINDS[kind](), LAYERS[line][kind]
    several = kind == "several inputs"
    data = [small.X, small.X] if several and "inputs[0]" not in line else small.X
    if expected is None:
        found = run(line, m=m, name="hidden", data=data)
        assert found.numpy().tolist() == [[(1 + several) * n] for [n] in small.HIDDEN]
    else:
        with pytest.raises((AttributeError, ValueError)) as caught:
            run(line, m=m, name="hidden", data=data)
        assert known_error(caught.value).id == expected


def test_a_sequential_without_input_works_after_one_call_on_data():
    m = small.late()
    m(small.X)
    assert eval(ONE_INPUT, {"keras": keras, "m": m, "name": "hidden", "data": small.X}) is not None


def test_the_cheat_sheet_says_for_which_models_its_line_is():
    kept = SUB_MODELS.partition("## What to keep")[2]
    line = ONE_INPUT.replace("m.get_layer(name)", "layer").replace("m.in", "model.in")
    line = line.replace("(data)", "(batch)")
    assert f"`Sequential` or Functional, one input: `{line}`" in kept
