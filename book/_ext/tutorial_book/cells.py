"""Give cells their anchors, their closed parts, and their pictures' words."""

from collections.abc import Iterable

from docutils import nodes
from sphinx.transforms import SphinxTransform

# By tag: which parts of a cell are closed (all parts if None), and what stands on the lid.
LIDS = {
    "closed-input": ("cell_code_source", "See the code"),
    "closed-output": ("cell_code_output", "See the result"),
    "closed-cell": (None, "See the code and its result"),
}


class ShapeCells(SphinxTransform):
    """Works on what myst-nb has made of a notebook's code cells."""

    default_priority = 400

    def apply(self, **_options) -> None:
        for cell in self.document.findall(_is_code_cell):
            about = cell["cell_metadata"]
            if anchor := anchor_of(about):
                self._add_anchor(cell, anchor)
            for tag in about.get("tags", ()):
                if tag in LIDS:
                    _close(cell, *LIDS[tag])
            _describe_pictures(cell, about.get("pictures", ()))

    def _add_anchor(self, cell: nodes.Element, anchor: str) -> None:
        cell["ids"].append(anchor)
        # MyST resolves a link with an anchor through this table, made for headings.
        slugs = self.env.metadata[self.env.docname].setdefault("myst_slugs", {})
        slugs[anchor] = (None, anchor, anchor)


def anchor_of(metadata: dict) -> str | None:
    """The anchor of a cell that can be linked to: a raised error, or an exercise's stub."""
    if "error" in metadata:
        return f"error-{metadata['error']}"
    if "kind" in metadata:
        return f"exercise-{metadata['exercise']}"
    return None


def _is_code_cell(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def _close(cell: nodes.Element, part: str | None, lid: str) -> None:
    closed = [child for child in cell.children if part in (None, child.get("nb_element"))]
    if not closed:
        return
    rest_before = cell.children[: cell.index(closed[0])]
    rest_after = cell.children[cell.index(closed[-1]) + 1 :]
    cell.children = []
    cell.extend([*rest_before, _html(f'<details class="result"><summary>{lid}</summary>')])
    cell.extend([*closed, _html("</details>"), *rest_after])


def _html(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")


def _describe_pictures(cell: nodes.Element, pictures: Iterable[dict]) -> None:
    for image, picture in zip(cell.findall(nodes.image), pictures, strict=False):
        image["alt"] = picture.get("alt", "")
        if "width" in picture:
            image["width"] = f"{picture['width']}px"
