"""What `fit`, `evaluate` and `predict` have compiled, set aside for a while."""

import contextlib
import contextvars
import threading

import keras

_KINDS = ("train", "test", "predict")
_blocks: contextvars.ContextVar[tuple] = contextvars.ContextVar("blocks", default=())
_making = threading.RLock()


@contextlib.contextmanager
def functions_set_aside(layers):
    """Inside the block, models among ``layers`` compile anew; after it, they have what they had before.

    That is for the thread that opened the block; others run what the models had before, meanwhile, too.

    A model that is compiled again inside the block, by ``compile``, compiles anew after it, too. One that is
    on several replicas compiles nothing inside the block: it raises.
    """
    models = [layer for layer in layers if isinstance(layer, keras.Model)]
    block = object()
    functions = [_TwoFunctions(model, kind, block) for model in models for kind in _KINDS]
    steps = [(model, _own_steps(model)) for model in models if _replicas(model) > 1]
    for model, _ in steps:
        vars(model).update({f"{kind}_step": _refusal(model) for kind in _KINDS})
    _blocks.set((*_blocks.get(), block))
    try:
        yield
    finally:
        _blocks.set(tuple(other for other in _blocks.get() if other is not block))
        for model, own in steps:
            for kind in _KINDS:
                del vars(model)[f"{kind}_step"]
            vars(model).update(own)
        for function in functions:
            function.take_out()


class _TwoFunctions:
    """Stands in for a function that a model has compiled: one in the block, another outside of it."""

    def __init__(self, model, kind, block):
        self._model, self._kind, self._block = model, kind, block
        self._inside, self._outside = None, self._held
        self._held = self

    def __call__(self, *args):
        if self._block in _blocks.get():
            self._inside = self._inside or self._made()
            return self._inside(*args)
        self._outside = self._outside or self._made()
        return self._outside(*args)

    def take_out(self) -> None:
        function = self._held
        if function is self:
            self._held = self._outside
            return
        while isinstance(function, _TwoFunctions):  # of other threads' blocks, which go on
            if function._outside is self:
                function._outside = self._outside
                return
            function = function._outside
        self._held = None  # the model dropped it, as `compile` does

    def _made(self):
        with _making:
            held = self._held
            self._held = None  # no `force=True`: an override may take no arguments
            try:
                getattr(self._model, f"make_{self._kind}_function")()
                return self._held
            finally:
                self._held = held

    @property
    def _held(self):
        """What the model has."""
        return vars(self._model).get(f"{self._kind}_function")

    @_held.setter
    def _held(self, function):
        vars(self._model)[f"{self._kind}_function"] = function


def _replicas(model):
    return model.distribute_strategy.num_replicas_in_sync


def _own_steps(model):
    names = [f"{kind}_step" for kind in _KINDS]
    return {name: vars(model)[name] for name in names if name in vars(model)}


def _refusal(model):
    def refuse(data):
        raise ValueError(
            f"{model.name!r} runs on {_replicas(model)} replicas, each in a thread of its own, and"
            " edit_activations holds for the thread that opened it; next: call model(x) in the block, or"
            " load the model outside of the strategy's scope"
        )

    return refuse
