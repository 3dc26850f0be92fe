"""Answer pages: one file each, which keeps to the rules, and whose code stands alone."""

import pytest

from tutorial_utils.course.author import build, rules
from tutorial_utils.course.author.answers import SET_UP, read_answers, read_gallery, read_pages
from tutorial_utils.course.author.weave import weave
from tutorial_utils.course.content.compiled import compiled_answers, compiled_gallery
from tutorial_utils.course.exceptions import SourceError

from ...conftest import ROOT
from ...registry import answers, gallery
from .. import tiny


def test_an_answer_page_becomes_a_page_without_exercises(tmp_path):
    page = tiny.read_an_answer(tmp_path)
    assert (page.topic, page.slug, page.kind) == ("values", "sum_of_numbers", "answer")
    assert page.question == page.title == "How many are there?"
    assert set(page.asked.values()) == {page.question} and len(page.asked) == 3
    assert page.errors == ("sparse-numpy",) and page.exercises == ()
    assert page.root == tmp_path


def test_its_set_up_comes_below_the_heading_and_its_cells_are_named_after_it(tmp_path):
    tiny.write(tmp_path)
    tiny.write_answer(tmp_path)
    course, (page,) = read_pages(tmp_path)
    woven = weave(page, course)
    heading, set_up, code, *_ = woven.cells
    assert heading.source.startswith(f"# {page.question}\n")
    assert set_up.source == SET_UP and set_up.metadata == {"tags": ["remove-cell"]}
    assert code.source.startswith("import tensorflow")
    assert [cell.id for cell in woven.cells][:2] == ["sum_of_numbers-001", "sum_of_numbers-002"]
    assert "](../../01_sums.ipynb#how-much-is-it)" in woven.cells[-1].source
    assert woven.metadata["lesson"]["kind"] == "answer"


# What is changed, from what to what, and words of the sentence that must come.
UNREADABLE = {
    "an exercise": ("# %%\nimport", '# %% exercise="add-up" kind="blank"\nimport', "unknown cell key"),
    "a check": ("# %%\nimport", '# %% tags=["check"]\nimport', "an answer page has no exercises"),
    "no kind": ("#     kind: answer\n", "", "`kind` is answer"),
    "a title": ("#     kind: answer\n", "#     kind: answer\n#     title: Sums\n", "unknown key `title`"),
    "asked with headings": (
        "#     - 'In short: how much is it?'\n", "#     - Why?: Because\n", "`asked` is a list",
    ),
    "no question": ("#     question: How many are there?\n", "", "`question` is a sentence"),
}  # fmt: skip


@pytest.mark.parametrize("fault", UNREADABLE)
def test_refused_with_a_sentence(fault, tmp_path):
    old, new, words = UNREADABLE[fault]
    text = tiny.other_question(tiny.ANSWER)
    assert old in text
    with pytest.raises(SourceError, match=words):
        tiny.read_an_answer(tmp_path, text.replace(old, new))


@pytest.mark.parametrize("place", ["sums/sum.py", "values/Sum.py", "values/more/sum.py", "sum.py"])
def test_a_file_in_another_place_is_refused(place, tmp_path):
    tiny.write_answer(tmp_path, place=f"lessons/answers/{place}")
    with pytest.raises(SourceError, match="the topics are values, graphs"):
        read_answers(tmp_path)


def test_problems_of_lessons_and_answers_are_named_together(tmp_path):
    tiny.write(tmp_path, lesson=tiny.LESSON.replace('kind="blank"', 'kind="riddle"'))
    tiny.write_answer(tmp_path, tiny.ANSWER.replace("kind: answer", "kind: essay"))
    with pytest.raises(SourceError) as refused:
        read_pages(tmp_path)
    assert "riddle" in str(refused.value) and "`kind` is answer" in str(refused.value)


AGAINST_THE_RULES = {
    "code that needs more": ("import tensorflow as tf\n", "", "where it has `tf` from"),
    "code that raises": (
        "# %%\nimport", '# %% tags=["raises-exception"]\nimport', "it does not raise",
    ),
    "no way that fails": (
        '# %% error="sparse-numpy" tags=["raises-exception"]\ntf.sparse.from_dense([0.0, 1.0]).numpy()\n', "",
        "there are two code cells or more",
    ),
    "a long page": ("# One sentence", "# x\n#\n" * 30 + "# One sentence", "has 30 to 60 lines"),
    "a short page": ("# For which models it holds: Sequential, Functional, subclassed.\n", "", "has 30 to 60 lines"),
    "a long beginning": ("# One sentence that answers.", "# One.\n#\n# Two.", "and one paragraph"),
    "prose before the code": ("# One sentence that answers.\n", "# One.\n\n# %% [markdown]\n# Two.\n", "the second cell is the code"),
    "no link": ("[Sums](../../01_sums.py#how-much-is-it)", "Sums", "this one has 0"),
    "two links": ("teaches it:", "teaches [it](../../01_sums.py#how-much-is-it):", "this one has 2"),
    "a link to no section": ("01_sums.py#how-much-is-it", "01_sums.py", "names a section"),
    "a link to a section that is not there": ("#how-much-is-it", "#why", "01_sums has no section `why`"),
    "a link to nowhere": ("../../01_sums.py", "../../02_more.py", "leads to no lesson"),
    "another heading": ("# # How many are there?", "# # How many?", "the first cell is the heading"),
    "an unknown error": ("sparse-numpy", "no-such-error", "table/ has no error"),
    "a discouraging word": ("# One sentence", "# Simply", "helps nobody"),
    "a question of a lesson": ("How many are there?", "How much is it?", "01_sums answers `How much is it?` too"),
    "two ways to ask": ("#     - 'In short: how much is it?'\n", "", "`asked` has 2 questions"),
    "another form": ("#     kind: answer\n#     question: How many are there?\n", "#     question: How many are there?\n#     kind: answer\n", "jupytext would write"),
}  # fmt: skip


