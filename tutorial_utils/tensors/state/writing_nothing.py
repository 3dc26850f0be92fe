"""Models of which a pass in inference writes nothing, and draws no number: known layer by layer.

To put back what any model may write takes a walk to all that it refers to; most models are of these layers.
"""

import keras

LAYERS = """
    Activation ELU LeakyReLU PReLU ReLU Softmax
    Dense EinsumDense Embedding
    Conv1D Conv2D Conv3D Conv1DTranspose Conv2DTranspose Conv3DTranspose
    DepthwiseConv1D DepthwiseConv2D SeparableConv1D SeparableConv2D
    BatchNormalization GroupNormalization LayerNormalization RMSNormalization UnitNormalization
    AlphaDropout Dropout GaussianDropout GaussianNoise
    SpatialDropout1D SpatialDropout2D SpatialDropout3D
    AveragePooling1D AveragePooling2D AveragePooling3D MaxPooling1D MaxPooling2D MaxPooling3D
    GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D
    GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D
    Cropping1D Cropping2D Cropping3D UpSampling1D UpSampling2D UpSampling3D
    ZeroPadding1D ZeroPadding2D ZeroPadding3D
    Flatten Identity InputLayer Masking Permute RepeatVector Rescaling Reshape
    Add Average Concatenate Dot Maximum Minimum Multiply Subtract
"""
# `keras.Model` makes one of another class where it is given inputs and outputs; it has no public name.
_inputs = keras.Input((1,), name="inputs")
_MODELS = (keras.Sequential, type(keras.Model(_inputs, _inputs, name="model")))
# Whoever replaces one of these methods may write what they like.
_METHODS = {
    kind: (kind.__call__, kind.call)
    for kind in (*_MODELS, *(getattr(keras.layers, name) for name in LAYERS.split()))
}
_ACTIVATIONS = {None, *(of for of in vars(keras.activations).values() if callable(of))}


def writes_nothing(model) -> bool:
    """Whether it is certain, of a pass with ``training=False``.

    >>> dense = keras.layers.Dense(1, name="dense")
    >>> model = keras.Sequential([keras.Input((2,)), dense], name="model")
    >>> writes_nothing(model)
    True
    >>> dense.call = lambda x: x
    >>> writes_nothing(model)
    False
    """
    kind = type(model)
    if _METHODS.get(kind) != (kind.__call__, kind.call):
        return False
    own = vars(model)
    if not own.get("built") or "call" in own or own.get("activity_regularizer") is not None:
        return False
    if kind in _MODELS:
        layers = model.layers
        inside = getattr(model, "operations", layers)
        return len(inside) == len(layers) and all(map(writes_nothing, layers))
    is_plain = type(model.dtype_policy) is keras.dtype_policies.DTypePolicy
    activation = own.get("activation")
    return is_plain and any(activation is known for known in _ACTIVATIONS)
