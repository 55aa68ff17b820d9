"""Titles, texts, names and reasons that were corrected or withdrawn are in no file of a later publication."""

from __future__ import annotations

import pytest

from events.words import WordsWithdrawn
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.decisions.cycles import CorrectCycle, OpenCycle
from ledger.decisions.evidence import RequestEvidence
from ledger.decisions.inspections import CorrectInspection, OpenInspection
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import ReaddressRecommendation, RestateRecommendation
from ledger.decisions.words import WithdrawWords
from ledger.state.cache import StateCache
from ledger.store.location import open_raw
from projections.base import TimeFilter
from projections.publication.checking.bundle import check
from projections.register import register
from tests.asking import plant
from tests.bundles import begin, publish_all
from tests.hostile import Plant
from tests.projections.conftest import Case
from tests.projections.publication.test_leaks import read
from tests.projections.publication.test_withdrawn_words import detected, hide, key, page, position

NAME = "a-persons-name"
WHY = {"why": "A name was in it."}


@pytest.fixture
def case(tmp_path):
    with begin(tmp_path) as ledger:
        yield Case(ledger)


@pytest.fixture
def slipped(case):
    """A name stood in each of them, and each was put right before anything was published."""
    two = {"inspection": "TWO"}
    case.ask(OpenInspection, title=f"About {NAME}", **two)
    case.ask(OpenCycle, cycle="A", title=f"Review of {NAME}", kind=f"{NAME}s", on="2020-02-26", **two)
    case.make("1", NAME, "Fire", text=f"Do as {NAME} says.", cycle="A", **two)
    case.ask(RestateRecommendation, number="1", text=f"See {NAME}.", why="Clearer.", on="2020-05-01", **two)
    share = {"number": "1", "cycle": "A", **two}
    case.sign(case.judge(**share, made_to=NAME, status="closed"), **two)
    case.ask(CorrectInspection, title="About all", **two, **WHY)
    case.ask(CorrectCycle, cycle="A", title="Review of all", kind="Review", **two, **WHY)
    right = {"number": "1", **two, **WHY}
    case.ask(CorrectRecommendation, text="Do as told.", of="2020-02-26", **right)
    case.ask(CorrectRecommendation, text="See them.", of="2020-05-01", **right)
    case.ask(CorrectRecommendation, made_to=("Police", "Fire"), **right)
    return case


def whole(case, folder):
    """What a check of it finds is nothing."""
    report = check(str(folder), key(case))
    assert (report.findings, report.not_looked_at) == ((), ())
    return report


def told(case):
    """What V11 tells of the ledger."""
    raw = open_raw(case.ledger.store.location)
    try:
        return [
            one.message.partition(": ")[2].rstrip(".")
            for one in verify(raw, TrustedInputs(None, (), None)).findings
        ]
    finally:
        raw.close()


def withdraw(case, name, **fields):
    """Withdraw the words of the last event of a name."""
    found = [one for one in case.ledger.records() if name == one.event.NAME][-1]
    return case.ask(WithdrawWords, events=((found.version, str(found.position)),), **{**WHY, **fields})


def test_no_file_of_a_first_publication_has_them(slipped, tmp_path):
    folder = publish_all(slipped.ledger, tmp_path / "bundle", also=("xlsx", "pdf"))
    assert NAME not in read(folder)
    report = whole(slipped, folder)
    assert any("of which words were withdrawn from view" in one for one in report.not_proved)
    said = (folder / "recommendations/TWO/1.html").read_text()
    for right in ("See them.", "Review of all", "for Police [wrong name withdrawn from view]"):
        assert right in said
    assert "About all" in (folder / "inspections/TWO.html").read_text()


