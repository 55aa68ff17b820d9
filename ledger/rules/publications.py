"""What was shown to the public."""

from __future__ import annotations

from events.publications import PublicationMade
from ledger import validation as words
from ledger.errors import BadInput
from ledger.rules.base import Scene
from ledger.validation import key, so_many_events


def it_is_no_smaller_than_the_last(scene: Scene, fact: PublicationMade) -> str | None:
    """A publication has no fewer events than the one before, and some."""
    before = scene.inspectorate.publications
    least = before[-1].size if before else 1
    return f"it is of {so_many_events(fact.size)}, where {least} were due" if fact.size < least else None


def it_is_of_what_is_there(scene: Scene, fact: PublicationMade) -> str | None:
    """It is of inspections that were open then, each once."""
    for ref in fact.inspections:
        if key(ref) not in scene.inspections:
            return f"there was no inspection {ref}"
    twice = len({key(ref) for ref in fact.inspections}) < len(fact.inspections)
    return "it names an inspection twice" if twice else None


def licence_is_said(_: Scene, fact: PublicationMade) -> str | None:
    """Its licence has a name and an address."""
    said = fact.licence.strip() and fact.licence_url.startswith(("https://", "http://"))
    return None if said else "its licence is not said"


def its_site_is_a_folder_on_the_web(_: Scene, fact: PublicationMade) -> str | None:
    """If it says where it lies, that is an address, as it is written down."""
    try:
        right = fact.site is None or words.site(fact.site) == fact.site
    except BadInput:
        right = False
    return None if right else "its site is no address of a folder on the web"
