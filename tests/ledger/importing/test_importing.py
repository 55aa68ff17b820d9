"""What becomes of rows: recorded, known already, changed, gone, or refused with a reason."""

from __future__ import annotations

import pytest

from events.base import Day
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.decisions.bodies import AddAlias, RegisterBody
from ledger.decisions.cycles import CloseCycle, OpenCycle
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.judgements import RecordJudgement, SignOffJudgement
from ledger.decisions.recommendation_corrections import CorrectRecommendation, VoidRecommendation
from ledger.decisions.recommendations import MakeRecommendation, RestateRecommendation
from ledger.errors import Refused
from ledger.importing.additions import Additions
from ledger.importing.base import SourceRow, Status
from ledger.importing.deciding import Reading
from ledger.importing.importing import bring_in
from ledger.importing.mapping import Mapping
from ledger.store.location import open_raw
from ledger.validation import key
from projections.base import TimeFilter
from projections.register import register

SEEN = "2022-01-31"
MAPPING = Mapping(columns={}, titles={"TAIC": "Accidents"}, digest="e" * 64)
CLOSED = Status("closed", "implemented", "Closed acceptable")
OPEN = Status("open", None, None)


@pytest.fixture(autouse=True)
def it_verifies(ledger):
    """Whatever a test recorded, verify finds nothing in it."""
    yield
    raw = open_raw(ledger.store.location)
    try:
        report = verify(raw, TrustedInputs(None, (), None))
    finally:
        raw.close()
    assert [finding.message for finding in report.findings] == []


def row(number="1", at=2, **other):
    said = {
        "sheet": "Register",
        "row": at,
        "inspection": "TAIC",
        "number": number,
        "text": f"Do {number}.",
        "made_to": ("KiwiRail",),
        "cycle": "imported",
        "kind": "recommendation",
        "status": None,
        "made_on": Day("2012"),
        "judged_on": None,
        "due": None,
        "answer": None,
        "answer_text": None,
        "priority": None,
        "topics": (),
        "source": None,
    }
    return SourceRow(**{**said, **other})


def bring(ledger, *rows, seen=SEEN, by="ann", digest="d", **how):
    return bring_in(ledger, Reading(rows, (), MAPPING, digest * 64, "r.csv", seen), by=by, **how)


def rows_of(ledger, as_of=None):
    return {each["number"]: each for each in register(ledger, time_filter=TimeFilter(as_of)).items}


def count(ledger):
    return sum(1 for _ in ledger.records())


def outcome(result):
    return result.recorded, result.already, result.refused


def test_rows_are_recorded_with_all_that_they_need(ledger):
    result = bring(
        ledger, row("1", status=CLOSED), row("2", at=3, status=OPEN, priority="High", kind="Lesson")
    )
    assert outcome(result) == (2, 0, 0)
    assert result.new == ("TAIC/1", "TAIC/2")
    assert [(one.vocabulary, one.word, one.means) for one in result.adds.words] == [
        ("status", "Closed acceptable", "closed/implemented"),
        ("kind", "Lesson", None),
        ("priority", "High", None),
    ]
    there = rows_of(ledger)
    assert there["1"]["status"] == "closed"
    assert there["1"]["word"] == "Closed acceptable"
    assert there["1"]["seen_on"] == SEEN
    assert there["2"]["status"] == "open"
    assert there["2"]["priority"] == "High"
    assert ledger.inspection("TAIC").title == "Accidents"
    assert ledger.inspection("TAIC").cycles["imported"].on == "..2012-12-31"


def test_a_dry_run_says_the_same_and_records_nothing(ledger):
    before = count(ledger)
    result = bring(ledger, row("1", status=CLOSED), dry_run=True)
    assert outcome(result) == (1, 0, 0)
    assert count(ledger) == before
    assert not ledger.inspection("TAIC").version


def test_the_same_file_records_nothing_again(ledger):
    rows = (
        row(
            "1", status=CLOSED, due=Day("2013"), answer="accepted", answer_text="Yes.", judged_on=Day("2014")
        ),
        row("2", at=3, made_to=("A", "B"), made_on=None, status=OPEN),
        row("3", at=4, made_to=("A",), status=CLOSED),
        row("3", at=5, made_to=("B",), status=OPEN),
        row("4", at=6, status=OPEN, judged_on=Day("2013")),
        row("4", at=7, status=CLOSED, judged_on=Day("2015")),
    )
    assert outcome(bring(ledger, *rows)) == (6, 0, 0)
    before = count(ledger)
    for seen in (SEEN, "2022-02-20"):
        again = bring(ledger, *rows, seen=seen)
        assert outcome(again) == (0, 6, 0)
        assert (again.new, again.changed, again.gone) == ((), (), ())
    assert count(ledger) == before


