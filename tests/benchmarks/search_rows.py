"""The search: what it misses, what it loads with sixty pages, and how long a searcher waits."""

import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from tests.book.conftest import run_build
from tests.book.open_questions import measure
from tests.browser import CHROMIUM, FLAGS
from tutorial_utils.course.content.compiled import compiled_answers, compiled_lessons
from tutorial_utils.course.search import finding
from tutorial_utils.course.search.index import as_script, index_of
from tutorial_utils.course.search.sections import messages_of, sections_of

from .row import Row

LESSONS, ANSWERS, MESSAGES = 14, 46, 150  # what the book grows into
TURNS = 9


def searching():
    with tempfile.TemporaryDirectory() as name:
        html = Path(name, "html")
        run_build(html)
        yield from _missed(finding.of_book(html / "index.html"))
        yield _terminal()
        script = _sixty_pages()
        yield Row("index of 60 pages", len(script.encode()) / 1e6, 1.0, " MB")
        (html / finding.SCRIPT).write_text(script, encoding="utf-8")
        yield from _waiting(html / "search.html")


def _missed(search):
    found = measure(search)
    of = f"of {found.answered} open questions; right first for {found.first}"
    for what, number, bar in (("section", found.section, 8), ("page", found.page, 3)):
        missed = 100 * (1 - number / found.answered)
        yield Row(f"right {what} not among the first three", missed, bar, " %", of)


def _terminal():
    command = [sys.executable, "-m", "tutorial_utils", "find", "how do I print a layer's output"]
    times = []
    for _ in range(TURNS):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    return Row("tutorial find", float(np.median(times)), 0.4, " s")


def _sixty_pages() -> str:
    """The index of the pages that are there, again and again, as many as the book is to have."""
    lessons, answers = compiled_lessons(), compiled_answers()
    sections, messages = [], []
    for pages, number in ((lessons, LESSONS), (answers, ANSWERS)):
        for turn in range(number):
            page = pages[turn % len(pages)]
            own = [s for s in sections_of([page]) if not s.is_entry]
            sections += [replace(s, address=f"{turn}-{s.address}") for s in own]
    known = [s for s in sections_of([*lessons, *answers]) if s.is_entry]
    told = messages_of()
    for turn in range(MESSAGES):
        address = f"errors.html#{turn}"
        sections.append(replace(known[turn % len(known)], address=address))
        messages.append(replace(told[turn % len(told)], address=address))
    return as_script(index_of(sections, messages))


def _waiting(page: Path):
    """From a letter to the first hits: with nothing loaded, and then again."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        yield Row("first hits in the browser", "playwright is not here")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        first, again = [], []
        for _ in range(TURNS):
            tab = browser.new_page()
            tab.goto(page.as_uri())
            first.append(tab.evaluate(WAIT, "print the output of a layer"))
            again.append(tab.evaluate(WAIT, "tf.print inside a loss"))
            tab.close()
        browser.close()
    yield Row("first hits, 60 pages, nothing loaded", float(np.median(first)), 150, " ms")
    yield Row("hits, 60 pages, all loaded", float(np.median(again)), 150, " ms")


WAIT = """question => new Promise(resolve => {
  const box = document.getElementById("find");
  const hits = document.querySelector(".hits-box");
  const start = performance.now();
  new MutationObserver((_, observer) => {
    observer.disconnect();
    resolve(performance.now() - start);
  }).observe(hits, { childList: true });
  box.value = question;
  box.dispatchEvent(new Event("input"));
})"""
