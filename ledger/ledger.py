"""The one door to a ledger: ask a decision, read the past.

In three lines:

    ledger = Ledger.open("scrutiny-ledger")
    receipt = ledger.ask(SignOffJudgement(inspection="OCSAE", judgement="J1"), by="bob")
    for record in ledger.records(inspection="OCSAE"): ...
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from events.base import InspectionEvent
from events.registry import EVENTS
from ledger import recording
from ledger.errors import LedgerError, NoLedger, NotFound
from ledger.policies import NOBODYS
from ledger.records import LEDGER_STREAM, HeldRecords, Record, decode, inspection_stream
from ledger.recovery import clocks
from ledger.signing.signing import Signing
from ledger.state.cache import StateCache
from ledger.store.location import creating, open_store

if TYPE_CHECKING:
    from events.base import Event, Instant
    from ledger.about import About
    from ledger.decisions.base import Decision
    from ledger.decisions.inspectorates import OpenLedger
    from ledger.personal.hand import Finder
    from ledger.recording import Entropy, Receipt
    from ledger.recovery.mended import Mended
    from ledger.request import Attachments, Request
    from ledger.signing.keyring import Keyring
    from ledger.state.inspection import Inspection
    from ledger.state.inspectorate import Inspectorate
    from ledger.state.stored import FindFolds, Folds
    from ledger.store.base import Store

Clock = Callable[[], datetime]
"""Says what time it is, as an aware datetime."""


def system_clock() -> datetime:
    """The machine's own time."""
    return datetime.now(UTC)


def no_inspection(ref: str) -> NotFound:
    """There is no inspection of that ref."""
    return NotFound(
        f"There is no inspection {ref} in this ledger.", "See which there are: scrutiny inspection list"
    )


