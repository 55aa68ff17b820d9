"""What was shown to the public.

1. A publication is of inspections that are there, each once, and of a tree no smaller than any before.
2. Its licence says a name, and where its text is on the web; the site it is for, if any, is a folder there.
3. What the publisher says about it, if anything, is a text as it is written down.
"""

from __future__ import annotations

from events.publications import PublicationMade
from ledger import validation as words
from ledger.decisions.publications import ABOUT, MakePublication
from ledger.errors import BadInput
from ledger.rules.base import Breach, Context, Table, ruled
from ledger.validation import key, so_many_events


def it_is_no_smaller_than_the_last(context: Context, event: PublicationMade) -> Breach | None:
    """A publication has no fewer events than the one before, and some."""
    before = context.inspectorate.publications
    least = before[-1].size if before else 1
    if event.size >= least:
        return None
    audit = f"it is of {so_many_events(event.size)}, where {least} were due"
    if not before:
        return Breach(audit)
    return Breach(
        audit,
        f"A publication of {so_many_events(least)} was made already, and this would be of {event.size}.",
        f"Rebuild that publication: scrutiny publish --again {least} --output FOLDER",
    )


def it_is_of_what_is_there(context: Context, event: PublicationMade) -> Breach | None:
    """It is of inspections that were open then, each once."""
    for ref in event.inspections:
        if context.find(ref) is None:
            return Breach(f"there was no inspection {ref}")
    if len({key(ref) for ref in event.inspections}) == len(event.inspections):
        return None
    return Breach(
        "it names an inspection twice", "An inspection was given twice.", "Name each once.", BadInput
    )


def licence_is_said(_: Context, event: PublicationMade) -> Breach | None:
    """Its licence has a name and an address."""
    said = event.licence.strip() and event.licence_url.startswith(("https://", "http://"))
    return None if said else Breach("its licence is not said")


def its_site_is_a_folder_on_the_web(_: Context, event: PublicationMade) -> Breach | None:
    """If it says where it lies, that is an address, as it is written down."""
    try:
        right = event.site is None or words.site(event.site) == event.site
    except BadInput:
        right = False
    return None if right else Breach("its site is no address of a folder on the web")


def what_is_said_about_it_is_a_text(_: Context, event: PublicationMade) -> Breach | None:
    """If it says anything about itself, that is a text, as it is written down."""
    try:
        right = event.about is None or words.prose(event.about, ABOUT) == event.about
    except BadInput:
        right = False
    return None if right else Breach("what it says about itself is no text")


RULES: Table = {
    PublicationMade: ruled(
        MakePublication,
        it_is_of_what_is_there,
        it_is_no_smaller_than_the_last,
        licence_is_said,
        its_site_is_a_folder_on_the_web,
        what_is_said_about_it_is_a_text,
    ),
}
