"""Few numbers in the place of a tensor: functions of TensorFlow operations, eager or in a graph."""
