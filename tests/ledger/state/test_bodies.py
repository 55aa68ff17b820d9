"""Which names mean one body, what it is called on a day, and who answers for it."""

from __future__ import annotations

from datetime import datetime

import pytest

from events.bodies import BodyAliasAdded, BodyMerged, BodyRegistered, BodyRenamed, BodySucceeded
from ledger.state.bodies import Bodies
from ledger.validation import body_key


@pytest.fixture
def bodies():
    """Those of some events, in the order of recording."""

    def of(*events):
        known = Bodies()
        for position, event in enumerate(events, 1):
            known.apply(event, position, "2026-11-22T10:00:00.000000Z")
        return known

    return of


def registered(*names):
    return [BodyRegistered(body=name, on=None) for name in names]


def renamed(body, to, on):
    return BodyRenamed(body=body, to=to, on=on, why="An act of law.")


@pytest.mark.parametrize(
    "spelling",
    [
        "POLICE - SCOTLAND É",
        "Police \u2013 Scotland é",
        "Police \u2011 Scotland e\u0301",
        "Police  \u2212\u00a0Scotland\u3000é",
        "\uff30olice - Scotland é",
        "Po\u00adlice - Scotland é",
    ],
)
def test_names_that_differ_in_case_width_accents_dashes_or_blanks_are_one(spelling):
    assert body_key(spelling) == body_key("Police - Scotland é")


@pytest.mark.parametrize(
    "other", ["Police Scotland", "Police-Scotland", "Police - Scotland e", "Polic - Scotland é"]
)
def test_names_that_differ_otherwise_are_two(other):
    assert body_key(other) != body_key("Police - Scotland é")


def test_a_name_that_nobody_registered_means_itself(bodies):
    none = bodies()
    assert not none
    assert none.called("Police", "2021-01-01") == "Police"
    assert none.identity("POLICE") == none.identity("Police")
    assert not none.is_registered("Police")


def test_an_alias_is_called_by_the_name_on_every_day(bodies):
    known = bodies(*registered("Police Scotland"), BodyAliasAdded(body="police scotland", also="PSoS"))
    assert known.called("psos", "1900-01-01") == known.called("PSoS") == "Police Scotland"
    assert known.identity("psos") == known.identity("Police Scotland")
    assert known.spellings("psos") == ["Police Scotland", "PSoS"]


def test_a_body_bears_each_name_from_its_day(bodies):
    known = bodies(
        *registered("A"),
        renamed("A", "C", "2015-06-01"),
        renamed("A", "B", "2010"),
        renamed("c", "D", "2020-01-01"),
    )
    days = ("2009-12-31", "2010-12-30", "2010-12-31", "2015-06-01", "2019-12-31", None)
    assert [known.called("b", day) for day in days] == ["A", "A", "B", "C", "C", "D"]
    assert len({known.identity(name) for name in "ABCD"}) == 1


def test_merged_bodies_bear_one_name_on_every_day(bodies):
    known = bodies(
        *registered("Typo", "Right", "Third"),
        renamed("Typo", "Typo 2", "2010-01-01"),
        BodySucceeded(body="Third", by="Typo", on="2012-01-01", why=None),
        BodyMerged(body="typo 2", into="Right", why="A slip."),
    )
    for name in ("Typo", "Typo 2", "Right"):
        assert {known.called(name, day) for day in ("2009-01-01", "2011-01-01", None)} == {"Right"}
    assert known.answers(known.identity("Third"), None) == known.identity("Right")
    assert known.identities == ["right", "third"]


def test_a_successor_answers_from_the_day_and_its_own_after_it(bodies):
    known = bodies(
        *registered("A", "B", "C"),
        BodySucceeded(body="A", by="B", on="2013-04-01", why=None),
        BodySucceeded(body="B", by="C", on="2020-01-01", why=None),
    )
    days = ("2013-03-31", "2013-04-01", "2019-12-31", "2020-01-01", None)
    assert [known.answers("a", day) for day in days] == ["a", "b", "b", "c", "c"]
    assert known.successors("a") == {"b": "2013-04-01", "c": "2020-01-01"}
    assert known.successors("c") == {}
    # Another body is not the same body under another name.
    assert known.identity("A") != known.identity("B")


def test_a_successor_known_to_the_year_answers_from_its_end(bodies):
    known = bodies(*registered("A", "B"), BodySucceeded(body="A", by="B", on="2013", why=None))
    assert [known.answers("a", day) for day in ("2013-12-30", "2013-12-31")] == ["a", "b"]


def test_what_several_are_called_follows_each_event_and_each_day(bodies):
    known, made_to = bodies(*registered("A", "B")), ("A", "b", "Nobody")
    later = "2026-11-22T10:00:00.000000Z"
    assert known.called_together(made_to, None) == ("A", "B", "Nobody")
    known.apply(renamed("A", "C", "2015-06-01"), 3, later)
    assert known.called_together(made_to, "2015-05-31") == ("A", "B", "Nobody")
    assert known.called_together(made_to, "2015-06-01") == ("C", "B", "Nobody")
    known.apply(BodyMerged(body="B", into="A", why="One."), 4, later)
    assert known.called_together(made_to, None) == ("C", "Nobody")
    known.apply(BodyAliasAdded(body="A", also="Nobody"), 5, later)
    assert known.called_together(made_to, None) == ("C",)
    known.apply(registered("D")[0], 6, later)
    known.apply(BodySucceeded(body="A", by="D", on="2020-01-01", why="x"), 7, later)
    assert known.called_together(made_to, None) is None
    assert known.called_together(("D",), None) == ("D",)


def test_today_is_that_of_the_clock_at_every_asking(bodies):
    known = bodies(*registered("A"))
    for moment, date in (
        ("2021-08-17T23:59:59.999999", "2021-08-17"),
        ("2021-08-18T00:00:00.000000", "2021-08-18"),
        ("2021-08-18T00:00:00.900000", "2021-08-18"),
        ("2021-08-17T23:59:59.950000", "2021-08-17"),
        ("9999-12-31T23:59:59.999999", "9999-12-31"),
    ):
        now = datetime.fromisoformat(f"{moment}+00:00")
        known.clock = lambda now=now: now
        assert known.today == date
