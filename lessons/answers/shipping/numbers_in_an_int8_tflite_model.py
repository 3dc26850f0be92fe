# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     asked:
#     - 'Cannot set tensor: Got value of type FLOAT32 but expected type INT8'
#     - quantize the input of a tflite model, scale and zero point
#     - dequantize the output of a quantized tflite model
#     - real values of the weights of an int8 model, per channel quantization
#     - quantization of a tensor is (0.0, 0)
#     - quantization_parameters, scales and zero_points of a tensor
#     - int8 tflite model gives wrong values, overflow
#     kind: answer
#     question: How do I set and read the tensors of an int8 TFLite model?
# ---

# %% [markdown]
# # How do I set and read the tensors of an int8 TFLite model?
#
# Its tensors hold whole numbers, each with a scale and a zero point. To set the input, divide by the scale, add the zero point, round, and cut at -128 and 127. To read a value, go the other way, in float32.

# %%
import contextlib
import io
import os
import warnings

import keras
import numpy as np
import tensorflow as tf

warnings.simplefilter("ignore")
tf.get_logger().setLevel("ERROR")
keras.utils.set_random_seed(0)
model = keras.Sequential([keras.Input((4,), batch_size=1), keras.layers.Dense(2, name="score")])
x = np.ones((1, 4), dtype="float32")
converter = tf.lite.TFLiteConverter.from_keras_model(model)
converter.optimizations = [tf.lite.Optimize.DEFAULT]
converter.representative_dataset = lambda: ([x * k / 9] for k in range(-9, 10))
converter.inference_input_type = converter.inference_output_type = tf.int8
kept = os.dup(2)
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what the converter tells comes from C++, too
with contextlib.redirect_stdout(io.StringIO()):
    content = converter.convert()  # you have such a file already
os.dup2(kept, 2)
how = tf.lite.experimental.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
interpreter = tf.lite.Interpreter(
    model_content=content, experimental_preserve_all_tensors=True, experimental_op_resolver_type=how
)
interpreter.allocate_tensors()
entry = interpreter.get_input_details()[0]
scale, zero = entry["quantization"]
whole = np.clip(np.round(x / scale + zero), -128, 127).astype("int8")
interpreter.set_tensor(entry["index"], whole)
interpreter.invoke()
for detail in interpreter.get_tensor_details():
    numbers, q = interpreter.get_tensor(detail["index"]), detail["quantization_parameters"]
    if q["scales"].size:  # else the tensor is not quantised
        numbers = np.moveaxis(numbers.astype("float32"), q["quantized_dimension"], -1)
        real = np.moveaxis((numbers - q["zero_points"]) * q["scales"], -1, q["quantized_dimension"])
        print(f"{detail['name']:45}", detail["quantization"][1], real.ravel()[:3].round(3))
print(model(x).numpy().round(3), "as the Keras model gives")

# %% [markdown]
# ## Why it works
#
# A value is `(number - zero) * scale`. The kernel of a dense or convolutional layer has one scale for each channel, along `quantized_dimension`; `detail["quantization"]` has room for one alone, and is (0.0, 0) there. A `uint8` model goes from 0 to 255. An input that stayed float32 has the scale 0: give it `x` as it is. Other tensors, layer by layer: [How do I see intermediate tensors of a TensorFlow Lite model?](tensors_inside_a_tflite_model.py). In Keras, to compare with: [One layer, then all of them](../../04_sub_models.py#one-layer-then-all-of-them).
#
# ## What looks right and is not
#
# In int8, `number - zero` can be too large for 8 bits, and goes round to the other end without an error. And `x.astype("int8")` alone keeps neither scale nor zero point:

# %% error="lite-input" tags=["raises-exception"]
print(np.array([100], "int8") - (-128), "is not", 100 + 128)
interpreter.set_tensor(entry["index"], x)
