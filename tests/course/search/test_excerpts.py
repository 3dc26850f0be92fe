"""An excerpt shows where the words stand together, and marks them."""

import pytest

from tutorial_utils.course.search.excerpts import excerpt
from tutorial_utils.course.search.terms import Vocabulary

WORDS = Vocabulary("the of", "", [])
FILLER = "nothing here to read at all, " * 12


def shown(text: str, question: str) -> str:
    pieces = excerpt(text, WORDS.terms(question), WORDS)
    return "".join(f"[{piece}]" if marked else piece for piece, marked in pieces)


def test_words_are_marked_in_all_their_forms():
    assert shown("Print it. Printing `tf.print`", "prints") == "[Print] it. [Printing] `[tf.print]`"


def test_it_is_cut_around_the_words():
    text = f"{FILLER}a loss. {FILLER}print the loss of a layer. {FILLER}"
    found = shown(text, "print loss layer")
    assert "[print] the [loss] of a [layer]." in found
    assert found.startswith("…") and found.endswith("…") and len(found) < 210


def test_without_a_word_it_is_the_beginning():
    assert shown(FILLER, "gradient").startswith("nothing here") and shown("", "x") == ""


@pytest.mark.parametrize("text", ["x" * 500, "loss" + "x" * 500, "<b>loss</b>"])
def test_nothing_is_lost_or_added(text):
    plain = "".join(piece for piece, _ in excerpt(text, ["loss"], WORDS))
    assert text.startswith(plain.removesuffix("…"))
