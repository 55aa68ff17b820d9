"""Words that were corrected, or withdrawn with what they are of, are in no file of a later publication."""

from __future__ import annotations

import json

import pytest

from events.judgements import JudgementCorrectedWithWords, JudgementRecordedWithWords
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.decisions.evidence import WithdrawEvidence
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.store.location import open_raw
from projections.publication.checking.bundle import check
from tests.asking import plant
from tests.bundles import begin, publish, publish_all, sum_up
from tests.hostile import Plant
from tests.projections.conftest import Case
from tests.projections.publication.test_leaks import read

NAME = "a-persons-name"


@pytest.fixture
def case(tmp_path):
    with begin(tmp_path) as ledger:
        yield Case(ledger)


@pytest.fixture
def slipped(case):
    """A name stood in a rationale and in a summary, and both were taken back."""
    case.submit("2021-08-01", summary=f"Statement of {NAME}.")
    case.ask(WithdrawEvidence, evidence="E1", why="A name was in it.", on="2021-12-01")
    case.judged(rationale=f"{NAME} told us.")
    reword(case)
    return case


def reword(case, rationale="A witness told us.", judgement="J1"):
    case.ask(CorrectJudgement, who="bob", judgement=judgement, rationale=rationale, why="A name was in it.")


def key(case):
    return case.ledger.inspectorate().verifier_key


def position(case, topic, which=-1):
    """The position of an event, which here is its leaf index and one."""
    return [record.position for record in case.ledger.records() if topic == record.event.NAME][which]


def page(folder, number="3"):
    return (folder / f"recommendations/OCSAE/{number}.html").read_text()


def detected(case, folder, code, because):
    sum_up(folder)
    found = check(str(folder), key(case)).findings
    assert code in {one.code for one in found}
    assert any(because in one.message for one in found), found


def hide(folder, leaf):
    (folder / f"events/{leaf}.json").unlink()
    (folder / f"proofs/{leaf}.tlog-proof").unlink()


def test_no_file_of_a_first_publication_has_them(slipped, tmp_path):
    folder = publish_all(slipped.ledger, tmp_path / "bundle", also=("xlsx", "pdf"))
    assert NAME not in read(folder)
    assert "A witness told us." in page(folder)
    report = check(str(folder), key(slipped))
    assert report.findings == ()
    assert any("withdrawn from view" in note for note in report.notes)


def test_the_page_says_that_they_were_withdrawn_and_which_leaf_has_them(slipped, tmp_path):
    said = page(publish_all(slipped.ledger, tmp_path / "bundle"))
    words = position(slipped, "judgement.explained", 0) - 1
    summary = position(slipped, "evidence.described") - 1
    assert "judged recommendation 3 partially met: [withdrawn from view]" in said
    assert "It is said to show: [withdrawn from view]" in said
    # Which leaf has them is told only to whoever checks.
    history, checking = said.split('id="proof"')
    assert f"Words that were withdrawn from view: leaf {summary}, leaf {words}." in checking
    assert "leaf" not in history


def test_no_day_and_no_moment_that_is_asked_for_brings_them_back(slipped, tmp_path, without_b9):
    first = next(one for one in slipped.ledger.records() if one.event.NAME == "judgement.signed-off")
    early = publish_all(slipped.ledger, tmp_path / "early", as_of="2021-11-01")
    assert NAME not in read(early)
    assert check(str(early), key(slipped)).findings == ()
    unaware = publish(slipped.ledger, tmp_path / "unaware", known_at=first.recorded_at)
    assert NAME not in read(unaware)
    # What takes them from view is shown, though it was not known by then, and the right words are not.
    assert (unaware / f"events/{position(slipped, 'judgement.corrected') - 1}.json").exists()
    assert "a witness told us" not in read(unaware)
    assert check(str(unaware), key(slipped)).findings == ()


def test_after_a_publication_that_had_them_the_next_has_them_no_more(case, tmp_path):
    case.judged(rationale=f"{NAME} told us.")
    before = publish_all(case.ledger, tmp_path / "before")
    words = position(case, "judgement.explained") - 1
    assert NAME in page(before)
    assert (before / f"events/{words}.json").exists()
    reword(case)
    after = publish_all(case.ledger, tmp_path / "after")
    assert NAME not in read(after)
    assert not (after / f"events/{words}.json").exists()
    assert "[withdrawn from view]" in page(after)
    assert f"withdrawn from view: leaf {words}." in page(after)
    # The judgement and its place in the tree are proved as they were.
    judged = position(case, "judgement.recorded") - 1
    event = f"events/{judged}.json"
    assert (after / event).read_bytes() == (before / event).read_bytes()
    held = (before / "checkpoint").read_bytes()
    assert check(str(after), key(case)).findings == ()
    assert held != (after / "checkpoint").read_bytes()


def test_the_same_words_are_withdrawn_again(slipped, tmp_path):
    one = publish_all(slipped.ledger, tmp_path / "one")
    another = publish_all(slipped.ledger, tmp_path / "another")
    assert (one / "SHA256SUMS").read_bytes() == (another / "SHA256SUMS").read_bytes()


def test_a_correction_that_is_corrected_is_withdrawn_too(slipped, tmp_path):
    reword(slipped, "It was told us.")
    folder = publish_all(slipped.ledger, tmp_path / "bundle")
    assert "a witness told us." not in read(folder)
    assert "It was told us." in page(folder)
    assert check(str(folder), key(slipped)).findings == ()


def test_the_words_of_a_judgement_that_is_void_are_withdrawn(case, tmp_path):
    case.judged(rationale=f"{NAME} told us.")
    case.ask(CorrectJudgement, who="bob", judgement="J1", void=True, why="It was of another.")
    folder = publish_all(case.ledger, tmp_path / "bundle")
    assert NAME not in read(folder)
    assert check(str(folder), key(case)).findings == ()


