"""A recorded run in the book: stepped through by keyboard, read without a script, on each screen."""

import pytest

from tutorial_utils.course.content.compiled import compiled_answers, compiled_lessons
from tutorial_utils.tensors.tracing.steps import GRAPH, PYTHON, Step

from .accessible import ALL_RULES, violations
from .conftest import SCREENS
from .markup import read

RECORDED = {
    f"lessons/{page.place}.html": page.about["recordings"]
    for page in (*compiled_lessons(), *compiled_answers())
    if "recordings" in page.about
}
PAGE, OF_THE_PAGE = max(RECORDED.items(), key=lambda item: len(item[1]))
STEPS = next(iter(OF_THE_PAGE.values()))["steps"]


@pytest.fixture
def stepper(look):
    return look(PAGE).locator(".stepper").first


def test_lessons_have_runs_to_step_through():
    assert len(RECORDED) >= 3


@pytest.mark.parametrize("name", RECORDED)
def test_a_table_holds_every_step(book, name):
    page = read(book / name)
    rows = sum(len(recording["steps"]) for recording in RECORDED[name].values())
    assert len([1 for tag, attrs in page.elements if tag == "tr" and "data-at" in attrs]) == rows
    assert len(page.all("div", "stepper")) == len(RECORDED[name])


def test_pages_without_a_run_load_no_script_for_it(book):
    for name in ("index.html", "errors.html"):
        assert "stepper.js" not in (book / name).read_text("utf-8")
    assert "stepper.js" in (book / PAGE).read_text("utf-8")


def shown(stepper) -> tuple[str, str]:
    return (
        stepper.locator(".step-now").inner_text(),
        " ".join(stepper.locator(".step-says").inner_text().split()),
    )


def test_the_keyboard_steps_through_the_run(stepper):
    tab = stepper.page
    stepper.get_by_role("button", name="Forward").focus()
    for number, step in enumerate(STEPS, 1):
        who, says = shown(stepper)
        assert who == f"{step['who']} · step {number} of {len(STEPS)}"
        assert says == " ".join(step["says"].replace("`", "").split())
        here = stepper.locator(".step-code code.here")
        assert here.count() == len(step["lines"] or [step["line"]])
        tab.keyboard.press("ArrowRight")
    assert shown(stepper)[0].startswith(STEPS[-1]["who"]), "the last step is the last"
    tab.keyboard.press("ArrowLeft")
    assert f"step {len(STEPS) - 1} of" in shown(stepper)[0]
    tab.keyboard.press("Home")
    assert "step 1 of" in shown(stepper)[0]
    tab.keyboard.press("End")
    printed = stepper.locator(".step-out pre").all_inner_texts()
    told = [f"{by} {text.rstrip()}" for step in STEPS for by, text in step["printed"]]
    assert printed == told


def test_the_slider_and_the_buttons_step_too(stepper):
    slider = stepper.get_by_role("slider")
    slider.focus()
    stepper.page.keyboard.press("ArrowRight")
    assert "step 2 of" in shown(stepper)[0]
    assert slider.get_attribute("aria-valuetext").startswith("step 2 of")
    stepper.get_by_role("button", name="Last").click()
    assert f"step {len(STEPS)} of" in shown(stepper)[0]
    stepper.get_by_role("button", name="Back").click()
    assert slider.input_value() == str(len(STEPS) - 1)


def test_a_step_is_announced_and_the_first_is_not(stepper):
    live = stepper.locator("[aria-live=polite]")
    assert live.inner_text() == ""
    stepper.get_by_role("button", name="Forward").click()
    assert live.inner_text().startswith(f"Step 2, {STEPS[1]['who']}: ")


def test_the_reader_is_asked_before_the_answer_is_shown(stepper):
    ask, out = stepper.locator(".step-ask"), stepper.locator(".step-out pre")
    asked = []
    for _ in STEPS:
        if ask.is_visible():
            asked.append(out.count())
        stepper.get_by_role("button", name="Forward").click()
    assert 1 <= len(asked) <= 2
    assert all(before < sum(len(s["printed"]) for s in STEPS) for before in asked)


@pytest.mark.parametrize("screen", SCREENS)
def test_it_is_accessible_in_the_middle_of_a_run(look, screen):
    tab = look(PAGE, screen)
    first = tab.locator(".stepper").first
    for _ in range(8):
        first.get_by_role("button", name="Forward").click()
    assert violations(tab, ALL_RULES, inside=".stepper") == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= tab.viewport_size["width"]
    for button in first.get_by_role("button").all():
        assert button.bounding_box()["height"] >= 24


def test_without_a_script_the_table_is_there(book, chromium):
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((book / PAGE).as_uri())
    first = tab.locator(".stepper").first
    assert first.locator(".step-view").count() == 0
    first.locator("summary").click()
    rows = first.locator("tbody tr")
    assert rows.count() == len(STEPS) and rows.last.is_visible()
    context.close()


def test_on_paper_it_is_left_out(stepper):
    stepper.page.emulate_media(media="print")
    try:
        assert not stepper.locator(".step-view").is_visible()
    finally:
        stepper.page.emulate_media(media="screen")


def at(*who, calls=()):
    return [
        Step(name, "Python calls the tf.function `f`" if i in calls else "", printed=[("p", "x")])
        for i, name in enumerate(who)
    ]


def test_what_is_asked_stands_before_a_second_call_or_a_print_of_a_graph(monkeypatch, request):
    root = request.config.rootpath
    monkeypatch.syspath_prepend(root / "book" / "_ext")
    from tutorial_book.step_by_step import questions

    assert questions(at(PYTHON, GRAPH, PYTHON, GRAPH, PYTHON, GRAPH, calls=(0, 2, 4))) == [1, 3]
    assert questions(at(PYTHON, PYTHON, GRAPH, GRAPH, calls=(0,))) == [1]
    assert questions(at(PYTHON, PYTHON)) == []
    session = Step(PYTHON, "Python has a session run its graph. The fetch is `total`.")
    assert questions([*at(PYTHON, PYTHON), session, Step(GRAPH, "")]) == [1]
    assert questions([session, Step(GRAPH, "")]) == [], "nothing stands before it"
