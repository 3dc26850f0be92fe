"""What a learner is told: the words of a diagnosis, found among the entries of an exercise.

A judge names what it saw; what that usually means, and what to do next, stands in data: in
``solutions/NN_slug.toml`` for one exercise, in ``common.toml`` for all of them, in ``errors/table/``
for the messages of TensorFlow and Keras.
"""

import functools
import string
import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..tensors.errors import known_errors


@dataclass(frozen=True)
class Entry:
    """One diagnosis: how it is recognised, and what it says.

    An entry with ``raised``, ``error`` or ``facts`` is recognised by them; one without is named by
    the judge's own looks. ``usually``, ``next`` and ``got`` may hold ``$name``: a fact's value.
    """

    id: str
    usually: str = ""
    next: str = ""
    got: str = ""  # in place of the description of what came back
    raised: tuple[str, ...] = ()  # words of an error: one of them is in it
    error: str = ""  # an id of errors/table/: what was raised is that error
    facts: tuple[str, ...] = ()  # what else must be so: all of them
    pick: tuple[str, ...] = ()  # options of a predict that get it

    @classmethod
    def from_table(cls, table: dict) -> "Entry":
        """An entry from TOML or JSON, where a list of one may be a plain text."""
        listed = {
            key: (table[key],) if isinstance(table[key], str) else tuple(table[key])
            for key in ("raised", "facts", "pick")
            if key in table
        }
        texts = {k: table[k] for k in ("id", "usually", "next", "got", "error") if k in table}
        return cls(**texts, **listed)

    @property
    def is_recognised(self) -> bool:
        """Whether what was raised, or a fact, leads here without a judge naming it."""
        return bool(self.raised or self.error or self.facts)

    def fits(self, facts: Collection[str], said: str | None) -> bool:
        """Whether the entry is about an attempt.

        Args:
            facts: What is so.
            said: ``Type: message`` of what was raised; None where nothing was.
        """
        if not self.is_recognised or not set(self.facts) <= set(facts):
            return False
        if not self.raised and not self.error:
            return True
        if said is None:
            return False
        return any(words in said for words in self.raised) or (
            bool(self.error) and _is_known_as(self.error, said)
        )


def _is_known_as(id_: str, said: str) -> bool:
    return any(error.id == id_ and error.is_in(said) for error in known_errors())


@dataclass(frozen=True)
class Feedback:
    """All that can be said about one exercise."""

    ran: str = ""
    expected: str = ""
    shown: str | dict[str, str] = ""
    wrong: tuple[Entry, ...] = field(default=())

    @classmethod
    def from_table(cls, table: dict) -> "Feedback":
        """The feedback of an exercise, as it stands in its compiled lesson."""
        return cls(
            ran=table.get("ran", ""),
            expected=table.get("expected", ""),
            shown=table.get("shown", ""),
            wrong=tuple(map(Entry.from_table, table.get("wrong", ()))),
        )

    def named(self, id_: str) -> Entry:
        """The entry of a diagnosis that a judge names, completed by the words for all exercises.

        Raises:
            KeyError: Neither this exercise nor ``common.toml`` has it.
        """
        own = [entry for entry in self.wrong if entry.id == id_]
        own.sort(key=lambda entry: entry.is_recognised)
        return completed(own[0]) if own else common()[id_]

    def has_own(self, id_: str) -> bool:
        """Whether the exercise itself speaks of a diagnosis."""
        return any(entry.id == id_ for entry in self.wrong)

    def recognised(self, facts: Collection[str], said: str | None) -> Entry | None:
        """The first entry of this exercise that fits what is so and what was raised."""
        return next((completed(e) for e in self.wrong if e.fits(facts, said)), None)


def completed(entry: Entry) -> Entry:
    """An entry with the words that it leaves to ``common.toml`` or to ``errors/table/``."""
    usual = common().get(entry.id)
    known = {error.id: error for error in known_errors()}.get(entry.error)
    return replace(
        entry,
        usually=entry.usually or (known.meaning if known else usual.usually if usual else ""),
        next=entry.next or (known.cure if known else usual.next if usual else ""),
        got=entry.got or (usual.got if usual else ""),
    )


@functools.cache
def common() -> dict[str, Entry]:
    """The diagnoses of the whole course, by id, in the order in which they are tried."""
    text = Path(__file__).with_name("common.toml").read_text(encoding="utf-8")
    return {id_: Entry.from_table({"id": id_, **t}) for id_, t in tomllib.loads(text).items()}


def filled(text: str, values: dict[str, object]) -> str:
    """A text with its ``$name`` filled in.

    >>> filled("the shape $shape", {"shape": (4, 3)})
    'the shape (4, 3)'
    """
    return string.Template(text).safe_substitute({k: str(v) for k, v in values.items()})


def counted(many: int, what: str) -> str:
    """A number of things, in words that fit it.

    >>> counted(1, "row"), counted(40, "row"), counted(0, "row")
    ('1 row', '40 rows', '0 rows')
    """
    return f"{many} {what}{'s' * (many != 1)}"


def kind_in_words(got: object) -> str:
    """What stands for ``$type``.

    >>> kind_in_words([1.0]), kind_in_words(1.0)
    ('a list with 1 item', 'a float')
    """
    if isinstance(got, (list, tuple, dict, set)):
        return f"a {type(got).__name__} with {counted(len(got), 'item')}"
    return f"a {type(got).__name__}"
