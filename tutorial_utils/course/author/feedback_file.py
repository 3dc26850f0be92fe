"""Read ``solutions/NN_slug.toml``: the diagnoses of a lesson's exercises, and what shows each.

A table for each exercise, ``[id]``, says what the check runs, expects and shows (and, of an order,
how many lines it may have at ``most``, if it is not as many as the answer has); its diagnoses are
``[[id.wrong]]``, in the order in which they are tried. ``[[id.equivalent]]`` names changes of the
answer that are right answers too, each with the reason why.
"""

import re
import tomllib
from pathlib import Path

from ..content.feedback import RECOGNISED_BY, SAYS, SHOWN_BY, Diagnosis, ExerciseFeedback
from ..exceptions import Problem, SourceError

EXERCISE_KEYS = {"ran", "expected", "shown", "most", "wrong", "equivalent"}
ENTRY_KEYS = {"id"} | RECOGNISED_BY | SAYS | SHOWN_BY


def read_feedback(path: Path) -> dict[str, ExerciseFeedback]:
    """The feedback on a lesson's exercises, by id.

    Raises:
        SourceError: with every mistake in its form.
    """
    try:
        text = path.read_text(encoding="utf-8")
        tables = tomllib.loads(text)
    except FileNotFoundError:
        raise SourceError([Problem(path, 1, "this file is missing")]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"at line (\d+)", str(error))
        at = int(line[1]) if line else 1
        raise SourceError([Problem(path, at, f"this is not valid TOML: {error}")]) from None
    problems: list[Problem] = []
    feedback = {
        id_: _exercise(id_, table, path, _lines_of_entries(text, id_), problems)
        for id_, table in tables.items()
    }
    if problems:
        raise SourceError(problems)
    return feedback


def _exercise(id_, table, path, lines, problems) -> ExerciseFeedback:
    if not isinstance(table, dict) or not isinstance(table.get("wrong", []), list):
        problems.append(Problem(path, 1, f"`{id_}` is a table with [[{id_}.wrong]] entries"))
        return ExerciseFeedback()
    for key in table.keys() - EXERCISE_KEYS:
        known = ", ".join(sorted(EXERCISE_KEYS))
        problems.append(Problem(path, 1, f"`{id_}`: unknown key `{key}`; the keys are {known}"))
    found = []
    for entry, line in zip(table.get("wrong", ()), lines, strict=False):
        if not isinstance(entry.get("id"), str):
            problems.append(Problem(path, line, f"an entry of `{id_}` has no `id`"))
            continue
        problems += [Problem(path, line, f"`{entry['id']}`: {p}") for p in _form(entry)]
        found.append(Diagnosis(entry, path, line))
    about = {k: v for k, v in table.items() if k not in ("wrong", "equivalent")}
    equivalent = tuple(table.get("equivalent", ()))
    for mark in equivalent:
        if set(mark) != {"change", "why"}:
            text = f"`{id_}`: an `equivalent` has the keys `change` and `why`"
            problems.append(Problem(path, 1, text))
    return ExerciseFeedback(about, tuple(found), equivalent)


def _form(entry: dict):
    """What is wrong with the form of an entry."""
    for key in entry.keys() - ENTRY_KEYS:
        yield f"unknown key `{key}`; the keys are {', '.join(sorted(ENTRY_KEYS))}"
    for item in [entry, *entry.get("also", ())]:
        swap = item.get("swap", ["", ""])
        if not isinstance(swap, list) or len(swap) % 2 or not all(isinstance(t, str) for t in swap):
            yield "`swap` is a list of old text, new text, and so on in pairs"
    for key in ("raised", "facts", "pick"):
        value = entry.get(key, [])
        if not isinstance(value, str) and not (
            isinstance(value, list) and all(isinstance(v, str) for v in value)
        ):
            yield f"`{key}` is a text or a list of texts"
    for key in SAYS | {"error", "code"}:
        if not isinstance(entry.get(key, ""), str):
            yield f"`{key}` is a text"


def _lines_of_entries(text: str, id_: str) -> list[int]:
    """The line of each ``[[id.wrong]]``, in order."""
    head = re.compile(rf'^\[\["?{re.escape(id_)}"?\.wrong\]\]')
    return [n for n, line in enumerate(text.splitlines(), 1) if head.match(line)]
