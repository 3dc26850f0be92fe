"""What a text may mean: the messages that stand in it; else, for a few words, those that are near."""

import collections
import functools
import math
import re

from .messages import KnownError, known_errors
from .pasted import plain, readings, types_in
from .recognising import Match, recognise

_ENOUGH = 0.6  # of what sets a message apart
_RARE_ENOUGH = 7.0  # nats: two words that few messages have
_TYPED = 40  # words: longer texts are pasted, and then the message itself is in them


def find(message: str, type: str | None = None) -> list[Match]:
    """The known messages that a text may be, the likeliest first.

    Args:
        message: As :func:`recognise` takes it, or words of a message that are typed from memory.
        type: The class name of the exception, if it is known.

    Returns:
        Those that stand in it; else, for a text that is no message, those of which the rare words
        are in it, none of them sure.
    """
    text = plain(message)
    is_pasted = type or types_in(text) or " object has no attribute " in text
    return recognise(message, type) or ([] if is_pasted else _near(text))


def known_error(error: BaseException) -> KnownError | None:
    """The known error that an exception is, by its type and today's wording; None if it is none.

    >>> known_error(AttributeError("'KerasTensor' object has no attribute 'numpy'")).id
    'kerastensor-numpy'
    """
    message = str(error)
    # TensorFlow raises some errors again under another type, and keeps the first in its text.
    types = {kind.__name__ for kind in type(error).__mro__} | types_in(readings(message)[0])
    for match in recognise(message, type(error).__name__) + recognise(message):
        known = match.error
        if known.types & types and known.sure and known.is_in(message):
            return known
    return None


def _near(text: str) -> list[Match]:
    scored = [(_rare_words_shared(error.says, text), error) for error in known_errors()]
    ranked = sorted((pair for pair in scored if pair[0] >= _ENOUGH), key=lambda pair: -pair[0])
    return [Match(error, "today", sure=False) for _, error in ranked]


def _rare_words_shared(sample, text):
    """How much of what sets ``sample`` apart from other messages stands in a short text, 0 to 1.

    A text that is a part of the sample counts as the whole of it, if it has rare words enough.
    """
    words, among = set(_words(sample)), set(_words(text))
    if len(among) > _TYPED:
        return 0.0
    rarity = _rarity(known_errors())
    shared = sum(rarity[w] for w in words & among)
    in_sample = shared / sum(rarity[w] for w in words)
    unknown = math.log(1 + len(known_errors()))
    in_text = shared / max(sum(rarity.get(w, unknown) for w in among), 1)
    return max(in_sample, in_text if shared >= _RARE_ENOUGH and in_text > 0.9 else 0)


@functools.cache
def _rarity(known):
    """Each word of today's messages -> how few of them have it, as information in nats."""
    messages = [set(_words(error.says)) for error in known]
    count = collections.Counter(word for words in messages for word in words)
    return {word: math.log((1 + len(messages)) / number) for word, number in count.items()}


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
