"""The command line: ``program`` lists the commands. Those that run no lesson import no TensorFlow."""
