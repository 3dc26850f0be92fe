"""Whatever a layer keeps a variable or a generator in, a look at the layer leaves it as it was."""

import functools
import random
import types
import weakref
from collections import ChainMap, UserDict, deque
from dataclasses import dataclass
from unittest import mock

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.capture.capturing import get_activations
from tutorial_utils.tensors.gradients.taking import get_gradients
from tutorial_utils.tensors.nonfinite.finding import find_nonfinite
from tutorial_utils.tensors.state.parts import layers_held_by, variables_of
from tutorial_utils.tensors.state.referents import referents

L = keras.layers


@dataclass
class Record:
    variable: tf.Variable


@dataclass(slots=True)
class Slotted(Record):
    other: int = 0


class Slots:
    __slots__ = ("empty", "variable")

    def __init__(self, variable):
        self.variable = variable


class MoreSlots(Slots):
    __slots__ = ()


class Named(dict):
    """A dict whose keys are its attributes."""

    __getattr__ = dict.__getitem__


class Counter:
    def __init__(self, variable):
        self.variable = variable

    def add(self):
        return self.variable.assign_add(1.0)


def adding_to(variable):
    def add(step=1.0):
        return variable.assign_add(step)

    return add


def added_by_default(variable):
    def add(*, to=variable):
        return to.assign_add(1.0)

    return add


def class_with(variable):
    return type("Counters", (Counter,), {"shared": variable, "add": lambda self: None})


def array_of(variable):
    array = np.empty((1, 1), object)
    array[0, 0] = variable
    return array


def at_attribute(held):
    return held.variable.assign_add(1.0)


def at_0(held):
    return next(iter(held)).assign_add(1.0)


def at_key(held):
    return held["key"].assign_add(1.0)


# How a variable is held, and how it is changed through what holds it.
HOLDERS = {
    "deque": (lambda v: deque([v]), at_0),
    "frozenset": (lambda v: frozenset([Once(v)]), lambda held: at_attribute(next(iter(held)))),
    "mapping proxy": (lambda v: types.MappingProxyType({"key": v}), at_key),
    "user dict": (lambda v: UserDict(key=v), at_key),
    "chain map": (lambda v: ChainMap({}, {"key": v}), at_key),
    "dict with attributes": (lambda v: Named(key=v), at_key),
    "namespace": (lambda v: types.SimpleNamespace(variable=v), at_attribute),
    "dataclass": (Record, at_attribute),
    "dataclass with slots": (Slotted, at_attribute),
    "slots": (Slots, at_attribute),
    "slots of a base": (MoreSlots, at_attribute),
    "object": (Counter, lambda held: held.add()),
    "object in an object": (lambda v: Counter(Counter(v)), lambda held: held.variable.add()),
    "bound method": (lambda v: Counter(v).add, lambda held: held()),
    "closure": (adding_to, lambda held: held()),
    "default": (added_by_default, lambda held: held()),
    "partial": (lambda v: functools.partial(at_attribute, Once(v)), lambda held: held()),
    "tf.function": (lambda v: tf.function(adding_to(v)), lambda held: held()),
    "class": (class_with, lambda held: held.shared.assign_add(1.0)),
    "object of a class": (lambda v: class_with(v)(None), lambda held: held.shared.assign_add(1.0)),
    "object array": (array_of, lambda held: held[0, 0].assign_add(1.0)),
    "tf.Module": (lambda v: Holder(v), at_attribute),
}


class Once:
    """An object that a set takes."""

    def __init__(self, variable):
        self.variable = variable


class Holder(tf.Module):
    def __init__(self, variable):
        super().__init__(name="holder")
        self.variable = variable


class Holds(L.Layer):
    """Changes at each call what its attribute holds."""

    def __init__(self, held, change):
        super().__init__(name="holds")
        self.held, self.change = held, change

    def call(self, x):
        self.change(self.held)
        return 2.0 * x


