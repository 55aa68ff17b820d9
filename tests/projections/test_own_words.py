"""The publisher's own words in what is read: statuses, reasons, kinds and answers."""

import pytest

from events.base import Day, Instant
from ledger.decisions.bodies import AddAlias
from ledger.decisions.disputes import RaiseDispute
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import ReaddressRecommendation, WithdrawRecommendation
from ledger.decisions.responses import RecordResponse
from ledger.decisions.vocabulary import AddWord, RetireWord
from ledger.errors import BadInput, LedgerError, Refused
from projections.base import TimeFilter
from projections.diff import diff_days
from projections.formats.index import write
from projections.inbox.inbox import inbox
from projections.register import register
from projections.rows import Filters
from projections.show import show
from projections.statistics.counting import Asked
from projections.statistics.published import Published
from projections.statistics.view import statistics
from projections.trail import trail
from projections.why import why

ACCEPTABLE = "Closed acceptable"


@pytest.fixture
def own(case):
    """The case, in which words of the publisher's own may be used."""

    def add(vocabulary, word, label, means=None, who="ann"):
        decision = AddWord(vocabulary=vocabulary, word=word, label=label, means=means)
        case.ledger.ask(decision, by=who)

    case.add = add
    add("status", ACCEPTABLE, "Closed - acceptable", "closed/implemented")
    add("status", "watched", "Watched", "open")
    add("reason", "overtaken", "Overtaken by events", "closed/no-longer-relevant")
    add("reason", "done", "Done", "closed/implemented")
    add("kind", "learning-point", "Learning point", "none")
    add("kind", "concern", "Concern")
    add("answer", "agreed", "Agreed with")
    return case


def cells(view, heading):
    (column,) = [column for column in view.columns if column.heading == heading]
    return {row["number"]: column.cell(row) for row in view.items}


def statuses(case, **asked):
    return cells(register(case.ledger, "OCSAE", **asked), "Status")


def facts(view):
    return dict(view.facts)


def test_a_row_shows_the_own_word_and_its_status_stays_ours(own):
    own.judged(status=None, word="closed  ACCEPTABLE")
    own.judged("5", status="open", word="watched")
    assert statuses(own) == {"3": "Closed - acceptable", "5": "Watched"}
    row = own.row()
    assert (row["status"], row["reason"], row["word"]) == ("closed", "implemented", ACCEPTABLE)
    assert statuses(own, time_filter=TimeFilter(Day("2021-08-17"))) == {"3": "Open", "5": "Open"}
    view = register(own.ledger, "OCSAE")
    for name in ("table", "csv", "markdown", "html"):
        assert "Closed - acceptable" in "".join(write(view, name, 200)).replace("\\-", "-")
    assert "Closed - acceptable" not in "".join(write(view, "json", 200))


def test_a_judgement_without_a_word_takes_the_word_of_the_one_before_away(own):
    own.judged(status=None, word=ACCEPTABLE)
    own.judged(on="2021-09-01", status="closed")
    assert statuses(own)["3"] == "Closed"
    assert own.row()["word"] is None


def test_everything_that_is_told_of_it_has_the_label(own):
    own.judged(status=None, word=ACCEPTABLE)
    told = facts(show(own.ledger, "OCSAE", "3"))
    assert told["Status"] == "Closed - acceptable (closed, implemented), judged in 2021"
    (said,) = [row for row in trail(own.ledger, "OCSAE").items if row["event"] == "judgement.recorded"]
    assert "Judged recommendation 3 'Closed - acceptable', which is closed (implemented)" in said["summary"]
    assert said["data"]["word"] == ACCEPTABLE
    because = {row["field"]: row for row in why(own.ledger, "OCSAE", "3").items}
    assert (because["status"]["value"], because["status"]["shown"]) == ("closed", "Closed - acceptable")
    assert because["word"]["value"] == ACCEPTABLE
    view = diff_days(own.ledger, "OCSAE", Day("2021-01-01"), None)
    assert cells(view, "After") == {"3": "Closed - acceptable"}
    assert cells(view, "Before") == {"3": "Open"}
    (row,) = view.items
    assert (row["after"], row["after_word"], row["before_word"]) == ("closed", ACCEPTABLE, None)


def test_what_awaits_sign_off_is_told_with_its_label(own):
    own.judge(status=None, word=ACCEPTABLE)
    (task,) = inbox(own.ledger, "bob").items
    assert "ann judged it Closed - acceptable (implemented) as J1" in task["what"]
    assert statuses(own)["3"] == "Open"