def test_the_register_is_as_it_is_for_who_reads_the_ledger(slipped, tmp_path):
    """A judgement of a share counts under the right name; no event that is shown bears the wrong one."""
    folder = publish_all(slipped.ledger, tmp_path / "bundle", "TWO", as_of="2022-01-01")
    (row,) = register(slipped.ledger, "TWO", time_filter=TimeFilter("2022-01-01", None)).items
    assert "1,See them.,Open,Police; Fire,2021-08-18" in (folder / "register.csv").read_text()
    assert (row["text"], row["status"], row["made_to"]) == ("See them.", "open", ["Police", "Fire"])
    # The share that was judged under the wrong name is that of the right one.
    said = (folder / "recommendations/TWO/1.html").read_text().partition("Where each body stands")[2]
    assert said.index(">Police<") < said.index("Closed") < said.index(">Fire<") < said.index("Open")


def test_the_ledger_keeps_every_word_and_holds(slipped):
    said = [str(one.event.fields) for one in slipped.ledger.records()]
    # The opening of both, the making, the words after it, the judgement, and what first withdrew the words of
    # the making, when the name in it still stood.
    assert sum(NAME in one for one in said) == 6
    assert told(slipped) == []


def test_no_moment_that_is_asked_for_brings_them_back(slipped, tmp_path):
    judged = next(one for one in slipped.ledger.records() if one.event.NAME == "judgement.signed-off")
    unaware = publish_all(slipped.ledger, tmp_path / "unaware", known_at=judged.recorded_at)
    assert NAME not in read(unaware)
    made = position(slipped, "recommendation.made") - 1
    said = (unaware / "recommendations/TWO/1.html").read_text()
    assert "[withdrawn from view]" in said and f"leaf {made}" in said
    whole(slipped, unaware)


def test_after_a_publication_that_had_them_the_next_has_them_no_more(case, tmp_path):
    case.make("7", text=f"Do as {NAME} says.")
    before = publish_all(case.ledger, tmp_path / "before")
    assert NAME in page(before, "7")
    case.ask(CorrectRecommendation, number="7", text="Do as told.", **WHY)
    after = publish_all(case.ledger, tmp_path / "after")
    made = position(case, "recommendation.made") - 1
    assert NAME not in read(after)
    assert "[withdrawn from view]" in page(after, "7")
    assert f"leaf {made}" in page(after, "7")
    assert not (after / f"events/{made}.json").exists()
    assert (after / f"events/{position(case, 'words.withdrawn') - 1}.json").exists()
    whole(case, after)


def test_a_reason_is_withdrawn_by_itself_and_its_own_reason_with_it(case, tmp_path):
    case.ask(RequestEvidence, number="3", why=f"{NAME} was seen.", on="2020-03-01")
    withdraw(case, "evidence.requested", why=f"The name of {NAME}.")
    withdraw(case, "evidence.requested")
    folder = publish_all(case.ledger, tmp_path / "bundle")
    assert NAME not in read(folder)
    leaf = position(case, "evidence.requested") - 1
    assert "Asked for more evidence on recommendation 3: [withdrawn from view]" in page(folder)
    assert f"withdrawn from view: leaf {leaf}." in page(folder)
    whole(case, folder)
    assert told(case) == []


def test_a_correction_that_is_corrected_goes_too_and_so_does_its_reason(case, tmp_path):
    case.ask(CorrectInspection, title=f"Of {NAME}", why=f"As {NAME} said.")
    withdraw(case, "inspection.corrected")
    case.ask(CorrectInspection, title="Of all", **WHY)
    folder = publish_all(case.ledger, tmp_path / "bundle")
    assert NAME not in read(folder)
    whole(case, folder)
    assert told(case) == []


def test_a_name_that_other_words_have_too_stays(case, tmp_path):
    """It is no wrong name there, so it is not withdrawn from view here."""
    case.make("7", "Fire")
    case.ask(ReaddressRecommendation, number="7", made_to=("Fire", "Army"), on="2020-05-01")
    case.ask(CorrectRecommendation, number="7", made_to=("Police",), of="2020-02-26", **WHY)
    assert [one for one in case.ledger.records() if one.event.NAME == "words.withdrawn"] == []
    whole(case, publish_all(case.ledger, tmp_path / "bundle"))


# Nothing else is left out


