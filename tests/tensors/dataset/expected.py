"""The same statistics by hand, in NumPy, of all values at once."""

import numpy as np
import tensorflow as tf


def values_of(outputs):
    """Shape (values, units), float64, of a layer's outputs of several batches."""
    return np.concatenate([_rows(output) for output in outputs])


def _rows(output):
    if isinstance(output, tf.RaggedTensor):
        output = output.flat_values
    output = output.values if isinstance(output, tf.SparseTensor) else output
    array = np.asarray(output)
    array = np.abs(array) if array.dtype.kind == "c" else array
    units = array.shape[-1] if array.ndim > 1 else 1
    return array.astype(np.float64).reshape(-1, units)


def assert_as_expected(layer, outputs, tolerance=1e-5):
    """Whether the statistics of a layer are those of these outputs."""
    rows = values_of(outputs)
    values = rows if layer.per_unit else rows.reshape(-1, 1)
    finite = np.isfinite(values)
    found = layer.moments
    np.testing.assert_array_equal(found.finite, finite.sum(0))
    np.testing.assert_array_equal(found.nan, np.isnan(values).sum(0))
    np.testing.assert_array_equal(found.inf, np.isinf(values).sum(0))
    np.testing.assert_array_equal(found.zeros, (values == 0).sum(0))
    np.testing.assert_array_equal(found.low, values.min(0, where=finite, initial=np.inf))
    np.testing.assert_array_equal(found.high, values.max(0, where=finite, initial=-np.inf))
    np.testing.assert_array_equal(layer.alive, (rows != 0).any(0))
    for at in range(values.shape[1]):
        column = values[finite[:, at], at]
        if not column.size:
            assert np.isnan(found.mean[at]) and np.isnan(found.std[at])
            continue
        scale = np.abs(column).max()
        assert abs(found.mean[at] - column.mean()) <= tolerance * scale
        assert abs(found.std[at] - column.std()) <= tolerance * scale
        if not layer.sampled:
            bound = 0.032 if layer.per_unit else 0.004
            for share in (0.0, 0.25, 0.5, 0.99, 1.0):
                exact = np.quantile(column, share, method="inverted_cdf")
                quantile = np.atleast_1d(layer.quantile(share))[at]
                assert abs(quantile - exact) <= bound * abs(exact), share
