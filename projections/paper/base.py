"""What a committee paper says, as data: every writer writes this, and nothing else."""

# Without annotations as text: of each field of a named tuple it would be compiled, at every start.

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from events.base import Day, Instant
from ledger.state.vocabulary import Vocabulary
from projections.base import Item, TimeFilter
from projections.statistics.figures import Figures
from projections.statistics.moves import Column


class Question(NamedTuple):
    """What a paper is asked for: an inspection (None: all), a body (None: all), the first day of its period
    (None: see ``since``), both times, and the site on which the pages are (None: that of the publications).
    """

    inspection: str | None = None
    made_to: str | None = None
    since: Day | None = None
    time_filter: TimeFilter = TimeFilter()
    site: str | None = None


class Since(NamedTuple):
    """The first full date of the period, why it begins there, in a sentence, and until when readers were told
    of the days before it: what was recorded later about these is news.
    """

    first: str
    why: str
    told: Instant


class Link(NamedTuple):
    """Where a recommendation can be read: its page and its source, addresses; None if nobody knows one."""

    page: str | None = None
    source: str | None = None
    place: str | None = None


class Listed(NamedTuple):
    """A recommendation, or one body's share of it, in its one place in the paper.

    ``row`` is that of the register, ``standing`` what its status is called, ``shares`` what each of several
    bodies has, if they differ. ``first_due`` is the date it had first, ``due`` the present one, ``overdue``
    by how many days that has passed, 0 if it has not. ``notes`` are sentences on how sure all of this is.
    """

    row: Item
    standing: str
    link: Link
    first_due: Day | None
    due: Day | None
    overdue: int = 0
    shares: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()

    @property
    def inspection(self) -> str:
        """The ref of its inspection."""
        return str(self.row["inspection"])

    @property
    def name(self) -> str:
        """``OCSAE/3``."""
        return f"{self.inspection}/{self.row['number']}"


class Moved(NamedTuple):
    """A movement of the period: what it was, and what it adds to a column of the figures (None: to none).

    ``on`` is its day as it was recorded, or the two between which it is. ``body`` is whose share moved, empty
    for the whole. ``reason`` is what it was closed as, and ``why`` what the inspectorate says of that, both
    empty if it was not closed. ``now`` is how it stands by the end, empty if it is not there.
    """

    inspection: str
    number: str
    text: str
    made_to: Sequence[str]
    link: Link
    what: str
    column: Column | None
    counts: int
    on: Day | tuple[str, str]
    body: str = ""
    reason: str = ""
    why: str = ""
    now: str = ""

    @property
    def name(self) -> str:
        """``OCSAE/3``."""
        return f"{self.inspection}/{self.number}"


class Extension(NamedTuple):
    """A due date that took another's place: when, for which reason, and who allowed it (a role or board).

    ``days`` is by how many days it is later, below 0 earlier; None if the dates do not say. ``recent`` says
    that it took effect in the period.
    """

    inspection: str
    number: str
    link: Link
    before: Day | None
    after: Day | None
    on: Day
    why: str
    approved_by: str
    days: int | None
    recent: bool

    @property
    def name(self) -> str:
        """``OCSAE/3``."""
        return f"{self.inspection}/{self.number}"


class LateAnswer(NamedTuple):
    """An answer that a body gave late, or has not given: by how many days, None if the dates do not say.

    ``counts`` says that it is among those of the figures, which are due in the period.
    """

    inspection: str
    number: str
    link: Link
    body: str
    due: Day
    given_on: Day | None
    days: int | None
    counts: bool

    @property
    def name(self) -> str:
        """``OCSAE/3``."""
        return f"{self.inspection}/{self.number}"


class News(NamedTuple):
    """What was recorded since about the days before the period: how something stood at their end, by what was
    known then and by what is known now; of both what is not the same (None: it was not there).
    """

    inspection: str
    number: str
    link: Link
    then: Sequence[str] | None
    now: Sequence[str] | None
    counts: int

    @property
    def name(self) -> str:
        """``OCSAE/3``."""
        return f"{self.inspection}/{self.number}"


class Paper(NamedTuple):
    """Everything.

    ``day`` is the full date of how things stood, ``known_at`` by when it was known. Each row of the register
    is in one of ``overdue``, ``live``, ``done``, ``earlier`` (closed before the period) and ``no_closing``
    (of a kind that needs none). ``moved`` are the movements of the period, all that its figures count.
    ``news`` is what was recorded since about the days before it.
    ``body`` is what the body is called, None for all; ``titles`` are those of the inspections, by ref.
    """

    publisher: str
    inspection: str | None
    body: str | None
    titles: Mapping[str, str]
    day: str
    known_at: Instant
    since: Since
    figures: Figures
    overdue: Sequence[Listed]
    live: Sequence[Listed]
    done: Sequence[Listed]
    earlier: Sequence[Listed]
    no_closing: Sequence[Listed]
    moved: Sequence[Moved]
    extensions: Sequence[Extension]
    late: Sequence[LateAnswer]
    news: Sequence[News]
    words: Vocabulary
    origin: str
    events: int
    site: str | None = None
    practice_of: str = ""
    notes: Sequence[str] = ()

    @property
    def listed(self) -> Sequence[Listed]:
        """Every row, each once."""
        return (*self.overdue, *self.live, *self.done, *self.earlier, *self.no_closing)
