"""What every rule has in common: the state it may look at, and how it answers.

A rule answers with nothing, or with a breach. It is asked of each event that a decision drafts, before that
is recorded, and by ``verify`` (V11) of every event there is. If one side of a link has to be recorded on the
other side, too, a rule notes that as expected.
"""

# Without annotations as text: of each field of a named tuple it would be compiled, at every start.

from collections.abc import Callable, Iterable, Mapping, Sized
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from events.base import Day, Event, InspectionEvent
from ledger.errors import BadInput, LedgerError, NotFound, Refused
from ledger.policies import ADMINISTRATOR, INSPECTOR
from ledger.state.inspection import Inspection
from ledger.state.inspectorate import Inspectorate
from ledger.state.vocabulary import a
from ledger.times import certainly_since, first_day, last_day, when
from ledger.validation import key

if TYPE_CHECKING:
    from events.imports import RecommendationImported
    from ledger.decisions.base import Decision
    from ledger.recovery.machines import Machines
    from ledger.state.entities import Cycle, Recommendation

IMPORTERS = (ADMINISTRATOR, INSPECTOR)
"""Who may bring in a file, and record what its rows say."""

OF_A_ROW = frozenset(
    f"{subject}.{what}"
    for subject, all_of_it in (
        ("recommendation", "made restated readdressed rescheduled classified corrected"),
        ("judgement", "recorded corrected"),
        ("response", "recorded explained due-set"),
    )
    for what in all_of_it.split()
)
"""The names of what a row of a file may bring in."""

AnyEvent = Any  # Any: an event of the class that the table has the rule under


class Breach(NamedTuple):
    """A rule that an event breaks.

    ``audit`` is what ``verify`` reports of it, behind "Event 57 (judgement.signed-off, by ann): ".
    ``message`` and ``remedy`` are for the person whose request it is of, and ``error`` has the exit status.
    Without a message no request drafts such an event; somebody may have written it into the record.
    """

    audit: str
    message: str = ""
    remedy: str = ""
    error: type[LedgerError] = Refused

    def refusal(self) -> LedgerError:
        """The refusal of the request."""
        return self.error(self.message or f"This cannot be recorded: {self.audit}.", self.remedy)


class LinkSide(NamedTuple):
    """An event that ties a recommendation to another or unties it, as its other side foretells it.

    ``name`` is the event's; ``mine`` and ``other`` are what the two are known by, whatever their numbers.
    """

    name: str
    mine: str
    relation: str
    other: str
    why: str | None
    on: str | None


class Expected(NamedTuple):
    """What is reported of an event if the other side did not follow: its position, it, by whom, the words."""

    position: int
    event: AnyEvent
    by: str
    words: str


class Context:
    """The state before one event: the inspectorate, all inspections by their keys, the event's own.

    Of the event itself ``position``, ``by`` whom, ``recorded_at``, and ``shape``, the version it was stored
    with. ``before`` is the position of the event before it. ``expected`` is what the request it is of has yet
    to record. ``machines`` says what clocks gave for the events up to this one, if it corrects a clock. Of a
    draft, which is not recorded yet, ``today`` is the date, and nothing is said of clocks.
    """

    __slots__ = (
        "before",
        "by",
        "expected",
        "inspection",
        "inspections",
        "inspectorate",
        "machines",
        "position",
        "recorded_at",
        "shape",
        "today",
    )

    def __init__(
        self,
        inspectorate: Inspectorate,
        inspections: Mapping[str, Inspection],
        machines: "Machines | None" = None,
        *,
        by: str = "",
        today: str = "",
        position: int = 0,
    ) -> None:
        self.inspectorate = inspectorate
        self.inspections = inspections
        self.machines = machines
        self.inspection = Inspection()
        self.position = self.before = position
        self.by = by
        self.recorded_at = ""
        self.today = today
        self.shape = 1
        self.expected: dict[LinkSide, Expected] = {}

    def find(self, ref: str) -> Inspection | None:
        """An inspection, if it was opened."""
        try:
            inspection = self.inspections[key(ref)]
        except KeyError:
            return None
        return inspection if inspection.version else None

    def recommendation(self, number: str) -> "Recommendation | None":
        """A recommendation of the event's own inspection."""
        return self.inspection.recommendations.get(key(number))

    def expect(self, event: AnyEvent, side: LinkSide, words: str) -> None:
        """The same request has to record the other side; ``words`` say what is wrong if it does not."""
        self.expected[side] = Expected(self.position, event, self.by, words)


Rule = Callable[[Context, AnyEvent], Breach | None]


class Ruled(NamedTuple):
    """The decision that an event comes from, whose roles may record it, and the rules that hold of it."""

    decision: "type[Decision]"
    rules: tuple[Rule, ...]


Table = Mapping[type[Event], Ruled]


def ruled(decision: "type[Decision]", *rules: Rule) -> Ruled:
    """One line of a table, in one call."""
    return Ruled(decision, rules)


