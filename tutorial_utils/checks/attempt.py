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
from collections.abc import Callable, Collection, Iterable, Iterator

from ..tensors import describe
from . import switches
from .code import bytecode
from .code.backend_calls import symbolic_ones_asked
from .code.given_code import is_unfilled
from .feedback import Entry, Feedback, common, completed, filled, kind_in_words
from .handed_over import HandedOver
from .raised import (
    IMPORTED_AS,
    in_one_line,
    is_of_the_call,
    meaning_of,
    missing_name,
    words_of,
)
from .verdict import NotStarted, NotYet

# What a look comes to: a diagnosis, whether it is so, and, where a description of what came back
# does not tell it, what we got.
Look = tuple[str, object] | tuple[str, object, str]

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+|\b0x[0-9a-fA-F]{6,}")  # another in each run


class Attempt:
    """What a learner made for an exercise, and what is said of it."""

    def __init__(
        self,
        answer: object,
        feedback: Feedback,
        lesson_names: Collection[str] = (),
        made_above: Collection[str] = (),
        made_below: Collection[str] = (),
    ):
        """Start to judge.

        Args:
            answer: What the learner made: a function, a class, a choice.
            feedback: What can be said about this exercise.
            lesson_names: Names of the lesson's own data and models, which no answer needs.
            made_above: All names that the cells above the exercise make, imports too.
            made_below: Those that only cells below it make.
        """
        self.answer = answer
        self.feedback = feedback
        self.lesson_names = lesson_names
        self.made_below = frozenset(made_below)
        self.made_above = (frozenset(made_above) | frozenset(lesson_names)) - self.made_below
        self.values: dict[str, object] = {}
        self._ran = ""
        self._asked: set[tuple[str, str]] = set()

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
        values = {**self.values, "type": kind_in_words(got), **values}
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
        watched = bytecode.by_parameter(self.answer, given) | how
        arguments = [(name, what) for name, what in watched.items() if name not in may_change]
        with self.running(arguments, facts=facts):
            result = self.answer(*given, **how)
            if is_unfilled(result):
                raise NotStarted
        return result

    @contextlib.contextmanager
    def running(
        self,
        arguments: Iterable[tuple[str, object]] = (),
        /,
        facts: Callable[[], Collection[str]] = tuple,
        **watched: object,
    ) -> Iterator[None]:
        """Run a learner's code inside of the block; what goes wrong becomes feedback.

        Args:
            arguments: Names and values that must be as they were afterwards, whatever the names.
            facts: As for :meth:`call`.
            watched: More that must be as it was.

        Raises:
            NotYet: The code raised, changed what it was given, or turned a switch of the program.
        """
        handed_over = HandedOver(dict(arguments) | watched)
        scope = bytecode.scope_of(self.answer)
        trouble: NotYet | None = None
        try:
            with symbolic_ones_asked(self.answer) as self._asked:
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
        if missing := missing_name(error):
            if missing in self.made_above:
                return self.not_yet("cells-not-run", got, name=missing)
            if missing in IMPORTED_AS:
                written = IMPORTED_AS[missing]
                return self.not_yet("not-imported", got, name=missing, written=written)
            if missing in self.made_below:
                return self.not_yet("made-below", got, name=missing)
        if verdict := self._about_a_symbolic_one(got):
            return verdict
        facts = {*facts, *(f"uses {name}" for name in bytecode.names_in(self.answer))}
        own = self.feedback.recognised(facts, said)
        names_a_name = own is not None and any(fact.startswith("uses ") for fact in own.facts)
        is_misnamed = not names_a_name and not is_of_the_call(error, self.answer)
        if is_misnamed and (verdict := self._about_a_lesson_name(got)):
            return verdict
        entry = own or meaning_of(error, facts)
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
                seen = got or (repr(result) if isinstance(result, str) else result)
                told = more[0] if more else seen
                if verdict := self._about_a_symbolic_one(told):
                    raise verdict
                # Other data could be the cause of other numbers; a form has its own diagnosis.
                is_about_numbers = diagnosis not in common() or diagnosis == "other-numbers"
                verdict = self._about_a_lesson_name(told) if is_about_numbers else None
                raise verdict or self.not_yet(diagnosis, told)

    def _about_a_symbolic_one(self, got: object) -> NotYet | None:
        """The feedback where an old call was asked for the numbers of a symbolic tensor."""
        for diagnosis, call in sorted(self._asked):
            return self.not_yet(diagnosis, got, name=call)
        return None

    def _about_a_lesson_name(self, got: object) -> NotYet | None:
        """The feedback where the code uses a name of the lesson; None where it uses none."""
        names = bytecode.globals_in(self.answer) & set(self.lesson_names)
        if not names:
            return None
        given = [f"`{name}`" for name in bytecode.arguments_in(self.answer)]
        arguments = ", ".join(given) or "what it is given"
        return self.not_yet("lesson-name", got, name=min(names), arguments=arguments)
