"""What a learner reads of a wrong answer: labels in one column, and nothing that is empty."""

from tutorial_utils.checks.verdict import COLUMNS, NotYet, wrapped


def verdict(**parts) -> NotYet:
    parts = {"ran": "f(2)", "got": "3", "expected": "4", "next": "add one"} | parts
    return NotYet("one-less", **parts)


def test_labels_stand_in_one_column_and_more_lines_below_the_first():
    said = verdict(ran="your lines:\nx = 1", usually="off by one")
    said.exercise = "double-it"
    assert str(said).splitlines() == [
        "NOT YET  double-it",
        "we ran     your lines:",
        "           x = 1",
        "we got     3",
        "expected   4",
        "usually    off by one",
        "next       add one",
    ]


def test_a_cause_that_nobody_knows_has_no_line():
    said = verdict()
    assert "usually" not in str(said) and said.parts["usually"] == ""


def test_a_note_on_the_notebook_stands_last():
    said = verdict()
    said.note = "`np.mean` was replaced"
    assert str(said).splitlines()[-1] == "note       `np.mean` was replaced"


def test_a_notebook_shows_it_in_lines_that_fit_and_no_traceback():
    shown = verdict(got=" ".join(["number"] * 40))._render_traceback_()
    assert max(map(len, shown)) <= COLUMNS
    assert all(line.startswith(" " * 11) for line in shown[3:5])
    assert not any("Traceback" in line for line in shown)


def test_code_is_not_wrapped():
    code = "a = " + " + ".join(["a_long_name"] * 10)
    fenced, indented = f"```python\n{code}\n```", f"    {code}"
    assert wrapped(fenced) == fenced and wrapped(indented) == indented
    assert len(wrapped(code).splitlines()) == 2
