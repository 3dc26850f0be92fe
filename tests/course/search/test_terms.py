"""Words and names become terms that meet, however they are spelt."""

import pytest

from tutorial_utils.course.search.terms import Vocabulary, stem, vocabulary

MEET = [
    ("tf.print", "tf.Print"),
    ("tfprint", "tf.print"),
    ("get_value", "K.get_value(x)"),
    ("kerastensor", "KerasTensor"),
    ("keras tensors", "KerasTensor"),
    ("submodel", "sub-models"),
    ("hidden layer", "intermediate layers"),
    ("model.layers[2].output", "the output of model.layers"),
    ("NumPy", "numpy"),
    ("optimiser", "optimizer"),
    ("y_pred", "predictions"),
    ("callbacks", "keras如何利用callbacks获取"),
]


@pytest.mark.parametrize(("one", "other"), MEET)
def test_spellings_meet(one, other):
    terms = vocabulary().terms
    shared = set(terms(one)) & set(terms(other))
    assert shared - {"tensorflow"}, (terms(one), terms(other))


def test_a_name_counts_whole_and_by_its_parts():
    words = Vocabulary("of", "", [])
    assert words.terms("K.get_value") == ["kgetvalu", "getvalu", "get", "valu"]
    assert words.terms("GradientTape") == ["gradienttap", "gradient", "tap"]


def test_words_that_say_nothing_are_left_out():
    assert Vocabulary("how do i", "", []).terms("How do I print x?") == ["print"]


@pytest.mark.parametrize("text", ["", "???", "1 2 3", "a" * 41, "<>&\"'", "\x00\n"])
def test_what_is_no_word_has_no_terms(text):
    assert vocabulary().terms(text) == []


def test_where_words_stand():
    text = "See TensorFlow, or tf.print."
    found = [text[start:end] for start, end, _ in vocabulary().names(text)]
    assert found == ["See", "TensorFlow", "or", "tf.print"]


@pytest.mark.parametrize(
    ("forms", "one"),
    [
        (("trace", "traces", "traced", "tracing"), "trac"),
        (("batch", "batches"), "batch"),
        (("map", "mapping", "mapped"), "map"),
        (("loss",), "loss"),
        (("axis",), "axis"),
        (("entry", "entries"), "entry"),
        (("string",), "string"),
        (("activation", "activate"), "activat"),
    ],
)
def test_forms_of_a_word_are_one(forms, one):
    assert {stem(form) for form in forms} == {one}
