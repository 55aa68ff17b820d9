"""The data beside pages: what it says is what the page and the register say, and nothing else passes."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.responses import RecordResponse
from projections.publication.checking.bundle import check
from projections.publication.files.site import naming, paging
from tests.bundles import begin, publish_all, sum_up
from tests.projections.conftest import Case


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Two inspections on pages of two rows, an answer, shares of bodies, and a number that was put right."""
    folder = tmp_path_factory.mktemp("data")
    with begin(folder) as ledger, pytest.MonkeyPatch.context() as patched:
        patched.setattr(paging, "MOST", 2)
        case = Case(ledger)
        case.inspect("CUSTODY", "1", "2", "012/21")
        case.make("7", "Police Scotland", "Crown Office", due="2021-05")
        case.ask(CorrectRecommendation, number="5", new_number="6", why="Misread.")
        case.judged("7", status="closed", made_to="Crown Office")
        case.ask(
            RecordResponse, number="3", body="Police Scotland", answer="noted", text="We know.", on="2021-03"
        )
        bundle = publish_all(ledger, folder / "bundle")
        yield bundle, ledger.inspectorate().verifier_key


@pytest.fixture
def bundle(published, tmp_path):
    return shutil.copytree(published[0], tmp_path / "bundle")


@pytest.fixture
def found(bundle, published, monkeypatch):
    """found() -> what a check finds, with new sums, as (code, file)."""
    monkeypatch.setattr(paging, "MOST", 2)
    return lambda: [(one.code, one.file) for one in check(str(sum_up(bundle)), published[1]).findings]


def told(bundle, path):
    return json.loads((bundle / path).read_bytes())


def alter(bundle, path, change):
    said = told(bundle, path)
    change(said)
    (bundle / path).write_text(json.dumps(said, indent=2))


def test_an_honest_bundle_holds(found):
    assert found() == []


def test_every_page_of_the_register_has_its_data_and_names_it(bundle):
    without = {"accessibility.html", "check.html", "files.html"}
    for path in bundle.rglob("*.html"):
        page = path.relative_to(bundle).as_posix()
        named = re.findall(
            r'<link rel="alternate" type="application/json" [^>]*href="([^"]+)">', path.read_text()
        )
        if page in without or page.startswith("files_page"):
            assert named == []
            continue
        assert named == [naming.data(page).rpartition("/")[2]]
        assert told(bundle, naming.data(page))["page"] == page


def test_a_recommendation_is_told_in_full(bundle):
    said = told(bundle, "recommendations/OCSAE/3.json")
    register = told(bundle, "register.json")
    assert said["recommendation"] == next(
        row for row in register["rows"] if (row["inspection"], row["number"]) == ("OCSAE", "3")
    )
    (answer,) = said["claims"]["responses"]
    assert (answer["body"], answer["answer"], answer["text"]) == ("Police Scotland", "noted", "We know.")
    page = (bundle / "recommendations/OCSAE/3.html").read_text()
    assert all(one["what"] in page for one in said["history"])
    for leaf in said["rests_on"]:
        assert (bundle / f"events/{leaf}.json").exists()
        assert f"events/{leaf}.json" in page


def test_a_list_has_the_rows_of_its_page_in_their_order(bundle):
    for path in (
        "inspections/OCSAE.html",
        "inspections/OCSAE_page2.html",
        "status/open.html",
        "bodies/crown-office.html",
    ):
        page, said = (bundle / path).read_text(), told(bundle, naming.data(path))
        at = [page.index(row["text"]) for row in said["rows"]]
        assert at == sorted(at) and at
        assert all((bundle / row["page"]).exists() for row in said["rows"])
        assert all((bundle / one["page"]).exists() for one in said["pages"])
    (row,) = told(bundle, "bodies/crown-office.json")["rows"]
    assert (row["status"], row["share"]["status"]) == ("open", "closed")


def test_a_number_that_was_put_right_leads_on(bundle):
    said = told(bundle, "recommendations/OCSAE/5.json")
    assert (said["moved"], said["now"], said["to"]) == (
        "Recommendation 5", "OCSAE/6", "recommendations/OCSAE/6.html",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("recommendations/OCSAE/3.json", lambda said: said["recommendation"].update(status="closed")),
        ("recommendations/OCSAE/3.json", lambda said: said["recommendation"].update(made_to=["Nobody"])),
        ("recommendations/OCSAE/3.json", lambda said: said["recommendation"].pop("due")),
        ("recommendations/OCSAE/3.json", lambda said: said.pop("recommendation")),
        ("status/open.json", lambda said: said["rows"][0].update(text="Do nothing.")),
        ("status/open.json", lambda said: said["rows"][0].update(number="99")),
        ("status/open.json", lambda said: said["rows"][0].pop("overdue")),
        ("status/open.json", lambda said: said["rows"].pop()),
        ("status/open.json", lambda said: said.update(rows=7)),
        ("inspections/OCSAE.json", lambda said: said["totals"].update(open=0)),
        ("bodies/police-scotland.json", lambda said: said["totals"].update(total=0)),
        ("index.json", lambda said: said["totals"].update(closed=9)),
    ],
)
def test_what_agrees_with_no_row_is_found_without_writing_it_anew(bundle, found, path, change):
    alter(bundle, path, change)
    # A row that is left out is found where it is missed.
    assert {("B7", path), ("B7", f"{path.partition('/')[0]}/ (as data)")} & set(found())


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("recommendations/OCSAE/3.json", lambda said: said["history"].pop()),
        (
            "recommendations/OCSAE/3.json",
            lambda said: said["claims"]["responses"][0].update(text="We agree."),
        ),
        ("recommendations/OCSAE/7.json", lambda said: said["shares"][0].update(status="closed")),
        ("recommendations/OCSAE/3.json", lambda said: said.update(rests_on=[])),
        ("bodies/crown-office.json", lambda said: said["rows"][0]["share"].update(status="open")),
        ("changes.json", lambda said: said.update(since={"as_of": "2020-01-01", "known_at": "x"})),
        ("words.json", lambda said: said["words"]["status"][0].update(means="Done.")),
        ("inspections/OCSAE.json", lambda said: said["charts"][0]["rows"].pop()),
        ("recommendations/OCSAE/5.json", lambda said: said.update(to="recommendations/OCSAE/7.html")),
    ],
)
def test_whatever_else_it_says_otherwise_is_found(bundle, found, path, change):
    alter(bundle, path, change)
    assert ("B9", path) in found()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "7", '{"rows": [[[', '{"recommendation": {}, "recommendation": {}}', "[" * 100_000, "\xff"],
)
def test_what_is_no_data_of_a_page_is_found(bundle, found, text):
    (bundle / "recommendations/OCSAE/3.json").write_text(text, encoding="latin-1")
    assert ("B7", "recommendations/OCSAE/3.json") in found()


def test_data_that_is_left_out_or_of_nothing_is_found(bundle, found):
    shutil.copy(bundle / "recommendations/OCSAE/3.json", bundle / "recommendations/OCSAE/44.json")
    (bundle / "recommendations/OCSAE/7.json").unlink()
    (bundle / "status/open.json").unlink()
    said = found()
    assert {("B7", "recommendations/OCSAE/44.json"), ("B7", "recommendations/OCSAE/7.json")} <= set(said)
    assert ("B9", "status/open.json") in said
