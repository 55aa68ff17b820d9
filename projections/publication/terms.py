"""The terms of a publication: those of a new one, and those of an earlier one as they were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, cast

from events.base import Day, Instant
from events.publications import PublicationMade
from ledger.errors import NotFound, Tampered
from ledger.ledger import Ledger
from ledger.proof import checkpoint, leaf, note
from ledger.proof.errors import ProofError
from ledger.proof.text import to_base64
from ledger.records import LEDGER_STREAM
from ledger.signing.proving import no_checkpoint
from ledger.times import today
from ledger.validation import so_many_events
from projections.base import natural
from projections.publication.about import About, read_about
from projections.publication.edition import Licence, Terms
from projections.publication.existing import sums_of
from projections.publication.files import index
from projections.publication.readership import Readership


def terms(
    ledger: Ledger,
    inspections: Sequence[str],
    as_of: Day | None,
    known_at: Instant | None,
    licence: Licence,
    also: Sequence[str] = (),
    place: str | None = None,
    site: str | None = None,
    about: str | None = None,
) -> Terms:
    """What is to be published now, under the newest checkpoint; raises NotFound, Tampered or StorageError.

    Without a day it is as of today in the ledger's zone; without an instant, as of the last event that is
    signed. It tells the changes since the publication that lies in its place, which is what its readers
    know, and where none does, since the last of the same inspections. Without ``about`` it keeps what the
    last one of the same inspections said about itself; an empty text ends that.
    """
    newest = ledger.store.newest_checkpoint()
    if newest is None:
        raise no_checkpoint(ledger.store)
    size = newest[0]
    settings = ledger.inspectorate()
    refs = refs_of(ledger, inspections)
    last = _recorded_at(ledger, size)
    made = earlier(settings.publications, refs)
    lies = None if place is None else sums_of(place)
    before = next((one for one in reversed(made) if one.sums == lies), made[-1] if made else None)
    return Terms(
        inspections=refs,
        as_of=as_of or today(ledger.clock(), settings.time_zone),
        known_at=min(known_at or last, last),
        size=size,
        root=_root(newest[1]),
        licence=licence,
        **_since(before),
        also=index.in_order(also),
        site=site,
        about=_about(about, made),
    )


def _about(given: str | None, made: Sequence[PublicationMade]) -> About | None:
    """What is given; if nothing is, what the last publication of the same inspections said."""
    if given is None:
        given = _public(made[-1]).about if made else None
    return read_about(given or "")


def _public(event: PublicationMade) -> PublicationMade:
    """An earlier publication as everybody may read it, for what this one repeats of it."""
    return cast("PublicationMade", Readership(sign_off_required=True).public(LEDGER_STREAM, event))


def refs_of(ledger: Ledger, inspections: Sequence[str]) -> tuple[str, ...]:
    """The refs of inspections in their order; raises NotFound."""
    # Whichever way they are said, they are one publication.
    return tuple(sorted({ledger.ref(ref) for ref in inspections}, key=natural))


def terms_again(ledger: Ledger, inspections: Sequence[str], size: int) -> tuple[Terms, PublicationMade]:
    """The terms of the last publication of that size, as they were, and the event that tells of it.

    Where inspections are said, it is the last of just these. Raises NotFound where there was none, Tampered
    or StorageError.
    """
    made = ledger.inspectorate().publications
    refs = [ledger.ref(ref) for ref in inspections]
    of_these = earlier(made, refs) if refs else made
    event = next((one for one in reversed(of_these) if one.size == size), None)
    if event is None:
        sizes = ", ".join(str(one.size) for one in of_these) or "none"
        of = f" of {', '.join(refs)}" if refs else ""
        raise NotFound(
            f"Nothing{of} was published at size {size}.", f"The sizes that were published: {sizes}."
        )
    before = next((one for one in made if one.sums == event.since), None)
    if event.since == "":
        until = next(at for at, one in enumerate(made) if one is event)
        before = next(reversed(earlier(made[:until], event.inspections)), None)
    found = Terms(
        inspections=event.inspections,
        as_of=event.as_of,
        known_at=Instant(event.known_at),
        size=size,
        root=_root(signed(ledger, size).decode()),
        licence=Licence(event.licence, event.licence_url),
        **_since(before),
        also=event.also,
        site=event.site,
        about=read_about(event.about or ""),
        version=event.version,
    )
    if to_base64(found.root) != event.root:
        raise Tampered(f"The checkpoint of size {size} is not the one that was published.", SEE)
    return found, event


def earlier(made: Sequence[PublicationMade], inspections: Sequence[str]) -> list[PublicationMade]:
    """Those of just these inspections, none being all of them, in the order in which they were made."""
    return [one for one in made if set(one.inspections) == set(inspections)]


def signed(ledger: Ledger, size: int) -> bytes:
    """The checkpoint of a size; raises NotFound."""
    for _, text in ledger.store.checkpoints(size):
        return text.encode()
    raise NotFound(f"The checkpoint of size {size} is not kept in this ledger any more.", SEE)


SEE = "Find out what is wrong: scrutiny verify"


class _Since(TypedDict):
    since: tuple[Day, Instant] | None
    after: str | None


def _since(before: PublicationMade | None) -> _Since:
    if before is None:
        return {"since": None, "after": None}
    return {"since": (before.as_of, Instant(before.known_at)), "after": before.sums}


def _root(text: str) -> bytes:
    try:
        return checkpoint.parse(note.parse(text.encode()).text).root
    except ProofError as error:
        raise Tampered(f"The checkpoint cannot be read: {error}.", SEE) from error


def _recorded_at(ledger: Ledger, size: int) -> Instant:
    """When the last event of a tree was recorded."""
    try:
        last = next(ledger.store.leaves(size - 1))
        return Instant(leaf.parse(last[2]).recorded)
    except (StopIteration, ProofError):
        raise Tampered(f"The ledger has not what was signed, {so_many_events(size)}.", SEE) from None