def test_rows_of_one_number_and_other_bodies_are_shares(ledger):
    bring(ledger, row("1", made_to=("A",), status=CLOSED), row("1", at=3, made_to=("B",), status=OPEN))
    there = rows_of(ledger)["1"]
    assert there["made_to"] == ["A", "B"]
    assert there["status"] == "open"
    shares = ledger.inspection("TAIC").judgements
    assert [one.made_to for one in shares.values()] == ["A", "B"]


def test_if_all_shares_say_the_same_the_whole_is_judged_once(ledger):
    bring(ledger, row("1", made_to=("A",), status=CLOSED), row("1", at=3, made_to=("B",), status=CLOSED))
    assert rows_of(ledger)["1"]["status"] == "closed"
    assert [one.made_to for one in ledger.inspection("TAIC").judgements.values()] == [None]


def test_rows_of_the_same_body_are_history_by_their_dates(ledger):
    bring(
        ledger,
        row("1", status=CLOSED, judged_on=Day("2015-03-01")),
        row("1", at=3, status=OPEN, judged_on=Day("2013-03-01")),
    )
    assert rows_of(ledger, Day("2014-01-01"))["1"]["status"] == "open"
    assert rows_of(ledger)["1"]["status"] == "closed"


def test_an_exact_double_is_already_there(ledger):
    assert outcome(bring(ledger, row("1"), row("1", at=3, text="Do  1."))) == (1, 1, 0)


def test_other_words_under_one_number_are_refused(ledger):
    before = count(ledger)
    result = bring(ledger, row("1"), row("1", at=3, text="Something else."), row("2", at=4))
    assert outcome(result) == (0, 0, 1)
    (problem,) = result.problems
    assert (problem.row, problem.refused) == (3, True)
    assert "stands for other words in row 2" in problem.problem
    assert count(ledger) == before


def test_partial_records_what_can_be(ledger):
    result = bring(ledger, row("1"), row("1", at=3, text="Something else."), row("2", at=4), partial=True)
    assert outcome(result) == (2, 0, 1)
    assert set(rows_of(ledger)) == {"1", "2"}


def test_what_a_rule_refuses_is_a_problem_of_its_row_and_leaves_no_half(ledger):
    bad = row("2", at=3, status=Status("closed", "no-such reason;", "Done"), text="Do it.")
    worse = row("3", at=4, made_to=("A; B",))
    result = bring(ledger, row("1"), bad, worse, row("4", at=5, status=CLOSED), partial=True)
    assert outcome(result) in ((3, 0, 1), (2, 0, 2))
    assert "semicolon" in next(one.problem for one in result.problems if one.row == 4)
    there = rows_of(ledger)
    assert "3" not in there
    assert there["4"]["status"] == "closed"


def test_a_closed_cycle_refuses_its_rows(ledger):
    named = {"inspection": "TAIC"}
    ledger.ask(
        OpenInspection(**named, title="T"),
        OpenCycle(**named, cycle="2010", title="C", on="2010-01-01"),
        by="ada",
    )
    ledger.ask(CloseCycle(**named, cycle="2010", on="2011-01-01"), by="ann")
    result = bring(ledger, row("1", cycle="2010"), row("2", at=3))
    assert outcome(result) == (0, 0, 1)
    assert "was closed" in result.problems[0].problem
    assert (result.problems[0].row, result.problems[0].column, result.problems[0].value) == (2, "number", "1")
    assert outcome(bring(ledger, row("1", cycle="2010"), row("2", at=3), partial=True)) == (1, 0, 1)
    assert set(rows_of(ledger)) == {"2"}


def test_what_the_publisher_broke_is_as_published(ledger):
    result = bring(ledger, row("1", status=CLOSED, judged_on=Day("2011"), due=Day("2010")))
    assert outcome(result) == (1, 0, 0)
    assert [(one.column, one.refused) for one in result.problems] == [("due", False), ("judged_on", False)]
    assert rows_of(ledger)["1"]["status"] == "closed"


