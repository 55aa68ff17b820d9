"""Every event can be built in a word."""

from __future__ import annotations

from events.registry import EVENTS
from tests.builders import EVERY


def test_every_event_has_one_builder():
    assert sorted(build().NAME for build in EVERY) == sorted(EVENTS)
