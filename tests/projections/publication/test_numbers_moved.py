"""The page of a number that was put right leads to the right one, and that it does is proved."""

from __future__ import annotations

import re
import shutil

import pytest

from ledger.decisions.recommendation_corrections import CorrectRecommendation, VoidRecommendation
from projections.publication.checking.bundle import check
from tests.bundles import begin, publish_all, sum_up
from tests.projections.conftest import Case

FOLDER = "recommendations/OCSAE"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """7 became 8, and that 9/1; 3 became 4, and there is another 3; what was 5 was entered in error."""
    folder = tmp_path_factory.mktemp("numbers")
    with begin(folder) as ledger:
        case = Case(ledger)
        case.make("7")
        case.make("afd1")
        for number, right in (("7", "8"), ("8", "9/1"), ("3", "4"), ("5", "6"), ("afd1", "AFD1")):
            case.ask(CorrectRecommendation, number=number, new_number=right, why="A slip.")
        case.make("3")
        case.ask(VoidRecommendation, number="6", why="Twice.")
        key = ledger.inspectorate().verifier_key
        yield publish_all(ledger, folder / "bundle", as_of="2022-03-01"), key


@pytest.fixture
def bundle(published, tmp_path):
    return shutil.copytree(published[0], tmp_path / "bundle")


def found(bundle, published):
    return [(one.code, one.file) for one in check(str(sum_up(bundle)), published[1]).findings]


def test_each_old_address_leads_to_the_page_of_the_right_number(published):
    bundle, key = published
    assert check(str(bundle), key).findings == ()
    pages = {path.name for path in (bundle / FOLDER).glob("*.html")}
    assert pages == {"9_2f_1.html", "3.html", "4.html", "AFD1.html", "7.html", "8.html"}
    for old in ("7", "8"):
        page = (bundle / FOLDER / f"{old}.html").read_text("utf-8")
        assert f"Recommendation {old}</h1>" in page
        assert re.search('See <a href="../../recommendations/OCSAE/9_2f_1.html">OCSAE/9/1</a>', page)
    assert "Do 3." in (bundle / FOLDER / "3.html").read_text("utf-8")


def test_one_that_leads_elsewhere_is_found(published, bundle):
    page = bundle / FOLDER / "7.html"
    page.write_text(page.read_text("utf-8").replace("9_2f_1.html", "4.html"), "utf-8")
    assert found(bundle, published) == [("B9", f"{FOLDER}/7.html")]


def test_one_that_is_not_there_or_is_invented_is_found(published, bundle):
    (bundle / FOLDER / "7.html").rename(bundle / FOLDER / "77.html")
    assert sorted(found(bundle, published)) == [("B9", f"{FOLDER}/7.html"), ("B9", f"{FOLDER}/77.html")]


def test_one_that_tells_of_a_recommendation_is_found(published, bundle):
    shutil.copy(bundle / FOLDER / "4.html", bundle / FOLDER / "7.html")
    assert ("B7", f"{FOLDER}/7.html") in found(bundle, published)