LOOKS = {
    "get_activations": get_activations,
    "get_gradients": lambda model, x: get_gradients(model, x, loss=tf.reduce_sum),
    "find_nonfinite": find_nonfinite,
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize(("hold", "change"), HOLDERS.values(), ids=HOLDERS)
def test_a_variable_has_its_value_again(hold, change, look):
    variable, x = tf.Variable(1.0), tf.ones((1, 2))
    model = keras.Sequential([keras.Input((2,)), Holds(hold(variable), change)])
    model(x)
    before = float(variable)
    assert before > 1.0
    look(model, x)
    assert float(variable) == before


MODULES_OWN = tf.Variable(0.0)


def helper():
    return [(lambda: MODULES_OWN.assign_add(1.0))()]


class UsesItsModule(L.Layer):
    def call(self, x):
        helper()
        return x


def test_a_variable_that_a_function_of_the_module_uses():
    model = keras.Sequential([keras.Input((2,)), UsesItsModule(name="uses")])
    model(tf.ones((1, 2)))
    before = float(MODULES_OWN)
    get_activations(model, tf.ones((1, 2)))
    assert float(MODULES_OWN) == before > 0.0


def by_module():
    module = types.ModuleType("a_users_own")
    module.count = tf.Variable(0.0)
    space = {"__name__": "__main__", "module": module}
    exec("def add():\n    module.count.assign_add(1.0)", space)
    return space["add"], module.count


def by_a_method_of_the_class(kind):
    count = tf.Variable(0.0)

    class Namespace:
        add = kind(lambda *given: count.assign_add(1.0))

    return Namespace(), count


@pytest.mark.parametrize("kind", [staticmethod, classmethod, property])
def test_what_a_method_of_a_class_closes_over(kind):
    held, count = by_a_method_of_the_class(kind)
    change = (lambda held: held.add) if kind is property else lambda held: held.add()
    model = keras.Sequential([keras.Input((2,)), Holds(held, change)])
    model(tf.ones((1, 2)))
    before = float(count)
    get_activations(model, tf.ones((1, 2)))
    assert float(count) == before > 0.0


def test_a_variable_of_another_module():
    add, count = by_module()
    model = keras.Sequential([keras.Input((2,)), Holds(add, lambda held: held())])
    model(tf.ones((1, 2)))
    before = float(count)
    get_activations(model, tf.ones((1, 2)))
    assert float(count) == before > 0.0


class Counts(tf.Module):
    def __init__(self):
        super().__init__()
        self.count = tf.Variable(0.0)

    @tf.function(input_signature=[])
    def add(self):
        return self.count.assign_add(1.0)


def loaded(folder):
    tf.saved_model.save(Counts(), folder)
    held = tf.saved_model.load(folder)
    return held, held.add, held.count


def in_a_checkpoint(folder):
    held = tf.train.Checkpoint(count=tf.Variable(0.0))
    return held, lambda: held.count.assign_add(1.0), held.count


def concrete(folder):
    counts = Counts()
    function = counts.add.get_concrete_function()
    return function, function, counts.count


@pytest.mark.parametrize("make", [loaded, in_a_checkpoint, concrete])
def test_what_tensorflow_holds(make, tmp_path):
    held, add, count = make(str(tmp_path))
    model = keras.Sequential([keras.Input((2,)), Holds([held], lambda held: add())])
    before = float(count)
    get_activations(model, tf.ones((1, 2)))
    assert float(count) == before


class RaisesWhenAsked(dict):
    def __len__(self):
        raise RuntimeError("no")


class WithSlots:
    __slots__ = ("__weakref__", "a")


def dead_proxy():
    return weakref.proxy(WithSlots())


ALIVE = WithSlots()
ODD = {
    "dead proxy": dead_proxy,
    "proxy": lambda: weakref.proxy(ALIVE),
    "mock": lambda: mock.Mock(spec=WithSlots),
    "raises": RaisesWhenAsked,
}


@pytest.mark.parametrize("make", ODD.values(), ids=ODD)
def test_what_can_not_be_followed_is_let_alone(make):
    layer = Holds([], len)
    vars(layer)["odd"] = make()  # past Keras, which would ask it, too
    count = layer.count = tf.Variable(0.0)
    layer.change = lambda held: count.assign_add(1.0)
    model = keras.Sequential([keras.Input((2,)), layer])
    before = float(count)
    found = get_activations(model, tf.ones((1, 2)))
    np.testing.assert_array_equal(found["holds"], [[2.0, 2.0]])
    assert float(count) == before


class Shared(L.Layer):
    """Its variable hangs on the class."""

    count = tf.Variable(0.0)

    def call(self, x):
        self.count.assign_add(1.0)
        return x


class Heir(Shared):
    pass


@pytest.mark.parametrize("layer", [Shared, Heir])
def test_a_variable_of_the_class(layer):
    model = keras.Sequential([keras.Input((2,)), layer(name="shared")])
    before = float(layer.count)
    get_activations(model, tf.ones((1, 2)))
    assert float(layer.count) == before


def test_a_layer_whose_function_closes_over_a_variable():
    variable = tf.Variable(1.0)
    model = keras.Sequential([keras.Input((2,)), L.Lambda(lambda x: x * variable.assign_add(1.0))])
    before = float(variable)
    get_activations(model, tf.ones((1, 2)))
    assert float(variable) == before


GENERATORS = {
    "numpy's": (np.random.default_rng, lambda held: held.normal()),
    "numpy's of old": (np.random.RandomState, lambda held: held.normal()),
    "numpy's bits": (np.random.PCG64, lambda held: held.random_raw()),
    "python's": (random.Random, lambda held: held.random()),
}


@pytest.mark.parametrize(
    "inside", [lambda g: g, lambda g: [g], Once], ids=["bare", "list", "object"]
)
@pytest.mark.parametrize(("make", "draw"), GENERATORS.values(), ids=GENERATORS)
def test_a_generator_draws_what_it_would_have_drawn(make, draw, inside):
    generator, same = make(7), make(7)
    drawn = []
    layer = Holds(inside(generator), lambda held: drawn.append(draw(generator)))
    model = keras.Sequential([keras.Input((2,)), layer])
    for _ in range(len(drawn)):
        draw(same)
    already = len(drawn)
    get_activations(model, tf.ones((1, 2)))
    assert len(drawn) > already
    assert draw(generator) == draw(same)


def test_noise_of_the_machine_is_let_alone():
    layer = Holds(random.SystemRandom(), lambda held: held.random())
    get_activations(keras.Sequential([keras.Input((2,)), layer]), tf.ones((1, 2)))


def test_what_is_held_far_off_belongs_to_no_layer():
    """A layer that knows whoever uses it has not all of that inside it."""
    model = keras.Sequential([keras.Input((2,)), L.Dense(1, name="a")])
    layer = Holds(Counter(model), print)
    assert layers_held_by(layer) == []
    kernel = model.layers[0].kernel.value
    assert any(variable is kernel for variable in variables_of(layer))


def test_what_leads_nowhere():
    empty = Slots(1)
    assert list(referents(Slots)(empty)) == [1, Slots]
    cell = types.CellType()
    function = types.FunctionType((lambda: cell).__code__, globals(), closure=(cell,))
    assert list(referents(types.FunctionType)(function)) == []
    assert list(referents(weakref.ref)(weakref.ref(function))) == [function]
    assert list(referents(np.ndarray)(np.ones(3))) == []
    for of in (int, str, types.ModuleType, tf.Tensor, keras.initializers.Zeros):
        assert referents(of) is None
