"""Statistics as one file of NumPy's, without pickles: what a stranger's file holds is data."""

import json
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .layer_statistics import LayerStatistics
from .moments import Moments
from .sketch import QuantileSketch

if TYPE_CHECKING:
    from .statistics import ActivationStatistics

_FORMAT = "activation statistics 1"


def saved(file: str | PathLike, statistics: "ActivationStatistics") -> None:
    """Write them; the file gets the ending ``.npz`` if it has none."""
    about = {
        "format": _FORMAT,
        "per": statistics.per,
        "batches": statistics.batches,
        "skipped": statistics.skipped,
        "paths": list(statistics),
        "sampled": [layer.sampled for layer in statistics.values()],
    }
    arrays = {"about": np.array(json.dumps(about))}
    for at, layer in enumerate(statistics.values()):
        blocks, counts = layer.sketch.to_arrays()
        moments = layer.moments
        arrays |= {
            f"{at}/counts": np.stack(moments[:4]),
            f"{at}/numbers": np.stack(moments[4:]),
            f"{at}/blocks": blocks,
            f"{at}/sketch": counts,
            f"{at}/alive": layer.alive,
        }
    np.savez_compressed(file, **arrays)


def loaded(file: str | PathLike) -> tuple[dict, dict[str, LayerStatistics]]:
    """What is known of all, and path -> statistics.

    Raises:
        ValueError: The file was not written by :func:`saved`, or by a newer release, or not to its end.
    """
    file = Path(file)
    named = file if file.exists() else file.with_name(f"{file.name}.npz")
    with (named if named.exists() else file).open("rb") as opened:
        try:
            return _read(opened)
        # what NumPy and zipfile raise for a file that is another's, or ends too early, is of many kinds
        except Exception as error:
            raise ValueError(
                f"{str(file)!r} holds no activation statistics that this release reads; next: a file that"
                " `save` wrote"
            ) from error


def _read(opened):
    with np.load(opened, allow_pickle=False) as arrays:
        about = json.loads(str(arrays["about"]))
        if about["format"] != _FORMAT:
            raise ValueError(about["format"])
        layers = {
            path: LayerStatistics(
                Moments(*arrays[f"{at}/counts"], *arrays[f"{at}/numbers"]),
                QuantileSketch.from_arrays(arrays[f"{at}/blocks"], arrays[f"{at}/sketch"]),
                arrays[f"{at}/alive"],
                sampled,
                about["per"] == "unit",
            )
            for at, (path, sampled) in enumerate(zip(about["paths"], about["sampled"], strict=True))
        }
    return about, layers
