"""The numbers are those of all outputs at once, for every kind of model and every source of batches."""

import functools
import io
import os
import signal

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors import ActivationExtractor
from tutorial_utils.tensors.dataset.activation_statistics import activation_statistics
from tutorial_utils.tensors.dataset.statistics import ActivationStatistics
from tutorial_utils.tensors.display.named_tensors import leaves
from tutorial_utils.tensors.state.unchanged import unchanged

from ..models import NeedsNumbers, made
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


@functools.cache
def dense():
    layers = [L.Dense(6, activation="relu", name="a"), L.Dense(2, name="b")]
    return keras.Sequential([keras.Input((3,)), *layers])


X = np.random.default_rng(1).normal(size=(50, 3)).astype("float32")


def whole():
    return _tensors(ActivationExtractor(dense())(X))


def assert_alike(found, expected):
    """The same in counts and extremes, and the moments within rounding."""
    assert found.batches == expected.batches and list(found) == list(expected)
    for row, other in zip(found.to_dicts(), expected.to_dicts(), strict=True):
        moments = {"mean", "std"}
        assert {k: v for k, v in row.items() if k not in moments} == {
            k: v for k, v in other.items() if k not in moments
        }
        assert [row[k] for k in moments] == pytest.approx([other[k] for k in moments], rel=1e-6)


def test_an_image_sized_output_and_its_units():
    model = keras.Sequential(
        [keras.Input((16, 16, 2)), L.Conv2D(9, 3, activation="relu", name="conv")]
    )
    x = np.random.default_rng(0).normal(size=(7, 16, 16, 2)).astype("float32")
    model.layers[0].bias.assign([0.0, 90.0, -90.0, 0, 0, 0, 0, 0, 0])  # far from zero; dead
    value = ActivationExtractor(model)(x)["conv"]
    for per in ("layer", "unit"):
        found = run(model, x, batch_size=3, per=per, sample=None)["conv"]
        assert_as_expected(found, [value], tolerance=1e-4)
        assert (found.units, found.dead) == (9, 1)
    x[0, 3, 3, 0] = np.nan
    assert_as_expected(run(model, x, sample=None)["conv"], [ActivationExtractor(model)(x)["conv"]])


@pytest.mark.parametrize("sample", [None, 1024])
def test_a_source_of_batches_changes_no_number(sample):
    sources = [
        X,
        tf.data.Dataset.from_tensor_slices((X, X)).batch(32),
        iter([(X[:32], X[:32]), (X[32:], X[32:])]),
    ]
    for found in (run(dense(), source, sample=sample) for source in sources):
        assert found.batches == 2
        for path, value in whole().items():
            assert_as_expected(found[path], [value])


def test_a_sample_of_the_values_has_the_quantiles_within_its_bound():
    model = keras.Sequential([keras.Input((5000,)), L.Rescaling(2.0, name="twice")])
    x = np.random.default_rng(0).normal(size=(8, 5000)).astype("float32")
    found = run(model, x, batch_size=2, sample=500)["twice"]
    assert found.sampled and found.size == 40_000
    # of 4 x 500 sampled values, by chance in one of a million runs, and with this seed never
    bound = np.sqrt(np.log(2e6) / (2 * 2000))
    for share in (0.1, 0.5, 0.9):
        assert abs((2 * x <= found.quantile(share)).mean() - share) < bound


def test_parts_merge_to_the_whole_in_any_order(tmp_path):
    expected = run(dense(), X, batch_size=10)
    parts = [run(dense(), X[at : at + 10], batch_size=10) for at in (30, 0, 40, 10, 20)]
    together = functools.reduce(lambda a, b: b + a, parts)
    assert_alike(together, expected)
    together.save(tmp_path / "found.npz")
    assert_alike(ActivationStatistics.load(tmp_path / "found.npz"), expected)
    assert parts[0].batches == 1, "a sum leaves its parts as they were"


