"""A pasted message: what of a long text it is, and what of it is looked for in the book.

The book's page does the same in ``book/_static/search/pasted.js``; a test compares the two.
"""

import re

_TYPED = 60  # words: a longer text is a traceback or a log
_OF_A_MESSAGE = 400  # letters that are looked up of one
_LOOKED_AT = 20_000  # letters at the end of a log: what was raised stands there
_RAISED = re.compile(r"\b[A-Za-z_]{0,80}(?:Error|Exception|Warning)\b")
_PARENTHESES = re.compile(r"\([^()]*\)")


def essence(question: str) -> str:
    """The question; of a traceback or a log, the message at its end.

    >>> essence("Traceback (most recent call last): File x.py, line 3 ValueError: No such layer")
    'ValueError: No such layer'
    """
    if len(question.split()) <= _TYPED and "Traceback (most recent call last)" not in question:
        return question[-_LOOKED_AT:]
    question = question[-_LOOKED_AT:]
    raised = list(_RAISED.finditer(question))
    start = raised[-1].start() if raised else 0
    return question[start : start + _OF_A_MESSAGE]


def gist(message: str) -> str:
    """The message without its type and without what it says of one tensor, in parentheses.

    >>> gist("ValueError: Graph disconnected: no value for KerasTensor(shape=(None, 3))")
    'Graph disconnected: no value for KerasTensor'
    """
    words = _RAISED.sub("", essence(message), count=1).lstrip(": ")
    while (inner := _PARENTHESES.sub("", words)) != words:
        words = inner
    return words
