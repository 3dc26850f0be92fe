"""A convolution of which each channel makes another mistake visible."""

import keras
import numpy as np
from keras import layers


def convolution(is_sequential: bool, rows: int, rng: np.random.Generator) -> tuple:
    """A convolution inside a model: all that it gives stands in the pictures that it is given.

    Args:
        is_sequential: The kind of the model; the layer has another place in each kind.
        rows: How many pictures.
        rng: Draws pictures, and shuffles channels.

    Returns:
        The model, its layer in question, the pictures, and what each channel of the layer does, with
        its number: it is ``"silent"``, or it fires in a way that some question does not see.
    """
    above = rng.integers(1, 4, (rows, 6, 4)).astype("float32")  # whole: sums are exact
    some = above * (above > 1)
    balanced = above - above[::-1]
    balanced -= balanced[..., ::-1]
    first, middle, last = np.zeros((3, *above.shape), "float32")
    first[0, 0, 0] = middle[rows // 2, 3, 2] = last[-1, -1, -1] = 2
    channels = [  # what it does, where it looks, its weight and bias there
        *(("fires-somewhere", looked_at, 1, 0) for looked_at in (some, first, middle, last)),
        ("zero-on-average", balanced, 1, 0),
        *(("below-zero", looked_at, -1, 0) for looked_at in (some, above)),
        ("nearly-zero", above, 1e-4, 0),
        ("constant", above, 0, 0.5),
        ("silent", 0 * above - 2, 1, 2),  # for pictures as they are
        *[("silent", above, 0, 0)] * (1 + is_sequential),
    ]
    does, looked_at, weights, biases = zip(*channels, strict=True)
    many = len(channels)
    numbers = rng.permutation(many - 1) + (not is_sequential)
    numbers = [*numbers.tolist(), (many - 1) * is_sequential]  # a loop must get to both ends
    kernel, bias = np.zeros((many + 1, many)), np.zeros(many)
    kernel[range(many), numbers], bias[numbers] = weights, biases
    layer = layers.Conv2D(many, 1, name="judge_inner" if is_sequential else "judge_middle")
    after = _mixing(np.zeros((many, many)), "judge_after")
    inner = (
        [_mixing(np.eye(many + 1), "judge_same"), layer]
        if is_sequential
        else [layers.BatchNormalization(epsilon=0.0, name="judge_norm"), layer, after]
    )
    model = keras.Sequential(
        [
            keras.Input((6, 4, many), name="judge_image"),
            _mixing(np.eye(many, many + 1), "judge_before"),
            *inner,
            _mixing(np.zeros((many, 2)), "judge_scores"),
        ]
    )
    layer.set_weights([kernel[None, None], bias])
    model = model if is_sequential else keras.Model(model.inputs[0], model.outputs[0])
    return model, layer, np.stack(looked_at, -1), list(zip(does, numbers, strict=True))


def _mixing(weights: np.ndarray, name: str) -> layers.Conv2D:
    start = keras.initializers.Constant(weights)
    return layers.Conv2D(weights.shape[1], 1, kernel_initializer=start, name=name)
