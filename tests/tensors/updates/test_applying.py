import threading

import keras
import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.updates.applying import applying_heard


class Halves(keras.optimizers.SGD):
    """An optimizer with an `apply` of its own."""

    def apply(self, grads, trainable_variables=None):
        super().apply([grad / 2.0 for grad in grads], trainable_variables)


def heard_by(heard):
    def listener(optimizer, gradients, variables):
        heard.append((type(optimizer).__name__, [float(one) for one in gradients], len(variables)))
        return lambda: heard.append("after")

    return listener


@pytest.mark.parametrize(
    ("optimizer", "expected"),
    [
        (keras.optimizers.SGD(1.0), 1.0),
        (Halves(1.0), 2.0),
        (keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(1.0), initial_scale=4.0), 2.5),
    ],
)
@pytest.mark.parametrize("by", ["apply", "apply_gradients"])
def test_the_outermost_is_heard_once_and_does_what_it_does(optimizer, expected, by):
    optimizer = type(optimizer).from_config(optimizer.get_config())
    weight, heard = keras.Variable(3.0, name="w"), []
    given = ([(tf.constant(2.0), weight)],) if by != "apply" else ([tf.constant(2.0)], [weight])
    with applying_heard(heard_by(heard)):
        getattr(optimizer, by)(*given)
    assert heard == [(type(optimizer).__name__, [2.0], 1), "after"]
    np.testing.assert_allclose(weight.numpy(), expected)


def test_variables_may_be_those_that_the_optimizer_was_built_for():
    weight, heard = keras.Variable(3.0, name="w"), []
    optimizer = keras.optimizers.SGD(1.0)
    optimizer.build([weight])
    with applying_heard(heard_by(heard)):
        optimizer.apply([tf.constant(2.0)])
    assert heard[0] == ("SGD", [2.0], 1)


def test_other_threads_are_not_heard_and_classes_are_as_before():
    kinds = keras.optimizers.SGD, Halves, keras.optimizers.LossScaleOptimizer
    before = [kind.apply for kind in kinds]
    heard, optimizer = [], keras.optimizers.SGD(1.0)
    weight = keras.Variable(3.0, name="w")
    other = threading.Thread(target=optimizer.apply, args=([tf.constant(1.0)], [weight]))
    with applying_heard(heard_by(heard)):
        other.start()
        other.join()
    assert (heard, float(weight.numpy())) == ([], 2.0)
    assert [kind.apply for kind in kinds] == before


def test_blocks_nest_and_end_with_an_exception_too():
    weight, optimizer = keras.Variable(3.0, name="w"), keras.optimizers.SGD(1.0)
    before, one, other = keras.optimizers.SGD.apply, [], []
    with applying_heard(heard_by(one)):
        with applying_heard(heard_by(other)):
            optimizer.apply([tf.constant(1.0)], [weight])
        with pytest.raises(ValueError, match="Unknown variable"), applying_heard(heard_by([])):
            optimizer.apply([tf.constant(1.0)], [keras.Variable(1.0, name="unknown")])
        optimizer.apply([tf.constant(2.0)], [weight])
    assert one == [("SGD", [1.0], 1), "after", ("SGD", [1.0], 1), ("SGD", [2.0], 1), "after"]
    assert other == [("SGD", [1.0], 1), "after"]
    assert keras.optimizers.SGD.apply == before
