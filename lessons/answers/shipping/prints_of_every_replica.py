# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - print only on the first GPU, only once, with tf.distribute
#     - print replica_id_in_sync_group shows a Tensor instead of the number
#     - tf.print prints twice with two GPUs
#     - which rows of the batch does each replica get?
#     - multi GPU training, see the values inside a layer on every device
#     - replica_id is printed only once or while the model is built
#     kind: answer
#     question: Why does print run once for each replica of a TensorFlow MirroredStrategy?
# ---

# %% [markdown]
# # Why does print run once for each replica of a TensorFlow MirroredStrategy?
#
# Every replica runs the same code on its part of the batch. Ask the replica's context which one it is, and print with `tf.print`.

# %%
import keras
import numpy as np
import tensorflow as tf

tf.get_logger().setLevel("ERROR")  # a strategy tells much of what it does
cpu = tf.config.list_physical_devices("CPU")[0]  # two devices to try it on; leave out with GPUs
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])  # with GPUs: MirroredStrategy()


class PrintsReplica(keras.layers.Layer):
    def call(self, t):
        context = tf.distribute.get_replica_context()
        if context is not None:  # it is None while Keras builds the model
            tf.print("replica", context.replica_id_in_sync_group, "has", t)
        return t


with strategy.scope():
    one = keras.layers.Dense(1, kernel_initializer="ones", name="one")
    model = keras.Sequential([keras.Input((1,)), PrintsReplica(name="prints"), one])
x = np.array([[1.0], [2.0], [3.0], [4.0]], dtype="float32")
scores = model.predict(x, batch_size=4, verbose=0)  # or: fit

# %% [markdown]
# ## Why it works
#
# `batch_size` counts the rows of all replicas together. The number of the replica is a tensor: the graph is made for all devices, and only a running replica knows which one it is. So a Python `print` shows a tensor without a value, once for each replica that is traced. To print on one replica only, ask in a `tf.function`, which turns the `if` into a part of the graph:


# %%
@tf.function
def step(t):
    context = tf.distribute.get_replica_context()
    print("replica", context.replica_id_in_sync_group)  # while tracing
    if context.replica_id_in_sync_group == 0:
        tf.print("once:", t)


batches = strategy.experimental_distribute_dataset(tf.data.Dataset.from_tensors(x))
strategy.run(step, args=(next(iter(batches)),))

# %% [markdown]
# ## What looks right and is not
#
# Outside of `run`, `fit` and `predict` there is no replica, and the number of one cannot be asked for:

# %% tags=["raises-exception"]
with strategy.scope():
    print(tf.distribute.get_replica_context().replica_id_in_sync_group)

# %% [markdown]
# Which line runs while TensorFlow traces, and which later: [Prints under fit](../../03_tf_function_printing.py#prints-under-fit).
