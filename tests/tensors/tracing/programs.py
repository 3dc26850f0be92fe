"""Small programs of a reader's, of each kind; no lesson has them."""

import contextlib
import functools
import threading

import keras
import tensorflow as tf


def traced_for_each_new_one():
    @tf.function
    def halve(t):
        print("halving", t)
        tf.print("half of:", t)
        return t / 2

    first = halve(tf.constant(8.0))
    second = halve(tf.constant(6.0))
    third = halve(tf.constant([4.0, 2.0]))
    fourth = halve(10)
    fifth = halve(12)
    return first, second, third, fourth, fifth


@tf.function
def choose_and_repeat(numbers):
    total = 0
    for number in numbers:
        if number > 5:
            tf.print("big:", number)
            total += number
        else:
            tf.print("small:", number)
    tf.print("total:", total)
    return total


@tf.function
def grow(t):
    while t < 20:
        t = t * 3
    return t


def one_more(function):
    @functools.wraps(function)
    def with_one_more(*given):
        return function(*given) + 1

    return with_one_more


@one_more
def doubled(t):
    return t * 2


@tf.function
def nested(t):
    def minus(u):
        return u - 5

    return minus(doubled(t))


def product(n):
    return 1 if n < 2 else n * product(n - 1)


def squares(n):
    for i in range(n):
        yield i * i


def sum_of_squares():
    total = 0
    for square in squares(3):
        total += square
    return total


def fails_in_the_middle(t):
    doubled_first = t * 2
    keras.Input((2,)).numpy()
    return doubled_first


@tf.function
def fails_while_traced(t):
    more = t + 1
    print(more.numpy())
    return more


def goes_on_after_an_error():
    try:
        int("seven")
    except ValueError:
        print("no number")
    return 7


class Account:
    def __init__(self):
        self.balance = tf.Variable(100)

    @tf.function
    def pay(self, amount):
        self.balance.assign_sub(amount)
        return self.balance


def pays_twice():
    account = Account()
    account.pay(tf.constant(30))
    return account.pay(tf.constant(20))


@tf.function
def returns_what_fails(t):
    return t.numpy()


def has_a_variable():
    two = tf.Variable(2.0)
    return tf.function(lambda t: t * 3)(two)


def fit_without_code_of_its_own():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, name="only")], name="fitted")
    model.compile("sgd", "mse", jit_compile=False)
    model.fit(tf.ones((6, 2)), tf.ones((6, 1)), batch_size=2, verbose=0)


class Doubler(keras.layers.Layer):
    def call(self, batch):
        print("called")
        return batch * 2


def layers_one_in_another():
    inputs = keras.Input((3,), name="in")
    outputs = Doubler(name="twice")(keras.layers.Dense(2, name="small")(inputs))
    model = keras.Model(inputs, outputs, name="both")
    return model(tf.ones((1, 3)))


@tf.function
def asks_python(t):
    tf.py_function(lambda v: print("seen:", v.numpy()), [t], [])
    return t


def loss_of_a_fit():
    def far(y, prediction):
        print("far is traced")
        error = tf.reduce_mean(tf.abs(y - prediction))
        tf.print("far:", error)
        return error

    model = keras.Sequential([keras.layers.Dense(1, kernel_initializer="zeros", name="last")])
    model.compile("sgd", far, jit_compile=False)
    model.fit(tf.ones((6, 2)), tf.ones((6, 1)), batch_size=3, verbose=0)


def starts_a_thread():
    thread = threading.Thread(target=lambda: print("from a thread"))
    thread.start()
    thread.join()


def a_thread_prints_while_lines_run():
    goes_on = threading.Event()

    def in_parts():
        print("half of", end=" ", flush=True)
        goes_on.wait()
        print("a line")
        print("no end", end="")

    thread = threading.Thread(target=in_parts)
    thread.start()
    print("in between")
    goes_on.set()
    thread.join()
    print("at last")


@tf.function
def fails_when_it_runs(t):
    tf.print("before")
    tf.debugging.assert_positive(t)
    return t


