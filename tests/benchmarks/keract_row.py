"""keract on tf-keras, in its own environment: it does not run on Keras 3.

Run by the Python that has both, with TF_USE_LEGACY_KERAS=1; prints median milliseconds of keract. For
activations, also of its own floor, the compiled forward pass of the same tf-keras model; it refuses to
take gradients while eager execution is on, so those are of another process.
"""

import statistics
import sys
import time

import keract
import numpy as np
import tensorflow as tf
import tf_keras as keras


def median(call, turns=15):
    call(), call()
    times = []
    for _ in range(turns):
        start = time.perf_counter()
        call()
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times)


def main(what, count):
    layers = [keras.layers.Dense(64, activation="relu") for _ in range(count)]
    model = keras.Sequential([keras.Input((64,)), *layers])
    model.compile("sgd", "mse")
    x = np.random.default_rng(0).normal(size=(32, 64)).astype("float32")
    if what == "gradients":
        print(median(lambda: keract.get_gradients_of_activations(model, x, np.zeros_like(x))))
        return
    floor = tf.function(lambda x: model(x, training=False), autograph=False)
    print(median(lambda: keract.get_activations(model, x)), median(lambda: floor(x)))


if __name__ == "__main__":
    if sys.argv[1] == "gradients":
        tf.compat.v1.disable_eager_execution()
    main(sys.argv[1], int(sys.argv[2]))
