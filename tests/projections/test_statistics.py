"""Statistics: what began a period, what moved in it, what ended it; and no table that does not reconcile."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from events.base import Day, Instant
from ledger.decisions.evidence import WithdrawEvidence
from ledger.decisions.inspectorates import OpenLedger
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.judgements import ReturnJudgement
from ledger.decisions.links import SupersedeRecommendation
from ledger.decisions.people import GrantRole
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import (
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
    WithdrawRecommendation,
)
from ledger.decisions.vocabulary import AddWord
from ledger.errors import BadInput, NotFound
from ledger.ledger import Ledger
from projections.base import TimeFilter
from projections.formats.index import write
from projections.inbox.inbox import inbox
from projections.model.recommendation import Recommendation
from projections.register import read_register
from projections.rows import Filters
from projections.statistics import counting
from projections.statistics import view as statistics_view
from projections.statistics.counting import GROUPS, Asked
from projections.statistics.figures import Counted, Figures, Period, Row
from projections.statistics.movements import movements
from projections.statistics.moves import Movement
from projections.statistics.reconciling import DoesNotReconcile, reconcile
from projections.statistics.spans import AGES, band, day_before, median
from tests.histories import BODIES, histories, lived
from tests.sampling import examples, sample

COLUMNS = ("opening", "made", "reopened", "closed", "closing")


@pytest.fixture
def told(ledger):
    """told("OCSAE", since="2020-02-27") -> the JSON of the statistics, as one dict."""

    def tell(inspection=None, **asked):
        view = statistics_view.statistics(ledger, inspection, Asked(**{"until": "2022-03-01", **asked}))
        return {**view.head, "rows": list(view.items)}

    return tell


@pytest.fixture
def rows(told):
    """rows(by="body") -> {"Police Scotland": (0, 2, 0, 0, 2), …, "all": …}."""

    def tell(inspection=None, **asked):
        return {
            row["name"]: tuple(row[column] for column in COLUMNS) for row in told(inspection, **asked)["rows"]
        }

    return tell


@pytest.fixture
def overall(rows):
    """overall(since="2020-02-27") -> the row of all."""
    return lambda *args, **asked: rows(*args, **asked)["all"]


# Movements


def test_what_was_open_and_what_moved_come_to_what_is_open(case, overall):
    case.make("7", on="2021-08-18", cycle="2021")
    case.judged("3", "2021-09-01", status="closed")
    assert overall(since="2021-01-01", until="2021-12-31") == (2, 1, 0, 1, 2)


def test_both_days_of_a_period_are_in_it(case, overall):
    case.judged("3", "2021-09-01", status="closed")
    assert overall(since="2021-09-01", until="2021-09-01") == (2, 0, 0, 1, 1)
    assert overall(since="2021-09-02") == (1, 0, 0, 0, 1)
    assert overall(until="2021-08-31") == (0, 2, 0, 0, 2)


def test_without_a_first_day_it_begins_with_nothing_on_the_first_there_is(case, told):
    case.make("1", on="2020-02-27")
    assert told()["from"] == "2020-02-26"
    assert told()["rows"][-1]["opening"] == 0


def test_before_anything_was_made_there_is_nothing(case, told):
    early = told("OCSAE", until="2019-01-01")
    assert (early["from"], early["to"], early["total"]) == ("2019-01-01", "2019-01-01", 0)
    assert [row["name"] for row in early["rows"]] == ["OCSAE", "all"]


def test_a_closed_one_that_is_judged_open_is_reopened(case, overall):
    case.judged("3", "2021-09-01", status="closed")
    case.judged("3", "2021-10-01", status="partially-met")
    case.judged("3", "2021-11-01", status="open")
    assert overall(since="2021-09-15") == (1, 0, 1, 0, 2)
    assert overall() == (0, 2, 1, 1, 2)


def test_what_is_closed_and_reopened_on_one_day_does_both(case, overall):
    case.judged("3", "2021-09-01", status="closed")
    case.judged("3", "2021-09-01", status="open")
    assert overall(since="2021-09-01", until="2021-09-01") == (2, 0, 1, 1, 2)


def test_what_is_made_and_closed_on_one_day_does_both(case, overall):
    case.make("7", on="2021-08-18", cycle="2021")
    case.judged("7", "2021-08-18", status="closed")
    assert overall(since="2021-08-18", until="2021-08-18") == (2, 1, 0, 1, 2)


def test_a_judgement_that_closes_what_is_closed_moves_nothing(case, told):
    case.judged("3", "2021-09-01", status="closed")
    case.judged("3", "2021-10-01", status="closed", reason="no-longer-relevant")
    later = told(since="2021-10-01")
    assert tuple(later["rows"][-1][column] for column in COLUMNS) == (1, 0, 0, 0, 1)
    assert later["by_reason"] == {"no-longer-relevant": 1}


def test_a_judgement_that_nobody_signed_off_moves_nothing(case, overall):
    case.judge("3", "2021-09-01", status="closed")
    assert overall() == (0, 2, 0, 0, 2)


def test_a_judgement_counts_at_once_where_nobody_signs_off(case, tmp_path, clock):
    opening = OpenLedger(
        person="ann",
        name="Ann",
        title="Test",
        time_zone="UTC",
        sign_off="none",
        origin="example/test",
    )
    alone, _ = Ledger.create(str(tmp_path / "alone"), opening, clock)
    with alone:
        alone.ask(GrantRole(person="ann", role="inspector"), by="ann")
        type(case)(alone).judge("3", "2021-09-01", status="closed")
        *_, whole = statistics_view.statistics(alone).items
    assert (whole["made"], whole["closed"]) == (2, 1)


def test_words_and_dates_that_change_move_nothing(case, overall):
    case.ask(RestateRecommendation, number="3", text="Other.", why="Clearer.", on="2021-01-01")
    case.ask(RescheduleRecommendation, number="3", due="2025-01-01", on="2021-01-02")
    assert overall(since="2021-01-01") == (2, 0, 0, 0, 2)


@pytest.mark.parametrize("how", ["superseded", "merged", "reframed"])
def test_what_others_took_the_place_of_is_closed(case, told, how):
    case.ask(SupersedeRecommendation, number="3", by=("OCSAE/5",), how=how, on="2021-09-01")
    found = told(since="2021-01-01")
    assert tuple(found["rows"][-1][column] for column in COLUMNS) == (2, 0, 0, 1, 1)
    assert found["by_reason"] == {"merged" if how == "merged" else "superseded": 1}


def test_what_was_withdrawn_is_closed_until_that_is_corrected(case, told, clock):
    case.ask(WithdrawRecommendation, number="3", on="2021-09-01")
    assert told()["by_reason"] == {"withdrawn": 1}
    clock.set("2022-04-01T09:00:00Z")
    case.ask(CorrectRecommendation, number="3", void="end", why="Never was.")
    assert told()["by_reason"] == {}
    assert told(known_at=Instant("2022-03-31T00:00:00.000000Z"))["by_reason"] == {"withdrawn": 1}


def test_what_was_judged_in_error_never_moved_once_that_is_known(case, overall, clock):
    judgement = case.judged("3", "2021-09-01", status="closed")
    clock.set("2022-04-01T09:00:00Z")
    case.ask(CorrectJudgement, who="cyd", judgement=judgement, void=True, why="A slip.")
    assert overall() == (0, 2, 0, 0, 2)
    assert overall(known_at=Instant("2022-03-31T00:00:00.000000Z")) == (0, 2, 0, 1, 1)
    assert overall(known_at=Instant("2022-02-28T00:00:00.000000Z")) == (0, 0, 0, 0, 0)


def test_a_corrected_day_moves_the_movement(case, overall):
    judgement = case.judged("3", "2021-09-01", status="closed")
    case.ask(CorrectJudgement, who="cyd", judgement=judgement, judged_on="2021-10-01", why="A slip.")
    assert overall(since="2021-09-01", until="2021-09-30") == (2, 0, 0, 0, 2)
    case.ask(CorrectRecommendation, number="5", made_on="2020-03-05", why="A slip.")
    assert overall(since="2020-03-05", until="2020-03-05") == (1, 1, 0, 0, 2)


def test_a_month_stands_for_its_last_day(case, overall, told):
    case.judged("3", "2021-09", status="closed")
    assert overall(since="2021-09-01", until="2021-09-29") == (2, 0, 0, 0, 2)
    assert overall(since="2021-09-30", until="2021-09-30") == (2, 0, 0, 1, 1)
    whole = told(since="2021-09", until="2021-09")
    assert (whole["from"], whole["to"]) == ("2021-09-01", "2021-09-30")


def test_what_is_judged_before_the_month_it_was_made_in_ends_is_closed_when_it_is_made(case, told):
    case.make("7", on="2021-09", cycle="2021")
    case.judged("7", "2021-09-10", status="closed")
    assert told(since="2021-09-11", until="2021-09-30")["rows"][-1] == {
        "name": "all",
        **dict(zip(COLUMNS, (2, 1, 0, 1, 2), strict=True)),
    }
    # From none to nine days, and nobody knows how many.
    assert told(since="2021-09-11")["median_days_to_closure"] is None
    assert told(since="2021-09-11")["not_known"]["days_to_closure"] == 1


# Shares of bodies


def test_each_bodys_share_counts_where_bodies_are_asked_for(case, rows, overall):
    case.make("7", "SPA", "Police Scotland")
    case.judged("7", "2021-09-01", status="closed", made_to="SPA")
    assert rows(by="body", since="2021-01-01") == {
        "Police Scotland": (3, 0, 0, 0, 3),
        "SPA": (1, 0, 0, 1, 0),
        "all": (4, 0, 0, 1, 3),
    }
    assert rows(made_to="spa", since="2021-01-01") == {"OCSAE": (1, 0, 0, 1, 0), "all": (1, 0, 0, 1, 0)}
    assert overall() == (0, 3, 0, 0, 3)


def test_the_whole_is_closed_with_its_last_share(case, overall):
    case.make("7", "SPA", "Police Scotland")
    case.judged("7", "2021-09-01", status="closed", made_to="SPA")
    case.judged("7", "2021-10-01", status="closed", made_to="Police Scotland")
    assert overall(until="2021-09-30") == (0, 3, 0, 0, 3)
    assert overall(since="2021-10-01") == (3, 0, 0, 1, 2)


def test_a_body_that_is_addressed_later_gets_its_share_then(case, rows):
    case.ask(ReaddressRecommendation, number="3", made_to=("Police Scotland", "SPA"), on="2021-09-01")
    assert rows(by="body", since="2021-09-01") == {
        "Police Scotland": (2, 0, 0, 0, 2),
        "SPA": (0, 1, 0, 0, 1),
        "all": (2, 1, 0, 0, 3),
    }
    assert rows(by="body", until="2021-08-31") == {
        "Police Scotland": (0, 2, 0, 0, 2),
        "all": (0, 2, 0, 0, 2),
    }


def test_a_body_that_is_addressed_when_the_whole_is_closed_has_a_closed_share(case, rows):
    case.judged("3", "2021-09-01", status="closed")
    case.ask(ReaddressRecommendation, number="3", made_to=("SPA",), on="2021-10-01")
    assert rows(made_to="SPA", since="2021-10-01")["all"] == (0, 1, 0, 1, 0)


def test_a_share_leaves_with_its_body_and_counts_under_closed(case, told, rows):
    case.ask(ReaddressRecommendation, number="3", made_to=("SPA",), on="2021-09-01")
    assert rows(by="body", since="2021-09-01") == {
        "Police Scotland": (2, 0, 0, 1, 1),
        "SPA": (0, 1, 0, 0, 1),
        "all": (2, 1, 0, 1, 2),
    }
    found = told(by="body")
    assert (found["left"], found["total"], found["by_reason"]) == (1, 2, {})
    assert found["median_days_to_closure"] is None


def test_a_closed_share_leaves_without_a_movement(case, told):
    case.judged("3", "2021-09-01", status="closed")
    case.ask(ReaddressRecommendation, number="3", made_to=("SPA",), on="2021-10-01")
    found = told(made_to="Police Scotland", since="2021-10-01")
    assert found["rows"][-1] == {"name": "all", **dict(zip(COLUMNS, (1, 0, 0, 0, 1), strict=True))}
    assert (found["left"], found["total"], found["by_status"]["closed"]) == (0, 1, 0)


def test_a_body_that_comes_back_gets_a_share_anew(case, told):
    case.ask(ReaddressRecommendation, number="3", made_to=("SPA",), on="2020-03-01")
    case.ask(ReaddressRecommendation, number="3", made_to=("Police Scotland",), on="2021-12-01")
    found = told(made_to="Police Scotland", cycle="2020")
    assert found["rows"][-1] == {"name": "all", **dict(zip(COLUMNS, (0, 3, 0, 1, 2), strict=True))}
    assert (found["ages"]["under 6 months"], found["ages"]["2 to 5 years"]) == (1, 1)


def test_addressing_a_body_without_a_closed_share_reopens_the_whole(case, overall):
    case.judged("3", "2021-09-01", status="closed", made_to="Police Scotland")
    case.ask(ReaddressRecommendation, number="3", made_to=("Police Scotland", "SPA"), on="2021-10-01")
    case.ask(ReaddressRecommendation, number="3", made_to=("Police Scotland",), on="2021-11-01")
    assert overall(since="2021-10-01", until="2021-10-31") == (1, 0, 1, 0, 2)
    assert overall(since="2021-11-01") == (2, 0, 0, 1, 1)


# Rows and scope


def test_there_is_a_row_for_each_and_one_for_all(case, rows):
    case.inspect("HATE", "1")
    case.make("AFD1", kind="area-for-development")
    case.make("7", "SPA", on="2021-08-18", cycle="2021")
    assert rows() == {"HATE": (0, 1, 0, 0, 1), "OCSAE": (0, 4, 0, 0, 4), "all": (0, 5, 0, 0, 5)}
    assert list(rows(by="cycle")) == ["HATE/2020", "OCSAE/2020", "OCSAE/2021", "all"]
    assert rows(by="kind")["Area for development"] == (0, 1, 0, 0, 1)
    assert list(rows(by="kind")) == ["Recommendation", "Area for development", "all"]
    assert list(rows(by="body")) == ["Police Scotland", "SPA", "all"]
    assert rows("ocsae", cycle="2021", kind="recommendation") == {
        "OCSAE": (0, 1, 0, 0, 1),
        "all": (0, 1, 0, 0, 1),
    }


def test_an_inspection_that_is_called_all_has_a_row_of_its_own(case, told):
    case.inspect("all", "1")
    found = told()["rows"]
    assert [row["name"] for row in found] == ["all", "OCSAE", "all"]
    assert [row["made"] for row in found] == [1, 2, 3]


def test_a_body_that_is_written_in_two_ways_has_one_row(case, rows):
    case.make("7", "POLICE Scotland")
    assert rows(by="body") == {"Police Scotland": (0, 3, 0, 0, 3), "all": (0, 3, 0, 0, 3)}


@pytest.mark.parametrize(
    ("inspection", "asked", "words"),
    [
        ("ocsae", {}, "OCSAE, recommendations and areas for development, all bodies"),
        (None, {}, "all inspections, recommendations and areas for development, all bodies"),
        ("OCSAE", {"kind": "recommendation"}, "OCSAE, recommendations, all bodies"),
        ("HATE", {}, "HATE, recommendations, all bodies"),
        ("HATE", {"kind": "area-for-development"}, "HATE, areas for development, all bodies"),
        (None, {"made_to": "spa"}, "all inspections, areas for development, SPA"),
        ("OCSAE", {"until": "2021-08-17"}, "OCSAE, recommendations, all bodies"),
        ("HATE", {"by": "body"}, "HATE, recommendations, all bodies, each with its share"),
        ("HATE", {"cycle": "2020"}, "HATE, recommendations, all bodies, made in the cycle 2020"),
        (
            "HATE",
            {"known_at": "2022-03-31T00:00:00.000000Z"},
            "HATE, recommendations, all bodies, as known at 2022-03-31T00:00:00.000000Z",
        ),
    ],
)
def test_the_scope_is_said_in_words(case, told, inspection, asked, words):
    case.inspect("HATE", "1")
    case.make("AFD1", "SPA", kind="area-for-development", on="2021-08-18")
    assert told(inspection, **asked)["scope"] == words


# Where it stands at the end


def test_statuses_and_reasons_are_those_at_the_end(case, told):
    case.judged("3", "2021-09-01", status="closed")
    case.judged("5", "2021-09-01")
    case.judged("3", "2021-10-01", status="partially-met")
    assert told(until="2021-09-30")["by_status"] == {"open": 0, "partially-met": 1, "closed": 1}
    assert told(until="2021-09-30")["by_reason"] == {"implemented": 1}
    assert told()["by_status"] == {"open": 0, "partially-met": 2, "closed": 0}
    assert (told()["by_reason"], told()["total"]) == ({}, 2)


def test_overdue_is_what_is_not_closed_after_its_date(case, told):
    case.make("7", due="2021-06-30")
    case.make("8", due="2021-06")
    case.make("9", due="2021-06-30")
    case.judged("9", "2021-09-01", status="closed")
    case.ask(RescheduleRecommendation, number="8", due="2021-12-31", on="2021-09-15")
    assert told(until="2021-06-30")["overdue"] == 0
    assert told(until="2021-07-01")["overdue"] == 3
    assert told(until="2021-09-14")["overdue"] == 2
    assert told(until="2021-09-15")["overdue"] == 1
    assert told(until="2022-01-01")["overdue"] == 2


def test_ages_are_those_of_what_is_not_closed(case, told):
    case.make("7", on="2021-08-18", cycle="2021")
    case.judged("3", "2021-09-01", status="closed")
    assert told(until="2022-02-17")["ages"] == {
        **dict.fromkeys(AGES, 0),
        "under 6 months": 1,
        "1 to 2 years": 1,
    }
    assert told(until="2022-02-18")["ages"]["6 to 12 months"] == 1
    assert told(until="2025-02-26")["ages"]["5 years and over"] == 1


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2021-03-10", "2021-03-10", "under 6 months"),
        ("2021-03-10", "2021-09-09", "under 6 months"),
        ("2021-03-10", "2021-09-10", "6 to 12 months"),
        ("2021-08-31", "2022-02-27", "under 6 months"),
        ("2021-08-31", "2022-02-28", "6 to 12 months"),
        ("2020-02-29", "2021-02-28", "1 to 2 years"),
        ("2020-02-29", "2021-02-27", "6 to 12 months"),
        ("2020-01-15", "2022-01-14", "1 to 2 years"),
        ("2020-01-15", "2022-01-15", "2 to 5 years"),
        ("2020-01-15", "2025-01-15", "5 years and over"),
        ("0001-01-01", "9999-12-31", "5 years and over"),
    ],
)
def test_a_band_begins_on_the_day_its_months_are_full(since, until, found):
    assert band(since, until) == found


@pytest.mark.parametrize(
    ("numbers", "middle"), [([], None), ([4], 4), ([1, 2], 1.5), ([1, 3], 2), ([1, 2, 9], 2)]
)
def test_the_median_is_the_middle(numbers, middle):
    assert median(numbers) == middle
    assert type(median(numbers)) is type(middle)


def test_the_day_before_the_first_there_is_still_sorts_before_it():
    assert day_before("2021-03-01") == "2021-02-28"
    assert day_before("0001-01-01") < "0001-01-01"


def test_days_to_closure_are_those_of_the_closures_in_the_period(case, told):
    case.make("7", on="2021-08-18", cycle="2021")
    case.judged("3", "2021-08-19", status="closed")
    case.judged("7", "2021-08-28", status="closed")
    case.judged("3", "2021-09-01", status="open")
    assert told()["median_days_to_closure"] == (540 + 10) / 2
    assert told(since="2021-08-20")["median_days_to_closure"] == 10
    assert told(since="2021-08-29")["median_days_to_closure"] is None


def test_no_length_is_given_that_the_dates_leave_open(case, told):
    def not_known(**asked):
        return told(**asked)["not_known"]

    none = {"ages": 0, "days_to_closure": 0, "waiting": 0}
    assert not_known() == none
    case.make("7", on="2021", cycle="2020")
    case.make("8", on="..2021-09-01", cycle="2020")
    case.judged("7", "2021", status="closed")
    case.judged("3", "2021-09", status="closed")
    case.judged("5", "2021-08-28", status="closed")
    assert told()["median_days_to_closure"] == 549
    # What was made by a day may be of any age that is not less.
    assert not_known() == {"ages": 1, "days_to_closure": 2, "waiting": 0}
    assert told(until="2026-09-01")["ages"]["5 years and over"] == 1
    case.make("9", on="2021-01", cycle="2020")
    assert told(until="2021-06-30")["ages"]["under 6 months"] == 1
    assert told(until="2021-07-15")["ages"]["under 6 months"] == 0
    assert not_known(until="2021-07-15") == {**none, "ages": 1}
    assert told(until="2021-07-31")["ages"]["6 to 12 months"] == 1
    case.submit("2021-10", "9")
    case.submit("2021-11-01", "9")
    waits = told(until="2021-11-11")
    assert waits["awaiting_judgement"] == {"submissions": 2, "longest_days": 10, "median_days": 10}
    assert waits["not_known"]["waiting"] == 1


def test_evidence_waits_until_it_is_judged(case, told):
    def waiting(until, **asked):
        return tuple(told(until=until, **asked)["awaiting_judgement"].values())

    case.submit("2021-07-01")
    case.submit("2021-07-05", "5")
    wrong = case.submit("2021-07-06", "5")
    case.ask(WithdrawEvidence, evidence=wrong, why="Wrong.", on="2021-07-08")
    case.judged("3", "2021-08-18")
    assert waiting("2021-06-30") == (0, None, None)
    assert waiting("2021-07-05") == (2, 4, 2)
    assert waiting("2021-07-07") == (3, 6, 2)
    assert waiting("2021-07-08") == (2, 7, 5)
    assert waiting("2021-08-18") == (1, 44, 44)


def test_evidence_of_two_inspections_waits_by_itself(case, told):
    case.inspect("HATE", "3")
    case.submit("2021-07-01")
    case.submit("2021-07-02", inspection="HATE")
    assert told()["awaiting_judgement"]["submissions"] == 2


def test_evidence_for_several_shares_waits_once(case, told):
    case.make("7", "SPA", "Police Scotland")
    case.submit("2021-07-01", "7", body="A charity")
    assert told(by="body")["awaiting_judgement"]["submissions"] == 1
    case.submit("2021-07-02", "7", body="SPA")
    assert told(made_to="SPA")["awaiting_judgement"]["submissions"] == 2
    assert told(made_to="Police Scotland")["awaiting_judgement"]["submissions"] == 1


# What is asked


def test_it_ends_today_in_the_ledgers_time_zone(case, told, clock):
    clock.set("2022-06-30T23:30:00Z")
    assert told(until=None)["to"] == "2022-07-01"


def test_a_period_does_not_end_before_it_begins(case, told):
    with pytest.raises(BadInput, match="ends on 2021-01-01, before it begins on 2021-01-02"):
        told(since="2021-01-02", until="2021-01-01")
    with pytest.raises(BadInput, match="ends on 2022-03-01"):
        told(since="2030-01-01", until=None)
    assert told(since="2021-01-02", until="2021-01")["to"] == "2021-01-31"


def test_what_is_not_there_is_not_found(case, told):
    with pytest.raises(NotFound, match="no inspection NONE"):
        told("NONE")
    with pytest.raises(NotFound, match="no cycle 1999"):
        told(cycle="1999")


def test_a_body_that_was_never_addressed_has_nothing(case, told):
    found = told(made_to="Nobody")
    assert (found["scope"], found["total"]) == ("all inspections, recommendations, Nobody", 0)
    assert [row["name"] for row in found["rows"]] == ["all"]


def test_the_first_and_the_last_day_there_can_be_may_be_asked(case, overall):
    assert overall(since="0001-01-01", until="9999-12-31") == (0, 2, 0, 0, 2)


def test_the_figures_of_a_table_stand_to_the_right(case, ledger):
    for number in range(10, 20):
        case.make(str(number))
    lines = "".join(write(statistics_view.statistics(ledger), "table", 80)).splitlines()
    at = lines.index("Inspection  Opening  Made  Re-opened  Closed  Closing")
    assert lines[at + 2] == "OCSAE             0    12          0       0       12"
    assert lines[-1] == "Opening 0 + made 12 + re-opened 0 - closed 0 = closing 12."


# Nothing that does not reconcile


def test_nothing_is_told_where_the_days_say_something_else_than_the_walk(case, told, monkeypatch):
    case.judged("3", "2021-09-01", status="closed")
    monkeypatch.setattr(Recommendation, "status", lambda *_: "open")
    with pytest.raises(DoesNotReconcile) as refused:
        told()
    assert (
        "In the row OCSAE opening 0 + made 2 + re-opened 0 - closed 1 comes to 1, and the closing is 2."
    ) in refused.value.message


def test_nothing_is_told_where_the_walk_leaves_something_out(case, told, monkeypatch):
    def forgetful(recommendation, body=None):
        return [move for move in movements(recommendation, body) if move.what != "closed"]

    case.judged("3", "2021-09-01", status="closed")
    monkeypatch.setattr(counting, "movements", forgetful)
    for asked in ({}, {"since": "2021-10-01"}, {"by": "body"}, {"made_to": "Police Scotland"}):
        with pytest.raises(DoesNotReconcile):
            told(**asked)


SOUND = Figures(
    period=Period("2021-01-01", "2021-12-31"),
    rows=(Row("A", 1, 1, 0, 1, 1), Row("B", 1, 0, 0, 0, 1), Row("all", 2, 1, 0, 1, 2)),
    by_status={"open": 1, "partially-met": 1, "closed": 1},
    by_reason={"implemented": 1},
    overdue=0,
    ages={"under 6 months": 2},
    days_to_closure=(),
    waiting=(),
    left=0,
)
MOVES = [
    Movement("made", "2020-05-01", "2020-05-01"),
    Movement("made", "2020-06-01", "2020-06-01"),
    Movement("closed", "2021-05-01", "2020-05-01"),
    Movement("made", "2021-06-01", "2021-06-01"),
]


def test_sound_figures_reconcile():
    reconcile(SOUND, [Counted("A", None, MOVES)])


@pytest.mark.parametrize(
    ("wrong", "moves", "because"),
    [
        (
            {"rows": (Row("A", 1, 1, 0, 1, 2), *SOUND.rows[1:])},
            MOVES,
            "In the row A opening 1 + made 1 + re-opened 0 - closed 1 comes to 1, and the closing is 2.",
        ),
        ({"rows": SOUND.rows[1:]}, MOVES, "The column opening of the rows comes to 1, and the row all is 2."),
        ({}, MOVES[1:], "What moved before the period comes to 1, and the opening of the row all is 2."),
        ({}, MOVES[:-1], "By status all comes to 3, and what was made and did not leave is 2."),
        (
            {"by_status": {"open": 1, "partially-met": 0, "closed": 2}},
            MOVES,
            "By status what is not closed comes to 1, and the closing of the row all is 2.",
        ),
        ({"by_reason": {}}, MOVES, "By reason what is closed comes to 0, and the closed by status is 1."),
        ({"ages": {}}, MOVES, "By age what is not closed comes to 0, and the closing of the row all is 2."),
    ],
)
def test_figures_that_do_not_come_to_the_same_are_refused(wrong, moves, because):
    with pytest.raises(DoesNotReconcile) as refused:
        reconcile(SOUND._replace(**wrong), [Counted("A", None, moves)])
    assert refused.value.message.endswith(because)
    assert refused.value.exit_status == 1


def test_a_closed_share_that_comes_back_is_neither_made_nor_closed_again(case, told):
    case.make("7", "A", "B")
    case.judged("7", status="closed", on="2021-09-01", made_to="A")
    for on, bodies in (("2021-10-01", ("B",)), ("2021-11-01", ("A", "B"))):
        case.ask(ReaddressRecommendation, number="7", made_to=bodies, on=on)
    found = told(made_to="A")
    *_, whole = found["rows"]
    assert [whole[column] for column in COLUMNS] == [0, 1, 0, 1, 0]
    assert (found["total"], found["by_status"]["closed"]) == (1, 1)
    assert told(made_to="A", since="2021-10-15")["median_days_to_closure"] is None


# Any history

DAYS = [str(date(2021, 2, 20) + timedelta(days=after)) for after in range(75)]
AFTER = {
    "made": "open",
    "reopened": "open",
    "closed": "closed",
    "left": None,
    "not-closed": "open",
    "not-reopened": "closed",
    "left-closed": None,
    "back-closed": "closed",
}
BEFORE = {
    "made": None,
    "reopened": "closed",
    "closed": "open",
    "not-closed": "closed",
    "not-reopened": "open",
    "left": "open",
    "left-closed": "closed",
    "back-closed": None,
}
ANY_BODY = ((), *((body.casefold(),) for body in BODIES))


def folded(told, time_filter=TimeFilter()):
    return read_register(told, time_filter=time_filter)


@examples(60)
@for_all(histories)
def test_walking_comes_to_what_is_seen_on_every_day(history):
    for ref, fold in folded(history.told).folds.items():
        for recommendation, body in itertools.product(fold.recommendations.values(), ANY_BODY):
            one = Counted(ref, recommendation, tuple(movements(recommendation, body)), body)
            moves = iter([*one.moves, Movement("", "9999-12-31", "")])
            move, stands = next(moves), None
            for day in DAYS:
                while move.day <= day:
                    assert move.day == day
                    assert stands == BEFORE[move.what]
                    stands, move = AFTER[move.what], next(moves)
                seen = one.was_there(day) and ("open" if one.unclosed(day) else "closed")
                assert (stands or False) == seen, (recommendation.made.number, body, day)


@examples(60)
@for_all(histories, st.sets(st.sampled_from(DAYS), min_size=1, max_size=2), st.sampled_from([None, *BODIES]))
def test_statistics_are_those_that_one_counts_in_the_register(history, days, body):
    first, last = min(days), max(days)

    def unclosed(day):
        return sum(row["status"] != "closed" for row in seen(day))

    def seen(day, **filters):
        return folded(history.told, TimeFilter(day)).rows(Filters(made_to=body, **filters))

    rows = seen(last)
    for by in GROUPS if body else set(GROUPS) - {"body"}:
        view = statistics_view.statistics(history.told, None, Asked(first, last, made_to=body, by=by))
        *_, whole = view.items
        assert (whole["opening"], whole["closing"]) == (unclosed(day_before(first)), unclosed(last))
        assert whole["opening"] + whole["made"] + whole["reopened"] - whole["closed"] == whole["closing"]
        assert view.head["by_status"] == {
            status: sum(row["status"] == status for row in rows) for status in view.head["by_status"]
        }
        assert view.head["by_reason"] == Counter(row["reason"] for row in rows if row["reason"])
        assert view.head["overdue"] == len(seen(last, overdue=last))


@examples(40)
@for_all(histories, st.sets(st.sampled_from(DAYS), min_size=1, max_size=2), st.integers(1, 40))
def test_statistics_reconcile_whatever_happened_and_whenever_it_is_asked(history, days, records):
    known = [record.recorded_at for record in history.told.records()]
    for by in GROUPS:
        asked = Asked(min(days), max(days), known[min(records, len(known)) - 1], by=by)
        *rows, whole = statistics_view.statistics(history.told, None, asked).items
        assert [sum(row[column] for row in rows) for column in COLUMNS] == [
            whole[column] for column in COLUMNS
        ]


@examples(40)
@for_all(histories, st.sets(st.sampled_from(DAYS), min_size=3, max_size=3))
def test_two_periods_that_meet_come_to_the_one_of_both(history, days):
    first, middle, last = sorted(days)

    def told(since, until):
        return {
            row["name"]: row
            for row in statistics_view.statistics(history.told, None, Asked(since, until, by="body")).items
        }

    early = told(first, day_before(middle))
    late, both = told(middle, last), told(first, last)
    for name, row in both.items():
        begun = early.get(name, dict.fromkeys(COLUMNS, 0))
        assert late[name]["opening"] == begun["closing"]
        for column in ("made", "reopened", "closed"):
            assert row[column] == begun[column] + late[name][column]


def test_a_move_whose_order_the_dates_leave_open_counts_neither_as_closed_nor_as_re_opened(case, ledger):
    case.judged("3", on="2021-10-20", cycle="2021", status="closed")
    case.judged("3", on="2021-10", cycle="2021", status="partially-met")
    case.judged("5", on="2021-10", cycle="2021", status="partially-met")
    case.judged("5", on="2021-10-20", cycle="2021", status="closed")

    def moved(since, until):
        view = statistics_view.statistics(ledger, "OCSAE", Asked(Day(since), Day(until)))
        row = view.items[-1]
        return [row[name] for name in ("opening", "made", "reopened", "closed", "closing")]

    assert moved("2021-10-01", "2021-10-31") == [2, 0, 0, 1, 1]
    # On its own each part of the month says what its days say, and both come to the month.
    assert moved("2021-10-01", "2021-10-25") == [2, 0, 0, 2, 0]
    assert moved("2021-10-26", "2021-10-31") == [0, 0, 0, -1, 1]
    view = statistics_view.statistics(ledger, "OCSAE", Asked(Day("2021-10-01"), Day("2021-10-31")))
    assert view.head["undone"] == 1
    assert dict(view.facts)["Order open"].startswith("1 movement taken back")
    assert "median of 1 closure" in dict(view.facts)["Closed after"]


# What waits


def handed_in(ledger):
    """The evidence that the inbox of anybody says is to be judged, by inspection and ref."""
    return {
        (row["inspection"], ref)
        for row in inbox(ledger).items
        if row["task"] == "judge" and "handed in" in row["what"]
        for ref in re.findall(r"\bE[0-9]+\b", row["what"].partition("handed in")[2].partition(".")[0])
    }


@pytest.mark.parametrize("seed", sample(range(40), 8))
def test_as_much_evidence_waits_as_the_inbox_has_to_judge(seed):
    ledger = lived(seed).told
    view = statistics_view.statistics(ledger, None, Asked(until=None))
    assert view.head["awaiting_judgement"]["submissions"] == len(handed_in(ledger))


def test_what_awaits_its_sign_off_waits_for_no_inspector(case, told):
    case.submit("2021-07-01")
    ref = case.judge("3", "2021-08-18")
    assert told()["awaiting_judgement"]["submissions"] == 0
    # Nobody had judged it on the day before.
    assert told(until="2021-08-17")["awaiting_judgement"]["submissions"] == 1
    case.ask(ReturnJudgement, who="bob", judgement=ref, why="Say more.")
    assert told()["awaiting_judgement"]["submissions"] == 1


def test_evidence_of_a_whole_waits_and_that_of_what_needs_no_closing_does_not(case, told):
    case.make("5a", under="5")
    case.submit("2021-07-01", "5")
    assert told()["awaiting_judgement"]["submissions"] == 1
    case.ledger.ask(AddWord(vocabulary="kind", word="point", label="Point", means="none"), by="ann")
    case.make("9", kind="point")
    case.submit("2021-07-01", "9")
    assert told()["awaiting_judgement"]["submissions"] == 1
