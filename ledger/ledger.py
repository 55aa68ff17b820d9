"""The one door to a ledger: ask a decision, read the past.

ledger = Ledger.open("scrutiny-ledger")
receipt = ledger.ask(SignOffJudgement(inspection="OCSAE", judgement="J1"), by="bob")
for record in ledger.records(inspection="OCSAE"):
    ...
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self
from uuid import UUID

import orjson

from events.base import Day, Event, InspectionEvent, Instant
from ledger import times
from ledger.decisions.base import Decision, Past, decide
from ledger.decisions.inspectorates import OpenLedger
from ledger.errors import (
    Conflict,
    Damaged,
    KeyTrouble,
    LedgerError,
    NoLedger,
    NotFound,
    OutcomeUnknown,
    StorageError,
    Tampered,
)
from ledger.inspection import Inspection
from ledger.inspectorate import Inspectorate
from ledger.records import LEDGER_STREAM, Record, decode, inspection_stream, stream_of
from ledger.store.location import create_store, open_store
from ledger.words import key

if TYPE_CHECKING:
    from ledger.keyring import Keyring
    from ledger.store.base import Store

Clock = Callable[[], datetime]
"""Says what time it is, as an aware datetime."""

Entropy = Callable[[int], bytes]
"""Gives as many random bytes as it is asked for."""

TRIES = 5
"""How often a decision is asked again when somebody else wrote first."""


def system_clock() -> datetime:
    """The machine's own time."""
    return datetime.now(UTC)


class Recorded(NamedTuple):
    """One event as a receipt names it."""

    name: str
    position: int
    recorded_at: Instant
    leaf_index: int


class Receipt(NamedTuple):
    """What one decision made, the events that are on disk for it, and their place in the proof.

    ``leaf_index`` is that of the first event, the others follow it. ``checkpoint_size`` is that of the
    signed checkpoint which covers them, or None where nobody here could sign.
    """

    ref: str
    events: tuple[Recorded, ...]
    leaf_index: int
    checkpoint_size: int | None


class Attachments(Protocol):
    """Files that belong to what is recorded: see Vault."""

    def keep(self) -> None:
        """Put them where they stay, before an event speaks of them."""
        ...

    def release(self) -> None:
        """Take them back: nothing was recorded after all."""
        ...


