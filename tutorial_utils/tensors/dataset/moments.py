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
    def from_array(cls, numbers: np.ndarray) -> "Moments":
        """Of shape (8, series), in the order of the attributes."""
        numbers = np.asarray(numbers, np.float64)
        return cls(*numbers[:4].astype(np.int64), *numbers[4:])

    @property
    def std(self) -> np.ndarray:
        """The standard deviation of the population; NaN where there are no finite values."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.sqrt(self.squares / self.finite)

    def merge(self, other: "Moments") -> "Moments":
        """Of the values of both.

        Exact in counts and extremes; mean and squares within the rounding of float64 (Chan, Golub and
        LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979).

        >>> one, two = (Moments(*(np.array([n]) for n in numbers)) for numbers in (
        ...     (2, 0, 0, 1, 0.5, 0.5, 0.0, 1.0), (1, 3, 0, 0, 3.5, 0.0, 3.5, 3.5)))
        >>> both = one.merge(two)
        >>> float(both.mean[0]), float(both.squares[0]), int(both.nan[0])
        (1.5, 6.5, 3)
        """
        many = self.finite + other.finite
        share = np.divide(other.finite, many, out=np.zeros(many.shape), where=many > 0)
        apart = other.mean - self.mean
        mean = self.mean + share * apart
        squares = self.squares + other.squares + apart * apart * share * self.finite
        first, second = self.finite == 0, other.finite == 0
        return Moments(
            many,
            self.nan + other.nan,
            self.inf + other.inf,
            self.zeros + other.zeros,
            np.where(first, other.mean, np.where(second, self.mean, mean)),
            np.where(first, other.squares, np.where(second, self.squares, squares)),
            np.minimum(self.low, other.low),
            np.maximum(self.high, other.high),
        )
