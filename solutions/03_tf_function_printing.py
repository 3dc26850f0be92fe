# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] exercise="text-in-a-trace" part="hint"
# `print` showed a description of `t`, `tf.print` showed numbers. Which of the two is more like an f-string?

# %% [markdown] exercise="text-in-a-trace" part="hint"
# Before a function is called, its arguments are worked out. `len(f"{t}")` would first make the string, then count. Who makes it, and when does that line of Python run?

# %% [markdown] exercise="text-in-a-trace" part="hint"
# The string is made **once**, while tracing, from a plan. The graph then prints that string whenever it runs. Look for the option that says both.

# %% exercise="text-in-a-trace" part="answer"
text_guess = "c"

# %% [markdown] exercise="text-in-a-trace" part="why"
# Python makes the string while the function is traced, so it holds the plan's description. Printing it is a part of the graph, so the same text appears on every call. Give `tf.print` the tensor itself, with commas.

# %% exercise="text-in-a-trace" expects="numbers-expected" part="wrong"
text_guess = "a"

# %% exercise="text-in-a-trace" expects="first-number-kept" part="wrong"
text_guess = "b"

# %% exercise="text-in-a-trace" expects="printed-once" part="wrong"
text_guess = "D"

# %% exercise="text-in-a-trace" expects="no-option" part="wrong"
text_guess = "t is 2 and t is 3"

# %% [markdown] exercise="one-trace" part="hint"
# Look at `strict` above. Which word in its TensorSpec stood for a size that the data decides, and how many axes has your batch?

# %% [markdown] exercise="one-trace" part="hint"
# A TensorSpec is a shape and a dtype, as a plan is. Rows of any number and one column would be `tf.TensorSpec([None, 1], tf.float32)`. A signature is a list: one spec for each argument.

# %% [markdown] exercise="one-trace" part="hint"
# ```python
# spec = tf.TensorSpec([____, ____], tf.float32)
# return tf.function(python_function, input_signature=[____])
# ```


# %% exercise="one-trace" part="answer"
def traced_once(python_function):
    """A tf.function with one trace for all float32 batches of 3 columns."""
    spec = tf.TensorSpec([None, 3], tf.float32)  # what every batch has in common
    return tf.function(python_function, input_signature=[spec])


# %% [markdown] exercise="one-trace" part="why"
# The signature says before the first call what all batches have in common, so one graph serves them all. `reduce_retracing=True` needs a second shape before it generalises, so it makes two traces. A fixed number of rows would refuse the others.


# %% exercise="one-trace" expects="traced-again" part="wrong"
def traced_once(python_function):
    spec = tf.TensorSpec([None, 3], tf.float32)
    return tf.function(python_function)


# %% exercise="one-trace" expects="traced-again" part="wrong"
def traced_once(python_function):
    return tf.function(python_function, reduce_retracing=True)


# %% exercise="one-trace" expects="too-narrow" part="wrong"
def traced_once(python_function):
    spec = tf.TensorSpec([1, 3], tf.float32)
    return tf.function(python_function, input_signature=[spec])


# %% exercise="one-trace" expects="other-axes" part="wrong"
def traced_once(python_function):
    spec = tf.TensorSpec([3], tf.float32)
    return tf.function(python_function, input_signature=[spec])


# %% exercise="one-trace" expects="other-dtype" part="wrong"
def traced_once(python_function):
    spec = tf.TensorSpec([None, 3], tf.int32)
    return tf.function(python_function, input_signature=[spec])


# %% exercise="one-trace" expects="too-wide" part="wrong"
def traced_once(python_function):
    spec = tf.TensorSpec([None, None], tf.float32)
    return tf.function(python_function, input_signature=[spec])


# %% exercise="one-trace" expects="too-wide" part="wrong"
def traced_once(python_function):
    spec = tf.TensorSpec(None, tf.float32)
    return tf.function(python_function, input_signature=[spec])


# %% exercise="one-trace" expects="not-a-list" part="wrong"
def traced_once(python_function):
    spec = tf.TensorSpec([None, 3], tf.float32)
    return tf.function(python_function, input_signature=spec)


