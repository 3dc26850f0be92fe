"""Kernels that have TensorFlow already: each is a fork of one process that has imported it."""
