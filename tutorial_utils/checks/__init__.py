"""Judges: plain functions that say what a learner made, and what is wrong with it.

One module a lesson, named like the lesson without its number; one function an exercise, named like
the exercise. A judge gets what the learner made, returns what was shown to be right, or raises
:class:`NotYet`. It knows tensors, and nothing of notebooks or files.
"""

from .verdict import NotStarted, NotYet

__all__ = ["NotStarted", "NotYet"]
