"""What a check comes to where it is no pass, in the form in which a learner reads it."""

import textwrap
from collections.abc import Mapping

COLUMNS = 76
INDENT = 11  # of the longest label, and two more
NOTHING = "\x1b[0m"  # where a text has to be: with none, JupyterLab shows the exception's
PARTS = {
    "we ran": "ran",
    "we got": "got",
    "expected": "expected",
    "usually": "usually",
    "next": "next",
    "note": "note",
}


_OF_A_RUN = ("we ran", "we got")


class NotStarted(Exception):
    """The exercise still holds its ``...``."""


class NotYet(Exception):
    """What was run, what came back, what was expected, what it usually means, what to do next.

    Args:
        diagnosis: A short name for this way of being wrong, such as ``"symbolic"``. Programs use
            it; learners do not see it.
        ran: The call that was made.
        got: What came back, in words.
        expected: What a right answer gives.
        usually: The belief or slip that mostly leads here; empty where nobody knows.
        next: One thing to try. A hint is offered beside it.
    """

    def __init__(
        self, diagnosis: str, *, ran: str, got: str, expected: str, usually: str = "", next: str
    ):
        super().__init__(diagnosis)
        self.diagnosis = diagnosis
        self.said = ""  # the option that was chosen, in its words
        self.exercise = ""  # known to `check`, not to the judge
        self.ran, self.got, self.expected = ran, got, expected
        self.usually, self.next = usually, next
        self.is_raised = False  # by the learner's code, and not seen in what came back
        self.is_shown = False  # in another form, above what IPython shows of an exception
        self.note = ""  # what else is to be known of the notebook

    @property
    def parts(self) -> dict[str, str]:
        """The parts of the feedback by their names, for a program."""
        return {name: getattr(self, name) for name in PARTS.values()}

    @property
    def labelled(self) -> dict[str, str]:
        """The same for a person, by label. Of a choice, its words say what was run and came back."""
        parts = {label: text for label, name in PARTS.items() if (text := getattr(self, name))}
        if not self.said:
            return parts
        return {"you said": self.said} | {k: parts[k] for k in parts if k not in _OF_A_RUN}

    def __str__(self) -> str:
        return laid_out(f"NOT YET  {self.exercise}".rstrip(), self.labelled)

    def _render_traceback_(self) -> list[str]:  # what IPython shows in place of a traceback
        return [NOTHING] if self.is_shown else wrapped(str(self), INDENT).splitlines()


def laid_out(head: str, parts: Mapping[str, str]) -> str:
    """A heading, then each part behind its label; a part that says nothing is left out."""
    lines = [head]
    for label, text in parts.items():
        first, *more = text.splitlines() or [""]
        if first:
            lines.append(f"{label:<{INDENT}}{first}")
            lines += [" " * INDENT + line for line in more]
    return "\n".join(lines)


def wrapped(text: str, indent: int = 0) -> str:
    """Prose in lines that fit a notebook, which breaks longer ones inside words.

    Lines of code, fenced or indented, stay as they are.

    >>> print(wrapped("expected   " + 12 * "seven more " + "words", indent=11))
    expected   seven more seven more seven more seven more seven more seven more seven
               more seven more seven more seven more seven more seven more words
    """
    lines, is_code = [], False
    for line in text.splitlines():
        is_code ^= line.startswith("```")
        if len(line) <= COLUMNS or is_code or line.startswith(" "):
            lines.append(line)
            continue
        lines += textwrap.wrap(
            line,
            COLUMNS,
            subsequent_indent=" " * indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(lines)
