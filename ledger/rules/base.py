"""What every rule has in common: the state it may look at, and how it answers.

A rule answers with nothing, or with a breach. It is asked of each event that a decision drafts, before that
is recorded, and by ``verify`` (V11) of every event there is. If one side of a link has to be recorded on the
other side, too, a rule notes that as expected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from events.base import Event, InspectionEvent
from events.named import NamedTuple
from events.personal_keys import PersonKeyEnrolled
from ledger.errors import LedgerError, Refused
from ledger.policies import ADMINISTRATOR, APPROVER, INSPECTOR
from ledger.state.inspection import Inspection
from ledger.state.inspectorate import Inspectorate
from ledger.validation import key

if TYPE_CHECKING:
    from events.imports import RecommendationImported
    from ledger.decisions.base import Decision
    from ledger.recovery.machines import Machines
    from ledger.state.entities import Recommendation

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
        machines: Machines | None = None,
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

    def recommendation(self, number: str) -> Recommendation | None:
        """A recommendation of the event's own inspection."""
        return self.inspection.recommendations.found(number)

    def expect(self, event: AnyEvent, side: LinkSide, words: str) -> None:
        """The same request has to record the other side; ``words`` say what is wrong if it does not."""
        self.expected[side] = Expected(self.position, event, self.by, words)


Rule = Callable[[Context, AnyEvent], Breach | None]


class Ruled(NamedTuple):
    """The decision that an event comes from, whose roles may record it, and the rules that hold of it."""

    decision: type[Decision]
    rules: tuple[Rule, ...]


Table = Mapping[type[Event], Ruled]


def ruled(decision: type[Decision], *rules: Rule) -> Ruled:
    """One line of a table, in one call."""
    return Ruled(decision, rules)


def role_was_held(made_by: tuple[str, ...]) -> Rule:
    """Who recorded it had, at that time, one of the roles that the decision takes."""

    def rule(context: Context, event: AnyEvent) -> Breach | None:
        if context.inspection.row_facts and isinstance(event, InspectionEvent):
            wrong = of_no_row(context, event) or no_role(context.inspectorate, context.by, IMPORTERS)
            return wrong or _unsigned(context, event)
        return no_role(context.inspectorate, context.by, made_by) or _unsigned(context, event)

    return rule


def facts_of_a_row(row: RecommendationImported) -> LinkSide:
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
            "See who is: scrutiny person list. "
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


def _unsigned(context: Context, event: AnyEvent) -> Breach | None:
    return no_key(context, event) if context.inspectorate.needs_keys else None


def no_key(context: Context, event: AnyEvent) -> Breach | None:
    """If signatures are required, only who has a key may record; but for the first key, of who enrols it."""
    by = context.by
    if context.inspectorate.personal_keys.get(by):
        return None
    if not context.inspectorate.keys_ever and isinstance(event, PersonKeyEnrolled) and event.person == by:
        return None
    return Breach(
        f"{by} had no key then, and signatures were required",
        f"{by} may record nothing yet: in this ledger everybody signs, and {by} has no key.",
        f"An administrator enrols one: scrutiny person enrol {by} --ssh-key FILE",
    )


def another_approver(context: Context, author: str = "") -> str:
    """Who may do what a second person has to: the approvers but the one who asks and the author."""
    out = {context.by, author}
    others = [
        person
        for person, roles in context.inspectorate.roles.items()
        if APPROVER in roles and person not in out
    ]
    if others:
        return f"Ask another approver: {', '.join(others)}."
    return "There is no other approver yet: scrutiny person register ID --name NAME --role approver"