def test_a_later_file_records_what_is_new_and_lists_the_rest(ledger):
    bring(ledger, row("1"), row("2", at=3, status=OPEN), row("3", at=4))
    later = (row("1", text="Do 1, and more."), row("2", at=3, status=CLOSED), row("4", at=4))
    result = bring(ledger, *later, seen="2022-02-20", digest="c")
    assert outcome(result) == (1, 2, 0)
    assert result.new == ("TAIC/4",)
    assert [(one.recommendation, one.field, one.before, one.after) for one in result.changed] == [
        ("TAIC/1", "text", "Do 1.", "Do 1, and more."),
        ("TAIC/2", "status", "open", "closed"),
    ]
    assert result.gone == ("TAIC/3",)
    there = rows_of(ledger)
    assert there["1"]["text"] == "Do 1."
    assert there["2"]["status"] == "open"
    assert there["3"]["status"] == "open"
    accepted = bring(ledger, *later, seen="2022-02-20", digest="c", accepted=("text", "status"))
    assert outcome(accepted) == (2, 1, 0)
    there = rows_of(ledger)
    assert there["1"]["text"] == "Do 1, and more."
    assert there["2"]["status"] == "closed"
    again = bring(ledger, *later, seen="2022-02-25", digest="c")
    assert (outcome(again), again.changed) == ((0, 3, 0), ())


@pytest.mark.parametrize(
    ("accepted", "change", "field", "what", "right"),
    [
        ("made-to", {"made_to": ("KiwiRail", "CAA")}, "made_to", "made_to", ["KiwiRail", "CAA"]),
        ("dates", {"made_on": Day("2013-05")}, "made_on", "made_on", "2013-05"),
        ("dates", {"due": Day("2014-05")}, "due", "due", "2014-05"),
        ("dates", {"judged_on": Day("2015")}, "judged_on", "last_updated", "2015"),
        ("status", {"status": Status("partially-met", None, None)}, "status", "status", "partially-met"),
        ("status", {"status": Status("closed", "superseded", None)}, "reason", "reason", "superseded"),
        ("number", {"number": "1a"}, "number", "number", "1a"),
    ],
)
def test_a_change_is_recorded_only_if_its_kind_is_accepted(ledger, accepted, change, field, what, right):
    first = {"status": Status("closed", "implemented", None), "judged_on": Day("2014"), "due": Day("2013")}
    bring(ledger, row("1", **first))
    later = row(**{"number": "1", "text": "Do 1.", **first, **change})
    before = count(ledger)
    result = bring(ledger, later, seen="2022-02-20")
    assert [one.field for one in result.changed] == [field]
    assert outcome(result) == (0, 1, 0)
    assert count(ledger) == before
    assert (result.new, result.gone) == ((), ())
    result = bring(ledger, later, seen="2022-02-20", accepted=(accepted,))
    assert (outcome(result), [one.problem for one in result.problems]) == ((1, 0, 0), [])
    (there,) = rows_of(ledger).values()
    assert there[what] == right
    again = bring(ledger, later, seen="2022-02-25", accepted=(accepted,))
    assert (outcome(again), again.changed) == ((0, 1, 0), ())


def test_a_new_answer_is_recorded(ledger):
    bring(ledger, row("1"))
    result = bring(ledger, row("1", answer="accepted", answer_text="We will."))
    assert outcome(result) == (1, 0, 0)
    result = bring(ledger, row("1", answer="rejected"))
    assert [(one.field, one.before, one.after) for one in result.changed] == [
        ("answer", "accepted", "rejected")
    ]
    assert rows_of(ledger)["1"]["responses"][-1]["answer"] == "rejected"
    assert outcome(bring(ledger, row("1", answer="rejected"))) == (0, 1, 0)


def test_what_the_ledger_moved_on_from_is_no_change_if_the_source_repeats_its_old_word(ledger):
    bring(ledger, row("1"), row("2", at=3))
    named = {"inspection": "TAIC"}
    ledger.ask(
        RestateRecommendation(**named, number="1", text="In our words.", why="Clearer.", on="2022-02-01"),
        CorrectRecommendation(**named, number="2", new_number="2b", why="Typo."),
        by="ann",
    )
    result = bring(ledger, row("1"), row("2", at=3), seen="2022-02-20")
    assert (outcome(result), result.changed, result.new, result.gone) == ((0, 2, 0), (), (), ())
    # And a file that says what the ledger says has no change either.
    result = bring(ledger, row("1", text="In our words."), row("2", at=3), seen="2022-02-20")
    assert (outcome(result), result.changed) == ((0, 2, 0), ())


