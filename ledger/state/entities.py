"""What there is in an inspection, as those who decide need to know it: the present, without either time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from events.named import NamedTuple
from ledger.state.classification import Classification
from ledger.state.history import History
from ledger.times import certainly_later, certainly_since, first_day, last_day, span
from ledger.validation import key

if TYPE_CHECKING:
    from events.base import Day, Names
    from events.cycles import CycleCorrected, CycleOpened
    from events.disputes import DisputeRaised
    from events.evidence import EvidenceSubmitted
    from events.judgements import JudgementRecorded
    from events.recommendations import RecommendationMade, RecommendationSuperseded, RecommendationWithdrawn
    from ledger.state.bodies import Bodies
    from ledger.state.source import Source


class Cycle:
    """One pass."""

    def __init__(self, opened: CycleOpened) -> None:
        self.ref = opened.cycle
        self.title = opened.title
        self.kind = opened.kind
        self.on = opened.on
        self.closed_on: Day | None = None

    def is_over(self, on: Day) -> bool:
        """Whether it was certainly closed by then: what is of the day of its closing, and recorded later, is
        not in it.
        """
        if self.closed_on is None:
            return False
        return certainly_later(on, self.closed_on) or on == self.closed_on == first_day(on)

    def correct(self, corrected: CycleCorrected) -> None:
        """What it was opened with had been a mistake."""
        self.title = corrected.title or self.title
        self.kind = corrected.kind or self.kind
        self.on = corrected.opened_on or self.on


class Tie(NamedTuple):
    """What a recommendation is to another, as that is written, since a day."""

    relation: str
    other: str
    on: Day


class Voided(NamedTuple):
    """Why something was said to be entered in error, and when that was recorded (empty: not known)."""

    why: str
    recorded_at: str


NONE: Mapping[Any, Any] = {}
"""Nothing of a kind, as most recommendations have of most kinds: one for all, so each that has more gets a
mapping of its own. Any: it has neither keys nor values.
"""


@lru_cache(maxsize=1024)
def shared(keys: frozenset[str]) -> frozenset[str]:
    """The same keys: one for all that have the same."""
    return keys


class Recommendation:
    """What was asked, in every word it ever had. ``made_at`` is the number of its first event.

    ``number`` is the one it has now, ``slot`` what it is known by whatever its number is; ``voided`` says
    that it was entered in error.
    ``gone`` says how it ended, ``withdrawn`` or ``superseded``, on ``gone_on`` and by which ``heirs``.
    ``once_called`` has the right name of each body by the key of a wrong one that it was called by;
    ``asked`` has the keys of the bodies that more evidence was requested of, or an answer is due from, and of
    those that answered or reported.
    ``facts`` has the days of what else was recorded about it and holds: ``J1``, ``E1``, ``D1``…
    ``links`` has each tie by its relation and the key of the other end; ``parts`` are all that ever stood
    under it, by ``made_at``; ``judged_here`` whether anybody ever judged it in this ledger; and ``wholes``
    what it stands under, by the number of the event that says so. ``source`` is what a register said of it
    that it was brought in from, ``answered`` the last answer of each body, by its key.
    """

    # There are many of them, and a dictionary for each is as large as all that is in it.
    __slots__ = (
        "addressed",
        "answered",
        "answers_due",
        "asked",
        "classified",
        "cycle",
        "dues",
        "expectations",
        "facts",
        "gone",
        "gone_on",
        "heirs",
        "judged_here",
        "kind",
        "links",
        "made_at",
        "made_days",
        "made_on",
        "number",
        "once_called",
        "parts",
        "slot",
        "source",
        "texts",
        "voided",
        "wholes",
    )

    def __init__(self, made: RecommendationMade, made_at: int, days: tuple[str, str] | None = None) -> None:
        self.made_days = days = days or span(made.on)
        self.number, self.slot = made.number, key(made.number)
        self.cycle = made.cycle
        self.kind = made.kind
        self.made_on = made.on
        self.made_at = made_at
        self.texts: History[str] = History(made_at)
        self.addressed: History[Names] = History(made_at)
        self.dues: History[Day] = History(made_at)
        self.classified: History[Classification] = History()
        self.texts.put(made.on, made_at, made.text, days)
        self.addressed.put(made.on, made_at, made.made_to, days)
        if made.due is not None:
            self.dues.put(made.on, made_at, made.due, days)
        self.gone: str | None = None
        self.gone_on: Day | None = None
        self.heirs: Names = ()
        self.facts: dict[str, Day] = {}
        self.links: Mapping[tuple[str, str], Tie] = NONE
        self.expectations: Mapping[str, str] = NONE
        self.answers_due: Mapping[str, Day] = NONE
        self.asked: frozenset[str] = frozenset()
        self.judged_here = False
        self.source: Source | None = None
        self.answered: Mapping[str, str] = NONE
        self.once_called: Mapping[str, str] = NONE
        self.voided: Voided | None = None
        self.parts: Mapping[int, Recommendation] = NONE
        self.wholes: Mapping[int, Recommendation] = NONE

    @property
    def days(self) -> list[Day]:
        """The days of what was recorded about it since it was made and holds, but for its end."""
        said: tuple[History[str] | History[Names] | History[Day] | History[Classification], ...] = (
            self.texts,
            self.addressed,
            self.dues,
            self.classified,
        )
        later = [word.on for words in said for word in words.values if word.position != self.made_at]
        return [*self.facts.values(), *later]

    def end(self, event: RecommendationWithdrawn | RecommendationSuperseded, heirs: Names) -> None:
        """It was withdrawn or superseded."""
        self.gone = "superseded" if heirs else "withdrawn"
        self.gone_on, self.heirs = event.on, heirs

    def addressees(self, on: Day) -> dict[str, str]:
        """To whom it is made at the end of a day, by key."""
        word = self.addressed.at(last_day(on)) or self.addressed.values[0]
        return {key(body): body for body in word.content}

    def may_be_made_to(self, on: Day) -> dict[str, str]:
        """To whom it may be made on a day that is known in part, by key."""
        words = self.addressed.between(first_day(on), last_day(on))
        return {key(body): body for word in words for body in word.content} | self.addressees(on)

    def was_addressed(self, body: str, bodies: Bodies | None = None) -> str | None:
        """A body that it is or ever was made to, or that took over from one, as it is called; or None.

        As it is written there, the latest word first.
        """
        names = [name for word in reversed(self.addressed.values) for name in word.content]
        known = next((name for name in names if key(name) == key(body)), None)
        return bodies.as_addressed(names, body, None) if known is None and bodies else known

    def moved(self, to: Day, days: tuple[str, str]) -> None:
        """It had been made on another day than was said."""
        for words in (self.texts, self.addressed, self.dues):
            words.move(to, days)
        self.made_on, self.made_days = to, days


class Evidence:
    """One submission ``about`` a recommendation. ``withdrawn_at`` is the number of what withdrew it, or 0."""

    # There are many of them, and a dictionary for each is as large as all that is in it.
    __slots__ = (
        "about",
        "body",
        "on",
        "ref",
        "withdrawn",
        "withdrawn_at",
        "withdrawn_on",
    )

    def __init__(self, submitted: EvidenceSubmitted, about: Recommendation) -> None:
        self.ref = submitted.evidence
        self.about = about
        self.body = submitted.body
        self.on = submitted.on
        self.withdrawn = False
        self.withdrawn_on: Day | None = None
        self.withdrawn_at = 0

    @property
    def number(self) -> str:
        """The number that the recommendation has now."""
        return self.about.number

    def withdraw(self, on: Day, at: int) -> None:
        """It may not be relied on from a day on, as the event ``at`` says."""
        self.withdrawn, self.withdrawn_on, self.withdrawn_at = True, on, at

    def gone_since(self, judgement: Judgement) -> bool:
        """Whether it was withdrawn after a judgement was recorded, or by the day of that judgement."""
        return self.withdrawn_at > judgement.recorded_at or not self.supports(judgement.on)

    def supports(self, on: Day) -> bool:
        """Whether what was found on a day could rest on it: it was not certainly withdrawn by then."""
        return self.withdrawn_on is None or not certainly_since(on, self.withdrawn_on)


class Judgement:
    """One finding, its author, and its fate: ``awaiting``, ``signed-off``, ``returned`` or ``void``.

    ``made_to`` is the body whose share it judges, None where it judges the whole. ``rationale`` is why, in
    the word that holds, and empty until that was said. ``recorded_at`` is the number of its event.
    """

    # There are many of them, and a dictionary for each is as large as all that is in it.
    __slots__ = (
        "about",
        "by",
        "cycle",
        "evidence",
        "fate",
        "made_to",
        "on",
        "rationale",
        "reason",
        "recorded_at",
        "ref",
        "status",
        "word",
    )

    def __init__(
        self, recorded: JudgementRecorded, by: str, fate: str, recorded_at: int, about: Recommendation
    ) -> None:
        self.recorded_at = recorded_at
        self.ref = recorded.judgement
        self.about = about
        self.cycle = recorded.cycle
        self.made_to = recorded.made_to
        self.rationale = recorded.own_rationale or ""
        self.evidence = recorded.evidence
        self.status, self.reason, self.word = recorded.status, recorded.reason, recorded.word
        self.on = recorded.on
        self.by = by
        self.fate = fate

    @property
    def number(self) -> str:
        """The number that the recommendation has now."""
        return self.about.number


class Dispute:
    """One disagreement; ``outcome`` is None while it goes on."""

    def __init__(self, raised: DisputeRaised, about: Recommendation) -> None:
        self.ref = raised.dispute
        self.about = about
        self.body = raised.body
        self.on = raised.on
        self.outcome: str | None = None

    @property
    def number(self) -> str:
        """The number that the recommendation has now."""
        return self.about.number
