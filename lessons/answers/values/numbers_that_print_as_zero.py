# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - loss prints as 0.0000
#     - small gradients are shown as zero
#     - values become 0 after a cast to int or float16
#     - tensor is all zeros after a relu layer
#     - print very small numbers of a tensor
#     - is it really zero or only rounded?
#     kind: answer
#     question: Why does my tensor print 0.0, 0.00 or all zeros?
# ---

# %% [markdown]
# # Why does my tensor print 0.0, 0.00 or all zeros?
#
# Ask the numbers, not the print: count the zeros and look at the largest. If they are not zero, the format has rounded them, so print with `.3e`.

# %%
import numpy as np
import tensorflow as tf


def zeros(t):
    a = np.asarray(t)
    return f"{np.sum(a == 0)} of {a.size} are zero, largest {np.abs(a).max():.3e}, {a.dtype}"


small = tf.constant([1e-6, 2e-5, 3e-4])
with np.printoptions(precision=2, suppress=True):
    print(small.numpy(), "but", zeros(small))

print("as integers: ", zeros(tf.cast([0.2, 0.9, 1.7], tf.int32)))
print("half precision:", zeros(tf.cast([1e-8, 1e-5, 1.0], tf.float16)))
print("behind a relu:", zeros(tf.nn.relu([-3.0, -0.1, 2.0])))

# %% [markdown]
# ## Why it works
#
# Of the four, only the first is a matter of printing. The others are zero:
#
# * a cast to integers cuts off what is behind the point, towards zero; `tf.round` first, if you want the nearest;
# * `float16` has no numbers between 0 and about 6e-8; under `mixed_float16` small gradients are lost so, which is why Keras scales the loss; `bfloat16` has the range of `float32`;
# * a relu gives zero for all that is negative. If it does so for each row of the data, the unit is [dead](../layers/statistics_over_a_data_set.py).
#
# ## What looks right and is not
#
# A fixed number of digits hides small numbers, in an f-string, in `%.2f` and in `round`. A `.4f` is good for a loss near 1 only:

# %%
learning_rate, loss = 1e-5, tf.constant(4e-6)
print(f"{learning_rate:.4f} {float(loss):.2f}", "or", f"{learning_rate:.1e} {float(loss):.2e}")

# %% [markdown]
# To be stopped where a zero appears, use an assertion. It works in a traced function too, but not under XLA, where it says nothing:

# %% tags=["raises-exception"]
tf.debugging.assert_none_equal(tf.nn.relu([-3.0, 2.0]), 0.0)

# %% [markdown]
# Which units of a layer are silent: [How do I get the activations of any model in one call?](../../04_sub_models.py#how-do-i-get-the-activations-of-any-model-in-one-call).
