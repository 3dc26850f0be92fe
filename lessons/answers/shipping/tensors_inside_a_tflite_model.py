# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - get the output of each layer of a tflite model
#     - interpreter.get_tensor of a middle tensor returns garbage or wrong values
#     - Tensor data is null. Run allocate_tensors() first
#     - experimental_preserve_all_tensors, debug a quantized tflite model layer by layer
#     - compare a tflite model with the Keras model, where do they differ?
#     - list tensor names of a tflite file, get_tensor_details
#     kind: answer
#     question: How do I see intermediate tensors of a TensorFlow Lite model?
# ---

# %% [markdown]
# # How do I see intermediate tensors of a TensorFlow Lite model?
#
# Make the interpreter with `experimental_preserve_all_tensors=True`: then `get_tensor` gives every tensor after `invoke`, not the outputs alone.

# %%
import contextlib
import io
import warnings

import keras
import numpy as np
import tensorflow as tf

warnings.simplefilter("ignore")  # TensorFlow Lite tells of its new home, ai_edge_litert
tf.get_logger().setLevel("ERROR")
keras.utils.set_random_seed(0)
layers = [keras.layers.Dense(3, "relu", name=name) for name in ("first", "second", "third")]
model = keras.Sequential([keras.Input((4,), batch_size=1), *layers], name="net")
with contextlib.redirect_stdout(io.StringIO()):  # the converter tells much of what it does
    content = tf.lite.TFLiteConverter.from_keras_model(model).convert()

how = tf.lite.experimental.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
interpreter = tf.lite.Interpreter(  # or with model_path="model.tflite"
    model_content=content, experimental_preserve_all_tensors=True, experimental_op_resolver_type=how
)
interpreter.allocate_tensors()
x = np.ones((1, 4), dtype="float32")
interpreter.set_tensor(0, x)  # or: get_input_details()[0]["index"]
interpreter.invoke()
for detail in interpreter.get_tensor_details():
    values = interpreter.get_tensor(detail["index"])
    print(f"{detail['name']:45}{values.shape!s:8}{values.ravel()[:3].round(4)}")

# %% [markdown]
# A name tells the layer and the operations that were joined into one: the line with `MatMul` and `Relu` is the output of a layer. The weights are tensors, too.
#
# ## Why it works
#
# To save memory, an interpreter lets tensors share their place, so a middle result is overwritten or never stored. The switch gives each its own place. The delegate that is otherwise used computes several operations at once and keeps less; leave it out while you look.
#
# In a quantised model `get_tensor` gives whole numbers; what they stand for: [How do I set and read the tensors of an int8 TFLite model?](numbers_in_an_int8_tflite_model.py).
#
# ## What looks right and is not
#
# Without the switch the first layer's place is used again, here by the third. No error comes:

# %%
plain = tf.lite.Interpreter(model_content=content, experimental_op_resolver_type=how)
plain.allocate_tensors()
plain.set_tensor(0, x)
plain.invoke()
for detail in plain.get_tensor_details()[-3:]:
    print(detail["name"], plain.get_tensor(detail["index"]).round(4))

# %% [markdown]
# With the delegate, `get_tensor` raises "Tensor data is null. Run allocate_tensors() first", although that was called.
#
# How to get each layer's output in Keras, to compare with: [One layer, then all of them](../../04_sub_models.py#one-layer-then-all-of-them).
