"""Judges: one module a lesson, named like the lesson without its number.

One function an exercise, named like the exercise. It is given an
:class:`~tutorial_utils.checks.attempt.Attempt`, runs the answer on data of its own, and names the
first thing that is not right. It writes no prose: the words stand in ``solutions/NN_slug.toml``.
"""
