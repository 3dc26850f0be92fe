"""A verdict is heard whole and once, and nothing else is heard."""

import json
import os

import pytest

from tutorial_utils.course.desk import verdict_channel
from tutorial_utils.course.desk.report_model import NOT_YET, PASS, Verdict

VERDICTS = [
    Verdict("add-up", PASS, "PASS  add-up"),
    Verdict("add-up", NOT_YET, "NOT YET\nadd-up é", "subtracted", {"got": "-1"}),
]


@pytest.fixture
def channel():
    channel = verdict_channel.Channel()
    yield channel
    channel.close()


@pytest.fixture
def descriptor(channel):
    descriptor = os.open(channel._path, os.O_WRONLY | os.O_APPEND)
    yield descriptor
    os.close(descriptor)


@pytest.fixture
def write(channel, descriptor):
    return verdict_channel._writer(descriptor, channel._token)


def test_what_is_said_is_heard_once(channel, write):
    assert channel.heard() == []
    for verdict in VERDICTS:
        write(verdict)
    assert channel.heard() == VERDICTS
    assert channel.heard() == []


def test_the_file_has_no_name_and_is_heard_still(channel, write):
    channel.hide()
    assert not channel._path.exists()
    write(VERDICTS[0])
    assert channel.heard() == VERDICTS[:1]


def test_half_a_line_waits_for_its_other_half(channel, descriptor):
    line = json.dumps({"token": channel._token, **vars(VERDICTS[1])}).encode() + b"\n"
    os.write(descriptor, line[:30])
    assert channel.heard() == []
    os.write(descriptor, line[30:])
    assert channel.heard() == VERDICTS[1:]


OTHER_LINES = {
    "no JSON": b"PASS  add-up\n",
    "no object": b'["add-up"]\n',
    "no token": b'{"exercise": "add-up", "state": "PASS", "text": ""}\n',
    "another token": b'{"token": "0", "exercise": "add-up", "state": "PASS", "text": ""}\n',
    "a token that is no text": b'{"token": 0, "exercise": "add-up", "state": "PASS", "text": ""}\n',
    "no text": b"\xff\xfe\n",
}


@pytest.mark.parametrize("line", OTHER_LINES)
def test_another_line_is_not_heard_and_hides_none(line, channel, descriptor, write):
    os.write(descriptor, OTHER_LINES[line])
    write(VERDICTS[0])
    assert channel.heard() == VERDICTS[:1]


def test_a_descriptor_that_became_another_file_is_not_written_to(channel, descriptor, tmp_path):
    write = verdict_channel._writer(descriptor, channel._token)
    with (tmp_path / "mine.txt").open("w") as mine:
        os.dup2(mine.fileno(), descriptor)
        write(VERDICTS[0])
    assert (tmp_path / "mine.txt").read_text() == ""


def test_a_descriptor_that_was_closed_raises_nothing(channel):
    descriptor = os.open(channel._path, os.O_WRONLY | os.O_APPEND)
    write = verdict_channel._writer(descriptor, channel._token)
    os.close(descriptor)
    write(VERDICTS[0])
    assert channel.heard() == []


def test_a_fork_says_nothing(channel, write):
    child = os.fork()
    if child == 0:
        try:
            write(VERDICTS[0])
        finally:
            os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert channel.heard() == []
