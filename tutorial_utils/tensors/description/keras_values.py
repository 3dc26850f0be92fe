"""The facts of Keras' objects. Its module is handed in: importing this imports none of it."""

from types import ModuleType

from .facts import Facts, no_tensor
from .formatting import shape
from .variables import read_later, variable_numbers


def keras_facts(t, keras: ModuleType) -> Facts | None:
    """Of a symbolic tensor, a variable, a model or a layer."""
    if isinstance(t, keras.KerasTensor):
        return _symbolic(t)
    if isinstance(t, keras.Variable):
        numbers = variable_numbers(t.value)
        words = read_later() if numbers is None else ""
        return Facts("Keras variable", shape(t.shape), str(t.dtype), "", numbers, words=words)
    if isinstance(t, keras.Model):
        return no_tensor(f"{type(t).__name__} model", "get_activations(model, data) sees inside it")
    if isinstance(t, keras.layers.Layer):
        return no_tensor(f"{type(t).__name__} layer", "call it on data")
    return None


def _symbolic(t):
    stored = next((word for word in ("sparse", "ragged") if getattr(t, word, False)), None)
    return Facts(
        "KerasTensor" if stored is None else f"KerasTensor ({stored})",
        shape(t.shape),
        str(t.dtype),
        words="(symbolic: no numbers inside, it is a step in a model's plan;"
        " next: keras.Model(inputs, it)(data))",
    )