def test_a_correction_of_the_day_alone_withdraws_nothing(case, tmp_path):
    case.judged(rationale="As all can see.")
    case.ask(CorrectJudgement, who="bob", judgement="J1", judged_on="2021-09-01", why="A slip.")
    folder = publish_all(case.ledger, tmp_path / "bundle")
    assert "As all can see." in page(folder)
    assert "withdrawn from view" not in page(folder)
    assert check(str(folder), key(case)).findings == ()


# Nothing else is left out


def test_words_that_hold_are_not_left_out_unseen(slipped, tmp_path):
    folder = publish_all(slipped.ledger, tmp_path / "bundle")
    leaf = position(slipped, "judgement.explained") - 1
    hide(folder, leaf)
    detected(slipped, folder, "B6", f"Leaf {leaf} says why a judgement of OCSAE is so, and it is not shown")


def test_words_do_not_go_with_a_correction_that_is_not_shown(slipped, tmp_path):
    folder = publish_all(slipped.ledger, tmp_path / "bundle")
    leaf = position(slipped, "judgement.corrected") - 1
    hide(folder, leaf)
    detected(slipped, folder, "B6", f"Leaf {leaf} is a judgement.corrected of OCSAE")


def test_words_do_not_go_with_a_correction_of_something_else(case, tmp_path):
    case.judged(rationale="As all can see.")
    case.judged("5", rationale="Of the other.")
    reword(case, judgement="J2")
    folder = publish_all(case.ledger, tmp_path / "bundle")
    leaf = position(case, "judgement.explained", 0) - 1
    hide(folder, leaf)
    detected(case, folder, "B6", f"Leaf {leaf} says why")


# As the version before recorded it


def of_old(case):
    judged = JudgementRecordedWithWords(
        inspection="OCSAE",
        judgement="J1",
        number="3",
        cycle="2021",
        made_to=None,
        status="partially-met",
        reason=None,
        evidence=(),
        until=None,
        word=None,
        on="2021-08-18",
        rationale=f"{NAME} told us.",
    )
    plant(case.ledger, Plant(events=(judged,)), by="ann")
    case.sign("J1")


def test_a_judgement_of_old_is_read_and_published_with_its_words(case, tmp_path):
    of_old(case)
    folder = publish_all(case.ledger, tmp_path / "bundle")
    assert f"partially met: {NAME} told us." in page(folder)
    assert check(str(folder), key(case)).findings == ()


def test_words_of_old_are_taken_from_the_pages_and_it_is_said_where_they_stand(case, tmp_path):
    """One event has them and what has to be proved: the bundle says so, and has to show it."""
    of_old(case)
    reword(case)
    folder = publish_all(case.ledger, tmp_path / "bundle")
    leaf = position(case, "judgement.recorded") - 1
    assert NAME not in page(folder)
    assert "[withdrawn from view; the event that proves this has them]" in page(folder)
    assert f"withdrawn from view: leaf {leaf}." in page(folder)
    holding = [
        path for path in folder.rglob("*") if path.is_file() and NAME in path.read_bytes().decode("latin-1")
    ]
    assert [path.relative_to(folder).as_posix() for path in holding] == [f"events/{leaf}.json"]
    assert check(str(folder), key(case)).findings == ()


def test_a_correction_of_old_has_its_words_in_itself(case, tmp_path):
    of_old(case)
    corrected = JudgementCorrectedWithWords(
        inspection="OCSAE",
        judgement="J1",
        void=False,
        judged_on=None,
        reworded=True,
        why="A slip.",
        rationale="A witness told us.",
    )
    plant(case.ledger, Plant(events=(corrected,)), by="bob")
    stored = list(case.ledger.store.rows())[-1][-1]
    assert json.loads(stored)["version"] == 1
    assert "reworded" not in json.loads(stored)["data"]
    raw = open_raw(str(tmp_path / "ledger"))
    try:
        report = verify(raw, TrustedInputs(None, (), None))
    finally:
        raw.close()
    assert (report.findings, report.skipped) == ((), ())
    folder = publish_all(case.ledger, tmp_path / "bundle")
    assert "its reasons are: A witness told us." in page(folder)
    assert NAME not in page(folder)
    assert check(str(folder), key(case)).findings == ()
    with pytest.raises(Exception, match="says just that already"):
        reword(case)


# What a judgement rests on, and that is gone


def test_the_page_says_in_words_that_anybody_may_read_what_is_in_doubt(case, tmp_path):
    case.submit("2021-08-01")
    case.judged(status="closed", evidence=("E1",))
    case.ask(WithdrawEvidence, evidence="E1", why="It was forged.", on="2021-12-01")
    folder = publish_all(case.ledger, tmp_path / "bundle")
    said = page(folder)
    evidence = "evidence that Police Scotland handed in on 1 August 2021"
    doubt = f"The judgement of 18 August 2021 rests on {evidence}"
    assert f"<strong>In doubt:</strong> {doubt}, which was withdrawn since." in said
    assert said.index(doubt) < said.index('id="history"')
    rests = "The judgement of 18 August 2021 rests on it."
    assert f"Withdrew the {evidence}: It was forged. {rests}" in said
    # The same line of the history is in the database.
    assert rests.encode() in (folder / "register.sqlite").read_bytes()
    assert "In doubt" not in page(folder, "5")
    assert "In doubt" not in page(publish_all(case.ledger, tmp_path / "earlier", as_of="2021-11-30"))
    assert check(str(folder), key(case)).findings == ()
