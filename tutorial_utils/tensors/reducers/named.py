"""Reducers that have a name, and several reducers as one."""

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

import tensorflow as tf

from .norms import norm_and_rms
from .numbers import real_numbers
from .spread import spread

Reducer: TypeAlias = Callable[[tf.Tensor], Any]
_Part: TypeAlias = str | Reducer
ReducerChoice: TypeAlias = _Part | Mapping[str, _Part] | Iterable[_Part] | None

_SHARES = (0.01, 0.25, 0.5, 0.75, 0.99)
_SORTED_AT_MOST = 1 << 16
_GOLDEN = (5**0.5 - 1) / 2


def norm(t: tf.Tensor) -> dict[str, tf.Tensor]:
    """The Euclidean norm of all values, and the root of their mean square, which no size changes.

    >>> {name: float(value) for name, value in norm(tf.constant([[3.0, 4.0]])).items()}
    {'norm': 5.0, 'rms': 3.5355...}
    """
    total, root_of_mean = tf.unstack(norm_and_rms(_float32(t, "norm")))
    return {"norm": total, "rms": root_of_mean}


def dead(t: tf.Tensor) -> dict[str, tf.Tensor]:
    """The share of zeros, and of units that are zero in the whole batch; a unit is a place on the last axis.

    >>> {name: float(value) for name, value in dead(tf.constant([[0.0, 0.0], [0.0, 4.0]])).items()}
    {'zeros': 0.75, 'dead': 0.5}
    """
    values = real_numbers(t, "dead")
    zero = tf.equal(values, tf.zeros((), values.dtype))
    whole = zero if values.shape.rank and values.shape.rank > 1 else tf.reshape(zero, [-1, 1])
    # of no values, NaN, as a share of them is
    some = tf.where(tf.size(zero) > 0, 1.0, float("nan"))
    before = list(range(whole.shape.rank - 1))
    return {"zeros": _share(zero), "dead": some * _share(tf.reduce_all(whole, before))}


def quantiles(t: tf.Tensor) -> dict[str, tf.Tensor]:
    """What 1, 25, 50, 75 and 99 % of the values are not above; of many values, of a sample of 65,536.

    NaN in ``t`` makes all five NaN; so does an empty tensor. The sample is the same in each run: one value of
    each of as many equal parts.

    >>> found = quantiles(tf.range(100.0))
    >>> {name: float(value) for name, value in found.items()}
    {'1%': 0.0, '25%': 24.0, '50%': 49.0, '75%': 74.0, '99%': 98.0}
    """
    values = _float32(t, "quantiles")
    ordered = tf.sort(_sampled(values))
    some = tf.size(ordered)
    shares = tf.constant(_SHARES, tf.float64) * tf.cast(some, tf.float64)
    places = tf.cast(tf.math.ceil(shares - 1e-9), tf.int32) - 1
    padded = tf.concat([ordered, tf.fill([tf.cast(tf.equal(some, 0), tf.int32)], float("nan"))], 0)
    found = tf.gather(padded, tf.clip_by_value(places, 0, tf.maximum(some - 1, 0)))
    found = tf.where(tf.reduce_any(tf.math.is_nan(values)), float("nan"), found)
    names = [f"{share:.0%}" for share in _SHARES]
    return dict(zip(names, tf.unstack(found), strict=True))


def _sampled(values):
    """At most so many; where in its part each is drawn from follows no step that a tensor's axes may have, too."""
    size = tf.size(values)
    many = tf.minimum(size, _SORTED_AT_MOST)
    parts = tf.range(tf.cast(many, tf.float64), dtype=tf.float64)
    width = tf.cast(size, tf.float64) / tf.cast(tf.maximum(many, 1), tf.float64)
    # Multiples of the golden ratio are spread evenly over the interval, however many there are (Weyl's theorem;
    # no number is approximated worse by fractions). Where all are taken, each part is one value.
    places = tf.cast((parts + tf.math.floormod(parts * _GOLDEN, 1.0)) * width, tf.int32)
    return tf.gather(values, tf.minimum(places, size - 1))


NAMED: dict[str, Reducer] = {
    "spread": spread,
    "norm": norm,
    "dead": dead,
    "quantiles": quantiles,
}


def reducer(choice: ReducerChoice) -> Reducer | None:
    """What the argument ``reduce`` asks for, as one function; None where it is None.

    Args:
        choice: A name (``"spread"``, ``"norm"``, ``"dead"``, ``"quantiles"``), a function of TensorFlow
            operations, a list of these, whose columns stand side by side, or a dict of these, whose keys
            come before the columns of each: ``{"out": "norm"}`` gives ``"out norm"`` and ``"out rms"``.

    Raises:
        ValueError: There is no reducer of that name; or two give the same column.
        TypeError: It is none of these.

    >>> both = reducer({"all": "dead", "largest": tf.reduce_max})(tf.constant([0.0, 2.0]))
    >>> {column: float(value) for column, value in both.items()}
    {'all zeros': 0.5, 'all dead': 0.0, 'largest': 2.0}
    """
    if choice is None:
        return None
    if isinstance(choice, str):
        if choice not in NAMED:
            raise ValueError(
                f"reduce={choice!r} is no reducer's name; next: one of {', '.join(map(repr, NAMED))},"
                " or a function"
            )
        return NAMED[choice]
    if isinstance(choice, Mapping):
        return _Together({f"{name} ": reducer(part) for name, part in choice.items()})
    if callable(choice):
        return choice
    if not isinstance(choice, (list, tuple)):
        raise TypeError(
            f"reduce={choice!r} is neither a function nor a name; next: one of"
            f" {', '.join(map(repr, NAMED))}, a function, or a list or dict of these"
        )
    return _Together([("", reducer(part)) for part in choice])


def is_named(choice: Reducer | None) -> bool:
    """Whether what :func:`reducer` gave is made of those that have a name, or is None.

    >>> is_named(reducer(["norm", "dead"])), is_named(reducer(["norm", tf.reduce_max]))
    (True, False)
    """
    if isinstance(choice, _Together):
        return all(map(is_named, choice.parts))
    return choice is None or choice in NAMED.values()


class _Together:
    """Several reducers as one that gives a flat dict."""

    def __init__(self, parts):
        self._parts = list(parts.items() if isinstance(parts, dict) else parts)
        if not self._parts:
            raise ValueError(
                "`reduce` is empty; next: name at least one reducer, or None for no reducing"
            )
        self.parts = [part for _, part in self._parts]
        self.__name__ = " and ".join(map(_name, self.parts))

    def __call__(self, t):
        found = {}
        for prefix, part in self._parts:
            for column, value in _columns(part, part(t), prefix):
                if column in found:
                    raise ValueError(
                        f"two reducers give the column {column!r}; next: a dict of them, whose keys tell"
                        " them apart"
                    )
                found[column] = value
        return found


def _columns(part, value, prefix):
    """(name, value) of what one reducer gave."""
    names = getattr(part, "columns", ())
    if isinstance(value, Mapping):
        yield from ((f"{prefix}{name}", number) for name, number in value.items())
    elif names and tf.is_tensor(value) and value.shape == (len(names),):
        yield from zip((f"{prefix}{name}" for name in names), tf.unstack(value), strict=True)
    else:
        yield prefix.strip() or _name(part), value


def _name(part):
    inner = part.func if isinstance(part, functools.partial) else part
    return getattr(inner, "__name__", type(inner).__name__)


def _float32(t, name):
    return tf.reshape(tf.cast(real_numbers(t, name), tf.float32), [-1])


def _share(truths):
    return tf.reduce_mean(tf.cast(truths, tf.float32))
