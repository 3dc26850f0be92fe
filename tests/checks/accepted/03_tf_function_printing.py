# %% exercise="text-in-a-trace"
text_guess = "C."

# %% exercise="text-in-a-trace"
text_guess = "c) a description of the tensor, twice"


# %% exercise="one-trace"
def traced_once(python_function):
    return tf.function(python_function, input_signature=(tf.TensorSpec(shape=(None, 3)),))


# %% exercise="one-trace"
def traced_once(python_function):
    spec = tf.TensorSpec([None, 3], "float32", name="batch")

    @tf.function(input_signature=[spec])
    def traced(batch):
        return python_function(batch)

    return traced


# %% exercise="one-trace"
def traced_once(python_function):
    spec = tf.TensorSpec(tf.TensorShape([None, 3]), tf.float32)
    return tf.function(input_signature=[spec], reduce_retracing=True)(python_function)


# %% exercise="one-trace"
def traced_once(python_function):
    traced = tf.function(python_function, input_signature=[tf.TensorSpec((None, 3), tf.float32)])
    traced.get_concrete_function()
    return traced


# %% exercise="one-trace"
def traced_once(python_function):
    """With a detector of traces."""

    def watched(batch):
        print("tracing")
        return python_function(batch)

    return tf.function(watched, input_signature=[tf.TensorSpec([None, 3], tf.float32)])


# %% exercise="one-trace"
def traced_once(python_function):
    return tf.function(
        python_function, autograph=False, input_signature=[tf.TensorSpec([None, 3], tf.float32)]
    )


# %% exercise="one-trace"
def traced_once(python_function):
    @tf.function(input_signature=[tf.TensorSpec([None, None], tf.float32)])
    def traced(batch):
        return python_function(tf.ensure_shape(batch, [None, 3]))

    return traced


# %% exercise="one-trace"
def traced_once(python_function):
    def checked(batch):
        tf.debugging.assert_equal(tf.shape(batch)[1], 3)
        return python_function(batch)

    return tf.function(checked, input_signature=[tf.TensorSpec([None, None], tf.float32)])


# %% exercise="one-trace"
def traced_once(python_function):
    def checked(batch):
        assert batch.shape[1] == 3, "three columns are needed"
        return python_function(batch)

    traced = tf.function(checked, reduce_retracing=True)
    traced.get_concrete_function(tf.TensorSpec([None, 3], tf.float32))
    return traced


# %% exercise="one-trace"
def traced_once(python_function):
    def wrapped(*, batch):
        return python_function(batch)

    spec = tf.TensorSpec.from_tensor(tf.zeros((1, 3)))
    spec = tf.TensorSpec([None, *spec.shape[1:]], spec.dtype)
    return tf.function(lambda batch: wrapped(batch=batch), input_signature=[spec])


# %% exercise="training-line"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    tf.print(loss)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    return loss


# %% exercise="training-line"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss:", tf.strings.as_string(loss, precision=3))
    return loss


# %% exercise="training-line"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("x:", tf.shape(x), "weight:", weight, "loss:", tf.round(10 * loss) / 10)
    return loss


# %% exercise="training-line"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss", loss, sep="=", output_stream=sys.stdout)
    return loss


# %% exercise="training-line"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.py_function(lambda v: print(f"loss: {v.numpy():.3f}"), [loss], [])
    return loss


# %% exercise="training-line"
@tf.function
def descend(weight, x, y):
    print("tracing")
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    tf.print(tf.strings.format("loss: {}", loss))
    weight.assign(weight - 0.1 * tape.gradient(loss, weight))
    return tf.identity(loss)


# %% exercise="training-line"
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = keras.ops.mean(keras.ops.square(weight * x - y))
    (slope,) = tape.gradient(loss, [weight])
    weight.assign_sub(slope / 10)
    tf.print("loss:", loss)
    return loss


descend = tf.function(descend, reduce_retracing=True)


# %% exercise="training-line"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_add(-0.1 * tape.gradient(loss, weight))
    tf.numpy_function(lambda v: print("loss:", v), [loss], [])
    return loss


