"""What stands in a page's front matter under ``jupyter: lesson:``, and in which form."""

from pathlib import Path

from ..exceptions import Problem

OF_A_LESSON = ("asked", "kind", "objectives", "prerequisites", "question", "title")
OF_AN_ANSWER = ("asked", "kind", "question")


def front_matter_of_a_lesson(path: Path, front: object, problems: list[Problem]) -> dict:
    """A lesson's own description, in the types of :class:`Lesson`; what is wrong joins ``problems``."""
    found = _Reader(path, front, OF_A_LESSON, problems)
    if found.front.get("kind", "lesson") != "lesson":
        found.wrong("`kind` is lesson here; answer pages lie in lessons/answers/TOPIC/")
    objectives = found.front.get("objectives", [])
    if not _strings(objectives) or not 2 <= len(objectives) <= 4:
        found.wrong("`objectives` is a list of 2 to 4 sentences, verb first")
    prerequisites = found.front.get("prerequisites", [])
    if not _strings(prerequisites):
        found.wrong("`prerequisites` is a list of sentences or of lessons (NN_slug)")
    asked = found.front.get("asked", {})
    if not isinstance(asked, dict) or not _strings([*asked, *asked.values()]):
        found.wrong("`asked` maps each question to the heading that answers it")
    return {
        "title": found.sentence("title"),
        "question": found.sentence("question"),
        "asked": asked,
        "objectives": tuple(objectives or ()),
        "prerequisites": tuple(prerequisites or ()),
    }


def front_matter_of_an_answer(path: Path, front: object, problems: list[Problem]) -> dict:
    """An answer page's own description, in the types of :class:`Answer`.

    Its ``asked`` is a list: all of these questions lead to the page's heading.
    """
    found = _Reader(path, front, OF_AN_ANSWER, problems)
    if found.front.get("kind") != "answer":
        found.wrong("`kind` is answer: lessons lie in lessons/")
    asked = found.front.get("asked", [])
    if not _strings(asked):
        found.wrong("`asked` is a list of other ways to ask the question")
        asked = []
    question = found.sentence("question")
    return {"question": question, "asked": dict.fromkeys(asked, question)}


class _Reader:
    """The front matter of one file, and where its faults go."""

    def __init__(self, path: Path, front: object, keys: tuple[str, ...], problems: list[Problem]):
        self.path, self.problems = path, problems
        self.front = front if isinstance(front, dict) else {}
        if self.front is not front:
            self.wrong(f"`jupyter: lesson:` with {', '.join(keys)} is missing")
        for key in self.front.keys() - set(keys):
            self.wrong(f"unknown key `{key}`; the keys are {', '.join(keys)}")

    def wrong(self, text: str) -> None:
        self.problems.append(Problem(self.path, 1, f"front matter: {text}"))

    def sentence(self, key: str) -> str:
        value = self.front.get(key)
        if isinstance(value, str) and value.strip():
            return value
        if self.front:
            self.wrong(f"`{key}` is a sentence")
        return ""


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
