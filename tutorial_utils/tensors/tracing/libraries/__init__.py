"""Steps of what TensorFlow and Keras do between the lines of the reader's: calls, graphs, sessions, layers."""
