"""A paper for a committee: its period, its places, dates that moved, answers, links, and its words."""

from __future__ import annotations

import json

import pytest

from events.base import Day
from ledger.decisions.bodies import RenameBody, SucceedBody
from ledger.decisions.classification import ClassifyRecommendation
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.people import GrantRole
from ledger.decisions.publications import MakePublication
from ledger.decisions.recommendation_corrections import CorrectRecommendation, VoidRecommendation
from ledger.decisions.recommendations import RescheduleRecommendation, WithdrawRecommendation
from ledger.decisions.responses import RecordResponse, SetResponseDue
from ledger.decisions.vocabulary import AddWord
from ledger.errors import BadInput, NotFound
from projections.base import TimeFilter
from projections.paper import data
from projections.paper.base import Question
from projections.paper.composing import compose
from projections.paper.document import Heading, Paragraph, Table
from projections.paper.since import since
from projections.paper.view import paper

DAY = "2022-02-28"


@pytest.fixture
def asked(case):
    """asked(since="2021-01-01") -> the paper of OCSAE as of a day, unless said otherwise."""

    def ask(inspection="OCSAE", since="2021-01-01", as_of=DAY, known_at=None, **other):
        first = since and Day(since)
        question = Question(inspection, since=first, time_filter=TimeFilter(Day(as_of), known_at), **other)
        return paper(case.ledger, question)

    return ask


def names(rows):
    """What some rows are called."""
    return [one.name for one in rows]


def words(found):
    """All the text of a paper: by heading, the paragraphs and the cells of tables, row by row."""
    told, at = {}, "title"
    for block in compose(found).blocks:
        match block:
            case Heading(_, text, _):
                at = text
            case Paragraph(line, _):
                told.setdefault(at, []).append("".join(text.text for text in line))
            case Table():
                rows = [
                    [" | ".join("".join(t.text for t in line) for line in cell) for cell in row]
                    for row in block.rows
                ]
                told.setdefault(at, []).extend(rows)
    return told


# Its places


def test_each_row_is_in_the_place_where_a_committee_looks_for_it(case, asked):
    case.make("1", due="2021-12-31")
    case.make("2", due="2022-12-31")
    case.judged("3", "2021-09-01", status="closed")
    case.make("4")
    case.judged("4", "2020-06-01", status="closed", cycle="2020")
    found = asked()
    assert names(found.overdue) == ["OCSAE/1"]
    assert names(found.live) == ["OCSAE/2", "OCSAE/5"]
    assert names(found.done) == ["OCSAE/3"]
    assert names(found.earlier) == ["OCSAE/4"]
    assert found.overdue[0].overdue == 59
    told = words(found)
    assert told["Overdue"][1] == [
        "OCSAE/1",
        "Do 1.",
        "Police Scotland",
        "Open",
        "31 December 2021",
        "31 December 2021",
        "59 days",
    ]
    assert told["Closed since 1 January 2021"][1][-2:] == [
        "Closed: implemented | Why: As seen.",
        "1 September 2021",
    ]


def test_what_is_overdue_longest_comes_first(case, asked):
    case.make("1", due="2021-12-31")
    case.make("2", due="2021")
    case.make("4", due="2021-06")
    assert [(one.name, one.overdue) for one in asked().overdue] == [
        ("OCSAE/4", 243),
        ("OCSAE/1", 59),
        ("OCSAE/2", 59),
    ]


def test_what_was_closed_and_is_open_again_is_live_and_its_closing_is_counted(case, asked):
    case.judged("3", "2021-09-01", status="closed")
    case.judged("3", "2021-10-01", status="open")
    found = asked()
    assert names(found.live) == ["OCSAE/3", "OCSAE/5"]
    assert found.done == []
    assert [(one.what, one.on) for one in found.moved] == [
        ("closed", "2021-09-01"),
        ("reopened", "2021-10-01"),
    ]
    told = words(found)
    assert told["Closed since 1 January 2021"][1][3] == "Closed: implemented | Why: As seen. | Now: Open"
    assert found.figures.rows[-1][1:] == (2, 0, 1, 1, 2)


def test_what_needs_no_closing_has_a_place_of_its_own(case, asked):
    case.ledger.ask(
        AddWord(vocabulary="kind", word="learning", label="Learning point", means="none"), by="ada"
    )
    case.make("L1", kind="learning", due="2021-01-31")
    found = asked()
    assert names(found.no_closing) == ["OCSAE/L1"]
    assert found.overdue == []
    assert "Need no closing" in words(found)
    assert "Need no closing" not in words(asked(as_of="2019-12-31", since="2019-01-01"))


