"""Evidence, disputes, answers and words that were taken back are told as what changed, and in the feed."""

from __future__ import annotations

import re
from html import unescape

import pytest

from events.words import WordsWithdrawn
from ledger.decisions.disputes import RaiseDispute, SettleDispute
from ledger.decisions.evidence import CorrectEvidence, RequestEvidence, WithdrawEvidence
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.people import GrantRole
from ledger.decisions.recommendation_corrections import (
    CorrectRecommendation,
    UnvoidRecommendation,
    VoidRecommendation,
)
from ledger.decisions.recommendations import RestateRecommendation
from ledger.decisions.responses import RecordResponse, ReportProgress, SetResponseDue
from ledger.decisions.words import WithdrawWords
from projections.publication.checking.bundle import check
from tests.bundles import begin, publish_as_people_do
from tests.projections.conftest import Case
from tests.projections.publication.test_feed_entries import ATOM, ElementTree

POLICE = "Police Scotland"
ROW = re.compile(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", re.S)


class Published:
    """What a bundle tells of news: rows of the page of changes, and entries of the feed by id."""

    def __init__(self, folder):
        page = (folder / "changes.html").read_text("utf-8")
        self.rows = [
            [
                unescape(re.sub("<[^>]*>", "", cell))
                for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row[0], re.S)
            ]
            for row in re.finditer(r"<tr>.*?</tr>", page.partition("<tbody>")[2], re.S)
        ]
        root = ElementTree.fromstring((folder / "feed.atom").read_bytes())
        self.entries = {
            entry.findtext(f"{ATOM}id"): {
                name: entry.findtext(f"{ATOM}{name}") for name in ("title", "updated", "published", "summary")
            }
            for entry in root.iter(f"{ATOM}entry")
        }

    def row(self, what):
        (found,) = [row for row in self.rows if row[2] == what]
        return found

    def entry(self, title):
        (found,) = [(name, one) for name, one in self.entries.items() if one["title"] == title]
        return found


class Publishing(Case):
    def __init__(self, ledger, folder):
        super().__init__(ledger)
        ledger.ask(GrantRole(person="bob", role="publisher"), by="ada")
        self.folder, self.key = folder, ledger.inspectorate().verifier_key

    def publish(self, as_of=None):
        """Publish and check: whatever is told is proved."""
        publish_as_people_do(self.ledger, self.folder, as_of=as_of)
        assert check(str(self.folder), self.key).findings == ()
        return Published(self.folder)

    def withdraw(self, event):
        versions = [one.version for one in self.ledger.records(inspection="OCSAE") if event == one.event.NAME]
        self.ask(WithdrawWords, events=((versions[-1], event),), why="A name was in it.")


@pytest.fixture
def case(tmp_path):
    with begin(tmp_path) as ledger:
        yield Publishing(ledger, tmp_path / "bundle")


def test_new_evidence_and_disputes_are_told(case):
    case.judged()
    case.publish()
    case.submit("2021-09-01", proposes_closure=True)
    case.ask(RaiseDispute, number="3", body=POLICE, judgement="J1", why="It is done.", on="2021-09-02")
    told = case.publish()
    name, on, _, before, after = told.row("Evidence handed in")
    assert (name, on, before) == ("OCSAE/3", "1 September 2021", "none")
    assert after.startswith(
        "Police Scotland handed in evidence and proposed closure. It is said to show: Minutes."
    )
    assert "It is done." in told.row("Disputed")[4]
    _, entry = told.entry("OCSAE/3: evidence handed in")
    assert "It is said to show: Minutes." in entry["summary"]
    assert told.entry("OCSAE/3: disputed")
    # What was told is not told again.
    assert case.publish().rows == []