def test_a_label_is_the_one_that_was_known(own):
    own.judged(status=None, word=ACCEPTABLE)
    before = Instant(str(list(own.ledger.records())[-1].recorded_at))
    own.ledger.ask(RetireWord(vocabulary="status", word=ACCEPTABLE), by="ann")
    own.add("status", ACCEPTABLE, "Acceptable", "closed/implemented")
    assert statuses(own)["3"] == "Acceptable"
    assert statuses(own, time_filter=TimeFilter(None, before))["3"] == "Closed - acceptable"
    told = facts(show(own.ledger, "OCSAE", "3", time_filter=TimeFilter(None, before)))
    assert told["Status"].startswith("Closed - acceptable ")


def test_a_retired_word_stays_where_it_was_used_and_is_for_nothing_new(own):
    own.judged(status=None, word=ACCEPTABLE)
    own.make("9", kind="concern")
    for vocabulary, word in (
        ("status", ACCEPTABLE),
        ("reason", "overtaken"),
        ("kind", "concern"),
        ("answer", "agreed"),
    ):
        own.ledger.ask(RetireWord(vocabulary=vocabulary, word=word), by="ann")
    assert statuses(own)["3"] == "Closed - acceptable"
    assert own.row("9")["kind"] == "concern"
    with pytest.raises(Refused, match="'Closed acceptable' for a status is retired"):
        own.judge("5", status=None, word=ACCEPTABLE)
    with pytest.raises(Refused, match="'overtaken' for a reason is retired"):
        own.judge("5", status="closed", reason="Overtaken")
    with pytest.raises(Refused, match="'concern' for a kind is retired"):
        own.make("10", kind="concern")
    with pytest.raises(Refused, match="'agreed' for an answer is retired"):
        _answer(own, "agreed")


def _answer(case, answer, number="3"):
    case.ask(
        RecordResponse, number=number, body="Police Scotland", answer=answer, text="Yes.", on="2021-01-02"
    )


@pytest.mark.parametrize(
    ("fields", "because", "status"),
    [
        ({"status": "open", "word": ACCEPTABLE}, "means closed/implemented, and not open", 4),
        (
            {"status": "closed", "reason": "overtaken", "word": ACCEPTABLE},
            "means closed/implemented, and not closed/overtaken",
            4,
        ),
        ({"status": None, "word": "finished"}, "'finished' is no word for a status", 2),
        ({"status": None, "word": "open"}, "'open' is no word of your own", 2),
        ({"status": None}, "No status was given", 2),
        ({"status": "closed", "reason": "whatever"}, "'whatever' is no reason to close", 2),
    ],
)
def test_a_word_that_is_none_or_means_something_else_is_refused(own, fields, because, status):
    count = len(list(own.ledger.records()))
    with pytest.raises(LedgerError, match=because) as refused:
        own.judge(**fields)
    assert refused.value.exit_status == status
    assert len(list(own.ledger.records())) == count


def test_a_word_may_stand_with_what_it_means_and_with_a_reason_that_means_the_same(own):
    own.judged(status="closed", reason="done", word=ACCEPTABLE)
    row = own.row()
    assert (row["word"], row["reason"]) == (ACCEPTABLE, "done")


def test_an_own_reason_is_shown_and_counted(own):
    own.judged(status="closed", reason="OVERTAKEN")
    assert own.row()["reason"] == "overtaken"
    assert facts(show(own.ledger, "OCSAE", "3"))["Status"].startswith("Closed (Overtaken by events)")
    view = statistics(own.ledger, "OCSAE")
    assert view.head["by_reason"] == {"overtaken": 1}
    assert facts(view)["Closed as"] == "1 Overtaken by events"


def test_a_whole_is_implemented_only_if_every_share_is_whichever_word_says_so(own):
    own.make("7", "Police", "Fire Service")
    own.judged("7", made_to="Police", status="closed", reason="done", on="2021-08-21")
    own.judged("7", made_to="Fire Service", status="closed", reason="overtaken", on="2021-08-19")
    # The latest share stands, of those that were closed otherwise.
    assert own.row("7")["reason"] == "overtaken"
    own.judged("7", made_to="Fire Service", status="closed", reason="implemented", on="2021-08-20")
    assert own.row("7")["reason"] == "done"


def test_statistics_count_by_own_word(own):
    own.judged(status=None, word=ACCEPTABLE)
    own.judged("5", status="open", word="watched")
    view = statistics(own.ledger)
    assert view.head["by_word"] == {ACCEPTABLE: 1, "watched": 1}
    assert view.head["by_status"] == {"open": 1, "partially-met": 0, "closed": 1}
    assert facts(view)["By own word"] == "1 Closed - acceptable, 1 Watched"
    earlier = statistics(own.ledger, None, Asked(until=Day("2021-08-17")))
    assert earlier.head["by_word"] == {}
    published = [Published("Closed - acceptable", 1), Published("watched", 2), Published("Done", 0)]
    (differs,) = statistics(own.ledger, None, Asked(), published).head["published"]
    assert (differs["label"], differs["ledger"]) == ("watched", 1)


