import contextlib
import threading

import keras
import pytest

from tutorial_utils.tensors.editing.compiled import functions_set_aside

from .. import zoo


def test_what_was_compiled_is_there_again_also_after_an_exception():
    inner = keras.Sequential([keras.layers.Dense(1, name="a")], name="inner")
    model = keras.Sequential([keras.Input((3,)), inner])
    model.compile("sgd", "mse")
    model.fit(zoo.rows(4, 3), zoo.rows(4, 1), verbose=0)
    inner.predict(zoo.rows(4, 3), verbose=0)
    before = model.train_function, model.predict_function, inner.predict_function
    with contextlib.suppress(KeyboardInterrupt), functions_set_aside([model, inner]):
        model.predict(zoo.rows(4, 3), verbose=0)
        assert model.predict_function not in before
        raise KeyboardInterrupt
    assert (model.train_function, model.predict_function, inner.predict_function) == before


def test_compiled_again_inside():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, name="a")])
    model.compile("sgd", "mse")
    model.fit(zoo.rows(4, 3), zoo.rows(4, 1), verbose=0)
    with functions_set_aside([model]):
        model.compile(model.optimizer, "mse")
        model.fit(zoo.rows(4, 3), zoo.rows(4, 1), verbose=0)
    assert model.train_function is None
    history = model.fit(zoo.rows(4, 3), zoo.rows(4, 1), verbose=0)
    assert history.history["loss"] == [model.get_metrics_result()["loss"]]


class CountsTraces(keras.Model):
    """How often each thread has traced it."""

    def __init__(self):
        super().__init__()
        self.dense, self.traced = keras.layers.Dense(1), []

    def call(self, x):
        self.traced.append(threading.current_thread().name)
        return self.dense(x)

    def make_predict_function(self):
        """As an override may be."""
        return super().make_predict_function()


def in_thread(function, name="other"):
    thread = threading.Thread(target=function, name=name)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()


@pytest.mark.parametrize("predicted_before", [True, False])
@pytest.mark.parametrize("other_is_first", [True, False])
def test_each_thread_has_its_own(predicted_before, other_is_first):
    """The thread of the block compiles anew, and others do not run what it compiled, nor it theirs."""
    model = CountsTraces()
    model(zoo.rows(4, 3))

    def predict():
        model.predict(zoo.rows(4, 3), verbose=0)

    if predicted_before:
        predict()
    before = model.predict_function
    model.traced.clear()
    with functions_set_aside([model]):
        for _ in range(2):
            if other_is_first:
                in_thread(predict)
            predict()
            in_thread(predict)
        traced = ["MainThread"] if predicted_before else ["MainThread", "other"]
        assert sorted(set(model.traced)) == traced
        assert model.traced.count("MainThread") == 1
    assert (model.predict_function is before) == predicted_before
    model.traced.clear()
    in_thread(predict)
    assert model.traced == []


def test_blocks_of_two_threads_overlap():
    model = CountsTraces()
    model(zoo.rows(4, 3))
    model.predict(zoo.rows(4, 3), verbose=0)
    before = model.predict_function
    opened, closed = threading.Event(), threading.Event()

    def other():
        with functions_set_aside([model]):
            opened.set()
            assert closed.wait(60)
            model.predict(zoo.rows(4, 3), verbose=0)

    thread = threading.Thread(target=other, name="other")
    with functions_set_aside([model]):
        thread.start()
        assert opened.wait(60)
        model.predict(zoo.rows(4, 3), verbose=0)
    closed.set()
    thread.join(60)
    assert model.traced[-1] == "other"
    assert model.predict_function is before


def test_a_predict_of_another_thread_that_is_under_way():
    model = CountsTraces()
    model(zoo.rows(4, 3))
    expected = model.predict(zoo.rows(4, 3), batch_size=2, verbose=0)
    begun, opened, found = threading.Event(), threading.Event(), []

    def wait(batch, logs=None):
        begun.set()
        assert opened.wait(60)

    waits = keras.callbacks.Callback()
    waits.on_predict_batch_begin = wait

    def predict():
        found.append(model.predict(zoo.rows(4, 3), batch_size=2, verbose=0, callbacks=[waits]))

    thread = threading.Thread(target=predict)
    thread.start()
    assert begun.wait(60)
    with functions_set_aside([model]):
        opened.set()
        thread.join(60)
    assert found[0].tolist() == expected.tolist()
