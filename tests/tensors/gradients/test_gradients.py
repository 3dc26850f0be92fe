import numpy as np
import pytest
import tensorflow as tf

from tutorial_utils.tensors.gradients.gradients import Gradients

FOUND = Gradients(
    {
        "embed": tf.constant([[3.0, 4.0]]),
        "pair": (tf.constant(2.0, tf.float16), None),
        "ragged": tf.ragged.constant([[3.0], [4.0]]),
    },
    {"embed/table": tf.constant([1.0, float("nan")]), "embed/size": None},
    {"pair[1]": "is int64", "embed/size": "is not trainable", "loop": "runs in a loop"},
)


def test_it_is_a_mapping_outputs_first():
    assert list(FOUND) == ["embed", "pair", "ragged", "embed/table", "embed/size"]
    assert FOUND["embed/size"] is None
    assert len(FOUND) == 5
    assert list(FOUND.weights) == ["embed/table", "embed/size"]
    with pytest.raises(KeyError, match="'loop' runs in a loop"):
        FOUND["loop"]
    with pytest.raises(KeyError, match="the closest: 'embed/table'"):
        FOUND["embed/tabel"]


def test_norms_of_every_part_in_float32():
    norms = FOUND.norms()
    assert {path: norm for path, norm in norms.items() if path != "embed/table"} == {
        "embed": 5.0,
        "pair[0]": 2.0,
        "ragged": 5.0,
    }
    assert np.isnan(norms["embed/table"])
    large = Gradients({"half": tf.fill([4], tf.constant(60000.0, tf.float16))}, {})
    assert large.norms() == {"half": 120000.0}
    assert Gradients({}, {}).norms() == {}


def test_numpy():
    arrays = FOUND.numpy()
    assert arrays["ragged"].tolist() == [3.0, 4.0]
    assert arrays["pair"] == (2.0, None)
    assert arrays["embed/size"] is None


def test_it_displays_as_activations_do():
    text, html = repr(FOUND), FOUND._repr_html_()
    assert text.splitlines()[0] == "4 gradients"
    assert "50% NaN" in text
    assert "none for pair[1]: it is int64" in text
    assert html.startswith("<table><caption>4 gradients</caption>")
    assert repr(Gradients({}, {})) == "Gradients: none"
    many = Gradients(
        {}, {f"w{at}": None for at in range(9)}, {f"w{at}": "is cut" for at in range(9)}
    )
    assert "none for w0, w1, w2 and 6 more: it is cut" in repr(many)