def test_kinds_of_the_publishers_own_stand_behind_the_contracts_in_the_order_they_were_added(own):
    own.make("1", kind="concern")
    own.make("2", kind="learning-point")
    own.make("AFD1", kind="area-for-development")
    view = register(own.ledger, "OCSAE")
    assert [row["number"] for row in view.items] == ["3", "5", "AFD1", "2", "1"]
    assert view.closing.startswith(
        "2 recommendations, 1 area for development, 1 of the kind Learning point and 1 of the kind Concern:"
    )
    view = register(own.ledger, "OCSAE", filters=Filters(kind="CONCERN"))
    assert [row["number"] for row in view.items] == ["1"]
    assert view.caption == "Register of OCSAE, of the kind Concern"
    assert show(own.ledger, "OCSAE", "1").caption == "Concern 1 of OCSAE"
    assert statistics(own.ledger, None, Asked(kind="concern")).head["total"] == 1
    assert [row["name"] for row in statistics(own.ledger, None, Asked(by="kind")).items] == [
        "Recommendation",
        "Area for development",
        "Concern",
        "all",
    ]


def test_a_kind_that_nobody_added_is_bad_input_with_those_that_there_are(own):
    for ask in (
        lambda: register(own.ledger, "OCSAE", filters=Filters(kind="advice")),
        lambda: statistics(own.ledger, None, Asked(kind="advice")),
    ):
        with pytest.raises(BadInput) as refused:
            ask()
        assert "'advice' is no word for a kind" in refused.value.message
        assert "recommendation, area-for-development, learning-point, concern" in str(refused.value.remedy)
    with pytest.raises(BadInput, match="'advice' is no kind"):
        own.make("10", kind="advice")


def test_a_register_may_be_asked_by_an_own_word(own):
    own.judged(status=None, word=ACCEPTABLE)
    own.judged("5", status="closed")
    rows = register(own.ledger, "OCSAE", filters=Filters(status="closed acceptable")).items
    assert [row["number"] for row in rows] == ["3"]
    assert len(list(register(own.ledger, "OCSAE", filters=Filters(status="closed")).items)) == 2


def test_a_word_that_was_not_known_yet_is_of_nothing_that_was_known_then(own):
    own.make("1", kind="concern")
    before = TimeFilter(None, Instant("2000-01-01T00:00:00.000000Z"))
    filters = Filters(kind="concern")
    assert not list(register(own.ledger, "OCSAE", time_filter=before, filters=filters).items)
    asked = Asked(kind="concern", known_at=before.known_at)
    assert statistics(own.ledger, None, asked).head["total"] == 0


def test_a_kind_may_be_corrected_to_an_own_one(own):
    own.ask(CorrectRecommendation, number="3", kind="Learning-point", why="A slip.")
    row = own.row()
    assert (row["kind"], row["state"]) == ("learning-point", "no-closing-needed")
    assert statistics(own.ledger).head["total"] == 1
    said = [row["summary"] for row in trail(own.ledger).items][-1]
    assert "it is of the kind Learning point" in said


# What needs no closing


def test_what_needs_no_closing_is_open_and_waits_for_nothing(own):
    own.make("L1", kind="learning-point", due="2020-06-01")
    own.submit("2020-03-01", number="L1")
    row = own.row("L1")
    assert (row["status"], row["state"], row["word"]) == ("open", "no-closing-needed", None)
    assert statuses(own)["L1"] == "No closing needed"
    assert not [task for task in inbox(own.ledger).items if task["number"] == "L1"]
    overdue = register(own.ledger, "OCSAE", filters=Filters(overdue="2022-01-01"))
    assert not list(overdue.items)
    assert show(own.ledger, "OCSAE", "L1").head["overdue"] is False
    assert register(own.ledger, "OCSAE").closing.endswith("Of the open 1 needs no closing.")


def test_what_needs_no_closing_is_in_no_flow_of_the_statistics(own):
    own.make("L1", kind="learning-point", due="2020-06-01")
    own.ask(WithdrawRecommendation, number="L1", why="Not wanted.", on="2021-01-01")
    own.make("L2", kind="learning-point")
    view = statistics(own.ledger)
    row = list(view.items)[-1]
    assert (row["opening"], row["made"], row["closed"], row["closing"]) == (0, 2, 0, 2)
    assert (view.head["total"], view.head["overdue"], view.head["no_closing_needed"]) == (2, 0, 2)
    assert facts(view)["Not counted"] == "2 recommendations of a kind that needs no closing"