# %% exercise="one-trace" expects="no-spec" part="wrong"
def traced_once(python_function):
    spec = (None, 3)
    return tf.function(python_function, input_signature=[spec])


# %% exercise="one-trace" expects="blank-left" part="wrong"
def traced_once(python_function):
    spec = tf.TensorSpec([None, 3], tf.float32)
    return tf.function(python_function, input_signature=...)


# %% exercise="one-trace" expects="not-traced" part="wrong"
def traced_once(python_function):
    return python_function


# %% exercise="one-trace" expects="no-function" part="wrong"
def traced_once(python_function):
    spec = tf.TensorSpec([None, 3], tf.float32)
    return tf.function(python_function, input_signature=[spec])(tf.ones((2, 3)))


# %% exercise="one-trace" expects="minus-one" part="wrong"
def traced_once(python_function):
    spec = tf.TensorSpec([-1, 3], tf.float32)
    return tf.function(python_function, input_signature=[spec])


# %% exercise="one-trace" expects="other-columns" part="wrong"
def traced_once(python_function):
    spec = tf.TensorSpec([3, None], tf.float32)
    return tf.function(python_function, input_signature=[spec])


# %% exercise="one-trace" expects="other-axes" part="wrong"
def traced_once(python_function):
    spec = tf.TensorSpec([None], tf.float32)
    return tf.function(python_function, input_signature=[spec])


# %% [markdown] exercise="training-line" part="hint"
# At which moment does Python run the line with the f-string: while the function is traced, or on each call? What is `loss` at that moment?

# %% [markdown] exercise="training-line" part="hint"
# Two things on that line belong to Python: making the string, and asking for the number. Leave both to the graph. For a largest pixel that would be `tf.print("largest:", largest)`.

# %% [markdown] exercise="training-line" part="hint"
# ```python
# weight.assign_sub(0.1 * tape.gradient(loss, weight))
# tf.____("loss:", ____)
# return loss
# ```


# %% exercise="training-line" part="answer"
@tf.function
def descend(weight, x, y):
    """One step of gradient descent. Prints the loss on every call, and returns it."""
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss:", loss)
    return loss


# %% [markdown] exercise="training-line" part="why"
# `tf.print` is an operation of the graph: it runs on every call, when there are numbers, and takes the tensor as it is. `tf.strings.as_string(loss, precision=3)` shortens the number in the graph. Taking the decorator off helps here, but not under `fit`, where others trace. Printing what the call returns works too, where the loop is yours.


# %% exercise="training-line" expects="printed-while-tracing" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    print(f"loss: {loss}")
    return loss


# %% exercise="training-line" expects="printed-while-tracing" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    print("loss:", loss)
    return loss


# %% exercise="training-line" expects="text-made-while-tracing" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print(f"loss: {loss}")
    return loss


# %% exercise="training-line" expects="text-made-while-tracing" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss: {}".format(loss))
    return loss


# %% exercise="training-line" expects="formatted-while-tracing" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print(f"loss: {loss:.3f}")
    return loss


# %% exercise="training-line" expects="formatted-while-tracing" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss: %.3f" % loss)
    return loss


# %% exercise="training-line" expects="numpy-inside" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss:", loss.numpy())
    return loss


# %% exercise="training-line" expects="numpy-inside" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss:", loss.item())
    return loss


# %% exercise="training-line" expects="added-to-text" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss: " + loss)
    return loss


# %% exercise="training-line" expects="gone" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    print("loss:", keras.backend.eval(loss))
    return loss


# %% exercise="training-line" expects="not-traced" part="wrong"
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    print(f"loss: {loss.numpy():.3f}")
    return loss


# %% exercise="training-line" expects="switched-to-eager" part="wrong"
tf.config.run_functions_eagerly(True)


@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    print(f"loss: {loss.numpy():.3f}")
    return loss


# %% exercise="training-line" expects="prints-nothing" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    return loss


# %% exercise="training-line" expects="other-number" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss:", weight)
    return loss


