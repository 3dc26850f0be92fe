"""A convolution of which each channel makes another mistake visible."""

import keras
import numpy as np
from keras import layers

_PLACE = np.pad([[1.0]], 1)  # a filter that takes the number at a place
_LEFT = np.roll(_PLACE, -1)  # the one on its left, which is gone without a batch axis


def convolution(
    kind: str, rng: np.random.Generator
) -> tuple[keras.Model, layers.Conv2D, np.ndarray]:
    """A model, its layer in question, and pictures.

    Args:
        kind: ``"Functional"``: with a ReLU, and a channel for each picture; ``"Sequential"``: without.
        rng: Shuffles pixels and channels.
    """
    is_relu = kind == "Functional"
    # the same numbers at other places: each picture fits itself better than any other
    blocks = [rng.permutation([3.0, -2, 1, -1, -1, 0, 0, 0, 0]).reshape(3, 3) for _ in range(4)]
    pictures = np.pad(np.array(blocks, "float32"), ((0, 0), (0, 3), (0, 3)))[..., None]
    pictures[1, -1, -1] = 4  # only here
    if not is_relu:
        pictures[2:] = -pictures[:2]  # 0 on average
    silent = (0 * _PLACE, 0)
    kinds = [
        silent,
        (_LEFT, 0),  # silent where a picture has no batch axis
        (_PLACE, 0),  # 0 on average
        (_PLACE, -3),  # above 0 in one corner only
        (_PLACE, -4),  # its largest number is 0
        (_PLACE, -9),  # always below 0
        (0 * _PLACE, 0.5),  # the same everywhere
        (3e-5 * _LEFT, 0),  # small, and not 0
        *((block, -15) for block in blocks if is_relu),  # above 0 in this picture only
    ]
    rng.shuffle(kinds)
    kinds.insert(len(kinds) if is_relu else 0, silent)  # a loop must get there
    kernels, biases = zip(*kinds, strict=True)
    wanted = layers.Conv2D(
        len(kinds), 3, padding="same", activation="relu" if is_relu else None, name=f"judge_{kind}"
    )
    norm = layers.BatchNormalization(epsilon=0.0, name="judge_norm")
    model = keras.Sequential(
        [
            keras.Input((6, 6, 1), name="judge_image"),
            _place_by_place(2, [1.0, 2.0], "judge_before"),
            norm if is_relu else _place_by_place(2, np.eye(2), "judge_same"),
            wanted,
            *([_place_by_place(3, 0.0, "judge_after")] if is_relu else []),
            _place_by_place(2, 0.0, "judge_scores"),
        ]
    )
    kernel = np.stack(kernels, -1)[:, :, None]
    wanted.set_weights([np.concatenate([kernel, 0 * kernel], 2), np.array(biases)])
    model = keras.Model(model.inputs[0], model.outputs[0]) if is_relu else model
    return model, wanted, pictures


def _place_by_place(filters: int, weights: object, name: str) -> layers.Conv2D:
    weights = keras.initializers.Constant(weights)
    return layers.Conv2D(filters, 1, kernel_initializer=weights, name=name)
