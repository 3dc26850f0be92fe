"""The calls inside TensorFlow and Keras by which one sees who runs: found by their code objects."""

import inspect
from types import CodeType

FUNCTION = "a tf.function"
GRAPH = "a graph"
TF_PRINT = "tf.print"
LAYER = "a layer"
SESSION = "a session"
ITERATOR = "an iterator of a Dataset"


def landmarks() -> dict[CodeType, str]:
    """Code -> what it means that it is called.

    Read in TensorFlow 2.21 and Keras 3.15: each call of a ``tf.function`` goes through
    ``Function.__call__``, each run of a graph through ``AtomicFunction.call_flat``, each call of a layer
    through ``Layer.__call__``; each run by a session, also by ``eval``, through ``BaseSession._do_run``;
    each iterator of a Dataset is made by ``OwnedIterator._create_iterator``.
    """
    import keras
    import tensorflow as tf
    from tensorflow.python.client import session
    from tensorflow.python.data.ops import iterator_ops
    from tensorflow.python.eager.polymorphic_function import atomic_function, polymorphic_function

    found = {
        polymorphic_function.Function.__call__: FUNCTION,
        atomic_function.AtomicFunction.call_flat: GRAPH,
        tf.print: TF_PRINT,
        keras.layers.Layer.__call__: LAYER,
        session.BaseSession._do_run: SESSION,
        iterator_ops.OwnedIterator._create_iterator: ITERATOR,
    }
    return {inspect.unwrap(function).__code__: what for function, what in found.items()}
