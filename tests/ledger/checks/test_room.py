"""Of the inspections that are lived through again what little is at hand changes nothing that is found."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from events.inspections import InspectionOpened
from ledger.checks import room
from ledger.checks.base import Finding, Findings
from ledger.checks.history import LAST
from ledger.checks.replay import Last, Replay
from ledger.checks.room import Inspections
from ledger.checks.seen import Fact, facts_of
from ledger.records import Record, encode
from ledger.rules.index import table
from ledger.state.inspection import Inspection
from tests.projections.cache.again import lived
from tests.sampling import sample

SEEDS = sample(range(400), 6)


def facts(records: list[Record]) -> list[Fact]:
    rows = [(one.position, one.stream.hex, one.version, one.event.NAME, encode(one)) for one in records]
    return list(facts_of(rows))


def found(records: list[Record], last: Last | None) -> list[Finding]:
    findings = Findings()
    replay = Replay(findings)
    replay.know(last)
    for one in records:
        replay.take(facts([one]))
    replay.close()
    return list(findings)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_is_found_if_none_is_at_hand(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(seed)
    # Some are by somebody else, and some are missing: the rules are broken in many places.
    records = [
        one._replace(by=random.choice(["ann", "bob", "cyd", one.by]))
        for one in lived(seed).told.records()
        if random.random() < 0.9
    ]
    last: Last = {name: {} for name in LAST}
    for one in records:
        if one.event.NAME in LAST:
            last[one.event.NAME][one.stream.hex] = one.position
    plain = found(records, None)
    assert plain
    assert found(records, last) == plain

    def all_of_them(self: Inspections) -> Iterator[Inspection]:
        for name, one in list(self.items()):
            self._idle[name] = None
            assert self._put_away(name, one)
            yield one

    monkeypatch.setattr(room, "STEP", 1)
    monkeypatch.setattr(Inspections, "_make_room", all_of_them)
    assert found(records, None) == plain
    assert found(records, last) == plain


def begun(*names: str) -> Inspections:
    inspections = Inspections()
    inspections.last_words = {}
    for name in names:
        inspections.begin(name, "required", "UTC").apply(InspectionOpened(inspection=name, title="T"), "ann")
    return inspections


def test_what_was_idle_for_the_longest_goes_first_and_comes_back_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(room, "ROOM", 2)
    monkeypatch.setattr(room, "STEP", 10)
    inspections = begun("a", "b", "c")
    assert list(inspections.took(9, 9)) == []
    # All were new until now, and then none was.
    assert list(inspections.took(1, 10)) == []
    a = inspections["a"]
    assert list(inspections.took(10, 20)) == [a]
    assert list(inspections) == ["b", "c"]
    back = inspections["a"]
    assert back is not a
    assert (back.ref, back.title, back.version) == ("a", "T", 1)
    with pytest.raises(KeyError):
        inspections["d"]


def test_no_more_is_put_away_than_was_lived_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "ROOM", 0)
    monkeypatch.setattr(room, "STEP", 1)
    inspections, put_away = begun("a", "b"), 0
    inspections["a"].version = inspections["b"].version = 50
    for at in range(200):
        put_away += sum(one.version for one in inspections.took(1, at))
        assert put_away <= at + 1
        assert (inspections["a"].version, inspections["b"].version) == (50, 50)
    assert put_away == 200


def test_what_lies_too_deep_to_be_put_away_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_deep(*_: object) -> bytes:
        raise RecursionError

    monkeypatch.setattr(room, "ROOM", 0)
    monkeypatch.setattr(room, "STEP", 1)
    monkeypatch.setattr(room.pickle, "dumps", too_deep)
    inspections = begun("a")
    for at in range(3):
        assert list(inspections.took(1, at)) == []
    assert list(inspections) == ["a"]


def test_what_was_said_is_known_until_the_last_words_were_withdrawn() -> None:
    inspections = Inspections()
    stream = room.inspection_stream("a").hex
    inspections.last_words = {stream: 30}
    a, b = inspections.begin("a", "required", "UTC"), inspections.begin("b", "required", "UTC")
    opened = InspectionOpened(inspection="a", title="T")
    a.apply(opened, "ann")
    b.apply(opened, "ann")
    assert (a.sayings.events.get(1), b.sayings.events.get(1)) == (opened, None)
    list(inspections.took(room.STEP, 29))
    assert a.sayings.events.get(1) == opened
    list(inspections.took(room.STEP, 30))
    assert a.sayings.events.get(1) is None


def test_nothing_but_the_events_that_are_looked_for_asks_what_was_said_or_what_clocks_gave() -> None:
    asking = {
        event.NAME
        for event, (_, rules) in table().items()
        for rule in rules
        if {"sayings", "machines"} & {*rule.__code__.co_names}
    }
    assert asking == set(LAST)
