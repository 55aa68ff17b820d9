"""What every event has in common."""

from __future__ import annotations

import pytest

from events.base import Day, Event, EventShapeError, InspectionEvent, Names
from events.judgements import JudgementSignedOff
from events.registry import EVENTS


class Lamp(InspectionEvent):
    """An event that has changed its shape once: ``watts`` was called ``power`` and was text."""

    NAME = "lamp.lit"
    VERSION = 2
    watts: int
    rooms: Names = ()
    on: Day | None = None

    @classmethod
    def upcast(cls, version, fields):
        if version != 1:
            return super().upcast(version, fields)
        return {"inspection": fields["inspection"], "watts": int(fields["power"]), "rooms": [], "on": None}


def test_an_event_is_made_by_keyword_and_has_its_defaults():
    lamp = Lamp(inspection="X", watts=40)
    assert (lamp.inspection, lamp.watts, lamp.rooms, lamp.on) == ("X", 40, (), None)
    assert repr(lamp) == "Lamp(inspection='X', watts=40, rooms=(), on=None)"


@pytest.mark.parametrize("fields", [{"watts": 40}, {"inspection": "X", "watts": 1, "colour": "red"}, {}])
def test_a_field_that_is_missing_or_unknown_is_refused(fields):
    with pytest.raises(TypeError, match="takes inspection, watts"):
        Lamp(**fields)


def test_an_event_does_not_change():
    lamp = Lamp(inspection="X", watts=40)
    with pytest.raises(AttributeError):
        lamp.watts = 60
    with pytest.raises(AttributeError):
        del lamp.watts
    assert lamp == Lamp(inspection="X", watts=40)


def test_equal_events_are_equal_and_others_are_not():
    signed = JudgementSignedOff(inspection="X", judgement="J1")
    assert signed == JudgementSignedOff(inspection="X", judgement="J1")
    assert hash(signed) == hash(JudgementSignedOff(inspection="X", judgement="J1"))
    assert signed != JudgementSignedOff(inspection="X", judgement="J2")
    assert signed != Lamp(inspection="X", watts=1)


def test_stored_fields_become_the_event():
    lamp = Lamp.from_fields(2, {"inspection": "X", "watts": 1, "rooms": ["a", "b"], "on": "2021-01"})
    assert lamp == Lamp(inspection="X", watts=1, rooms=("a", "b"), on=Day("2021-01"))


def test_an_older_shape_is_upcast():
    assert Lamp.from_fields(1, {"inspection": "X", "power": "60"}) == Lamp(inspection="X", watts=60)


@pytest.mark.parametrize("version", [0, 3, None, "2", 2.5])
def test_a_version_that_nobody_wrote_is_refused(version):
    with pytest.raises(EventShapeError, match="never stored with version"):
        Lamp.from_fields(version, {"inspection": "X", "watts": 1, "rooms": [], "on": None})


@pytest.mark.parametrize(
    "wrong",
    [
        {"watts": "1"},
        {"watts": True},
        {"watts": None},
        {"inspection": None},
        {"rooms": "ab"},
        {"rooms": [1]},
        {"on": 3},
        {"more": 1},
    ],
)
def test_another_shape_is_refused(wrong):
    fields = {"inspection": "X", "watts": 1, "rooms": [], "on": None, **wrong}
    with pytest.raises(EventShapeError):
        Lamp.from_fields(2, fields)


def test_every_event_has_a_name_of_two_words_a_docstring_and_its_place_in_the_registry():
    def concrete(cls: type[Event]) -> set[type[Event]]:
        return {sub for direct in cls.__subclasses__() for sub in ({direct} | concrete(direct))}

    ours = {event for event in concrete(Event) - {InspectionEvent} if event.__module__.startswith("events.")}
    former = {one for event in EVENTS.values() for one in event.FORMER.values()}
    assert ours - former == set(EVENTS.values())
    assert all(EVENTS[one.NAME] in one.__mro__ for one in former)
    for name, event in EVENTS.items():
        noun, verb = name.split(".")
        assert noun.replace("-", "").isalpha()
        assert verb.replace("-", "").isalpha()
        assert event.__doc__