# %% exercise="training-line" expects="not-every-call" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    print("loss:", tf.get_static_value(loss))
    return loss


# %% exercise="training-line" expects="under-xla" part="wrong"
@tf.function(jit_compile=True)
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss:", loss)
    return loss


# %% exercise="training-line" expects="returns-no-tensor" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss:", loss)
    return tf.print("done")


# %% exercise="training-line" expects="loss-not-returned" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss:", loss)


# %% exercise="training-line" expects="no-step" part="wrong"
@tf.function
def descend(weight, x, y):
    loss = tf.reduce_mean((weight * x - y) ** 2)
    tf.print("loss:", loss)
    return loss


# %% exercise="training-line" expects="placeholder" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss: {:.3f}", loss)
    return loss


# %% exercise="training-line" expects="placeholder" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss: %.3f", loss)
    return loss


# %% exercise="training-line" expects="placeholder" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss: {loss:.3f}")
    return loss


# %% exercise="training-line" expects="placeholder" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print(tf.strings.format("loss: {:.3f}", loss))
    return loss


# %% exercise="training-line" expects="logged" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    import logging

    logging.info("loss: %s", loss)
    return loss


# %% exercise="training-line" expects="logged" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.get_logger().warning("loss: %.3f", loss)
    return loss


# %% exercise="training-line" expects="no-method" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss:", loss.detach())
    return loss


# %% exercise="training-line" expects="rounded" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss:", round(loss, 3))
    return loss


# %% exercise="training-line" expects="rounded" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss:", tf.round(loss, 3))
    return loss


# %% exercise="training-line" expects="printed-twice" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    print(f"loss: {loss}")
    tf.print("loss:", loss)
    return loss


# %% exercise="training-line" expects="after-the-step" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    loss = tf.reduce_mean((weight * x - y) ** 2)
    tf.print("loss:", loss)
    return loss


# %% exercise="training-line" expects="no-step" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight = weight - 0.1 * tape.gradient(loss, weight)
    tf.print("loss:", loss)
    return loss


# %% exercise="training-line" expects="elsewhere" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss:", loss, output_stream="file:///dev/null")
    return loss


# %% exercise="training-line" expects="py-function-returns" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.py_function(lambda v: f"loss: {v}", [loss], [])
    return loss


# %% exercise="training-line" expects="unknown-name" part="wrong"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss:", los)
    return loss


# %% [markdown] exercise="log-file" part="hint"
# Two functions are needed, one inside the other. Which of them has to run on every call, and which argument does `tf.print` take to write into a file?

# %% [markdown] exercise="log-file" part="hint"
# `path` is a Python string, so it may be put together while tracing: `"file://" + path`. The mean is a tensor, so it goes to `tf.print` as an argument. A function that makes a function: `def times(n): ...` defines `inner(a)` and ends with `return inner`.

# %% [markdown] exercise="log-file" part="hint"
# ```python
# @tf.____
# def write(batch):
#     tf.print("mean:", tf.____(batch), output_stream=____ + path)
#     return ____
#
# return write
# ```


# %% exercise="log-file" part="answer"
def logged_mean(path):
    """A tf.function that adds a line with its batch's mean to a file, and returns the batch."""

    @tf.function
    def write(batch):
        tf.print("mean:", tf.reduce_mean(batch), output_stream="file://" + path)
        return batch

    return write


# %% [markdown] exercise="log-file" part="why"
# `tf.print` is in the graph, so it writes on every call, with or without a new trace. The path may be a Python string, because it is the same for all calls. Python's `open` and `write` would run while tracing; inside `tf.py_function` they work, with mode `"a"`.


# %% exercise="log-file" expects="no-file-prefix" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("mean:", tf.reduce_mean(batch), output_stream=path)
        return batch

    return write


# %% exercise="log-file" expects="no-file-prefix" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("mean:", tf.reduce_mean(batch), output_stream=open(path, "a"))
        return batch

    return write


# %% exercise="log-file" expects="on-the-screen" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("mean:", tf.reduce_mean(batch))
        return batch

    return write


