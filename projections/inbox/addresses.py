"""The addresses that letters go to, from a text in TOML that people keep beside the ledger.

    from = "Scrutiny team <scrutiny@example.org>"

    [people]
    ann = "ann@example.org"

    [bodies]
    "Police Scotland" = ["inspections@police.example", "Chief's office <chief@police.example>"]

1. A person is named by id, a body by any of its names. Each has one address or several, with a name or not.
2. Nobody has to be in it, and it may have more than a ledger does. The ledger itself keeps no address.
3. An address has one @, and ASCII before it; a domain in other letters is written as the network has it
   (IDNA).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger import validation
from ledger.errors import BadInput

if TYPE_CHECKING:
    from projections.inbox.letters import Letter

_NOBODY: Mapping[str, tuple[Mailbox, ...]] = MappingProxyType({})
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(
    r"(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
_NAMED = re.compile(r"(.*)<([^<>]*)>")
HOW = 'Write it as "name@example.org", or as "Name <name@example.org>".'


class Mailbox(NamedTuple):
    """An address; the name may be empty."""

    name: str
    address: str


class Addresses(NamedTuple):
    """Those that are known: of who sends, of people by id, of bodies by what they are known by."""

    senders: tuple[Mailbox, ...] = ()
    people: Mapping[str, tuple[Mailbox, ...]] = _NOBODY
    bodies: Mapping[str, tuple[Mailbox, ...]] = _NOBODY

    def of(self, letter: Letter) -> tuple[Mailbox, ...]:
        """Those that a letter goes to; none if none is known."""
        return (self.people if letter.kind == "person" else self.bodies).get(letter.to, ())


def read_addresses(text: str, what: str, identity: Callable[[str], str]) -> Addresses:
    """The addresses in a text that is called ``what``; ``identity`` is what a body is known by.

    Raises BadInput for what is no TOML, has anything else in it, or is no address.
    """
    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadInput(
            f"{what} is no TOML: {str(error)[:200]}.",
            'Write from = "…", and under [people] and [bodies] a line for each: ann = "ann@example.org".',
        ) from error
    if strange := [name for name in said if name not in ("from", "people", "bodies")]:
        raise BadInput(
            f"{what} has {strange[0][:60]!r}, which is nothing that it can say.",
            "It takes from, and the tables [people] and [bodies].",
        )
    senders = _mailboxes(said["from"], "from", what) if "from" in said else ()
    if len(senders) > 1:
        raise BadInput(f"{what} has several addresses under from.", "Keep the one that letters come from.")
    return Addresses(senders, _table(said, "people", what, str), _table(said, "bodies", what, identity))


def _table(
    said: Mapping[str, Any], table: str, what: str, identity: Callable[[str], str]
) -> Mapping[str, tuple[Mailbox, ...]]:  # Any: TOML
    found = said.get(table, {})
    if not isinstance(found, dict):
        raise BadInput(f"{what} has {table} as a value.", f"Write [{table}] on a line, and a line for each.")
    known: dict[str, tuple[Mailbox, ...]] = {}
    for name, value in found.items():
        if identity(name) in known:
            raise BadInput(f"{what} names {name[:60]!r} twice in [{table}].", "Keep one of the two lines.")
        known[identity(name)] = _mailboxes(value, name[:60], what)
    return known


def _mailboxes(value: Any, name: str, what: str) -> tuple[Mailbox, ...]:  # Any: TOML
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) for one in values):
        raise BadInput(f"What {what} has for {name!r} is no text.", HOW)
    return tuple(_mailbox(one.strip(), name, what) for one in values)


def _mailbox(text: str, name: str, what: str) -> Mailbox:
    found = _NAMED.fullmatch(text)
    called, address = (found[1].strip(), found[2].strip()) if found else ("", text)
    local, _, domain = address.rpartition("@")
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode()
        called = called and validation.line(called.strip('"'), "name")
    except (UnicodeError, BadInput):
        domain = ""
    if len(local) > 64 or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise BadInput(f"{text[:80]!r}, which {what} has for {name!r}, is no address.", HOW)
    return Mailbox(called, f"{local}@{domain}")
