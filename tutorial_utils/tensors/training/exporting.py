"""Where the numbers of a history go: files of commas, data frames, and the files that TensorBoard reads."""

import csv
import importlib
from collections.abc import Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np
import tensorflow as tf

if TYPE_CHECKING:
    from .history import ActivationHistory

_BINS = 30


def write_csv(rows: list[dict], file: str | PathLike) -> None:
    """One line for each row, with all digits; the first names the columns.

    Raises:
        ValueError: A cell holds an array.
    """
    head = list(dict.fromkeys(name for row in rows for name in row))
    for row in rows:
        for name, value in row.items():
            if not isinstance(value, (int, float, str)):
                raise ValueError(
                    f"{name!r} of {row['layer']!r} is an array of shape {np.shape(value)}, which is no cell"
                    ' of a file; next: ActivationLogger(reduce="spread"), or history.numpy()'
                )
    with open(file, "w", newline="", encoding="utf-8") as opened:  # noqa: PTH123 - takes any path
        writer = csv.DictWriter(opened, head, restval="")
        writer.writeheader()
        writer.writerows(rows)


def dataframe(rows: list[dict]) -> Any:
    """A `pandas.DataFrame` of the rows.

    Raises:
        ModuleNotFoundError: pandas is not installed; the message says how to get it.
    """
    try:
        pandas = importlib.import_module("pandas")
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "a data frame needs pandas, which is not installed; next: pip install pandas, or"
            " history.rows(), a list of dicts",
            name=error.name,
        ) from None
    return pandas.DataFrame(rows)


def write_summaries(history: "ActivationHistory", folder: str | PathLike) -> None:
    """Each number as a scalar of TensorBoard, ``"layer/column"``; each array as a histogram.

    They are written by TensorFlow; TensorBoard itself is needed only to look at them. The step is the epoch
    where each look has its own, and the number of the look otherwise.
    """
    epochs = [look.epoch for look in history.looks]
    steps = epochs if len(set(epochs)) == len(epochs) else range(len(epochs))
    writer = tf.summary.create_file_writer(str(folder))
    with writer.as_default():
        for step, look in zip(steps, history.looks, strict=True):
            for path, columns in history.columns_of(look):
                for name, value in columns.items():
                    _write(f"{path}/{name}", value, step)
    writer.close()


def into_logs(logs: dict, columns: list[tuple[str, Mapping]]) -> None:
    """Add the numbers of a look to the logs of an epoch, as ``"layer/column"``."""
    for path, numbers in columns:
        for name, value in numbers.items():
            if isinstance(value, (int, float)):
                logs[f"{path}/{name}"] = float(value)


def _write(tag, value, step):
    if isinstance(value, (int, float)):
        tf.summary.write(tag, tf.constant(float(value)), step, _metadata("scalars", "SCALAR"))
    elif isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        tf.summary.write(tag, _histogram(value), step, _metadata("histograms", "TENSOR"))


def _metadata(plugin, kind):
    metadata = tf.compat.v1.SummaryMetadata()
    metadata.plugin_data.plugin_name = plugin
    # the values of `DataClass` in TensorFlow's summary.proto
    metadata.data_class = {"SCALAR": 1, "TENSOR": 2}[kind]
    return metadata


def _histogram(array):
    """Left edge, right edge and count of each bin, as the histogram plugin reads them."""
    values = array.astype(np.float64).reshape(-1)
    values = values[np.isfinite(values)]
    if not values.size:
        return tf.zeros([0, 3], tf.float64)
    counts, edges = np.histogram(values, _BINS)
    return tf.constant(np.stack([edges[:-1], edges[1:], counts], 1))
