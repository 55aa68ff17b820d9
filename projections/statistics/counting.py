"""What statistics count, in which groups, and over which period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from events.base import Day, Instant, Names
from events.named import NamedTuple
from ledger.errors import BadInput, NotFound
from ledger.state.vocabulary import Vocabulary
from ledger.times import first_day, last_day
from ledger.validation import key
from projections.base import natural
from projections.model.fold import InspectionFold
from projections.model.recommendation import Recommendation
from projections.statistics.figures import Counted, Period
from projections.statistics.movements import movements

Groups = dict[str, list[Counted]]


class Asked(NamedTuple):
    """Of what statistics are wanted: None wants all.

    ``made_to`` is one body, whose shares are then counted; ``cycle`` is the one a recommendation was made in;
    ``by`` is one of GROUPS. ``kind``, ``answer``, ``priority`` and ``topics`` are as they were added;
    ``answer`` is the last one of a body until the end of the period, and priority and topics, of which any
    will do, are those at its end.
    """

    since: Day | None = None
    until: Day | None = None
    known_at: Instant | None = None
    made_to: str | None = None
    kind: str | None = None
    cycle: str | None = None
    by: str = "inspection"
    answer: str | None = None
    priority: str | None = None
    topics: Names = ()

    def spelt(self, words: Vocabulary) -> Asked:
        """The same, with words as they were added; raises BadInput for one that nobody added."""
        return self._replace(
            kind=self.kind and words.one("kind", self.kind).word,
            answer=self.answer and words.one("answer", self.answer).word,
            priority=self.priority and words.one("priority", self.priority).word,
            topics=tuple(words.one("topic", topic).word for topic in self.topics),
        )

    def want(self, recommendation: Recommendation) -> bool:
        """Whether a recommendation is one of them, whoever it is made to."""
        if self.kind not in (None, recommendation.kind) or not _same(self.cycle, recommendation.cycle):
            return False
        if self.priority is None and not self.topics:
            return True
        classified = recommendation.classification(self.until and last_day(self.until))
        return self.priority in (None, classified.priority) and (
            not self.topics or not set(self.topics).isdisjoint(classified.topics)
        )

    @property
    def shares(self) -> bool:
        """Whether each body's share counts one, rather than the whole."""
        return self.made_to is not None or self.by == "body"


class Grouping(NamedTuple):
    """A way to group: the heading, and the name of the group that something belongs to."""

    heading: str
    name: Callable[[Counted], str]


GROUPS = {
    "inspection": Grouping("Inspection", lambda one: one.inspection),
    "cycle": Grouping("Cycle", lambda one: f"{one.inspection}/{one.recommendation.cycle}"),
    "kind": Grouping("Kind", lambda one: one.recommendation.kind),
    "body": Grouping("Body", lambda one: one.called),
}
"""By what the rows may be."""


def counted(
    folds: Mapping[str, InspectionFold], asked: Asked, *, needs_closing: bool = True
) -> list[Counted]:
    """Whatever counts one, on any day; raises NotFound where no inspection has the cycle.

    What is of a kind that needs no closing moves nothing; without ``needs_closing`` it alone is given, for
    its answers count all the same.
    """
    if asked.cycle is not None and not any(key(asked.cycle) in fold.opened for fold in folds.values()):
        raise NotFound(f"There is no cycle {asked.cycle} here.", "See which there are: scrutiny cycle list")
    called: dict[str, str] = {}
    day = None if asked.until is None else last_day(asked.until)
    found: list[Counted] = []
    for ref, fold in folds.items():
        for recommendation in fold.recommendations.values():
            if recommendation.needs_closing != needs_closing or not asked.want(recommendation):
                continue
            if asked.answer and not any(one.answer == asked.answer for one in recommendation.answers(day)):
                continue
            if not asked.shares:
                moves = tuple(movements(recommendation)) if needs_closing else ()
                found.append(Counted(ref, recommendation, moves))
                continue
            for shares, name in shares_of(recommendation, asked.made_to, day):
                moves = tuple(movements(recommendation, shares)) if needs_closing else ()
                # Whoever has it in the end is who it counts for.
                (holder,) = recommendation.called_on((name,), day)
                known = called.setdefault(recommendation.share(holder), holder)
                found.append(Counted(ref, recommendation, moves, shares, known))
    return found


