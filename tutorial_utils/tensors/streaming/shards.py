"""Named arrays of many batches as few files of NumPy's, each of some batches."""

from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path

import numpy as np

from ..display.named_tensors import leaves

_WIDER = (np.int8, np.float32, np.complex64)  # each holds more than the one before it


def written_shards(
    batches: Iterable[Mapping[str, object]], folder: str | PathLike, batches_in_each: int = 16
) -> Iterator[Path]:
    """Write ``00000.npz``, ``00001.npz`` ..., and give the path of each when it is there.

    What NumPy alone can't read is written wider: bfloat16 and float8 as float32, int4 as int8.

    Args:
        batches: Name -> array, or a structure of arrays, which gets a name for each: ``"lstm[1]"``.
        folder: It is made if it is not there.
        batches_in_each: The arrays of so many are joined along their first axis.

    Raises:
        FileExistsError: The folder has shards already.
        ValueError: Arrays of one name can't be joined: ragged ones. Scalars get an axis.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     files = list(written_shards([{"a": np.zeros((2, 3))}] * 3, folder, batches_in_each=2))
    ...     [(file.name, np.load(file)["a"].shape) for file in files]
    [('00000.npz', (4, 3)), ('00001.npz', (2, 3))]
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    there = next(folder.glob("*.npz"), None)
    if there is not None:
        raise FileExistsError(f"{str(there)!r} is there already; next: choose an empty folder")
    waiting, number = [], 0
    for batch in batches:
        waiting.append(dict(_named(batch)))
        if len(waiting) == batches_in_each:
            yield _write(waiting, folder / f"{number:05}.npz")
            waiting, number = [], number + 1
    if waiting:
        yield _write(waiting, folder / f"{number:05}.npz")


def _named(batch):
    for name, value in batch.items():
        for path, part in leaves(name, value):
            yield path, _readable(np.asarray(part))


def _readable(array):
    """In a dtype that NumPy alone knows: its files hold bfloat16 and the like as bytes without a name."""
    if array.dtype.isbuiltin != 2:  # not registered by another package
        return array
    fitting = (kind for kind in _WIDER if np.can_cast(array.dtype, kind))
    return array.astype(next(fitting, array.dtype))


def _write(batches, file):
    names = list(dict.fromkeys(name for batch in batches for name in batch))
    arrays = {name: _joined(name, [b[name] for b in batches if name in b]) for name in names}
    part = file.with_suffix(".part")
    with part.open("wb") as opened:
        np.savez(opened, **arrays)
    part.replace(file)  # so that a shard that is there is whole
    return file


def _joined(name, arrays):
    if any(array.dtype == object for array in arrays):
        raise ValueError(
            f"{name!r} is ragged or no array, which this format does not hold; next: choose `layers`, or"
            " a `reduce` that gives numbers"
        )
    return np.stack(arrays) if not arrays[0].ndim else np.concatenate(arrays)
