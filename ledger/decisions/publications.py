"""What is shown to the public: what one may ask. See ledger.rules.publications.

It is as of a day that is over or is today: what is to come nobody knows. It tells what is new since the one
before, so none comes between while it is made.
"""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, Instant, Names
from events.publications import PublicationMade
from ledger import validation as words
from ledger.decisions.base import Decision, Outcome, State, made
from ledger.errors import Conflict, Refused
from ledger.policies import PUBLISHER
from ledger.times import last_day

ABOUT = "text about the publication"


def check_day(as_of: Day, today: Day) -> None:
    """Raise Refused for a day, or the end of a month, that has not come."""
    if last_day(as_of) > today:
        raise Refused(
            f"{as_of} is not over: today is {today}.", "Publish as of a day that has come, or leave it out."
        )


class MakePublication(Decision):
    """Take down what was published. ``root`` is base64; ``content``, ``sums`` and ``since`` are hex SHA-256.

    Raises Conflict where another publication was taken down meanwhile.
    """

    ROLES: ClassVar[tuple[str, ...]] = (PUBLISHER,)
    inspections: Names
    as_of: Day
    known_at: Instant
    size: int
    root: str
    content: str
    sums: str
    licence: str
    licence_url: str
    version: str
    also: Names = ()
    since: str | None
    site: str | None = None
    about: str | None = None
    before: int
    """How many publications there were when this was made."""

    def decide(self, state: State) -> Outcome:
        """Outcome, where it does not step behind an earlier one."""
        refs = tuple(state.inspection(ref).ref for ref in self.inspections)
        check_day(self.as_of, state.today)
        if len(state.inspectorate.publications) != self.before:
            raise Conflict("Somebody else published meanwhile.", "Publish again.")
        return made(
            f"publication at size {self.size}",
            PublicationMade(
                inspections=refs,
                as_of=self.as_of,
                known_at=self.known_at,
                size=self.size,
                root=self.root,
                content=self.content,
                sums=self.sums,
                licence=words.line(self.licence, "licence"),
                licence_url=words.address(self.licence_url, "address of a licence"),
                version=self.version,
                also=self.also,
                since=self.since,
                site=None if self.site is None else words.site(self.site),
                about=None if self.about is None else words.prose(self.about, ABOUT),
            ),
        )
