import os

# Before anything imports TensorFlow: the same numbers with and without a GPU, and no log lines.
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