def test_parts_that_are_merged_have_samples_of_their_own():
    """The value of each place is the place, so that the same places again would give the same ranks again."""
    model = keras.Sequential([L.Activation("linear", name="same")])
    parts = ActivationStatistics("unit")
    for part in range(60):
        # not the first layer's only number: places are told apart, parts by a little noise
        x = np.broadcast_to(np.arange(1024.0).reshape(1, 32, 32, 1), (8, 32, 32, 4)) + part / 100
        parts += run(model, x.astype("float32"), per="unit", batch_size=8)
    bound = np.sqrt(np.log(2e6) / (2 * 60 * 32))
    assert np.abs(parts["same"].quantile(0.9) / 1024 - 0.9).max() < bound


FILES = {
    "half of one": lambda whole: whole[: len(whole) // 2],
    "nothing": lambda whole: b"",
    "a text": lambda whole: b"hi",
    "another's array": lambda whole: _array(np.ones(3)),
}


def _array(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_holds_something_else_is_named(kind, tmp_path):
    run(dense(), X, layers="a").save(tmp_path / "found")
    saved = tmp_path / "found.npz"
    assert ActivationStatistics.load(tmp_path / "found").batches  # the ending need not be written
    saved.write_bytes(FILES[kind](saved.read_bytes()))
    with pytest.raises(
        ValueError, match=r"found.npz.*holds no activation statistics.*next: a file"
    ):
        ActivationStatistics.load(saved)
    with pytest.raises(FileNotFoundError, match="other"):
        ActivationStatistics.load(tmp_path / "other")


@pytest.mark.parametrize("per", ["layer", "unit"])
@pytest.mark.filterwarnings("error")  # that it runs eagerly
def test_outputs_without_values_have_no_numbers(per):
    model = keras.Sequential([keras.Input((4,)), L.Lambda(lambda t: t[:, :0], name="none")])
    found = run(model, X, per=per)["none"]
    assert np.sum(found.size) == 0 and np.isnan(found.quantile(0.5)).all()
    assert np.isnan(found.mean).all()


@pytest.mark.parametrize("sample", [0, -1, "some", 1.5])
def test_a_sample_of_no_number_of_values_is_refused(sample):
    with pytest.raises(ValueError, match=r"sample=.* is no number of values; next"):
        run(dense(), X, sample=sample)


@pytest.mark.parametrize("share", [-0.1, 1.1, np.nan])
def test_a_share_is_between_none_and_all(share):
    with pytest.raises(ValueError, match="is no share of the values; next"):
        run(dense(), X, layers="a")["a"].quantile(share)


def test_a_pass_goes_on_where_it_stopped():
    data = tf.data.Dataset.from_tensor_slices(X).batch(10)
    found = run(dense(), data, steps=2)
    assert (found.batches, found["a"].size) == (2, 120)
    assert run(dense(), data, into=found) is found
    assert_alike(found, run(dense(), data))


def test_an_interrupt_ends_the_pass_between_two_batches_and_says_how_to_go_on():
    def batches():
        for at in range(5):
            if at == 2:
                os.kill(os.getpid(), signal.SIGINT)
            yield X[10 * at : 10 * at + 10]

    before = signal.getsignal(signal.SIGINT)
    with pytest.warns(UserWarning, match=r"stopped after 3 batches; next: .*into=found"):
        found = run(dense(), batches())
    assert found.batches == 3 and signal.getsignal(signal.SIGINT) is before
    assert_alike(run(dense(), X, batch_size=10, into=found), run(dense(), X, batch_size=10))


def test_an_error_of_the_data_leaves_what_was_seen():
    def batches():
        yield X[:10]
        raise OSError("the disk is gone")

    found = ActivationStatistics()
    with pytest.raises(OSError, match="the disk is gone"):
        run(dense(), batches(), into=found)
    assert found.batches == 1 and found["a"].size == 60


def test_statistics_of_other_layers_are_not_gone_on_with():
    found = run(dense(), X, layers="a", steps=1)
    assert list(found) == ["a"]
    with pytest.raises(ValueError, match="only one of them has 'b'"):
        run(dense(), X, into=found)
    with pytest.raises(ValueError, match="`into` is by layer"):
        run(dense(), X, into=found, per="unit")
    with pytest.raises(KeyError, match="no layer call 'c'"):
        run(dense(), X, layers="c")


@pytest.mark.parametrize("width", [7, 3000], ids=["small", "large"])
@pytest.mark.parametrize(
    "values", ["constant", "far", "huge", "nan", "whole numbers", "truths", "nothing"]
)
def test_numbers_that_are_hard(values, width):
    x = np.random.default_rng(0).normal(size=(4, width)).astype("float32")
    x = {
        "constant": np.full_like(x, 0.7),
        "far": 300.0 + 0.1 * x,
        "huge": 3e38 * np.sign(x),
        "nan": np.where(x > 1, np.nan, np.where(x < -1, np.inf, x)),
        "whole numbers": (2**40 * x).astype("int64"),
        "truths": x > 0,
        "nothing": x[:0],
    }[values]

    class Same(L.Layer):
        def __init__(self):
            super().__init__(name="same", dtype=x.dtype.name, autocast=False)

        def call(self, x):
            return tf.identity(x)

    model = keras.Sequential([Same()])
    batches = [x[:1], x[1:]] if len(x) else [x]
    for per in ("layer", "unit") if width == 7 else ("layer",):
        found = run(model, iter([(tf.constant(batch),) for batch in batches]), per=per, sample=None)
        assert_as_expected(found["same"], [x], tolerance=1e-6)
        if values == "constant":
            assert np.all(found["same"].std == 0.0)
        if values == "far" and per == "layer":
            assert found["same"].std == pytest.approx(x.astype(float).std(), rel=1e-3)


def test_nothing_of_the_model_is_changed():
    model = keras.Sequential(
        [keras.Input(batch_shape=(2, 4, 3)), L.LSTM(2, stateful=True), L.Dropout(0.5, seed=1)]
    )
    lasting = [*model.variables, *model.layers[0].states]
    before = [value.numpy() for value in lasting]
    run(model, np.ones((6, 4, 3), "float32"), batch_size=2)
    for value, old in zip(lasting, before, strict=True):
        np.testing.assert_array_equal(value.numpy(), old)


def test_units_may_change_in_number_where_nobody_asks_for_each():
    class Same(L.Layer):
        def call(self, x):
            return 2.0 * x

    model = keras.Sequential([Same(name="same")])
    batches = [np.ones((2, 3)), np.zeros((2, 5))]
    found = run(model, iter(batches))["same"]
    assert (found.size, found.zeros, found.high, found.units) == (16, 10, 2.0, 0)
    with pytest.raises(ValueError, match="of 5 units can't be merged with those of 3"):
        run(model, iter(batches), per="unit")


def test_a_model_that_needs_numbers_is_run_eagerly():
    model, x = NeedsNumbers(), np.arange(1.0, 5.0)[:, None]
    with pytest.warns(UserWarning, match="can't be made a graph"):
        found = run(model, x, batch_size=2)
    assert found.batches == 2 and found["scaled"].high == 8.0


def test_progress_is_shown_as_keras_does(capsys):
    activation_statistics(dense(), X, batch_size=10)
    assert "5/5" in capsys.readouterr().out
    activation_statistics(dense(), X, verbose=0)
    assert capsys.readouterr().out == ""


def test_large_batches_after_a_small_one_do_not_wait_together(monkeypatch):
    """Memory does not grow with the data: what waits is counted, not guessed from the first batch."""
    waited = []
    add = ActivationStatistics.add

    def counted(statistics, numbers, batches):
        waited.append(batches)
        add(statistics, numbers, batches)

    monkeypatch.setattr(ActivationStatistics, "add", counted)
    model = keras.Sequential([keras.Input((4000,)), L.Rescaling(2.0, name="twice")])
    batches = [np.ones((rows, 4000), "float32") for rows in (1, 200, 200, 200)]
    run(model, iter(batches))
    assert waited == [2, 1, 1]
