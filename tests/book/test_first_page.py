"""The first page: what do you hold, where are you, what to do; and the path."""

from tutorial_utils.course.content import compiled

from .conftest import LESSONS
from .markup import squeezed


def test_every_cell_of_the_table_links_to_a_lesson(look):
    cells = look("index.html").locator("table tbody td").all()
    assert len(cells) >= 3 * 8
    for cell in cells:
        links = cell.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        assert links, cell.text_content()
        assert all(link.startswith("lessons/") and "#" in link for link in links)


def test_the_path_has_every_lesson_with_its_minutes(look):
    rows = look("index.html").locator("#the-path-through-the-lessons ol > li")
    said = rows.all_text_contents()
    assert len(said) == len(LESSONS)
    for slug, row in zip(LESSONS, said, strict=True):
        about = compiled.find_lesson(slug).about
        assert squeezed(about["title"]) in squeezed(row) and f"{about['minutes']} minutes" in row


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
