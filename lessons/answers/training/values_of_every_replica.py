# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - '''PerReplica'' object has no attribute ''numpy'''
#     - get the outputs of strategy.run as NumPy
#     - MirroredStrategy, print the values of every GPU
#     - How do I convert a PerReplica to a tensor?
#     - strategy.experimental_local_results or strategy.gather
#     kind: answer
#     question: How do I see the values of a PerReplica in tf.distribute?
# ---

# %% [markdown]
# # How do I see the values of a PerReplica in tf.distribute?
#
# A `PerReplica` holds one tensor for each device: `strategy.experimental_local_results(it)` gives them as a tuple, and each has `.numpy()`.

# %%
import tensorflow as tf

tf.get_logger().setLevel("ERROR")  # a strategy tells much of what it does
cpu = tf.config.list_physical_devices("CPU")[0]  # two devices to try it on; leave out with GPUs
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])  # with GPUs: MirroredStrategy()

rows = tf.data.Dataset.from_tensor_slices([1.0, 2.0, 3.0, 4.0]).batch(4)
batch = next(iter(strategy.experimental_distribute_dataset(rows)))
result = strategy.run(lambda t: 10 * t, args=(batch,))

print([t.numpy() for t in strategy.experimental_local_results(result)])  # one for each device
print(strategy.gather(result, axis=0).numpy())  # all rows in one array
print(strategy.reduce("MEAN", result, axis=0).numpy())  # one number for all

# %% [markdown]
# With a single device there is no `PerReplica`: `run` gives the tensor itself, and the same lines work.
#
# ## Why it works
#
# Each device runs the function on its own part of the batch, so there are several results. `gather` joins them along an axis, and `reduce` makes one of them. Inside the function the tensors are ordinary; it runs once for each device, so a `tf.print` in it prints once for each.
#
# ## What looks right and is not

# %% tags=["raises-exception"]
result.numpy()

# %% [markdown]
# `fit` under a strategy goes this way by itself: its `logs` are numbers of all devices together. What a tensor is while such a function is traced: [KerasTensor, EagerTensor or graph tensor?](../../01_symbolic_or_eager.py#kerastensor-eagertensor-or-graph-tensor-which-do-i-hold).
