"""One line for anything tensor-like, at once or when a graph runs."""

from .description import describe

__all__ = ["describe"]
