"""The index is what MiniSearch would have written, and comes back as it was."""

from tutorial_utils.course.search.index import as_script, from_script, index_of
from tutorial_utils.course.search.sections import Message, Section

SECTIONS = [
    Section("a.html", "A", "Print a tensor", asked=["show numbers"], text="print print loss"),
    Section("e.html#x", "Errors", "ValueError: lost", text="a loss", is_entry=True),
]
MESSAGES = [
    Message(
        *("e.html#x", ["ValueError"], "lost", ["was lost"], "Find </script> it's \\d+ — é."),
        sure=True,
        introduces=False,
        says="lost",
    )
]


def test_it_comes_back_as_it_was():
    index = index_of(SECTIONS, MESSAGES)
    script = as_script(index)
    assert script.startswith("window.bookIndex = JSON.parse(") and script.count("\n") == 1
    assert from_script(script) == index


def test_how_often_a_term_stands_where():
    places = index_of(SECTIONS, MESSAGES)["places"]
    text = str(places["fieldIds"]["text"])
    postings = dict(places["index"])
    assert postings["print"][text] == {"0": 2}
    assert postings["loss"][text] == {"0": 1, "1": 1}
    assert places["fieldLength"]["0"][int(text)] == 2  # terms that differ
    assert places["averageFieldLength"][int(text)] == 1.5


def test_the_heading_of_an_entry_is_a_message_and_no_way_of_asking():
    index = index_of(SECTIONS, MESSAGES)
    assert index["ways"] == [[0, "show numbers"], [0, "Print a tensor"]]
    messages = str(index["places"]["fieldIds"]["messages"])
    assert dict(index["places"]["index"])["lost"][messages] == {"1": 1}


def test_a_book_without_pages_has_an_index():
    assert from_script(as_script(index_of([], [])))["sections"] == []
