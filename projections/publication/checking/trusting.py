"""B2: who signed the checkpoint, by the key that the reader has and by the events that say which key follows.

A bundle of a ledger that was restored, whose key was followed, or that is a practice copy, shows each event
that says so, and the topics of the leaves tell whether one is missing. Whom a key vouches for is said in
ledger.checks.trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from html import unescape

from ledger.checks.base import shown as as_shown
from ledger.checks.believed import Held, believed
from ledger.proof import checkpoint
from ledger.proof.errors import ProofError
from ledger.records import Record
from ledger.recovery.declared import sentence
from ledger.signing.eras import TOPICS, Eras, Placed
from ledger.validation import so_many_events
from projections.publication.checking.base import Findings
from projections.publication.checking.folder import Bundle
from projections.publication.checking.tree import CHECKPOINT, Signed
from projections.publication.files.reading import Wrong
from projections.publication.files.site.naming import INDEX

FIRST = TOPICS[0]
"""The topic of the first key, which alone says nothing that the reader's own key does not."""


class Trust:
    """Whom the reader believes, once the events of a bundle are known."""

    def __init__(self, said: Eras, signed: Signed | None, events: Mapping[int, Record]) -> None:
        self._said = said
        known = said.until(len(signed.leaves)) if signed else said
        self._named = Eras.of(
            Placed(record.position, index, record.event)
            for index, record in events.items()
            if record.event.NAME in TOPICS
        )
        self._hidden = list(_hidden(signed, events)) if signed else []
        self._tells = len(self._named.all) > 1 or bool(self._named.gaps)
        self.eras, self._wrong = Eras(known.all, self._named.gaps), list[str]()
        if self._tells:
            self.eras, self._wrong = believed(known, self._named)

    @property
    def declared(self) -> Iterator[str]:
        """What everybody is shown of the ledger and its keys."""
        if self._tells:
            yield from (sentence(*turn) for turn in self._named.declared())

    def check_signature(self, bundle: Bundle, size: int, findings: Findings) -> None:
        """B2: the key in force signed the checkpoint, and no event that says which that is is left out."""
        for said in (*self._wrong, *self._hidden):
            findings.add("B2", CHECKPOINT, said)
        try:
            checkpoint.verify(bundle.read(CHECKPOINT), self.eras.required(size, size), each=True)
        except (ProofError, Wrong) as error:
            findings.add("B2", CHECKPOINT, f"It is not one that the key signed: {error}.")

    def check_pages(self, bundle: Bundle, findings: Findings) -> None:
        """B7: what everybody is to be shown stands on the first page."""
        for said in self.declared:
            with suppress(Wrong):  # B1 tells
                if said not in unescape(bundle.read(INDEX).decode("utf-8", "replace")):
                    findings.add("B7", INDEX, f"It does not say what everybody has to be shown: {said}")

    def check_held(self, signed: Signed, held: Iterable[Held], findings: Findings) -> Iterator[str]:
        """B8 of the checkpoints that the reader held; what is returned is declared lost."""
        for one in held:
            try:
                read = self.eras.read(one.data, *self._said.keys)
            except ProofError as error:
                findings.add("B8", one.name, f"This checkpoint is not one that the key signed: {error}.")
                continue
            old, gap, era = read.checkpoint, self.eras.lost(read), self.eras.at(read.checkpoint.size)
            if old.size <= signed.tree.size and signed.tree.root(old.size) == old.root:
                if era and era.key not in read.keys:
                    findings.add("B8", one.name, "The key that signed it was followed by another before.")
            elif gap:
                yield (
                    f"The checkpoint held in {one.name}, of size {old.size:,}, is lost, as event "
                    f"{gap.position} declares."
                )
            elif old.size > signed.tree.size:
                findings.add(
                    "B8",
                    one.name,
                    f"It has {so_many_events(old.size)}, and this older tree {signed.tree.size:,}.",
                )
            else:
                findings.add(
                    "B8", one.name, f"This ledger had another history when it had {so_many_events(old.size)}."
                )


def _hidden(signed: Signed, events: Mapping[int, Record]) -> Iterator[str]:
    turns = [(index, leaf.topic) for index, leaf in enumerate(signed.leaves) if leaf.topic in TOPICS]
    if all(topic == FIRST for _, topic in turns):
        return
    for index, topic in turns:
        if index not in events:
            yield f"Leaf {index} ({as_shown(topic)}) says who signs or what is lost, and is not shown."
