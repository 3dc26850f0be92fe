import re
from html.parser import HTMLParser

import pytest

from tutorial_utils.tensors.display.table import WIDTH, Table, as_html, as_text, ends

LONG = "block_1_with_a_long_name/the_layer_inside/and_one_more_of_them"
TABLES = {
    "fits": Table(("path", "mean"), [("a", "1.0"), ("b", "-2.5")], "2 tensors"),
    "one long path": Table(("path", "mean", "std"), [("a", "1.0", "0"), (LONG * 3, "2.0", "9")]),
    "wide": Table(
        ("path", "shape", "range", "mean"),
        [(LONG, "(32, 112, 112, 96, 96)", "-1.235e-07 … 1.235e+07" * 2, "1.235e-07")] * 3,
        more=5,
    ),
    "notes": Table(("path", "x"), [("a", "1")], "t", 3, ("loop: skipped, it is " + "long " * 40,)),
    "no rows": Table(("path", "x"), [], "0 tensors", 0, ("all skipped",)),
    "markup": Table(("<b>", "&"), [("<script>alert(1)</script>", "'\"")], "<i>"),
    "empty bars": Table(("path", "bars"), [("a", "█   ▁ █")]),
}


class Cells(HTMLParser):
    """The words of a page, cell by cell, as a browser shows them."""

    def __init__(self, html):
        super().__init__()
        self.found, self.open = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        if tag in {"th", "td", "caption", "p"}:
            self.found.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.found[-1] += re.sub("[ \n]+", " ", data)


@pytest.mark.parametrize("name", TABLES)
def test_text_and_html_hold_the_same_words_in_the_same_order(name):
    table = TABLES[name]
    text = re.sub(r"\s+", "", as_text(table))
    cells = Cells(as_html(table)).found
    assert re.sub(r"\s+", "", "".join(cells)) == text
    assert all(cell in "".join(text) for row in table.rows for cell in map(_solid, row))


def _solid(cell):
    return re.sub(r"\s+", "", cell)


@pytest.mark.parametrize("name", TABLES)
def test_text_fits_its_columns(name):
    assert max(map(len, as_text(TABLES[name]).splitlines())) <= WIDTH


def test_columns_are_aligned_and_a_long_path_stands_above_its_facts():
    head, first, path, second = (
        as_text(TABLES["one long path"]).splitlines()[:2]
        + as_text(TABLES["one long path"]).splitlines()[-2:]
    )
    assert head.index("mean") == first.index("1.0") == second.index("2.0")
    assert path.strip().endswith("them")


def test_the_rest_is_counted_in_the_middle():
    text = as_text(Table(("n",), [(str(n),) for n in (1, 2, 8, 9)], more=5))
    assert text.splitlines() == ["n", "1", "2", "… 5 more", "8", "9"]
    cells = Cells(as_html(Table(("n",), [(str(n),) for n in (1, 2, 8, 9)], more=5))).found
    assert cells == ["n", "1", "2", "… 5 more", "8", "9"]


def test_html_names_no_colour_font_or_size_and_is_no_markup_of_the_data():
    html = as_html(TABLES["markup"])
    assert "<script" not in html and "style" not in html and "color" not in html
    assert Cells(html).found[-2:] == ["<script>alert(1)</script>", "'\""]


def test_bars_keep_their_gaps_in_html():
    assert Cells(as_html(TABLES["empty bars"])).found[-1].replace("\xa0", " ") == "█   ▁ █"


def test_columns_that_say_nothing_are_left_out():
    table = Table(("path", "zeros", "mean"), [("", "", "1"), ("", "", "")]).without_empty_columns()
    assert table.head == ("path", "mean") and table.rows == [("", "1"), ("", "")]


def test_ends():
    assert ends(range(20)) == (list(range(20)), 0)
    assert ends(range(21)) == ([*range(10), *range(11, 21)], 1)
    assert ends(range(5), 3) == ([0, 1, 4], 2)
