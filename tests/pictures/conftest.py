import pytest


@pytest.fixture
def shown_by(monkeypatch):
    """``shown_by(module)``: the figures that the pictures of a module show from now on, with their words."""

    def caught(module):
        shown = []
        monkeypatch.setattr(module, "display_with_words", lambda *given: shown.append(given))
        return shown

    return caught
