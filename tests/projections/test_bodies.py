"""Bodies with names in time, in every reading: on any day, and by what was known."""

from __future__ import annotations

import pytest

from events.base import Day
from ledger.decisions.bodies import AddAlias, MergeBodies, RegisterBody
from ledger.decisions.responses import SetResponseDue
from ledger.state.bodies import Bodies
from projections.base import TimeFilter
from projections.bodies import bodies
from projections.diff import diff_days
from projections.near_names import near
from projections.register import register
from projections.statistics.counting import Asked
from projections.statistics.view import statistics
from projections.trail import trail
from projections.why import why
from tests.bodies_told import FORCE, HIGHLAND, NORTH, Bodied


@pytest.fixture
def case():
    return Bodied()


def test_a_body_is_called_as_it_was_on_the_day_asked_about_and_nothing_else_moves(case):
    known = case.make("1", NORTH)
    case.judge("1", "partially-met", "2011-01-01", NORTH)
    before = case.rows()["1"]
    case.rename()
    assert case.made_to(as_of="2011-12-31") == [NORTH]
    assert case.made_to(as_of="2012-01-01") == case.made_to() == [HIGHLAND]
    assert case.made_to(known_at=known) == [NORTH]
    assert case.rows()["1"] == {**before, "made_to": [HIGHLAND]}


def test_a_name_borne_from_a_day_to_come_is_not_borne_now(case):
    case.make("1", NORTH)
    case.rename(on="2040-01-01")
    case.told.inspectorate().bodies.clock = case.told.clock
    assert case.made_to() == [NORTH]
    assert case.made_to(as_of="2040-01-01") == [HIGHLAND]


def test_merged_bodies_are_one_share_with_one_name_on_every_day(case):
    case.make("1", NORTH, "Nothern Constabulary")
    before = case.judge("1", "closed", "2011-01-01", "Nothern Constabulary")
    assert case.rows()["1"]["status"] == "open"
    case.ask(RegisterBody(body=NORTH))
    case.ask(MergeBodies(body="Nothern Constabulary", into=NORTH, why="A slip."))
    for day in (None, "2010-02-01", "2011-06-01"):
        assert case.made_to(as_of=day) == [NORTH]
    assert case.rows()["1"]["status"] == "closed"
    assert case.made_to(known_at=before) == [NORTH, "Nothern Constabulary"]
    assert case.rows(known_at=before)["1"]["status"] == "open"


def test_a_row_is_uncertain_if_it_may_have_been_closed_before_another_body_took_over(case):
    case.make("1", NORTH)
    case.make("2", NORTH)
    case.judge("1", "closed", "2013")
    case.judge("2", "closed", "2013-05-31")
    case.succeed(on="2013-06-01")
    for day in ("2013-12-31", "2014-06-01"):
        told = register(case.told, time_filter=TimeFilter(Day(day)))
        assert told.head["uncertain"] == ["X/1"]


def test_a_row_is_uncertain_while_a_name_or_a_succession_may_have_begun(case):
    case.make("1", NORTH)
    case.make("2", "Fife Council")
    case.make("3", NORTH)
    case.judge("3", "closed", "2011-01-01")
    case.succeed(on="2013")

    def uncertain(day):
        return register(case.told, time_filter=TimeFilter(Day(day))).head["uncertain"]

    assert case.made_to(as_of="2013-06-01") == [NORTH]
    assert uncertain("2013-06-01") == ["X/1"]
    assert uncertain("2012-12-31") == uncertain("2013-12-31") == []
    case.judge("1", "closed", "2013-03-01")
    assert uncertain("2014-01-01") == ["X/1"]


def test_what_is_not_closed_passes_to_the_successor_and_what_was_closed_stays(case):
    case.make("1", NORTH, "Fife Council")
    case.make("2", NORTH)
    case.judge("2", "closed", "2011-01-01")
    before = {number: {**row, "made_to": None} for number, row in case.rows().items()}
    case.succeed()
    assert case.made_to("1", as_of="2013-03-31") == [NORTH, "Fife Council"]
    assert case.made_to("1", as_of="2013-04-01") == [FORCE, "Fife Council"]
    assert case.made_to("2") == [NORTH]
    assert {number: {**row, "made_to": None} for number, row in case.rows().items()} == before
    case.judge("2", "open", "2014-01-01")
    assert case.made_to("2", as_of="2013-12-31") == [NORTH]
    assert case.made_to("2") == [FORCE]
    case.judge("2", "closed", "2014-02-01")
    assert case.made_to("2") == [FORCE]


def test_a_judgement_of_the_successor_is_one_of_the_share_that_passed(case):
    case.make("1", NORTH, "Fife Council")
    case.succeed()
    case.judge("1", "closed", "2013-05-01", FORCE)
    case.judge("1", "closed", "2013-05-02", "Fife Council")
    assert case.rows(as_of="2013-05-01")["1"]["status"] == "open"
    assert case.rows()["1"]["status"] == "closed"
    assert case.made_to() == [FORCE, "Fife Council"]


