"""The scores of attention layers: how much each query looks at each key.

Keras computes them in methods that subclasses are told to override, so there they can be had where the
projected queries and keys are: after masks, and without a second pass of the layer.
"""

import contextlib
import functools
import inspect

import keras

from ..patching.of_one_layer import replaced

LAYERS = (
    keras.layers.MultiHeadAttention,
    keras.layers.GroupQueryAttention,
    keras.layers.Attention,  # AdditiveAttention is one, too
)

FUSED = (
    "stays inside a fused kernel, which keeps no scores;"
    " next: get_activations(..., attention=True) computes them beside it"
)


def scores_heard(layer, tell):
    """Inside the block, each attention of ``layer`` ends with ``tell(layer, scores, compute)``.

    Args:
        layer: One of ``LAYERS``.
        tell: Called with scores of shape (batch, heads, queries, keys), without heads for ``Attention``,
            or with None where the layer does without; and with ``compute() -> scores, why there are
            none``, which computes them again from the same queries and keys, so that no gradient flows
            through them.

    The layer's own output is computed as ever.
    """
    name = "_apply_scores" if isinstance(layer, keras.layers.Attention) else "_compute_attention"
    return replaced(layer, name, lambda own: functools.partial(_telling, layer, own, tell))


def _telling(layer, own, tell, *args, **kwargs):
    result = own(*args, **kwargs)
    _, scores = result
    tell(layer, scores, functools.partial(_computed, layer, own, args, kwargs))
    return result


def _computed(layer, own, args, kwargs):
    signature = inspect.signature(own)
    call = signature.bind(*args, **kwargs)
    with contextlib.ExitStack() as asking:
        if "return_attention_scores" in signature.parameters:
            call.arguments["return_attention_scores"] = True
        elif "_return_attention_scores" in vars(layer):  # GroupQueryAttention keeps the wish there
            asking.enter_context(_attribute(layer, "_return_attention_scores", True))
        try:
            _, scores = own(*call.args, **call.kwargs)
        except Exception as error:  # flash attention has none, and says so
            return None, f"could not be computed: {type(error).__name__}: {error}"
    return scores, None if scores is not None else FUSED


@contextlib.contextmanager
def _attribute(layer, name, value):
    before = vars(layer)[name]
    vars(layer)[name] = value
    try:
        yield
    finally:
        vars(layer)[name] = before