# %% exercise="log-file" expects="written-while-tracing" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        with open(path, "a") as file:
            print("mean:", tf.reduce_mean(batch), file=file)
        return batch

    return write


# %% exercise="log-file" expects="written-while-tracing" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print(f"mean: {tf.reduce_mean(batch)}", output_stream="file://" + path)
        return batch

    return write


# %% exercise="log-file" expects="numpy-inside" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        with open(path, "a") as file:
            file.write(f"mean: {tf.reduce_mean(batch).numpy()}")
        return batch

    return write


# %% exercise="log-file" expects="other-keyword" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("mean:", tf.reduce_mean(batch), file=path)
        return batch

    return write


# %% exercise="log-file" expects="more-than-the-mean" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("mean:", batch, output_stream="file://" + path)
        return batch

    return write


# %% exercise="log-file" expects="other-number" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("mean:", tf.reduce_max(batch), output_stream="file://" + path)
        return batch

    return write


# %% exercise="log-file" expects="other-label" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print(tf.reduce_mean(batch), output_stream="file://" + path)
        return batch

    return write


# %% exercise="log-file" expects="batch-not-returned" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("mean:", tf.reduce_mean(batch), output_stream="file://" + path)

    return write


# %% exercise="log-file" expects="batch-not-returned" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        mean = tf.reduce_mean(batch)
        tf.print("mean:", mean, output_stream="file://" + path)
        return mean

    return write


# %% exercise="log-file" expects="not-traced" part="wrong"
def logged_mean(path):
    def write(batch):
        tf.print("mean:", tf.reduce_mean(batch), output_stream="file://" + path)
        return batch

    return write


# %% exercise="log-file" expects="no-function" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("mean:", tf.reduce_mean(batch), output_stream="file://" + path)
        return batch


# %% exercise="log-file" expects="returns-no-tensor" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        return tf.print("mean:", tf.reduce_mean(batch), output_stream="file://" + path)

    return write


# %% exercise="log-file" expects="no-method" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("mean:", batch.mean(), output_stream="file://" + path)
        return batch

    return write


# %% exercise="log-file" expects="no-such-name" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("mean:", tf.mean(batch), output_stream="file://" + path)
        return batch

    return write


# %% exercise="log-file" expects="iterated" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("mean:", sum(batch) / len(batch), output_stream="file://" + path)
        return batch

    return write


# %% exercise="log-file" expects="one-per-column" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("mean:", tf.reduce_mean(batch, 0), output_stream="file://" + path)
        return batch

    return write


# %% exercise="log-file" expects="no-line-ends" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("mean:", tf.reduce_mean(batch), output_stream="file://" + path, end="")
        return batch

    return write


# %% exercise="log-file" expects="placeholder" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("mean: {}", tf.reduce_mean(batch), output_stream="file://" + path)
        return batch

    return write


# %% exercise="log-file" expects="path-changed" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("mean:", tf.reduce_mean(batch), output_stream="file:/" + path)
        return batch

    return write


# %% exercise="log-file" expects="path-changed" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        folder = __import__("tempfile").mkdtemp()
        tf.print("mean:", tf.reduce_mean(batch), output_stream="file://" + folder + path)
        return batch

    return write


# %% exercise="log-file" expects="pythons-print" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        print("mean:", tf.reduce_mean(batch), file="file://" + path)
        return batch

    return write


# %% exercise="log-file" expects="logged" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        import logging

        logging.basicConfig(filename=path, level=logging.INFO)
        logging.info("mean: %s", tf.reduce_mean(batch))
        return batch

    return write


# %% exercise="log-file" expects="outer-traced" part="wrong"
@tf.function
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("mean:", tf.reduce_mean(batch), output_stream="file://" + path)
        return batch

    return write


# %% exercise="log-file" expects="called-inside" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("mean:", tf.reduce_mean(batch), output_stream="file://" + path)
        return batch

    return write(batch)


# %% exercise="log-file" expects="takes-only-path" part="wrong"
def logged_mean(path, batch):
    @tf.function
    def write():
        tf.print("mean:", tf.reduce_mean(batch), output_stream="file://" + path)
        return batch

    return write


