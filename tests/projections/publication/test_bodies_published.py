"""Bodies renamed, merged or succeeded in a bundle: what it says is proved, and an event left out is found."""

from __future__ import annotations

import re
import shutil

import pytest

from events.registry import EVENTS
from ledger.decisions.bodies import AddAlias, MergeBodies, RegisterBody, RenameBody, SucceedBody
from ledger.decisions.classification import ClassifyRecommendation
from ledger.decisions.people import GrantRole
from ledger.errors import LedgerError
from projections.publication.checking.bundle import check
from projections.publication.files.json.read import register_file
from tests.bodied import bodied
from tests.bundles import begin, publish_all, publish_as_people_do, sum_up
from tests.projections.conftest import Case
from tests.projections.publication.test_lived import DAYS, begun
from tests.sampling import sample

ABOUT_BODIES = [name for name, event in EVENTS.items() if event.SUBJECT == "body"]


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A bundle of a ledger in which everything happened to bodies, its key, and the leaves about bodies."""
    folder = tmp_path_factory.mktemp("bodies")
    with begin(folder) as ledger:
        case = Case(ledger)
        case.make("7", "Northern Constabulary", "Fife Council")
        case.make("8", "Northern Constabulary")
        case.make("9", "Nothern Constabulary")
        case.judged("8", status="closed")
        for said in (
            RenameBody(body="Northern Constabulary", to="Highland Police", on="2021-01-01", why="By law."),
            AddAlias(body="Highland Police", also="NC"),
            MergeBodies(body="Nothern Constabulary", into="Northern Constabulary", why="A slip."),
            SucceedBody(body="Highland Police", by="Force of the North", on="2022-01-01"),
        ):
            ledger.ask(said, by="ann")
        case.judged("7", on="2022-02-01", made_to="Force of the North", status="partially-met")
        key = ledger.inspectorate().verifier_key
        bundle = publish_all(ledger, folder / "bundle", as_of="2022-03-01")
        leaves = [ledger.store.rank(record.position) for record in ledger.records(topics=ABOUT_BODIES)]
        yield bundle, key, leaves


def made_to(bundle):
    return {
        row["number"]: row["made_to"] for row in register_file((bundle / "register.json").read_bytes()).rows
    }


def test_a_bundle_proves_what_its_bodies_are_called_and_who_took_over(published):
    bundle, key, _ = published
    assert check(str(bundle), key).findings == ()
    assert made_to(bundle) == {
        "3": ["Police Scotland"],
        "5": ["Police Scotland"],
        "7": ["Force of the North", "Fife Council"],
        "8": ["Highland Police"],
        "9": ["Force of the North"],
    }


def test_a_body_has_one_page_and_its_other_addresses_lead_there(published):
    bundle, _, _ = published
    page = (bundle / "bodies/highland-police.html").read_text("utf-8")
    assert "Northern Constabulary" in page
    assert "Also written" in page
    assert "NC" in page
    assert '<a href="../bodies/force-of-the-north.html">Force of the North</a> took over' in page
    assert "Took over from" in (bundle / "bodies/force-of-the-north.html").read_text("utf-8")
    for old in ("northern-constabulary", "nothern-constabulary", "nc"):
        moved = (bundle / f"bodies/{old}.html").read_text("utf-8")
        assert '<a href="../bodies/highland-police.html">Highland Police</a>' in moved


def test_every_event_about_bodies_that_is_left_out_is_found(published, tmp_path):
    bundle, key, leaves = published
    assert len(leaves) >= 6
    for leaf in leaves:
        altered = shutil.copytree(bundle, tmp_path / str(leaf))
        (altered / f"events/{leaf}.json").unlink()
        (altered / f"proofs/{leaf}.tlog-proof").unlink()
        sum_up(altered)
        assert "B6" in {found.code for found in check(str(altered), key).findings}, leaf


def test_a_bundle_by_what_was_known_before_has_the_names_of_then(tmp_path):
    with begin(tmp_path) as ledger:
        case = Case(ledger)
        case.make("7", "Northern Constabulary")
        known_at = [record.recorded_at for record in ledger.records()][-1]
        renamed = RenameBody(body="Northern Constabulary", to="Highland Police", on="2020-01-01", why="Law.")
        ledger.ask(renamed, by="ann")
        key = ledger.inspectorate().verifier_key
        then = publish_all(ledger, tmp_path / "then", as_of="2022-03-01", known_at=known_at)
        now = publish_all(ledger, tmp_path / "now", as_of="2022-03-01")
        for bundle, name in ((then, "Northern Constabulary"), (now, "Highland Police")):
            assert check(str(bundle), key).findings == ()
            assert made_to(bundle)["7"] == [name]


@pytest.mark.parametrize("seed", sample(range(12), 2))
def test_what_is_published_of_any_history_of_bodies_holds_together(tmp_path, seed):
    with begun(tmp_path, "required") as ledger:
        for asked in bodied(seed).asked:
            try:
                ledger.ask(asked.decision, by=asked.by)
            except LedgerError as error:
                raise AssertionError(f"{asked}: {error}") from error
        key = ledger.inspectorate().verifier_key
        for day in DAYS:
            bundle = publish_all(ledger, tmp_path / day, as_of=day)
            assert check(str(bundle), key).findings == (), day


CHANGE = re.compile(
    r'<tr><th scope="row">.*?OCSAE/(\w+)</a></th>.*?data-label="What">(.*?)</td>'
    r'.*?data-label="Before">(.*?)</td>.*?data-label="After">(.*?)</td></tr>'
)


def told(bundle):
    return CHANGE.findall((bundle / "changes.html").read_text("utf-8"))


def test_what_changed_says_why_a_row_names_another_body_than_before(tmp_path):
    with begin(tmp_path, "none") as ledger:
        case = Case(ledger)
        ledger.ask(GrantRole(person="bob", role="publisher"), by="ada")
        case.make("7", "Northern Constabulary", "Nothern Constabulary")
        case.make("8", "Town Council")
        case.make("10", "fire SERVICE")
        case.make("9", "Fife Council")
        publish_as_people_do(ledger, tmp_path / "first", as_of="2021-12-31")
        for said in (
            RenameBody(body="Northern Constabulary", to="Highland Police", on="2022-01-01", why="By law."),
            MergeBodies(body="Nothern Constabulary", into="Highland Police", why="A slip."),
            RegisterBody(body="Fire Service"),
            SucceedBody(body="Town Council", by="Council of the North", on="2022-02-01"),
            SucceedBody(body="Fife Council", by="Council of the North", on="2024-02-01"),
        ):
            ledger.ask(said, by="ann")
        bundle = publish_as_people_do(ledger, tmp_path / "second", as_of="2022-03-01")
        key = ledger.inspectorate().verifier_key
        assert check(str(bundle), key).findings == ()
        assert ("10", "Two names are one body", "fire SERVICE", "Fire Service") in told(bundle)
        assert [one for one in told(bundle) if one[0] != "10"] == [
            ("7", "The body has another name", "Northern Constabulary", "Highland Police"),
            ("8", "Another body took over", "Town Council", "Council of the North"),
            ("7", "Two names are one body", "Nothern Constabulary", "Highland Police"),
        ]
        feed = (bundle / "feed.atom").read_text("utf-8")
        for title in (
            "Northern Constabulary is called Highland Police",
            "Nothern Constabulary and Highland Police are one body",
            "Council of the North took over from Town Council",
        ):
            assert f"<title>{title}</title>" in feed
        assert "took over from Fife Council" not in feed
        assert feed.count("bodies/highland-police.html") == 2
        again = publish_all(ledger, tmp_path / "third", as_of="2022-03-02")
        assert told(again) == []


def test_a_bundle_proves_whose_a_whole_is_that_its_parts_closed(tmp_path):
    with begin(tmp_path) as ledger:
        case = Case(ledger)
        for number, body in (
            ("7", "North"),
            ("7a", "North"),
            ("7b", "North"),
            ("8", "North"),
            ("8a", "South"),
        ):
            case.make(number, body)
        for number in ("7a", "7b", "8a"):
            case.ask(ClassifyRecommendation, number=number, under=number[0], on="2020-02-26")
        for number in ("7a", "7b", "8"):
            case.judged(number, status="closed", on="2021-09-01")
        ledger.ask(SucceedBody(body="North", by="South", on="2021-10-01"), by="ann")
        case.judged("8a", status="closed", on="2021-11-01")
        key = ledger.inspectorate().verifier_key
        first = publish_all(ledger, tmp_path / "first", as_of="2021-12-01")
        case.judged("7b", status="partially-met", on="2021-12-10")
        last = publish_all(ledger, tmp_path / "last", as_of="2022-01-01")
    for bundle, seven in ((first, ["North"]), (last, ["South"])):
        assert check(str(bundle), key).findings == ()
        assert {number: made_to(bundle)[number] for number in ("7", "7a", "8")} == {
            "7": seven,
            "7a": ["North"],
            "8": ["South"],
        }
