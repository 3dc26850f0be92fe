"""A save is noticed, once, however an editor does it."""

import os

import pytest

from tutorial_utils.course.commands.file_watcher import GONE, SETTLED, Saves


@pytest.fixture
def watched(tmp_path):
    path = tmp_path / "lesson.ipynb"
    path.write_text("one")
    now = [0.0]
    saves = Saves([path], clock=lambda: now[0])

    def looks(*seconds):
        found = []
        for passed in seconds:
            now[0] += passed
            found.append(saves.since_last_look())
        return found

    return path, looks


def in_place(path):
    path.write_text("three")


def by_renaming(path):
    beside = path.with_suffix(".tmp")
    beside.write_text("two")
    os.utime(beside, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    beside.replace(path)


def same_length(path):
    before = path.stat().st_mtime_ns
    path.write_text("two")
    os.utime(path, ns=(before + 1, before + 1))


@pytest.mark.parametrize("save", [in_place, by_renaming, same_length])
def test_each_way_of_saving(save, watched):
    path, looks = watched
    assert looks(1, 1) == [[], []]
    save(path)
    assert looks(0.01, SETTLED, 1) == [[], [path], []]


def test_a_file_that_is_still_being_written_is_waited_for(watched):
    path, looks = watched
    for text in ("a", "ab", "abc"):
        path.write_text(text)
        assert looks(SETTLED) == [[]]
    assert looks(2 * SETTLED) == [[path]]


def test_a_file_that_is_gone_for_a_moment_is_being_saved(watched):
    path, looks = watched
    path.unlink()
    assert looks(0.01, SETTLED) == [[], []]
    path.write_text("again")
    assert looks(0.01, SETTLED) == [[], [path]]
    path.unlink()
    assert looks(0.01, GONE, GONE) == [[], [path], []]
