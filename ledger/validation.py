"""What a text must be like to be recorded. Blank edges are cut and line ends made one kind; the rest is
refused and never repaired.

1. A text is not empty, has no control character (line breaks and tabs are fine in prose), no
   bidirectional override and no half of a surrogate pair: what is read aloud is what is on the page.
2. A line is at most 300 characters, prose at most 100,000: longer papers are handed in as a file.
3. An address is one of a page on the web, so that it is safe as a link wherever it is published.
4. A ref, a number and an id begin with a letter or a digit and stay short enough to type.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ledger.errors import BadInput

LINE_LIMIT = 300
PROSE_LIMIT = 100_000

# Compiled when they are needed first: only who records needs them, and it costs every start.
_compiled = cache(re.compile)
_FORBIDDEN = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for the tab and the line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # the direction of text
    "\u200b\u2028\u2029\u2060\ufeff\ufffe\uffff\U000e0000-\U000e007f"  # what cannot be seen
    "\ud800-\udfff]"  # halves of a character
)
_REF = r"[^\W_][\w.\-]{0,31}"
_CYCLE = r"[^\W_][\w.\-/]{0,31}"
_NUMBER = r"[\[(]?[^\W_](?:[\w.\-/()\[\]:\u00a0\u2010-\u2015\u2212]| (?! )){0,59}(?<![ \u00a0])"
_PERSON = r"[A-Za-z0-9][A-Za-z0-9._@\-]{0,63}"
_DATABASE_ROLE = r"[A-Za-z_][A-Za-z0-9_.@\-]{0,62}"
_ORIGIN = r"[!-*,-~]{1,200}"
_SITE = r"https?://[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?(?::\d{1,5})?(?:/(?:[!$&-.0-;=@-Z_a-z~]|%[0-9A-Fa-f]{2})*)*"
_ADDRESS = r"https?://[A-Za-z0-9.\-]+(?::\d+)?(?:[/?#][!#-;=?-\[\]_a-z~]*)?"


def prose(text: str, what: str, limit: int = PROSE_LIMIT) -> str:
    """Return a text of many lines, blank edges cut, line ends made LF; raises BadInput."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise BadInput(f"The {what} is empty.", "Write at least one word.")
    if len(text) > limit:
        raise BadInput(
            f"The {what} has {len(text):,} characters; the ledger takes {limit:,}.",
            "Shorten it, or hand the paper in as an evidence file.",
        )
    # None of them is printable, so most texts need no pattern.
    if not text.isprintable() and (found := _compiled(_FORBIDDEN).search(text)):
        raise BadInput(
            f"The {what} has a character that may not be recorded, U+{ord(found[0]):04X}, "
            f"at place {found.start() + 1}.",
            "Control characters, text-direction overrides and broken characters are refused: retype it.",
        )
    return text


def line(text: str, what: str) -> str:
    """Return a text of one line; raises BadInput."""
    text = prose(text, what, LINE_LIMIT)
    if "\n" in text or "\t" in text:
        raise BadInput(f"The {what} has a line break or a tab in it.", "Write it on one line.")
    return text


def ref(text: str, what: str) -> str:
    """Return the short ref of an inspection (``OCSAE``); raises BadInput."""
    return _shaped(text, what, _REF, "letters, digits, dots, dashes and underscores, up to 32 characters")


def cycle(text: str) -> str:
    """Return the ref of a cycle (``2021``, ``2021/22``); raises BadInput."""
    rule = "letters, digits, dots, dashes, slashes and underscores, up to 32 characters"
    return _shaped(text, "cycle", _CYCLE, rule)


def number(text: str) -> str:
    """Return a recommendation's number as the publisher writes it (``AFD1``, ``012/21``), blank edges cut."""
    return _shaped(
        text.strip(),
        "number",
        _NUMBER,
        "letters, digits, dots, dashes, slashes, brackets and single blanks, up to 60 characters",
    )


def person(text: str) -> str:
    """Return the id of a person: ASCII, no blanks, for it stands in every leaf of the proof."""
    return _shaped(
        text,
        "id",
        _PERSON,
        "unaccented letters, digits, dots, dashes, underscores and @, up to 64 characters",
    )


def database_role(text: str) -> str:
    """Return the name of a role of a database: as PostgreSQL has it, and without what has to be quoted."""
    rule = "a letter or an underscore, then letters, digits, underscores, dots, dashes and @, up to 63"
    return _shaped(text, "database role", _DATABASE_ROLE, rule)


