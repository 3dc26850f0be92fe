"""What `fit`, `evaluate` and `predict` have compiled, set aside for a while."""

import contextlib

import keras

_FUNCTIONS = ("train_function", "test_function", "predict_function")
_STEPS = ("train_step", "test_step", "predict_step")
# What a function was compiled for; `compile` makes others. None of them has a public name.
_COMPILED_FOR = ("_compile_loss", "_compile_metrics", "_loss_tracker")


@contextlib.contextmanager
def functions_set_aside(layers):
    """Inside the block, models among ``layers`` compile anew; after it, they have what they had before.

    A model that is compiled again inside the block, by ``compile``, compiles anew after it, too. One that is
    on several replicas compiles nothing inside the block: it raises.
    """
    models = [layer for layer in layers if isinstance(layer, keras.Model)]
    before = [(model, _parts(model, _FUNCTIONS), _parts(model, _COMPILED_FOR)) for model in models]
    steps = [(model, _own_steps(model)) for model in models if _replicas(model) > 1]
    for model in models:
        vars(model).update(dict.fromkeys(_FUNCTIONS))
    for model, _ in steps:
        vars(model).update(dict.fromkeys(_STEPS, _refusal(model)))
    try:
        yield
    finally:
        for model, own in steps:
            for name in _STEPS:
                del vars(model)[name]
            vars(model).update(own)
        for model, functions, compiled_for in before:
            now = _parts(model, _COMPILED_FOR)
            same = all(now[name] is part for name, part in compiled_for.items())
            vars(model).update(functions if same else dict.fromkeys(_FUNCTIONS))


def _parts(model, names):
    return {name: vars(model).get(name) for name in names}


def _replicas(model):
    return model.distribute_strategy.num_replicas_in_sync


def _own_steps(model):
    return {name: vars(model)[name] for name in _STEPS if name in vars(model)}


def _refusal(model):
    def refuse(data):
        raise ValueError(
            f"{model.name!r} runs on {_replicas(model)} replicas, each in a thread of its own, and"
            " edit_activations holds for the thread that opened it; next: call model(x) in the block, or"
            " load the model outside of the strategy's scope"
        )

    return refuse
