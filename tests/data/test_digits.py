"""The digits that come along: all there, loaded without a network, and made by the kept script."""

import numpy as np
import pytest
import tensorflow_datasets as tfds

from tutorial_utils.data import DATA, build_digits


def load(split: str, data_dir: str = DATA):
    return tfds.load(
        "digits8x8",
        data_dir=data_dir,
        split=split,
        batch_size=-1,
        as_supervised=True,
        download=False,
    )


@pytest.fixture(scope="module")
def rows() -> np.ndarray:
    """Both splits as the source has them: 64 pixels and a label a row."""
    parts = [load(split) for split in ("train", "test")]
    pixels = np.concatenate([images.numpy().reshape(-1, 64) for images, _ in parts])
    labels = np.concatenate([labels.numpy() for _, labels in parts])
    return np.column_stack([pixels, labels]).astype("uint8")


@pytest.mark.parametrize(("split", "count"), [("train", 1437), ("test", 360)])
def test_each_split_is_images_and_labels(split, count):
    images, labels = load(split)
    assert images.shape == (count, 8, 8, 1) and images.dtype == "uint8"
    assert images.numpy().max() == 16
    assert labels.shape == (count,) and set(labels.numpy()) == set(range(10))


def test_the_first_ten_are_zero_to_nine():
    assert load("train")[1].numpy()[:10].tolist() == list(range(10))


def test_the_script_makes_the_same_rows_again(rows, tmp_path):
    source = tmp_path / "optdigits.tes"
    np.savetxt(source, rows, fmt="%d", delimiter=",")
    build_digits.build(source, tmp_path)
    for split in ("train", "test"):
        for made, kept in zip(load(split, str(tmp_path)), load(split), strict=True):
            assert np.array_equal(made, kept)


def test_other_rows_are_refused(rows, tmp_path):
    source = tmp_path / "optdigits.tes"
    np.savetxt(source, rows[::-1], fmt="%d", delimiter=",")
    with pytest.raises(ValueError, match="holds other rows"):
        build_digits.build(source, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["optdigits.tes"]
