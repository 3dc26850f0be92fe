"""Patterns, and what they become for texts that lost their quotes or spaces."""

import re

import pytest

from tutorial_utils.tensors.errors.patterns import (
    expanded,
    may_match,
    require_pattern,
    unquoted,
    unquoted_pattern,
    wordings,
)


@pytest.mark.parametrize(
    "pattern", ["a.*b", "a+", "[ab]", "a{3}", "{nothing}", "^a", "(a", "a)", "ab?", r"\d", r"\w"]
)
def test_what_repeats_or_is_not_known_is_refused(pattern):
    with pytest.raises(ValueError, match=r"there is no kind|it may hold|it is no regular"):
        require_pattern(expanded(pattern))


def test_all_wordings_match_their_pattern():
    pattern = expanded(r"'{graph}' object has no attribute '(numpy|item)'( here)?|in \[\d+\]")
    assert len(wordings(pattern)) == 5
    assert all(re.fullmatch(pattern, wording) for wording in wordings(pattern))


@pytest.mark.parametrize(
    ("pattern", "text", "is_it"),
    [
        ("'Tensor' object", "AttributeError: Tensor object", True),
        ("'Tensor' object", "KerasTensor object", False),
        ("attribute '(layer|output)'", "attribute layer_of", False),
        ("it's a placeholder", "its a placeholder", True),
        ("'Tensor\\(x\\)' cannot", "Tensor(x) cannot", True),
    ],
)
def test_without_quotes_a_name_still_ends(pattern, text, is_it):
    assert bool(re.search(unquoted_pattern(pattern), text)) is is_it


def test_what_is_needed_stands_in_every_wording():
    pattern = expanded(r"The (layer|model) has never been called( yet)?, not once\.")
    assert all(may_match(pattern, text) for text in wordings(pattern))
    assert unquoted("`a` 'b' \"c\"") == "a b c"
