"""Both tables hold all of a recording; the text keeps to 80 columns, and HTML cannot be broken by code."""

import re
from html import unescape

from tutorial_utils.tensors.tracing.steps import GRAPH, PYTHON, TRACING, Source, Step, Steps
from tutorial_utils.tensors.tracing.tables import as_html, as_text, changes

STEPS = Steps(
    [Source(4, ("def f(x):", "    if x < 3 & y:", "        print('<b>')"))],
    [
        Step(PYTHON, "Python runs `f`, " * 9, 0, 4, [], "f", "", {"x": "Python int  1"}, call=1),
        Step(
            TRACING,
            "It runs.",
            0,
            5,
            [],
            "f",
            "net/mid",
            {"x": "Python int  1", "y": "z" * 99},
            call=1,
        ),
        Step(GRAPH, "The graph runs.", 0, None, [5, 6], printed=[("tf.print", "<b>\n[1\n 2]\n")]),
    ],
    more=7,
)


def test_the_text_has_all_of_it_in_80_columns():
    text = as_text(STEPS)
    assert max(map(len, text.splitlines())) <= 80
    for part in (
        "  2 Python while tracing · layer net/mid · line 5: if x < 3 & y:",
        "x  Python int",
    ):
        assert part in text
    assert text.count("x  Python int") == 1, "said again where it has changed only"
    assert "    tf.print> <b>\n    tf.print> [1\n    tf.print>  2]" in text
    assert text.endswith("7 more steps are left out.")


def parsed(html):
    """The words of each cell, row by row."""
    rows = [re.split("<t[hd][^>]*>", row)[1:] for row in html.split("<tr")[1:]]
    return [[unescape(re.sub("<[^>]*>", " ", words)) for words in row] for row in rows]


def test_the_html_has_all_of_it_and_escapes_it():
    html = as_html(STEPS)
    rows = parsed(html)
    assert len(rows) == 1 + len(STEPS.steps)
    assert [" ".join(cell.split()) for cell in rows[2][:3]] == [
        "2",
        "Python while tracing",
        "5 if x < 3 & y:",
    ]
    assert "&lt;b&gt;&#10;[1" in html and rows[3][4].split()[:4] == ["tf.print", "<b>", "[1", "2]"]
    assert rows[3][2] == "5, 6"
    assert "This is part of the call of mid in net ." in " ".join(rows[2][3].split())


def test_a_name_is_told_when_it_changes():
    assert list(changes(STEPS.steps)) == [{"x": "Python int  1"}, {"y": "z" * 99}, {}]
    between = Step(GRAPH, "It prints.", 0, 5, [], "f")
    assert list(changes([STEPS.steps[0], between, STEPS.steps[0]]))[1:] == [{}, {}]


def test_each_call_has_names_of_its_own():
    calls = [Step(PYTHON, "", 0, 5, [], "f", "", {"x": "1"}, call=call) for call in (1, 2, 1)]
    assert list(changes(calls)) == [{"x": "1"}, {"x": "1"}, {}]
    assert re.findall(r'data-at="(.*?)"', as_html(Steps(STEPS.sources, calls))) == [
        "0|5|f|1",
        "0|5|f|2",
        "0|5|f|1",
    ]