def test_of_a_body_its_shares_are_counted_under_the_name_of_the_day(case, asked):
    case.make("7", "Police Scotland", "Fire Service")
    case.judged("7", "2021-09-01", status="closed", made_to="Police Scotland")
    case.ledger.ask(
        RenameBody(body="Police Scotland", to="The Police", on="2022-01-01", why="Law."), by="ada"
    )
    found = asked(made_to="police scotland")
    assert found.body == "The Police"
    assert names(found.done) == ["OCSAE/7"]
    assert names(asked(made_to="Fire Service").live) == ["OCSAE/7"]
    (whole,) = (one for one in asked().live if one.name == "OCSAE/7")
    assert whole.shares == (("The Police", "Closed: implemented"), ("Fire Service", "Open"))
    assert (
        "The Police (Closed: implemented) | Fire Service (Open)" in words(asked())["Live and not overdue"][3]
    )


def test_a_share_that_passed_to_another_body_says_who_has_it(case, asked):
    case.ledger.ask(SucceedBody(body="Police Scotland", by="The Force", on="2021-06-01"), by="ada")
    assert {one.notes for one in asked(made_to="Police Scotland").live} == {
        ("This share is with The Force by now.",)
    }
    assert {one.notes for one in asked(made_to="The Force").live} == {()}
    assert {one.row["made_to"][0] for one in asked().live} == {"The Force"}


def test_a_judgement_that_awaits_its_sign_off_moves_nothing(case, asked):
    ref = case.judge("3", "2021-09-01", status="closed")
    assert names(asked().live) == ["OCSAE/3", "OCSAE/5"]
    case.sign(ref)
    assert names(asked().done) == ["OCSAE/3"]


def test_a_closing_says_why_in_the_words_that_hold(case, asked):
    case.make("1")
    case.ask(WithdrawRecommendation, number="1", why="Not wanted any more.", on="2021-08-01")
    ref = case.judged("3", "2021-09-01", status="closed", rationale="The board meets.")
    known = case.ledger.last().recorded_at
    assert [one.why for one in asked().moved] == ["Not wanted any more.", "The board meets."]
    case.ask(CorrectJudgement, who="bob", judgement=ref, why="A slip.", rationale="The board met.")
    assert [one.why for one in asked().moved] == ["Not wanted any more.", "The board met."]
    # Words that were corrected are not printed again, whatever was known then.
    assert [one.why for one in asked(known_at=known).moved] == [
        "Not wanted any more.",
        "[withdrawn from view]",
    ]
    case.ask(CorrectJudgement, who="bob", judgement=ref, why="Wrong.", void=True)
    assert [one.why for one in asked().moved] == ["Not wanted any more."]


def test_a_paper_says_what_was_known_then(case, asked):
    known = case.ledger.last().recorded_at
    case.judged("3", "2021-09-01", status="closed")
    assert names(asked(known_at=known).live) == ["OCSAE/3", "OCSAE/5"]
    assert names(asked(known_at=case.ledger.last().recorded_at).done) == ["OCSAE/3"]


def test_an_empty_paper_says_so_in_every_section(case, asked):
    case.ask(OpenInspection, inspection="EMPTY", title="Nothing yet")
    told = words(asked("EMPTY"))
    assert told["Overdue"] == ["Nothing is overdue."]
    assert told["Live and not overdue"] == ["Nothing else is live."]
    assert told["Closed since 1 January 2021"] == ["Nothing was closed."]
    assert told["Made or re-opened since 1 January 2021"] == ["Nothing was made or re-opened."]
    assert told["Answers that are late"] == ["No answer is late."]


def test_several_inspections_have_a_table_each(case, asked):
    case.inspect("ABC", "1")
    headings = [
        one.text for one in compose(asked(None)).blocks if isinstance(one, Heading) and one.level == 3
    ]
    assert headings[:2] == ["ABC: Online child sexual abuse", "OCSAE: Online child sexual abuse"]
    assert not [one for one in compose(asked()).blocks if isinstance(one, Heading) and one.level == 3]


# Dates that moved


