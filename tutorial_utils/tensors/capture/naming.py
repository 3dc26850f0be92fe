"""What a layer is called in a path: its name among the layers that the same layer calls."""

import re

import keras

_AUTOMATIC = re.compile(r"_\d+$")


class Names:
    """Names, one for each layer of a caller; ``@2`` marks a second layer of the same name.

    It is kept from first to last call, so a layer has one name however often it is called.
    """

    def __init__(self):
        self._met = {}  # (caller's path, name) -> layers, in the order in which they came up

    def of(self, layer, caller_path: str, caller=None) -> str:
        name = _lasting(layer, caller)
        met = self._met.setdefault((caller_path, name), [])
        at = next((at for at, other in enumerate(met) if other is layer), len(met))
        if at == len(met):
            met.append(layer)
        return f"{name}@{at + 1}" if at else name


def _lasting(layer, caller):
    """The name, without the number that Keras adds where nobody could give one.

    That number counts all that the process has made so far: it differs from run to run.
    """
    unnamed = (
        not isinstance(layer, keras.Layer)
        or isinstance(layer, keras.layers.StackedRNNCells)
        or isinstance(caller, (keras.layers.MultiHeadAttention, keras.layers.GroupQueryAttention))
    )
    stem = _AUTOMATIC.sub("", layer.name)
    made = unnamed and stem.replace("_", "") == type(layer).__name__.lower()
    return stem if made else layer.name
