"""One verdict in two forms: the same words as text that fits, and as HTML that wraps by itself."""

import re

from tutorial_utils.checks.verdict import COLUMNS, NotYet
from tutorial_utils.course.content.cards import card_of_not_yet, card_of_pass, card_of_untouched

WRONG = NotYet(
    "one-less",
    ran="f(2)",
    got="[[1. 2.]\n [3. 4.]]",
    expected="the shape `(2, 2)`, " + "and so on, " * 9,
    next='add <one>, or: hint("double-it")',
)
WRONG.exercise = "double-it"
CARDS = {
    "NOT YET": card_of_not_yet(WRONG),
    "PASS": card_of_pass("double-it", "two numbers", "Twice is `+`. " * 9, "1 of 2 in this lesson"),
    "NOT STARTED": card_of_untouched("double-it", WRONG),
}


def words_of(html: str) -> list[str]:
    text = re.sub(r"<br>|</?(?:div|b|span|code)\b[^>]*>", " ", html)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').split()


def test_both_forms_say_the_same():
    for state, card in CARDS.items():
        said = card.as_text().replace("`", " ").split()
        shown = [
            word for word in words_of(card.as_html()) if word not in "✓✗○" and word != "&nbsp;"
        ]
        shown = " ".join(shown).replace("&nbsp;", "").split()
        assert sorted(shown) == sorted(said), state


def test_text_fits_a_notebook_and_begins_with_the_state():
    for state, card in CARDS.items():
        lines = card.as_text().splitlines()
        assert lines[0].startswith(f"{state}  double-it")
        assert max(map(len, lines)) <= COLUMNS


def test_a_state_is_told_by_word_and_sign_and_labels_are_bold():
    signs = {state: card.as_html().partition("<b>")[2].split()[0] for state, card in CARDS.items()}
    assert len(set(signs.values())) == 3
    html = CARDS["NOT YET"].as_html()
    assert re.findall(r">(we \w+|expected|next)</b>", html) == [
        "we ran",
        "we got",
        "expected",
        "next",
    ]
    assert "add &lt;one&gt;" in html and "<code>(2, 2)</code>" in html
    assert "[[1. 2.]\n [3. 4.]]" in html  # an array keeps its lines


def test_emphasis_is_shown_and_a_product_stays_one():
    card = card_of_pass(
        "double-it", "two", "Those *before* it, `a*b*c`, 2 * x * y and **kwargs.", ""
    )
    html = card.as_html()
    assert "Those <em>before</em> it, <code>a*b*c</code>, 2 * x * y and **kwargs." in html


def test_code_that_was_given_says_what_it_does_now():
    assert CARDS["NOT STARTED"].parts["now"] == WRONG.got
    assert "now" not in card_of_untouched("double-it").parts
