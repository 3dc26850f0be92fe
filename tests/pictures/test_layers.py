"""The key below the feature maps has the colours of the maps."""

import numpy as np

from tutorial_utils.pictures import layers as picture


def test_the_key_has_the_colours_of_the_maps(shown_by):
    shown = shown_by(picture)
    maps = np.arange(8.0).reshape(1, 2, 2, 2)
    picture.feature_maps("Eight numbers", {"layer": (maps, ["even", "odd"])})
    ((figure, _),) = shown
    *drawn, key = [axes.images[0] for axes in figure.axes]
    assert [image.get_clim() for image in drawn] == [(0, 7), (0, 7)], "one range for a row"
    assert (key.to_rgba(key.get_array())[0, [0, -1]] == key.cmap([0.0, 1.0])).all()
    assert {image.cmap.name for image in drawn} == {key.cmap.name}
    texts = {text.get_text(): text.get_position()[0] for text in figure.texts}
    left, right = figure.axes[-1].get_position().intervalx
    assert texts["lowest of its row"] < left < right < texts["highest"]
