"""A text as the terms that are looked up: words without their endings, names whole and by parts.

``book/_static/search/terms.js`` does the same in the browser; a test compares the two.
"""

import functools
import re
import tomllib
from pathlib import Path

# A word, or words that are joined to one name: tf.print, get_value, sub-model.
# Scripts that put no space between words (Chinese, Japanese, Korean) end a word.
_IN_A_WORD = r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_NAME = re.compile(rf"{_IN_A_WORD}+(?:[.-](?!\d){_IN_A_WORD}+)*")
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LETTER = re.compile(r"[^\W\d_]")
_VOWEL = re.compile(r"[aeiouy]")
_LONGEST = 40  # letters: what is longer is no word


class Vocabulary:
    """Which words say nothing, which are one name, and which stand for one another."""

    def __init__(self, stop: str, names: str, synonyms: list[str]):
        self.table = {"stop": stop, "names": names, "synonyms": synonyms}
        self._stop = frozenset(stop.split())
        self._names = re.compile("|".join(map(re.escape, names.split())))
        self._stands_for = {
            stem(word): stem(group.split()[0]) for group in synonyms for word in group.split()
        }
        self._known: dict[str, list[str]] = {}

    def terms(self, text: str) -> list[str]:
        """The terms of a text, in order.

        >>> vocabulary().terms("How do I see a KerasTensor's values, with tf.Print?")
        ['print', 'kerastensor', 'kera', 'tensor', 'valu', 'tfprint', 'tensorflow', 'print']
        """
        return [term for _, _, terms in self.names(text) for term in terms]

    def names(self, text: str) -> list[tuple[int, int, list[str]]]:
        """The words and names of a text: where each begins and ends, and its terms."""
        text = self._names.sub(lambda found: found[0].capitalize(), text)
        return [(n.start(), n.end(), self._of_name(n[0])) for n in _NAME.finditer(text)]

    def _of_name(self, name: str) -> list[str]:
        """The name whole, each of its joined pieces whole, and the words that they are made of."""
        if name not in self._known:
            pieces = re.split(r"[.-]", name)
            words = [
                word.lower()
                for piece in pieces
                for part in piece.split("_")
                for word in _INNER_CAPITAL.split(part)
            ]
            joined = [re.sub("[._-]", "", whole).lower() for whole in (name, *pieces)]
            wholes = [whole for whole in dict.fromkeys(joined) if whole not in words]
            told = [*wholes, *(word for word in words if word not in self._stop)]
            self._known[name] = [self._one_for(stem(word)) for word in told if _is_word(word)]
        return self._known[name]

    def _one_for(self, term: str) -> str:
        return self._stands_for.get(term, term)


def _is_word(word: str) -> bool:
    return 1 < len(word) <= _LONGEST and bool(_LETTER.search(word))


def stem(word: str) -> str:
    """A word without its ending, so that its forms are one.

    >>> [stem(word) for word in ("layers", "printing", "printed", "values", "get", "getting")]
    ['layer', 'print', 'print', 'valu', 'get', 'get']
    """
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-1]
    for ending in ("ing", "ed", "ion"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and _VOWEL.search(rest):
            twice = rest[-1] == rest[-2] and rest[-1] not in "lsz"
            word = rest[:-1] if twice else rest
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


@functools.cache
def vocabulary() -> Vocabulary:
    """The course's own, from ``words.toml``."""
    text = Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    return Vocabulary(**tomllib.loads(text))