class Ledger:
    """An open ledger. Use it as a context manager, or ``close`` it."""

    def __init__(
        self,
        store: Store,
        clock: Clock = system_clock,
        entropy: Entropy = os.urandom,
        keyring: Keyring | None = None,
    ) -> None:
        self.store = store
        self.clock = clock
        self.entropy = entropy
        self.keyring = keyring
        self.clock_stepped_back = False
        self.not_sealed: LedgerError | None = None
        self._passphrase: Callable[[], bytes] | None = None
        self._inspectorate = Inspectorate()
        self._inspections: dict[str, Inspection] = {}

    @classmethod
    def open(
        cls,
        location: str,
        clock: Clock = system_clock,
        entropy: Entropy = os.urandom,
        keyring: Keyring | None = None,
    ) -> Self:
        """Open the ledger at a location; raises StorageError. Never makes one.

        With a keyring that holds the ledger's signing key, whatever is recorded is sealed at once.
        """
        store = open_store(location)
        if not store.head()[0]:
            store.close()
            raise NoLedger(
                f"The ledger in {location} was begun and not finished.", "Begin it again: scrutiny init"
            )
        return cls(store, clock, entropy, keyring)

    @classmethod
    def create(
        cls,
        location: str,
        opening: OpenLedger,
        clock: Clock = system_clock,
        entropy: Entropy = os.urandom,
        keyring: Keyring | None = None,
        passphrase: bytes | None = None,
    ) -> tuple[Self, Receipt]:
        """Make a ledger and open it; raises BadInput, Refused, KeyTrouble or StorageError.

        With a keyring a signing key is made and kept there, under the passphrase if there is one. What was
        asked is decided before anything is laid on disk.
        """
        opening.decide(Past(inspectorate=Inspectorate(), inspections={}, by="", today=Day("")))
        ledger = cls(create_store(location), clock, entropy, keyring)
        verifier_key = None
        try:
            if keyring is not None:
                verifier_key = keyring.generate(opening.origin, passphrase)
                opening = OpenLedger(**{**vars(opening), "verifier_key": verifier_key.text()})
                ledger._passphrase = None if passphrase is None else lambda: passphrase
            (receipt,) = ledger._ask(
                [opening], opening.person, lambda decision, past: decision.decide(past), None
            )
        except BaseException:
            if keyring is not None and verifier_key is not None:
                keyring.forget(verifier_key)
            ledger.close()
            raise
        return ledger, receipt

    def ask(
        self, *decisions: Decision, by: str, attachments: Attachments | None = None
    ) -> tuple[Receipt, ...]:
        """Ask decisions in turn, each on the past that the earlier ones leave; record all or none.

        ``attachments`` are kept once they are all granted, before anything is stored. Raises BadInput,
        NotFound, Refused, Conflict or StorageError; then nothing was recorded, except where OutcomeUnknown
        says that nobody can tell.
        """
        return self._ask(decisions, by, decide, attachments)

    def _ask(
        self,
        decisions: Sequence[Decision],
        by: str,
        how: Callable[[Decision, Past], Made],
        attachments: Attachments | None,
    ) -> tuple[Receipt, ...]:
        with self.store.exclusive():
            for tries_left in reversed(range(TRIES)):
                try:
                    return self._ask_once(decisions, by, how, attachments)
                except Conflict:
                    self._forget()
                    if not tries_left:
                        raise
                except BaseException:
                    # The later decisions of a request were asked on what the earlier would have made.
                    self._forget()
                    raise
        raise AssertionError("the loop above returns or raises")

    def _ask_once(
        self,
        decisions: Sequence[Decision],
        by: str,
        how: Callable[[Decision, Past], Made],
        attachments: Attachments | None,
    ) -> tuple[Receipt, ...]:
        head, latest = self._head()
        inspectorate = self.inspectorate()
        now = self.clock()
        refs = {key(ref): ref for decision in decisions for ref in decision.reads()}
        past = Past(
            inspectorate=inspectorate,
            inspections={name: self.inspection(ref) for name, ref in refs.items()},
            by=by,
            today=times.today(now, inspectorate.time_zone),
        )
        stamp = self._stamp(now, latest)
        made: list[Made] = []
        places: list[tuple[Event, int]] = []
        for decision in decisions:
            answer = how(decision, past)
            made.append(answer)
            places.extend((event, self._take_in(event, by)) for event in answer.events)
        records = self._records_of(places, by, stamp)
        if attachments:
            attachments.keep()
        try:
            positions = self._store(records, head)
        except OutcomeUnknown:
            raise
        except LedgerError:
            if attachments:
                attachments.release()
            raise
        first = self.store.leaf_index(positions[0])
        size = self._seal()
        told = [
            Recorded(record.event.NAME, position, record.recorded_at, index)
            for index, (record, position) in enumerate(zip(records, positions, strict=True), first)
        ]
        receipts, at = [], 0
        for answer in made:
            events = tuple(told[at : at + len(answer.events)])
            receipts.append(Receipt(answer.ref, events, events[0].leaf_index, size))
            at += len(events)
        return tuple(receipts)

    def _seal(self) -> int | None:
        """Sign what was recorded, where the key is here. It is on disk: trouble is told, not raised."""
        verifier_key = self._inspectorate.verifier_key
        if self.keyring is None or not verifier_key:
            return None
        try:
            return self.seal(self._passphrase)
        except NotFound:
            return None
        except (KeyTrouble, Tampered, StorageError) as trouble:
            self.not_sealed = trouble
            return None

    def seal(self, passphrase: Callable[[], bytes] | None = None) -> int:
        """Sign the tree as it is now and return its size; see ``ledger.sealing``.

        ``passphrase`` is asked where the key is under one. Raises NotFound where there is no key or it is not
        held here, KeyTrouble, Tampered, StorageError.
        """
        # Reading needs none of this, and it costs start-up.
        from ledger.proof.note import VerifierKey  # noqa: PLC0415
        from ledger.sealing import seal  # noqa: PLC0415

        text = self.inspectorate().verifier_key
        if not text:
            raise NotFound("This ledger has no signing key.", "Make one: scrutiny key generate")
        verifier_key = VerifierKey.parse(text)
        if self.keyring is None or not self.keyring.holds(verifier_key):
            raise NotFound(
                f"The signing key {verifier_key.key_id.hex()} of this ledger is not kept here.",
                "Whoever holds it seals: scrutiny seal",
            )
        return seal(self.store, self.keyring, self.keyring.signer(verifier_key, passphrase))

    def _head(self) -> tuple[int, Instant]:
        position, state = self.store.head()
        if not position:
            return 0, Instant("")
        try:
            recorded_at = Instant(orjson.loads(state)["recorded_at"])
            times.after(recorded_at)
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            raise Damaged(
                f"Event {position} cannot be read: its stored bytes are damaged.",
                "Do not record anything more; restore the ledger from a copy and compare the two.",
            ) from error
        return position, recorded_at

    def _stamp(self, now: datetime, latest: Instant) -> Instant:
        """When this is recorded. A clock that stepped back must not put an event before its cause."""
        stamp = times.instant(now)
        if stamp > latest:
            return stamp
        self.clock_stepped_back = stamp[:16] < latest[:16]
        return times.after(latest)

    def _take_in(self, event: Event, by: str) -> int:
        """Fold an event that was decided into the past and return the version it will have."""
        if (ref := getattr(event, "inspection", None)) is None:
            self._inspectorate.apply(event)
            return self._inspectorate.version
        inspection = self._inspections[key(ref)]
        inspection.apply(event, by)
        return inspection.version

    def _records_of(self, places: Sequence[tuple[Event, int]], by: str, stamp: Instant) -> list[Record]:
        random = self.entropy(16 * (len(places) + 1)).hex()
        salts = (random[at : at + 32] for at in range(32, len(random), 32))
        return [
            Record(0, stream_of(event), version, stamp, by, random[:32], salt, event)
            for (event, version), salt in zip(places, salts, strict=True)
        ]

    def _store(self, records: Sequence[Record], head: int) -> list[int]:
        """Append, and where the storage fails find out whether the events are there all the same."""
        try:
            return self.store.append(records, expected_head=head)
        except StorageError as error:
            try:
                found = [
                    position
                    for position, *_, state in self.store.rows(after=head)
                    if orjson.loads(state)["command"] == records[0].command
                ]
            except (StorageError, ValueError, KeyError, TypeError):
                raise OutcomeUnknown(
                    f"The storage failed ({error.message}) and it is not known whether this was recorded.",
                    f"When it can be read again, look for the command {records[0].command}: "
                    "scrutiny trail --format json",
                ) from error
            if len(found) == len(records):
                return found
            raise type(error)(f"{error.message} Nothing was recorded.", error.remedy) from error

    def _forget(self) -> None:
        self._inspectorate = Inspectorate()
        self._inspections.clear()

    def inspectorate(self) -> Inspectorate:
        """The settings and the people, as they stand now."""
        known = self._inspectorate
        for record in self._since(LEDGER_STREAM, known.version):
            with _nothing_missing(record):
                known.apply(record.event)
        return known

    def inspection(self, ref: str) -> Inspection:
        """An inspection as it stands now; one without a version where there is none of that ref."""
        known = self._inspections.get(key(ref))
        if known is None:
            known = self._inspections[key(ref)] = Inspection(self.inspectorate().sign_off)
        for record in self._since(inspection_stream(ref), known.version):
            with _nothing_missing(record):
                known.apply(record.event, record.by)
        return known

    def ref(self, ref: str) -> str:
        """The ref of an inspection as it was opened, however it is typed; raises NotFound."""
        first = next(self.records(inspection=ref), None)
        if first is None or not isinstance(first.event, InspectionEvent):
            raise NotFound(
                f"There is no inspection {ref} in this ledger.", "See which there are: scrutiny register"
            )
        return first.event.inspection

    def _since(self, stream: UUID, version: int) -> Iterator[Record]:
        for row in self.store.rows(stream=stream, after=version):
            version += 1
            if row[2] != version:
                raise Damaged(
                    f"Event {row[0]} is number {row[2]} of its stream where {version} was due.",
                    "Events are missing: restore the ledger from a copy and compare the two.",
                )
            yield decode(row)

    def records(self, *, inspection: str | None = None, topics: Sequence[str] = ()) -> Iterator[Record]:
        """Records in recording order, one at a time: of one inspection, or of the whole ledger."""
        stream = None if inspection is None else inspection_stream(inspection)
        return map(decode, self.store.rows(stream=stream, topics=topics))

    def close(self) -> None:
        """Let go of the storage."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@contextmanager
def _nothing_missing(record: Record) -> Iterator[None]:
    """Tell as damage what a fold does not find, for an earlier event must have made it."""
    try:
        yield
    except KeyError as error:
        raise Damaged(
            f"Event {record.position} ({record.event.NAME}) speaks of {error}, which no earlier event made.",
            "Events are missing: restore the ledger from a copy and compare the two.",
        ) from error


if TYPE_CHECKING:
    from ledger.decisions.base import Made
