"""The switches of TensorFlow and Keras that hold for the whole program.

A cell that turns one spoils every later cell, so it is turned back, and the learner is told.
"""

import keras
import tensorflow as tf

v1 = tf.compat.v1

# Names of TensorFlow 1 that people put into `tf` to make old code run.
OLD_NAMES = ("Session", "placeholder", "global_variables_initializer", "get_variable", "Print")


def _of_keras() -> dict[str, str]:
    policy = keras.config.dtype_policy()
    return {
        "floatx": keras.config.floatx(),
        "image_data_format": keras.config.image_data_format(),
        "dtype_policy": getattr(policy, "name", policy),
    }


_KERAS = _of_keras()


def turned_back(scope: dict | None = None) -> tuple[str, str] | None:
    """Turn back what a learner's code turned.

    Args:
        scope: The learner's own names, where ``tf`` may have been replaced.

    Returns:
        The diagnosis and what was found, or None where every switch is as it was.
    """
    if tf.config.functions_run_eagerly():
        tf.config.run_functions_eagerly(False)
        return "switched-to-eager", "run_functions_eagerly(True): nothing is traced any more"
    if not v1.executing_eagerly_outside_functions():  # a trace is no switch
        v1.reset_default_graph()  # else the next line is refused: "at program startup"
        v1.enable_v2_behavior()  # and not eager execution alone: there are two switches
        return "switched-off-eager", "disable_eager_execution(): every line would be symbolic"
    if _checks_numerics():
        tf.debugging.disable_check_numerics()
        return (
            "switched-checks-on",
            "enable_check_numerics(): whatever gives NaN or infinity raises",
        )
    if (now := _of_keras()) != _KERAS:
        keras.config.set_floatx(_KERAS["floatx"])
        keras.config.set_image_data_format(_KERAS["image_data_format"])
        keras.config.set_dtype_policy(_KERAS["dtype_policy"])
        now = ", ".join(f"{name} {value}" for name, value in now.items() if value != _KERAS[name])
        return "switched-keras", f"Keras' own settings are now {now}"
    return _names_put_back(scope or {})


def _checks_numerics() -> bool:
    """Whether what gives infinity raises; nothing public tells it, so it is tried."""
    if not tf.executing_eagerly():  # inside of a trace it would become a part of the graph
        return False
    try:
        tf.math.divide(tf.constant(1.0), tf.constant(0.0))
    except tf.errors.InvalidArgumentError:
        return True
    return False


def _names_put_back(scope: dict) -> tuple[str, str] | None:
    added = [name for name in OLD_NAMES if hasattr(tf, name)]
    for name in added:
        delattr(tf, name)
    is_replaced = scope.get("tf", tf) is not tf
    if is_replaced:
        scope["tf"] = tf
    if added:
        return "changed-tf", f"tf.{added[0]}, which was not there before"
    return ("changed-tf", "another module under the name `tf`") if is_replaced else None