class Ledger:
    """An open ledger. Use it as a context manager, or ``close`` it."""

    def __init__(
        self,
        store: Store,
        clock: Clock = system_clock,
        entropy: Entropy = os.urandom,
        keyring: Keyring | None = None,
        pens: Finder | None = None,
        folds: Folds | None = None,
    ) -> None:
        self.store = store
        self.clock = clock
        self.entropy = entropy
        self.keyring = keyring
        self.pens = pens
        self.clock_stepped_back = False
        self.before_this = recording.Head()
        self.as_stamped = False
        self.practice_of = ""
        self._mended: Mended | None = None
        self._mended_settings: Inspectorate | None = None
        self.before_commit: Callable[[], object] = lambda: None
        self.present = StateCache(store, folds)
        # Who signs hangs on no time of knowing.
        self.signing = Signing(store, keyring, self.present.inspectorate)

    @classmethod
    def open(
        cls,
        location: str,
        clock: Clock = system_clock,
        entropy: Entropy = os.urandom,
        keyring: Keyring | None = None,
        pens: Finder | None = None,
        folds: FindFolds = lambda *_: None,
    ) -> Self:
        """Open the ledger at a location; raises StorageError. Never makes one.

        With a keyring that holds the ledger's signing key, whatever is recorded is sealed at once. ``pens``
        finds what signs for a person who has a key. ``folds`` finds what was kept of its long streams, by
        its location and its last position; nothing that publishes, proves or verifies gives it.
        """
        store = open_store(location)
        try:
            begun, _ = store.head()
        except BaseException:
            store.close()
            raise
        if not begun:
            store.close()
            raise NoLedger(
                f"The ledger in {store.location} was begun and not finished.", "Begin it again: scrutiny init"
            )
        return cls(store, clock, entropy, keyring, pens, folds(store.location, begun))

    @classmethod
    def create(
        cls,
        location: str,
        opening: OpenLedger,
        clock: Clock = system_clock,
        entropy: Entropy = os.urandom,
        keyring: Keyring | None = None,
        passphrase: bytes | None = None,
        before_commit: Callable[[], object] = lambda: None,
        pens: Finder | None = None,
    ) -> tuple[Self, Receipt]:
        """Make a ledger and open it; raises BadInput, Refused, KeyTrouble or StorageError.

        With a keyring a signing key is made and kept there, under the passphrase if there is one. What was
        asked is decided before anything is laid on disk. ``before_commit`` is called once it cannot be
        called off any more. A ledger that is given no origin gets one that no other has, so that what it
        publishes is told apart from what another does.
        """
        from ledger import asking  # noqa: PLC0415  reading does without, and is to start quickly

        if not opening.origin:
            unique = f"{NOBODYS}/{entropy(8).hex()}/ledger"
            opening = type(opening)(**{**vars(opening), "origin": unique})
        asking.check_opening(opening)
        if opening.public_key is not None:
            from ledger.personal.hand import look_for_new_key  # noqa: PLC0415  as above

            look_for_new_key(pens, opening.person, opening.public_key)
        if keyring is not None:
            keyring.check_room()
        with creating(location) as store:
            ledger = cls(store, clock, entropy, keyring, pens)
            ledger.before_commit = before_commit
            return ledger, ledger._begin(opening, passphrase)

    def _begin(self, opening: OpenLedger, passphrase: bytes | None) -> Receipt:
        """Record the first events, which name a key that is made for them if there is a keyring."""
        if self.keyring is None:
            return self._open_with(opening)
        from ledger.signing import unbegun  # noqa: PLC0415  only a ledger that is begun needs it

        keyring, here = self.keyring, self.store.location
        unbegun.clear(keyring, here)
        self.signing.passphrase = None if passphrase is None else lambda: passphrase
        with unbegun.making(keyring, opening.origin, here, passphrase) as key:
            return self._open_with(type(opening)(**{**vars(opening), "verifier_key": key.text()}))

    def _open_with(self, opening: OpenLedger) -> Receipt:
        from ledger import asking  # noqa: PLC0415  as above

        return asking.open_with(self, opening)

    def ask(
        self, *decisions: Decision, by: str, attachments: Attachments | None = None
    ) -> tuple[Receipt, ...]:
        """Ask decisions in turn, each on the past that the earlier ones leave; record all or none.

        ``attachments`` are kept once they are all granted, before anything is stored. Raises BadInput,
        NotFound, Refused, Conflict or StorageError; then nothing was recorded, except where OutcomeUnknown
        says that nobody can tell. ``before_commit`` is called when it cannot be called off any more;
        whatever fails once it is on disk is no error: ``not_sealed`` says what it was.
        """
        from ledger import asking  # noqa: PLC0415  as above

        return asking.ask(self, decisions, by, attachments)

    def consider(self, *decisions: Decision, by: str) -> list[tuple[Event, ...]]:
        """Ask decisions in turn as ``ask`` does and record nothing; raises BadInput, NotFound or Refused.

        Returns the events that would follow, those of each decision.
        """
        from ledger import asking  # noqa: PLC0415  as above

        return asking.consider(self, decisions, by)

    def ask_for(self, work: Callable[[Request], bool], *, by: str) -> None:
        """Let ``work`` ask as many decisions as it finds to ask; record all, or none if it says False.

        It is called again, on the past that there is then, if somebody else recorded something meanwhile.
        Raises what it raises, Conflict or StorageError; as ``ask`` does, otherwise.
        """
        from ledger import asking  # noqa: PLC0415  as above

        asking.ask_for(self, work, by)

    def seal(self, passphrase: Callable[[], bytes] | None = None) -> int:
        """Sign the tree as it is now and return its size; see ``ledger.signing.sealing``.

        ``passphrase`` is asked where the key is under one. Raises NotFound where there is no key or it is not
        held here, Refused in a copy, KeyTrouble, Tampered, StorageError.
        """
        return self.signing.seal(passphrase)

    @property
    def not_sealed(self) -> LedgerError | None:
        """What kept what was recorded last from being signed, if anything did."""
        return self.signing.trouble

    def inspectorate(self) -> Inspectorate:
        """The settings and the people, as they stand now; bodies and words with the times of knowing."""
        settings = self.present.inspectorate()
        mended = None if self.as_stamped else self.mended()
        if mended is not None:
            settings = self._as_mended(mended, settings.version)
        settings.bodies.clock = self.clock
        return settings

    def inspection(self, ref: str) -> Inspection:
        """An inspection as it stands now; one without a version where there is none of that ref."""
        return self.present.inspection(ref)

    def ref(self, ref: str) -> str:
        """The ref of an inspection as it was opened, however it is typed; raises NotFound."""
        first = next(self.records(inspection=ref), None)
        if first is None or not isinstance(first.event, InspectionEvent):
            raise no_inspection(ref)
        return first.event.inspection

    def records(self, *, inspection: str | None = None, topics: Sequence[str] = ()) -> Iterator[Record]:
        """Records in recording order, one at a time: of one inspection, or of the whole ledger.

        Each has the time at which it was known (see ledger.recovery.mended), or, if ``as_stamped`` is set,
        the one that orders it.
        """
        stream = None if inspection is None else inspection_stream(inspection)
        if (
            stream is None
            and topics
            and not any(issubclass(EVENTS[topic], InspectionEvent) for topic in topics)
        ):
            # All of these are in one stream, so no other is looked through.
            stream = LEDGER_STREAM
        found = map(decode, self.store.rows(stream=stream, topics=topics))
        mended = None if self.as_stamped else self.mended()
        return found if mended is None else map(mended.mend, found)

    def about(self, inspection: str, numbers: Iterable[str], known_at: Instant | None = None) -> About | None:
        """The records that answers about some recommendations hang on, and how many events there were at an
        instant; None where all of them are to be read. See ledger.about.
        """
        mended = None if self.as_stamped else self.mended()
        if self.present.folds is None or (mended and known_at is not None):
            return None
        from ledger.about import about  # noqa: PLC0415  few ledgers have long streams

        found = about(self.store, self.present.folds, inspection, numbers, known_at)
        if found and mended:
            return found._replace(records=list(map(mended.mend, found.records)))
        return found

    def held(self, *, inspection: str | None = None) -> HeldRecords:
        """The same records, read now and held."""
        stream = None if inspection is None else inspection_stream(inspection)
        mended = None if self.as_stamped else self.mended()
        return HeldRecords(self.store.rows(stream=stream), mended.mend if mended else None)

    def mended(self) -> Mended | None:
        """The times of knowing, if it was declared that a clock ran ahead; raises StorageError."""
        spans = self.present.inspectorate().clock_spans
        if not spans:
            return None
        if self._mended is None or self._mended.spans != tuple(spans):
            from ledger.recovery.mended import Mended  # noqa: PLC0415  few ledgers need it

            self._mended, self._mended_settings = Mended(self.store, spans), None
        return self._mended

    def _as_mended(self, mended: Mended, version: int) -> Inspectorate:
        """The settings by the times of knowing; read again if there is more of them."""
        settings = self._mended_settings
        if settings is None or settings.version != version:
            from ledger.state.inspectorate import Inspectorate  # noqa: PLC0415  few ledgers need it

            settings = self._mended_settings = Inspectorate()
            for record in map(mended.mend, map(decode, self.store.rows(stream=LEDGER_STREAM))):
                settings.apply(record.event, record.recorded_at, record.position)
        return settings

    def forget_mended(self) -> None:
        """Read the times of knowing anew when they are asked for: something is recorded."""
        self._mended = self._mended_settings = None

    def clock_note(self) -> str:
        """What a reader should know of the times of recording: empty where they can be trusted."""
        last = self.last()
        return clocks.note_on_times(last, self.clock()) if last.position else ""

    def last(self) -> recording.Head:
        """The last event, with the time at which it was known; raises StorageError."""
        last = recording.head(self.store)
        if last.position and (mended := self.mended()):
            last = last._replace(recorded_at=mended.known(last.position, last.recorded_at))
        return last

    def close(self) -> None:
        """Let go of the storage. What was recorded is on disk by now, so nothing is said of trouble here."""
        self.signing.close()
        with suppress(Exception):
            self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
