"""What was shown to the public."""

from __future__ import annotations

from events.publications import PublicationMade
from ledger import validation as words
from ledger.decisions.publications import MakePublication
from ledger.errors import BadInput
from ledger.rules.base import Breach, Context, Table, ruled
from ledger.validation import key, so_many_events


def it_is_no_smaller_than_the_last(context: Context, event: PublicationMade) -> Breach | str | None:
    """A publication has no fewer events than the one before, and some."""
    before = context.inspectorate.publications
    least = before[-1].size if before else 1
    return f"it is of {so_many_events(event.size)}, where {least} were due" if event.size < least else None


def it_is_of_what_is_there(context: Context, event: PublicationMade) -> Breach | str | None:
    """It is of inspections that were open then, each once."""
    for ref in event.inspections:
        if context.find(ref) is None:
            return f"there was no inspection {ref}"
    twice = len({key(ref) for ref in event.inspections}) < len(event.inspections)
    return "it names an inspection twice" if twice else None


def licence_is_said(_: Context, event: PublicationMade) -> Breach | str | None:
    """Its licence has a name and an address."""
    said = event.licence.strip() and event.licence_url.startswith(("https://", "http://"))
    return None if said else "its licence is not said"


def its_site_is_a_folder_on_the_web(_: Context, event: PublicationMade) -> Breach | str | None:
    """If it says where it lies, that is an address, as it is written down."""
    try:
        right = event.site is None or words.site(event.site) == event.site
    except BadInput:
        right = False
    return None if right else "its site is no address of a folder on the web"


RULES: Table = {
    PublicationMade: ruled(
        MakePublication,
        it_is_no_smaller_than_the_last,
        it_is_of_what_is_there,
        licence_is_said,
        its_site_is_a_folder_on_the_web,
    ),
}
