"""What the pages say in their running text: no ref of the record, no leaf, no date in figures.

Those stand where somebody checks: in the details at the end of a page, and in the data.
"""

from __future__ import annotations

import re
from html import unescape

import pytest

from ledger.decisions.disputes import RaiseDispute, SettleDispute
from ledger.decisions.evidence import CorrectEvidence, RequestEvidence, SubmitEvidence, WithdrawEvidence
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import RescheduleRecommendation
from ledger.decisions.responses import RecordResponse, ReportProgress, SetResponseDue
from projections.publication.edition import OGL
from projections.publication.gathering import gather
from projections.publication.terms import terms
from tests.bundles import begin, publish_all
from tests.histories import lived
from tests.projections.conftest import Case
from tests.projections.publication.test_lived import recorded
from tests.sampling import sample

CODED = re.compile(
    r"\b[EJDRPI][1-9][0-9]*\b|\bleaf [0-9]|\b[12][0-9]{3}-[01][0-9](-[0-3][0-9])?\b|\.\.[0-9]{4}"
)


@pytest.fixture
def case(tmp_path):
    with begin(tmp_path) as ledger:
        yield Case(ledger)


def running(page):
    """The text of a page without tags, and without what is folded away for checking."""
    page = page.partition("<main")[2].partition("</main")[0]
    page = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", " ", page))


def history(case, number="3"):
    edition = gather(case.ledger, terms(case.ledger, (), "2031-01-01", None, OGL))
    return [one.what for row in edition.rows if row.row["number"] == number for one in row.history]


def test_what_a_body_says_is_told_as_its_own(case):
    case.ask(RecordResponse, number="3", body="Police Scotland", answer="accepted", text="We agree.",
             action="Train all.", due="2022-03", on="2021-03-01")  # fmt: skip
    case.ask(ReportProgress, number="3", body="Police Scotland", text="All were trained.", percent=90,
             on="2021-04-01")  # fmt: skip
    case.submit("2021-08-01", summary="Minutes of the board.")
    said = " ".join(history(case))
    assert (
        "Police Scotland accepted recommendation 3, to be done by March 2022. Police Scotland says: We agree"
        in said
    )
    assert (
        "Police Scotland reported progress on recommendation 3: 90% done. Police Scotland says: All were"
        in said
    )
    assert "Police Scotland handed in evidence. It is said to show: Minutes of the board." in said


def test_a_judgement_is_named_by_its_day_and_evidence_by_who_handed_it_in(case):
    case.submit("2021-08-01")
    case.judged(status="closed", evidence=("E1",), rationale="Seen.", on="2021-08-20")
    case.ask(CorrectJudgement, who="bob", judgement="J1", why="A slip.", judged_on="2021-08-19")
    case.ask(RaiseDispute, number="3", judgement="J1", why="No.", body="Police Scotland", on="2021-09-01")
    case.ask(SettleDispute, dispute="D1", outcome="dismissed", why="Yes.", on="2021-09-02")
    said = " ".join(history(case))
    assert "closed (implemented), on evidence that Police Scotland handed in on 1 August 2021: Seen." in said
    assert "corrected the judgement of 20 August 2021: it is of 19 August 2021" in said
    assert "Police Scotland disputed the judgement of 19 August 2021. Police Scotland says: No." in said
    assert (
        "The dispute that Police Scotland raised on 1 September 2021 was dismissed by the inspectorate"
        in said
    )


def test_no_page_has_a_code_or_a_date_in_figures_in_its_running_text(case, tmp_path):
    sent = case.submit("2021-08-01")
    case.ask(RescheduleRecommendation, number="3", due="..2022-04-04", why="Late.", on="2021-02")
    case.ask(SetResponseDue, number="3", due="2021-06", on="2021-02")
    case.ask(RequestEvidence, number="3", why="More.", on="2021-07-01")
    case.judged(status="closed", evidence=(sent,))
    case.ask(SubmitEvidence, number="3", body="Police Scotland", summary="S", restricted="W", on="2021-08-02")
    case.ask(WithdrawEvidence, evidence="E2", why="Forged.", on="2021-09-01")
    case.ask(CorrectEvidence, evidence=sent, summary="Another.", why="Wrong.")
    case.ask(WithdrawEvidence, evidence=sent, why="Forged.", on="2021-12-01")
    case.ask(CorrectRecommendation, number="3", due="2022-05", of="2021-02", why="Misread.")
    case.ask(CorrectJudgement, who="bob", judgement="J1", why="A slip.", rationale="Better words.")
    folder = publish_all(case.ledger, tmp_path / "bundle")
    for path in folder.rglob("*.html"):
        if path.name not in ("files.html", "check.html"):
            assert CODED.search(running(path.read_text())) is None, path


@pytest.mark.parametrize("seed", sample(range(12), 3))
def test_whatever_was_lived_is_told_so(tmp_path, seed):
    with recorded(tmp_path, seed, "required") as ledger:
        edition = gather(ledger, terms(ledger, (), "2022-03-01", None, OGL))
        assert lived(seed).granted
        for row in edition.rows:
            for one in (*(happening.what for happening in row.history), *row.doubts):
                assert CODED.search(one) is None, one
