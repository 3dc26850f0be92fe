import numpy as np
import pytest

from tutorial_utils.tensors.capture.capturing import get_activations
from tutorial_utils.tensors.plotting.attention import plot_attention
from tutorial_utils.tensors.training.plots import alt_text

from ..models import made
from ..training.test_plots import readable_on_every_page


def test_each_head_of_a_real_layer_is_a_map_with_one_scale():
    model, x = made("attention")
    found = get_activations(model, x, attention=True)
    (path,) = [path for path in found if path.endswith("/scores")]
    scores = np.asarray(found[path])
    figure = plot_attention(found[path], example=1)
    readable_on_every_page(figure)
    maps = [axis.images[0] for axis in figure.axes if axis.images]
    assert len(maps) == scores.shape[1]
    for drawn, head in zip(maps, scores[1], strict=True):
        np.testing.assert_allclose(drawn.get_array(), head)
        np.testing.assert_allclose(drawn.get_clim(), (0.0, scores[1].max()))
    assert alt_text(figure).startswith(f"Attention of {len(maps)} of {len(maps)} head")


def test_names_of_queries_and_keys():
    scores = np.zeros((1, 2, 3))
    scores[0, 1, 2] = 0.5
    figure = plot_attention(scores, keys=["the", "cat", "sat"], queries=["le", "chat"])
    axis = figure.axes[0]
    assert [label.get_text() for label in axis.get_xticklabels()] == ["the", "cat", "sat"]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["le", "chat"]
    assert (
        alt_text(figure)
        == "Attention of 1 of 1 head, 2 queries by 3 keys; head 0 most from chat to sat, 0.5"
    )


@pytest.mark.parametrize(
    ("scores", "options", "message"),
    [
        (np.ones((2, 2)), {}, r"next: get_activations\(model, x, attention=True\)"),
        (np.ones((1, 1, 0, 0)), {}, "a map of attention needs shape"),
        (np.ones((0, 1, 2, 2)), {}, "a map of attention needs shape"),
        (np.ones((2, 1, 2, 2)), {"example": 5}, "no example 5 in this: .*; next: one from 0 to 1"),
        (
            np.ones((2, 1, 2, 2)),
            {"example": -3},
            "no example -3 in this: .*; next: one from 0 to 1",
        ),
        (np.ones((1, 1, 2, 2)), {"most": 0}, "most=0 leaves nothing to draw; next: 1 or more"),
        (np.ones((1, 1, 2, 2)), {"keys": ["one"]}, "keys has 1 names for 2 places"),
        (np.ones((1, 1, 2, 3)), {"queries": ["one"]}, "queries has 1 names for 2 places"),
    ],
)
def test_what_is_no_attention(scores, options, message):
    with pytest.raises(ValueError, match=message):
        plot_attention(scores, **options)


def test_examples_count_from_the_end_too():
    scores = np.zeros((2, 1, 2, 2))
    scores[1, 0, 1, 0] = 0.5
    assert "head 0 most from 1 to 0, 0.5" in alt_text(plot_attention(scores, example=-1))


def test_many_heads_and_a_row_that_is_nan():
    scores = np.full((1, 20, 3, 3), 1 / 3)
    scores[0, 0] = np.nan
    scores[0, 1, 0] = np.nan
    figure = plot_attention(scores)
    assert len([axis for axis in figure.axes if axis.images]) == 16
    words = alt_text(figure)
    assert "head 0 has no finite score; head 1 most from 1 to 0" in words
    assert words.endswith("and 8 more heads")
