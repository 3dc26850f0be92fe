"""Two replicas on two logical CPUs, which have to be asked for before TensorFlow starts: a process
of its own, run by test_logger.py."""

import keras
import numpy as np
import tensorflow as tf

from tutorial_utils.tensors import describe
from tutorial_utils.tensors.training.logger import ActivationLogger


def main():
    (cpu,) = tf.config.list_physical_devices("CPU")
    two = [tf.config.LogicalDeviceConfiguration()] * 2
    tf.config.set_logical_device_configuration(cpu, two)
    strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
    with strategy.scope():
        model = keras.Sequential(
            [
                keras.Input((1,)),
                keras.layers.Dense(1, kernel_initializer="ones", name="a"),
                keras.layers.ReLU(name="b"),
            ]
        )
        model.compile(keras.optimizers.SGD(0.0), "mse")
        variable = tf.Variable([1.0, 2.0])
    assert describe(variable).startswith("tf.Variable on 2 replicas  shape=(2,)"), describe(
        variable
    )
    both = strategy.run(lambda: tf.constant([1.0, 2.0]) * 2.0)
    assert describe(both).startswith("PerReplica of 2 replicas  [EagerTensor"), describe(both)

    x = np.array([[1.0], [2.0], [3.0], [6.0]], "float32")
    real = ActivationLogger(every="batch")
    probe = ActivationLogger(x=x, every="batch")
    model.fit(x, x, batch_size=4, epochs=2, verbose=0, shuffle=False, callbacks=[real, probe])
    assert real.history.paths == probe.history.paths == ["a", "b"]
    # The replicas saw 1, 2 and 3, 6: the logger gives the mean of their means, lows and highs.
    mean, _, low, high = real.history.numpy()["a"][0]
    assert (mean, low, high) == (3.0, 2.0, 4.0), real.history.table()
    mean, _, low, high = probe.history.numpy()["a"][0]
    assert (mean, low, high) == (3.0, 1.0, 6.0), probe.history.table()
    assert len(real.history) == len(probe.history) == 2
    print("two replicas: ok")


if __name__ == "__main__":
    main()
