# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - print a tf.data.Dataset, it only shows element_spec
#     - see the values of the input data
#     - get the first element of a dataset
#     - convert a tf.data.Dataset to NumPy arrays
#     - see the lines of a TextLineDataset
#     - '''_BatchDataset'' object has no attribute ''numpy'''
#     - class_names is gone after map or prefetch
#     - how many elements does a dataset have
#     - confusion matrix of a shuffled dataset, labels do not match the predictions
#     - TFRecord, see the values of a tf.train.Example, VarLenFeature is a SparseTensor
#     kind: answer
#     question: How do I see the values in a tf.data.Dataset?
# ---

# %% [markdown]
# # How do I see the values in a tf.data.Dataset?
#
# Loop over it: `for x, y in dataset.take(1):` gives eager tensors, which have numbers. With `dataset.as_numpy_iterator()` you get NumPy arrays.

# %%
import keras
import numpy as np
import tensorflow as tf

x, y = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array(["cat", "dog", "cat"])
dataset = tf.data.Dataset.from_tensor_slices((x, y)).batch(2)

for values, labels in dataset.take(1):  # the first batch
    print(values.numpy())
    print([label.decode() for label in labels.numpy()])

print(dataset.element_spec)  # shapes and dtypes
print(len(dataset))  # batches, not rows
everything = np.concatenate([values for values, _ in dataset.as_numpy_iterator()])
print(everything.shape)

# %% [markdown]
# A single element is `next(iter(dataset))`, and one row of a batched dataset `next(iter(dataset.unbatch()))`.
#
# ## Why it works
#
# A `Dataset` is a recipe: it holds no data, and makes its elements anew in each loop. Outside of traced code an element is an eager tensor, or a tuple or dict of them. In a shuffled dataset each loop has another order, so look at inputs and labels in the same loop, and predict there, too. The order stays with `shuffle(..., reshuffle_each_iteration=False)`:

# %%
shuffled = tf.data.Dataset.range(6).shuffle(6, seed=1)
print(*shuffled.as_numpy_iterator())
print(*shuffled.as_numpy_iterator())

model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(2, "softmax", name="score")])
pairs = shuffled.map(lambda n: (tf.cast(n[None], tf.float32), n % 2)).batch(4)
labels, guesses = [], []
for values, label in pairs:  # one loop, so label and guess belong together
    labels.append(label.numpy())
    guesses.append(model.predict_on_batch(values).argmax(axis=-1))
matrix = tf.math.confusion_matrix(np.concatenate(labels), np.concatenate(guesses))
print(matrix.numpy().sum(axis=1), "labels of each class")

# %% [markdown]
# The data sets of `tensorflow_datasets` work the same; `tfds.as_numpy(dataset)` is the same loop over arrays. A record of a `TFRecordDataset` is one string: `print(tf.train.Example.FromString(record.numpy()))`. A `VarLenFeature` is parsed to a `SparseTensor`, and `tf.sparse.to_dense(t)` gives its numbers.
#
# ## What looks right and is not
#
# Printed, a dataset shows its recipe's shapes only, and it has no `.numpy()`:

# %%
print(dataset.unbatch())

# %% error="dataset-no-attribute" tags=["raises-exception"]
dataset.numpy()

# %% [markdown]
# `class_names` of `image_dataset_from_directory` is an attribute of that one object, which `map`, `cache` or `prefetch` do not hand on: keep it in a name of your own first. And in a function for `map` there are no values yet: [How do I run NumPy on every call?](../../03_tf_function_printing.py#how-do-i-run-numpy-on-every-call).
