"""The headings of exercises: a question in the source, its number and how many there are when woven."""

import re
from collections.abc import Iterator, Sequence

EXERCISE = re.compile(r"^### Exercise: (?P<question>.+)$", re.MULTILINE)


def numbered(prose: Sequence[str]) -> Iterator[str]:
    """The Markdown cells of a lesson, with the numbers of its exercises in their headings.

    >>> list(numbered(["### Exercise: how?", "# Title", "### Exercise: which?"]))
    ['### Exercise 1 of 2: how?', '# Title', '### Exercise 2 of 2: which?']
    """
    many = sum(len(EXERCISE.findall(text)) for text in prose)
    number = 0

    def heading(found: re.Match) -> str:
        nonlocal number
        number += 1
        return f"### Exercise {number} of {many}: {found['question']}"

    for text in prose:
        yield EXERCISE.sub(heading, text)
