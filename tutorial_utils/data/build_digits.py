"""Makes the folder ``digits8x8`` from its source, for maintainers.

    python tutorial_utils/data/build_digits.py optdigits.tes

``optdigits.tes`` is the test part of the UCI data set (PROVENANCE.md has the address);
scikit-learn carries the same rows as ``sklearn/datasets/data/digits.csv.gz``, which is accepted
too. One row is 64 pixels and a label. The rows' checksum is compared, the files' is not: the files
that tensorflow-datasets writes differ from run to run.
"""

import gzip
import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np

from tutorial_utils import quiet

quiet.start()
import tensorflow_datasets as tfds  # noqa: E402

NAME = "digits8x8"
ROWS_SHA256 = "68aea062d35a127749050fa0e52dca09d6569ac08092c925610e0954e172dde2"
# The rows stand in the order of the writers, so the last fifth is by other people.
TRAIN_ROWS = 1437


def read(source: Path) -> np.ndarray:
    """The rows of the source: uint8, shape (1797, 65). Raises ValueError if they are others."""
    with gzip.open(source, "rt") if source.suffix == ".gz" else source.open() as lines:
        # scikit-learn writes the numbers as 0.000e+00
        rows = np.loadtxt(lines, delimiter=",").astype("uint8")
    if (found := hashlib.sha256(rows.tobytes()).hexdigest()) != ROWS_SHA256:
        raise ValueError(f"{source} holds other rows: their sha256 is {found}, not {ROWS_SHA256}")
    return rows


class Digits8x8(tfds.core.GeneratorBasedBuilder):
    """Handwritten digits of 8 by 8 pixels."""

    VERSION = tfds.core.Version("1.0.0")
    rows: np.ndarray  # set by `build`

    def _info(self) -> tfds.core.DatasetInfo:
        return tfds.core.DatasetInfo(
            builder=self,
            description="1,797 handwritten digits of 8 by 8 pixels, each 0 to 16.",
            features=tfds.features.FeaturesDict(
                {
                    "image": tfds.features.Image(shape=(8, 8, 1)),
                    "label": tfds.features.ClassLabel(num_classes=10),
                }
            ),
            supervised_keys=("image", "label"),
            homepage="https://doi.org/10.24432/C50P49",
            license="CC BY 4.0",
            citation="Alpaydin, E. and Kaynak, C. (1998). Optical Recognition of Handwritten "
            "Digits. UCI Machine Learning Repository. https://doi.org/10.24432/C50P49",
            disable_shuffling=True,  # the first ten are 0 to 9: good for pictures
        )

    def _split_generators(self, dl_manager):
        return {
            "train": self._generate_examples(self.rows[:TRAIN_ROWS]),
            "test": self._generate_examples(self.rows[TRAIN_ROWS:]),
        }

    def _generate_examples(self, rows):
        for number, row in enumerate(rows):
            yield number, {"image": row[:64].reshape(8, 8, 1), "label": int(row[64])}


def build(source: Path, folder: Path) -> Path:
    """Prepares the data set beside this file's other ones; what was there is replaced at the end."""
    tfds.disable_progress_bar()
    Digits8x8.rows = read(source)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        Digits8x8(data_dir=scratch).download_and_prepare()
        shutil.rmtree(folder / NAME, ignore_errors=True)
        return (Path(scratch) / NAME).rename(folder / NAME)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(build(Path(sys.argv[1]), Path(__file__).parent))
