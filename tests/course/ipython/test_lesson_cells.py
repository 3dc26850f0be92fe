"""A cell of a lesson is known by its source, and a notebook by the name that Jupyter gives it."""

import pytest

from tutorial_utils.course.ipython import lesson_cells


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("02_session_evaluation.ipynb", "02_session_evaluation"),
        ("my/02_session_evaluation.new.ipynb", "02_session_evaluation"),
        ("Untitled.ipynb", None),
        ("", None),
    ],
)
def test_the_lesson_is_the_one_that_the_file_is_called_after(name, slug, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", name)
    lesson = lesson_cells.this_lesson()
    assert (lesson.slug if lesson else None) == slug


def test_a_cell_that_was_changed_is_the_learners():
    assert lesson_cells.meant_error("hidden.numpy()\n") == "kerastensor-numpy"
    assert lesson_cells.meant_error("hidden.numpy()  # why?") is None
    assert lesson_cells.prediction("print(hidden, 1)") is None


def test_only_a_person_in_jupyter_is_shown_html(monkeypatch):
    monkeypatch.setenv("PYTEST_VERSION", "1")
    monkeypatch.setenv("JPY_SESSION_NAME", "a.ipynb")
    assert not lesson_cells.is_watched_by_a_person()
    monkeypatch.delenv("PYTEST_VERSION")
    assert lesson_cells.is_watched_by_a_person()
    monkeypatch.delenv("JPY_SESSION_NAME")
    assert not lesson_cells.is_watched_by_a_person()
