"""The questions, to be looked through without a script: below headings, or below lids."""

import pytest

from tutorial_utils.course.content.compiled import compiled_answers, compiled_lessons
from tutorial_utils.course.content.model import TOPICS

from .markup import squeezed

GROUPED = """section => {
  const under = list => {
    for (let before = list; (before = before.previousElementSibling); ) {
      if (/^H[23]$/.test(before.tagName)) return before.textContent.replace(/#$|¶$/, "");
    }
  };
  return [...section.querySelectorAll("ul")].map(list => [under(list), list.children.length]);
}"""

PAGES = [*compiled_answers(), *compiled_lessons()]
ASKED = sum(1 + len(page.about["asked"]) for page in PAGES)
GROUPS = len({answer.topic for answer in compiled_answers()}) + len(compiled_lessons())


def test_no_list_is_longer_than_a_screen(look):
    groups = look("questions.html").locator("article").evaluate(GROUPED)
    assert len(groups) > len(compiled_lessons())
    assert {name: length for name, length in groups if length > 11} == {}


def test_a_lessons_questions_stand_below_the_heading_that_answers_them(look):
    groups = look("questions.html").locator("article").evaluate(GROUPED)
    headings = {squeezed(name) for name, _ in groups if name}
    for lesson in compiled_lessons():
        sections = set(lesson.about["asked"].values()) - {lesson.about["question"]}
        assert {squeezed(section) for section in sections} <= headings


def test_an_answer_page_is_asked_in_its_topic(look):
    topics = look("questions.html").locator("article h2").all_text_contents()
    named = [title for title in TOPICS.values() if any(t.startswith(title) for t in topics)]
    assert len(named) == len({answer.topic for answer in compiled_answers()})


@pytest.fixture
def without_script(chromium, book):
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((book / "search.html").as_uri())
    yield tab
    context.close()


def test_the_search_without_script_has_a_lid_for_each_topic_and_lesson(without_script):
    lids = without_script.locator(".without-script summary")
    assert lids.count() == GROUPS
    assert without_script.locator(".without-script li a").count() == ASKED
    first = without_script.locator(".without-script li a").first
    assert not first.is_visible()
    lids.first.click()
    assert first.is_visible()


@pytest.mark.parametrize(
    "page", [compiled_answers()[0], compiled_answers()[-1], compiled_lessons()[0], None]
)
def test_the_sidebar_has_the_questions_of_the_pages_topic_and_no_other(look, page):
    topic = getattr(page, "topic", None)
    address = "index.html" if page is None else f"lessons/{page.place}.html"
    links = look(address).locator(".sidebar-tree .toctree-l2 a").all_text_contents()
    asked = [squeezed(a.about["question"]) for a in compiled_answers() if a.topic == topic]
    assert [squeezed(link) for link in links] == asked