def shares_of(
    recommendation: Recommendation, body: str | None, day: str | None
) -> list[tuple[Sequence[str], str]]:
    """The shares that count as one, each with its body: all, or those that one body ever had.

    Of several that a body has on the day, or passed on by then, that one counts which the register shows.
    """
    every = list(_shares(recommendation, day))
    if body is None:
        return every
    had = [pair for pair in every if any(recommendation.ever_had(body, share, day) for share in pair[0])]
    shown = recommendation.share_of(body, day) if len(had) > 1 else None
    if shown is None:
        return had
    addressed = recommendation.shares(day)
    return [
        (shares, name)
        for shares, name in had
        if shown in shares or not any(share in addressed for share in shares)
    ]


def _shares(recommendation: Recommendation, day: str | None) -> Iterator[tuple[Sequence[str], str]]:
    """Each share that a body ever was given, with the body; those that one body has on a day are one."""
    bodies = _bodies(recommendation)
    addressed = recommendation.shares(day)
    seen: set[str] = set()
    for share, name in bodies.items():
        if share not in seen:
            shares = recommendation.together(share, day) if share in addressed else (share,)
            seen.update(shares)
            yield shares, name


def grouped(
    some: Sequence[Counted], asked: Asked, period: Period, inspection: str | None, words: Vocabulary
) -> Groups:
    """The groups that had anything by the end of the period, in order; kinds under their labels.

    The inspection that was asked for is one of them in any case.
    """
    how = GROUPS[asked.by]
    labels = labelled({how.name(one) for one in some if one.begins <= period.last}, asked, inspection, words)
    groups: dict[str, list[Counted]] = {name: [] for name in labels}
    for one in some:
        if (name := how.name(one)) in groups:
            groups[name].append(one)
    return {labels[name]: those for name, those in groups.items()}


def labelled(names: Iterable[str], asked: Asked, inspection: str | None, words: Vocabulary) -> dict[str, str]:
    """The labels of groups by their names, in order."""
    there = {*names}
    if inspection and asked.by == "inspection":
        there.add(inspection)
    if asked.by != "kind":
        return {name: name for name in sorted(there, key=natural)}
    in_order = sorted(there, key=words.order)
    return {name: _label(name, in_order, words) for name in in_order}


def _label(kind: str, kinds: Sequence[str], words: Vocabulary) -> str:
    """The label of a kind; with the word behind it, if another kind has the same label."""
    label = words.label("kind", kind)
    same = [other for other in kinds if words.label("kind", other) == label]
    return label if same == [kind] else f"{label} ({kind})"


def period(some: Sequence[Counted], asked: Asked, today: Day) -> Period:
    """From the first day there is, where none was asked, until today; raises BadInput.

    A month is meant whole: from its first day, to its last.
    """
    last = last_day(asked.until or today)
    if asked.since is None:
        return Period(min([last, *(one.begins for one in some)]), last)
    return period_from(asked.since, last)


def period_from(since: Day, last: str) -> Period:
    """The period from a day until a full date; raises BadInput."""
    first = first_day(since)
    if last < first:
        raise BadInput(
            f"The period ends on {last}, before it begins on {first}.",
            "Say --from DATE and a later --to DATE.",
        )
    return Period(first, last)


def last_seen(some: Iterable[Counted], day: str) -> tuple[int, Day | None]:
    """How many of what is there on a day stand as another register had them, and when the last of these was
    seen.
    """
    days = [
        seen for one in some if one.was_there(day) and (seen := one.recommendation.seen_on(day)) is not None
    ]
    return len(days), max(days, default=None)


def _bodies(recommendation: Recommendation) -> dict[str, str]:
    """Every body it was ever made to, by what its share is known by."""
    return {
        recommendation.share(body): body
        for value in reversed(recommendation.addressed.values)
        for body in value.content
    }


def _same(asked: str | None, there: str) -> bool:
    return asked is None or key(asked) == key(there)
