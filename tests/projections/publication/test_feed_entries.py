"""Who follows the feed learns of each change, and of whatever was published and is told otherwise."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from commands.root import run
from events.base import Day, Instant
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.people import GrantRole
from ledger.decisions.publications import MakePublication
from ledger.decisions.recommendation_corrections import (
    CorrectRecommendation,
    UnvoidRecommendation,
    VoidRecommendation,
)
from ledger.decisions.recommendations import (
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
)
from ledger.ledger import Ledger
from ledger.proof.text import to_base64
from ledger.signing.keyring import Keyring
from projections.publication import feed_entry
from projections.publication.edition import OGL
from projections.publication.files.feed import write as feed
from projections.publication.gathering import gather
from projections.publication.listing import tag
from projections.publication.terms import terms
from tests import bundles
from tests.projections.conftest import Case

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://example.org/a%20b/"


class Feed:
    """What a reader of news sees."""

    def __init__(self, edition):
        (file,) = feed.files(edition)
        self.root = ElementTree.fromstring(file.data)
        self.entries = {
            entry.findtext(f"{ATOM}id"): {
                name: entry.findtext(f"{ATOM}{name}") for name in ("title", "updated", "published", "summary")
            }
            for entry in self.root.iter(f"{ATOM}entry")
        }
        self.updated = self.root.findtext(f"{ATOM}updated")

    @property
    def titles(self):
        return [entry["title"] for entry in self.entries.values()]

    def titled(self, title):
        (found,) = [(name, one) for name, one in self.entries.items() if one["title"] == title]
        return found

    @property
    def links(self):
        return [link.get("href") for link in self.root.iter(f"{ATOM}link") if link.get("rel") != "license"]


def publication(asked, before):
    """The decision that takes a publication down."""
    return MakePublication(
        inspections=asked.inspections,
        as_of=asked.as_of,
        known_at=asked.known_at,
        size=asked.size,
        root=to_base64(asked.root),
        content="c",
        sums=f"{asked.size}",
        licence=asked.licence.name,
        licence_url=asked.licence.url,
        version="0",
        since=asked.after,
        site=asked.site,
        before=before,
    )


class Publishing(Case):
    """A case that is published again and again."""

    def __init__(self, ledger):
        super().__init__(ledger)
        self.ask(GrantRole, who="ada", person="bob", role="publisher", inspection=None)

    def ask(self, decision, /, who="ann", **fields):
        if fields.get("inspection", "") is None:
            del fields["inspection"]
            return self.ledger.ask(decision(**fields), by=who)[0]
        return super().ask(decision, who=who, **fields)

    def publish(self, as_of="2022-02-28", *refs, site=None, known_at=None):
        asked = terms(self.ledger, refs, Day(as_of), known_at, OGL, site=site)
        edition = gather(self.ledger, asked)
        self.ledger.ask(publication(asked, len(self.ledger.inspectorate().publications)), by="bob")
        return Feed(edition)

    def correct(self, judgement="J1", **fields):
        self.ask(CorrectJudgement, who="bob", judgement=judgement, why="A slip.", **fields)

    def correct_words(self, of="2020-02-26", number="3", **fields):
        self.ask(CorrectRecommendation, number=number, of=of, why="A slip.", **fields)


@pytest.fixture
def case(tmp_path):
    with bundles.begin(tmp_path) as ledger:
        yield Publishing(ledger)


def test_a_published_closure_that_is_void_is_told_as_withdrawn(case):
    case.judged(status="closed", on="2021-08-18")
    before = case.publish()
    case.correct(void=True)
    after = case.publish()
    assert before.entries.keys() < after.entries.keys()
    assert after.updated > before.updated
    name, closed = before.titled("OCSAE/3: Closed (before: Open)")
    kept = after.entries[name]
    assert kept["title"] == "OCSAE/3: Closed (withdrawn)"
    assert kept["published"] == closed["published"]
    assert kept["updated"] == after.updated > closed["updated"]
    _, told = after.titled("OCSAE/3: Closed was withdrawn")
    assert told["updated"] == told["published"] == after.updated
    assert "It was published as Closed from 18 August 2021." in told["summary"]


def test_it_stays_told_under_the_same_id_in_every_later_publication(case):
    case.judged(status="closed")
    case.publish()
    case.correct(void=True)
    second = case.publish()
    case.judged("5", on="2022-01-01")
    third = case.publish()
    assert third.entries.items() > second.entries.items()
    assert len(third.entries) == len(second.entries) + 1


def test_what_was_put_right_before_it_was_published_is_no_news(case):
    case.judged(status="closed")
    case.correct(void=True)
    told = case.publish()
    assert told.titles == ["OCSAE/5: Open", "OCSAE/3: Open"]


def test_what_was_known_but_of_a_later_day_was_not_told(case):
    case.judged(status="closed", on="2021-08-18")
    case.publish("2021-08-17")
    case.correct(void=True)
    assert not any("withdrawn" in title for title in case.publish().titles)


def test_as_of_an_earlier_day_nothing_of_a_later_one_is_told(case):
    case.judged(status="closed", on="2021-08-18")
    case.judged("5", status="closed", on="2021-08-18")
    case.publish("2022-02-28")
    case.correct(void=True)
    assert case.publish("2021-01-01").titles == ["OCSAE/5: Open", "OCSAE/3: Open"]


def test_a_publication_of_another_inspection_told_nothing_of_this_one(case):
    case.inspect("ABC", "1")
    case.judged(status="closed")
    case.publish("2022-02-28", "ABC")
    case.correct(void=True)
    assert not any("withdrawn" in title for title in case.publish().titles)


def test_a_judgement_of_another_day_is_told(case):
    case.judged(status="closed", on="2021-08-18")
    before = case.publish()
    case.correct(judged_on="2021-10-01")
    after = case.publish()
    _, told = after.titled("OCSAE/3: Closed from another day")
    assert "from 18 August 2021." in told["summary"]
    assert "It is Closed from 1 October 2021." in told["summary"]
    name, _ = before.titled("OCSAE/3: Closed (before: Open)")
    assert "From 1 October 2021." in after.entries[name]["summary"]
    assert after.entries[name]["updated"] > before.entries[name]["updated"]


def test_what_moved_to_a_day_to_come_is_kept_as_corrected(case):
    case.judged(status="closed", on="2021-08-18")
    before = case.publish("2021-09-01")
    case.correct(judged_on="2021-10-01")
    after = case.publish("2021-09-01")
    name, _ = before.titled("OCSAE/3: Closed (before: Open)")
    assert after.entries[name]["title"] == "OCSAE/3: Closed (corrected)"
    assert "OCSAE/3: Closed from another day" in after.titles


def test_other_grounds_of_a_judgement_are_told(case):
    case.judged(status="closed")
    case.publish()
    case.correct(rationale="Seen again.")
    told = case.publish()
    assert "OCSAE/3: the grounds of Closed corrected" in told.titles
    assert not any("As seen." in entry["summary"] for entry in told.entries.values())


def test_corrected_words_are_told_and_the_wrong_ones_are_gone(case):
    case.judged()
    before = case.publish()
    case.correct_words(text="Do it well.")
    after = case.publish()
    assert "OCSAE/3: its words corrected" in after.titles
    assert not any("Do 3." in entry["summary"] for entry in after.entries.values())
    for name in before.entries:
        if "OCSAE/3" in before.entries[name]["title"]:
            assert "Do it well." in after.entries[name]["summary"]
            assert after.entries[name]["updated"] > before.entries[name]["updated"]
        else:
            assert after.entries[name] == before.entries[name]


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"made_to": ("Police Service of Scotland",)}, "the bodies it was made to corrected"),
        ({"due": "2023-01-01"}, "its due date corrected"),
        ({"made_on": "2020-03-01"}, "the day it was made on corrected"),
    ],
)
def test_each_corrected_word_is_told(case, fields, title):
    case.publish()
    case.correct_words(**fields)
    told = case.publish()
    assert told.titles.count(f"OCSAE/3: {title}") == 1
    assert len(told.entries) == 3


def test_other_words_bodies_and_due_dates_are_told_each_by_itself(case):
    before = case.publish()
    case.ask(RestateRecommendation, number="3", text="Do it well.", why="Clearer.", on="2021-01-01")
    case.ask(ReaddressRecommendation, number="3", made_to=("Police", "Council"), on="2021-02-01")
    case.ask(RescheduleRecommendation, number="3", due="2022-05", on="2021-03-01")
    case.ask(RescheduleRecommendation, number="3", due="2022-09-30", on="2021-04-01")
    after = case.publish()
    assert after.entries.items() > before.entries.items()
    told = {one["summary"]: one["title"] for name, one in after.entries.items() if name not in before.entries}
    assert told.pop("<p>From 1 January 2021 it says:</p><p>Do it well.</p>") == "OCSAE/3: restated"
    assert set(told.values()) == {"OCSAE/3: made to other bodies", "OCSAE/3: due on another day"}
    dues = [said for said, title in told.items() if title == "OCSAE/3: due on another day"]
    assert dues == [
        "<p>From 1 April 2021 it is due on 30 September 2022, and not in May 2022.</p>",
        "<p>From 1 March 2021 it is due in May 2022.</p>",
    ]
    assert after.updated > before.updated
    assert case.publish().entries == after.entries


def test_a_due_date_that_is_corrected_moves_its_entry_and_that_which_says_what_was_before(case):
    case.ask(RescheduleRecommendation, number="3", due="2022-05-01", on="2021-03-01")
    case.ask(RescheduleRecommendation, number="3", due="2022-09-30", on="2021-04-01")
    before = case.publish()
    case.correct_words(of="2021-03-01", due="2022-05-11")
    after = case.publish()
    assert before.entries.keys() < after.entries.keys()
    moved = [name for name, one in before.entries.items() if after.entries[name] != one]
    assert [before.entries[name]["title"] for name in moved] == ["OCSAE/3: due on another day"] * 2
    for name in moved:
        assert "11 May 2022" in after.entries[name]["summary"]
        assert after.entries[name]["updated"] == after.updated > before.updated
        assert after.entries[name]["published"] == before.entries[name]["published"]


def test_what_was_made_later_than_was_published_is_kept_and_leads_to_the_register(case):
    before = case.publish("2020-06-01")
    case.correct_words(made_on="2020-12-01")
    after = case.publish("2020-06-01")
    assert before.entries.keys() < after.entries.keys()
    name, _ = before.titled("OCSAE/3: Open")
    assert after.entries[name]["title"] == "OCSAE/3: Open (corrected)"
    assert "recommendations/OCSAE/3.html" not in after.links


def test_a_late_word_that_changes_what_another_was_moves_its_time(case):
    case.judged(status="partially-met", on="2021-09-01")
    before = case.publish()
    case.judged(status="closed", on="2021-08-20")
    after = case.publish()
    name, one = before.titled("OCSAE/3: Partially met (before: Open)")
    assert after.entries[name]["title"] == "OCSAE/3: Partially met (before: Closed)"
    assert after.entries[name]["updated"] > one["updated"]


def test_the_sign_off_is_when_it_came_to_be_known(case):
    case.judge(status="closed", on="2021-08-18")
    case.publish()
    case.sign("J1")
    told = case.publish()
    assert told.titles[0] == "OCSAE/3: Closed (before: Open)"
    signed = list(case.ledger.records(topics=["judgement.signed-off"]))
    assert told.updated == signed[0].recorded_at


def test_only_the_newest_are_told(case, monkeypatch):
    monkeypatch.setattr(feed_entry, "MOST", 3)
    case.judged(status="closed")
    case.judged("5", status="closed")
    told = case.publish()
    assert told.titles == [
        "OCSAE/5: Closed (before: Open)",
        "OCSAE/3: Closed (before: Open)",
        "OCSAE/5: Open",
    ]


def test_lines_are_kept_and_nothing_acts(case):
    case.make("L", text="One <b>\n\n- two & three")
    told = case.publish()
    _, entry = told.titled("OCSAE/L: Open")
    assert entry["summary"] == "<p>Made on 26 February 2020.</p><p>One &lt;b&gt;<br><br>- two &amp; three</p>"


def test_with_a_site_every_link_is_a_whole_address(case):
    case.judged()
    relative, whole = case.publish(), case.publish(site=SITE)
    assert whole.links == [SITE + link for link in relative.links]
    assert whole.entries == relative.entries
    assert "feed.atom" in relative.links


def ledger_at(place, **opening):
    from ledger.decisions.inspectorates import OpenLedger
    from tests.pasts import Clock

    fields = {"title": "T", "time_zone": "Europe/London", "sign_off": "required", "origin": "", **opening}
    ledger, _ = Ledger.create(
        str(place / "ledger"),
        OpenLedger(person="ada", name="Ada", **fields),
        Clock(),
        keyring=Keyring(place / "keys", place / "seen"),
    )
    return ledger


@pytest.mark.parametrize("origin", ["", "scrutiny-ledger.invalid/ledger"])
def test_two_ledgers_without_an_origin_share_no_id(tmp_path, origin):
    ids = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        with ledger_at(tmp_path / name, origin=origin) as ledger:
            edition = gather(ledger, terms(ledger, (), Day("2022-02-28"), None, OGL))
            ids.append(tag(edition, "register"))
            assert tag(edition, "register") == ids[-1]
    assert ids[0] != ids[1]
    for one in ids:
        assert re.fullmatch(r"tag:scrutiny-ledger\.invalid,2026:[0-9a-f]{16}/ledger/register", one)


def test_an_origin_of_ones_own_stays_as_it_is(case):
    assert next(iter(case.publish().entries)).startswith(
        "tag:ledger.invalid,2026:example%2Ftest/recommendation/"
    )


@pytest.mark.parametrize(
    "site",
    ["ftp://a.example/", "a.example", "https://u@a.example/", "https://a.example/?b", "https://a/#b", ""],
)
def test_what_is_no_site_is_refused(tmp_path, monkeypatch, capfd, site):
    monkeypatch.setenv("SCRUTINY_LEDGER", str(tmp_path / "none"))
    assert run(["publish", "--output", str(tmp_path / "x"), "--as", "bob", "--site", site]) == 2
    assert "is no address of a site" in capfd.readouterr().err


def test_the_time_of_an_entry_is_one_that_was_recorded(case):
    case.judged()
    times = {record.recorded_at for record in case.ledger.records()}
    for entry in case.publish().entries.values():
        assert {Instant(entry["updated"]), Instant(entry["published"])} <= times


def test_that_it_was_entered_in_error_is_taken_back_under_its_id(case):
    case.publish()
    case.ask(VoidRecommendation, number="3", why="Typed twice.")
    void = case.publish()
    name, told = void.titled("OCSAE/3: entered in error")
    case.ask(UnvoidRecommendation, number="3", why="It was not.")
    back = case.publish()
    assert back.entries.keys() > void.entries.keys()
    assert back.titles[0] == back.entries[name]["title"] == "OCSAE/3: entered in error (withdrawn)"
    assert back.entries[name]["published"] == told["published"]
    assert back.entries[name]["updated"] == back.updated > void.updated
    assert "the recommendation was made" in back.entries[name]["summary"]
    case.ask(VoidRecommendation, number="3", why="It was.")
    again = case.publish()
    assert again.entries[name] == back.entries[name]
    assert again.titles[0] == "OCSAE/3: entered in error"


def test_what_was_void_between_two_publications_is_no_news(case):
    before = case.publish()
    case.ask(VoidRecommendation, number="3", why="Typed twice.")
    case.ask(UnvoidRecommendation, number="3", why="It was not.")
    assert case.publish().entries == before.entries


@pytest.mark.parametrize("sign_off", ["required", "none"])
def test_whatever_happens_nothing_vanishes_and_what_changes_has_a_newer_time(tmp_path, sign_off):
    assert sum(lived_through(tmp_path / str(seed), seed, sign_off) for seed in range(5)) > 3


def lived_through(folder, seed, sign_off):
    """Publish through a history and compare what was told; how many entries changed."""
    folder.mkdir()
    feeds = []
    for place, asked, by in asked_in_turn(folder, seed, sign_off):
        place.ask(asked, by=by)
        if len(list(place.records())) // 12 > len(feeds):
            feeds.append(published(place))
    assert len(feeds) > 3
    changed = 0
    for (before, stood), (after, stands) in pairwise(feeds):
        gone = before.entries.keys() - after.entries.keys()
        # Of what was entered in error nothing is left but that, and that stays.
        assert not gone or in_error(after) - in_error(before)
        assert not {name for name in gone if "/void/" in name}
        assert before.updated <= after.updated
        for name, entry in before.entries.items():
            if name in gone:
                continue
            now = after.entries[name]
            assert now["published"] == entry["published"]
            if now != entry:
                changed += 1
                assert now["updated"] > entry["updated"], (entry, now)
        news = {title.partition(":")[0] for name, title in told_anew(before, after)}
        assert {name for name, status in stands.items() if stood.get(name) != status} <= news
    return changed


def in_error(feed):
    return {name for name, entry in feed.entries.items() if entry["title"].endswith(": entered in error")}


def asked_in_turn(folder, seed, sign_off):
    """A ledger and each request of a history, in turn."""
    from ledger.decisions.people import RegisterPerson
    from tests.histories import lived

    people = {
        "ann": "inspector",
        "art": "inspector",
        "bob": "approver",
        "cyd": "approver",
        "pat": "publisher",
    }
    with ledger_at(folder, origin="example/t", sign_off=sign_off) as ledger:
        roles = {"cyd": ("inspector", "approver")}
        for person, role in people.items():
            ledger.ask(RegisterPerson(person=person, name=person, roles=roles.get(person, (role,))), by="ada")
        for asked in lived(seed, sign_off=sign_off).asked:
            yield ledger, asked.decision, asked.by


def published(ledger):
    """Publish: the feed, and the status of each recommendation."""
    asked = terms(ledger, (), Day("2022-03-01"), None, OGL)
    edition = gather(ledger, asked)
    ledger.ask(publication(asked, len(ledger.inspectorate().publications)), by="pat")
    return Feed(edition), {one.name: one.row["status"] for one in edition.register}


def told_anew(before, after):
    return [
        (name, entry["title"]) for name, entry in after.entries.items() if before.entries.get(name) != entry
    ]


def test_an_entry_is_dated_by_the_publication_in_which_it_became_public(case):
    case.judged(status="closed", on="2021-08-18")
    signed = [record.recorded_at for record in case.ledger.records(topics=["judgement.signed-off"])]
    case.make("6", on="2021-09-01")
    made = [record.recorded_at for record in case.ledger.records(topics=["recommendation.made"])]
    told = case.publish()
    name, closed = told.titled("OCSAE/3: Closed (before: Open)")
    # It was known before, and nobody could read it.
    assert signed[0] < made[-1] == closed["published"] == closed["updated"] == told.updated
    case.make("7", on="2021-09-01")
    assert case.publish().entries[name] == closed


def test_an_entry_is_dated_by_the_day_that_the_publication_is_of_if_that_is_later(case):
    case.ledger.clock.set("2023-05-06T12:00:00+00:00")
    told = case.publish("2023-05-06")
    assert {entry["published"] for entry in told.entries.values()} == {"2023-05-05T23:00:00.000000Z"}
    # In London it is that day by then.
    assert told.updated == "2023-05-05T23:00:00.000000Z"


def test_what_was_known_of_a_later_day_is_dated_when_that_had_come(case):
    case.judged(status="closed", on="2021-08-18")
    case.publish("2021-08-17")
    case.make("6", on="2021-09-01")
    told = case.publish("2021-08-18")
    _, closed = told.titled("OCSAE/3: Closed (before: Open)")
    _, opened = told.titled("OCSAE/3: Open")
    assert opened["published"] < closed["published"]


def test_another_number_moves_the_time_of_each_entry_that_names_it(case):
    case.judged()
    before = case.publish()
    case.ask(CorrectRecommendation, number="3", new_number="33", why="A slip.")
    after = case.publish()
    moved = {name for name, one in before.entries.items() if after.entries[name]["updated"] > one["updated"]}
    assert moved == {name for name, one in before.entries.items() if "OCSAE/3:" in one["title"]}
    assert len(moved) == 2