# %% exercise="log-file" expects="inner-arguments" part="wrong"
def logged_mean(path):
    @tf.function
    def write(path, batch):
        tf.print("mean:", tf.reduce_mean(batch), output_stream="file://" + path)
        return batch

    return write


# %% exercise="log-file" expects="batch-not-returned" part="wrong"
def logged_mean(path):
    @tf.function
    def write(batch):
        mean = tf.reduce_mean(batch)
        tf.print("mean:", mean, output_stream="file://" + path)
        return batch, mean

    return write


# %% [markdown] exercise="out-of-a-trace" part="hint"
# After the call you want to read `largest`. Which of the lines makes something that lives outside of the function and can change?

# %% [markdown] exercise="out-of-a-trace" part="hint"
# `=` inside a function makes a new name there, and lists belong to Python. A variable of TensorFlow is changed with a method: `counter.assign(counter + 1)`. Make it first, call, and look last.

# %% [markdown] exercise="out-of-a-trace" part="hint"
# ```python
# largest = tf.____(0.0)
# @tf.function
# def watch(t):
#     largest.____(tf.reduce_max(t))
# watch(____)
# found = largest.numpy()
# ```

# %% exercise="out-of-a-trace" part="answer"
order_of_lines = "DGAFCE"

# %% [markdown] exercise="out-of-a-trace" part="why"
# `assign` becomes a part of the graph, so it runs on every call. The variable was made outside, so it outlives the trace and has its number. Returning the maximum works as well. A name or a list of Python's is changed while tracing only, and then holds a plan.

# %% exercise="out-of-a-trace" expects="local-name" part="wrong"
order_of_lines = "DGABCE"

# %% exercise="out-of-a-trace" expects="appended" part="wrong"
order_of_lines = "DGAHCE"

# %% exercise="out-of-a-trace" expects="no-variable" part="wrong"
order_of_lines = "GAFCE"

# %% exercise="out-of-a-trace" expects="not-traced" part="wrong"
order_of_lines = "DAFCE"

# %% exercise="out-of-a-trace" expects="read-too-early" part="wrong"
order_of_lines = "DGAFEC"

# %% exercise="out-of-a-trace" expects="read-too-early" part="wrong"
order_of_lines = "DGAFE"

# %% exercise="out-of-a-trace" expects="does-not-run" part="wrong"
order_of_lines = "GDAFCE"

# %% exercise="out-of-a-trace" expects="local-name" part="wrong"
order_of_lines = "DGABFCE"

# %% exercise="out-of-a-trace" expects="does-not-run" part="wrong"
order_of_lines = "CDGAFE"

# %% exercise="out-of-a-trace" expects="not-read" part="wrong"
order_of_lines = "DGAFC"

# %% exercise="out-of-a-trace" expects="no-lines" part="wrong"
order_of_lines = "largest, watch"

# %% exercise="out-of-a-trace" expects="too-many-lines" part="wrong"
order_of_lines = "DGAFCEH"

# %% exercise="out-of-a-trace" expects="no-lines" part="wrong"
order_of_lines = ""

# %% [markdown] exercise="gate-in-a-layer" part="hint"
# How many answers does the question "is it open?" have for one batch: one, or one for each number? And what did `Halver` use to choose?

# %% [markdown] exercise="gate-in-a-layer" part="hint"
# First a tensor with one True or False, by comparing one mean with 0. Then a function of `keras.ops` that takes the condition and both results. For "the batch, or minus the batch" that would be `keras.ops.where(condition, batch, -batch)`.

# %% [markdown] exercise="gate-in-a-layer" part="hint"
# ```python
# is_open = keras.ops.____(batch) > ____
# return keras.ops.where(____, batch, keras.ops.zeros_like(____))
# ```


# %% exercise="gate-in-a-layer" part="answer"
class Gate(keras.layers.Layer):
    """The batch, if its mean is positive; else zeros of the same shape."""

    def call(self, batch):
        is_open = keras.ops.mean(batch) > 0  # a tensor: True or False, once for the whole batch
        return keras.ops.where(is_open, batch, keras.ops.zeros_like(batch))