def test_other_words_are_told_and_no_more_once_they_are_corrected(case):
    case.publish()
    case.ask(RestateRecommendation, number="3", text="Ask Jo Doe.", why="Clearer.", on="2021-09-01")
    case.judged(on="2021-10-01")
    before = case.publish()
    name, restated = before.entry("OCSAE/3: restated")
    judged, _ = before.entry("OCSAE/3: Partially met (before: Open)")
    assert "Ask Jo Doe." in restated["summary"]
    right = {"number": "3", "of": "2021-09-01", "text": "Ask the board.", "why": "A name."}
    case.ask(CorrectRecommendation, **right)
    after = case.publish()
    assert before.entries.keys() < after.entries.keys()
    for one in (name, judged):
        assert "Ask the board." in after.entries[one]["summary"]
        assert after.entries[one]["updated"] > before.entries[one]["updated"]
    assert not any("Doe" in entry["summary"] for entry in after.entries.values())


def test_what_was_published_as_entered_in_error_and_is_none_is_told_as_such(case):
    case.publish()
    case.ask(VoidRecommendation, number="3", why="Typed twice.")
    assert case.publish().row("Entered in error")[0] == "OCSAE/3"
    case.ask(UnvoidRecommendation, number="3", why="It was not.")
    told = case.publish()
    assert told.row("Not entered in error")[0] == "OCSAE/3"
    assert told.row("Made")[0] == "OCSAE/3"
    assert told.entry("OCSAE/3: entered in error (withdrawn)")
    assert case.publish().rows == []


def test_what_was_entered_in_error_before_anything_was_published_comes_back_without_a_word(case):
    case.ask(VoidRecommendation, number="3", why="Typed twice.")
    case.publish()
    case.ask(UnvoidRecommendation, number="3", why="It was not.")
    told = case.publish()
    assert [row[2] for row in told.rows] == ["Made"]
    assert not any("error" in one["title"] for one in told.entries.values())


def test_how_a_dispute_ended_stands_beside_what_it_was(case):
    case.ask(RaiseDispute, number="3", body=POLICE, why="It is done.", on="2021-09-02")
    case.publish()
    case.ask(SettleDispute, dispute="D1", outcome="upheld", why="It was.", on="2021-10-02")
    row = case.publish().row("Dispute settled")
    assert "It is done." in row[3]
    assert "was upheld" in row[4]


def test_requests_answers_and_reports_are_told_as_what_the_body_says(case):
    case.publish()
    case.ask(RequestEvidence, number="3", body=POLICE, why="Show the minutes.", on="2021-09-01")
    case.ask(SetResponseDue, number="3", due="2021-12-01", why="The Act.", on="2021-09-01")
    said = {"number": "3", "body": POLICE, "on": "2021-09-02"}
    case.ask(RecordResponse, answer="accepted", text="We shall.", **said)
    case.ask(ReportProgress, text="Half of it.", percent=50, **said)
    told = case.publish()
    assert [row[2] for row in told.rows] == [
        "Evidence asked for", "Answer asked for", "Answered", "Progress reported",
    ]  # fmt: skip
    assert "Police Scotland says: We shall." in told.row("Answered")[4]


def test_restricted_evidence_tells_why_and_nothing_else(case):
    case.publish()
    case.submit("2021-09-01", summary="Zq secret.", restricted="It names a child.")
    told = case.publish()
    assert "restricted: It names a child." in told.row("Evidence handed in")[4]
    case.ask(WithdrawEvidence, evidence="E1", why="Zq reason.", on="2021-10-01")
    told = case.publish()
    assert "restricted: It names a child." in told.row("Evidence withdrawn")[4]
    assert not any("Zq" in entry["summary"] for entry in told.entries.values())
    assert "Zq" not in str(told.rows)