def test_two_shares_of_one_successor_are_one_name_at_the_least_advanced(case):
    case.make("1", NORTH, "Fife Police")
    case.judge("1", "partially-met", "2011-01-01", NORTH)
    case.succeed()
    case.succeed("Fife Police")
    row = case.rows()["1"]
    assert row["made_to"] == [FORCE]
    assert row["status"] == "open"
    assert case.rows(made_to=FORCE)["1"]["status"] == "open"


def test_a_closed_share_stays_closed_though_the_successor_has_one_of_its_own(case):
    case.make("1", NORTH, FORCE)
    case.judge("1", "closed", "2011-01-01", NORTH)
    case.succeed()
    case.judge("1", "partially-met", "2014-01-01", FORCE)
    assert case.made_to() == [NORTH, FORCE]
    assert case.rows(made_to=NORTH)["1"]["status"] == "closed"
    assert case.rows(made_to=FORCE)["1"]["status"] == "partially-met"


def test_successions_follow_one_another(case):
    case.make("1", NORTH)
    case.succeed()
    case.succeed(FORCE, "Police of All", "2014-01-01")
    days = ("2013-03-31", "2013-12-31", "2014-01-01")
    assert [case.made_to(as_of=day) for day in days] == [[NORTH], [FORCE], ["Police of All"]]


@pytest.mark.parametrize("name", [NORTH, "northern\u00a0constabulary", HIGHLAND, "nc", FORCE])
def test_a_row_is_found_under_every_name_and_under_the_successor(case, name):
    case.make("1", NORTH)
    case.make("2", "Fife Council")
    case.rename()
    case.ask(AddAlias(body=NORTH, also="NC"))
    case.succeed()
    assert list(case.rows(made_to=name)) == ["1"]
    view = statistics(case.told, None, Asked(made_to=name))
    assert view.head["by_status"]["open"] == 1


def test_statistics_count_a_share_for_whoever_has_it_in_the_end(case):
    case.make("1", NORTH)
    case.make("2", NORTH)
    case.judge("2", "closed", "2011-01-01")
    case.succeed()
    rows = {row["name"]: row for row in statistics(case.told, None, Asked(by="body")).items}
    assert (rows[FORCE]["made"], rows[FORCE]["closing"]) == (1, 1)
    assert (rows[NORTH]["made"], rows[NORTH]["closing"]) == (1, 0)
    then = Asked(by="body", until=Day("2012-01-01"))
    assert {row["name"] for row in statistics(case.told, None, then).items} == {NORTH, "all"}


def both_passed(case):
    """Two shares of one recommendation, of which one was begun, and the one body that took over both."""
    case.make("1", NORTH, "Fife Council", "Elsewhere")
    case.make("2", "Elsewhere")
    case.judge("1", "partially-met", "2011-01-01", made_to=NORTH)
    for body in (NORTH, "Fife Council"):
        case.succeed(body)


@pytest.mark.parametrize("name", [FORCE, NORTH, "Fife Council"])
def test_shares_that_passed_to_one_body_count_as_one_at_the_least_advanced(case, name):
    both_passed(case)
    view = statistics(case.told, None, Asked(made_to=name))
    assert view.head["by_status"] == {"open": 1, "partially-met": 0, "closed": 0}
    assert view.items[-1]["closing"] == 1
    row = case.rows(made_to=name)["1"]
    assert (row["status"], row["last_updated"]) == ("open", "2011-01-01")
    rows = {row["name"]: row for row in statistics(case.told, None, Asked(by="body")).items}
    assert {of: rows[of]["made"] for of in (FORCE, "Elsewhere", "all")} == {
        FORCE: 1,
        "Elsewhere": 2,
        "all": 3,
    }


def test_before_they_passed_each_of_them_counts_for_itself(case):
    both_passed(case)
    then = Asked(by="body", until=Day("2013-03-31"))
    rows = {row["name"]: row for row in statistics(case.told, None, then).items}
    assert {NORTH, "Fife Council"} < set(rows)
    assert rows["all"]["made"] == 4


def test_shares_that_passed_to_one_body_are_closed_once_all_of_them_are(case):
    both_passed(case)
    case.judge("1", "closed", "2014-01-01", made_to=FORCE)
    rows = {row["name"]: row for row in statistics(case.told, None, Asked(by="body")).items}
    assert (rows[FORCE]["made"], rows[FORCE]["closed"], rows[FORCE]["closing"]) == (1, 1, 0)


def test_a_body_that_took_over_several_shares_owes_one_answer(case):
    both_passed(case)
    case.ask(SetResponseDue(inspection="X", number="1", due="2013-01-01", on="2010-03-01"))
    case.answer("1", NORTH, "accepted", "2012-01-01")
    answers = statistics(case.told, None, Asked(made_to=FORCE)).head["answers"]
    assert answers == {"due": 1, "given": 0, "late": 1, "by_answer": {"accepted": 1}}
    assert statistics(case.told, None, Asked()).head["answers"]["due"] == 2
    case.answer("1", FORCE, "rejected", "2013-05-01")
    answers = statistics(case.told, None, Asked(made_to=FORCE)).head["answers"]
    assert answers == {"due": 1, "given": 1, "late": 1, "by_answer": {"rejected": 1}}
    responses = [(one["body"], one["answer"]) for one in case.rows()["1"]["responses"]]
    assert responses == [(FORCE, "rejected")]
    then = [(one["body"], one["answer"]) for one in case.rows("2013-04-30")["1"]["responses"]]
    assert then == [(NORTH, "accepted")]


