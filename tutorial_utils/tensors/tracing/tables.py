"""A recording as a table: text of 80 columns, or HTML without a script."""

import re
import textwrap
from collections.abc import Iterator
from html import escape

from .sentences import lines_in_words
from .steps import Step, Steps

WIDTH = 80
_INDENT = "    "
_HEAD = ("step", "who runs", "line", "what happens", "printed")


def changes(steps: list[Step]) -> Iterator[dict[str, str]]:
    """For each step, the names that hold something else than in the step of the same call before it."""
    last: dict[int | None, dict[str, str]] = {}
    for step in steps:
        before = {} if step.call is None else last.get(step.call, {})
        yield {name: held for name, held in step.names.items() if before.get(name) != held}
        last[step.call] = before | step.names


def code_of(steps: Steps, step: Step) -> str:
    """The text of the line that a step is at; empty where none is known.

    >>> from .steps import PYTHON, Source
    >>> code_of(Steps([Source(7, ("def f():", "    return 1"))], []), Step(PYTHON, "", 0, 8))
    'return 1'
    """
    if step.source is None or step.line is None:
        return ""
    source = steps.sources[step.source]
    at = step.line - source.first
    return source.lines[at].strip() if 0 <= at < len(source.lines) else ""


def as_text(steps: Steps, width: int = WIDTH) -> str:
    """A step's number, who runs and the line, and below them what happens.

    >>> from .steps import PYTHON, Source
    >>> step = Step(PYTHON, "Python runs this line.", 0, 1, names={"a": "Python int  1"}, call=0)
    >>> print(as_text(Steps([Source(1, ("a = 1",))], [step])))
      1 Python · line 1: a = 1
        Python runs this line.
        a  Python int  1
    """
    lines: list[str] = []
    for number, (step, changed) in enumerate(
        zip(steps.steps, changes(steps.steps), strict=True), 1
    ):
        code = code_of(steps, step)
        where = f" · {_lines(step)}: {code}" if code else ""
        layer = f" · layer {step.layer}" if step.layer else ""
        lines.append(_cut(f"{number:>3} {step.who}{layer}{where}", width))
        lines += textwrap.wrap(step.says, width, initial_indent=_INDENT, subsequent_indent=_INDENT)
        lines += [_cut(f"{_INDENT}{name}  {held}", width) for name, held in changed.items()]
        for by, text in step.printed:
            lines += [_cut(f"{_INDENT}{by}> {line}", width) for line in text.splitlines()]
    return "\n".join([*lines, *_left_out(steps)])


def as_html(steps: Steps) -> str:
    """A ``<table>`` on one line, in the colours and fonts of the page that it is put into.

    Its rows say in attributes where a step is, for a script that shows one step at a time.
    """
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEAD)
    rows = "".join(
        _row(number, steps, step, changed)
        for number, (step, changed) in enumerate(
            zip(steps.steps, changes(steps.steps), strict=True), 1
        )
    )
    more = "".join(f"<p>{_escaped(line)}</p>" for line in _left_out(steps))
    table = f'<table class="steps"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return table + more


def _row(number, steps, step, changed):
    code = code_of(steps, step)
    line = ", ".join(map(str, step.lines or filter(None, [step.line])))
    line += f" <code>{_escaped(code)}</code>" if code else ""
    layer = _layers(step.layer.split("/")) if "/" in step.layer else ""
    names = "".join(
        f"<li><code>{_escaped(name)}</code> {_escaped(held)}</li>" for name, held in changed.items()
    )
    names = f"<ul>{names}</ul>" if names else ""
    printed = "".join(
        f"<p><b>{_escaped(by)}</b> <code>{_escaped(text.rstrip())}</code></p>"
        for by, text in step.printed
    )
    cells = (step.who, line, f"<p>{_sentence(step.says)}</p>{layer}{names}", printed)
    lines = step.lines or ([] if step.line is None else [step.line])
    at = [_text(step.source), " ".join(map(str, lines)), step.function, _text(step.call)]
    where = escape("|".join(map(str, at)))
    told = "".join(f"<td>{cell}" for cell in cells)
    return f'<tr data-at="{where}"><th scope="row">{number}{told}'  # HTML needs no ends of cells


def _lines(step):
    return lines_in_words(step.lines or [step.line])


def _layers(names):
    inside = " in ".join(f"<code>{_escaped(name)}</code>" for name in reversed(names))
    return f"<p>This is part of the call of {inside}.</p>"


def _text(number):
    return "" if number is None else number


def _sentence(text):
    """What stands in backticks is code."""
    return re.sub("`([^`]*)`", r"<code>\1</code>", _escaped(text))


def _escaped(text):
    return escape(text, quote=False).replace("\n", "&#10;")


def _left_out(steps):
    return [f"{steps.more} more steps are left out."] if steps.more else []


def _cut(line, width):
    return line if len(line) <= width else line[: width - 1] + "…"
