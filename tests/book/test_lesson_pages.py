"""A lesson's page: its furniture, its closed parts, its boxes, and how it is read and printed."""

import re
import statistics
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tutorial_utils.course.content import compiled

from .conftest import LESSONS
from .markup import read, squeezed


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request):
    return compiled.find_lesson(request.param)


@pytest.fixture(scope="module")
def name(lesson):
    return f"lessons/{lesson.slug}.html"


@pytest.fixture
def page(opened, name):
    """The page on a desk."""
    return opened(name)


def test_furniture(book, lesson, name):
    page, about = read(book / name), lesson.about
    assert page.all("p", "lesson-kicker")
    said = squeezed(page.text)
    for words in (about["question"], about["title"], *about["objectives"]):
        assert squeezed(words) in said
    assert f"{about['minutes']} minutes" in page.text
    for version in about["versions"].values():
        assert version in page.text
    links = [a.get("href", "") for a in page.all("a")]
    for error in about["errors"]:
        assert f"../errors.html#{error['id']}" in links
        assert f"error-{error['id']}" in page.ids
    for suffix in (".ipynb", ".py"):
        assert f"../downloads/{lesson.slug}{suffix}" in links


def test_previous_and_next(book, name):
    page = read(book / name)
    assert page.all("a", "prev-page") and page.all("a", "next-page")


@pytest.mark.parametrize("screen", ["light", "phone"])
def test_question_and_short_answer_are_on_the_first_screen(opened, name, screen):
    tab = opened(name, screen)
    height = tab.viewport_size["height"]
    for part in ("article h1", "article .cell >> nth=0", "article .cell_output >> nth=0"):
        box = tab.locator(part).first.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= height, part


HELP = """all => all.map(one => ({
  exercise: one.dataset.exercise, kind: one.className, open: one.open, text: one.textContent,
}))"""


def test_each_exercise_has_hints_then_answer_then_why_all_closed(page, lesson):
    parts = page.locator("details[data-exercise]").evaluate_all(HELP)
    assert not any(part["open"] for part in parts)
    for exercise in lesson.exercises:
        own = [part for part in parts if part["exercise"] == exercise["id"]]
        kinds = [part["kind"] for part in own]
        assert kinds == ["hint"] * len(exercise["hints"]) + ["answer", "why"]
        shown = [part["text"] for part in own]
        for said, wanted in zip(shown, [*exercise["hints"], exercise["answer"]], strict=False):
            bare = re.sub(r"```\w*", "", wanted)
            assert squeezed(bare) in squeezed(said)
        assert f"PASS  {exercise['id']}" in shown[-2]
        assert squeezed(exercise["why"]) in squeezed(shown[-1])


def test_an_answer_stands_nowhere_else(page, lesson):
    open_code = page.locator(".cell_input:not(details.answer .cell_input)").all_text_contents()
    assert len(open_code) > len(lesson.exercises)
    for exercise in lesson.exercises:
        assert not [code for code in open_code if exercise["answer"].strip() in code]


def test_predicted_results_are_closed(page, lesson, monkeypatch, request):
    monkeypatch.syspath_prepend(request.config.rootpath / "book" / "_ext")
    from tutorial_book.step_by_step import asks

    asked = [id_ for id_, run in lesson.about.get("recordings", {}).items() if asks(run)]
    cells = [
        c
        for c in lesson.notebook["cells"]
        if "hide-output" in c["metadata"].get("tags", ()) or (c["id"] in asked and c.get("outputs"))
    ]
    closed = page.locator("details.result .cell_output")
    assert closed.count() == len(cells)
    for output in closed.all():
        assert not output.is_visible()


def test_callouts_become_boxes(page, lesson):
    prose = "\n\n".join(
        compiled.source_of(c) for c in lesson.notebook["cells"] if not compiled.is_code(c)
    )
    for kind in ("Note", "Tip", "Warning", "Exercise", "Predict", "Key"):
        written = len(re.findall(rf"^> \*\*{kind}\b", prose, re.M))
        titles = page.locator(f".callout-{kind.lower()} > .callout-title").all_text_contents()
        assert len(titles) == written
        assert all(title.startswith(kind) for title in titles)


