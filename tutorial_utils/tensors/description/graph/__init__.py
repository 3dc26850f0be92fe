"""The line of a tensor that has numbers only when a graph runs, made of TensorFlow operations.

Each module is the twin of one beside this folder: what that says of an array at once, this says when the
graph runs, in the same words and digits.
"""
