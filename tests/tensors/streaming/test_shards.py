"""Files of several batches hold what the batches held, and a folder in use is left alone."""

import keras
import ml_dtypes
import numpy as np
import pytest

from tutorial_utils.tensors import ActivationExtractor
from tutorial_utils.tensors.streaming.shards import written_shards

L = keras.layers
X = np.random.default_rng(0).normal(size=(10, 4, 3)).astype("float32")


def test_all_outputs_of_a_data_set_come_back_from_the_files(tmp_path):
    inputs = keras.Input((4, 3))
    outputs = L.LSTM(2, return_sequences=True, return_state=True, name="lstm")(inputs)
    model = keras.Model(inputs, outputs)
    extract = ActivationExtractor(model, layers="lstm")
    files = extract.to_npz(X, tmp_path / "new" / "folder", batches_in_each=2, batch_size=3)
    assert [file.name for file in files] == ["00000.npz", "00001.npz"]
    assert sorted(tmp_path.glob("new/folder/*")) == files, "nothing is left beside them"
    for at, whole in enumerate(extract(X)["lstm"]):
        parts = [np.load(file)[f"lstm[{at}]"] for file in files]
        assert [len(part) for part in parts] == [6, 4]
        np.testing.assert_allclose(np.concatenate(parts), whole, atol=1e-6)


def test_batches_come_one_at_a_time():
    model = keras.Sequential([keras.Input((4, 3)), L.Flatten(name="flat")])
    taken = []

    def batches():
        for at in range(3):
            taken.append(at)
            yield X[at : at + 1], None

    found = ActivationExtractor(model).over(batches(), steps=2)
    np.testing.assert_array_equal(next(found)["flat"], X[:1].reshape(1, 12))
    assert taken == [0]
    assert len(list(found)) == 1


def test_a_folder_with_shards_is_left_alone(tmp_path):
    list(written_shards([{"a": X}], tmp_path))
    with pytest.raises(
        FileExistsError, match=r"00000.npz' is there already; next: choose an empty"
    ):
        list(written_shards([{"a": X}], tmp_path))


def test_scalars_get_an_axis_and_what_is_ragged_is_refused(tmp_path):
    (file,) = written_shards([{"loss": np.float32(1)}, {"loss": np.float32(2)}], tmp_path / "a")
    assert np.load(file)["loss"].tolist() == [1.0, 2.0]
    ragged = np.array([np.zeros(1), np.zeros(2)], object)
    with pytest.raises(ValueError, match=r"'r' is ragged or no array, .*; next: choose `layers`"):
        list(written_shards([{"r": ragged}], tmp_path / "b"))


@pytest.mark.parametrize(
    ("dtype", "written"),
    [
        (ml_dtypes.bfloat16, "float32"),
        (ml_dtypes.float8_e4m3fn, "float32"),
        (ml_dtypes.float8_e5m2, "float32"),
        (ml_dtypes.int4, "int8"),
        (ml_dtypes.uint4, "int8"),
        (np.float16, "float16"),
        (np.complex64, "complex64"),
        (bool, "bool"),
        ("S3", "|S3"),
    ],
)
def test_what_numpy_alone_cannot_read_is_written_wider(tmp_path, dtype, written):
    array = np.array([0, 1, 3, 2]).astype(dtype)
    (file,) = written_shards([{"a": array}, {"a": array}], tmp_path)
    found = np.load(file)["a"]
    assert found.dtype == written
    np.testing.assert_array_equal(found, np.concatenate([array, array]).astype(written))


def test_a_model_of_bfloat16(tmp_path):
    layer = L.Dense(2, kernel_initializer="ones", dtype="mixed_bfloat16", name="a")
    (file,) = ActivationExtractor(keras.Sequential([layer])).to_npz(np.ones((4, 8)), tmp_path)
    np.testing.assert_array_equal(np.load(file)["a"], np.full((4, 2), 8.0, "float32"))
