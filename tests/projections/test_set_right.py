"""What was typed wrongly of an inspection, a cycle, or a recommendation's place is set right everywhere."""

from __future__ import annotations

import pytest

from events.base import Day, Instant
from ledger.decisions.cycles import CloseCycle, CorrectCycle, OpenCycle, ReopenCycle
from ledger.decisions.evidence import SubmitEvidence
from ledger.decisions.inspections import CorrectInspection
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.errors import NotFound
from projections.base import TimeFilter
from projections.diff import diff_instants
from projections.publication.edition import Terms
from projections.publication.gathering import gather
from projections.register import read_register, register
from projections.show import show
from projections.trail import trail
from projections.why import why

KNOWN = Instant("2022-04-01T00:00:00.000000Z")
"""Before the corrections of these tests, which are of the day after."""


@pytest.fixture(autouse=True)
def a_month_later(case, clock):
    clock.set("2022-04-02T09:00:00Z")


def numbers(case, cycle, known_at=None):
    rows = register(case.ledger, "OCSAE", cycle=cycle, time_filter=TimeFilter(None, known_at)).items
    return [row["number"] for row in rows]


def inspected(case, known_at="2022-05-01T00:00:00.000000Z", as_of="2022-04-30"):
    """The inspection as a publication has it."""
    size = case.ledger.store.head()[0]
    terms = Terms((), Day(as_of), Instant(known_at), size, b"")
    (found,) = gather(case.ledger, terms).inspections
    return found.title, [(cycle.ref, cycle.title, cycle.kind, cycle.on) for cycle in found.cycles]


def test_titles_and_days_are_published_right_and_known_at_before_the_day_as_it_was(case):
    case.ask(CorrectInspection, title="Abuse of children online", why="The title of the report.")
    case.ask(CorrectCycle, cycle="2021", title="Progress review", kind="Review", why="W", opened_on="2021-08")
    assert inspected(case) == (
        "Abuse of children online",
        [
            ("2020", "Review of 2020", None, "2020-02-26"),
            ("2021", "Progress review", "Review", "2021-08"),
        ],
    )
    # Words that were taken back are printed no more, whichever moment is asked for.
    title, cycles = inspected(case, KNOWN)
    assert title == "[withdrawn from view]"
    assert cycles == [
        ("2020", "Review of 2020", None, "2020-02-26"),
        ("2021", "[withdrawn from view]", None, "2021-08-18"),
    ]


def test_a_cycle_is_there_from_its_right_day(case):
    case.ask(OpenCycle, cycle="2022", title="T", on="2022-03-20")
    case.ask(CorrectCycle, cycle="2022", opened_on="2022-01-10", why="A slip.")
    assert [cycle[0] for cycle in inspected(case, as_of="2022-01-31")[1]] == ["2020", "2021", "2022"]
    with pytest.raises(NotFound, match="no cycle 2022"):
        register(case.ledger, "OCSAE", cycle="2022", time_filter=TimeFilter(Day("2022-01-09")))


def test_what_names_no_cycle_belongs_to_the_one_that_was_running_on_the_right_days(case):
    case.submit("2021-08-10")
    rows = [row["cycle"] for row in trail(case.ledger, "OCSAE").items if row["event"] == "evidence.submitted"]
    assert rows == ["2020"]
    case.ask(CorrectCycle, cycle="2021", opened_on="2021-08-01", why="A slip.")
    rows = [row["cycle"] for row in trail(case.ledger, "OCSAE").items if row["event"] == "evidence.submitted"]
    assert rows == ["2021"]


def test_a_cycle_closed_in_error_is_judged_in(case):
    case.ask(CloseCycle, cycle="2021", on="2021-12-01")
    case.ask(ReopenCycle, cycle="2021", why="Number 3 was forgotten.")
    case.judged(status="closed", on="2021-12-10")
    assert case.status() == "closed"


def test_a_recommendation_of_the_wrong_cycle_stands_in_the_right_one(case):
    case.make("11", on="2021-08-20", cycle="2020")
    assert numbers(case, "2020") == ["3", "5", "11"]
    case.ask(CorrectRecommendation, number="11", cycle="2021", why="It is new.")
    assert numbers(case, "2020") == ["3", "5"]
    assert numbers(case, "2021") == ["3", "5", "11"]
    assert case.row("11")["cycle"] == "2021"
    assert case.row("11", as_of="2021-08-20")["cycle"] == "2021"


