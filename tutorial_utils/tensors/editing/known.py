"""Whether a model can call the layers that are asked for, as far as that is known before it is called."""

import re
from collections.abc import Iterator

import keras

from ..capture.extractor import ActivationExtractor
from ..capture.forward import CannotTrace
from ..capture.naming import lasting_name
from ..capture.selection import Selection
from ..state.parts import layers_held_by, layers_of
from ..state.random_numbers import random_numbers_put_back

_NUMBERS = re.compile(r"[#@]\d+")


def require_known(model, choices) -> None:
    """Raise KeyError for a layer that the model can't call, with the closest that it can.

    Nearly all models call what they hold, so who holds whom gives the paths. Where that does not give one,
    a model that says what it takes is traced; of others, only the names are known before they are called.
    """
    held = list(_held(model, "", (model,)))
    names = {name for layer in layers_of(model) for name in (layer.name, lasting_name(layer))}
    for choice in choices:
        plain = _NUMBERS.sub("", choice) if isinstance(choice, str) else choice
        selection = Selection([choice, plain])
        if any(selection.wants(path, layer) for path, layer in held):
            continue
        may_be = isinstance(choice, str) and set(plain.split("/")) <= names
        if may_be and not _is_unknown(model, plain):
            continue
        Selection([choice]).check([path for path, _ in held])


def _held(layer, path, above) -> Iterator[tuple[str, object]]:
    for inner in layers_held_by(layer):
        if any(inner is one for one in above) or isinstance(inner, keras.layers.InputLayer):
            continue
        name = lasting_name(inner, layer)
        at = f"{path}/{name}" if path else name
        yield at, inner
        yield from _held(inner, at, (*above, inner))


def _is_unknown(model, path):
    """Whether a trace shows that no call has this path; False where there can't be one before a call."""
    with random_numbers_put_back():
        try:
            ActivationExtractor(model, [path]).paths  # noqa: B018
        except KeyError:
            return True
        except (ValueError, CannotTrace):
            return False
    return False
