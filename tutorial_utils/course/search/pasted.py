"""A pasted message: which known ones stand in it, and what of a long text is the message.

The book's page does the same in ``book/_static/search/pasted.js``; a test compares the two.
"""

import re

AT_MOST = 3
_TYPED = 60  # words: a longer text is a traceback or a log
_OF_A_MESSAGE = 400  # letters that are looked up of one
_RAISED = re.compile(r"[A-Za-z_]*(?:Error|Exception|Warning)\b")
_PARENTHESES = re.compile(r"\([^()]*\)")
_WITH_TYPE = re.compile(r"^\w*(?:error|exception) ")
_ENOUGH = 15  # letters of a message that was pasted in part


def known_in(question: str, messages: list[dict]) -> list[dict]:
    """The known messages that stand in the question, the longest first.

    Today's wording is known exactly; only where nothing has it are older and partial ones tried.
    """
    text = " ".join(question.split())
    exactly = [
        (len(found[0]), -number)
        for number, message in enumerate(messages)
        if (found := re.search(message["match"], text))
    ]
    if exactly:
        return [messages[-number] for _, number in sorted(exactly, reverse=True)[:AT_MOST]]
    return [message for message in messages if _resembles(message, text)][:AT_MOST]


def _resembles(message: dict, text: str) -> bool:
    asked = loose(text)
    bare = _WITH_TYPE.sub("", asked)
    for wording in map(loose, (message["says"], *message["older"])):
        if _holds(asked, _WITH_TYPE.sub("", wording)):
            return True
        if len(asked) > _ENOUGH and _holds(wording, bare):
            return True
    return False


def loose(text: str) -> str:
    """Letters alone: names of tensors, numbers and quotes differ from one program to the next."""
    return re.sub(r"[^a-z]+", " ", re.sub(r"\(.*?\)", "", text.lower())).strip()


def _holds(text: str, part: str) -> bool:
    """Whole words only: a message about a Tensor is not one about a KerasTensor."""
    return f" {part} " in f" {text} "


def essence(question: str) -> str:
    """The question; of a traceback or a log, the message at its end.

    >>> essence("Traceback (most recent call last): File x.py, line 3 ValueError: No such layer")
    'ValueError: No such layer'
    """
    if len(question.split()) <= _TYPED and "Traceback (most recent call last)" not in question:
        return question
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