def test_what_was_entered_in_error_is_not_made_again(ledger):
    bring(ledger, row("1"))
    ledger.ask(VoidRecommendation(inspection="TAIC", number="1", why="Never was."), by="ann")
    result = bring(ledger, row("1"))
    assert outcome(result) == (0, 1, 0)
    assert "entered in error" in result.problems[0].problem
    assert rows_of(ledger) == {}


def test_what_was_made_by_hand_is_compared_with_the_ledger(ledger):
    named = {"inspection": "TAIC"}
    ledger.ask(
        OpenInspection(**named, title="T"), OpenCycle(**named, cycle="2012", title="C", on="2012"), by="ada"
    )
    ledger.ask(
        MakeRecommendation(**named, number="1", cycle="2012", text="Do 1.", made_to=("KiwiRail",), on="2012"),
        by="ann",
    )
    assert outcome(bring(ledger, row("1"))) == (0, 1, 0)
    result = bring(ledger, row("1", text="Other."))
    assert [one.field for one in result.changed] == ["text"]


def test_numbers_that_differ_in_zeros_alone_are_worth_knowing(ledger):
    result = bring(ledger, row("001/12"), row("1/12", at=3))
    assert outcome(result) == (2, 0, 0)
    assert "in zeros alone" in result.problems[0].problem


def test_an_inspection_that_cannot_be_has_each_of_its_rows_refused(ledger):
    result = bring(ledger, row("1", inspection="no ref"), row("2", at=3, inspection="no ref"), row("3", at=4))
    assert outcome(result) == (0, 0, 2)
    assert {one.row for one in result.problems} == {2, 3}


def test_who_may_not_bring_in_a_file_is_told(ledger):
    with pytest.raises(Refused, match="administrator or inspector"):
        bring(ledger, row("1"), by="bob")


def test_a_file_was_not_seen_in_the_future(ledger):
    with pytest.raises(Refused, match="future"):
        bring(ledger, row("1"), seen="2031-01-01")


def test_if_somebody_else_records_meanwhile_it_is_decided_anew(ledger):
    told = []

    def meanwhile(_):
        if not told:
            told.append(1)
            from ledger.ledger import Ledger

            with Ledger.open(ledger.store.location, ledger.clock) as other:
                bring(other, row("1"))
        from contextlib import nullcontext

        return nullcontext(lambda _: None)

    result = bring(ledger, row("1"), row("2", at=3), progress=meanwhile)
    assert outcome(result) == (1, 1, 0)
    assert set(rows_of(ledger)) == {"1", "2"}


def test_an_addressee_that_a_later_file_adds_is_taken_with_its_share_if_accepted(ledger):
    bring(ledger, row("1", made_to=("A",), status=CLOSED))
    later = (row("1", made_to=("A",), status=CLOSED), row("1", at=3, made_to=("B",), status=CLOSED))
    result = bring(ledger, *later, seen="2022-02-20")
    assert [one.field for one in result.changed] == ["made_to"]
    assert outcome(result) == (0, 2, 0)
    result = bring(ledger, *later, seen="2022-02-20", accepted=("made-to", "status"))
    assert (result.refused, result.already) == (0, 1)
    there = rows_of(ledger)["1"]
    assert (there["made_to"], there["status"]) == (["A", "B"], "closed")
    assert outcome(bring(ledger, *later, seen="2022-02-25", accepted=("made-to", "status"))) == (0, 2, 0)


def test_one_share_that_moves_on_is_one_change(ledger):
    shares = (row("1", made_to=("A",), status=OPEN), row("1", at=3, made_to=("B",), status=OPEN))
    bring(ledger, *shares)
    later = (shares[0], shares[1]._replace(status=CLOSED))
    result = bring(ledger, *later, seen="2022-02-20")
    assert [(one.field, one.before, one.after) for one in result.changed] == [("status", "open", "closed")]
    assert outcome(bring(ledger, *later, seen="2022-02-20", accepted=("status",))) == (1, 1, 0)
    assert rows_of(ledger)["1"]["status"] == "open"
    # And once the other has moved, too, the whole stands there.
    last = (later[0]._replace(status=CLOSED), later[1])
    assert outcome(bring(ledger, *last, seen="2022-02-25", accepted=("status",))) == (1, 1, 0)
    assert rows_of(ledger)["1"]["status"] == "closed"
    assert outcome(bring(ledger, *last, seen="2022-02-26", accepted=("status",))) == (0, 2, 0)


