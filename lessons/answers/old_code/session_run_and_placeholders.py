# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - module 'tensorflow' has no attribute 'placeholder'
#     - sess.run in TensorFlow 2, what to write instead
#     - convert old TensorFlow 1 code that prints a tensor with a session
#     - tensor.eval() does not work any more
#     - feed_dict in TensorFlow 2
#     - 'sess.run(layer.output, feed_dict={model.input: x}) with a Keras model'
#     - global_variables_initializer is gone, initialize variables
#     kind: answer
#     question: How do I rewrite tf.Session, placeholder and eval for TensorFlow 2?
# ---

# %% [markdown]
# # How do I rewrite tf.Session, placeholder and eval for TensorFlow 2?
#
# A placeholder becomes an argument, `session.run(t, feed_dict)` a call of the function, and `t.eval()` becomes `t.numpy()`. Variables have their value from the start.

# %%
import tensorflow as tf

# x = tf.placeholder(tf.float32, (None, 2))         -> the argument x
# y = tf.matmul(x, w)                               -> the body of a function
# session.run(tf.global_variables_initializer())    -> nothing
# session.run(y, feed_dict={x: data})               -> y(data)
# y.eval(session=session)                           -> y(data).numpy()
# session.run(layer.output, {model.input: data})    -> a sub-model:
#                 keras.Model(model.inputs[0], layer.output)(data).numpy()

w = tf.Variable([[1.0], [10.0]])


@tf.function  # leave it out while you look for a fault
def y(x):
    return tf.matmul(x, w)


print(y(tf.constant([[1.0, 2.0], [3.0, 4.0]])).numpy())
print(w.numpy().ravel())

# %% [markdown]
# ## Why it works
#
# In TensorFlow 1 every line described a step of a graph, and a session computed it. In TensorFlow 2 every line computes. A `tf.function` brings the graph back, behind an ordinary call.
#
# Old code that must stay as it is runs in a graph of its own, with `tf.compat.v1.` before the old names. Its tensors belong in there, and arrays come out:

# %%
with tf.Graph().as_default(), tf.compat.v1.Session() as session:
    old_x = tf.compat.v1.placeholder(tf.float32, (None, 2))
    old_w = tf.compat.v1.get_variable("w", initializer=[[1.0], [10.0]])
    old_y = tf.matmul(old_x, old_w)
    session.run(tf.compat.v1.global_variables_initializer())
    print(session.run(old_y, feed_dict={old_x: [[1.0, 2.0]]}))

# %% [markdown]
# ## What looks right and is not
#
# The old names are gone from `tf`, and an eager tensor has nothing to evaluate. With the prefix alone, outside of a graph, there is nothing for a session to run:

# %% error="tensorflow-1-name" tags=["raises-exception"]
tf.Session()

# %% error="eager-eval" tags=["raises-exception"]
y(tf.constant([[1.0, 2.0]])).eval()

# %% error="session-graph-empty" tags=["raises-exception"]
tf.compat.v1.Session().run(w)

# %% [markdown]
# Do not reach for `tf.compat.v1.disable_eager_execution()`: Keras 3 neither trains nor predicts after it. Each old call with its new one: [What became of each call](../../02_session_evaluation.py#what-became-of-each-call).
