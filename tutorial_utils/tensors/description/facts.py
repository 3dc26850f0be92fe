"""What is known of an object before it is put into words: the same facts for every kind of it."""

from typing import NamedTuple

import numpy as np

from .contents import contents

SHOWN = 6  # of many parts only the first are shown


class Facts(NamedTuple):
    """The parts of a line, in its order; what an object has not is empty.

    Attributes:
        kind: What it is: ``"EagerTensor"``.
        shape: As text: ``"(None, 8)"``.
        dtype: Its name.
        note: What only this kind has: ``"2 of 4 stored"``.
        numbers: All its numbers. A view, wherever its memory can be seen.
        lists: The nested lists that few numbers are shown in, where they are not those of ``numbers``.
        words: What is said in place of numbers.
    """

    kind: str
    shape: str = ""
    dtype: str = ""
    note: str = ""
    numbers: np.ndarray | None = None
    lists: list | None = None
    words: str = ""

    def line(self) -> str:
        """The facts as one line."""
        shape = self.shape and f"shape={self.shape}"
        tail = self.words if self.numbers is None else contents(self.numbers, self.lists)
        parts = (self.kind, shape, self.dtype, self.note, tail)
        return "  ".join(part for part in parts if part)


def no_tensor(kind: str, then: str) -> Facts:
    """The facts of what is often taken for a tensor, and what to do ``then``."""
    return Facts(kind, words=f"(not a tensor; next: {then})")
