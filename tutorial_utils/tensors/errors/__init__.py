"""The error messages that are explained, each once; how a pasted one is found among them."""

from .messages import Cause, KnownError, Older, Situation, known_errors, situations
from .near import find, known_error
from .recognising import Match, recognise

__all__ = [
    "Cause",
    "KnownError",
    "Match",
    "Older",
    "Situation",
    "find",
    "known_error",
    "known_errors",
    "recognise",
    "situations",
]
