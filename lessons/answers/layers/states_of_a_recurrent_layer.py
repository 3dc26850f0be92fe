# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - 'return_sequences and return_state: what is the difference?'
#     - output of LSTM, h and c, hidden state and cell state
#     - print the states of an RNN or GRU while predicting one sample
#     - 'values of the LSTM gates: input gate, forget gate, output gate'
#     - states of a stateful LSTM between batches, reset_states
#     - every step from a trained LSTM that returns only the last output
#     - not enough values to unpack, LSTM output
#     - K.eval of the output of an LSTM layer gives an error
#     - hidden states of a Bidirectional LSTM, forward and backward
#     kind: answer
#     question: How do I get the hidden state of a Keras LSTM at every time step?
# ---

# %% [markdown]
# # How do I get the hidden state of a Keras LSTM at every time step?
#
# `return_sequences=True` gives the output of every step, `return_state=True` the last states: for an LSTM, `h` and `c`. A trained layer lends its weights to such a layer.

# %%
import keras
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(0)
lstm = keras.layers.LSTM(2, name="lstm")  # as in your trained model: the last output alone
model = keras.Sequential([keras.Input((3, 4)), lstm, keras.layers.Dense(1, name="score")])
x = np.ones((1, 3, 4), dtype="float32")  # what enters the layer: 1 sequence of 3 steps
settings = {**lstm.get_config(), "return_sequences": True, "return_state": True}
open_lstm = keras.layers.LSTM.from_config(settings)
open_lstm.build(x.shape)
open_lstm.set_weights(lstm.get_weights())
steps, h, c = open_lstm(x)
print("every step:", *steps.numpy().round(4)[0])
print("h:", h.numpy().round(4), "the last step:", lstm(x).numpy().round(4))
print("c:", c.numpy().round(4))

# %% [markdown]
# A GRU has no `c` and gives two results. A bidirectional LSTM gives five: the steps, then `h` and `c` forward and backward. Its settings stand in the two layers that it wraps:

# %%
both_ways = keras.layers.Bidirectional(keras.layers.LSTM(2, name="lstm"), name="both_ways")
both_ways.build(x.shape)
config = both_ways.get_config()
for part in ("layer", "backward_layer"):
    config[part]["config"].update(return_sequences=True, return_state=True)
(open_ways := keras.layers.Bidirectional.from_config(config)).build(x.shape)
open_ways.set_weights(both_ways.get_weights())
print([tuple(t.shape) for t in open_ways(x)])

# %% [markdown]
# ## Why it works
#
# With `stateful=True`, the states stay in `layer.states` until `layer.reset_state()`. `h` is the output of a step, so the last of all steps and `h` are the same; `c` is the memory, which never leaves the layer otherwise. In a model, what enters the layer is `keras.Model(model.inputs[0], lstm.input)(x)`. That is a list where the layer gets more than its sequences: behind `Embedding(mask_zero=True)` the mask, so call `open_lstm(values, mask=mask)`; in a decoder the `initial_state`, so call `open_lstm(values, initial_state=[h, c])`. For `c` at every step, and for the gates, run the cell yourself. Where the mask of a step is false, this loop would have to keep the states of the step before:

# %%
states = [tf.zeros((1, 2)), tf.zeros((1, 2))]
for t in range(3):
    kernels = tf.matmul(x[:, t], lstm.cell.kernel), tf.matmul(states[0], lstm.cell.recurrent_kernel)
    i, f, new, o = tf.split(sum(kernels) + lstm.cell.bias, 4, axis=1)
    _, states = lstm.cell(x[:, t], states)
    print("forget gate", tf.sigmoid(f).numpy().round(4), "c", states[1].numpy().round(4))

# %% [markdown]
# ## What looks right and is not
#
# Without `return_state` the layer gives one tensor, and Python unpacks its rows:

# %% error="rnn-unpack" tags=["raises-exception"]
output, h, c = lstm(x)

# %% [markdown]
# More: [How do I get attention scores or recurrent states?](../../04_sub_models.py#how-do-i-get-attention-scores-or-recurrent-states).