def origin(text: str) -> str:
    """Return the name of a ledger in its checkpoints: printable ASCII without blanks or ``+``."""
    return _shaped(text, "origin", _ORIGIN, "printable ASCII without blanks or +, up to 200 characters")


def address(text: str, what: str) -> str:
    """Return the address of a page on the web, in the characters of RFC 3986; raises BadInput."""
    if is_address(text):
        return line(text, what)
    raise BadInput(
        f"{text!r} is no {what}.",
        "Give the address of a page, https://…, without blanks; letters outside ASCII stand in it as %C3%A9.",
    )


def site(text: str) -> str:
    """Return the address of a folder on the web, ended by a slash (RFC 3986); raises BadInput."""
    scheme, _, rest = text.strip().partition("://")
    host, slash, path = rest.partition("/")
    # The scheme and the host may be written in any case, and are one site.
    found = f"{scheme.lower()}://{host.lower()}{slash}{path}"
    names = path.rstrip("/").split("/")
    if not _compiled(_SITE).fullmatch(found) or any(name in (".", "..") for name in names):
        raise BadInput(
            f"{text!r} is no address of a site.",
            "Give the folder on the web in which the bundle will lie, https://…/, with no name of a person, "
            "no ? and no # in it; letters outside ASCII stand in it as %C3%A9.",
        )
    if names[-1].lower().endswith((".html", ".htm")):
        raise BadInput(
            f"{text} is a page.", f"Give the folder it lies in: {found.rstrip('/').rpartition('/')[0]}/"
        )
    return line(found.rstrip("/") + "/", "address of a site")


def is_address(text: str) -> bool:
    """Whether a text leads to a page on the web, and to nothing else, wherever it is made a link."""
    return _compiled(_ADDRESS).fullmatch(text) is not None


@lru_cache(maxsize=4096)
def key(ref_or_number: str) -> str:
    """What two refs or numbers are compared by: ``ocsae`` and ``OCSAE`` are the same."""
    return ref_or_number.casefold()


def body(text: str) -> str:
    """Return the name of a body, on one line and without the sign that parts several; raises BadInput."""
    name = line(text, "name of the body")
    if ";" in name:
        raise BadInput(f"The body {name!r} has a semicolon.", "Name each body by itself.")
    return name


@lru_cache(maxsize=4096)
def body_key(name: str) -> str:
    """What names of bodies are compared by: without regard to case, to the width and the composition of
    letters (NFKC, Unicode Standard Annex 15), to kinds of dash, and to kinds and runs of blanks.
    """
    if not name.isascii():
        name = normalized(name)
    return " ".join(name.casefold().split())


@lru_cache(maxsize=4096)
def number_key(number: str) -> str:
    """What numbers are compared by if none is spelt just so: as names of bodies are, and without blanks but
    between two digits or two letters (``AFD 1`` is ``AFD1``, and ``3 1`` is not ``31``).
    """
    parts = body_key(number).split(" ")
    found = parts[0]
    for part in parts[1:]:
        one, other = found[-1:], part[:1]
        apart = (one.isdigit() and other.isdigit()) or (one.isalpha() and other.isalpha())
        found += f" {part}" if apart else part
    return found


def normalized(text: str) -> str:
    """A text that is not ASCII in full-width, composed letters, every dash a hyphen, no soft hyphen."""
    from unicodedata import category, normalize  # noqa: PLC0415  few names need it

    text = normalize("NFKC", normalize("NFKC", text).casefold())
    return "".join("-" if category(c) == "Pd" or c == "\N{MINUS SIGN}" else c for c in text).replace(
        "\N{SOFT HYPHEN}", ""
    )


def _shaped(text: str, what: str, shape: str, rule: str) -> str:
    if not text:
        raise BadInput(f"The {what} is empty.", f"It may have {rule}.")
    if not _compiled(shape).fullmatch(text):
        raise BadInput(f"{text!r} is no {what}: it cannot be written like that.", f"It may have {rule}.")
    return text


def events_from(first: int, last: int) -> str:
    """``event 12`` or ``events 12 to 15``."""
    return f"event {first:,}" if first == last else f"events {first:,} to {last:,}"


def so_many(count: int, thing: str, things: str = "") -> str:
    """``1 day`` or ``1,234 days``; ``things`` is the plural if it is not the word with an s."""
    return f"{count:,} {thing if count == 1 else things or f'{thing}s'}"


def so_many_events(count: int) -> str:
    """``1 event`` or ``1,234 events``."""
    return so_many(count, "event")