def test_withdrawn_evidence_is_a_change_and_moves_what_was_told_of_it(case):
    case.submit("2021-09-01")
    before = case.publish()
    case.ask(WithdrawEvidence, evidence="E1", why="It was forged.", on="2021-10-01")
    after = case.publish()
    assert "Police Scotland handed in evidence." in after.row("Evidence withdrawn")[3]
    assert "It was forged." in after.row("Evidence withdrawn")[4]
    name, entry = before.entry("OCSAE/3: evidence handed in")
    assert "Minutes." in entry["summary"]
    assert "Minutes." not in after.entries[name]["summary"]
    assert after.entries[name]["updated"] > entry["updated"]
    assert after.entries[name]["published"] == entry["published"]


def test_evidence_for_another_recommendation_keeps_its_id_and_says_so(case):
    case.submit("2021-09-01")
    before = case.publish()
    case.ask(CorrectEvidence, evidence="E1", number="5", why="A slip.")
    after = case.publish()
    assert after.row("Evidence set right")[0] == "OCSAE/5"
    name, entry = before.entry("OCSAE/3: evidence handed in")
    assert after.entries[name]["title"] == "OCSAE/5: evidence handed in"
    assert after.entries[name]["updated"] > entry["updated"]
    assert after.entry("OCSAE/5: evidence set right")


def test_a_dispute_moves_if_the_judgement_it_is_about_is_of_another_day(case):
    case.judged(on="2021-08-18")
    case.ask(RaiseDispute, number="3", body=POLICE, judgement="J1", why="It is done.", on="2021-09-02")
    before = case.publish()
    case.ask(CorrectJudgement, who="bob", judgement="J1", judged_on="2021-08-20", why="A slip.")
    after = case.publish()
    name, entry = before.entry("OCSAE/3: disputed")
    assert "20 August 2021" in after.entries[name]["summary"]
    assert after.entries[name]["updated"] > entry["updated"]


def test_words_that_were_published_and_taken_back_are_told(case):
    case.ask(RequestEvidence, number="3", body=POLICE, why="Ask Zq.", on="2021-09-01")
    before = case.publish()
    case.withdraw("evidence.requested")
    after = case.publish()
    assert after.row("Words withdrawn from view")[3:] == [
        "Words that were published",
        "[withdrawn from view]",
    ]
    assert after.entry("OCSAE/3: words withdrawn from view")
    name, entry = before.entry("OCSAE/3: evidence asked for")
    assert "Zq" not in str(after.entries) + str(after.rows)
    assert after.entries[name]["updated"] > entry["updated"]
    assert case.publish().rows == []


def test_words_that_nobody_was_told_are_taken_back_in_silence(case):
    case.publish()
    case.ask(RequestEvidence, number="3", body=POLICE, why="Ask Zq.", on="2021-09-01")
    case.withdraw("evidence.requested")
    told = case.publish()
    assert [row[2] for row in told.rows] == ["Evidence asked for"]
    assert not any("withdrawn from view" in entry["title"] for entry in told.entries.values())


def test_a_correction_that_takes_words_back_is_told_once(case):
    before = case.publish()
    case.ask(CorrectRecommendation, number="3", text="Do it well.", of="2020-02-26", why="A slip.")
    after = case.publish()
    assert any(isinstance(one.event, WordsWithdrawn) for one in case.ledger.records())
    assert [row[2] for row in after.rows] == ["Corrected"]
    assert len(after.entries) == len(before.entries) + 1


def test_of_what_was_entered_in_error_no_evidence_is_told(case):
    case.submit("2021-09-01")
    case.publish()
    case.ask(VoidRecommendation, number="3", why="Not ours.")
    told = case.publish()
    assert [row[2] for row in told.rows] == ["Entered in error"]
    assert not any("evidence" in entry["title"] for entry in told.entries.values())


def test_what_takes_effect_later_is_told_when_it_has(case):
    case.submit("2021-09-01")
    assert not any("evidence" in one["title"] for one in case.publish("2021-08-31").entries.values())
    told = case.publish("2021-09-01")
    assert told.row("Evidence handed in")
    assert (
        told.entry("OCSAE/3: evidence handed in")[1]["published"]
        > told.entry("OCSAE/3: Open")[1]["published"]
    )
