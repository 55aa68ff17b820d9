"""Publishing: every step from what a publisher asks for to the bundle in its folder.

1. The folder is no part of the ledger's own, and holds no bundle of another ledger or another history.
2. What is not signed yet is signed, if the key is here: only what is signed is published.
3. The person may publish, and the day has come.
4. If the bundle in the folder says the same in the same way, nothing is written and nothing recorded.
5. The bundle is written beside its folder, then the event is recorded, then the bundle is put in its place: a
   bundle that lies in its place was recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from events.base import Day, Instant
from events.publications import PublicationMade
from events.recommendations import RecommendationMade
from events.words import WordsWithdrawn
from ledger.decisions.base import check_entitled
from ledger.decisions.publications import MakePublication, check_day
from ledger.errors import BadInput, NotFound, Refused, StorageError, Tampered
from ledger.ledger import Ledger
from ledger.proof.text import to_base64
from ledger.recording import Receipt
from ledger.recovery.restoring import is_missing
from ledger.store.location import folder_taken
from ledger.times import today
from ledger.validation import so_many_events
from ledger.version import VERSION
from projections.base import TimeFilter, nothing_yet
from projections.publication.build import content, write
from projections.publication.edition import OGL, Edition, Terms
from projections.publication.existing import differences, holds
from projections.publication.files.proofs.paths import CHECKPOINT
from projections.publication.folder import Folder
from projections.publication.gathering import gather
from projections.publication.owner import check_owner
from projections.publication.reporting import Reporter
from projections.publication.request import Kept, Request, with_last
from projections.publication.summary import Written, written
from projections.publication.terms import earlier, terms

_LARGEST_CHECKPOINT = 1_000_000


class Published(NamedTuple):
    """What was recorded, what was written, and what it keeps of the last publication, in words."""

    receipt: Receipt
    written: Written
    kept: Sequence[str]


def publish(
    ledger: Ledger,
    request: Request,
    times: Callable[[], TimeFilter],
    *,
    by: str,
    passphrase: Callable[[], bytes] | None,
    reporter: Reporter,
    confirm: Callable[[Kept], object] = lambda _: None,
) -> Published | None:
    """Publish as one person; None if the bundle in the folder says the same already.

    ``times`` are asked for once all that is recorded is signed. ``confirm`` is shown what is kept of the last
    publication before anything is done. Raises Refused, NotFound, BadInput, Conflict,
    Tampered or StorageError.
    """
    check_owner(Path(request.folder), ledger.store)
    kept = with_last(ledger, request)
    confirm(kept)
    request = kept.request
    _seal(ledger, passphrase, reporter)
    _check_history(ledger, request.folder)
    when = times()
    settings = ledger.inspectorate()
    before = len(settings.publications)
    # Both are decided once all is written, and nobody should have to wait for that.
    check_entitled(settings, by, MakePublication)
    if when.as_of is not None:
        check_day(when.as_of, today(ledger.clock(), settings.time_zone))
    asked = _terms(ledger, request, when.as_of, when.known_at)
    edition = gathered(ledger, asked, reporter)
    if when.as_of is not None and not edition.register and _has_recommendations(ledger):
        reporter.warn_if_done(nothing_yet(when.as_of))
    digest = content(edition)
    last = says_the_same(ledger, asked, digest, same_day=when.as_of is not None)
    if last and holds(request.folder, last.sums):
        Folder(request.folder).clear()
        return None
    with Folder(request.folder) as folder:
        write(ledger, edition, folder, reporter)
        sums = folder.finish()
        (receipt,) = ledger.ask(_decision(asked, digest, sums, before), by=by)
        since = next((one for one in settings.publications if one.sums == asked.after), None)
        there = differences(request.folder, asked.after or "", folder.digests) or {}
        _put(folder, receipt, asked, request.folder)
    return Published(receipt, written(request.folder, folder.digests, edition, since, there), kept.kept)


def gathered(ledger: Ledger, asked: Terms, reporter: Reporter) -> Edition:
    """The edition that the terms ask for."""
    with reporter.progress("Reading the ledger", asked.size) as report:
        return gather(ledger, asked, report)


def check_folder(folder: str, ledger: str) -> None:
    """Raise Refused if a bundle would lie in the folder of the ledger, BadInput if no folder is given."""
    if not folder.strip():
        raise BadInput("No folder was given.", "Name the folder of the bundle: --output FOLDER")
    target, own = Path(folder).resolve(), folder_taken(ledger)
    if own and own.resolve() in (target, *target.parents):
        raise Refused(f"{folder} lies in the ledger's own folder.", "Choose another folder: --output FOLDER")


def _terms(ledger: Ledger, request: Request, as_of: Day | None, known_at: Instant | None) -> Terms:
    return terms(
        ledger,
        request.inspections,
        as_of,
        known_at,
        request.licence or OGL,
        request.also,
        request.folder,
        request.site,
        request.about,
    )


def _decision(asked: Terms, digest: str, sums: str, before: int) -> MakePublication:
    return MakePublication(
        inspections=asked.inspections,
        as_of=asked.as_of,
        known_at=asked.known_at,
        size=asked.size,
        root=to_base64(asked.root),
        content=digest,
        sums=sums,
        licence=asked.licence.name,
        licence_url=asked.licence.url,
        version=VERSION,
        also=asked.also,
        since=asked.after,
        site=asked.site,
        about=asked.about.text if asked.about else None,
        before=before,
    )


def _put(folder: Folder, receipt: Receipt, asked: Terms, output: str) -> None:
    try:
        folder.put()
    except OSError as error:
        raise StorageError(
            f"The publication is recorded (event {receipt.events[0].position}), but its bundle "
            f"cannot be put in {output}: {error.strerror}.",
            f"Do not publish once more; put it there: scrutiny publish --again {asked.size}",
        ) from error


def _has_recommendations(ledger: Ledger) -> bool:
    return any(ledger.records(topics=[RecommendationMade.NAME]))


def _check_history(ledger: Ledger, output: str) -> None:
    """Refuse to put another history, undeclared, in the place of one that was published."""
    try:
        data = Path(output, CHECKPOINT).read_bytes()[:_LARGEST_CHECKPOINT]
    except OSError:
        return
    if missing := is_missing(ledger.store, data):
        raise Tampered(
            f"The bundle in {output} was published from {so_many_events(missing.size)}, and "
            "this ledger has not those: "
            "it is an older copy, or another history.",
            "If it was restored, an administrator says so: scrutiny recover --restored-from WHAT --why W "
            f"--seen {output}/checkpoint",
        )


def _seal(ledger: Ledger, passphrase: Callable[[], bytes] | None, reporter: Reporter) -> None:
    """Sign what is not signed yet, if the key is here; else warn of what will not be published."""
    try:
        with ledger.store.exclusive():
            ledger.seal(passphrase)
    except NotFound:
        newest = ledger.store.newest_checkpoint()
        left = sum(1 for _ in ledger.store.leaves(newest[0])) if newest else 0
        if left:
            reporter.warn(
                f"{so_many_events(left)} {'is' if left == 1 else 'are'} not signed yet and not in this "
                "bundle. "
                "Whoever holds the key signs: scrutiny seal"
            )


def says_the_same(ledger: Ledger, asked: Terms, digest: str, *, same_day: bool) -> PublicationMade | None:
    """The last publication of the same inspections, if it says the same in the same way; or None."""
    before = earlier(ledger.inspectorate().publications, asked.inspections)
    if not before:
        return None
    last = before[-1]
    if same_day and last.as_of != asked.as_of:
        return None
    # What is withdrawn may stand in the history alone, of which the digest says nothing.
    if any(record.position > last.size for record in ledger.records(topics=[WordsWithdrawn.NAME])):
        return None
    then = last.content, last.licence, last.licence_url, last.also, last.site, last.about, last.version
    about = asked.about.text if asked.about else None
    now = (digest, *asked.licence, asked.also, asked.site, about, VERSION)
    return last if then == now else None
