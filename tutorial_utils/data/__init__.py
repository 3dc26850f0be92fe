"""Tiny data sets, prepared for tensorflow-datasets: they load without the network.

``digits8x8`` is 1,797 handwritten digits of 8 by 8 pixels, each 0 to 16 (see PROVENANCE.md for
where they come from and their licence). Read them as any dataset of tensorflow-datasets:

>>> import tensorflow_datasets as tfds
>>> images, labels = tfds.load("digits8x8", data_dir=DATA, split="train", batch_size=-1,
...                            as_supervised=True, download=False)
>>> print(images.shape, images.dtype.name, labels.shape, labels.dtype.name)
(1437, 8, 8, 1) uint8 (1437,) int64

``batch_size=-1`` gives everything at once, as tensors. The other split is ``"test"``: 360 digits
by people who wrote none of the others.
"""

from pathlib import Path

from .download import DownloadFailed, download

__all__ = ["DATA", "DownloadFailed", "download"]

DATA = str(Path(__file__).parent)
"""The folder to give to ``tfds.load`` as ``data_dir``."""
