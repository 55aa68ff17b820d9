"""What is shown to the public.

1. A publication is of inspections that are there, each once, and of a tree no smaller than any before.
2. Its licence says a name, and where its text is on the web; the site it is for, if any, is a folder there.
3. It is as of a day that is over or is today: what is to come nobody knows.
4. It tells what is new since the one before, so none comes between while it is made.
"""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, Instant, Names
from events.publications import PublicationMade
from ledger import validation as words
from ledger.decisions.base import Decision, Made, Past, made
from ledger.errors import BadInput, Conflict, Refused
from ledger.policies import PUBLISHER
from ledger.times import last_day


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
    before: int
    """How many publications there were when this was made."""

    def decide(self, past: Past) -> Made:
        """Made, where it does not step behind an earlier one."""
        refs = tuple(past.inspection(ref).ref for ref in self.inspections)
        if len(set(refs)) < len(refs):
            raise BadInput("An inspection was said twice.", "Say each once.")
        check_day(self.as_of, past.today)
        before = past.inspectorate.publications
        if len(before) != self.before:
            raise Conflict("Somebody else published meanwhile.", "Publish again.")
        if before and self.size < before[-1].size:
            raise Refused(
                f"A publication of {words.so_many_events(before[-1].size)} was made already, and "
                f"this would be of {self.size}.",
                f"Rebuild that publication: scrutiny publish --again {before[-1].size} --output FOLDER",
            )
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
            ),
        )
