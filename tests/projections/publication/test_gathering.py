"""What an edition gathers: told from disk, cut at its tree, and what is news since the one before."""

from __future__ import annotations

import itertools

import pytest

from events.base import Day, Instant
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import RestateRecommendation
from projections.publication.edition import Terms
from projections.publication.gathering import gather
from projections.publication.spool import Spool

BEFORE = (Day("2022-03-01"), Instant("2022-03-02T00:00:00.000000Z"))
"""The two times of the publication before: all that the case begins with was recorded by then."""


def edition_of(ledger, *refs, as_of="2022-03-10", since=BEFORE, size=None):
    size = size or sum(1 for _ in ledger.store.rows())
    known = Instant("2026-12-31T00:00:00.000000Z")
    return gather(ledger, Terms(refs, Day(as_of), known, size, bytes(32), since=since))


def news(case, **asked):
    """What changed, in a line each."""
    changes = edition_of(case.ledger, **asked).changes
    return [f"{name} {step.change} {step.on}: {step.before} > {step.after}" for name, step in changes]


@pytest.fixture
def later(case):
    """The case, with the clock after the publication before."""
    case.ledger.clock.set("2022-03-05T09:00:00Z")
    return case


def test_without_a_publication_before_nothing_is_news(case):
    assert news(case, since=None) == []


def test_where_nothing_was_recorded_since_only_what_came_due_is_news(case):
    case.judged(status="closed", on="2022-03-01")
    assert news(case) == []
    assert news(case, since=(Day("2022-02-28"), BEFORE[1])) == ["OCSAE/3 closed 2022-03-01: open > closed"]


def test_a_late_entry_about_an_old_day_is_news(later):
    later.judged(status="closed", on="2021-08-18")
    assert news(later) == ["OCSAE/3 closed 2021-08-18: open > closed"]


def test_what_was_told_before_is_no_news_again(later):
    later.ledger.clock.set("2022-03-01T10:00:00Z")
    later.judged(status="closed", on="2021-08-18")
    later.ledger.clock.set("2022-03-05T09:00:00Z")
    later.ask(RestateRecommendation, number="5", text="Do it well.", why="Clearer.", on="2022-03-04")
    assert news(later) == ["OCSAE/5 restated 2022-03-04: Do 5. > Do it well."]


def test_a_correction_is_news_with_what_was_told_before(case):
    judged = case.judged(status="closed", on="2021-08-18")
    case.ledger.clock.set("2022-03-05T09:00:00Z")
    case.ask(CorrectJudgement, who="bob", judgement=judged, why="It was another.", void=True)
    assert news(case) == ["OCSAE/3 corrected 2021-08-18: closed > open"]


def test_a_judgement_that_moves_to_another_day_is_told_by_both_days(case):
    judged = case.judged(status="closed", on="2021-08-18")
    case.ledger.clock.set("2022-03-05T09:00:00Z")
    case.ask(CorrectJudgement, who="bob", judgement=judged, why="A slip.", judged_on="2021-09-01")
    assert news(case) == ["OCSAE/3 corrected 2021-09-01: 2021-08-18 > 2021-09-01"]


def test_a_recommendation_that_turns_out_to_be_made_later_is_told(case):
    case.make("8", on="2022-02-01", cycle="2021")
    case.ledger.clock.set("2022-03-05T09:00:00Z")
    case.ask(CorrectRecommendation, number="8", made_on="2022-03-04", why="A slip.")
    assert news(case, as_of="2022-03-03") == ["OCSAE/8 corrected 2022-03-04: 2022-02-01 > 2022-03-04"]
    assert news(case) == ["OCSAE/8 corrected 2022-03-04: 2022-02-01 > 2022-03-04"]


def test_what_takes_effect_after_the_day_is_no_news_yet(later):
    later.ask(RestateRecommendation, number="5", text="Do it well.", why="Clearer.", on="2022-03-05")
    assert news(later, as_of="2022-03-04") == []
    assert len(news(later, as_of="2022-03-05")) == 1


def test_an_earlier_day_than_before_tells_nothing_as_gone(case):
    case.judged(status="closed", on="2022-02-01")
    assert news(case, as_of="2022-01-01") == []


def test_a_new_inspection_is_news_whole(later):
    later.inspect("ABC", "1", "2")
    assert news(later) == [f"ABC/{number} made 2020-02-26: None > open" for number in "12"]


def test_news_is_the_same_however_the_two_times_are_crossed(later):
    """Told in two steps, each thing is told once: of the steps nothing is lost between two publications."""
    later.judged("3", on="2021-08-18")
    later.ledger.clock.set("2022-03-07T09:00:00Z")
    later.judged("5", on="2021-08-18", status="closed")
    between = (Day("2022-03-06"), Instant("2022-03-06T00:00:00.000000Z"))
    known = Instant("2022-03-06T00:00:00.000000Z")
    size = sum(1 for _ in later.ledger.store.rows())
    first = gather(later.ledger, Terms((), Day("2022-03-06"), known, size, bytes(32), since=BEFORE)).changes
    second = edition_of(later.ledger, since=between).changes
    assert [*first, *second] == list(edition_of(later.ledger).changes)
    assert len(first) == len(second) == 1


def test_nothing_behind_the_tree_is_in_it(later):
    size = sum(1 for _ in later.ledger.store.rows())
    later.judged(status="closed")
    later.inspect("ABC", "1")
    edition = edition_of(later.ledger, size=size)
    assert [one.ref for one in edition.inspections] == ["OCSAE"]
    assert {one.row["status"] for one in edition.register} == {"open"}
    assert max(edition.proved_leaves) < size


def test_register_and_rows_are_the_same_recommendations_in_one_order(case):
    case.inspect("ABC", "10", "2")
    case.make("AFD1", kind="area-for-development")
    edition = edition_of(case.ledger)
    assert [one.name for one in edition.register] == [
        *("ABC/2", "ABC/10", "OCSAE/3", "OCSAE/5", "OCSAE/AFD1"),
    ]
    assert [one.listed for one in edition.rows] == list(edition.register)


def test_it_is_told_how_far_reading_is(case):
    told = []
    gather(case.ledger, Terms((), Day("2022-03-10"), BEFORE[1], 99, bytes(32)), told.append)
    of_ocsae = sum(1 for _ in case.ledger.records(inspection="OCSAE"))
    assert sum(told) == of_ocsae > 0


def test_a_spool_is_read_in_order_as_often_as_it_is_asked_and_by_several_at_once():
    spool = Spool(range(1_000))
    spool.extend(range(1_000, 1_100))
    assert len(spool) == 1_100
    assert list(spool) == list(spool) == list(range(1_100))
    pairs = list(itertools.islice(zip(spool, spool, strict=True), 900))
    assert all(one == other for one, other in pairs)
    spool.extend([0])
    assert list(spool)[-1] == 0


def test_an_empty_spool_has_nothing():
    assert (list(Spool()), len(Spool())) == ([], 0)
