"""From a question, a name or a pasted message to the place that answers it, with no server."""

import hashlib
import json
import time
from functools import cache
from urllib.parse import quote

import pytest

from tutorial_utils.course.content import compiled
from tutorial_utils.course.search import finding
from tutorial_utils.tensors.errors import known_errors, situations

from ..conftest import ROOT
from .conftest import LESSONS, requests
from .markup import read, squeezed
from .open_questions import measure, open_questions

BOOK = [*compiled.compiled_lessons(), *compiled.compiled_answers()]
ERRORS = {error.id: error for error in known_errors()}
PASTED = {
    id_: [
        error.line,
        f'Traceback (most recent call last):\n  File "train.py", line 7\n{error.line}\n',
        *(older.text for older in error.older),
    ]
    for id_, error in ERRORS.items()
}
CUT = [error.line[:60] for error in known_errors()]
OTHERS = (ROOT / "tests" / "tensors" / "errors" / "other_subjects.txt").read_text().splitlines()
# Not the words of an entry, but what its pattern is for.
PASTED["kerastensor-numpy"].append("AttributeError: 'KerasTensor' object has no attribute 'tolist'")
RAISED = [
    (cell["metadata"]["error"], f"{output['ename']}: {output['evalue']}")
    for page in BOOK
    for cell in page.notebook["cells"]
    for output in cell.get("outputs", ())
    if output["output_type"] == "error" and "error" in cell["metadata"]
]

# As people type: names whole and in part, other spellings, slips, clumsy words, code.
TYPED = [
    "K.get_value(x)",
    "model.layers[2].output",
    "tfprint",
    "tf.Print",
    "intermediat layer activtions",
    "KerasTensor",
    "how i can print the tensor value in keras loss??",
    "keras如何利用callbacks获取模型",
    "spectr",
    "Input 0 with name 'None' of layer 'conv2d_3' is in",
    "The layer sequential_12 has never been call",
    "ConfusionMatrix metric np.argmax(y_true, axis=-1)",
]
# What is no question, and would do harm where it was read as anything but text.
HOSTILE = [
    "<script>window.hurt = 1</script>",
    '"><img src=x onerror="window.hurt = 1">',
    "layer <svg onload=window.hurt=1> __proto__ constructor toString",
    "<svg>",  # finds nothing, so it is shown
    "javascript:window.hurt=1",
    "((((.*)*)*)*[",
    "$& $1 \\ %00 %s {{7*7}} ${window.hurt=1}",
    "a" * 20_000,
    "tensor " * 3_000,
]


@pytest.fixture(scope="module")
def search(book):
    """The search of the terminal, on this book."""
    return finding.of_book(book / "index.html")


@pytest.fixture(scope="module")
def hits(search):
    """What the search of the terminal finds. Several tests look at the same answers."""
    return cache(search.hits)


@pytest.fixture(scope="module")
def tab(book, screens):
    """A tab on the search page in which somebody has searched: all is loaded."""
    tab = screens["light"].context.new_page()
    tab.goto((book / "search.html").as_uri() + "?q=tensor")
    tab.locator(".hits").wait_for()
    yield tab
    tab.close()


# As one text: Playwright takes twice as long as the search to hand over thousands of objects.
FOUND = """questions => {
  const { hits, nearest } = bookSearch(window.bookIndex);
  return JSON.stringify(questions.map(([question, near]) => near ? nearest(question) : hits(question)));
}"""


def as_plain(hits: list[finding.Hit]) -> list[dict]:
    return [{**vars(hit), "excerpt": [list(piece) for piece in hit.excerpt]} for hit in hits]


def test_the_page_and_the_terminal_find_the_same(tab, search, hits):
    """The same places in the same order, with the same words around them."""
    words = [*(question.title for question in open_questions()), *TYPED, *OTHERS]
    pasted = [*CUT, *(text for texts in PASTED.values() for text in texts)]
    asked = [(text, False) for text in [*words, *pasted]] + [(text, True) for text in words]
    answers = json.loads(tab.evaluate(FOUND, asked))
    for (text, near), found in zip(asked, answers, strict=True):
        assert found == as_plain(search.nearest(text) if near else hits(text)), text


def test_open_questions_find_their_place(search):
    found = measure(search)
    assert found.answered >= 79
    assert found.section >= 0.92 * found.answered, found.missed
    assert found.page >= 0.97 * found.answered, found.missed


def test_what_a_section_is_asked_leads_to_it(search):
    """Asked in these very words; a message comes first where the words are one."""
    index, missed = search._index, []
    for section, way in index["ways"]:
        if not search._ranking.terms_of(way):  # "About" is a word like "the"
            continue
        first = [hit.address for hit in search.hits(way, at_most=2 + finding.MESSAGES)]
        first = [address for address in first if not address.startswith("errors.html")][:2]
        if index["sections"][section]["address"] not in first:
            missed.append(way)
    assert missed == []