# %% exercise="training-line"
@tf.function
def descend(weight, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    show(loss=loss)
    return loss


# %% exercise="training-line"
@tf.function
def descend(w, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((w * x - y) ** 2)
    w.assign_sub(0.1 * tape.gradient(loss, w))
    tf.print("loss:", loss)
    return loss


# %% exercise="training-line"
@tf.function
def descend(weight, x, y):
    print("tracing with", x)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss:", loss)
    return loss


# %% exercise="training-line"
@tf.function
def descend(*arguments):
    weight, x, y = arguments
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((weight * x - y) ** 2)
    weight.assign_sub(0.1 * tape.gradient(loss, weight))
    tf.print("loss:", loss)
    return loss


# %% exercise="log-file"
def logged_mean(path):
    step = tf.Variable(0)

    @tf.function
    def write(batch):
        step.assign_add(1)
        mean = tf.reduce_mean(batch)
        tf.print("step", step, "mean:", mean, output_stream="file://" + path)
        return batch

    return write


# %% exercise="log-file"
def logged_mean(path):
    @tf.function
    def write(batch):
        mean = tf.reduce_mean(batch)
        tf.print("shape:", tf.shape(batch), "mean:", mean, output_stream="file://" + path)
        return batch

    return write


# %% exercise="log-file"
def logged_mean(path):
    @tf.function(reduce_retracing=True)
    def write(batch):
        mean = keras.ops.mean(batch)
        tf.print("mean:", mean, "of", tf.size(batch), output_stream=f"file://{path}")
        return batch

    return write


# %% exercise="log-file"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("batch mean:", tf.reduce_mean(batch), output_stream="file://" + path)
        return batch

    return write


# %% exercise="log-file"
def logged_mean(path):
    @tf.function(input_signature=[tf.TensorSpec([None, None], tf.float32)])
    def write(batch):
        mean = tf.reduce_sum(batch) / tf.cast(tf.size(batch), tf.float32)
        tf.print("mean:", mean, output_stream="file://" + path)
        return batch

    return write


# %% exercise="log-file"
def logged_mean(path):
    def add(mean):
        with open(path, "a") as file:
            file.write(f"mean: {mean.numpy():.2f}\n")

    @tf.function
    def write(batch):
        tf.py_function(add, [tf.reduce_mean(batch)], [])
        return batch

    return write


# %% exercise="log-file"
def logged_mean(path):
    def write(batch):
        mean = tf.strings.as_string(tf.reduce_mean(batch), precision=1)
        tf.print("mean:", mean, output_stream="file://" + path)
        return tf.identity(batch)

    return tf.function(write)


# %% exercise="log-file"
def logged_mean(path):
    @tf.function
    def write(batch):
        mean = tf.strings.format("mean: {}", tf.reduce_mean(batch))
        tf.print(mean, output_stream="file://" + path)
        tf.print("seen on the screen too")
        return batch

    return write


# %% exercise="log-file"
def logged_mean(path):
    @tf.function
    def write(batch):
        mean = tf.reduce_mean(batch, keepdims=True)
        tf.print("mean:", mean, "max:", tf.reduce_max(batch), output_stream="file://" + path)
        return batch

    return write


# %% exercise="log-file"
def logged_mean(path):
    @tf.function
    def write(batch):
        tf.print("mean:", tf.reduce_mean(batch), sep="", output_stream="file://" + str(path))
        return batch

    return write


# %% exercise="log-file"
def logged_mean(path):
    def add(mean):
        with open(path, "a") as file:
            print("mean:", mean, file=file)

    @tf.function
    def write(batch):
        tf.py_function(add, [tf.reduce_mean(batch)], [])
        return batch

    return write


# %% exercise="out-of-a-trace"
order_of_lines = "D-G-A-F-C-E"

# %% exercise="out-of-a-trace"
order_of_lines = "dgafce."

# %% exercise="out-of-a-trace"
order_of_lines = ["G", "A", "F", "D", "C", "E"]

# %% exercise="out-of-a-trace"
order_of_lines = "D -> G -> A -> F -> C -> E"

# %% exercise="out-of-a-trace"
order_of_lines = ("D", "G", "A", "F", "C", "E")


# %% exercise="gate-in-a-layer"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = tf.reduce_mean(batch) > 0
        return tf.where(is_open, batch, tf.zeros_like(batch))


# %% exercise="gate-in-a-layer"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.mean(batch) > 0
        return keras.ops.cond(is_open, lambda: batch, lambda: 0 * batch)


# %% exercise="gate-in-a-layer"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_open = keras.ops.sum(batch) > 0
        return batch * keras.ops.cast(is_open, batch.dtype)


# %% exercise="gate-in-a-layer"
class Gate(keras.layers.Layer):
    @tf.function
    def call(self, batch):
        if tf.reduce_mean(batch) > 0:
            return batch
        return tf.zeros_like(batch)


# %% exercise="gate-in-a-layer"
class Gate(keras.layers.Layer):
    def __init__(self, **options):
        super().__init__(**options)

    def call(self, batch, training=None):
        is_open = keras.ops.greater(keras.ops.mean(batch, axis=(0, 1), keepdims=True), 0)
        return keras.ops.where(is_open, batch, 0.0)


# %% exercise="gate-in-a-layer"
class Gate(keras.layers.Layer):
    def call(self, batch):
        is_closed = keras.ops.logical_not(keras.ops.mean(keras.ops.mean(batch, axis=1)) > 0)
        return keras.ops.where(is_closed, 0 * batch, batch)


# %% exercise="gate-in-a-layer"
class Gate(keras.layers.Layer):
    def call(self, batch):
        tf.print("mean:", tf.reduce_mean(batch))
        return tf.cond(
            tf.math.reduce_mean(batch) > 0.0,
            true_fn=lambda: batch,
            false_fn=lambda: tf.zeros(tf.shape(batch)),
        )


# %% exercise="gate-in-a-layer"
class Gate(keras.layers.Layer):
    def call(self, inputs):
        return inputs * keras.ops.maximum(keras.ops.sign(keras.ops.mean(inputs)), 0)