def test_a_body_is_known_by_each_of_its_names(ledger):
    bring(ledger, row("1", made_to=("KiwiRail",), answer="accepted"))
    ledger.ask(RegisterBody(body="KiwiRail"), AddAlias(body="KiwiRail", also="Kiwi Rail Ltd"), by="ann")
    result = bring(ledger, row("1", made_to=("Kiwi Rail Ltd",), answer="accepted"), seen="2022-02-20")
    assert (outcome(result), result.changed) == ((0, 1, 0), ())


def test_words_and_cycles_are_taken_in_the_ledgers_spelling(ledger):
    bring(ledger, row("1", status=CLOSED, priority="High", cycle="2012/13", kind="Lesson"))
    other = Status("closed", "implemented", "CLOSED ACCEPTABLE")
    result = bring(
        ledger, row("2", inspection="taic", status=other, priority="HIGH", cycle="2012/13", kind="lesson")
    )
    assert (outcome(result), result.adds) == ((1, 0, 0), Additions())
    assert rows_of(ledger)["2"]["word"] == "Closed acceptable"


def test_what_was_judged_here_is_judged_by_no_file(ledger):
    bring(ledger, row("1", status=OPEN))
    named = {"inspection": "TAIC"}
    ledger.ask(
        RecordJudgement(
            **named, number="1", cycle="imported", status="partially-met", rationale="Half.", on="2022-02-01"
        ),
        by="ann",
    )
    ledger.ask(SignOffJudgement(**named, judgement="J1"), by="bob")
    assert bring(ledger, row("1", status=OPEN), seen="2022-02-20").changed == ()
    result = bring(ledger, row("1", status=CLOSED), seen="2022-02-20")
    assert [(one.field, one.before, one.after) for one in result.changed] == [
        ("status", "partially-met", "closed")
    ]
    result = bring(ledger, row("1", status=CLOSED), seen="2022-02-20", accepted=("status",))
    assert outcome(result) == (0, 0, 1)
    assert "judged in this ledger" in result.problems[0].problem


def test_what_is_said_no_longer_is_listed_and_stays(ledger):
    first = row("1", status=CLOSED, due=Day("2014"), judged_on=Day("2013"))
    bring(ledger, first)
    later = first._replace(status=None, due=None, judged_on=None, made_on=None)
    accepted = ("text", "made-to", "number", "dates", "status")
    result = bring(ledger, later, seen="2022-02-20", accepted=accepted)
    assert outcome(result) == (0, 1, 0)
    assert [(one.field, one.after) for one in result.changed] == [
        ("made_on", None),
        ("due", None),
        ("status", None),
    ]
    assert rows_of(ledger)["1"]["status"] == "closed"


def test_a_text_that_comes_back_is_a_change_again(ledger):
    for text, accepted in (("Whole text.", ()), ("Whole", ("text",)), ("Whole text.", ("text",))):
        bring(ledger, row("1", text=text), accepted=accepted)
        assert rows_of(ledger)["1"]["text"] == text


def test_a_row_that_is_refused_takes_no_other_words_into_its_number(ledger):
    odd = Status("closed", None, "Done")
    result = bring(ledger, row("1", status=odd), row("1", at=3, text="Other."), row("2", at=4), partial=True)
    assert outcome(result) == (1, 0, 2)
    assert set(rows_of(ledger)) == {"2"}


def test_what_is_gone_is_listed_if_no_row_of_its_inspection_can_be_taken(ledger):
    bring(ledger, row("1"), row("2", at=3), row("3", at=4, inspection="TAIR"))
    reading = Reading((), (), MAPPING, "f" * 64, "r.csv", SEEN, [(key("TAIC"), "1"), (key("NEW"), "1")])
    assert bring_in(ledger, reading, by="ann", dry_run=True).gone == ("TAIC/2",)


def test_many_rows_that_a_rule_refuses_are_all_listed(ledger):
    odd = Status("closed", None, "Done")
    rows = [row("1", at=at, made_to=(f"B{at}",), status=odd) for at in range(2, 12)]
    result = bring(ledger, *rows, row("2", at=20), partial=True)
    assert outcome(result) == (1, 0, 10)
