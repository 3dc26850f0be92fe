"""The error messages that are explained, each once; how a pasted one is found among them."""

from .messages import KnownError, Older, find, known_error, known_errors

__all__ = ["KnownError", "Older", "find", "known_error", "known_errors"]
