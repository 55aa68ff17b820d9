"""One inspection of an edition while its stream is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache

from events.base import Event, Instant
from events.judgements import JudgementRecorded, JudgementSignedOff
from ledger.records import Record
from ledger.state.inspectorate import Inspectorate
from ledger.validation import key
from projections.base import Cycles, TimeFilter, number_order
from projections.model.abouts import About, Abouts, slot_now
from projections.model.changes import Change, steps
from projections.model.doubts import Ends
from projections.model.effective_day import Told, in_days
from projections.model.fold import InspectionFold
from projections.model.own_words import Added
from projections.model.recommendation import Recommendation
from projections.model.uncertain import hangs_on_a_date
from projections.model.worded import Worded
from projections.publication import feed_entries
from projections.publication.edition import Inspected, Published, Terms
from projections.publication.editions import Tallied, tally
from projections.publication.entered_in_error import EnteredInError
from projections.publication.feed_entries import Known
from projections.publication.feed_entry import FeedEntry
from projections.publication.in_view import InView
from projections.publication.inspection_changes import Before, changes, told_until
from projections.publication.inspection_rows import Rows
from projections.publication.news import Beside, News
from projections.publication.opened import Opened
from projections.publication.published_before import PublishedBefore
from projections.publication.story import PublicStory, history_positions, proved_positions

Tell = Callable[[int], object]
"""Is told how many more events were read, or files written."""


class InspectionGathering:
    """One inspection while it is read."""

    def __init__(
        self,
        ref: str,
        terms: Terms,
        told: Sequence[TimeFilter],
        settings: Inspectorate,
        view: InView,
        added: Added,
    ) -> None:
        self._words, self._added = settings.vocabulary.known(terms.known_at), added
        self.view = view
        self.ref, self.time_filter, self.zone = ref, terms.time_filter, settings.time_zone
        self.fold = InspectionFold.of(settings, terms.known_at)
        self._opened = Opened(terms.time_filter, settings.time_zone)
        self.worded = Worded()
        self.told: dict[str, list[tuple[Record, About]]] = {}
        self.proved: set[int] = set()
        self.history: set[int] = set()
        self.news: list[News] = []
        self._since = None if terms.since is None else TimeFilter(*terms.since)
        self._before: dict[str, list[Change]] | None = None
        # By what the publication before knew, for what the bodies of a row were called there.
        known = terms.since is not None and settings.bodies
        self._then = InspectionFold.of(settings, terms.since[1]) if known and terms.since else None
        self._published_before = PublishedBefore(told)
        self._published_at = [time_filter.known_at or "" for time_filter in told]
        self._judged: dict[str, int] = {}
        self._known = Known({}, {})
        # Once the stream is read they are the same for all that is told of them.
        self._steps_of = cache(steps)

    def read(self, tell: Tell) -> None:
        """Take in its stream, as far as it is in the tree and was known."""
        time_filter, fold = self.time_filter, self.fold
        abouts, there = Abouts(Cycles.read(self.view, self.ref, time_filter)), fold.recommendations.by_slot
        for record in self.view.stream(self.ref):
            tell(1)
            self.worded.take(record)
            if not time_filter.includes(record):
                continue
            if self._then and self._since and self._since.includes(record):
                self._then.apply(record.event, record.position, record.recorded_at)
            # No recorded time steps back, so from here on all of it is news.
            if self._since is not None and self._before is None and not self._since.includes(record):
                self._before = told_until(fold, self._since)
            self._published_before.meet(record, there)
            self._opened.take(record)
            self._take(record)
            fold.apply(record.event, record.position, record.recorded_at)
            about = abouts.of(record)
            if about.slot is not None:
                self.told.setdefault(about.slot, []).append((record, about))
                if self._moves(record.event):
                    for slot in self._moved(about.slot):
                        self._published_before.touch(slot, record)
        self._published_before.end(there)
        self._move_evidence()

    def _move_evidence(self) -> None:
        """What was handed in is told of with what it is really for."""
        moved = self.fold.evidence_moved
        for slot in list(self.told) if moved else ():
            for one in list(self.told[slot]):
                right = slot_now(one[0].event, one[1], moved)
                if right is not None and right != slot:
                    self.told[slot].remove(one)
                    self.told.setdefault(right, []).append(one)
        for told in self.told.values() if moved else ():
            told.sort(key=lambda one: one[0].position)

    def _take(self, record: Record) -> None:
        self._known.recorded[record.position] = record.recorded_at
        match record.event:
            case JudgementRecorded(judgement=ref):
                self._judged[ref] = record.position
            case JudgementSignedOff(judgement=ref):
                self._known.signed[self._judged[ref]] = record.position

    def _moves(self, event: Event) -> bool:
        """Whether it can change what is told: what nobody signed off, and what is handed in, cannot."""
        if event.SUBJECT == "recommendation":
            return True
        if isinstance(event, JudgementRecorded) and event.judgement in self.fold.imported:
            return True
        return event.MOVES_ROW and (not self.fold.sign_off_required or not event.awaits_sign_off())

    def _moved(self, slot: str) -> Iterator[str]:
        """The slots of a recommendation and of all that it ever stood under."""
        found = [slot]
        for at in found:
            yield at
            with suppress(KeyError):  # it may have been entered in error
                wholes = (self.fold.recommendations.at(at).wholes or {}).values()
                found += [whole.slot for whole in wholes if whole.slot not in found]

    @property
    def inspected(self) -> Inspected:
        """The inspection itself."""
        return Inspected(self.ref, self._opened.title, self._opened.effective_cycles())

    def changes(self) -> Iterator[tuple[str, Change]]:
        """What the publication before did not tell, or told otherwise; nothing where there was none."""
        if self._since is not None:
            told = told_until(self.fold, self._since) if self._before is None else self._before
            before = Before(self._since, told, self._then)
            yield from changes(self.ref, self.fold, before, self.time_filter, self._known.recorded, self.zone)
            known_at = self._since.known_at or ""
            yield from self._entered_in_error.changes_back(self.ref, known_at, self.zone)

    def tallied(self) -> Iterator[Tallied]:
        """Each change, to be counted for the edition that told it first; asked for once it is published."""
        day = self.time_filter.day or ""
        for void in self._entered_in_error.now():
            yield "voided", self._known.recorded[void.position], ""
        for number, recommendation in self.fold.recommendations.items():
            now = self._steps_of(recommendation)
            yield from tally(now, self._published_before.corrections(number, now), self._known, day)
        for one in self._beside():
            yield one.event, one.known, one.day

    @property
    def _entered_in_error(self) -> EnteredInError:
        return EnteredInError(self.fold.voids, self._known.recorded, self._published_at)

    def _beside(self) -> Iterator[News]:
        for one in self.news:
            once = one.once
            if once is None or any(once <= published < one.known for published in self._published_at):
                yield one

    def feed_entries(self) -> Iterator[FeedEntry]:
        """Each change of a status, and what was published and is told otherwise."""
        day = self.time_filter.day or ""
        yield from self._entered_in_error.entries(self.ref)
        for number, recommendation in self.fold.recommendations.items():
            now = self._steps_of(recommendation)
            corrections = self._published_before.corrections(number, now)
            yield from feed_entries.of_recommendation(
                self.ref, recommendation, now, day, corrections, self._known, self._words
            )

    def addressed(self) -> set[str]:
        """Who its recommendations were ever made to, and who took over from those, by identity."""
        found = {
            recommendation.share(body)
            for recommendation in self.fold.recommendations.values()
            for value in recommendation.addressed.values
            for body in value.content
        }
        bodies = self.fold.bodies
        return found.union(*map(bodies.successors, found)) if bodies else found

    def changes_beside(self) -> Iterator[tuple[str, Change]]:
        """What the publication before did not tell of evidence, disputes, answers and reports."""
        if self._since is not None:
            yield from (one.change() for one in self.news if one.is_new_since(self._since))

    def entries_beside(self) -> Iterator[FeedEntry]:
        """Each of these, and words that a publication had and that were withdrawn from view."""
        yield from (one.entry() for one in self._beside())

    def published(self, ends: Ends) -> list[Published]:
        """Its recommendations in the order of the register; ``proved`` is what proves them."""
        kinds, day = self.fold.words, self.time_filter.day or ""
        found = []
        rows = Rows(
            self.ref, day, self.fold, self.view, self.worded, self._words, self._added, self._steps_of
        )
        self.history.update(self._opened.positions())
        # What awaits its second person is not public, nor is it in the working word, of what has it as a part
        # either.
        for recommendation in self.fold.recommendations.values():
            recommendation.awaiting.clear()
        # What was entered in error is told of by what says so alone.
        self.proved |= {*self.fold.voids.said}
        for number, recommendation in self.fold.recommendations.items():
            recorded = in_days(self.told.pop(number), self.zone)
            history = list(ends.told(self.ref, recommendation, recorded))
            told_of = {told.record.position for told in history}
            # What a row can follow from is shown, whatever it names.
            shown = (one for one in recorded if one.record.position in told_of or one.record.event.MOVES_ROW)
            self.proved |= {*proved_positions(shown, self.worded)}
            self.history |= {*history_positions(history, self.worded, day)}
            if recommendation.was_there(day):
                self.proved |= {*recommendation.rests_on(day)}
                effective = [told for told in history if told.is_effective(day)]
                story = rows.story(recommendation, effective)
                self.news += self._news(recommendation, effective, story)
                found.append(rows.published(recommendation, story, ends))
        return sorted(found, key=lambda one: (kinds.order(one.row["kind"]), number_order(one.row["number"])))

    def _news(
        self, recommendation: Recommendation, history: list[Told], story: PublicStory
    ) -> Iterator[News]:
        """What happened beside its status, and words that were withdrawn from view."""
        renumbered = self._known.recorded.get(recommendation.filed.get("number", 0), Instant(""))
        of = self.ref, recommendation.number
        beside = Beside(of, history, self.view.withdrawal, renumbered, self.zone)
        yield from beside.happened(story)
        yield from beside.withdrawn(lambda position: position in self.proved or position in self.history)

    def uncertain(self, numbers: Iterable[str]) -> Iterator[str]:
        """Of some of its rows, by number, those that hang on a date that is not known exactly."""
        for number in numbers if self.fold.vague else ():
            if hangs_on_a_date(self.fold.recommendations[key(number)], self.time_filter.day, state=False):
                yield f"{self.ref}/{number}"
