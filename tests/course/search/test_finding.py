"""Hits: known messages with their cure first, ten at most; and what the program prints of them."""

import json
import subprocess
import sys

import pytest

from tutorial_utils.course.commands import browser, lookup
from tutorial_utils.course.search import finding
from tutorial_utils.course.search.index import as_script, index_of
from tutorial_utils.course.search.sections import Section, messages_of
from tutorial_utils.tensors.errors import known_errors

from ..program import environment, tutorial_in_process

MANY = [Section(f"{n}.html", "P", f"Layer {n}", text="a layer") for n in range(20)]
ERROR = next(error for error in known_errors() if error.id == "no-such-layer")
KNOWN = Section(f"errors.html#{ERROR.id}", "Errors", ERROR.line, text="x", is_entry=True)


@pytest.fixture(scope="module")
def search():
    return finding.Search(index_of([*MANY, KNOWN], messages_of()))


def test_a_known_message_is_first_once_and_with_its_cure(search):
    hits = search.hits("ValueError: No such layer: lay")
    assert (hits[0].address, hits[0].cure) == (KNOWN.address, ERROR.cure)
    assert [hit.address for hit in hits].count(KNOWN.address) == 1
    assert len(hits) == finding.AT_MOST and hits[0].sure and not hits[1].cure


def test_what_only_resembles_it_says_so(search):
    near = search.hits("KeyError: No such layer: lay")
    assert near[0].cure == ERROR.cure and not near[0].sure


def test_what_finds_nothing_is_given_what_is_spelt_like_it(search):
    assert search.hits("lyr7") == []
    nearest = search.nearest("layr 7")
    assert nearest[0].heading == "Layer 7" and len(nearest) == finding.NEAREST


def test_a_book_and_its_lessons_find_the_same(tmp_path):
    lessons = finding.of_lessons()
    path = tmp_path / finding.SCRIPT
    path.parent.mkdir(parents=True)
    path.write_text(as_script(lessons._index), encoding="utf-8")
    question = "how do I print a layer's output"
    assert finding.of_book(tmp_path / "index.html").hits(question) == lessons.hits(question)


@pytest.mark.parametrize("script", [None, "window.bookIndex = {}", "cut off in the mid"])
def test_a_book_of_another_version_is_passed_over(tmp_path, monkeypatch, script):
    if script is not None:
        path = tmp_path / finding.SCRIPT
        path.parent.mkdir(parents=True)
        path.write_text(script, encoding="utf-8")
    monkeypatch.setattr(browser, "first_page", lambda: tmp_path / "index.html")
    assert lookup._search().hits("tf.print")


def test_the_program_shows_three_places_with_their_addresses(tmp_path):
    said = tutorial_in_process("find", "how do I print a layer's output", cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    addresses = [line for line in said.stdout.splitlines() if line.startswith("at ")]
    assert len(addresses) == 3 and all(".html" in line for line in addresses)


def test_words_that_stand_nowhere_end_with_1(tmp_path):
    said = tutorial_in_process("find", "zzyzx", cwd=tmp_path)
    assert said.returncode == 1 and said.stdout.startswith("Nothing in the book has these words")


def test_an_unknown_message_is_looked_for_in_the_book(tmp_path):
    said = tutorial_in_process("error", "RuntimeError: TerminateOnNaN callback", cwd=tmp_path)
    assert said.returncode == 1 and "No page explains" in said.stdout
    assert "How do I stop training when a layer breaks?" in said.stdout


def test_it_draws_no_terminal(tmp_path):
    """What draws tables takes longer to import than the search takes."""
    code = (
        "import json, sys; from tutorial_utils.course.commands.program import main\n"
        "sys.argv = ['tutorial', 'find', 'layer']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(json.dumps(sorted({'tensorflow', 'jupytext', 'rich.console'} & set(sys.modules))))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(run.stdout.splitlines()[-1]) == []