def role_was_held(made_by: tuple[str, ...]) -> Rule:
    """Who recorded it had, at that time, one of the roles that the decision takes."""

    def rule(context: Context, event: AnyEvent) -> Breach | None:
        if context.inspection.row_facts and isinstance(event, InspectionEvent):
            return of_no_row(context, event) or no_role(context.inspectorate, context.by, IMPORTERS)
        return no_role(context.inspectorate, context.by, made_by)

    return rule


def facts_of_a_row(row: "RecommendationImported") -> LinkSide:
    """What is expected behind a row that is brought in."""
    return LinkSide("", f"{row.inspection}/{row.number}", row.sheet, str(row.row), None, None)


def of_no_row(context: Context, event: AnyEvent) -> Breach | None:
    """Behind a row that is brought in follows what it says of its recommendation, and nothing else."""
    inspection = context.inspection
    row = inspection.row
    if row is None:
        return None
    expected = context.expected.get(side := facts_of_a_row(row))
    same = expected and (expected.by, inspection.ref) == (context.by, event.inspection)
    if not same or event.NAME not in OF_A_ROW or event.fields.get("number", row.number) != row.number:
        return Breach(f"it stands where what row {row.row} of {row.file} brings in was due")
    if inspection.row_facts == 1:
        del context.expected[side]
    return None


def as_published(context: Context, what: str) -> bool:
    """Whether the event is of a row that is taken as it was published, though no rule allows that."""
    inspection = context.inspection
    return bool(inspection.row_facts and inspection.row and what in inspection.row.as_published)


def no_role(inspectorate: Inspectorate, by: str, made_by: tuple[str, ...]) -> Breach | None:
    """Somebody is registered and has one of these roles."""
    roles = inspectorate.roles.get(by)
    if roles is None:
        return Breach(
            f"{by} was not registered then",
            f"{by} is not registered in this ledger.",
            "An administrator registers people: scrutiny person register ID --name NAME --role ROLE",
        )
    if not roles.isdisjoint(made_by):
        return None
    needed = " or ".join(made_by)
    return Breach(
        f"it takes the role {needed}, which {by} had not then",
        f"{by} may not do this: it takes the role {needed}.",
        f"An administrator grants roles: scrutiny person grant {by} {made_by[0]}",
    )


def day_had_come(names: tuple[str, ...]) -> Rule:
    """What had not happened was not recorded: these fields are no days to come, in whichever time zone."""

    def rule(context: Context, event: AnyEvent) -> Breach | None:
        recorded, today = context.recorded_at, context.today
        for name in names:
            day = event.__dict__[name]
            if not day or (not today and day < recorded[: len(day)]):
                continue
            if day > (today or _latest_date(recorded[:13]))[: len(day)]:
                return Breach(
                    f"its date {day} had not come when it was recorded, at {recorded}",
                    f"The {CALLED.get(name, 'date')} {day} is in the future: today is {today}.",
                    "Record it when it has happened.",
                )
        return None

    return rule


CALLED = {"made_on": "day it was made"}
"""What a field that has a day is called in a sentence, if not the date."""


@lru_cache(maxsize=64)
def _latest_date(hour: str) -> str:
    """The latest date that it was anywhere on earth in an hour of UTC, ``2026-11-22T10``."""
    try:
        return str((datetime.fromisoformat(f"{hour}:00") + timedelta(hours=14)).date())
    except (ValueError, OverflowError):
        return hour[:10]


def missing(inspection: Inspection, what: str, ref: str) -> Breach:
    """There is no such thing in an inspection."""
    if what == "recommendation" and (found := inspection.entered_in_error(ref)):
        return in_error(inspection.ref, found.number, *(found.voided or ("", "")))
    return Breach(
        f"there was no {what} {ref}",
        f"{inspection.ref} has no {what} {ref}.",
        _SEE[what].format(inspection=inspection.ref, ref=ref),
        NotFound,
    )


def in_error(ref: str, number: str, why: str, recorded_at: str) -> Breach:
    """A recommendation was entered in error."""
    recorded = f", as was recorded on {recorded_at[:10]}" if recorded_at else ""
    return Breach(
        f"recommendation {number} had been entered in error",
        f"Recommendation {number} of {ref} was entered in error{recorded}: {full_stop(why)}",
        f"What was recorded of it: scrutiny trail {ref} {number}. If it was no error: "
        f"scrutiny recommendation unvoid {ref} {number} --why W",
        NotFound,
    )


