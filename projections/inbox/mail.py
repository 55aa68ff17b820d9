"""A letter as a message (RFC 5322), for a program that sends mail: to be looked at, and sent from there.

1. The program sends nothing. ``X-Unsent: 1`` has programs that know it open the message as a draft.
2. Of whom no address is given, the message has the name alone, as a group without members, which is valid and
   which no program sends to: ``To: Police Scotland:;``. No address is made up.
3. The text is plain and in UTF-8, in lines of at most 78 characters.
4. The same letter gives the same bytes. ``Date`` is the day that the letter is of; whoever sends it replaces
   that, and gives it a Message-ID.

Headers are written here: Python's own lack the blank between a group's encoded name and its colon (RFC 2047,
section 5).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from ledger.times import zone
from projections.inbox.addresses import Addresses, Mailbox
from projections.inbox.letters import Letter

LONGEST = 78
"""Characters of a line, without its end."""

_LONGEST_ENCODED, _LONGEST_WORD = 76, 60
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")


def message(letter: Letter, addresses: Addresses, inspectorate: str, day: str, in_zone: str) -> bytes:
    """The message of a letter of a day, from an inspectorate that is called so."""
    sent = datetime.combine(date.fromisoformat(day), time(), zone(in_zone))
    headers = {
        "X-Unsent": "1",
        "From": _addressed("From", inspectorate, addresses.senders),
        "To": _addressed("To", letter.name, addresses.of(letter)),
        "Subject": _encoded("Subject", letter.subject),
        "Date": format_datetime(sent),
        "Content-Language": "en",
    }
    body = EmailMessage(SMTP)
    plain = letter.text.isascii() and max(map(len, letter.text.split("\n"))) <= LONGEST
    body.set_content(letter.text, cte="7bit" if plain else "quoted-printable")
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode() + body.as_bytes()


def _addressed(header: str, name: str, mailboxes: tuple[Mailbox, ...]) -> str:
    """The addresses, each with its name, or else the name of whom it is about; one on a line."""
    if not mailboxes:
        return f"{_phrase(header, name)}:;"
    return ",\r\n ".join(f"{_phrase(header, one.name or name)}<{one.address}>" for one in mailboxes)


def _phrase(header: str, name: str) -> str:
    """A name before an address; what is encoded has to have a blank behind it."""
    if not _is_plain(name):
        return f"{_encoded(header, name)} "
    quoted = name if _ATOMS.fullmatch(name) else '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return f"{_encoded(header, quoted)} "


def _encoded(header: str, text: str) -> str:
    """A text in lines, in encoded words if it has to be."""
    return Header(text, "us-ascii" if _is_plain(text) else "utf-8", _LONGEST_ENCODED, header).encode(
        linesep="\r\n"
    )


def _is_plain(text: str) -> bool:
    """Whether it may stand as it is: ASCII that does not look encoded, and that blanks cut into lines."""
    return text.isascii() and "=?" not in text and max(map(len, text.split()), default=0) < _LONGEST_WORD