def test_what_needs_no_closing_is_told_of_a_body_by_any_of_its_names(own):
    own.make("L1", kind="learning-point")
    own.ledger.ask(AddAlias(body="Police Scotland", also="The Police"), by="ada")
    for name in ("Police Scotland", "the police"):
        assert statistics(own.ledger, None, Asked(made_to=name)).head["no_closing_needed"] == 1
    assert statistics(own.ledger, None, Asked(made_to="Fire")).head["no_closing_needed"] == 0


def test_what_needs_no_closing_ends_as_others_do(own):
    own.make("L1", kind="learning-point")
    own.ask(WithdrawRecommendation, number="L1", why="Not wanted.", on="2021-01-01")
    row = own.row("L1")
    assert (row["status"], row["reason"], row["state"]) == ("closed", "withdrawn", "withdrawn")
    assert statuses(own)["L1"] == "Closed"
    assert own.state(number="L1", as_of="2020-12-31") == "no-closing-needed"


def test_what_needs_no_closing_may_be_judged_all_the_same(own):
    own.make("L1", kind="learning-point", due="2020-06-01")
    own.judged("L1", status="partially-met")
    row = own.row("L1")
    assert (row["status"], row["state"]) == ("partially-met", "no-closing-needed")
    assert not list(register(own.ledger, "OCSAE", filters=Filters(overdue="2022-01-01")).items)
    own.judged("L1", status=None, word=ACCEPTABLE)
    assert (own.row("L1")["state"], statuses(own)["L1"]) == ("judged", "Closed - acceptable")
    assert statistics(own.ledger).head["by_word"] == {}


def test_an_own_answer_is_told_by_its_label(own):
    _answer(own, "AGREED")
    assert own.row()["responses"][0]["answer"] == "agreed"
    summary = [row["summary"] for row in trail(own.ledger, "OCSAE", "3").items]
    assert any("Police Scotland answered 'Agreed with' to recommendation 3" in said for said in summary)


def test_other_bodies_that_change_the_own_word_alone_are_told_and_move_no_figure(own):
    own.make("7", "Police Scotland", "Council")
    own.judged("7", status=None, word=ACCEPTABLE, on="2021-08-20", made_to="Police Scotland")
    judgement = own.judged("7", status="closed", on="2021-08-25", made_to="Council")
    asked = Asked(Day("2021-09-01"), Day("2021-09-30"))
    before = statistics(own.ledger, "OCSAE", asked)
    assert (before.head["by_word"], own.row("7")["word"]) == ({}, None)
    own.ask(ReaddressRecommendation, number="7", made_to=("Police Scotland",), on="2021-09-10")
    view = diff_days(own.ledger, "OCSAE", Day("2021-09-01"), Day("2021-09-30"))
    told = [(row["change"], row["before"], row["after"], row["field"]) for row in view.items]
    assert told == [
        ("readdressed", "Police Scotland; Council", "Police Scotland", "made_to"),
        ("judged", "closed", "closed", "share"),
    ]
    moved = view.items[-1]
    assert (moved["before_word"], moved["after_word"], moved["on"]) == (None, ACCEPTABLE, "2021-09-10")
    assert moved["judgement"] != judgement
    assert (cells(view, "Before")["7"], cells(view, "After")["7"]) == ("Closed", "Closed - acceptable")
    after = statistics(own.ledger, "OCSAE", asked)
    assert after.items == before.items
    assert after.head["by_status"] == before.head["by_status"]
    assert after.head["by_word"] == {ACCEPTABLE: 1}


@pytest.mark.parametrize("until", ["signed-off", "disputed"])
def test_what_needs_no_closing_is_not_overdue_whatever_waits_for_it(own, until):
    own.make("L1", kind="learning-point", due="2020-06-01")
    judgement = own.judge("L1", status="partially-met")
    if until == "disputed":
        own.sign(judgement)
        own.ask(RaiseDispute, number="L1", judgement=judgement, why="No.")
    assert own.row("L1")["state"] == ("disputed" if until == "disputed" else "awaiting-sign-off")
    assert not list(register(own.ledger, "OCSAE", filters=Filters(overdue="2022-01-01")).items)
    assert show(own.ledger, "OCSAE", "L1").head["overdue"] is False
    assert statistics(own.ledger).head["overdue"] == 0
