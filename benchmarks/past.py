"""A made-up past of any size, and always the same one: what inspectorates record, in the measure they do.

Inspections take turns; one in five facts is dated back, one in ten is dated to the month only.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice, zip_longest
from pathlib import Path
from random import Random

from events.base import Day, Event
from events.cycles import CycleOpened
from events.evidence import (
    EvidenceAttached,
    EvidenceDescribed,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from events.inspections import InspectionOpened
from events.judgements import (
    JudgementExplained,
    JudgementNoted,
    JudgementRecorded,
    JudgementReturned,
    JudgementSignedOff,
)
from events.progress import ProgressDescribed, ProgressReported
from events.recommendations import (
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationWithdrawn,
)
from events.responses import ResponseExplained, ResponseRecorded
from ledger.decisions.base import Decision
from ledger.decisions.inspectorates import OpenLedger
from ledger.decisions.people import GrantRole, RegisterPerson
from ledger.ledger import Clock, Ledger, system_clock
from ledger.records import Record, stream_of
from ledger.signing.keyring import Keyring
from ledger.times import instant

FOUNDED = Day("2017-01-01")
"""Before anything that is dated back."""

BEGUN = date(2019, 1, 1)
OPENED = datetime(2018, 1, 1, tzinfo=UTC)
RECORDED = datetime(2024, 1, 1, tzinfo=UTC)
BATCH = 5_000
Past = Callable[[str, int, Random], Iterator[tuple[Event, str]]]
"""What happens in an inspection, and who records it: by its ref, how many recommendations, and chance."""

_HAS_WORDS = JudgementRecorded, ResponseRecorded, ProgressReported
_WORDS = JudgementExplained, ResponseExplained, ProgressDescribed
WORDS = (
    "The service should set out how it will know that the change has reached those who need it, and report"
    " what it found to the inspectorate within six months of the publication of this report."
)


def empty(
    folder: Path | str,
    clock: Clock = system_clock,
    keyring: Keyring | None = None,
    entropy: Callable[[int], bytes] = os.urandom,
) -> Ledger:
    """A new ledger in which ann may do all but sign off what she judged, and bob may do that."""
    opening = OpenLedger(
        person="ann",
        name="Ann",
        title="Benchmark",
        time_zone="UTC",
        sign_off="required",
        origin="scrutiny-ledger.invalid/benchmark",
    )
    ledger, _ = Ledger.create(str(folder), opening, clock, entropy, keyring)
    ledger.ask(
        GrantRole(person="ann", role="inspector"),
        RegisterPerson(person="bob", name="Bob", roles=("approver",)),
        by="ann",
    )
    return ledger


def signed(folder: Path) -> Ledger:
    """The same, begun before all of the past, with a signing key beside the folder."""
    return empty(folder, lambda: OPENED, Keyring(folder.parent / "keys", folder.parent / "seen"))


def lived(
    folder: Path,
    inspections: int,
    numbers: int,
    events: int,
    keyring: Keyring | None = None,
    *,
    past: Past | None = None,
    prepared: Sequence[Decision] = (),
) -> Path:
    """A folder with a ledger of so many inspections, recommendations in each, and events in each.

    ``prepared`` is asked before, and ``past`` is that of each inspection, ``inspection_past`` if None.
    """
    if folder.exists():
        return folder
    with empty(folder, lambda: OPENED, keyring) as ledger:
        for decision in prepared:
            ledger.ask(decision, by="ann")
        head, _ = ledger.store.head()
        lives = past or inspection_past
        pasts = [lives(f"INS{at}", numbers, Random(at)) for at in range(inspections)]
        records = records_of(pasts, events)
        while batch := list(islice(records, BATCH)):
            head = ledger.store.append(batch, expected_head=head)[-1]
            if keyring is not None:
                ledger.seal()
    return folder


def records_of(pasts: Sequence[Iterator[tuple[Event, str]]], events: int) -> Iterator[Record]:
    """The records of so many events of each inspection's past, in turn, a minute apart, after it all."""
    random = Random(1)
    versions: Counter[str] = Counter()
    moments = (instant(RECORDED + timedelta(minutes=n)) for n in count())
    for turn in zip_longest(*(_requests(islice(past, events)) for past in pasts), fillvalue=()):
        for request in turn:
            command = random.randbytes(16).hex()
            for event, by in request:
                ref = event.fields["inspection"]
                versions[ref] += 1
                salt = random.randbytes(16).hex()
                yield Record(0, stream_of(event), versions[ref], next(moments), by, command, salt, event)


