import contextlib

import keras

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
        assert model.train_function is None
        assert inner.predict_function is None
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
