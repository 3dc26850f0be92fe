"""The first page: who has numbers, where are you, what to do; and the path."""

import pytest

from tutorial_utils.course.content import compiled
from tutorial_utils.pictures.at_a_glance import MOMENTS, moments_in_words

from .conftest import LESSONS
from .markup import squeezed

LINES = """all => all.map(line => ({
  place: line.closest("section").id,
  says: line.textContent.trim(),
  links: [...line.querySelectorAll("a")].map(a => [a.textContent, a.getAttribute("href")]),
}))"""

# How many pieces of code a line's end goes through: a piece is what stands between two blanks.
BROKEN = """all => all.flatMap(code => {
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT), broken = [];
  for (let node; (node = walker.nextNode()); ) {
    for (const { 0: piece, index } of node.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(node, index); range.setEnd(node, index + piece.length);
      if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) {
        broken.push(piece);
      }
    }
  }
  return broken;
})"""


@pytest.fixture
def lines(look):
    return look("index.html").locator("#where-are-you li").evaluate_all(LINES)


def test_six_places_each_with_three_to_five_lines(lines):
    places = [line["place"] for line in lines]
    assert len(set(places)) == 6
    assert {places.count(place) for place in places} <= {3, 4, 5}


def test_every_line_has_one_link_and_none_says_what_another_says(lines):
    assert [line["says"] for line in lines if len(line["links"]) != 1] == []
    links = [link for line in lines for link in line["links"]]
    assert all(address.startswith("lessons/") for _, address in links)
    assert len({words for words, _ in links}) == len(lines)
    assert len({line["says"].partition(":")[0] for line in lines}) == len(lines)


@pytest.mark.parametrize("screen", ["light", "phone"])
def test_no_word_of_code_is_broken(look, screen):
    codes = look("index.html", screen).locator("#where-are-you code")
    assert codes.count() > 20
    assert codes.evaluate_all(BROKEN) == []


@pytest.mark.parametrize(("screen", "css_class"), [("light", "wide"), ("phone", "narrow")])
def test_one_picture_is_seen_whole_on_the_first_screen(look, screen, css_class):
    tab = look("index.html", screen)
    seen = [svg for svg in tab.locator(".at-a-glance svg").all() if svg.is_visible()]
    assert [svg.get_attribute("class") for svg in seen] == [css_class]
    assert seen[0].get_attribute("aria-label") == moments_in_words()
    box = seen[0].bounding_box()
    assert box["y"] + box["height"] <= tab.viewport_size["height"]
    sizes = (
        seen[0]
        .locator("text")
        .evaluate_all("all => all.map(text => text.getBoundingClientRect().height)")
    )
    assert len(sizes) == 4 * len(MOMENTS) and min(sizes) >= 13


INSIDE = """all => all.every(text => {
  const word = text.getBBox(), tile = text.ownerSVGElement.getBBox();
  const width = 166, gap = 16, left = Math.floor((word.x + word.width / 2) / (width + gap));
  const start = left * (width + gap);
  return word.x >= start + 4 && word.x + word.width <= start + width - 4 && tile.width > 0;
})"""


def test_the_words_of_the_picture_stay_in_their_tiles(look):
    texts = look("index.html").locator(".at-a-glance .wide text")
    assert texts.count() == 4 * len(MOMENTS)
    assert texts.evaluate_all(INSIDE)


def test_the_path_has_every_lesson_with_its_minutes_and_a_picture(look):
    rows = look("index.html").locator(".path ol > li")
    said = rows.all_text_contents()
    assert len(said) == len(LESSONS)
    for slug, row in zip(LESSONS, said, strict=True):
        about = compiled.find_lesson(slug).about
        assert squeezed(about["title"]) in squeezed(row) and compiled.in_words(about) in row
    rows.last.scroll_into_view_if_needed()
    pictures = rows.locator("img")
    pictures.last.evaluate("image => image.decode()")
    assert pictures.evaluate_all("all => all.map(i => i.getAttribute('src'))") == [
        f"pictures/{slug}.png" for slug in LESSONS
    ]
    assert pictures.last.evaluate("image => image.naturalWidth") > 100


def test_every_question_leads_to_its_place(look):
    tab = look("questions.html")
    links = tab.locator("article li a").evaluate_all(
        "all => all.map(a => [a.textContent, a.getAttribute('href')])"
    )
    leads = {squeezed(words): address for words, address in links}
    for slug in LESSONS:
        about = compiled.find_lesson(slug).about
        assert leads[squeezed(about["question"])] == f"lessons/{slug}.html"
        for question in about["asked"]:
            assert leads[squeezed(question)].startswith(f"lessons/{slug}.html#")