def _requests(past: Iterator[tuple[Event, str]]) -> Iterator[list[tuple[Event, str]]]:
    """What is asked at once: a judgement with why, an answer or report with its words, all else alone.

    What is asked with its words is left out at the end, where it has none yet.
    """
    request: list[tuple[Event, str]] = []
    for event, by in past:
        if request and not isinstance(event, _WORDS):
            yield request
            request = []
        request.append((event, by))
    if request and not isinstance(request[-1][0], _HAS_WORDS):
        yield request


def inspection_past(ref: str, numbers: int, random: Random) -> Iterator[tuple[Event, str]]:
    yield InspectionOpened(inspection=ref, title=f"Inspection {ref}"), "ann"
    yield CycleOpened(inspection=ref, cycle="1", title="First", kind=None, on=FOUNDED), "ann"
    standing = [str(number) for number in range(1, numbers + 1)]
    for number in standing:
        made = RecommendationMade(
            inspection=ref,
            number=number,
            cycle="1",
            kind="recommendation",
            text=WORDS,
            made_to=("Police Service", f"Division {number[-1]}"),
            due=None,
            on=FOUNDED,
        )
        yield made, "ann"
    for turn in count(1):
        number = random.choice(standing)
        day = str(BEGUN + timedelta(days=turn - (random.randrange(400) if random.random() < 0.2 else 0)))
        on = Day(day[:7] if random.random() < 0.1 else day)
        for event in _work(ref, number, turn, on, random):
            yield event, "bob" if isinstance(event, JudgementSignedOff | JudgementReturned) else "ann"
        if random.random() < 0.005 and len(standing) > numbers * 3 // 4:
            standing.remove(number)
            # A month counts as its last day, and an end comes after all else.
            end = Day(str(BEGUN + timedelta(days=turn + 31)))
            yield RecommendationWithdrawn(inspection=ref, number=number, why=WORDS, on=end), "ann"


def _work(ref: str, number: str, turn: int, on: Day, random: Random) -> Iterator[Event]:
    """What happens to one recommendation in one turn: it is answered, judged, and signed off."""
    evidence, judgement = f"E{turn}", f"J{turn}"
    if random.random() < 0.2:
        yield EvidenceRequested(inspection=ref, number=number, body=None, why=WORDS, on=on)
    yield EvidenceSubmitted(
        inspection=ref,
        evidence=evidence,
        number=number,
        cycle=None,
        body="Police Service",
        proposes_closure=random.random() < 0.3,
        restricted=None,
        on=on,
    )
    yield EvidenceDescribed(inspection=ref, evidence=evidence, summary=WORDS)
    yield EvidenceAttached(
        inspection=ref, evidence=evidence, name="Report to the board.pdf", sha256="5f" * 32, size=123_456
    )
    if random.random() < 0.02:
        yield EvidenceWithdrawn(inspection=ref, evidence=evidence, why=WORDS, on=on)
    change = random.random()
    if change < 0.02:
        yield RecommendationRestated(inspection=ref, number=number, text=f"{turn} {WORDS}", why=WORDS, on=on)
    elif change < 0.04:
        yield RecommendationReaddressed(
            inspection=ref, number=number, made_to=(f"Division {turn}",), why=None, on=on
        )
    elif change < 0.06:
        due = Day(str(date(2030, 1, 1) + timedelta(days=turn)))
        yield RecommendationRescheduled(
            inspection=ref, number=number, due=due, approved_by=None, why=None, on=on
        )
    closed = random.random() < 0.3
    yield JudgementRecorded(
        inspection=ref,
        judgement=judgement,
        number=number,
        cycle="1",
        made_to=None,
        until=None,
        word=None,
        status="closed" if closed else "partially-met",
        reason="implemented" if closed else None,
        evidence=(evidence,),
        on=on,
    )
    yield JudgementExplained(inspection=ref, judgement=judgement, rationale=WORDS)
    if random.random() < 0.3:
        yield JudgementNoted(inspection=ref, judgement=judgement, note=WORDS)
    if random.random() < 0.9:
        yield JudgementSignedOff(inspection=ref, judgement=judgement)
    else:
        yield JudgementReturned(inspection=ref, judgement=judgement, why=WORDS)
