"""The switches of TensorFlow and Keras that hold for the whole program.

A cell that turns one spoils every later cell, so it is turned back, and the learner is told.
"""

import keras
import tensorflow as tf

v1 = tf.compat.v1

# Names of TensorFlow 1 that people put into `tf` to make old code run.
OLD_NAMES = ("Session", "placeholder", "global_variables_initializer", "get_variable", "Print")
_FLOATX = keras.config.floatx()
_IMAGES = keras.config.image_data_format()


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
    if keras.config.floatx() != _FLOATX or keras.config.image_data_format() != _IMAGES:
        now = f"{keras.config.floatx()}, {keras.config.image_data_format()}"
        keras.config.set_floatx(_FLOATX)
        keras.config.set_image_data_format(_IMAGES)
        return "switched-keras", f"Keras' own settings are now {now}"
    return _names_put_back(scope or {})


def run_eagerly_again() -> None:
    """As a learner had it, who is looking into functions line by line."""
    tf.config.run_functions_eagerly(True)


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
