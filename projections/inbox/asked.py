"""What an inbox is asked for: whose tasks, of what, on which day and how far ahead."""

from __future__ import annotations

from events.base import Day
from events.named import NamedTuple
from ledger import times
from ledger.errors import Refused
from ledger.ledger import Ledger
from ledger.state.inspectorate import Inspectorate
from projections.inbox.horizon import SOON, horizon
from projections.rows import Filters, asked_of


class Asked(NamedTuple):
    """Tasks of a person, or (None) of anybody; of one inspection, or (None) of all; until a day."""

    person: str | None
    inspection: str | None
    filters: Filters
    today: Day
    until: Day
    settings: Inspectorate

    @property
    def caption(self) -> str:
        """The question in words."""
        said = [
            f"What waits for {self.person or 'anybody'}" + (f" in {self.inspection}" * bool(self.inspection))
        ]
        said += [
            *asked_of(self.filters, self.settings.vocabulary),
            f"{self.today}, and falls due by {self.until}",
        ]
        return ", ".join(said)


def asked(
    ledger: Ledger,
    person: str | None = None,
    *,
    inspection: str | None = None,
    filters: Filters = Filters(),
    within: str = SOON,
) -> Asked:
    """The question as it is meant today.

    Raises Refused for a person who is unknown, NotFound for an inspection that is not there, BadInput for a
    word that nobody added, or a horizon (``within``) that cannot be read.
    """
    settings = ledger.inspectorate()
    filters = filters.spelt(settings.vocabulary)
    inspection = None if inspection is None else ledger.ref(inspection)
    if person is not None and person not in settings.roles:
        raise Refused(
            f"{person} is not registered in this ledger.",
            "See who is: scrutiny person list. "
            "An administrator registers people: scrutiny person register ID --name NAME --role ROLE",
        )
    today = times.today(ledger.clock(), settings.time_zone)
    return Asked(person, inspection, filters, today, horizon(within, today), settings)