@tf.function
def two_prints_alike(t):
    tf.print(t)
    tf.print(t + 1)


@tf.function
def print_of_a_matrix(t):
    tf.print("rows:", t)
    tf.print("done")


variables = []


@tf.function
def makes_a_variable(t):
    if not variables:
        variables.append(tf.Variable(2.0))
    return t * variables[0]


def long_statement():
    largest = max(
        1,
        2,
    )
    return (
        largest,
        largest,
    )


def prints_what_others_return():
    print(product(2))
    print(*(f"{n}" for n in range(2)))
    tf.print("eager:", product(2))


@tf.function
def prints_what_others_return_while_traced(t):
    print(doubled(t).dtype)
    tf.print("in the graph:", doubled(t))


@tf.function
def goes_on_after_a_call(t):
    y = doubled(t) / 3
    z = tf.sqrt(doubled(tf.cast(y, tf.float32)))
    return y, z


number = 1  # not what a function means that has a name of its own like it


def has_a_name_of_its_own():
    before = [number + 1 for number in range(2)]
    return max(before, key=lambda number: -number)


def assigns_later():
    first = 2
    number = first + 1
    return first, number


@tf.function
def makes_a_constant(t):
    five = tf.constant(5)
    print(five.shape)
    return t, five


KEPT = []


@tf.function
def keeps(t):
    KEPT.append(t)


def old_graph():
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        three = tf.constant(3)
        nine = three * three
        return session.run(nine)


class Seen(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        print("batch", batch, sorted(logs))


def callback_loss_and_metric():
    def far(y, prediction):
        print("far is traced")
        error = tf.reduce_mean(tf.abs(y - prediction))
        tf.print("far:", error)
        return error

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, name="last")], name="m")
    model.compile("sgd", far, metrics=["mse"], jit_compile=False)
    model.fit(tf.ones((6, 2)), tf.ones((6, 1)), batch_size=3, verbose=0, callbacks=[Seen()])


def fetches_and_feeds():
    v1 = tf.compat.v1
    with tf.Graph().as_default() as graph:
        a = v1.placeholder(tf.float32, (), name="a")
        b = v1.placeholder(tf.float32, (2,), name="b")
        five_more = a + 5.0
        told = tf.print("five more:", five_more)
        largest = tf.reduce_max(b, name="largest")
        asked = tf.numpy_function(lambda v: print("python:", v), [b], [])
    with v1.Session(graph=graph) as session:
        session.run([largest, {"twice": largest}], {b: [1.0, 9.0]})
        session.run(told, {a: 1.0})
        session.run(told, {five_more: 8.0})
        session.run(asked, {b: [2.0, 3.0]})
        a.eval({a: 4.0})
        with contextlib.suppress(tf.errors.InvalidArgumentError):
            session.run(five_more)


@tf.function
def sum_up_to(n):
    print("up to", n)
    return n + sum_up_to(n - 1) if n > 0 else tf.constant(0)


def takes_from_a_dataset():
    def tenfold(x):
        tf.print("element:", x)
        return x * 10

    return [int(x[0]) for x in tf.data.Dataset.range(3).map(tenfold).batch(1)]


def prints_when_the_trace_of_the_line_has_ended():
    def same(x):
        return abs(x)

    for x in tf.data.Dataset.range(2).map(same): print("got", int(x))  # fmt: skip # noqa: E701


@tf.function(jit_compile=True)
def prints_where_none_can(t):
    tf.print("t:", t)
    return t


@tf.function
def takes_one(iterator):
    return next(iterator) + 0


def takes_from_python():
    def numbers():
        yield from (1, 2)

    made = tf.data.Dataset.from_generator(numbers, output_signature=tf.TensorSpec((), tf.int32))
    return takes_one(iter(made))


# fmt: off
def add_one(n): return n + 1
def twice_that(n): return add_one(n) * 2
def makes_one_that_is_called_alike():
    def makes_one_that_is_called_alike(n): return n
    return makes_one_that_is_called_alike
# fmt: on