def test_an_event_does_not_go_without_what_withdrew_its_words(slipped, tmp_path):
    folder = publish_all(slipped.ledger, tmp_path / "bundle")
    gone = [one for one in slipped.ledger.records() if isinstance(one.event, WordsWithdrawn)]
    made = [one for one in gone if one.event.name == "recommendation.made"][-1]
    hide(folder, made.position - 1)
    detected(slipped, folder, "B6", "is a recommendation.made of TWO, known by then, and it is not shown")


# What is no withdrawal


def planted(case, **fields):
    """What is told of a ledger in which somebody wrote such a withdrawal of the words of 3's making."""
    made = next(one for one in case.ledger.records() if one.event.NAME == "recommendation.made")
    said = {"number": "3", "cycle": "2020", "kind": "recommendation", "made_to": "Police Scotland"}
    said |= {"inspection": "OCSAE", "on": "2020-02-26"}
    order = ("inspection", "number", "cycle", "kind", "made_to", "on")
    event = {
        "inspection": "OCSAE",
        "number": "3",
        "event": made.version,
        "name": "recommendation.made",
        "shape": 1,
        "words": ("text",),
        "beside": tuple(word for name in order for word in (name, said[name])),
        "why": None,
    }
    plant(case.ledger, Plant(events=(WordsWithdrawn(**event | fields),)), by="ann")
    return told(case)


def test_words_that_hold_are_not_withdrawn(case):
    assert planted(case) == ["nothing took the place of the text of event 4"]


def test_what_it_repeats_is_what_was_said(case):
    case.ask(CorrectRecommendation, number="3", text="Do.", **WHY)
    gone = next(one.event for one in case.ledger.records() if isinstance(one.event, WordsWithdrawn))
    other = tuple("Fire" if word == "Police Scotland" else word for word in gone.beside)
    assert planted(case, beside=other) == ["it repeats event 4 otherwise than that was recorded"]


def test_it_repeats_the_fields_that_there_are(case):
    case.ask(CorrectRecommendation, number="3", text="Do.", **WHY)
    (wrong,) = planted(case, beside=("colour", "red"))
    assert "it does not repeat event 4" in wrong


def test_it_is_of_an_event_that_was_recorded_and_of_that_name(case):
    case.ask(CorrectRecommendation, number="3", text="Do.", **WHY)
    assert planted(case, event=99) == ["event 99 of the inspection has no words that can be withdrawn"]


def test_it_calls_the_event_by_its_name(case):
    case.ask(CorrectRecommendation, number="3", text="Do.", **WHY)
    assert "event 4 is called recommendation.made" in planted(case, name="recommendation.restated")


def test_words_are_withdrawn_once(case):
    case.ask(CorrectRecommendation, number="3", text="Do.", **WHY)
    assert planted(case) == ["the words of event 4 were withdrawn already"]


# As the version before recorded it


def test_what_an_older_version_corrected_is_shown_until_it_is_corrected_anew(case, tmp_path, monkeypatch):
    with monkeypatch.context() as older:
        older.setattr(StateCache, "follows", lambda *_: iter(()))
        case.make("7", "Police", text=f"Do as {NAME} says.")
        case.ask(CorrectRecommendation, number="7", text=f"Do as {NAME} said.", **WHY)
    before = publish_all(case.ledger, tmp_path / "before")
    assert NAME in page(before, "7")
    whole(case, before)
    case.ask(CorrectRecommendation, number="7", text="Do as told.", **WHY)
    after = publish_all(case.ledger, tmp_path / "after")
    assert NAME not in read(after)
    whole(case, after)
    assert told(case) == []


def test_words_and_bodies_that_are_set_right_in_one_request_are_withdrawn_together(case):
    case.ask(CorrectRecommendation, number="3", text="Do.", made_to=("Fire",), **WHY)
    gone = [record.event for record in case.ledger.records() if isinstance(record.event, WordsWithdrawn)]
    assert [event.words for event in gone] == [("text",), ("text", "made_to")]
    assert "Do 3." not in gone[-1].beside
    assert told(case) == []
