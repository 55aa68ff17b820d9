"""What every event has in common."""

from __future__ import annotations

import subprocess
import sys

import pytest

from events.base import (
    Day,
    Event,
    EventShapeError,
    InspectionEvent,
    Internal,
    Names,
    Public,
    UnlessRestricted,
)
from events.judgements import JudgementSignedOff
from events.registry import EVENTS, for_every_event


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


# What an event declares


class Bulb(InspectionEvent):
    """An event that declares something of most of its fields."""

    NAME = "evidence.bulb"
    NEED_NOT_HAVE_COME = ("due",)
    evidence: Public[str]
    why: UnlessRestricted[str | None]
    rooms: Internal[Names]
    undeclared: str
    due: Public[Day]
    on: Public[Day | None]


def test_a_field_is_of_the_kind_inside_its_declaration_and_is_read_by_whom_it_says():
    assert Bulb.FIELDS == {
        "inspection": "str",
        "evidence": "str",
        "why": "str | None",
        "rooms": "Names",
        "undeclared": "str",
        "due": "Day",
        "on": "Day | None",
    }
    assert {
        **dict.fromkeys(("inspection", "evidence", "due", "on"), "Public"),
        "why": "UnlessRestricted",
        "rooms": "Internal",
        "undeclared": "Internal",
    } == Bulb.READERS
    assert [name for name, _ in Bulb.GUARDED] == ["why", "rooms", "undeclared"]


def test_a_field_that_is_written_again_without_a_declaration_is_internal():
    class Again(Bulb):
        NAME = "evidence.again"
        why: str | None

    assert Again.READERS["why"] == "Internal"
    assert Bulb.READERS["why"] == "UnlessRestricted"


def test_what_it_is_about_follows_from_its_name_and_its_fields():
    assert (Bulb.SUBJECT, Bulb.REF, Bulb.EFFECTIVE) == ("evidence", "evidence", "on")
    assert (Lamp.SUBJECT, Lamp.REF) == ("lamp", None)
    assert (Bulb.DAYS, Bulb.PAST_DAYS) == (("due", "on"), ("on",))
    bulb = Bulb(inspection="X", evidence="E1", why=None, rooms=(), undeclared="", due="2030-01", on=None)
    assert (bulb.ref, bulb.effective_day) == ("E1", None)


@pytest.mark.parametrize("noun", ["judgement", "evidence", "dispute"])
def test_an_event_without_the_ref_of_its_subject_has_none(noun):
    event = type(
        "Refless", (InspectionEvent,), {"NAME": f"{noun}.expected", "__annotations__": {"on": "Day"}}
    )
    assert event(inspection="X", on="2021-01-01").ref is None


def test_without_some_fields_it_is_the_same_event_in_which_they_are_absent():
    lamp = Lamp(inspection="X", watts=40)
    view = lamp.without({"watts"})
    assert isinstance(view, Lamp)
    assert lamp.is_whole
    assert not view.is_whole
    assert view.fields == {"inspection": "X", "rooms": (), "on": None}
    assert repr(view) == "Lamp(inspection='X', rooms=(), on=None)"
    assert view not in (lamp, {lamp})
    with pytest.raises(AttributeError):
        _ = view.watts


@pytest.mark.parametrize(
    ("annotations", "declares", "because"),
    [
        ({"why": "Pubic[str]"}, {}, "Pubic is none of Public"),
        (
            {"why": "UnlessRestricted[str]"},
            {},
            "why is UnlessRestricted, and belongs to no evidence or progress",
        ),
        ({"why": "OnceSignedOff[str]"}, {}, "why is OnceSignedOff, and belongs to no judgement"),
        ({"why": "str"}, {"MOVES_ROW": True}, "moves a row, and not everybody may read its why"),
        (
            {"evidence": "Public[str]", "why": "UnlessRestricted[str]"},
            {"MOVES_ROW": True},
            "moves a row, and not everybody may read its why",
        ),
        ({"why": "Public[str]"}, {"WITHDRAWABLE": ("text",)}, "declares something of text"),
        ({"on": "Public[Day]"}, {"NEED_NOT_HAVE_COME": ("due",)}, "declares something of due"),
    ],
)
def test_a_class_that_declares_what_cannot_be_stops_the_program(annotations, declares, because):
    with pytest.raises(TypeError, match=because):
        type("Wrong", (InspectionEvent,), {"NAME": "lamp.broken", "__annotations__": annotations, **declares})


def test_a_table_that_forgets_an_event_stops_the_program_with_its_name():
    table = dict.fromkeys(EVENTS.values(), "")
    assert for_every_event("sentence", table) == table
    del table[JudgementSignedOff]
    with pytest.raises(TypeError, match=r"There is no sentence for judgement\.signed-off\."):
        for_every_event("sentence", table)
    with pytest.raises(TypeError, match="There is a sentence for Lamp, which is not in the registry"):
        for_every_event("sentence", {**dict.fromkeys(EVENTS.values(), ""), Lamp: ""})


@pytest.mark.parametrize("module", ["ledger.checks.replay", "projections.model.sentences.index"])
def test_an_event_that_nobody_wrote_rules_or_a_sentence_for_stops_the_program(module):
    program = f"""
from events.registry import EVENTS
from events.base import InspectionEvent
class Whispered(InspectionEvent):
    NAME = "lamp.whispered"
EVENTS[Whispered.NAME] = Whispered
import {module}
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "for lamp.whispered." in run.stderr.splitlines()[-1]
