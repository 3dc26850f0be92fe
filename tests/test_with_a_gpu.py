"""The pages as a machine with a GPU runs them, where `fit` compiles by XLA unless it is told not to.

There is no GPU here: Keras is told to choose as if there were one, and XLA compiles for the CPU. That takes
a second each time, so it is done where a page's own code gets into what is compiled.
"""

import ast
import contextlib
import io
import linecache
import re
import sys

import keras
import matplotlib as mpl
import numpy as np
import pytest
import tensorflow as tf
from keras.src.trainers import trainer

from tutorial_utils import ActivationLogger
from tutorial_utils.checks.judging import judge
from tutorial_utils.course.content.compiled import find_exercise
from tutorial_utils.tensors.errors import known_error

from .registry import answers, course

LINE = "jit_compile=False"
# What a page's own code is in that XLA compiles; the rest is Keras' step of Keras' layers.
COMPILED = re.compile(
    r"jit_compile|supports_jit|train_step|compute_loss|tf\.print|predict|way in ways|Layer\)|[Hh]alver"
)
RECIPES = {"train", "images", "labels", "still", "fresh"}  # names of lesson 05 that tests below use
RECIPES |= {"ProbeUnits", "KeepsLabels", "in_a_variable", "OpenStep"}
ONE_OF_THE_WAYS = "one sub-model, predict"  # whose costs a cell compares, all with the same layer
XLA_ERRORS = {"print-under-xla", "variable-shape-under-xla"}

PAGES = {
    page.path.stem: page
    for page in (*course(), *answers())
    if any(".fit(" in cell.source for cell in page.cells if cell.type == "code")
}


class Machine:
    has_a_gpu = True


@pytest.fixture(scope="module", autouse=True)
def _as_with_a_gpu():
    def by_default(model):
        return Machine.has_a_gpu and trainer.model_supports_jit(model)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trainer.Trainer, "_resolve_auto_jit_compile", by_default)
        mpl.use("Agg")
        yield


def run(cell, names, source=None):
    """Run one cell; the id of the known error that it raises, None if it raises none."""
    source, name = source or cell.source, f"<line {cell.line} of {cell.file.name}>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    try:
        exec(compile(source, name, "exec"), names)
    except Exception as error:
        known = known_error(error)
        if known is None:
            raise
        return known.id
    return None


def refused_by_xla(cell, names, source):
    """Whether XLA refuses the cell, which may catch the error and print what it says."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        raised = run(cell, names, source)
    return raised in XLA_ERRORS or "XLA_" in printed.getvalue()


def cells_of(page):
    """The demonstrations that XLA compiles, and those that make a name which these or the tests use."""
    found, wanted = [], set(RECIPES)
    for cell in reversed(page.cells):  # what runs in a process of its own trains nothing
        if cell.type != "code" or cell.exercise or cell.is_check or "subprocess" in cell.source:
            continue
        made, used = set(), set()
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Name):
                (used if isinstance(node.ctx, ast.Load) else made).add(node.id)
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                made.add(node.name)
            elif isinstance(node, ast.alias):
                made.add((node.asname or node.name).partition(".")[0])
        if COMPILED.search(cell.source) or made & wanted:
            found.append(cell)
            wanted = wanted - made | used - made
    return reversed(found)


def as_on_a_gpu(page):
    """The names after the page's demonstrations, how each went against the page, cells with the line."""
    names, other, needless = {"__name__": "__main__", "sys": sys}, [], []
    for cell in cells_of(page):
        Machine.has_a_gpu = COMPILED.search(cell.source) is not None
        if "ways" in names:
            names["ways"] = {ONE_OF_THE_WAYS: names["ways"][ONE_OF_THE_WAYS]}
        if LINE in cell.source:
            without = cell.source.replace(LINE, "jit_compile=True")
            if not refused_by_xla(cell, dict(names), without):
                needless.append(cell.line)
        raised = run(cell, names)
        if raised != (cell.error or (("raises-exception" in cell.tags and raised) or None)):
            other.append((cell.line, raised, cell.error))
    Machine.has_a_gpu = True
    return names, other, needless


@pytest.fixture(scope="module")
def demonstrated():
    """What became of each page; each is run once."""
    ran = {}
    return lambda slug: ran.get(slug) or ran.setdefault(slug, as_on_a_gpu(PAGES[slug]))


@pytest.mark.parametrize("slug", PAGES)
def test_a_page_raises_what_it_says_and_nothing_else(demonstrated, slug):
    assert demonstrated(slug)[1] == []


@pytest.mark.parametrize(
    "slug", [s for s in PAGES if any(LINE in c.source for c in PAGES[s].cells)]
)
def test_the_line_that_leaves_xla_out_is_needed_where_it_stands(demonstrated, slug):
    assert demonstrated(slug)[2] == []


@pytest.fixture(scope="module")
def training(demonstrated):
    """The names of the lesson on callbacks."""
    names = demonstrated("05_callbacks")[0]
    names["still"].compile(keras.optimizers.SGD(0.0), "mae")  # the page's cell needs no XLA
    return names


@pytest.fixture
def mixed():
    """The pages have run in float32."""
    keras.mixed_precision.set_dtype_policy("mixed_float16")
    yield
    keras.mixed_precision.set_dtype_policy("float32")


