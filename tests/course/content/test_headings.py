"""An anchor that we compute is the one that the book gives to the heading."""

import pytest

from tutorial_utils.course.content.headings import anchor

from ...registry import answers, course

HEADINGS = [
    line.lstrip("#").strip()
    for page in (*course(), *answers())
    for cell in page.cells
    if cell.type == "markdown"
    for line in cell.source.splitlines()
    if line.startswith("#")
]


def test_myst_gives_the_same_anchors():
    slugs = pytest.importorskip("myst_parser.slugs", reason="MyST is not installed")
    marked = ["`", "*", "_"]
    plain = [heading for heading in HEADINGS if not any(sign in heading for sign in marked)]
    assert len(plain) > 20
    assert [anchor(heading) for heading in plain] == [slugs.github_slugify(h) for h in plain]


def test_marks_leave_no_trace_and_underscores_in_names_do():
    assert anchor("Why is `tf.print` *not* in_order?") == "why-is-tfprint-not-in_order"
