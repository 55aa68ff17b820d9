"""The page that says what the words mean: as the publisher says, as we do if it does not, and own words."""

from __future__ import annotations

import json
import re

import pytest

from ledger.decisions.vocabulary import AddWord
from ledger.policies import ANSWERS, KINDS, REASONS, STATUSES
from projections.publication import build
from projections.publication.checking.bundle import check
from projections.publication.edition import OGL
from projections.publication.files.site.glossary import OURS
from projections.publication.folder import Folder
from projections.publication.gathering import gather
from projections.publication.terms import terms
from tests.bundles import begin
from tests.projections.conftest import Case

ABOUT = """
contact = "reports@example.org"

[reports]
ocsae = "https://www.example.org/reports/ocsae"

[status]
open = "Nothing lets us close it. <b>Yet.</b>"
"Closed - acceptable" = "Enough was done."

[reason]
implemented = "We saw that it was done."
"""


@pytest.fixture
def case(tmp_path):
    with begin(tmp_path) as ledger:
        case = Case(ledger)
        for vocabulary, word, label, means in (
            ("status", "closed-acceptable", "Closed - acceptable", "closed/implemented"),
            ("kind", "learning-point", "Learning point", "none"),
            ("priority", "high", "High", None),
        ):
            ledger.ask(AddWord(vocabulary=vocabulary, word=word, label=label, means=means), by="ada")
        case.judged(status="closed", word="closed-acceptable")
        yield case


def published(case, folder, about=ABOUT):
    asked = terms(case.ledger, (), "2031-01-01", None, OGL, about=about)
    with Folder(str(folder)) as into:
        into.write(build.files(case.ledger, gather(case.ledger, asked)))
        into.finish()
        into.put()
    assert check(str(folder), case.ledger.inspectorate().verifier_key).findings == ()
    return folder


def test_every_word_of_ours_has_a_meaning():
    assert OURS.keys() == {"status", "reason", "kind", "answer"}
    assert OURS["status"].keys() == STATUSES.keys()
    assert set(OURS["reason"]) == set(REASONS)
    assert OURS["kind"].keys() == KINDS.keys()
    assert OURS["answer"].keys() == ANSWERS.keys()


def test_the_publisher_says_what_its_words_mean_and_whom_to_write_to(case, tmp_path):
    folder = published(case, tmp_path / "bundle")
    page = (folder / "words.html").read_text()
    assert "Nothing lets us close it. &lt;b&gt;Yet.&lt;/b&gt;" in page
    assert OURS["status"]["open"] not in page
    assert "Enough was done." in page and "It counts as closed, implemented." in page
    assert OURS["reason"]["withdrawn"] in page
    assert "needs no closing" in page
    assert '<a href="mailto:reports@example.org">' in page
    assert '<a rel="external noopener noreferrer" href="https://www.example.org/reports/ocsae">' in page
    # The contact stands on every page, and the report where the inspection is.
    assert all("reports@example.org" in one.read_text() for one in folder.rglob("*.html"))
    assert "reports/ocsae" in (folder / "index.html").read_text()
    assert "reports/ocsae" in (folder / "recommendations/OCSAE/3.html").read_text()


def test_without_a_publisher_who_says_it_our_words_have_meanings_that_are_true(case, tmp_path):
    page = (published(case, tmp_path / "bundle", "") / "words.html").read_text()
    assert all(means in page for of in OURS.values() for means in of.values())
    assert "Contact" not in page


def test_every_page_leads_there_and_a_status_to_its_own_place(case, tmp_path):
    folder = published(case, tmp_path / "bundle")
    places = set(re.findall(r'<dt [^>]*id="([^"]+)"', (folder / "words.html").read_text()))
    for path in folder.rglob("*.html"):
        led = re.findall(r'href="(?:\.\./)*words\.html(?:#([^"]*))?"', path.read_text())
        assert "" in led, path
        assert set(led) - {""} <= places, path
    page = (folder / "recommendations/OCSAE/3.html").read_text()
    assert 'words.html#status-closed-acceptable"' in page
    assert 'words.html#reason-implemented"' in page


def test_the_same_stands_beside_the_page_as_data(case, tmp_path):
    folder = published(case, tmp_path / "bundle")
    data = json.loads((folder / "words.json").read_bytes())
    assert data["contact"] == "reports@example.org"
    assert data["reports"] == {"OCSAE": "https://www.example.org/reports/ocsae"}
    own = next(one for one in data["words"]["status"] if one["word"] == "closed-acceptable")
    assert own == {
        "word": "closed-acceptable",
        "label": "Closed - acceptable",
        "counts_as": "counts as closed, implemented",
        "means": "Enough was done.",
    }
    assert 'rel="alternate" type="application/json"' in (folder / "words.html").read_text()
