"""A lesson as a learner meets it: opened in JupyterLab, looked at, run, and looked at again.

A notebook takes half a minute here, so the tests look at one, that with the most errors; with
``EVERY_NOTEBOOK=1`` in the environment, at all.
"""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tutorial_utils.course.content.compiled import compiled_lessons
from tutorial_utils.course.desk.delivery import deliver
from tutorial_utils.course.ipython.predictions import SUMMARY

from ..kernels import forked
from .learner_files import code
from .program import COMMAND, environment

LESSONS = sorted(compiled_lessons(), key=lambda lesson: -len(lesson.about["errors"]))
if "EVERY_NOTEBOOK" not in os.environ:
    LESSONS = LESSONS[:1]
SCREEN = 900  # pixels
WIDTHS = (1280, 1000)
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # cells out of sight have a height too
}
IDLE = "text=Python 3 (ipykernel) | Idle"
HAS_RUN = """() => {
    const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];
    const told = prompts.map((prompt) => prompt.textContent);
    return /\\d/.test(told.at(-1)) && !told.some((text) => text.includes('*'));
}"""

# Of every cell: what is seen of it. A word is broken where its letters stand in two lines.
LOOK = """() => {
    const broken = (part) => {
        const found = [], texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        for (let node; (node = texts.nextNode()); )
            for (const word of node.data.matchAll(/\\w+/g)) {
                const range = document.createRange();
                range.setStart(node, word.index);
                range.setEnd(node, word.index + word[0].length);
                const tops = new Set([...range.getClientRects()].map((r) => Math.round(r.top)));
                if (tops.size > 1) found.push(word[0]);
            }
        return found;
    };
    return [...document.querySelectorAll('.jp-Notebook .jp-Cell')].map((cell) => {
        const outputs = [...cell.querySelectorAll('.jp-OutputArea-output')];
        return {
            height: cell.getBoundingClientRect().height,
            isOpen: cell.querySelector('.jp-InputArea .cm-content') !== null,
            outputs: outputs.map((output) => output.innerText.trim().replace(/\\s+/g, ' ')),
            isError: outputs.some((o) => o.dataset.mimeType === 'application/vnd.jupyter.stderr'),
            openDetails: cell.querySelectorAll('details[open]').length,
            details: cell.querySelectorAll('details').length,
            broken: outputs.flatMap(broken),
        };
    });
}"""

