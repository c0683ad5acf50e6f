"""What is given up is told once, to everybody who wants to know, however late they ask."""

import pytest

from assistant.writer.stop import GivenUp, Stop


def test_everybody_is_told_once():
    stop, told = Stop(), []
    stop.then(lambda: told.append("before"))
    stop.check()
    stop.pull()
    stop.pull()
    stop.then(lambda: told.append("after"))
    assert told == ["before", "after"]
    assert stop.pulled
    with pytest.raises(GivenUp):
        stop.check()
