"""Gathering an edition: one inspection after another, each from its own stream, and then put on disk."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import chain

from events.base import Instant
from events.inspections import InspectionOpened
from events.publications import PublicationMade
from events.registry import EVENTS
from events.vocabulary import VocabularyWordAdded
from ledger.records import Record
from ledger.recovery.declared import sentence
from ledger.recovery.places import eras_of, identity
from ledger.validation import key
from projections.base import TimeFilter, natural
from projections.model import own_words
from projections.model.changes import Change
from projections.model.doubts import Ends
from projections.model.fold import InspectionFold
from projections.publication.body_entries import of_bodies
from projections.publication.edition import PREVIEW, Edition, Inspected, Listed, Published, Terms
from projections.publication.editions import Editions
from projections.publication.feed_entry import FeedEntry, newest
from projections.publication.in_view import InView, Source
from projections.publication.inspection import InspectionGathering, Tell
from projections.publication.public_since import PublicSince
from projections.publication.spool import Spool

ABOUT_BODIES = tuple(name for name, event in EVENTS.items() if event.SUBJECT == "body")
"""The topics that say which names mean one body. All of them are shown, because rows go by them."""


def silent(_: int) -> None:
    """Tells nobody."""


def gather(ledger: Source, terms: Terms, tell: Tell = silent) -> Edition:
    """Read what the terms ask for; raises NotFound for an inspection that is not there, StorageError."""
    # Eight bytes an event: where it stands among them is its leaf.
    positions = array("q", ledger.store.positions(terms.size))
    view = InView(ledger, positions, terms.time_filter)
    settings = view.inspectorate()
    editions = Editions(view.of_the_tree(PublicationMade.NAME), terms)
    rows: Spool[Published] = Spool()
    register: list[Listed] = []
    inspections: list[Inspected] = []
    changed: list[tuple[str, Change]] = []
    feed: list[FeedEntry] = []
    uncertain: list[str] = []
    addressed: set[str] = set()
    since = PublicSince(_published(view), terms.time_filter, settings.time_zone)
    # The first event says whether sign-off is required, and in which zone its days are.
    proved = array("q", [0][: len(positions)])
    history = array("q", _before(view, terms))
    about_bodies: list[Record] = []
    for topic in ABOUT_BODIES:
        of_topic = list(view.of_the_tree(topic))
        about_bodies += of_topic
        proved.extend(view.shows(record.position for record in of_topic))
    words = settings.vocabulary.known(terms.known_at)
    in_the_tree = list(view.of_the_tree(VocabularyWordAdded.NAME))
    added = own_words.added(in_the_tree)
    proved.extend(view.shows(record.position for record in in_the_tree))
    wanted = _wanted(ledger, view, terms)
    ends = _ends(view, terms, wanted)
    for ref in wanted:
        one = InspectionGathering(ref, terms, since.times(ref), settings, view, added)
        one.read(tell)
        inspections.append(one.inspected)
        changed += one.changes()
        feed = newest(chain(feed, (entry.dated(since) for entry in one.feed_entries())))
        addressed |= one.addressed() if about_bodies else set()
        published = one.published(ends)
        changed += one.changes_beside()
        editions.take(one.tallied())
        feed = newest(chain(feed, (entry.dated(since) for entry in one.entries_beside())))
        uncertain += one.uncertain(told.row["number"] for told in published)
        rows.extend(published)
        register += (told.listed for told in published)
        proved.extend(view.shows(one.proved))
        history.extend(view.shows(one.history))
    bodies = settings.bodies.as_known(terms.known_at)
    of_them = of_bodies(about_bodies, bodies, addressed, terms.time_filter.day or "")
    feed = newest(chain(feed, (entry.dated(since) for entry in of_them)))
    # As they were in that tree: another key may have followed since.
    eras = eras_of(ledger.store, positions[-1] if positions else 0)
    key_then = eras.at(terms.size)
    proved.extend(view.shows(eras.positions))
    return Edition(
        title=settings.title,
        origin=key_then.key.name if key_then else settings.origin,
        verifier_key=key_then.key.text() if key_then else "",
        declared=(
            *([PREVIEW] if terms.preview else []),
            *(sentence(position, view.public(event)) for position, event in eras.declared()),
        ),
        terms=terms,
        inspections=tuple(inspections),
        register=register,
        rows=rows,
        # Of one recommendation the steps of a day stay in their order: sorting is stable.
        changes=tuple(sorted(changed, key=lambda pair: pair[1].sort_key[0])),
        feed=feed,
        first=identity(ledger.store, eras),
        uncertain=tuple(uncertain),
        vocabulary=words,
        bodies=bodies,
        editions=editions.newest_first(),
        proved_leaves=array("q", sorted(set(proved))),
        history_leaves=array("q", sorted(set(history).difference(proved))),
    )


def _before(view: InView, terms: Terms) -> Iterator[int]:
    """The leaves of every publication before: what was told otherwise since rests on them."""
    for record in view.records(topics=[PublicationMade.NAME]):
        if view.has(record.position) and (
            terms.time_filter.includes(record) or record.event.fields["sums"] == terms.after
        ):
            yield from view.shows([record.position])


def _published(view: InView) -> list[tuple[set[str], TimeFilter]]:
    """What was published before, in the tree and as far as was known: the keys of the refs, and the times."""
    return [
        ({key(ref) for ref in event.inspections}, TimeFilter(event.as_of, Instant(event.known_at)))
        for record in view.of_the_tree(PublicationMade.NAME)
        if isinstance(event := record.event, PublicationMade)
    ]


def _ends(view: InView, terms: Terms, wanted: list[str]) -> Ends:
    """When recommendations were withdrawn, of the inspections that are published and of no others.

    Of the others it is known what was entered in error, for nothing is to lead there. What does is left out,
    so that the bundle without them comes to the same.
    """
    published = set(map(key, wanted))

    def read(ref: str) -> InspectionFold:
        settings = view.inspectorate()
        fold = InspectionFold.of(settings, terms.known_at)
        for record in view.records(inspection=ref):
            if terms.time_filter.includes(record):
                fold.apply(record.event, record.position, record.recorded_at)
        return fold

    return Ends(read, terms.time_filter.day, published.__contains__)


def _wanted(ledger: Source, view: InView, terms: Terms) -> list[str]:
    """The refs of the inspections that are asked for and had been opened, in their order."""
    asked = {key(ledger.ref(ref)) for ref in terms.inspections}
    found = [str(record.event.fields["inspection"]) for record in view.of_the_tree(InspectionOpened.NAME)]
    return sorted((ref for ref in found if not asked or key(ref) in asked), key=natural)