FRESH = [
    code('check("which-kind", kind_of)', tags=["raises-exception"]),
    code("from tutorial_utils import check, quiet\nquiet.start()"),
    code('check("print-a-plan", "b")', tags=["raises-exception"]),
    code('check("print-a-plan", "c")'),
    code("!which tutorial"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("in-jupyterlab") / "my-lessons"
    deliver(folder)
    notebook = {"cells": FRESH, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    notebook["metadata"]["kernelspec"] = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    (folder / "fresh.ipynb").write_text(json.dumps(notebook))
    return folder


@pytest.fixture(scope="module")
def address(home):
    """Of a file in JupyterLab, from one server for all of them."""
    jupyter = home.parent / "jupyter"
    for name, setting in SETTINGS.items():
        path = jupyter / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(setting))
    (jupyter / "config").mkdir()
    (jupyter / "config" / "jupyter_lab_config.json").write_text(
        json.dumps({"LabApp": {"expose_app_in_browser": True}})
    )
    own = {
        "JUPYTER_CONFIG_DIR": jupyter / "config",
        "JUPYTER_RUNTIME_DIR": jupyter / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": jupyter / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": jupyter / "workspaces",
    }
    with subprocess.Popen(
        [*COMMAND, "lab", "--no-browser"],
        cwd=home,
        env={**environment(), **forked.serve(), **{k: str(v) for k, v in own.items()}},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            said = next(line for line in server.stdout if "token=" in line)
            url = re.search(r"http\S+", said)[0]
            yield lambda name: re.sub(r"/tree/[^?]*\?", f"/tree/{name}?reset&", url)
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def tab(chromium):
    context = chromium.new_context(viewport={"width": WIDTHS[0], "height": SCREEN})
    yield context.new_page()
    context.close()


def run_all(tab, name: str, address) -> dict:
    """Open a notebook, run it, and look at its cells at each width.

    Returns:
        What each cell looks like, by width, and whether the notebook had changes when it was opened.
    """
    tab.set_viewport_size({"width": WIDTHS[0], "height": SCREEN})
    tab.goto(address(name))
    tab.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    tab.wait_for_selector(IDLE, timeout=60_000)
    was_changed = tab.query_selector(".jp-mod-dirty") is not None
    tab.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
    tab.wait_for_function(HAS_RUN, timeout=120_000)
    looks = {"was changed": was_changed}
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": SCREEN})
        tab.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")
        looks[width] = tab.evaluate(LOOK)
    return looks


@pytest.fixture(scope="module", params=LESSONS, ids=lambda le: le.slug)
def lesson(request, tab, address, home):
    """A lesson after *Run All*: its cells as delivered, and as they look at each width."""
    path = home / f"{request.param.slug}.ipynb"
    cells = json.loads(path.read_text())["cells"]
    looks = run_all(tab, path.name, address)
    tab.evaluate("jupyterapp.commands.execute('docmanager:save')")
    tab.evaluate("jupyterapp.commands.execute('toc:show-panel')")
    tab.wait_for_selector(".jp-tocItem-heading")
    yield request.param, cells, looks, tab.locator(".jp-tocItem-heading").all_inner_texts()
    tab.evaluate("jupyterapp.serviceManager.sessions.shutdownAll()")


def _is_meant(metadata: dict) -> bool:
    return "error" in metadata or "raises-exception" in metadata.get("tags", ())


def test_a_lesson_runs_to_its_end_and_looks_as_it_should(lesson, home):
    known, cells, looks, outline = lesson
    assert not looks["was changed"], "who only looks at a notebook has nothing to save"
    for width in WIDTHS:
        seen = looks[width]
        assert len(seen) == len(cells)
        for cell, look in zip(cells, seen, strict=True):
            _look_at(cell, look, width)
        start = next(
            i for i, c in enumerate(cells) if "## When it goes wrong" in "".join(c["source"])
        )
        height = sum(look["height"] for look in seen[start:])
        assert height <= 3 * SCREEN * WIDTHS[0] / width, f"{height} pixels of errors at {width}"
        meant = [i for i, cell in enumerate(cells) if _is_meant(cell["metadata"])]
        assert [i for i, look in enumerate(seen) if look["isError"]] == meant
    numbers = [m[1] for h in outline if (m := re.search(r"Exercise (\d+) of", h))]
    assert numbers == [str(i) for i, _ in enumerate(known.exercises, 1)]
    assert {d.path.name: d.what for d in deliver(home)}[f"{known.slug}.ipynb"] == "untouched"


def _look_at(cell: dict, look: dict, width: int) -> None:
    where = f"{cell['id']} at {width}"
    tags = cell["metadata"].get("tags", ())
    if cell["cell_type"] == "code":
        assert look["isOpen"] == ("hide-input" not in tags), where
    assert not look["openDetails"], where
    if "hide-output" in tags:
        assert look["outputs"] == [SUMMARY], where
    if "check" in tags or "error" in cell["metadata"]:
        assert look["outputs"] and not look["broken"], where


def test_after_a_restart_and_on_a_wrong_try_a_notebook_says_what_to_do(tab, address):
    looks = run_all(tab, "fresh.ipynb", address)
    for seen in map(looks.get, WIDTHS):
        missing, _, wrong, right, program = (look["outputs"] for look in seen)
        assert "NameError: name 'check' is not defined" in missing[0]
        assert "Run All Above Selected Cell" in missing[0]
        assert wrong[0].startswith("✗ NOT YET print-a-plan") and "you said" in wrong[0]
        assert wrong[1:] == [""], "nothing is said twice"
        assert right[0].startswith("✓ PASS print-a-plan")
        assert not seen[2]["broken"] and not seen[3]["broken"]
        assert program[0] == str(Path(os.sys.executable).parent / "tutorial")
