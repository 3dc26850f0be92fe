"""See any tensor, in any model: what a reader keeps using on their own code."""

from .describe import describe

__all__ = ["describe"]
