"""Numbers, texts and nested lists as strings, by operations of a graph; the twin of `formatting`."""

import tensorflow as tf

_LONGEST_TEXT = 40
_OPENING, _CLOSING = "[" * 255, "]" * 255  # TensorFlow has no tensor of more axes


def when(condition, words, otherwise=""):
    """``words`` where the condition holds."""
    return tf.where(condition, words, otherwise)


def number(values: tf.Tensor) -> tf.Tensor:
    """Each number with at most 4 decimals; tiny and huge floats as ``1.235e-07``.

    >>> number(tf.constant([3.0, -1.23456, 1.2345e-7, 2e9], tf.float64)).numpy().tolist()
    [b'3.0', b'-1.2346', b'1.235e-07', b'2e+09']
    """
    if values.dtype == tf.bool:
        return when(values, "True", "False")
    if values.dtype.is_integer:
        return tf.strings.as_string(values)
    if values.dtype.is_complex:
        return _complex(values)
    values = tf.cast(values, tf.float64)
    size = tf.abs(values)
    plain = tf.strings.as_string(values, precision=4)
    plain = tf.strings.regex_replace(plain, r"(\.\d+?)0+$", r"\1")
    short = tf.strings.as_string(values, precision=3, scientific=True)
    short = tf.strings.regex_replace(short, r"\.?0*e", "e")
    plain_one = tf.logical_or(tf.equal(values, 0), tf.logical_and(size >= 1e-3, size < 1e6))
    text = when(tf.logical_or(plain_one, tf.math.is_inf(values)), plain, short)
    return when(tf.math.is_nan(values), "nan", text)


def _complex(values):
    imaginary = number(tf.math.imag(values))
    signed = tf.strings.regex_full_match(imaginary, "-.*")
    return tf.strings.join(
        [
            number(tf.math.real(values)),
            when(signed, imaginary, tf.strings.join(["+", imaginary])),
            "j",
        ]
    )


def rough(values: tf.Tensor) -> tf.Tensor:
    """Statistics, in float64, with 4 significant digits.

    >>> rough(tf.constant([3.14159, 12345.678, 0.0012345], tf.float64)).numpy().tolist()
    [b'3.142', b'12346.0', b'0.0012']
    """
    short = tf.strings.as_string(values, precision=3, scientific=True)
    rounded = tf.strings.to_number(short, tf.float64)
    return number(tf.where(tf.abs(values) < 1e3, rounded, tf.round(values)))


def share(part: tf.Tensor, whole: tf.Tensor) -> tf.Tensor:
    """A percentage that is 0 % or 100 % only where it is exactly so.

    >>> share(tf.constant([1, 999, 500]), tf.constant(1000)).numpy().tolist()
    [b'<1%', b'>99%', b'50%']
    """
    percent = 100.0 * tf.cast(part, tf.float64) / tf.cast(whole, tf.float64)
    text = tf.strings.join([tf.strings.as_string(percent, precision=0), "%"])
    text = when(tf.logical_and(percent > 0.0, percent < 1.0), "<1%", text)
    return when(tf.logical_and(percent > 99.0, percent < 100.0), ">99%", text)


def text(values: tf.Tensor) -> tf.Tensor:
    """Quoted as Python quotes, on one line, cut where it gets long.

    >>> text(tf.constant(["café", "two\\nlines", "it's"])).numpy().tolist()[1:]
    [b"'two\\\\nlines'", b'"it\\'s"']
    """
    valid = tf.strings.unicode_transcode(values, "UTF-8", "UTF-8")
    long = tf.strings.length(valid, unit="UTF8_CHAR") > _LONGEST_TEXT
    start = tf.strings.substr(valid, 0, _LONGEST_TEXT - 1, unit="UTF8_CHAR")
    escaped = when(long, tf.strings.join([start, "…"]), valid)
    for character, written in (("\\\\", r"\\\\"), ("\n", r"\\n"), ("\r", r"\\r"), ("\t", r"\\t")):
        escaped = tf.strings.regex_replace(escaped, character, written)
    escaped = tf.strings.unicode_transcode(
        escaped, "UTF-8", "UTF-8", replace_control_characters=True
    )
    single = tf.strings.regex_full_match(escaped, "[^']*'.*")
    double = tf.strings.regex_full_match(escaped, '[^"]*".*')
    in_single = tf.strings.join(["'", tf.strings.regex_replace(escaped, "'", r"\\'"), "'"])
    in_double = tf.strings.join(['"', escaped, '"'])
    return when(tf.logical_and(single, tf.logical_not(double)), in_double, in_single)


def shape(dims: tf.Tensor) -> tf.Tensor:
    """A shape that is known when the graph runs.

    >>> shape(tf.constant([4, 8])).numpy(), shape(tf.constant([3])).numpy()
    (b'(4, 8)', b'(3,)')
    """
    joined = tf.strings.reduce_join(tf.strings.as_string(dims), separator=", ")
    return tf.strings.join(["(", joined, when(tf.equal(tf.size(dims), 1), ",)", ")")])


def nested(texts: tf.Tensor, dims: tf.Tensor) -> tf.Tensor:
    """The elements of a tensor, in order, as nested lists.

    Args:
        texts: Rank 1.
        dims: The tensor's shape, of any rank, in int64.

    >>> nested(tf.constant(list("abcd")), tf.constant([2, 2], tf.int64)).numpy()
    b'[[a, b], [c, d]]'
    """
    sizes = tf.math.cumprod(tf.maximum(dims, 1), reverse=True)  # of the list that an axis opens
    place = tf.range(tf.size(texts, tf.int64))[:, None]
    opened = tf.math.count_nonzero(tf.equal(place % sizes, 0), axis=1, dtype=tf.int32)
    closed = tf.math.count_nonzero(tf.equal((place + 1) % sizes, 0), axis=1, dtype=tf.int32)
    start = tf.strings.substr(tf.fill(tf.shape(texts), _OPENING), tf.zeros_like(opened), opened)
    end = tf.strings.substr(tf.fill(tf.shape(texts), _CLOSING), tf.zeros_like(closed), closed)
    return tf.strings.reduce_join(tf.strings.join([start, texts, end]), separator=", ")
