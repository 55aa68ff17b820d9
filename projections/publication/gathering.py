"""Gathering an edition: one inspection after another, each from its own stream, and then put on disk."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from events.base import Event, Instant
from events.cycles import CycleCorrected, CycleOpened
from events.inspections import InspectionCorrected, InspectionOpened
from events.judgements import JudgementRecorded, JudgementSignedOff
from events.publications import PublicationMade
from ledger.policies import KINDS
from ledger.records import Record
from ledger.recovery.declared import sentence
from ledger.recovery.places import eras_of, identity
from ledger.state.inspectorate import Inspectorate
from ledger.times import last_day
from ledger.validation import key
from projections.base import Cycles, TimeFilter, natural
from projections.model.abouts import About, Abouts
from projections.model.changes import Change, changes, reopening, steps
from projections.model.doubts import Ends, doubts
from projections.model.effective_day import Told, in_days
from projections.model.fold import InspectionFold
from projections.model.learned import learned
from projections.model.recommendation import Recommendation
from projections.model.uncertain import hangs_on_a_date
from projections.model.undecided import undecided
from projections.model.worded import Worded
from projections.publication import news
from projections.publication.edition import Cycle, Edition, Inspected, Listed, Published, Share, Terms
from projections.publication.in_view import InView, Source
from projections.publication.news import Known, News
from projections.publication.spool import Spool
from projections.publication.story import PublicStory, history_positions, proved_positions
from projections.publication.tellings import Tellings
from projections.register import as_row

Tell = Callable[[int], object]
"""Is told how many more events were read, or files written."""


def silent(_: int) -> None:
    """Tells nobody."""


def gather(ledger: Source, terms: Terms, tell: Tell = silent) -> Edition:
    """Read what the terms ask for; raises NotFound for an inspection that is not there, StorageError."""
    # Eight bytes an event: where it stands among them is its leaf.
    positions = array("q", ledger.store.positions(terms.size))
    view = InView(ledger, positions, terms.time_filter)
    settings = view.inspectorate()
    rows: Spool[Published] = Spool()
    register: list[Listed] = []
    inspections: list[Inspected] = []
    changed: list[tuple[str, Change]] = []
    found: list[News] = []
    uncertain: list[str] = []
    made = _published(view)
    # The first event says whether a second person is asked for, and in which zone its days are.
    shows = array("q", [0][: len(positions)])
    tells = array("q", _before(view, terms))
    wanted = _wanted(ledger, view, terms)
    ends = _ends(view, terms, wanted)
    for ref in wanted:
        told = [time_filter for refs, time_filter in made if not refs or key(ref) in refs]
        one = _Gathering(ref, terms, told, settings, view)
        one.read(tell)
        inspections.append(one.inspected)
        changed += one.changes()
        found = news.newest(chain(found, one.news()))
        published = one.published(ends)
        uncertain += one.uncertain(told.row["number"] for told in published)
        rows.extend(published)
        register += (told.listed for told in published)
        shows.extend(view.shows(one.shown))
        tells.extend(view.shows(one.tells))
    # As they were in that tree: another key may have followed since.
    eras = eras_of(ledger.store, positions[-1] if positions else 0)
    key_then = eras.at(terms.size)
    shows.extend(view.shows(eras.positions))
    return Edition(
        title=settings.title,
        origin=key_then.key.name if key_then else settings.origin,
        verifier_key=key_then.key.text() if key_then else "",
        declared=tuple(sentence(position, view.public(event)) for position, event in eras.declared()),
        terms=terms,
        inspections=tuple(inspections),
        register=register,
        rows=rows,
        # Of one recommendation the steps of a day stay in their order: sorting is stable.
        changes=tuple(sorted(changed, key=lambda pair: pair[1].sort_key[0])),
        news=found,
        first=identity(ledger.store, eras),
        uncertain=tuple(uncertain),
        shows=array("q", sorted(set(shows))),
        tells=array("q", sorted(set(tells).difference(shows))),
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
    """When recommendations were withdrawn, of the inspections that are published and of no others."""
    published = set(map(key, wanted))

    def read(ref: str) -> InspectionFold | None:
        if key(ref) not in published:
            return None
        settings = view.inspectorate()
        fold = InspectionFold(counts_at_once=settings.sign_off == "none", zone=settings.time_zone)
        for record in view.records(inspection=ref):
            if terms.time_filter.includes(record):
                fold.apply(record.event, record.position, record.recorded_at)
        return fold

    return Ends(read, terms.time_filter.day)


def _wanted(ledger: Source, view: InView, terms: Terms) -> list[str]:
    """The refs of the inspections that are asked for and had been opened, in their order."""
    asked = {key(ledger.ref(ref)) for ref in terms.inspections}
    found = [str(record.event.fields["inspection"]) for record in view.of_the_tree(InspectionOpened.NAME)]
    return sorted((ref for ref in found if not asked or key(ref) in asked), key=natural)


class _Gathering:
    """One inspection while it is read."""

    def __init__(
        self, ref: str, terms: Terms, told: Sequence[TimeFilter], settings: Inspectorate, view: InView
    ) -> None:
        self.view = view
        self.ref, self.time_filter, self.zone = ref, terms.time_filter, settings.time_zone
        self.fold = InspectionFold(counts_at_once=settings.sign_off == "none", zone=self.zone)
        self.title = ""
        self.cycles: dict[str, Cycle] = {}
        self._cycles_told: dict[str, str] = {}
        self.worded = Worded()
        self.told: dict[str, list[tuple[Record, About]]] = {}
        self.shown: set[int] = set()
        self.tells: set[int] = set()
        self._since = None if terms.since is None else TimeFilter(*terms.since)
        self._before: dict[str, list[Change]] | None = None
        self._tellings = Tellings(told)
        self._judged: dict[str, int] = {}
        self._known = Known({}, {})
        self._opened: dict[str, list[int]] = {}

    def read(self, tell: Tell) -> None:
        """Take in its stream, as far as it is in the tree and was known."""
        time_filter, fold = self.time_filter, self.fold
        abouts = Abouts(Cycles.read(self.view, self.ref, time_filter))
        for record in self.view.stream(self.ref):
            tell(1)
            self.worded.take(record)
            if not time_filter.includes(record):
                continue
            # No recorded time steps back, so from here on all of it is news.
            if self._since is not None and self._before is None and not self._since.includes(record):
                self._before = self._told(self._since)
            self._tellings.meet(record, fold.recommendations)
            self._take(record)
            fold.apply(record.event, record.position, record.recorded_at)
            about = abouts.of(record)
            if about.number is not None:
                self.told.setdefault(key(about.number), []).append((record, about))
                if self._moves(record.event):
                    self._tellings.touch(key(about.number), record)
        self._tellings.end(fold.recommendations)

    def _take(self, record: Record) -> None:
        self._known.recorded[record.position] = record.recorded_at
        match event := record.event:
            case JudgementRecorded(judgement=ref):
                self._judged[ref] = record.position
            case JudgementSignedOff(judgement=ref):
                self._known.signed[self._judged[ref]] = record.position
            case InspectionOpened(title=title):
                self.title = title
                self._opened[""] = [record.position]
            case InspectionCorrected(title=title):
                self.title = title
                self._opened[""].append(record.position)
            case CycleOpened(cycle=ref, title=title, kind=kind, on=on):
                self.cycles[key(ref)] = Cycle(ref, title, kind, on)
                self._cycles_told[key(ref)] = record.recorded_at
                self._opened[key(ref)] = [record.position]
            case CycleCorrected(cycle=ref) if found := self.cycles.get(key(ref)):
                self._opened[key(ref)].append(record.position)
                self.cycles[key(ref)] = Cycle(
                    found.ref,
                    event.title or found.title,
                    event.kind or found.kind,
                    event.opened_on or found.on,
                )

    def _moves(self, event: Event) -> bool:
        """Whether it can change what is told: what nobody signed off, and what is handed in, cannot."""
        if event.SUBJECT == "recommendation":
            return True
        return event.MOVES_ROW and (self.fold.counts_at_once or not event.awaits_sign_off())

    def _told(self, time_filter: TimeFilter) -> dict[str, list[Change]]:
        """What would have been told through a time filter by what was read so far, of each that was there."""
        day = time_filter.day or ""
        return {
            number: [step for step in steps(recommendation) if step.sort_key[0] <= day]
            for number, recommendation in self.fold.recommendations.items()
            if recommendation.was_there(day)
        }

    def _is_effective(self, cycle: str) -> bool:
        """Whether a cycle, by its key, had been opened by the day."""
        return self.time_filter.is_effective(self.cycles[cycle].on, self._cycles_told[cycle], self.zone)

    @property
    def inspected(self) -> Inspected:
        """The inspection itself."""
        cycles = [cycle for ref, cycle in self.cycles.items() if self._is_effective(ref)]
        return Inspected(self.ref, self.title, tuple(sorted(cycles, key=lambda cycle: last_day(cycle.on))))

    def changes(self) -> Iterator[tuple[str, Change]]:
        """What the publication before did not tell, or told otherwise; nothing where there was none."""
        if self._since is None:
            return
        before = self._told(self._since) if self._before is None else self._before
        told, day = self._told(self.time_filter), self.time_filter.day or ""
        for number in before | told:
            recommendation = self.fold.recommendations[number]
            name = f"{self.ref}/{recommendation.made.number}"
            if number in told:
                found = learned(before.get(number), told[number], recommendation)
                # What the one before told of later days is no news, and is not gone.
                yield from ((name, step) for step in found if step.sort_key[0] <= day)
            else:
                # It turned out to be made later, and has no row any more.
                found = learned(before[number], steps(recommendation), recommendation)
                yield from ((name, step) for step in found if step.field == "made")

    def news(self) -> Iterator[News]:
        """Each change of a status, and what was published and is told otherwise."""
        day = self.time_filter.day or ""
        for number, recommendation in self.fold.recommendations.items():
            now = steps(recommendation)
            retold = self._tellings.retold(number, now)
            yield from news.of_recommendation(self.ref, recommendation, now, day, retold, self._known)

    def published(self, ends: Ends) -> list[Published]:
        """Its recommendations in the order of the register; ``shown`` is what proves them."""
        kinds, day = list(KINDS), self.time_filter.day or ""
        found = []
        for ref, positions_of_it in self._opened.items():
            if not ref or self._is_effective(ref):
                self.tells.update(positions_of_it)
        for number, recommendation in self.fold.recommendations.items():
            history = in_days(self.told.pop(number), self.zone)
            self.shown |= {*proved_positions(history, self.worded)}
            self.tells |= {*history_positions(history, self.worded, day)}
            if recommendation.was_there(day):
                self.shown |= {*recommendation.rests_on(day)}
                found.append(self._published(recommendation, history, ends))
        return sorted(found, key=lambda one: (kinds.index(one.row["kind"]), natural(one.row["number"])))

    def uncertain(self, numbers: Iterable[str]) -> Iterator[str]:
        """Of some of its rows, by number, those that hang on a date that is not known exactly."""
        for number in numbers if self.fold.vague else ():
            if hangs_on_a_date(self.fold.recommendations[key(number)], self.time_filter.day, state=False):
                yield f"{self.ref}/{number}"

    def _published(self, recommendation: Recommendation, history: list[Told], ends: Ends) -> Published:
        # What awaits its second person is not public, nor is it in the working word.
        recommendation.awaiting.clear()
        day, told = self.time_filter.day or "", changes(recommendation)
        story = PublicStory(
            counts_at_once=self.fold.counts_at_once,
            reopening=reopening(told),
            undecided=undecided(recommendation, day),
            known=self.worded,
            leaf_of=self.view.leaf,
        )
        for one in history:
            if one.is_effective(day):
                story.take(one)
        return Published(
            row=as_row(self.ref, recommendation, day),
            history=tuple(story.happenings()),
            shares=tuple(_shares(recommendation, day)),
            links=tuple(
                {"relation": link.relation, "other": link.other, "on": link.on, "why": link.why}
                for link in recommendation.links
                if link.sort_key[0] <= day
            ),
            dates=tuple(
                {"due": word.content, "on": word.on} for word in recommendation.dues.values if word.day <= day
            ),
            steps=tuple(step for step in told if step.sort_key[0] <= day),
            settled_by=tuple(
                position
                for status_change in recommendation.settling(day)
                for position in (status_change.sort_key[1], status_change.corrected)
                if position
            ),
            rests_on=tuple(sorted(set(self.view.shows(recommendation.rests_on(day))))),
            doubts=tuple(one.what for one in doubts(recommendation, ends, day)),
        )


def _shares(recommendation: Recommendation, day: str) -> Iterator[Share]:
    bodies = recommendation.made_to(day)
    for body in bodies if len(bodies) > 1 else ():
        stood = recommendation.at(day, key(body))
        yield Share(body, stood.status, stood.reason, stood.judged_in)
