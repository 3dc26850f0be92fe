"""What pages must keep to, each rule a function from a page, or from all of them, to its problems.

``tutorial dev check`` runs them all, without TensorFlow. What can only be seen by running the
cells (verdicts, live messages, stable outputs) is tested by building and by the test suite.
"""

from collections.abc import Sequence
from pathlib import Path

from ...content.model import Answer, Gallery, Lesson
from ...exceptions import Problem
from . import answers as of_answers
from . import feedback, pages, sections, together
from . import lessons as of_lessons


def problems(
    lessons: list[Lesson],
    root: Path,
    answers: Sequence[Answer] = (),
    gallery: Sequence[Gallery] = (),
) -> list[Problem]:
    """Every problem of every page, and of the pages together."""
    everything = [*lessons, *answers]
    found = [p for page in everything for rule in pages.RULES for p in rule(page)]
    found += [
        p
        for lesson in lessons
        for rule in (*of_lessons.RULES, *sections.RULES, *feedback.FEEDBACK_RULES)
        for p in rule(lesson)
    ]
    found += [p for page in answers for rule in of_answers.RULES for p in rule(page)]
    found += [p for page in gallery for rule in pages.RULES_OF_CELLS for p in rule(page)]
    found += [p for lesson in lessons for p in feedback.judges_and_entries_agree(lesson, root)]
    found += [p for lesson in lessons for p in together.judges_exist(lesson, root)]
    found += together.ids_are_unique(lessons, answers)
    found += together.questions_are_asked_once(everything)
    found += together.links_lead_somewhere(lessons, answers)
    found += together.answers_stand_alone(root)
    return sorted(set(found))
