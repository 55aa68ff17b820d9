"""Why a recommendation stands as it does: what holds now comes first, and what was taken back is marked."""

from __future__ import annotations

import re

import pytest

from events.base import Day
from ledger.decisions.judgement_corrections import CorrectJudgement
from projections.publication.checking.bundle import check
from projections.publication.edition import OGL
from projections.publication.files.site import write as site
from projections.publication.gathering import gather
from projections.publication.terms import terms
from tests import bundles
from tests.projections.conftest import Case

WRONG, RIGHT = "Nobody kept minutes.", "Minutes are kept\nby two people."


@pytest.fixture
def case(tmp_path):
    with bundles.begin(tmp_path) as ledger:
        yield Case(ledger)


def why(case, number="3"):
    """The paragraphs of the block, as a reader sees them."""
    edition = gather(case.ledger, terms(case.ledger, (), Day("2022-02-28"), None, OGL))
    path = f"recommendations/OCSAE/{number}.html"
    (page,) = [file.data.decode() for file in site.files(edition) if file.path == path]
    block = re.search(r">Why</dt><dd[^>]*>(.*?)</dd>", page, re.DOTALL)[1]
    return [re.sub(r"<(?!br).*?>", "", one) for one in re.findall("<p.*?</p>", block, re.DOTALL)]


def correct(case, ref="J1", **fields):
    case.ask(CorrectJudgement, who="bob", judgement=ref, why="A slip.", **fields)


def test_a_judgement_that_holds_is_told_as_it_is(case):
    case.judged(rationale=RIGHT)
    (one,) = why(case)
    assert one.startswith("An inspector judged")
    assert "Minutes are kept<br>\nby two people." in one


def test_the_right_rationale_comes_first_and_the_wrong_one_is_gone(case):
    case.judged(rationale=WRONG)
    correct(case, rationale=RIGHT)
    first, second = why(case)
    assert first.startswith("Corrected: An approver corrected")
    assert "Minutes are kept<br>" in first
    assert second.startswith("Before it was corrected: An inspector judged")
    assert WRONG not in first + second


def test_of_several_corrections_the_last_comes_first(case):
    case.judged(rationale=WRONG)
    correct(case, rationale="Some kept minutes.")
    correct(case, rationale=RIGHT)
    told = why(case)
    assert [one.partition(":")[0] for one in told] == ["Corrected", "Corrected", "Before it was corrected"]
    assert ["Minutes are kept" in one for one in told] == [True, False, False]
    assert "Some kept minutes." not in "".join(told)


def test_the_words_hold_where_the_day_alone_was_wrong(case):
    case.judged(rationale=RIGHT)
    correct(case, judged_on="2021-10-01")
    first, second = why(case)
    assert first.startswith("An inspector judged")
    assert second.startswith("Corrected: An approver corrected")


def test_a_void_judgement_is_told_as_withdrawn_and_not_as_none(case):
    case.judged(rationale=WRONG, status="closed")
    correct(case, void=True)
    first, *rest = why(case)
    assert first == "No judgement of it holds."
    assert [one.partition(":")[0] for one in rest] == ["Withdrawn", "Withdrawn"]
    assert "It was made void." in rest[0]
    assert WRONG not in "".join(rest)


def test_a_void_one_stands_behind_the_one_that_holds(case):
    case.judged(rationale=WRONG, status="closed")
    correct(case, void=True)
    case.judged(rationale=RIGHT)
    first, *rest = why(case)
    assert "Minutes are kept" in first
    assert {one.partition(":")[0] for one in rest} == {"Withdrawn"}


def test_what_was_never_judged_says_so(case):
    assert why(case) == ["No judgement of it has been published."]


def test_such_pages_are_of_a_bundle(case, tmp_path):
    case.judged(rationale=WRONG)
    correct(case, rationale=RIGHT)
    case.judged("5", status="closed")
    correct(case, "J2", void=True)
    case.make("L", text="One\n\n- two\n- three", due="2022-06")
    folder = bundles.publish_all(case.ledger, tmp_path / "bundle", as_of="2022-02-28")
    assert check(str(folder), case.ledger.inspectorate().verifier_key).findings == ()
    assert "One <br> <br> - two" in (folder / "register.md").read_text(encoding="utf-8").replace("\\", "")
    for path in ("index.html", "recommendations/OCSAE/L.html"):
        assert "One<br>\n<br>\n- two<br>\n- three" in (folder / path).read_text(encoding="utf-8")
