"""One verdict, as text and as HTML: what is said stands once, and each way of showing it only lays it out."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ...checks.verdict import INDENT, NotYet, laid_out, wrapped

PASS, NOT_YET, NOT_STARTED = "PASS", "NOT YET", "NOT STARTED"
WHY = "why it works:"

SIGNS = {PASS: "✓", NOT_YET: "✗", NOT_STARTED: "○"}
# Stands out from light and from dark paper; sign and word say the same.
COLOURS = {PASS: "#2e8b57", NOT_YET: "#d9534f", NOT_STARTED: "#b8860b"}
_AS_IT_IS = ("we ran", "we got", "now")  # code and values: their lines are theirs
_MARKED = re.compile(r"`([^`\n]+)`|(\b\w+\(&quot;[\w-]+&quot;\))|(?<![\w*])\*(\w[^*`]*)\*(?![\w*])")


@dataclass(frozen=True)
class Card:
    """A verdict, ready to be shown."""

    state: str
    exercise: str
    says: str = ""  # beside the exercise's name
    parts: dict[str, str] = field(default_factory=dict)  # label -> text
    below: tuple[str, ...] = ()  # paragraphs

    def as_text(self) -> str:
        """In lines that a notebook does not break."""
        head = f"{self.state}  {self.exercise}  {self.says}".rstrip()
        return "\n".join([wrapped(laid_out(head, self.parts), INDENT), *map(wrapped, self.below)])

    def as_html(self) -> str:
        """A box that wraps by itself."""
        rows = rows_as_html(self.parts)
        says = f"<div>{_prose(self.says)}</div>" if self.says else ""
        below = "".join(f"<div>{_labelled(text)}</div>" for text in self.below)
        return (
            f'<div class="verdict" style="border-left: 4px solid {COLOURS[self.state]}; '
            'padding: 0 0.8em; line-height: 1.4; overflow-wrap: break-word">'
            f"<div><b>{SIGNS[self.state]} {self.state}</b> &nbsp;{html.escape(self.exercise)}</div>"
            f"{says}{rows}{below}</div>"
        )


def card_of_not_yet(verdict: NotYet) -> Card:
    """All that is said of an answer that is not right."""
    return Card(NOT_YET, verdict.exercise, parts=verdict.labelled)


def card_of_untouched(exercise: str, does_now: NotYet | None = None) -> Card:
    """What is said of an exercise that is as it was given.

    Args:
        exercise: Its id.
        does_now: Of code that was given broken: what running it came to.
    """
    now = {"now": does_now.got} if does_now else {}
    step = f'{"repair it; " if does_now else ""}a first step: hint("{exercise}")'
    return Card(NOT_STARTED, exercise, parts={**now, "next": step})


def card_of_pass(exercise: str, shown: str, why: str, *below: str) -> Card:
    """What was shown to be right, why it works, and what else there is to say."""
    return Card(PASS, exercise, shown, below=(f"{WHY} {why}", *filter(None, below)))


def rows_as_html(parts: Mapping[str, str]) -> str:
    """Each part beside its label, which is bold."""
    width = f"{0.78 * max(map(len, parts), default=0):.1f}em"
    return "".join(_row(label, text, width) for label, text in parts.items())


def _row(label: str, text: str, width: str) -> str:
    if label in _AS_IT_IS:
        told = f'<code style="white-space: pre-wrap">{html.escape(text)}</code>'
    else:
        told = _prose(text)
    return (
        '<div style="display: flex; gap: 0.8em; font-size: 0.95em; line-height: 1.35"><b style="flex: 0 0 '
        f'{width}">{label}</b><span style="min-width: 0">{told}</span></div>'
    )


def _labelled(text: str) -> str:
    label, found, rest = text.partition(WHY)
    return f"<b>{WHY}</b>{_prose(rest)}" if found and not label else _prose(text)


def _prose(text: str) -> str:
    """Words with their code in code's letters, and emphasis in italics."""
    return _MARKED.sub(_as_marked, html.escape(text)).replace("\n", "<br>")


def _as_marked(found: re.Match) -> str:
    """A call with an exercise's name is to be copied, and does not break at its hyphens."""
    if emphasis := found[3]:
        return f"<em>{emphasis}</em>"
    if call := found[2]:
        return f'<code style="white-space: nowrap">{call}</code>'
    return f"<code>{found[1]}</code>"
