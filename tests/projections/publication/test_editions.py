"""The index of editions: each publication of the same inspections, with its tree and what became public."""

from __future__ import annotations

import re
from html import unescape

import pytest

from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.people import GrantRole
from ledger.decisions.recommendation_corrections import VoidRecommendation
from projections.publication.checking.bundle import check
from projections.publication.files.site import words
from tests.bundles import begin, publish_as_people_do, sum_up
from tests.projections.conftest import Case


class Publishing(Case):
    def __init__(self, ledger, place):
        super().__init__(ledger)
        ledger.ask(GrantRole(person="bob", role="publisher"), by="ada")
        self.place, self.key = place, ledger.inspectorate().verifier_key

    def publish(self, *refs, as_of=None):
        """Publish and check; the rows of the page, cell by cell."""
        folder = self.place / ("-".join(refs) or "all")
        publish_as_people_do(self.ledger, folder, *refs, as_of=as_of)
        assert check(str(folder), self.key).findings == ()
        page = (folder / "editions.html").read_text("utf-8").partition("<tbody>")[2].partition("</tbody>")[0]
        rows = re.findall(r"<tr>(.*?)</tr>", page, re.S)
        cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows)
        return [[unescape(re.sub("<[^>]*>", "", cell)) for cell in row] for row in cells]


@pytest.fixture
def case(tmp_path):
    with begin(tmp_path) as ledger:
        yield Publishing(ledger, tmp_path)


def made(case):
    return case.ledger.inspectorate().publications


def test_the_first_edition_is_the_only_one(case):
    case.judged(status="closed")
    ((as_of, published, changes, events, root),) = case.publish(as_of="2022-02-28")
    assert (as_of, published, changes) == ("28 February 2022", "this edition", "2 made, 1 closed")
    assert (int(events), root) == (made(case)[0].size, made(case)[0].root)


def test_each_has_its_tree_and_what_became_public_with_it(case):
    first = case.publish(as_of="2022-02-27")
    case.judged(status="closed", on="2021-08-18")
    case.submit("2021-09-01")
    now, before = case.publish(as_of="2022-02-28")
    assert before[2] == first[0][2] == "2 made"
    assert (now[1], now[2]) == ("this edition", "1 closed, 1 piece of evidence handed in")
    assert before[4] == made(case)[0].root != now[4]
    assert before[1].startswith("1 March 2022")
    case.ask(CorrectJudgement, who="bob", judgement="J1", void=True, why="A slip.")
    told = case.publish(as_of="2022-02-28")
    assert [row[2] for row in told] == ["1 corrected", "1 closed, 1 piece of evidence handed in", "2 made"]


def test_each_kind_of_change_is_counted_in_words_of_its_number():
    told = words.changes(
        {"evidence.submitted": 13, "closed": 2, "words.withdrawn": 1, "progress.reported": 1}
    )
    assert told == (
        "13 pieces of evidence handed in, 2 closed, 1 report of progress, 1 text withdrawn from view"
    )
    assert words.COUNTED.keys() < words.DID.keys()


def test_what_takes_effect_later_counts_for_the_edition_that_told_it(case):
    case.judged(status="closed", on="2021-08-18")
    case.publish(as_of="2021-08-17")
    assert [row[2] for row in case.publish(as_of="2021-08-18")] == ["1 closed", "2 made"]


def test_a_publication_of_other_inspections_is_no_edition_of_this_register(case):
    case.inspect("ABC", "1")
    case.publish("ABC")
    assert len(case.publish("OCSAE")) == 1
    assert len(case.publish("ABC")) == 2
    assert len(case.publish()) == 1


def test_nothing_is_told_of_what_was_entered_in_error_but_that(case):
    case.judged(status="closed")
    case.publish(as_of="2022-02-28")
    case.ask(VoidRecommendation, number="3", why="Not ours.")
    assert [row[2] for row in case.publish(as_of="2022-02-28")] == ["1 entered in error", "1 made"]


def test_an_edition_with_no_change_says_so(case):
    case.publish(as_of="2022-02-27")
    assert case.publish(as_of="2022-02-28")[0][2] == "no change"


@pytest.mark.parametrize(("old", "new"), [("2 made", "3 made"), ("this edition", "another edition")])
def test_a_changed_page_is_found(case, old, new):
    case.publish(as_of="2022-02-28")
    page = case.place / "all/editions.html"
    page.write_text(page.read_text("utf-8").replace(old, new), "utf-8")
    assert {one.file for one in check(str(sum_up(case.place / "all")), case.key).findings} == {
        "editions.html"
    }


def test_every_page_leads_to_it(case):
    case.publish()
    for page in (case.place / "all").rglob("*.html"):
        assert "editions.html" in page.read_text("utf-8"), page