def problems(root) -> list[str]:
    lessons, pages = read_pages(root)
    return [p.text for p in rules.problems(lessons, root, pages)]


@pytest.mark.parametrize("fault", AGAINST_THE_RULES)
def test_each_rule_finds_its_fault(fault, tmp_path):
    old, new, words = AGAINST_THE_RULES[fault]
    text = tiny.other_question(tiny.ANSWER)
    assert old in text
    tiny.write(tmp_path)
    tiny.write_answer(tmp_path, text.replace(old, new))
    assert any(words in text for text in problems(tmp_path)), problems(tmp_path)


def test_a_solution_file_and_a_name_that_is_taken_are_refused(tmp_path):
    tiny.write(tmp_path)
    tiny.write_answer(tmp_path)
    tiny.write_answer(tmp_path, tiny.ANSWER, "lessons/answers/graphs/sum_of_numbers.py")
    stray = tmp_path / "solutions" / "answers" / "values" / "sum_of_numbers.py"
    stray.parent.mkdir(parents=True)
    stray.write_text("")
    found = problems(tmp_path)
    assert any("no file but its own" in text for text in found)
    assert any("`sum_of_numbers` is the name of answers/graphs/sum_of_numbers" in t for t in found)


def test_code_to_copy_that_shows_nothing_is_refused(tmp_path):
    page = tiny.read_an_answer(tmp_path)
    outputs = [{"output_type": "stream", "name": "stdout", "text": "[1. 2.]\n"}]
    error = {"output_type": "error", "ename": "AttributeError",
             "evalue": "'SparseTensor' object has no attribute 'numpy'"}  # fmt: skip
    given = iter([[], outputs, [error]])
    cells = [
        {"cell_type": c.type, "metadata": c.metadata, "execution_count": 1}
        | ({"outputs": next(given)} if c.type == "code" else {})
        for c in page.cells
    ]
    assert list(build.faults({"cells": cells}, page)) == []
    outputs.clear()
    (fault,) = build.faults({"cells": cells}, page)
    assert "shows nothing" in fault.text and fault.line == page.cells[2].line


def test_drift_and_what_has_lost_its_source_are_noticed(tmp_path):
    tiny.write(tmp_path)
    source = tiny.write_answer(tmp_path)
    lessons, (page,) = read_pages(tmp_path)
    for one in (*lessons, page):
        path = build.compiled_path(one)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(build.as_text(weave(one, lessons)), encoding="utf-8")
    assert list(build.stale(lessons, tmp_path, [page])) == []
    source.write_text(source.read_text().replace("One sentence", "Some words"), encoding="utf-8")
    lessons, changed = read_pages(tmp_path)
    (problem,) = build.stale(lessons, tmp_path, changed)
    assert problem.file == build.compiled_path(page) and "differs from its sources" in problem.text
    source.unlink()
    (problem,) = build.stale(lessons, tmp_path)
    assert "no source" in problem.text


# Of the answer pages that are there ---------------------------------------------------------------


def test_every_answer_page_is_compiled_and_nothing_else():
    assert [a.place for a in compiled_answers()] == [a.place for a in answers()]


@pytest.mark.parametrize("page", compiled_answers(), ids=lambda a: a.place)
def test_what_one_takes_along_needs_nothing_of_this_course(page):
    cells = page.unsolved_cells()
    assert not [c for c in cells if "quiet" in "".join(c["source"])]
    assert len(cells) == len(page.notebook["cells"]) - 1
    assert not any(cell.get("outputs") for cell in cells)


PICTURES_SOURCE = """\
# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lesson:
#     kind: pictures
# ---

# %% [markdown]
# # Pictures

# %%
print(1)
"""


def read_pictures(tmp_path, source):
    folder = tmp_path / "lessons" / "pictures"
    folder.mkdir(parents=True)
    (folder / "tiny.py").write_text(source, encoding="utf-8")
    return read_gallery(tmp_path)


def test_the_cells_of_pictures_are_those_of_the_file(tmp_path):
    (page,) = read_pictures(tmp_path, PICTURES_SOURCE)
    assert [cell.type for cell in page.cells] == ["markdown", "code"]
    assert (page.place, page.root) == ("pictures/tiny", tmp_path)


def test_there_may_be_no_pictures(tmp_path):
    assert read_gallery(tmp_path) == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (PICTURES_SOURCE.replace("kind: pictures", "kind: answer"), "`kind: pictures`"),
        (PICTURES_SOURCE.replace("# %%\n", '# %% exercise="one"\n'), "exercise"),
    ],
)
def test_what_is_no_picture_is_refused(tmp_path, source, said):
    with pytest.raises(SourceError) as refused:
        read_pictures(tmp_path, source)
    assert any(said in problem.text for problem in refused.value.problems)


def test_pictures_keep_to_the_rules_of_cells(tmp_path):
    (page,) = read_pictures(tmp_path, PICTURES_SOURCE.replace("# %%\n", '# %% tags=["blink"]\n'))
    (problem,) = rules.problems([], ROOT, gallery=[page])
    assert "unknown tag `blink`" in problem.text


def test_the_pictures_of_the_course_do_and_are_compiled():
    assert rules.problems([], ROOT, gallery=gallery()) == []
    assert [page.place for page in compiled_gallery()] == [page.place for page in gallery()] != []
