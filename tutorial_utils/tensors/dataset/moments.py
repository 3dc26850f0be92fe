"""Counts, extremes, mean and deviation of values that come in parts, and are merged in any order."""

from typing import NamedTuple

import numpy as np


class Moments(NamedTuple):
    """Of one series of values, or of several side by side: each an array of shape (series,).

    Mean, squares, low and high are those of the finite values.

    Attributes:
        finite, nan, inf, zeros: How many.
        mean: NaN where there are none.
        squares: The sum of the squared distances from the mean.
        low, high: Inf and -Inf where there are none.
    """

    finite: np.ndarray
    nan: np.ndarray
    inf: np.ndarray
    zeros: np.ndarray
    mean: np.ndarray
    squares: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @classmethod
    def of_parts(cls, numbers: np.ndarray) -> "Moments":
        """Of all values, from the moments of parts.

        Exact in counts and extremes; mean and squares within the rounding of float64 (Chan, Golub and
        LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979).

        Args:
            numbers: Shape (parts, 8, series), in the order of the attributes. No parts, no values.

        >>> one, two = (2, 0, 0, 1, 0.5, 0.5, 0.0, 1.0), (1, 3, 0, 0, 3.5, 0.0, 3.5, 3.5)
        >>> both = Moments.of_parts(np.array([one, two])[:, :, None])
        >>> round(float(both.mean[0]), 9), round(float(both.squares[0]), 9), int(both.nan[0])
        (1.5, 6.5, 3)
        """
        numbers = np.moveaxis(np.asarray(numbers, np.float64), 1, 0)
        finite, squares = numbers[0], numbers[5]
        many = finite.sum(0)
        means = np.where(finite > 0, numbers[4], 0.0)
        shares = np.divide(finite, many, out=np.zeros(finite.shape), where=many > 0)
        mean = (shares * means).sum(0)
        apart = np.where(finite > 0, means - mean, 0.0)
        squares = (squares + finite * apart * apart).sum(0)
        counts = numbers[:4].sum(1).astype(np.int64)
        mean = np.where(many > 0, mean, np.nan)
        low, high = numbers[6].min(0, initial=np.inf), numbers[7].max(0, initial=-np.inf)
        return cls(*counts, mean, squares, low, high)

    @property
    def size(self) -> np.ndarray:
        """How many values there are, finite or not."""
        return self.finite + self.nan + self.inf

    @property
    def std(self) -> np.ndarray:
        """The standard deviation of the population; NaN where there are no finite values."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.sqrt(self.squares / self.finite)

    def merge(self, other: "Moments") -> "Moments":
        """Of the values of both."""
        return Moments.of_parts(np.stack([np.stack(self), np.stack(other)]))

    def together(self) -> "Moments":
        """Of the values of all series, as one series."""
        return Moments.of_parts(np.stack(self).T[:, :, None])
