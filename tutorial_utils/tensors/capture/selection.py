"""Which layers are wanted: a name, a pattern, a layer, several of these, or a test of one's own."""

import difflib
import fnmatch
import re

import keras

_NUMBER = re.compile(r"#\d+")


class Selection:
    """What the argument ``layers`` asks for.

    Args:
        layers: None for all; a path (``"block/dense"``, ``"dense#2"``), a layer's name or a pattern
            (``"block*/conv"``); a layer; a list of these; or ``(path, layer) -> bool``. A path or
            pattern without a call number means every call.
    """

    def __init__(self, layers=None):
        self._test = None
        self._wanted = None
        self._found = set()
        if callable(layers) and not isinstance(layers, keras.Layer):
            self._test = layers
        elif layers is not None:
            one = isinstance(layers, (str, keras.Layer))
            self._wanted = [layers] if one else list(layers)
            for wanted in self._wanted:
                if not isinstance(wanted, (str, keras.Layer)):
                    raise TypeError(
                        f"layers holds {wanted!r}, which is neither a name nor a layer; next: use a"
                        " layer's name, its path, a pattern such as 'block*/conv', or the layer"
                    )

    def wants(self, path: str, layer: keras.Layer) -> bool:
        """Whether this call is asked for; remembers which of the wishes were met."""
        if self._test is not None:
            return bool(self._test(path, layer))
        if self._wanted is None:
            return True
        met = [at for at, wanted in enumerate(self._wanted) if _meets(wanted, path, layer)]
        self._found.update(met)
        return bool(met)

    def check(self, known) -> None:
        """Raise KeyError for a wish that no call met; ``known`` are the paths there are."""
        for at, wanted in enumerate(self._wanted or ()):
            if at not in self._found:
                raise KeyError(unknown(_name(wanted), known))


def _meets(wanted, path, layer):
    if not isinstance(wanted, str):
        return wanted is layer
    plain = _NUMBER.sub("", path)
    return any(fnmatch.fnmatchcase(name, wanted) for name in (path, plain, layer.name))


def _name(wanted):
    return wanted if isinstance(wanted, str) else wanted.name


def unknown(name: str, known) -> str:
    """The message for a layer that is not there: the closest of those that are.

    >>> unknown("block/dens", ["block/dense", "head"])
    "no layer call 'block/dens'; the closest: 'block/dense'"
    """
    known = list(known)
    by_end = {path.rpartition("/")[2]: path for path in known}
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    close += [by_end[end] for end in difflib.get_close_matches(name, by_end, n=3, cutoff=0.5)]
    close = list(dict.fromkeys(close))[:3]
    if close:
        return f"no layer call {name!r}; the closest: {', '.join(map(repr, close))}"
    some = ", ".join(map(repr, known[:8])) + (", …" if len(known) > 8 else "")
    return f"no layer call {name!r}; there are: {some}" if known else f"no layer call {name!r}"
