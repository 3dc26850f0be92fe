"""Numbers, shapes and names as short text: at most 4 decimals, one line, the same bytes always."""

import math

_LONGEST_TEXT = 40


def number(value) -> str:
    """One number with at most 4 decimals; tiny and huge floats as ``1.235e-07``.

    >>> [number(v) for v in (3, 0.5, -1.23456, 1.2345e-7, 2e9, True)]
    ['3', '0.5', '-1.2346', '1.235e-07', '2e+09', 'True']
    """
    if isinstance(value, (bool, int)):
        return str(value)
    if isinstance(value, complex):
        sign = "-" if math.copysign(1.0, value.imag) < 0 else "+"
        return f"{number(value.real)}{sign}{number(abs(value.imag))}j"
    size = abs(value)
    if math.isfinite(value) and size and not 1e-3 <= size < 1e6:
        digits, _, exponent = f"{value:.3e}".partition("e")
        return f"{digits.rstrip('0').rstrip('.')}e{exponent}"
    return str(round(float(value), 4))


def rough(value) -> str:
    """A statistic: 4 significant digits are enough to judge it by, and agree on every machine.

    >>> rough(3.14159), rough(12345.678), rough(0.0012345)
    ('3.142', '12346.0', '0.0012')
    """
    if isinstance(value, int) or not math.isfinite(value) or value == 0:
        return number(value)
    digits = 3 - math.floor(math.log10(abs(value)))
    return number(round(float(value), max(digits, 0)))


def text(value: str | bytes) -> str:
    """Quoted, on one line, cut where it gets long.

    >>> text(b"caf\\xc3\\xa9"), text("two\\nlines")
    ("'café'", "'two\\\\nlines'")
    """
    if isinstance(value, bytes):
        value = value.decode("utf-8", "backslashreplace")
    cut = value if len(value) <= _LONGEST_TEXT else value[: _LONGEST_TEXT - 1] + "…"
    return repr(str(cut))


def shape(dims) -> str:
    """``(4, 8)``, ``(None, 8)``, or ``unknown`` where not even the rank is known.

    >>> shape((4, None)), shape((3,)), shape(None)
    ('(4, None)', '(3,)', 'unknown')
    """
    if dims is None:
        return "unknown"
    return str(tuple(None if dim is None else int(dim) for dim in dims))


def nested(values) -> str:
    """Nested lists of numbers or texts, as NumPy's ``tolist()`` gives them.

    >>> nested([[1.0, 2.5], [3.0, -0.00001]])
    '[[1.0, 2.5], [3.0, -1e-05]]'
    """
    if isinstance(values, list):
        return "[" + ", ".join(nested(value) for value in values) + "]"
    if isinstance(values, (str, bytes)):
        return text(values)
    if isinstance(values, (bool, int, float, complex)):
        return number(values)
    return text(str(values))


def share(part: int, whole: int) -> str:
    """A percentage that is 0 % or 100 % only where it is exactly so.

    >>> share(1, 1000), share(999, 1000), share(1, 2), share(3, 3)
    ('<1%', '>99%', '50%', '100%')
    """
    percent = 100 * part / whole
    if 0 < percent < 1:
        return "<1%"
    if 99 < percent < 100:
        return ">99%"
    return f"{percent:.0f}%"


def one_line(words: str) -> str:
    """White space collapsed, so that a name with a line break cannot break the line."""
    return " ".join(words.split())