def test_a_recommendation_of_too_late_a_cycle_stands_in_the_earlier_one(case, clock):
    case.make("11", on="2021-09-01", cycle="2021")
    clock.set("2022-04-03T09:00:00Z")
    case.ask(CorrectRecommendation, number="11", cycle="2020", why="It was in the first report.")
    assert numbers(case, "2020") == ["3", "5", "11"]
    assert numbers(case, "2020", Instant("2022-04-02T23:00:00.000000Z")) == ["3", "5"]


def test_the_right_kind_counts_and_sorts(case):
    case.ask(CorrectRecommendation, number="3", kind="area-for-development", why="It asks for no more.")
    rows = register(case.ledger, "OCSAE").items
    assert [(row["number"], row["kind"]) for row in rows] == [
        ("5", "recommendation"),
        ("3", "area-for-development"),
    ]
    assert case.row("3", known_at=KNOWN)["kind"] == "recommendation"


def test_the_difference_between_two_states_of_knowledge_names_kind_and_cycle(case):
    case.ask(CorrectRecommendation, number="3", kind="area-for-development", why="W")
    case.ask(OpenCycle, cycle="2020B", title="T", on="2020-02-20")
    case.ask(CorrectRecommendation, number="5", cycle="2020B", why="W")
    found = diff_instants(case.ledger, "OCSAE", KNOWN, None).items
    assert [(row["number"], row["change"], row["before"], row["after"]) for row in found] == [
        ("3", "corrected", "recommendation", "area-for-development"),
        ("5", "corrected", "2020", "2020B"),
    ]


def test_why_names_the_correction(case):
    case.ask(CorrectRecommendation, number="3", kind="area-for-development", why="W")
    found = {row["field"]: row for row in why(case.ledger, "OCSAE", "3").items}
    assert found["kind"]["value"] == "area-for-development"
    assert found["kind"]["corrected"]["position"] == case.ledger.store.head()[0]
    assert found["cycle"].get("corrected") is None


def test_a_kind_and_a_day_that_were_both_wrong_are_each_shown_with_their_own_words(case):
    case.ask(CorrectRecommendation, number="3", made_on="2020-02-28", why="W")
    case.ask(CorrectRecommendation, number="3", kind="area-for-development", why="W")
    found = diff_instants(case.ledger, "OCSAE", KNOWN, None).items
    assert [(row["change"], row["before"], row["after"]) for row in found] == [
        ("corrected", "2020-02-26", "2020-02-28"),
        ("corrected", "recommendation", "area-for-development"),
    ]


def test_what_is_recorded_under_the_right_number_stands_beside_what_was_under_the_wrong_one(case, ledger):
    before = case.submit("2021-07-01")
    case.ask(CorrectRecommendation, number="3", new_number="7", why="A slip.")
    more = {"body": "Police Scotland", "summary": "More.", "on": "2021-07-02"}
    after = case.ask(SubmitEvidence, number="7", **more).ref
    for number in ("3", "7"):
        page = show(ledger, "OCSAE", number)
        assert page.head["number"] == "7"
        assert [sent["evidence"] for sent in page.head["evidence"]] == [before, after]
        events = [row["event"] for row in trail(ledger, "OCSAE", number).items]
        assert events.count("evidence.submitted") == 2
        assert "recommendation.corrected" in events
    # A number that was put right may be given to another; from then on it means that one.
    case.make("3")
    assert show(ledger, "OCSAE", "3").head["evidence"] == []
    assert [sent["evidence"] for sent in show(ledger, "OCSAE", "7").head["evidence"]] == [before, after]


def test_a_row_rests_on_all_that_gave_it_another_number(case):
    case.make("7")
    given = [
        case.ask(CorrectRecommendation, number=number, new_number=right, why="A slip.").events[0].position
        for number, right in (("7", "8"), ("8", "9"))
    ]
    fold = read_register(case.ledger, "OCSAE").folds["OCSAE"]
    assert set(given) <= set(fold.recommendations["9"].rests_on())
