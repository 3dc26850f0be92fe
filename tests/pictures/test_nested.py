"""Each graph is a row of tiles in the order of its layers; what crosses stands between them."""

from tutorial_utils.pictures import nested as picture

OUTER, INNER = ("whole", ["start", "block", "head"]), ("block", ["enter", "deep"])


def test_layers_stand_in_two_rows_and_the_arrow_crosses(shown_by):
    shown = shown_by(picture)
    picture.model_in_a_model(OUTER, INNER, crossing="start")
    ((figure, words),) = shown
    assert words == picture.models_in_words(OUTER, INNER, crossing="start")
    (axes,) = figure.axes
    at = {text.get_text(): text.get_position() for text in axes.texts if text.get_text()}
    for _, layers in (OUTER, INNER):
        places = [at[layer] for layer in layers]
        assert places == sorted(places) and len({y for _, y in places}) == 1
    assert at["start"][1] < at["the output of start\nis the input of enter"][1] < at["enter"][1]
    arrows = [text for text in axes.texts if not text.get_text()]
    assert len(arrows) == 2 + 1 + 1
    dashed = arrows[-1]
    assert dashed.xyann[0] == at["start"][0] and dashed.xy[0] == at["enter"][0]
