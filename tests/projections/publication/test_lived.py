"""Whatever an inspectorate lived through: what it publishes on any day holds together, and is one story."""

from __future__ import annotations

from itertools import pairwise

import pytest

from events.base import Day
from ledger.decisions.inspectorates import OpenLedger
from ledger.decisions.people import RegisterPerson
from ledger.errors import LedgerError
from ledger.ledger import Ledger
from ledger.policies import STATUSES
from ledger.signing.keyring import Keyring
from projections.publication.checking.bundle import check
from projections.publication.edition import OGL
from projections.publication.gathering import gather
from projections.publication.terms import terms
from tests.bundles import publish_all
from tests.histories import lived
from tests.pasts import Clock, counting
from tests.sampling import sample

DAYS = ("2021-02-27", "2021-03-02", "2021-03-15", "2022-03-01")
PEOPLE = {
    "ann": ("inspector",),
    "art": ("inspector",),
    "bob": ("approver",),
    "cyd": ("inspector", "approver"),
    "pat": ("publisher",),
}


def begun(folder, sign_off):
    """A ledger with the people of a history."""
    opening = OpenLedger(
        person="ada", name="Ada", title="T", time_zone="Europe/London", sign_off=sign_off, origin="example/t"
    )
    keyring = Keyring(folder / "keys", folder / "seen")
    ledger, _ = Ledger.create(str(folder / "ledger"), opening, Clock(), counting(), keyring=keyring)
    ledger.ask(*(RegisterPerson(person=p, name=p, roles=roles) for p, roles in PEOPLE.items()), by="ada")
    return ledger


def recorded(folder, seed, sign_off):
    """A ledger in which a history was asked, request by request."""
    ledger = begun(folder, sign_off)
    for asked in lived(seed, sign_off=sign_off).asked:
        try:
            ledger.ask(asked.decision, by=asked.by)
        except LedgerError as error:
            raise AssertionError(f"{asked}: {error}") from error
    return ledger


@pytest.mark.parametrize("sign_off", ["required", "none"])
@pytest.mark.parametrize("seed", sample(range(6), 2))
def test_what_is_published_of_it_holds_together_on_every_day(tmp_path, seed, sign_off):
    with recorded(tmp_path, seed, sign_off) as ledger:
        key = ledger.inspectorate().verifier_key
        for day in DAYS:
            bundle = publish_all(ledger, tmp_path / day, as_of=day)
            assert check(str(bundle), key).findings == (), day


@pytest.mark.parametrize("sign_off", ["required", "none"])
@pytest.mark.parametrize("seed", sample(range(20), 5))
def test_its_history_and_its_row_tell_one_story(tmp_path, seed, sign_off):
    with recorded(tmp_path, seed, sign_off) as ledger:
        for day in DAYS:
            edition = gather(ledger, terms(ledger, (), Day(day), None, OGL))
            for one in edition.rows:
                told = {happening.position for happening in one.history}
                assert one.moves[-1].status == one.row["status"] in STATUSES
                # What has parts stands by what settles one of them, which has a page of its own.
                assert one.derived or set(one.settled_by) <= told, one.name
                assert bool(one.settled_by) or one.row["status"] == "open", one.name
                assert "recommendation.made" in [happening.event for happening in one.history], one.name


@pytest.mark.parametrize("sign_off", ["required", "none"])
@pytest.mark.parametrize("seed", sample(range(20), 5))
def test_from_day_to_day_each_status_that_is_another_one_is_news(tmp_path, seed, sign_off):
    with recorded(tmp_path, seed, sign_off) as ledger:
        asked = [terms(ledger, (), Day(day), None, OGL) for day in DAYS]
        for before, after in pairwise(asked):
            _news_tell_the_difference(ledger, before, after)
        # The same day, by what was known half way.
        instants = [record.recorded_at for record in ledger.records()]
        known = asked[-1]._replace(known_at=instants[len(instants) // 2])
        _news_tell_the_difference(ledger, known, asked[-1])


def _news_tell_the_difference(ledger, before, after):
    stood = {one.name: one.row["status"] for one in gather(ledger, before).register}
    edition = gather(ledger, after._replace(since=(before.as_of, before.known_at)))
    told = {name for name, step in edition.changes if step.field in ("made", "status", "share")}
    for one in edition.register:
        if stood.get(one.name) != one.row["status"]:
            assert one.name in told, (one.name, stood.get(one.name), one.row["status"])
