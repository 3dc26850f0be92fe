"""What `fit`, `evaluate` and `predict` have compiled, set aside for a while."""

import contextlib

import keras

_FUNCTIONS = ("train_function", "test_function", "predict_function")
# What a function was compiled for; `compile` makes others. None of them has a public name.
_COMPILED_FOR = ("_compile_loss", "_compile_metrics", "_loss_tracker")


@contextlib.contextmanager
def functions_set_aside(layers):
    """Inside the block, models among ``layers`` compile anew; after it, they have what they had before.

    A model that is compiled again inside the block, by ``compile``, compiles anew after it, too.
    """
    models = [layer for layer in layers if isinstance(layer, keras.Model)]
    before = [(model, _parts(model, _FUNCTIONS), _parts(model, _COMPILED_FOR)) for model in models]
    for model in models:
        vars(model).update(dict.fromkeys(_FUNCTIONS))
    try:
        yield
    finally:
        for model, functions, compiled_for in before:
            now = _parts(model, _COMPILED_FOR)
            same = all(now[name] is part for name, part in compiled_for.items())
            vars(model).update(functions if same else dict.fromkeys(_FUNCTIONS))


def _parts(model, names):
    return {name: vars(model).get(name) for name in names}
