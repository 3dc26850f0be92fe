"""Exercises that ask for lines in order; they need no judge of their own: the lines are run."""

import ast
import functools
import linecache
import re
from collections.abc import Collection, Mapping

from .attempt import Attempt
from .choices import told, written
from .feedback import common
from .looks import same
from .raised import in_one_line, words_of

_BETWEEN_LINES = re.compile(r"[\s,;.:>/|()\[\]\-\u2192]+")
_LINE_OF_A_STUB = re.compile(r"([A-Z])   (.*)")
_LETTER_OF_A_LINE = re.compile(r"\s*([A-Z])\s{2,}\S")


def lines_of(stub: str) -> dict[str, str]:
    """The lines that an order exercise offers, by letter, as its stub lists them.

    >>> lines_of('order = ["A   def f(t):", "B       return t"]')
    {'A': 'def f(t):', 'B': '    return t'}
    """
    return dict(_LINE_OF_A_STUB.fullmatch(line).groups() for line in given_lines(stub))


def given_lines(stub: str) -> list[str]:
    """The list that an order exercise gives, to be moved into order."""
    return ast.literal_eval(ast.parse(stub).body[-1].value)


def is_as_given(answer: object, stub: str) -> bool:
    """Whether the lines still stand as the exercise gives them."""
    return isinstance(answer, list) and answer == given_lines(stub)


def _by_letters(given: object, lines: Mapping[str, str]) -> object:
    """A list of lines as their letters; what is no line of the exercise stays as it is."""
    if not isinstance(given, (list, tuple)):
        return given
    letters = {code.strip(): letter for letter, code in lines.items()}

    def letter_of(item: object) -> object:
        if not isinstance(item, str):
            return item
        found = _LETTER_OF_A_LINE.match(item)
        return found[1] if found else letters.get(item.strip(), item)

    return [letter_of(item) for item in given]


def judge_order(
    attempt: Attempt, stub: str, right: str, most: int, before: str, after: str
) -> None:
    """Judge an order exercise by running the lines, and comparing with what the right ones give.

    Args:
        attempt: Its answer is what the learner made of the list of lines, or wrote: ``"DBFA"``,
            ``"1. D 2. B"``, ``["D", "B"]``.
        stub: Lists the lines.
        right: The letters of one right order.
        most: How many lines it may have.
        before: Code that runs first, and makes what the lines use.
        after: Code that runs last. It makes ``found``: what the lines came to, by name.
    """
    lines = lines_of(stub)
    letters = _letters(attempt, lines, len(right), most)
    text = "\n".join(lines[letter] for letter in letters)
    attempt.case(f"your lines:\n{text}", **attempt.values)
    said, other = None, []
    with attempt.running():
        try:
            found = _run(before, text, after)
        except Exception as error:
            said, got = words_of(error), in_one_line(error)
    wanted = dict(_right(before, "\n".join(lines[letter] for letter in right), after))
    if said is None:
        other = [name for name in wanted if not _alike(found.get(name), wanted[name])]
        got = ", ".join(f"{name} = {told(found.get(name))}" for name in other)
    if said is not None or other:
        facts = _facts(letters, lines)
        usual = _of_any_order(facts, said)
        own = attempt.feedback.recognised(facts, said)
        is_of_this_error = own is not None and own.raised and own.facts  # it says more
        entry = attempt.feedback.named(usual) if usual and not is_of_this_error else own
        diagnosis = entry.id if entry else "does-not-run" if said else "other-result"
        raise attempt.not_yet(diagnosis, got, entry=entry)
    attempt.first(letters, ("too-many-lines", len(letters) > most, f"{len(letters)} lines"))


def _letters(attempt: Attempt, lines: dict[str, str], many: int, most: int) -> str:
    last = max(lines)
    attempt.case(
        "no code yet: the letters of your lines are read",
        last=last,
        many=many if most == many else f"{many} to {most}",
        example=last + "".join(sorted(lines, reverse=True)[1:many]),
    )
    given = _by_letters(attempt.answer, lines)
    letters = _BETWEEN_LINES.sub("", written(attempt, given, "no-lines")).upper()
    attempt.first(
        attempt.answer,
        ("no-lines", not letters or bool(set(letters) - lines.keys()), repr(attempt.answer)),
        ("a-line-twice", len(set(letters)) < len(letters), repr(letters)),
    )
    return letters


def _facts(letters: str, lines: dict[str, str]) -> set[str]:
    """What is so of an order: which lines it has, which it lacks, which stands before which."""
    facts = {f"has {letter}" for letter in letters}
    facts |= {f"lacks {letter}" for letter in lines.keys() - set(letters)}
    facts |= {f"{a} before {b}" for i, a in enumerate(letters) for b in letters[i + 1 :]}
    return facts | {"an order", f"ends with {letters[-1]}"}


def _of_any_order(facts: Collection[str], said: str | None) -> str | None:
    """The diagnosis of ``common.toml`` that is about orders and fits."""
    about_orders = (entry for entry in common().values() if "an order" in entry.facts)
    return next((entry.id for entry in about_orders if entry.fits(facts, said)), None)


def _run(before: str, lines: str, after: str) -> dict[str, object]:
    scope: dict = {}
    exec(compile(before, "<before>", "exec"), scope)
    execute(lines + "\n", scope)
    exec(compile(after, "<after>", "exec"), scope)
    return scope["found"]


@functools.lru_cache(maxsize=32)
def _right(before: str, lines: str, after: str) -> tuple[tuple[str, object], ...]:
    return tuple(_run(before, lines, after).items())


def execute(code: str, scope: dict) -> None:
    """Run assembled lines. AutoGraph reads a function's source, so it is put where it looks."""
    name = "<your lines>"
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    exec(compile(code, name, "exec"), scope)


def _alike(found: object, wanted: object) -> bool:
    if isinstance(wanted, (str, bool, type(None))) or isinstance(found, (str, bool, type(None))):
        return type(found) is type(wanted) and found == wanted
    return same(found, wanted)
