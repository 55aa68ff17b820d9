"""Which key signs a tree of which size, and what of another history was declared lost.

1. A key is in force from the size at which the tree first holds the event that names it, until another
   follows.
2. The first checkpoint of a key that was rotated to bears the signature of the one before, too.
3. A restored ledger says which checkpoints are lost: those between what was kept and the size it names. One
   that was signed after that bears, as long as it is no greater than that size, a second line by the same key
   under the name ``origin/restored/<position of the event>``; so it is never taken for one that is lost, and
   the gap excuses nothing that was done after it.
4. A practice copy is known by an identity of its own, and signs under a name of its own.

A verifier key file has each key with the size it begins at, the first line being of the first:

    5 inspectorate.example/ledger+852d91fe+AQ…
    70001 inspectorate.example/ledger+1c0ffee1+AX…
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from events.base import Event
from events.inspectorates import LedgerCopied, LedgerRestored
from events.named import NamedTuple
from events.signing_keys import SigningKeyRegistered, SigningKeyReplaced, SigningKeyRotated
from ledger.proof import checkpoint, endorsement, note
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.errors import FormatError, ProofError
from ledger.proof.note import VerifierKey
from ledger.proof.text import read_base64, read_number

Turn = SigningKeyRegistered | SigningKeyRotated | SigningKeyReplaced | LedgerRestored | LedgerCopied
_LOUD = (SigningKeyReplaced, LedgerCopied)
NAMES_A_KEY = (SigningKeyRegistered, SigningKeyRotated, SigningKeyReplaced, LedgerCopied)
TOPICS = tuple(event.NAME for event in (*NAMES_A_KEY, LedgerRestored))
"""The events that change who signs, or what is to be there."""


class Placed(NamedTuple):
    """An event with its position and its rank, which is the index of its leaf."""

    position: int
    rank: int
    event: Event


class Era(NamedTuple):
    """A key, the size of the first tree that it signs, and the event it came with, at which position.

    A key that the reader gave came with none.
    """

    begins: int
    key: VerifierKey
    came: Turn | None = None
    position: int = 0

    def is_vouched_for_by(self, before: VerifierKey) -> bool:
        """Whether the key before, whatever the event calls that, signed this one."""
        if not isinstance(self.came, SigningKeyRotated):
            return False
        try:
            endorsement.check(before, self.key, self.came.endorsement)
        except ProofError:
            return False
        return True


class Gap(NamedTuple):
    """What a restored ledger declares lost: checkpoints above ``kept`` and up to ``size``.

    ``begins`` is the size of the first tree that holds the event at ``position`` which declares it.
    """

    position: int
    kept: int
    size: int
    root: bytes
    event: LedgerRestored
    begins: int

    def has(self, size: int, after: frozenset[int]) -> bool:
        """Whether a checkpoint is one of the lost; ``after`` are the restorations it was signed after."""
        return self.kept < size <= self.size and self.position not in after


class Signed(NamedTuple):
    """A checkpoint as it was read: what it says, which keys signed it, and after which restorations it is."""

    checkpoint: Checkpoint
    keys: frozenset[VerifierKey]
    after: frozenset[int]


class Eras:
    """Who signs, and what is lost, by the events of a ledger."""

    def __init__(
        self,
        eras: Sequence[Era],
        gaps: Sequence[Gap] = (),
        copied: LedgerCopied | None = None,
        turns: int = 0,
    ) -> None:
        self.turns = turns
        self.all = tuple(eras)
        self.gaps = tuple(gaps)
        # So it is with nearly every ledger, and verify asks it of each checkpoint.
        self._only = [eras[0].key] if len(eras) == 1 and not gaps else None
        self.copied = copied

    @classmethod
    def of(cls, turns: Iterable[Placed]) -> Eras:
        """By events in their order. What cannot be read is left out: V11 says so."""
        eras: list[Era] = []
        gaps: list[Gap] = []
        copied, count = None, 0
        for count, (position, rank, event) in enumerate(turns, 1):  # noqa: B007  the last one is used
            if isinstance(event, LedgerRestored):
                try:
                    root = read_base64(event.root, 1, "the root", 32)
                except FormatError:
                    continue
                gaps.append(Gap(position, event.kept, event.size, root, event, rank + 1))
            elif isinstance(event, NAMES_A_KEY):
                copied = event if isinstance(event, LedgerCopied) else copied
                try:
                    key = VerifierKey.parse(event.verifier_key)
                except FormatError:
                    continue
                eras.append(Era(rank + 1, key, event, position))
        return cls(eras, gaps, copied, count)

    def until(self, size: int) -> Eras:
        """The same, as far as a tree of that size knows of it."""
        return Eras([era for era in self.all if era.begins <= size], self.gaps, self.copied)

    @property
    def positions(self) -> list[int]:
        """The positions of the events that say all this, if there is more to say than one key."""
        if len(self.all) < 2 and not self.gaps:
            return []
        return [*(era.position for era in self.all), *(gap.position for gap in self.gaps)]

    def declared(self) -> list[tuple[int, Event]]:
        """The events that everybody has to be shown, with their positions: see ledger.recovery.declared."""
        events: list[tuple[int, Event]] = [(gap.position, gap.event) for gap in self.gaps]
        events += [(era.position, era.came) for era in self.all if isinstance(era.came, _LOUD)]
        return sorted(events, key=lambda pair: pair[0])

    @property
    def keys(self) -> tuple[VerifierKey, ...]:
        """Every key, the first one first."""
        return tuple(era.key for era in self.all)

    def index(self, size: int) -> int:
        """The index of the era that signs a tree of that size, 0 before the first; -1 if there is none."""
        return max(sum(era.begins <= size for era in self.all) - 1, 0) if self.all else -1

    def at(self, size: int) -> Era | None:
        """The era that signs a tree of that size."""
        at = self.index(size)
        return self.all[at] if at >= 0 else None

    def required(self, size: int, before: int) -> Sequence[VerifierKey]:
        """The keys that sign a tree of that size, if the newest checkpoint before it is of ``before``."""
        if self._only:
            return self._only
        at = self.index(size)
        if at < 0:
            return []
        era = self.all[at]
        keys = [era.key]
        if at and isinstance(era.came, SigningKeyRotated) and before < era.begins:
            # The one in force stands last, where whoever has one key looks first.
            keys.insert(0, self.all[at - 1].key)
        return keys + self.marks(era.key, size)

    def alone(self, low: int, high: int, before: int) -> VerifierKey | None:
        """The key that alone signs each tree from one size to another; None if it takes a look at each."""
        era = self.at(low)
        if era is None or self.at(high) != era or self.required(low, before) != [era.key]:
            return None
        return None if any(gap.begins <= high and low <= gap.size for gap in self.gaps) else era.key

    def marks(self, key: VerifierKey, size: int) -> list[VerifierKey]:
        """The names under which a key says that a tree is later than the gaps that its size falls into."""
        return [_mark(key, gap) for gap in self.gaps if gap.begins <= size <= gap.size]

    def read(self, data: bytes, *more: VerifierKey) -> Signed:
        """A checkpoint that one of the ledger's keys, or of ``more``, signed; raises ProofError."""
        plain = tuple(dict.fromkeys((*self.keys, *more)))
        marks = {_mark(key, gap): gap.position for key in plain for gap in self.gaps}
        read = checkpoint.verify(data, plain)
        signed = note.verify(data, (*plain, *marks)).signed_by
        after = frozenset(marks[key] for key in signed if key in marks)
        return Signed(read, frozenset(signed) & frozenset(plain), after)

    def recalled(self, data: bytes) -> Signed | None:
        """A checkpoint of one's own memory, whoever signed it; None for what is none."""
        try:
            parsed = note.parse(data)
            read = checkpoint.parse(parsed.text)
        except ProofError:
            return None
        names = {each.name for each in parsed.signatures}
        signers = {(each.name, each.key_id) for each in parsed.signatures}
        return Signed(
            read,
            frozenset(key for key in self.keys if (key.name, key.key_id) in signers),
            frozenset(gap.position for gap in self.gaps if mark_of(read.origin, gap.position) in names),
        )

    def lost(self, signed: Signed) -> Gap | None:
        """The gap that a checkpoint is in, if it is one of those declared lost."""
        return next((gap for gap in self.gaps if gap.has(signed.checkpoint.size, signed.after)), None)

    def text(self) -> str:
        """The verifier key file; of one key, its one line alone."""
        if len(self.all) == 1:
            return self.all[0].key.text()
        return "\n".join(f"{era.begins} {era.key.text()}" for era in self.all)


def read_keys(text: str) -> Eras:
    """The keys in a verifier key or a verifier key file; raises FormatError."""
    lines = [line for line in map(str.strip, text.split("\n")) if line and not line.startswith("#")]
    if len(lines) == 1 and " " not in lines[0]:
        return Eras([Era(0, VerifierKey.parse(lines[0]))])
    eras: list[Era] = []
    for number, line in enumerate(lines, 1):
        size, blank, key = line.partition(" ")
        if not blank:
            raise FormatError(number, f"it is not a size and a verifier key: {line[:100]!a}")
        eras.append(Era(read_number(size, number, "the size"), VerifierKey.parse(key)))
        if number > 1 and eras[-1].begins <= eras[-2].begins:
            raise FormatError(number, "a key begins at a greater size than the one before")
    if not eras:
        raise FormatError(1, "there is no verifier key")
    return Eras(eras)


def mark_of(key_name: str, position: int) -> str:
    """The name of a line that says that a checkpoint is later than a restoration."""
    return f"{key_name}/restored/{position}"


def _mark(key: VerifierKey, gap: Gap) -> VerifierKey:
    return VerifierKey(mark_of(key.name, gap.position), key.public_key)