def test_open_questions_are_answered_by_places_that_are_there(search):
    places = {section["address"] for section in search._index["sections"]}
    named = {place for question in open_questions() for place in question.answered_by}
    assert named - places == set()
    assert len({question.title for question in open_questions()}) == 100


def test_every_place_is_in_the_book(book, search):
    for section in search._index["sections"]:
        page, _, anchor = section["address"].partition("#")
        assert not anchor or anchor in read(book / page).ids, section["address"]


def test_pages_that_say_it_again_are_not_searched(search):
    pages = {section["address"].partition("#")[0] for section in search._index["sections"]}
    assert pages.isdisjoint({"index.html", "questions.html", "cheat_sheet.html", "search.html"})
    assert {"glossary.html", "reference.html", "errors.html", "about.html"} <= pages


@pytest.mark.parametrize("id_", ERRORS)
def test_a_message_is_found_however_it_is_pasted(hits, id_):
    for text in PASTED[id_]:
        cured = [hit.address for hit in hits(text) if hit.cure]
        assert cured == [f"errors.html#{id_}"], text
        assert hits(text)[0].cure == ERRORS[id_].cure


@pytest.mark.parametrize(("id_", "text"), RAISED, ids=[id_ for id_, _ in RAISED])
def test_what_the_lessons_raise_is_found(hits, id_, text):
    assert f"errors.html#{id_}" in [hit.address for hit in hits(text) if hit.cure]


@pytest.mark.parametrize("text", [*OTHERS[::10], "how do I read a layer"])
def test_what_is_no_message_gets_no_cure(hits, text):
    assert [hit.cure for hit in hits(text) if hit.cure] == []


def test_a_name_of_the_library_is_found(search):
    assert "reference.html" in search.hits("describe")[0].address


def test_every_entry_says_what_to_do(look):
    tab = look("errors.html")
    said = tab.evaluate(
        "ids => ids.map(id => document.querySelector(`section#${id}`)?.textContent ?? '')",
        list(ERRORS),
    )
    for error, text in zip(ERRORS.values(), said, strict=True):
        for cure in [cause.cure for cause in error.causes] or [error.cure]:
            assert squeezed(cure) in squeezed(text), error.id


def test_the_list_of_messages_gets_shorter_as_one_types(look):
    tab = look("errors.html")
    entry = tab.locator("article section section section")
    assert entry.count() == len(ERRORS)
    tab.locator("#find").fill("PerReplica numpy")
    tab.locator("#left:not(:empty)").wait_for()
    shown = entry.locator("visible=true")
    assert 0 < shown.count() < 5
    assert all("PerReplica" in text for text in shown.all_text_contents())
    tab.locator("#find").fill("KeyError: zzyzx, and a whole traceback")
    tab.locator("#left:empty").wait_for(state="attached")
    assert shown.count() == len(ERRORS)


def test_the_sidebar_shows_where_one_stands(look):
    links = look("errors.html").locator(".toc-tree a").all_text_contents()
    assert links[1:] == [situation.title for situation in situations()]


def test_a_message_leads_to_its_cure(look):
    id_ = "kerastensor-numpy"
    tab = look(f"search.html?q={quote(PASTED[id_][0])}")
    message = tab.locator(".hit-message").first
    assert squeezed(ERRORS[id_].cure) in squeezed(message.text_content())
    message.locator("a").click()
    entry = tab.locator(f"section#{id_}")
    entry.wait_for()
    box = entry.bounding_box()
    assert -10 <= box["y"] < tab.viewport_size["height"]


def test_a_hit_shows_heading_page_and_marked_words_and_leads_to_the_section(look):
    tab = look("search.html?q=count how often a tf.function is retraced")
    hit = tab.locator(".hit").first
    assert hit.locator("a").text_content() == "When TensorFlow traces again"
    assert hit.locator(".hit-page").text_content().startswith("Lesson 3:")
    assert any("retrac" in word for word in hit.locator("mark").all_text_contents())
    assert tab.locator(".hit").count() <= finding.AT_MOST
    hit.locator("a").click()
    assert tab.url.endswith("lessons/03_tf_function_printing.html#when-tensorflow-traces-again")


@pytest.mark.parametrize(
    ("page", "box"),
    [
        ("index.html", "#find"),
        ("errors.html", "#find"),
        ("search.html", "#find"),
        (f"lessons/{LESSONS[0]}.html", "input.sidebar-search"),
    ],
)
def test_every_box_searches(look, page, box):
    tab = look(page)
    tab.locator(box).fill(PASTED["kerastensor-numpy"][0])
    tab.locator(box).press("Enter")
    link = tab.locator(".hit-message a").first
    link.wait_for()
    assert link.get_attribute("href").endswith("/errors.html#kerastensor-numpy")


