"""A recorded run in the book: stepped through by keyboard, read without a script, on each screen."""

import pytest

from tutorial_utils.course.content.compiled import compiled_answers, compiled_lessons
from tutorial_utils.tensors.tracing.steps import PYTHON, Begins, Gave, Step, Steps

from .accessible import ALL_RULES, violations
from .conftest import SCREENS
from .markup import read

RECORDED = {
    f"lessons/{page.place}.html": page.about["recordings"]
    for page in (*compiled_lessons(), *compiled_answers())
    if "recordings" in page.about
}
# One that asks before its first step and traces twice.
PAGE = "lessons/03_tf_function_printing.html"
STEPS = Steps.from_data(next(iter(RECORDED[PAGE].values()))).steps


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


def answer(stepper) -> None:
    """Choose something, where the reader is asked."""
    choices = stepper.locator(".step-choices button")
    if choices.count():
        choices.first.click()


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
        assert who == f"{step.who} · step {number} of {len(STEPS)}"
        assert says == " ".join(step.says.replace("`", "").split())
        here = stepper.locator(".step-code code.here")
        assert here.count() == len(step.lines or [step.line])
        answer(stepper)
        tab.keyboard.press("ArrowRight")
    assert shown(stepper)[0].startswith(STEPS[-1].who), "the last step is the last"
    tab.keyboard.press("ArrowLeft")
    assert f"step {len(STEPS) - 1} of" in shown(stepper)[0]
    tab.keyboard.press("Home")
    assert "step 1 of" in shown(stepper)[0]
    tab.keyboard.press("End")
    printed = stepper.locator(".step-out pre").all_inner_texts()
    told = [f"{by} {text.rstrip()}" for step in STEPS for by, text in step.printed]
    assert [" ".join(line.split()) for line in printed] == [" ".join(t.split()) for t in told]


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
    assert live.inner_text() == "Choose an answer first. Then go on."
    answer(stepper)
    stepper.get_by_role("button", name="Forward").click()
    assert live.inner_text().startswith(f"Step 2, {STEPS[1].who}: ")


def test_the_reader_chooses_before_the_answer_is_shown(stepper):
    forward = stepper.get_by_role("button", name="Forward")
    choices, out = stepper.locator(".step-choices button"), stepper.locator(".step-out pre")
    asked = 0
    for _ in STEPS:
        if choices.count():
            now, printed = shown(stepper), out.count()
            forward.click()
            assert (shown(stepper), out.count()) == (now, printed), "one chooses first"
            choices.last.click()
            assert choices.last.get_attribute("aria-pressed") == "true"
            assert out.count() == printed
            asked += 1
        forward.click()
        if asked == 1 and "You predicted: " in stepper.locator(".step-ask").inner_text():
            asked += 10
    assert 11 < asked <= 13, "some are asked, and the first answer is compared with what was so"


def test_names_are_those_of_one_call_and_the_lines_have_numbers(stepper):
    kept: dict = {}
    for step in STEPS:
        names = stepper.locator(".step-names code").all_inner_texts()
        kept[step.call] = dict.fromkeys([*kept.get(step.call, {}), *step.names])
        assert names == list(kept[step.call] if step.call is not None else [])
        answer(stepper)
        stepper.get_by_role("button", name="Forward").click()
    lines = stepper.locator(".step-code code")
    assert [line.get_attribute("data-line") for line in lines.all()] == [
        str(number) for number in range(1, lines.count() + 1)
    ]


@pytest.mark.parametrize("name", RECORDED)
def test_no_output_of_a_run_stands_open_above_it(book, name):
    page = (book / name).read_text("utf-8")
    above, *rest = page.split('<div class="stepper">')
    for stepper in rest:
        code, output = above.rfind("cell_input"), above.rfind("cell_output")
        closed = "<details" in above[code:output]
        if '"questions":[]' in stepper.partition("</script>")[0]:
            assert not closed or "answers/" not in name, "nobody is asked, so the output stays open"
        else:
            assert output < code or closed
        above = stepper


@pytest.fixture(scope="module")
def in_the_middle(opened):
    """The page as it is after eight steps, on each screen."""
    first = opened(PAGE).locator(".stepper").first
    for _ in range(8):
        answer(first)
        first.get_by_role("button", name="Forward").click()
    assert "step 1 of" not in shown(first)[0]
    return opened


@pytest.mark.parametrize("screen", SCREENS)
def test_it_is_accessible_in_the_middle_of_a_run(in_the_middle, screen):
    tab = in_the_middle(PAGE, screen)
    first = tab.locator(".stepper").first
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


CALL = {"begins": Begins.FUNCTION}


def run(*steps):
    """Steps of one cell: each has a line, what it is beside that, and what it prints, by whom."""
    return [
        Step(PYTHON, "", 0, line, call=0, printed=[(by, "x\n") for by in printed], **more)
        for line, more, *printed in steps
    ]


@pytest.fixture
def asked(monkeypatch, request):
    monkeypatch.syspath_prepend(request.config.rootpath / "book" / "_ext")
    from tutorial_book.step_questions import questions

    return lambda *steps: [
        (q.at, q.end, q.choices[q.right], len(set(q.choices))) for q in questions(run(*steps))
    ]


def test_what_a_call_prints_is_asked_before_it(asked):
    assert asked((1, {}), (2, CALL, "print"), (2, {}, "tf.print", "tf.print"), (3, CALL)) == [
        (0, 2, "print: 1 line, tf.print: 2 lines", 4),
        (2, 3, "no, its graph runs alone", 2),
    ]


def test_where_nothing_is_printed_the_trace_is_asked_for(asked):
    assert asked((1, {}), (2, CALL), (2, {"begins": Begins.TRACE}), (3, {})) == [
        (0, 2, "yes, while TensorFlow traces it", 2)
    ]


@pytest.mark.parametrize("called", [Begins.LAYER, Begins.SESSION])
def test_what_a_layer_or_a_session_gives_back_is_asked(asked, called):
    words = {
        Gave.NUMBERS: "numbers",
        Gave.SYMBOLIC: "a symbolic tensor: a shape, and no numbers",
        Gave.NOTHING: "nothing",
    }
    for gave, right in words.items():
        assert asked((1, {}), (2, {"begins": called, "gave": gave}), (2, {})) == [(0, 2, right, 3)]


def test_what_raised_gives_nothing_to_ask_for(asked):
    assert asked((1, {}), (2, {"begins": Begins.LAYER}), (2, {}), (3, CALL)) == [
        (2, 3, "no, its graph runs alone", 2)
    ]


def test_three_questions_are_enough_and_new_answers_come_first(asked):
    calls = [(2, CALL, "print")] * 1 + [(3, CALL), (4, CALL), (5, CALL, "tf.print")]
    assert [row[2] for row in asked((1, {}), *calls)] == [
        "print: 1 line",
        "no, its graph runs alone",
        "tf.print: 1 line",
    ]
    assert asked((1, {})) == []