SHAPE = """box => {
  const frame = getComputedStyle(box);
  const sign = getComputedStyle(box.querySelector(".callout-title"), "::before");
  return [frame.borderTopStyle, frame.borderTopLeftRadius, frame.borderLeftWidth,
          sign.content, sign.clipPath, sign.borderTopLeftRadius].join(" ");
}"""


def test_boxes_are_told_apart_by_shape(look):
    shapes: dict[str, str] = {}
    for slug in LESSONS:
        if len(shapes) == 4:
            break
        tab = look(f"lessons/{slug}.html")
        for kind in ("predict", "exercise", "warning", "key"):
            for box in tab.locator(f".callout-{kind}").all()[:1]:
                shapes[kind] = box.evaluate(SHAPE)
    assert len(shapes) == 4
    assert len(set(shapes.values())) == 4


def test_raised_errors_show_their_name_and_message(page, lesson):
    for cell in lesson.notebook["cells"]:
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error" and "error" in cell["metadata"]:
                at = f"#error-{cell['metadata']['error']} .traceback"
                shown = page.locator(at).text_content()
                assert shown.strip() == f"{output['ename']}: {output['evalue']}".strip()


def test_pictures_carry_the_words_of_their_outputs(book, lesson, name):
    written = [
        output["metadata"]["image/png"]["alt"]
        for cell in lesson.notebook["cells"]
        for output in cell.get("outputs", ())
        if "image/png" in output.get("data", {})
    ]
    assert [picture["alt"] for picture in read(book / name).all("img")] == written


def test_weight(opened, page):
    """The page with everything but its pictures, as read from the disk."""
    files = {Path(unquote(urlsplit(url).path)) for url in opened.asked if url.startswith("file:")}
    sizes = {f.name: f.stat().st_size for f in files if f.suffix in {".html", ".css", ".js"}}
    assert {".html", ".css", ".js"} == {f.suffix for f in files} - {".png", ".svg"}
    assert sum(sizes.values()) <= 260_000, sizes


def test_contents_of_the_page_are_visible(page):
    contents = page.locator(".toc-drawer")
    box = contents.bounding_box()
    assert contents.locator("a").last.is_visible()
    assert box["width"] > 100 and box["x"] + box["width"] <= 1280


LINES = """() => [...document.querySelectorAll("article section > p")].flatMap(p => {
  const lines = new Map(), range = document.createRange();
  const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    for (let i = 0; i < node.length; i++) {
      range.setStart(node, i); range.setEnd(node, i + 1);
      const box = range.getBoundingClientRect();
      const line = Math.round(box.bottom / 12);
      lines.set(line, (lines.get(line) || 0) + 1);
    }
  }
  return [...lines.values()].slice(0, -1);
})"""


def test_measure(page):
    lines = page.evaluate(LINES)
    assert len(lines) > 5
    assert 60 <= statistics.median(lines) <= 75


def test_the_keyboard_reaches_every_lid(page, lesson):
    reached = page.locator("article summary").evaluate_all(
        "all => all.map(s => s.tabIndex === 0 && !s.closest('[inert]') && s.matches('details > *'))"
    )
    assert len(reached) >= sum(len(exercise["hints"]) + 2 for exercise in lesson.exercises)
    assert all(reached)


def test_paper(page):
    page.emulate_media(media="print")
    try:
        for gone in (".sidebar-drawer", ".toc-drawer", ".help > details.hint"):
            assert not page.locator(gone).first.is_visible(), gone
        heights = page.locator("details .cell_input").evaluate_all(
            "all => all.map(code => code.getBoundingClientRect().height)"
        )
        assert heights and min(heights) > 10
    finally:
        page.emulate_media(media="screen")
