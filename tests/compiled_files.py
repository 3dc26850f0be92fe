"""nbval's part of the suite: each compiled notebook is run once, and compared in two ways.

nbval compares the outputs of each cell with those that are stored. Then the same outputs, as a build
would store them, must give the file byte for byte: pictures and the form of the file count too.
"""

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile

from tutorial_utils.course.author import build
from tutorial_utils.course.author.executing import settle
from tutorial_utils.course.content.notebooks import nbformat

from .registry import answers, course, gallery


class CompiledFile(IPyNbFile):
    """A compiled notebook as nbval collects it, and its bytes."""

    def collect(self):
        self.ran = list(super().collect())
        yield from self.ran
        yield SameBytes.from_parent(self, name="The same bytes")


class SameBytes(pytest.Item):
    """Runs after the cells, on what they gave."""

    def runtest(self):
        if any(cell.test_outputs is None for cell in self.parent.ran):
            pytest.skip("not all of its cells were run")
        pages = (*course(), *answers(), *gallery())
        page = next(page for page in pages if build.compiled_path(page) == self.path)
        notebook = rebuilt(self.parent.nb, self.parent.ran)
        assert [f"{p.path}:{p.line}: {p.text}" for p in build.faults(notebook, page)] == []
        assert build.as_text(notebook) == self.path.read_text(encoding="utf-8")

    def reportinfo(self):
        return self.path, None, f"{self.parent.name}: {self.name}"


def rebuilt(stored: nbformat.NotebookNode, ran: list[IPyNbCell]) -> nbformat.NotebookNode:
    """What a build would have made of the outputs of a run."""
    notebook = nbformat.from_dict(stored)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, (cell, run) in enumerate(zip(code, ran, strict=True), start=1):
        cell.execution_count = number  # nbval asks for cells that do not count
        cell.outputs = [nbformat.from_dict(output) for output in run.test_outputs]
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = number
    settle(notebook)
    return notebook


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path, parent):
    """In place of each file that nbval collects, the same as a compiled one."""
    return [
        CompiledFile.from_parent(parent, path=file_path) if isinstance(file, IPyNbFile) else file
        for file in (yield)
    ]
