"""Run the mutants of answers through their judges: which survive, and which marks are stale."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from ..content.model import Exercise, Lesson
from ..content.names import data_names
from .mutants import Mutant, mutants, order_mutants
from .trials import NOT_STARTED, PASS, Trials

_NAMES_EACH = 2  # of the lesson's data, tried in the place of an argument: so many of each type


@dataclass
class MutationResult:
    """What became of the mutants of one exercise's answer."""

    exercise: Exercise
    killed: int = 0
    marked: int = 0
    survivors: list[Mutant] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)  # marks that no mutant, or a killed one, has

    @property
    def is_clean(self) -> bool:
        return not self.survivors and not self.stale

    def as_text(self) -> str:
        """A line with the score, then one for each survivor and each mark that no longer applies."""
        total = self.killed + self.marked + len(self.survivors)
        lines = [
            f"{self.exercise.id}: {self.killed} of {total} killed, {self.marked} marked as right"
        ]
        lines += [f"  passes: {mutant.change}" for mutant in self.survivors]
        lines += [f"  marked, but refused or no longer made: {change}" for change in self.stale]
        return "\n".join(lines)


def run_mutants(
    lesson: Lesson,
    only: Collection[str] | None = None,
    *,
    every: int = 1,
    trials: Trials | None = None,
    step: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[MutationResult]:
    """Run the mutants of a lesson's answers, exercise by exercise.

    Args:
        lesson: Its demonstrations are run first, in this process.
        only: Ids of exercises; by default, all of them.
        every: Take each so-manieth mutant alone, for a quick look.
        trials: Of the lesson, where its demonstrations were run already.
        step: Is told how many mutants of an exercise are done.
    """
    trials = trials or Trials(lesson)
    for exercise in lesson.exercises:
        if exercise.kind == "predict" or (only and exercise.id not in only):
            continue
        yield _run(trials, lesson, exercise, every, step)


def _run(trials: Trials, lesson: Lesson, exercise: Exercise, every: int, step) -> MutationResult:
    result = MutationResult(exercise)
    marks = {mark["change"] for mark in exercise.feedback.equivalent}
    found = list(_mutants_of(exercise, lesson, trials))
    survived = set()
    for i, mutant in enumerate(found[::every]):
        step(i, len(found[::every]))
        kind = trials.of(exercise, mutant.source).kind
        if kind not in (PASS, NOT_STARTED):
            result.killed += 1
        elif mutant.change in marks:
            survived.add(mutant.change)
            result.marked += 1
        else:
            result.survivors.append(mutant)
    if every == 1:
        result.stale = sorted(marks - survived)
    else:
        result.stale = sorted(marks - {mutant.change for mutant in found})
    return result


def _mutants_of(exercise: Exercise, lesson: Lesson, trials: Trials) -> Iterator[Mutant]:
    if exercise.kind == "order":
        from ...checks.orders import lines_of  # brings TensorFlow, which a trial starts quietly

        right = exercise.answer.source.split('"')[1]
        for mutant in order_mutants(right, lines_of(exercise.stub.source)):
            yield Mutant(mutant.change, f'{exercise.made} = "{mutant.source}"')
        return
    names = trials.some_of_each_type(data_names(lesson), _NAMES_EACH)
    yield from mutants(exercise.answer.source, exercise.made, names)
