"""A card says its kind, what print shows, and how one sees the numbers, in colours that tell which has any."""

from matplotlib.colors import to_hex

from tutorial_utils.pictures import kinds as picture
from tutorial_utils.pictures.paper import INK

CARDS = {
    "one": ("it shows a lot: " + "word " * 12, True, "see: one()"),
    "two": ("short", False, "get: two()"),
    "three": ("short", True, "see: three()"),
}


def test_a_card_a_kind_with_all_its_words(shown_by):
    shown = shown_by(picture)
    picture.cards_of_kinds(CARDS)
    ((figure, words),) = shown
    assert words == picture.cards_in_words(CARDS)
    (axes,) = figure.axes
    texts = [text.get_text() for text in axes.texts]
    fills = [to_hex(patch.get_facecolor()) for patch in axes.patches]
    assert texts[::3] == list(CARDS)
    assert [" ".join(text.split()) for text in texts[1::3]] == [
        c[0].strip() for c in CARDS.values()
    ]
    assert all(len(line) <= picture._LINE for text in texts[1::3] for line in text.splitlines())
    assert fills[1::3] == [INK["yes" if c[1] else "no"][0] for c in CARDS.values()]
    assert [text.partition("; ")[2] for text in texts[2::3]] == [c[2] for c in CARDS.values()]
    places = {text.get_position() for text in axes.texts}
    assert len(places) == len(texts), "no two stand in one place"
