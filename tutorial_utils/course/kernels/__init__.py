"""The processes in which a learner's file is run: how they start, what they take with them.

``kernel`` is one fresh kernel. On Linux, where a class is checked, ``forked`` has it made by
``fork_server``, a process that has ``preloaded`` TensorFlow. ``orphans`` ends what was left behind.
"""