# %% [markdown] exercise="gate-in-a-layer" part="why"
# `where` is in the graph, so the choice is made on every call, with that batch's numbers. `keras.ops.cond(is_open, lambda: batch, lambda: 0 * batch)` works too, and computes one side only. Python's `if` works in a cell, where the mean is a value, and raises as soon as Keras traces the layer, unless `call` is a `tf.function`.


# %% exercise="gate-in-a-layer" expects="python-if" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.mean(batch) > 0
        return batch if is_open else 0 * batch


# %% exercise="gate-in-a-layer" expects="python-if" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = bool(keras.ops.mean(batch) > 0)
        return keras.ops.where(is_open, batch, 0.0)


# %% exercise="gate-in-a-layer" expects="numpy-inside" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.mean(batch).numpy() > 0
        return keras.ops.where(is_open, batch, 0.0)


# %% exercise="gate-in-a-layer" expects="each-element" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = batch > 0
        return keras.ops.where(is_open, batch, 0.0)


# %% exercise="gate-in-a-layer" expects="each-row" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.mean(batch, axis=1, keepdims=True) > 0
        return keras.ops.where(is_open, batch, 0.0)


# %% exercise="gate-in-a-layer" expects="zero-counted" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.mean(batch) >= 0
        return keras.ops.where(is_open, batch, 0.0)


# %% exercise="gate-in-a-layer" expects="swapped" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.mean(batch) > 0
        return keras.ops.where(is_open, 0.0, batch)


# %% exercise="gate-in-a-layer" expects="condition-returned" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.mean(batch) > 0
        return is_open


# %% exercise="gate-in-a-layer" expects="cond-without-functions" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.mean(batch) > 0
        return keras.ops.cond(is_open, batch, 0 * batch)


# %% exercise="gate-in-a-layer" expects="one-side-only" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.mean(batch) > 0
        return keras.ops.where(is_open, batch)


# %% exercise="gate-in-a-layer" expects="a-list" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        return [row if keras.ops.mean(row) > 0 else 0 * row for row in batch]


# %% exercise="gate-in-a-layer" expects="other-shape" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.mean(batch) > 0
        return keras.ops.where(is_open, 1.0, 0.0)


# %% exercise="gate-in-a-layer" expects="blank-left" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.mean(batch) > 0
        return keras.ops.where(is_open, batch, ...)


# %% exercise="gate-in-a-layer" expects="nothing-returned" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.mean(batch) > 0
        keras.ops.where(is_open, batch, 0.0)


# %% exercise="gate-in-a-layer" expects="numpy-inside" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = __import__("numpy").mean(batch) > 0
        return keras.ops.where(is_open, batch, 0.0)


# %% exercise="gate-in-a-layer" expects="times-condition" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.mean(batch) > 0
        return batch * is_open


# %% exercise="gate-in-a-layer" expects="no-method" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = (keras.ops.mean(batch) > 0).float()
        return batch * is_open


# %% exercise="gate-in-a-layer" expects="python-number" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.mean(batch) > 0
        return batch * float(is_open)


# %% exercise="gate-in-a-layer" expects="no-method" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = batch.mean() > 0
        return keras.ops.where(is_open, batch, 0.0)


# %% exercise="gate-in-a-layer" expects="no-such-name" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = tf.mean(batch) > 0
        return keras.ops.where(is_open, batch, 0.0)


# %% exercise="gate-in-a-layer" expects="open-shape" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.mean(batch) > 0
        return keras.ops.where(is_open, batch, keras.ops.zeros(batch.shape))


# %% exercise="gate-in-a-layer" expects="open-shape" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.mean(batch) > 0
        return tf.where(is_open, batch, tf.zeros((None, 3)))


# %% exercise="gate-in-a-layer" expects="each-row" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.mean(batch, axis=-1) > 0
        return keras.ops.where(is_open, batch, 0.0)


# %% exercise="gate-in-a-layer" expects="indexed" part="wrong"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.mean(batch) > 0
        return batch[is_open]
