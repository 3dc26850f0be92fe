"""From a pasted message, a name or a word to the place, with no server."""

import re
from urllib.parse import quote

import pytest

from tutorial_utils.course.content import compiled

from .conftest import LESSONS
from .markup import squeezed

BOOK = [*compiled.compiled_lessons(), *compiled.compiled_answers()]
ERRORS = {error["id"]: error for page in BOOK for error in page.about["errors"]}
PASTED = {
    id_: [
        f"{error['type']}: {error['says']}",
        f'Traceback (most recent call last):\n  File "train.py", line 7\n{error["says"]}\n',
        *(older["text"] for older in error["older"]),
    ]
    for id_, error in ERRORS.items()
}
# Not the words of an entry, but what its pattern is for.
PASTED["kerastensor-numpy"].append("AttributeError: 'KerasTensor' object has no attribute 'tolist'")
RAISED = [
    (cell["metadata"]["error"], f"{output['ename']}: {output['evalue']}")
    for page in BOOK
    for cell in page.notebook["cells"]
    for output in cell.get("outputs", ())
    if output["output_type"] == "error" and "error" in cell["metadata"]
]


@pytest.fixture
def search(look):
    """Type a query into a page's search box, press Enter, and wait for the results."""

    def typed(query: str, page: str = "index.html", box: str = "input.sidebar-search"):
        tab = look(page)
        tab.locator(box).fill(query)
        tab.locator(box).press("Enter")
        tab.locator(".search-summary:not(:empty)").wait_for()
        return tab

    return typed


# One message of each lesson; what comes after the click is the same for all.
FIRST = {compiled.find_lesson(slug).about["errors"][0]["id"]: slug for slug in LESSONS}


@pytest.mark.parametrize("id_", FIRST)
def test_a_message_leads_to_its_cure(look, id_):
    tab = look(f"search.html?q={quote(PASTED[id_][0])}")
    tab.locator(f"#known-error a[href$='#{id_}']").click()
    entry = tab.locator(f"section#{id_}")
    entry.wait_for()
    box = entry.bounding_box()
    assert -10 <= box["y"] < tab.viewport_size["height"]


def test_every_entry_says_what_to_do(look):
    tab = look("errors.html")
    said = tab.evaluate(
        "ids => ids.map(id => document.querySelector(`section#${id}`)?.textContent ?? '')",
        list(ERRORS),
    )
    for error, text in zip(ERRORS.values(), said, strict=True):
        assert squeezed(error["cure"]) in squeezed(text), error["id"]


ASK = """([query, script]) => {
  history.replaceState(null, "", "?q=" + encodeURIComponent(query));
  document.getElementById("known-error").replaceChildren();
  new Function(script)();
  return [...document.querySelectorAll("#known-error a")].map(a => a.getAttribute("href"));
}"""


@pytest.fixture(scope="module")
def ask(book, screens):
    """What the page's own script finds for a query, without loading the page for each."""
    tab = screens["light"].context.new_page()
    tab.goto((book / "search.html").as_uri())
    script = (book / "_static" / "known-errors.js").read_text(encoding="utf-8")
    yield lambda query: tab.evaluate(ASK, [query, script])
    tab.close()


@pytest.mark.parametrize("id_", ERRORS)
def test_a_message_is_found_however_it_is_pasted(ask, id_):
    for text in PASTED[id_]:
        assert ask(text) == [f"errors.html#{id_}"], text


@pytest.mark.parametrize(("id_", "text"), RAISED, ids=[id_ for id_, _ in RAISED])
def test_what_the_lessons_raise_is_found(ask, id_, text):
    assert f"errors.html#{id_}" in ask(text)


def test_what_is_no_message_is_not_found(ask):
    assert ask("ZeroDivisionError: division by zero") == []


@pytest.mark.parametrize(("page", "box"), [
    ("index.html", "#find"),
    ("errors.html", "#find"),
    (f"lessons/{LESSONS[0]}.html", "input.sidebar-search"),
])  # fmt: skip
def test_every_box_searches(search, page, box):
    id_, error = next(iter(ERRORS.items()))
    tab = search(f"{error['type']}: {error['says']}", page, box)
    assert tab.locator(f"#known-error a[href='errors.html#{id_}']").is_visible()


def test_a_name_of_the_library_is_found(search):
    tab = search("describe")
    links = tab.locator("#search-results li a").evaluate_all("all => all.map(a => a.href)")
    assert [a for a in links if "reference.html" in a and "tensors.describe" in a]


@pytest.mark.parametrize("slug", LESSONS)
def test_a_word_of_prose_is_found(search, slug):
    cells = compiled.find_lesson(slug).notebook["cells"]
    prose = " ".join(compiled.source_of(c) for c in cells if not compiled.is_code(c))
    word = max(re.findall(r"(?<!\S)[a-z]+(?=[ .,;])", prose), key=len)
    tab = search(word)
    links = tab.locator("#search-results li a").evaluate_all("all => all.map(a => a.href)")
    assert [a for a in links if f"{slug}.html" in a], word


def test_other_questions_get_no_message(search):
    tab = search("how do I read a layer")
    assert tab.locator("#known-error a").count() == 0