# 512 digits: 460 to train on, the last batch of which has 60 rows; 52 to validate.
UNEQUAL = {
    "batch_size": 100,
    "validation_split": 0.1,
    "validation_batch_size": 52,
    "shuffle": False,
}


def digits_model(kind=keras.Model, **more):
    """The lesson's model without its penalties, which Keras cannot add up under mixed precision."""
    image = keras.Input((8, 8, 1))
    hidden = keras.layers.Dense(32, "relu", name="hidden")(keras.layers.Flatten()(image))
    made = kind(image, keras.layers.Dense(10)(hidden))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    made.compile(keras.optimizers.SGD(0.5), loss, **more)
    return made


ANSWERED = {e.id: e for page in course() for e in page.exercises if page.path.stem in PAGES}


def answer_to(exercise, changed=str):
    """What the answer makes, after a change to its words."""
    names = {"keras": keras, "np": np, "tf": tf}
    exec(changed(ANSWERED[exercise].answer.source), names)
    return names[ANSWERED[exercise].made]


@pytest.mark.parametrize(
    "exercise", [e for e in ANSWERED if COMPILED.search(ANSWERED[e].answer.source)]
)
def test_an_answer_that_is_compiled_passes(exercise):
    lesson, known = find_exercise(exercise)
    assert judge(known, lesson.topic, answer_to(exercise))


CAST = 'assign(tf.cast(y_pred, "float32"))'


@pytest.mark.usefixtures("mixed")
def test_what_is_kept_is_of_the_last_training_batch(training):
    assert CAST in ANSWERED["batch-in-a-variable"].why
    scores = answer_to("batch-in-a-variable", lambda it: it.replace("assign(y_pred)", CAST))

    labels, scores = (
        digits_model(kind, jit_compile=False) for kind in (training["KeepsLabels"], scores)
    )
    for _ in range(2):
        for model in (labels, scores):
            training["train"](model, epochs=1, **UNEQUAL)
        np.testing.assert_array_equal(training["in_a_variable"], training["labels"][400:460])
        assert scores.last_scores.numpy().shape == (60, 10)


@pytest.mark.usefixtures("mixed")
def test_without_the_cast_mixed_precision_raises(training):
    model = digits_model(answer_to("batch-in-a-variable"), jit_compile=False)
    with pytest.raises(ValueError, match="requested dtype float32"):
        training["train"](model, epochs=1)


def losses_of_batches(training, callbacks=()):
    """What logs say after each batch of two fits: targets 1, 3 and 8, two rows in the first batch."""
    said, rows, targets = [], np.ones((3, 1)), np.array([[1.0], [3.0], [8.0]])
    say = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda batch, logs: said.append(logs["loss"])
    )
    for _ in range(2):
        training["still"].fit(
            rows, targets, batch_size=2, shuffle=False, verbose=0,
            validation_data=(rows, 10 * targets), callbacks=[*callbacks, say],
        )  # fmt: skip
    return said


def test_logs_are_means_over_rows(training):
    assert losses_of_batches(training) == [2.0, 4.0] * 2


def test_reset_metrics_gives_each_batch_its_own_loss(training):
    assert losses_of_batches(training, [training["fresh"]]) == [2.0, 8.0] * 2


@pytest.fixture
def open_step(training):
    """A model of the lesson's class with a step of its own, or of a class made from that."""

    def make(kind=training["OpenStep"], **more):
        model = digits_model(kind, **more)
        outputs = [model.get_layer("hidden").output, model.outputs[0]]
        training["both"] = keras.Model(model.inputs[0], outputs)
        return model

    return make


@pytest.mark.usefixtures("mixed")
def test_looks_and_what_a_step_returns_come_in_every_epoch_of_two_fits(training, open_step):
    by_hand = training["ProbeUnits"]("hidden", training["images"][:5])
    by_library = ActivationLogger(training["images"][:5])
    model = open_step()
    for fits in (1, 2):
        fit = training["train"](model, by_hand, by_library, epochs=2, **UNEQUAL)
        assert len(by_library.history) == 2 * fits
        assert min(fit.history["batch_loss"] + fit.history["val_loss"]) > 0
        assert [np.shape(one) for one in fit.history["hidden"]] == [(60, 32)] * 2
    assert by_hand.whole.shape == (5, 32)
    mean = by_library.history.numpy()["hidden"][-1, 0]
    np.testing.assert_allclose(mean, by_hand.whole.astype("float32").mean(), rtol=1e-2)


def test_under_the_names_of_metrics_alone_history_gets_what_keras_kept(training, open_step):
    class OnlyLoss(training["OpenStep"]):
        def train_step(self, data):
            return {"loss": super().train_step(data)["batch_loss"]}

    history = training["train"](open_step(OnlyLoss, jit_compile=False), epochs=1, **UNEQUAL).history
    assert history["loss"] == [0.0] and history["val_loss"][0] > 0


def test_a_check_for_nan_raises_without_xla_and_says_nothing_under_it():
    nan = tf.constant([1.0, float("nan")])
    for xla, raises in ((None, pytest.raises(tf.errors.InvalidArgumentError)), (True, None)):
        check = tf.function(lambda t: tf.debugging.check_numerics(t, "broken"), jit_compile=xla)
        with raises or contextlib.nullcontext():
            assert np.isnan(check(nan)[1])
