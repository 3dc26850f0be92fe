"""A switch that holds for the whole program is turned back, and named."""

import subprocess
import sys

import keras
import pytest
import tensorflow as tf

from tutorial_utils.checks import switches

TURNED = {
    "switched-to-eager": lambda: tf.config.run_functions_eagerly(True),
    "switched-keras": lambda: keras.config.set_floatx("float64"),
    "switched-checks-on": tf.debugging.enable_check_numerics,
    "changed-tf": lambda: setattr(tf, "Session", object),
}


def test_a_policy_of_keras_is_turned_back():
    keras.config.set_dtype_policy("mixed_float16")
    assert "mixed_float16" in switches.turned_back()[1]
    assert keras.config.dtype_policy().name == "float32" and switches.turned_back() is None


@pytest.mark.parametrize("diagnosis", TURNED)
def test_it_is_turned_back_and_named(diagnosis):
    assert switches.turned_back() is None
    TURNED[diagnosis]()
    assert switches.turned_back()[0] == diagnosis
    assert switches.turned_back() is None


def test_another_module_under_the_name_tf():
    scope = {"tf": keras}
    assert switches.turned_back(scope)[0] == "changed-tf"
    assert scope["tf"] is tf


def test_a_trace_is_no_switch():
    seen = []

    @tf.function(autograph=False)
    def traced(x):
        seen.append(switches.turned_back())
        return x

    traced(tf.constant(1.0))
    assert seen == [None]


def test_eager_execution_is_switched_on_again():
    code = (
        "import tensorflow as tf, keras\n"
        "from tutorial_utils.checks import switches\n"
        "tf.compat.v1.disable_eager_execution()\n"
        "print(switches.turned_back()[0], switches.turned_back())\n"
        "print(keras.layers.Dense(1, kernel_initializer='ones')(tf.ones((1, 2))).numpy())\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["switched-off-eager", "None", "[[2.]]"]
