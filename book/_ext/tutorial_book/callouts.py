"""Quotes with a bold lead become boxes: ``> **Predict.** text``."""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

KINDS = ("Note", "Tip", "Warning", "Exercise", "Predict", "Key")

_LEAD = re.compile(rf"({'|'.join(KINDS)})\b[.:]?\s*(.*?)[.:]?\s*", re.S)


class BoldLeadCallouts(SphinxPostTransform):
    """The kind's word stays on the page, as the box's title; its shape comes from the style sheet."""

    default_priority = 400

    def run(self, **_options) -> None:
        for quote in list(self.document.findall(nodes.block_quote)):
            if box := box_of(quote):
                quote.replace_self(box)


def box_of(quote: nodes.block_quote) -> nodes.container | None:
    """The box for a quote whose first words are bold and name a kind; None for any other quote."""
    first = quote[0] if len(quote) else None
    if not isinstance(first, nodes.paragraph):
        return None
    said = [node for node in first if not _is_blank(node)]
    if not said or not isinstance(said[0], nodes.strong):
        return None
    lead = _LEAD.fullmatch(said[0].astext())
    if not lead:
        return None
    kind, name = lead.groups()
    title = nodes.paragraph("", classes=["callout-title"])
    title += nodes.Text(f"{kind}: {name}" if name else kind)
    text = nodes.paragraph("", "", *said[1:])
    if text.children and isinstance(text[0], nodes.Text):
        text[0] = nodes.Text(text[0].lstrip())
    body = [text] if text.children else []
    return nodes.container(
        "", title, *body, *quote[1:], classes=["callout", f"callout-{kind.lower()}"]
    )


def _is_blank(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Text) and not node.strip()
