"""Fair times on a shared machine: candidates take turns, and ratios are taken turn by turn."""

import gc
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Ratio(NamedTuple):
    """Median, lower and upper quartile."""

    median: float
    low: float
    high: float


def milliseconds(
    candidates: dict[str, Callable[[], object]],
    turns: int = 15,
    repeat: int = 1,
    *,
    warm: bool = True,
):
    """name -> array of the milliseconds of one call in each turn.

    Each candidate is called twice beforehand, so that nothing is traced or built in the first turn, and
    once more before its time is taken, so that it finds the caches as it leaves them itself. The order
    changes from turn to turn, so that none always comes after the same other. Without ``warm``, for
    calls that start a new process, nothing is called beforehand.
    """
    for call in candidates.values() if warm else ():
        call(), call()
    times = {name: [] for name in candidates}
    names = list(candidates)
    for turn in range(turns):
        gc.collect()
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            call = candidates[name]
            if warm:
                call()
            start = time.perf_counter()
            for _ in range(repeat):
                call()
            times[name].append(1e3 * (time.perf_counter() - start) / repeat)
    return {name: np.array(values) for name, values in times.items()}


def ratio(these: np.ndarray, to_those: np.ndarray) -> Ratio:
    """Of calls in the same turn."""
    low, median, high = np.percentile(these / to_those, [25, 50, 75])
    return Ratio(median, low, high)