def full_stop(text: str) -> str:
    """A text with a full stop."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


_SEE = {
    "recommendation": "See which there are: scrutiny register {inspection}",
    "cycle": "Open it first: scrutiny cycle open {inspection} {ref} --title …",
    "evidence": "See what was handed in: scrutiny trail {inspection}",
    "judgement": "See what was judged: scrutiny trail {inspection}",
    "dispute": "See which there are: scrutiny trail {inspection}",
}
"""What to do about a thing that is not there."""


def misnamed(what: str, ref: str, said: str) -> Breach | None:
    """What was given a ref is called by it ever after, in the same letters."""
    return None if ref == said else Breach(f"{what} {ref} is called {said}")


def absent(inspection: Inspection, there: Mapping[str, Any], what: str, ref: str) -> Breach | None:
    """It is there and called so. Any: each thing of an inspection has its ref."""
    item = there.get(key(ref))
    if item is None:
        return missing(inspection, what, ref)
    if what in ("evidence", "judgement", "dispute") and item.about.voided:
        return in_error(inspection.ref, item.about.number, *item.about.voided)
    name = item.number if what == "recommendation" else item.ref
    return misnamed("the cycle" if what == "cycle" else what, name, ref)


def standing(inspection: Inspection, number: str, on: str | None = None) -> Breach | None:
    """What keeps a recommendation from being there and active, on a day or at all."""
    found = inspection.recommendations.get(key(number))
    if found is None or found.number != number:
        return absent(inspection, inspection.recommendations, "recommendation", number)
    if found.gone_on and (on is None or certainly_since(on, found.gone_on)):
        return Breach(
            f"recommendation {found.number} was {found.gone}",
            f"Recommendation {found.number} of {inspection.ref} was {found.gone} {when(found.gone_on)}.",
            f"If that was an error: scrutiny recommendation correct {inspection.ref} {found.number} "
            "--void end --why W",
        )
    return None


def closed(inspection: Inspection, ref: str, on: str | None = None) -> Breach | None:
    """What keeps a cycle from being there and open, on a day or at all."""
    cycle = inspection.cycles.get(key(ref))
    if cycle is None:
        return missing(inspection, "cycle", ref)
    if cycle.closed_on and (on is None or cycle.is_over(Day(on))):
        return Breach(
            f"the cycle {cycle.ref} was closed",
            f"The cycle {cycle.ref} of {inspection.ref} was closed {when(cycle.closed_on)}.",
            f"Record it in a cycle that is open. {how_to_reopen(inspection, cycle)}",
        )
    return misnamed("the cycle", cycle.ref, ref)


def unknown(word: str, known: Iterable[str], what: str, audit: str = "") -> Breach | None:
    """A word is one of those that the inspectorate knows; ``audit`` is ``verify``'s word for it."""
    if word in known:
        return None
    return Breach(
        f"{word!a} is no {audit or what}",
        f"{word!r} is no {what}.",
        f"Give one of {', '.join(known)}.",
        BadInput,
    )


def unusable(context: Context, vocabulary: str, word: str, what: str, audit: str = "") -> Breach | None:
    """A word is one of a vocabulary that may be used for something new."""
    words = context.inspectorate.vocabulary
    found = words.find(vocabulary, word)
    if found is None or not found.retired or found.word != word:
        return unknown(word, words.usable(vocabulary), what, audit)
    return Breach(
        f"the word {word!a} for {a(vocabulary)} had been retired",
        f"The word {word!r} for {a(vocabulary)} is retired: it is for nothing new.",
        "Give another, or add it again: scrutiny vocabulary add",
    )


def out_of_turn(ref: str, letter: str, there: Sized) -> Breach | None:
    """Refs are given in turn: J1, J2…"""
    due = f"{letter}{len(there) + 1}"
    return None if ref == due else Breach(f"it is called {ref}, where {due} was due")


ON = "Give the day it took effect: --on DATE"
"""What to do about a day that cannot be, of most of what takes effect on one."""


def too_early(on: str, earliest: str, what: str, remedy: str = ON) -> Breach | None:
    """A day does not certainly come before another; ``what`` says what happened on that other day.

    Of what is known to the month or the year alone, no day in it is known to be before it.
    """
    if not precedes(on, earliest):
        return None
    said = f"The date {on} is before {what} {when(earliest)}."
    return Breach(f"its date {on} is before {what}", said, remedy)


def outside(on: str, inspection: Inspection, cycle: "Cycle", remedy: str) -> Breach | None:
    """A day is neither before a cycle was opened nor after it was closed."""
    if early := too_early(on, cycle.on, f"the cycle {cycle.ref} was opened", remedy):
        return early
    if cycle.closed_on is None or not precedes(cycle.closed_on, on):
        return None
    return Breach(
        f"its date {on} is after the cycle {cycle.ref} was closed",
        f"The date {on} is after the cycle {cycle.ref} was closed {when(cycle.closed_on)}.",
        f"{remedy}. {how_to_reopen(inspection, cycle)}",
    )


def how_to_reopen(inspection: Inspection, closed: "Cycle") -> str:
    """The remedy of what belongs into a cycle that was closed."""
    return f"If closing it was an error: scrutiny cycle reopen {inspection.ref} {closed.ref} --why W"


def precedes(on: str, earliest: str) -> bool:
    """Whether a day certainly comes before another, each of which may be known in part."""
    # As text, a month sorts before its days, and a day of which only the end is known before all.
    return on < earliest and last_day(on) < first_day(earliest)