def test_each_extension_says_from_when_to_when_why_and_who_allowed_it(case, asked):
    case.make("1", due="2020-12-31")
    move = {"number": "1", "why": "Staff left."}
    case.ask(RescheduleRecommendation, due="2021-06", on="2020-12-01", **move)
    case.ask(RescheduleRecommendation, due="2021-12-31", on="2021-06", approved_by="The board", **move)
    case.ask(RescheduleRecommendation, due="2021-11-30", on="2021-11-01", number="1")
    found = asked()
    assert [(one.before, one.after, one.days, one.recent) for one in found.extensions] == [
        ("2020-12-31", "2021-06", None, False),
        ("2021-06", "2021-12-31", None, True),
        ("2021-12-31", "2021-11-30", -31, True),
    ]
    (row,) = found.overdue
    assert (row.first_due, row.due) == ("2020-12-31", "2021-11-30")
    told = words(found)["Extensions"]
    assert told[0].endswith("3 times, 2 of these in the period.")
    assert told[2] == [
        "OCSAE/1",
        "June 2021",
        "31 December 2021",
        "not known exactly",
        "June 2021 | in the period",
        "Staff left. | Allowed by: The board",
    ]
    assert told[3][3] == "31 days earlier"
    assert told[3][5] == "No reason was said."


def test_a_date_that_was_corrected_was_never_another(case, asked):
    case.make("1", due="2020-12-31")
    case.ask(CorrectRecommendation, number="1", due="2022-12-31", of="2020-02-26", why="A slip.")
    found = asked()
    assert found.extensions == []
    assert [one.first_due for one in found.live if one.name == "OCSAE/1"] == ["2022-12-31"]


# Answers


def test_answers_are_late_that_are_not_given_and_those_given_late_in_the_period(case, asked):
    case.ask(SetResponseDue, number="3", due="2020-05-30", on="2020-04-01")
    case.ask(SetResponseDue, number="5", due="2021-05-31", on="2021-04-01")
    said = {"body": "Police Scotland", "answer": "accepted", "text": "Yes."}
    case.ask(RecordResponse, number="5", on="2021-06-10", **said)
    found = asked()
    assert [(one.name, one.given_on, one.days, one.counts) for one in found.late] == [
        ("OCSAE/3", None, 639, False),
        ("OCSAE/5", "2021-06-10", 10, True),
    ]
    assert words(found)["Answers that are late"][0] == "1 answer was due in the period: 1 given, 1 late."
    # One that was given late before the period is nobody's business any more.
    assert names(asked(since="2021-07-01").late) == ["OCSAE/3"]


# Its period


@pytest.mark.parametrize(
    ("day", "first"),
    [("2021-11-28", "2021-08-29"), ("2021-05-31", "2021-03-01"), ("2021-02-28", "2020-11-29")],
)
def test_without_a_publication_it_is_three_months(day, first):
    assert since(Question(), day, (), "UTC").first == first


def published(case, as_of, *inspections, site=None):
    """Record that a bundle was published."""
    case.ledger.ask(
        MakePublication(
            inspections=inspections,
            as_of=as_of,
            known_at=case.ledger.last().recorded_at,
            size=1,
            root="A" * 43 + "=",
            content="0" * 64,
            sums="0" * 64,
            licence="OGL",
            licence_url="https://example.org/",
            version="0.3.0",
            also=(),
            since=None,
            site=site,
            before=len(case.ledger.inspectorate().publications),
        ),
        by="bob",
    )


@pytest.fixture
def publisher(case):
    """bob may publish, too."""
    case.ledger.ask(GrantRole(person="bob", role="publisher"), by="ada")
    return case


def test_it_begins_after_the_day_of_the_last_publication_that_shows_the_same(publisher, asked):
    published(publisher, "2021-03-31")
    published(publisher, "2021-10-31", "OCSAE")
    published(publisher, DAY)
    found = asked(since=None)
    assert found.since.first == "2021-11-01"
    assert "The last publication of OCSAE before this paper shows 31 October 2021" in found.since.why
    assert asked(None, since=None).since.first == "2021-04-01"
    # One that was not made yet by what was known is none.
    known = next(iter(publisher.ledger.records())).recorded_at
    assert "three months" in asked(None, since=None, known_at=known).since.why


def test_a_period_that_ends_before_it_begins_is_refused(asked):
    with pytest.raises(BadInput, match="--since 2022-03 is after that"):
        asked(since="2022-03")


def test_a_body_or_an_inspection_that_is_not_there_is_refused(asked):
    with pytest.raises(NotFound, match="no body Nobody"):
        asked(made_to="Nobody")
    with pytest.raises(NotFound, match="no inspection NOPE"):
        asked("NOPE")


# Where it leads


