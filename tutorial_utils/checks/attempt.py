"""One attempt at an exercise: run what the learner made, look at what comes back, say what was seen.

A judge is a function of one argument, an :class:`Attempt`. It runs the answer on data of its own and
names the first thing that is not as it should be; the words stand in data. ::

    def hidden_layer(attempt):
        for model, data in two_models():
            wanted = right_output(model, data)
            result = attempt.call(model, data)
            attempt.first(
                result, *array_looks(result), ("other-numbers", not same(result, wanted))
            )
"""

import contextlib
import re
import types
from collections.abc import Callable, Collection, Iterator

from ..tensors import describe
from ..tensors.errors import known_error
from . import bytecode, switches
from .feedback import Entry, Feedback, NotStarted, NotYet, common, completed, filled
from .handed_over import HandedOver
from .raised import in_one_line, words_of

# What a look comes to: a diagnosis, whether it is so, and, where a description of what came back
# does not tell it, what we got.
Look = tuple[str, object] | tuple[str, object, str]

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+|\b0x[0-9a-fA-F]{6,}")  # another in each run
_UNKNOWN = Entry(
    "raised",
    next="run it yourself on a small input, and read the last line of the error",
)


class Attempt:
    """What a learner made for an exercise, and what is said of it."""

    def __init__(
        self,
        answer: object,
        feedback: Feedback,
        lesson_names: Collection[str] = (),
    ):
        """Start to judge.

        Args:
            answer: What the learner made: a function, a class, a choice.
            feedback: What can be said about this exercise.
            lesson_names: Names of the lesson's own data and models, which no answer needs.
        """
        self.answer = answer
        self.feedback = feedback
        self.lesson_names = lesson_names
        self.values: dict[str, object] = {}
        self._ran = ""

    # What the feedback says of every case ---------------------------------------------------------

    def case(self, ran: str = "", **values: object) -> None:
        """Begin a case.

        Args:
            ran: The call in words; without it, what the exercise's feedback says.
            values: For each ``$name`` in the feedback, what stands there.
        """
        self._ran, self.values = ran, values

    def not_yet(
        self, diagnosis: str, got: object, *, entry: Entry | None = None, **values: object
    ) -> NotYet:
        """The feedback of a diagnosis, to be raised.

        Args:
            diagnosis: Its id.
            got: What came back: a text, or anything that can be described.
            entry: Its words, where they were found already.
            values: More to fill in for ``$name``.
        """
        entry = entry or self.feedback.named(diagnosis)
        values = {**self.values, "type": _kind(got), **values}
        told = got if isinstance(got, str) else describe(got)
        return NotYet(
            diagnosis,
            ran=filled(self._ran or self.feedback.ran, values),
            got=_ADDRESS.sub("", filled(entry.got, values | {"got": told}) if entry.got else told),
            expected=filled(self.feedback.expected, values),
            usually=filled(entry.usually, values),
            next=filled(entry.next, values),
        )

    def reworded(self, verdict: NotYet, diagnosis: str) -> NotYet:
        """A verdict with another diagnosis, whose words say more than what was looked at."""
        entry = self.feedback.named(diagnosis)
        verdict.diagnosis = diagnosis
        verdict.usually, verdict.next = entry.usually, entry.next or verdict.next
        return verdict

    def shown(self, which: str | None = None) -> str:
        """What a pass says was shown to be right."""
        text = self.feedback.shown
        return filled(text[which] if which else text, self.values)

    # Running and looking --------------------------------------------------------------------------

    def call(
        self,
        *given: object,
        may_change: Collection[str] = (),
        facts: Callable[[], Collection[str]] = tuple,
        **how: object,
    ) -> object:
        """Run the answer, a function or a class.

        Args:
            given: Its arguments; ``how`` are keyword arguments.
            may_change: Names of parameters that the task lets it change.
            facts: Asked if it raises: what else is known, for the entries to be recognised by.

        Raises:
            NotStarted: It gives back ``...``.
            NotYet: It is no function, raised, or changed what it was given.
        """
        if not callable(self.answer):
            raise self.not_yet("not-a-function", self.answer)
        names = bytecode.parameters_of(self.answer)
        names += [f"argument {i}" for i in range(len(names) + 1, len(given) + 1)]
        watched = dict(zip(names, given, strict=False)) | how
        watched = {name: what for name, what in watched.items() if name not in may_change}
        with self.running(facts=facts, **watched):
            result = self.answer(*given, **how)
            if is_unfilled(result):
                raise NotStarted
        return result

    @contextlib.contextmanager
    def running(
        self, *, facts: Callable[[], Collection[str]] = tuple, **watched: object
    ) -> Iterator[None]:
        """Run a learner's code inside of the block; what goes wrong becomes feedback.

        Args:
            facts: As for :meth:`call`.
            watched: What must be as it was afterwards, by the name under which the code has it.

        Raises:
            NotYet: The code raised, changed what it was given, or turned a switch of the program.
        """
        handed_over = HandedOver(watched)
        scope = getattr(bytecode.function_of(self.answer), "__globals__", {})
        trouble: NotYet | None = None
        try:
            yield
        except (NotYet, NotStarted):
            raise
        except (Exception, SystemExit) as error:
            trouble = self.raised(error, facts())
            trouble.is_raised = True
        finally:
            turned = switches.turned_back(scope)
        if turned:
            raise self.not_yet(*turned)
        if trouble:
            raise trouble from None
        if change := handed_over.changed():
            diagnosis = "learned" if "/moving_" in change[0] else "changed-what-it-was-given"
            raise self.not_yet(diagnosis, change[1], what=change[0])

    def raised(self, error: BaseException, facts: Collection[str] = ()) -> NotYet:
        """The feedback on an error of the learner's code."""
        said, got = words_of(error), in_one_line(error)
        facts = {*facts, *(f"uses {name}" for name in bytecode.names_in(self.answer))}
        own = self.feedback.recognised(facts, said)
        if isinstance(error, NameError) and error.name in self.lesson_names:
            return self.not_yet("cells-not-run", got, name=error.name)
        names_a_name = own is not None and any(fact.startswith("uses ") for fact in own.facts)
        is_misnamed = not names_a_name and not _is_of_the_call(error, self.answer)
        if (foreign := self._lesson_names_used()) and is_misnamed:
            return self._uses_lesson_name(foreign, got)
        entry = own or _of_a_known_error(error)
        entry = entry or next((e for e in common().values() if e.fits(facts, said)), _UNKNOWN)
        return self.not_yet(entry.id, got, entry=completed(entry))

    def first(self, result: object, *looks: Look, got: str = "") -> None:
        """Raise the first look that is so.

        Args:
            result: What came back, to be described.
            looks: Each a diagnosis, whether it is so (a value, or a function that is asked only
                when it is its turn), and, if it is needed, what we got.
            got: What we got, in place of a description of ``result``.

        Raises:
            NotYet: One of them is so. If the code used a name of the lesson where it was given an
                argument, that is said in its place.
        """
        for diagnosis, is_so, *more in looks:
            if is_so() if callable(is_so) else is_so:
                told = (
                    more[0]
                    if more
                    else got or (repr(result) if isinstance(result, str) else result)
                )
                if (foreign := self._lesson_names_used()) and self._is_about_numbers(diagnosis):
                    raise self._uses_lesson_name(foreign, told)
                raise self.not_yet(diagnosis, told)

    def _is_about_numbers(self, diagnosis: str) -> bool:
        """Whether other data could be the cause of it: a form has its own diagnosis."""
        return diagnosis not in common() or diagnosis == "other-numbers"

    def _lesson_names_used(self) -> list[str]:
        scope = getattr(bytecode.function_of(self.answer), "__globals__", {})
        used = bytecode.globals_in(self.answer) & set(self.lesson_names)
        return sorted(n for n in used if not isinstance(scope.get(n), types.ModuleType))

    def _uses_lesson_name(self, names: list[str], got: object) -> NotYet:
        given = [f"`{name}`" for name in bytecode.arguments_in(self.answer)]
        arguments = ", ".join(given) or "what it is given"
        return self.not_yet("lesson-name", got, name=names[0], arguments=arguments)


def is_unfilled(value: object) -> bool:
    """Whether ``value`` is ``...`` or a container that holds it."""
    if value is ...:
        return True
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(is_unfilled(item) for item in value)
    if isinstance(value, dict):
        return any(is_unfilled(item) for item in value.values())
    return False


def _of_a_known_error(error: BaseException) -> Entry | None:
    """An entry with the words of ``errors.toml``, if it explains the error."""
    known = known_error(error)
    return Entry("raised", usually=known.meaning, next=known.cure) if known else None


def _is_of_the_call(error: BaseException, answer: object) -> bool:
    """Whether the answer has other parameters than it is called with."""
    name = getattr(bytecode.function_of(answer), "__qualname__", "")
    return isinstance(error, TypeError) and bool(name) and f"{name}() " in str(error)


def _kind(got: object) -> str:
    if isinstance(got, (list, tuple, dict, set)):
        return f"a {type(got).__name__} with {len(got)} item{'s' * (len(got) != 1)}"
    return f"a {type(got).__name__}"
