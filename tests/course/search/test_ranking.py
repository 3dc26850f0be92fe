"""The rare word decides; the way of asking weighs most; a slip of the finger is forgiven."""

import random

import pytest

from tutorial_utils.course.search.index import index_of
from tutorial_utils.course.search.ranking import MOST_TERMS, Ranking, distance
from tutorial_utils.course.search.sections import Section

SECTIONS = [
    Section("0", "", "Printing", text="print the value of a tensor " * 5),
    Section("1", "", "Printing under XLA", text="print the value of a tensor, spectrogram"),
    Section("2", "", "Layers", asked=["output of an activation"], text="a layer gives a tensor"),
    Section("3", "", "Gradients", text="activation activation activation of a layer"),
]


@pytest.fixture(scope="module")
def rank():
    return Ranking(index_of(SECTIONS, [])).rank


def test_common_words_do_not_drown_the_rare_one(rank):
    assert rank("how do I print the value of a tensor with a spectrogram")[0] == 1


def test_a_way_of_asking_weighs_more_than_text(rank):
    assert rank("activation output")[:2] == [2, 3]


@pytest.mark.parametrize("typed", ["spectrogramm", "spectrgram", "spectroogram", "spectr"])
def test_slips_and_beginnings_are_forgiven_in_long_words(rank, typed):
    assert rank(typed) == [1]


def test_short_words_are_taken_as_they_are(rank):
    assert rank("xlb") == [] and rank("xla") == [1]


def test_order_of_words_does_not_count(rank):
    words = ["print", "the", "value", "of", "a", "tensor", "under", "xla"]
    expected = rank(" ".join(words))
    random.Random(0).shuffle(words)
    assert rank(" ".join(words)) == expected


def test_sections_with_few_of_the_words_can_be_left_out(rank):
    question = "activation output of a spectrogram"
    assert set(rank(question)) == {1, 2, 3}
    assert rank(question, at_least=0.6) == [2]


@pytest.mark.parametrize("question", ["", "zzz qqq", "the of a"])
def test_nothing_is_found_for_nothing(rank, question):
    assert rank(question) == []


def test_a_book_may_be_pasted(rank):
    assert (
        len(Ranking(index_of(SECTIONS, [])).terms_of("a1b " + "word ".join(map(str, range(999)))))
        <= MOST_TERMS
    )


def test_distance_is_that_of_levenshtein():
    assert [distance("kitten", other, 9) for other in ("kitten", "sitting", "")] == [0, 3, 6]
    assert distance("kitten", "sitting", 2) > 2