def test_numbers_lead_to_the_pages_of_the_last_publication_that_has_them(publisher, asked):
    published(publisher, "2021-10-31", site="https://example.org/r/")
    published(publisher, "2021-11-30")
    publisher.make("9")
    publisher.ask(CorrectRecommendation, number="5", new_number="6", why="A slip.")
    pages = {one.name: one.link.page for one in asked().live}
    assert pages == {
        "OCSAE/3": "https://example.org/r/recommendations/OCSAE/3.html",
        # That publication has it under the number that it had then.
        "OCSAE/6": "https://example.org/r/recommendations/OCSAE/5.html",
        "OCSAE/9": None,
    }
    pages = {one.name: one.link.page for one in asked(site="https://other.example/").live}
    assert pages["OCSAE/9"] == "https://other.example/recommendations/OCSAE/9.html"


def test_the_source_is_a_link_if_it_is_an_address_and_its_place_stands_there(case, asked):
    case.ask(
        ClassifyRecommendation,
        number="3",
        source="https://example.org/report",
        place="para 12",
        on="2020-03-01",
    )
    (row,) = (one for one in asked().live if one.name == "OCSAE/3")
    assert (row.link.source, row.link.place) == ("https://example.org/report", "para 12")
    told = words(asked())["Live and not overdue"]
    assert told[1][1] == "Do 3. | Source: para 12, https://example.org/report"


# As data


def test_as_json_it_has_the_same(case, asked):
    case.make("1", due="2021-12-31")
    case.judged("3", "2021-09", status="closed")
    told = json.loads(data.write(asked()))
    assert (told["from"], told["to"]) == ("2021-01-01", DAY)
    assert [one["number"] for one in told["overdue"]] == ["1"]
    assert told["overdue"][0]["days_overdue"] == 59
    assert [(one["number"], one["what"], one["from"], one["counts"]) for one in told["movements"]] == [
        ("3", "closed", "2021-09", 1)
    ]
    assert told["figures"]["rows"][-1] == {
        "name": "all", "opening": 3, "made": 0, "reopened": 0, "closed": 1, "closing": 2,
    }  # fmt: skip


# What was told late


def test_what_was_recorded_since_about_earlier_days_is_told_as_known_then_and_now(publisher, asked):
    publisher.make("1", due="2021-12-31")
    published(publisher, "2021-10-31")
    assert asked(since=None).news == ()
    publisher.judged("3", "2021-09-01", status="closed")
    publisher.ask(RescheduleRecommendation, number="1", due="2022-06-30", on="2021-10-01")
    publisher.make("8", on="2021-03-01")
    publisher.judged("5", "2021-11-15", status="closed")
    found = asked(since=None)
    assert [(one.name, one.then, one.now, one.counts) for one in found.news] == [
        ("OCSAE/1", ["Due: 31 December 2021"], ["Due: 30 June 2022"], 0),
        ("OCSAE/3", ["Open"], ["Closed: implemented"], -1),
        (
            "OCSAE/8",
            None,
            ["Open", "Due: no date", "Made to: Police Scotland", "Words: Do 8."],
            1,
        ),
    ]
    told = words(found)["Recorded since about earlier days"]
    assert told[0].endswith("The opening was 3 then, and is 3 now.")
    assert [row[-1] for row in told[1:]] == ["0", "-1", "+1"]
    assert found.figures.rows[-1].opening == 3


def test_what_was_entered_in_error_is_told_as_not_there_any_more(publisher, asked):
    published(publisher, "2021-10-31")
    publisher.ask(VoidRecommendation, number="5", why="A slip.")
    (line,) = asked(since=None).news
    assert (line.name, line.now, line.counts) == ("OCSAE/5", None, -1)
    assert "entered in error" in words(asked(since=None))["Recorded since about earlier days"][1][2]


def test_words_of_ones_own_are_shown_by_their_labels(case, asked):
    for vocabulary, word, label, means in (
        ("status", "done-well", "Done well", "closed/implemented"),
        ("status", "begun", "Begun", "partially-met"),
        ("priority", "one", "Most urgent", None),
    ):
        case.ledger.ask(AddWord(vocabulary=vocabulary, word=word, label=label, means=means), by="ada")
    case.judged("3", "2021-09-01", status="closed", word="done-well")
    case.judged("5", "2021-09-01", word="begun")
    case.ask(ClassifyRecommendation, number="5", priority="one", on="2021-09-01")
    told = words(asked())
    assert told["Live and not overdue"][1][3] == "Begun | Priority: Most urgent"
    assert told["Closed since 1 January 2021"][1][3] == "Done well: implemented | Why: As seen."
    assert ["Done well", "1"] in told["The figures of the period"]
