"""How a judge says that an exercise is not solved yet, and how it runs a learner's code."""

import linecache
import re
import textwrap
from collections.abc import Callable

from ..tensors import describe
from ..tensors.errors import known_error

COLUMNS = 88
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class NotStarted(Exception):
    """The exercise still holds its ``...``."""


class NotYet(Exception):
    """What was run, what came back, what was expected, what it usually means, what to do next.

    Args:
        diagnosis: A short name for this way of being wrong, such as ``"symbolic"``. Tests use it;
            learners do not see it.
        ran: The call that was made.
        got: What came back, in words.
        expected: What a right answer gives.
        usually: The belief or slip that mostly leads here.
        next: One thing to try. A hint is offered beside it.
    """

    def __init__(
        self, diagnosis: str, *, ran: str = "", got: str, expected: str, usually: str, next: str
    ):
        super().__init__(diagnosis)
        self.diagnosis = diagnosis
        self.exercise = ""  # known to `check`, not to the judge
        self.told = {
            "we ran": ran,
            "we got": got,
            "expected": expected,
            "usually": usually,
            "next": next,
        }

    def __str__(self) -> str:
        lines = [f"NOT YET  {self.exercise}".rstrip()]
        for label, text in self.told.items():
            first, *more = text.splitlines() or [""]
            if first:
                lines.append(f"{label:<9}  {first}")
                lines += [" " * 11 + line for line in more]
        return "\n".join(lines)

    def _render_traceback_(self) -> list[str]:  # what IPython shows in place of a traceback
        return wrapped(str(self), indent=11).splitlines()


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
        parts = textwrap.wrap(
            line,
            COLUMNS,
            subsequent_indent=" " * indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines += parts
    return "\n".join(lines)


def run(made: Callable, *given: object, ran: str, expected: str, **how: object) -> object:
    """Call what the learner made, and turn what goes wrong in it into feedback.

    Args:
        made: The learner's function.
        given: Its arguments; ``how`` are keyword arguments.
        ran: The call in words, for the feedback.
        expected: What a right answer gives, in words.

    Returns:
        What the learner's function returned.

    Raises:
        NotStarted: It returned ``...``.
        NotYet: It raised (diagnosis ``raised``), or it is not a function at all
            (``not-a-function``).
    """
    if not callable(made):
        raise NotYet(
            "not-a-function",
            ran=ran,
            got=describe(made),
            expected="a function",
            usually="the name was given a value further down, over the function",
            next="keep the `def` line as it was and fill in its body",
        )
    try:
        result = made(*given, **how)
    except (NotStarted, NotYet):
        raise
    except Exception as error:
        usually, next = _advice(error)
        raise NotYet(
            "raised",
            ran=ran,
            got=in_one_line(error),
            expected=expected,
            usually=usually,
            next=next,
        ) from None
    if is_unfilled(result):
        raise NotStarted
    return result


def _advice(error: Exception) -> tuple[str, str]:
    """What an error that no judge foresaw usually means, and what to do."""
    if known := known_error(error):  # the lessons explain it, and so do we
        return known.meaning, known.cure
    if isinstance(error, NameError):  # UnboundLocalError too
        return (
            "the line uses a name that nothing has made by then",
            "look at its spelling; a name of one function is not known in another",
        )
    return (
        "the line that raised was given another kind of object than it can use",
        "run the function yourself on a small input and read the last line of the error",
    )


def execute(code: str, scope: dict) -> None:
    """Run assembled lines. AutoGraph reads a function's source, so it is put where it looks."""
    name = "<your lines>"
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    exec(compile(code, name, "exec"), scope)


def is_unfilled(value: object) -> bool:
    """Whether ``value`` is ``...`` or a container that holds it."""
    if value is ...:
        return True
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(is_unfilled(item) for item in value)
    if isinstance(value, dict):
        return any(is_unfilled(item) for item in value.values())
    return False


def in_one_line(error: BaseException) -> str:
    """``Type: message``, the message cut to what says something.

    TensorFlow puts *in user code*, with paths, before the message of an error that it passes on,
    and *Graph execution error* with the place of the node before that of an operation. Keras puts
    the name of the layer and of the method before the message of an error in it.
    """
    said = [line.strip() for line in str(error).splitlines() if line.strip()]
    kind = type(error).__name__
    if said and said[0] == "in user code:":
        tail = next((s for s in reversed(said) if s.startswith(f"{kind}: ")), said[-1])
        said = [tail.removeprefix(f"{kind}: ")]
    elif said and said[0] == "Graph execution error:":
        place = ("Graph execution error:", "Detected at node", "File ", "Node: ", "<stack traces")
        said = [s for s in said if not s.startswith(place)]
    if said and said[0].startswith("Exception encountered when calling"):
        where = said[0].removeprefix("Exception encountered when calling ").rstrip(".")
        inner = [_ANSI.sub("", line) for line in said[1:]]
        if inner and inner[0].startswith("Could not automatically infer"):
            inner = inner[1:]
        said = [f"in {where}: {inner[0]}"] if inner else said
    message = re.sub(r" at 0x[0-9a-fA-F]+", "", said[0]) if said else ""
    if len(message) > 160:
        message = message[:157].rsplit(" ", 1)[0] + " ..."
    return f"{kind}: {message}" if message else kind


def choose(guess: object, options: dict[str, NotYet | str]) -> str:
    """Judge a choice between options: one diagnosis for each that is wrong.

    Args:
        guess: What the learner wrote, such as ``"b"``.
        options: For each letter, the :class:`NotYet` it deserves, or, for the right one, what is
            shown to be right.

    Returns:
        The text of the right option.
    """
    if is_unfilled(guess):
        raise NotStarted
    letters = ", ".join(repr(letter) for letter in options)
    choice = guess.strip(" ().").lower() if isinstance(guess, str) else guess
    if not isinstance(choice, str) or choice not in options:
        letters_only = isinstance(choice, str) and choice and set(choice) <= options.keys()
        found = choice if letters_only else re.findall(r"\b[a-z]\b", str(guess).lower())
        several = len(options.keys() & found) > 1
        if isinstance(choice, str) and len(choice) == 1:
            usually, next = "there is no such option", "choose among the options above"
        elif guess is None:
            usually, next = "there is no letter yet", "write one letter in quotes"
        elif isinstance(guess, (list, tuple, set)) and not several:
            usually = "the choice stands inside a list, or has a comma behind it"
            next = "write the letter in quotes, and nothing around it"
        elif several:
            usually, next = "several letters were written; one is right", "decide for one of them"
        else:
            usually = "the answer itself was written where its letter belongs"
            next = "write the letter in quotes"
        raise NotYet(
            "no-option",
            ran="a look at your choice",
            got=describe(guess) if not isinstance(guess, str) else repr(guess),
            expected=f"one of {letters}",
            usually=usually,
            next=next,
        )
    verdict = options[choice]
    if isinstance(verdict, NotYet):
        raise verdict
    return verdict