def test_it_searches_as_one_types_and_loads_nothing_before(look, screens):
    with requests(screens["light"]) as asked:
        tab = look("index.html")
        tab.wait_for_load_state("networkidle")
        before = list(asked)
        tab.locator("#find").press_sequentially("retrac")
        tab.locator(".hits-box[data-question=retrac]").wait_for()
    assert not [url for url in before if "minisearch" in url or "search/index" in url]
    assert [url for url in asked if "search/index.js" in url]
    assert "When TensorFlow traces again" in tab.locator(".hit a").all_text_contents()


def test_the_keyboard_is_enough(look):
    tab = look("search.html")
    tab.locator("#find").focus()
    tab.keyboard.type("retracing")
    tab.locator(".hits-box[data-question=retracing]").wait_for()
    on = "document.activeElement.textContent || document.activeElement.id"
    tab.keyboard.press("ArrowDown")
    first = tab.evaluate(on)
    tab.keyboard.press("ArrowDown")
    assert [first, tab.evaluate(on)] == tab.locator(".hit a").all_text_contents()[:2]
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("ArrowUp")
    assert tab.evaluate(on) == "find"
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/lessons/**")


# The focus stays where it is.
TYPED_BY_ANOTHER = """then => {
  const box = document.getElementById("find");
  box.value = then;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}"""


@pytest.mark.parametrize(("then", "stays"), [("retracing function", True), ("zzyzx", False)])
def test_who_walks_through_the_hits_is_not_thrown_off_when_others_come(look, then, stays):
    tab = look("search.html?q=retracing")
    tab.locator(".hits-box[data-question=retracing]").wait_for()
    tab.locator(".hit a").first.focus()
    first = tab.evaluate("document.activeElement.href")
    tab.evaluate(TYPED_BY_ANOTHER, then)
    tab.locator(f".hits-box[data-question='{then}']").wait_for()
    on = tab.evaluate("document.activeElement.href || document.activeElement.id")
    assert on == (first if stays else "find")


def test_the_number_of_places_is_announced(tab):
    status = tab.locator(".hits-count")
    assert status.get_attribute("role") == "status"
    for question, said in {"retracing": "place", "zzyzx": "Nothing found."}.items():
        tab.locator("#find").fill(question)
        tab.wait_for_function(
            "said => document.querySelector('.hits-count').textContent.includes(said)", arg=said
        )
    tab.locator("#find").fill("retracing")
    tab.locator(".hit mark").first.wait_for()
    time.sleep(0.7)
    assert f"{tab.locator('.hit').count()} places found" in status.text_content()


def test_nothing_found_says_what_to_try(look, search):
    tab = look("search.html?q=zzyzx qqlayrr")
    tab.locator(".hits-box li").first.wait_for()
    said = tab.locator(".hits-box").text_content()
    assert "zzyzx qqlayrr" in said and "last line" in said
    assert tab.locator(".hits-box a[href$='questions.html']").is_visible()
    nearest = [hit.heading for hit in search.nearest("zzyzx qqlayrr")]
    assert tab.locator(".hit a").all_text_contents() == nearest


@pytest.mark.parametrize("question", HOSTILE, ids=lambda text: text[:20])
def test_a_hostile_question_runs_nothing_and_takes_no_time(tab, search, question):
    start = time.perf_counter()
    tab.locator("#find").fill(question)
    tab.wait_for_function(
        "asked => document.querySelector('.hits-box').dataset.question === asked",
        arg=question.strip(),
    )
    search.hits(question)
    assert time.perf_counter() - start < 5
    assert tab.evaluate("window.hurt") is None
    assert tab.locator(".hits-box").locator("img, svg, script").count() == 0


def test_without_javascript_there_is_the_list_of_questions(tab, book, chromium):
    assert not tab.get_by_text("The search needs JavaScript").is_visible()
    context = chromium.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto((book / "search.html").as_uri())
    assert plain.get_by_text("The search needs JavaScript").is_visible()
    links = plain.locator("article li a").all_text_contents()
    assert plain.locator("article summary").first.is_visible()  # opened, it shows its questions
    context.close()
    asked = {way for page in BOOK for way in (page.about["question"], *page.about["asked"])}
    assert {squeezed(way) for way in asked} <= {squeezed(link) for link in links}


def test_the_library_is_the_version_that_it_says(book):
    folder = book / "_static" / "search"
    licence = (folder / "minisearch.LICENSE.txt").read_text(encoding="utf-8")
    assert licence.startswith("MiniSearch 7.2.0:") and "Copyright 2022 Luca Ongaro" in licence
    script = hashlib.sha256((folder / "minisearch.js").read_bytes()).hexdigest()
    assert script == "03c27931eb603af1d3358579e9885eafdb6a2f5fa9929557b3e77d7e99d06d03"
