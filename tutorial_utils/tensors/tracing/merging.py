"""Neighbouring steps that say the same are one, which names its lines."""

from collections.abc import Mapping

from .sentences import lines_in_words
from .steps import Step


def merged(steps: list[Step], several: Mapping[int, str], headers: Mapping[int, str]) -> list[Step]:
    """Steps without those that say no more than the one before them.

    Lines are put together that run downwards in one call, print nothing, and set no name twice.

    Args:
        steps: In their order.
        several: The id of a step whose line runs and does no more -> what several such lines say, with
            ``{}`` for the lines.
        headers: The id of a step at the head of a loop or a test that AutoGraph has rewritten, which comes by
            there several times -> what such a step says that tells of nothing.
    """
    found: list[Step] = []
    last = ""  # what the last one would say of several lines
    held: dict[int | None, dict[str, str]] = {}
    for step in steps:
        known = held.get(step.call, {})
        held[step.call] = known | step.names
        if headers.get(id(step)) == step.says and not step.printed and held[step.call] == known:
            continue
        words = several.get(id(step), "")
        if words and words == last and _goes_on(found[-1], step):
            before = found[-1]
            before.lines = [*(before.lines or [before.line]), step.line]
            before.says = words.format(lines_in_words(before.lines))
            before.names = step.names
        else:
            found.append(step)
        last = words
    return found


def _goes_on(before, step):
    if before.printed or step.printed:
        return False
    if (before.source, before.call, before.layer) != (step.source, step.call, step.layer):
        return False
    if step.line is None or before.line is None or step.line <= (before.lines or [before.line])[-1]:
        return False
    return all(step.names.get(name) == held for name, held in before.names.items())
