"""A bundle proves what was entered in error and what has another number, and tells who hides it."""

from __future__ import annotations

import json
import shutil

import pytest

from ledger.decisions.recommendation_corrections import CorrectRecommendation, VoidRecommendation
from projections.publication.checking.bundle import check
from tests.bundles import begin, publish_all, sum_up
from tests.projections.conftest import Case


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A bundle of before OCSAE/9 was made void and OCSAE/7 became 8, one of after, and the key."""
    place = tmp_path_factory.mktemp("mistakes")
    with begin(place) as ledger:
        case = Case(ledger)
        case.make("7", "Police")
        case.make("9", "Police")
        case.judged("9", status="partially-met")
        publish_all(ledger, place / "before")
        case.ask(CorrectRecommendation, number="7", new_number="8", why="A slip.")
        case.ask(VoidRecommendation, number="9", why="Entered twice.")
        publish_all(ledger, place / "after")
        yield place / "before", place / "after", ledger.inspectorate().verifier_key


@pytest.fixture
def bundle(made, tmp_path):
    """A copy of the bundle of after, to alter."""
    return shutil.copytree(made[1], tmp_path / "bundle")


@pytest.fixture
def codes(bundle, made):
    """codes() -> what a check with new sums finds."""
    return lambda: {one.code for one in check(str(sum_up(bundle)), made[2]).findings}


def leave_out(bundle, number, why):
    """Take the event of a number that was recorded for a reason, and its proof, from a bundle."""
    wanted = {"number": number, "why": why}
    (path,) = (
        path
        for path in bundle.glob("events/*.json")
        if wanted.items() <= json.loads(path.read_bytes())["data"].items()
    )
    path.unlink()
    (bundle / f"proofs/{path.stem}.tlog-proof").unlink()


def rows(bundle):
    return json.loads((bundle / "register.json").read_bytes())


def test_an_honest_bundle_shows_what_holds_and_is_proved(bundle, made, codes):
    assert codes() == set()
    assert {"7", "9"} <= {row["number"] for row in rows(made[0])["rows"]}
    numbers = {row["number"] for row in rows(bundle)["rows"]}
    assert "8" in numbers
    assert not {"7", "9"} & numbers


def test_a_row_that_is_void_and_left_in_the_register_is_detected(bundle, made, codes):
    register = rows(bundle)
    register["rows"].append(next(row for row in rows(made[0])["rows"] if row["number"] == "9"))
    register["totals"]["total"] += 1
    register["totals"]["partially-met"] += 1
    (bundle / "register.json").write_text(json.dumps(register), encoding="utf-8")
    assert "B5" in codes()


@pytest.mark.parametrize("path", ["register.csv", "register.md", "register-full.csv"])
def test_a_whole_file_of_before_is_detected(bundle, made, codes, path):
    shutil.copy(made[0] / path, bundle / path)
    assert "B7" in codes()


def test_the_page_of_what_is_void_is_detected(bundle, made, codes):
    page = "recommendations/OCSAE/9.html"
    assert not (bundle / page).exists()
    shutil.copy(made[0] / page, bundle / page)
    assert codes()


@pytest.mark.parametrize(("number", "why"), [("9", "Entered twice."), ("7", "A slip.")])
def test_an_event_that_sets_right_and_is_left_out_is_detected(bundle, codes, number, why):
    leave_out(bundle, number, why)
    assert codes() & {"B5", "B6"}


def test_the_old_number_in_the_register_is_detected(bundle, codes):
    path = bundle / "register.json"
    data = path.read_bytes()
    assert b'"number":"8"' in data
    path.write_bytes(data.replace(b'"number":"8"', b'"number":"7"'))
    assert "B5" in codes()


def test_the_old_number_on_a_page_is_detected(bundle, codes):
    path = bundle / "recommendations/OCSAE/8.html"
    path.write_bytes(path.read_bytes().replace(b"Recommendation 8", b"Recommendation 7"))
    assert codes() & {"B7", "B9"}