def test_a_closed_share_keeps_its_answer_though_a_successor_answers_for_its_own(case):
    case.make("1", NORTH, FORCE)
    case.answer("1", NORTH, "accepted", "2010-03-01")
    case.judge("1", "closed", "2011-01-01", made_to=NORTH)
    case.succeed()
    case.answer("1", FORCE, "rejected", "2013-05-01")
    responses = [(one["body"], one["answer"]) for one in case.rows()["1"]["responses"]]
    assert responses == [(NORTH, "accepted"), (FORCE, "rejected")]


def test_no_change_of_names_is_a_step_of_a_diff(case):
    case.make("1", NORTH)
    case.rename()
    case.succeed()
    view = diff_days(case.told, None, since=Day("2011-01-01"), until=Day("2015-01-01"))
    assert list(view.items) == []


def test_the_trail_has_the_day_of_a_name(case):
    case.make("1", NORTH)
    case.rename()
    rows = {row["event"]: row for row in trail(case.told).items}
    assert rows["body.renamed"]["on"] == "2012-01-01"
    then = TimeFilter(Day("2011-12-31"))
    assert "body.renamed" not in {row["event"] for row in trail(case.told, time_filter=then).items}


def test_why_says_which_share_is_whose_now(case):
    case.make("1", NORTH, "Fife Council")
    case.judge("1", "partially-met", "2011-01-01", NORTH)
    case.succeed()
    fields = {item["field"]: item for item in why(case.told, "X", "1").items}
    assert fields[f"status of {FORCE}"]["value"] == "partially-met"
    assert fields["made_to"]["value"] == [FORCE, "Fife Council"]


def test_the_list_of_bodies_counts_by_whose_it_is(case):
    case.make("1", NORTH)
    case.make("2", NORTH)
    case.judge("2", "closed", "2011-01-01")
    case.rename()
    case.succeed()
    rows = {row["body"]: row for row in bodies(case.told).items}
    assert (rows[FORCE]["recommendations"], rows[FORCE]["not_closed"]) == (1, 1)
    assert (rows[HIGHLAND]["recommendations"], rows[HIGHLAND]["not_closed"]) == (1, 0)
    assert rows[HIGHLAND]["succeeded_by"] == FORCE
    assert rows[FORCE]["succeeds"] == [HIGHLAND]
    assert [one["name"] for one in rows[HIGHLAND]["names"]] == [NORTH, HIGHLAND]


@pytest.mark.parametrize(
    ("name", "known", "close"),
    [
        ("Police Scotlnad", ["Fife Council", "Police Scotland"], "Police Scotland"),
        ("Scottish Prison Service", ["The Scottish Prison Service"], "The Scottish Prison Service"),
        ("Fife Council Trust", ["Fife Council"], "Fife Council"),
        ("police  scotland", ["Police Scotland", "Polize Scotland"], None),
        ("School 12", ["School 13", "School 11"], None),
        ("Highland Council", ["Fife Council"], None),
        ("A B", ["A"], None),
        ("Alpho", ["Alpha"], "Alpha"),
        ("Apex", ["Apes"], None),
        ("Aplha", ["Alpha"], "Alpha"),
        ("Alphas", ["Alpha"], "Alpha"),
        ("Kew Ltd", ["Kew"], "Kew"),
        ("Acme Limited", ["Acme Ltd."], "Acme Ltd."),
        ("BBC and ITV", ["BBC & ITV"], "BBC & ITV"),
        ("St John & Co", ["St John and Company"], "St John and Company"),
        ("Ministry of Health", ["Ministry of Defence"], None),
        ("Limited", ["Company"], None),
        ("Police Scotland", [], None),
    ],
)
def test_a_new_name_is_close_to_a_known_one_or_not(name, known, close):
    assert near(name, known) == close


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Caf\u00e9 Board", "cafe\u0301 BOARD"),
        ("ABC Board", "\uff21\uff22\uff23 Board"),
        ("A\u00a0B", " a \u2003\t b "),
        ("A\u3000B", "A\u202fB"),
        ("Stra\u00dfe", "STRASSE"),
        *(("A-B", f"A{dash}B") for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"),
    ],
)
def test_names_that_are_written_otherwise_mean_one_body(one, other):
    known = Bodies()
    known.register(one)
    assert known.is_registered(other)
    assert known.identity(other) == known.identity(one)
    assert near(other, [one]) is None


def test_a_body_is_shown_with_every_name_it_bore(case):
    case.make("1", NORTH)
    case.rename()
    shown = bodies(case.told, NORTH)
    assert shown.facts == (("Called", f"{NORTH}, at first"), ("Called", f"{HIGHLAND}, from 2012-01-01"))
    assert shown.columns[1].read(next(iter(shown.items))) == NORTH
