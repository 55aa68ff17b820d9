"""Where a page lies in the bundle: names that every file system and address takes, the same in every edition.

    recommendations/OCSAE/012_2f_21.html      the number 012/21
    recommendations/OCSAE/x__43_ON.html       the number CON, which Windows keeps for a device
    recommendations/OCSAE/x__65e5_…_<hash>.html  a number whose codes are too long for a file system
    bodies/police-scotland.html

The ledger tells refs and numbers apart without regard to case, and so may a file system. No name begins with
an underscore or a dot, which hosts of pages leave out, or ends in a dot, which Windows does.
"""

from __future__ import annotations

import re
from hashlib import sha256

from events.base import OPEN_START
from ledger.validation import key

INDEX = "index.html"
CHANGES = "changes.html"
EDITIONS = "editions.html"
ACCESSIBILITY = "accessibility.html"
WORDS = "words.html"
CHECK = "check.html"
FILES = "files.html"
OVERDUE = "due/overdue.html"
ALL = "all.html"
STYLE = "style.css"
SCRIPT = "lists.js"

MENU = {
    INDEX: "Register",
    CHANGES: "What changed",
    EDITIONS: "Editions",
    WORDS: "What the words mean",
    CHECK: "How to check this",
    ACCESSIBILITY: "Accessibility",
}
"""The pages that every page leads to, and what they are called there."""

_OTHER = re.compile(r"[^A-Za-z0-9.\-]|^\.|\.$")
_PLAIN = re.compile("[a-z0-9-]+")
_CODE = re.compile("_([0-9a-f]+)_")
_DEVICE = re.compile(r"(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)")
"""What Windows keeps for itself, whatever follows after a dot."""

LONGEST = 240
"""A name with its ending has to be at most 255 bytes long."""

_BEFORE = "x_"
"""Stands before a name that would begin with an underscore; nothing else begins with an x and two of them."""


def safe(text: str) -> str:
    """A ref or a number as a file name: all but letters, digits, dots and dashes as their code, ``_2f_``."""
    name = _coded(text)
    if _DEVICE.match(name):
        name = f"_{ord(name[0]):x}_{name[1:]}"
    name = _BEFORE + name if name.startswith("_") else name
    if len(name) <= LONGEST:
        return name
    # No code ends a name without its underscore, so this is the name of nothing shorter.
    return f"{name[: LONGEST - 40]}_{_hash(text)}"


def original(name: str) -> str:
    """What ``safe`` was given, unless a hash stands for the end of it."""
    coded = name.removeprefix(_BEFORE) if name.startswith(f"{_BEFORE}_") else name
    return _CODE.sub(lambda found: chr(int(found[1], 16)), coded)


def _coded(text: str) -> str:
    return _OTHER.sub(lambda found: f"_{ord(found[0]):x}_", text)


def slug(body: str) -> str:
    """The name of a body as a file name; where words do not say it all, a part of its hash follows."""
    plain = key(body)
    words = "-".join(re.findall("[a-z0-9]+", plain))[:60]
    if words.replace("-", " ") == plain and not _DEVICE.match(words):
        return words
    return f"{words or 'x'}_{_hash(plain)}"


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def recommendation(inspection: str, number: str) -> str:
    """The page of a recommendation."""
    return f"recommendations/{safe(inspection)}/{safe(number)}.html"


def recommendation_before(inspection: str, number: str) -> str:
    """The same as version 0.1 named it, whose names could begin with an underscore or be a device's."""
    return f"recommendations/{_coded(inspection)}/{_coded(number)}.html"


def inspection(ref: str) -> str:
    """The page of an inspection."""
    return f"inspections/{safe(ref)}.html"


def body(name: str) -> str:
    """The page of a body."""
    return f"bodies/{slug(name)}.html"


def word(vocabulary: str, name: str) -> str:
    """The place of a word of a vocabulary on the page of words."""
    return f"{vocabulary}-{name if _PLAIN.fullmatch(name) else slug(name)}"


def meaning(vocabulary: str, name: str) -> str:
    """Where it is said what a word means."""
    return f"{WORDS}#{word(vocabulary, name)}"


def status(word: str) -> str:
    """The page of a status."""
    return f"status/{word}.html"


def year(made_on: str) -> str:
    """The page of the year of a day; of a day of which only the last that it can be is known, of no year."""
    return f"years/{'not-known' if made_on.startswith(OPEN_START) else made_on[:4]}.html"


_FOLDERS = {"kind": "kinds", "priority": "priorities", "topic": "topics"}


def sorted_by(vocabulary: str, word: str) -> str:
    """The page of what is of a kind, of a priority or on a topic."""
    return f"{_FOLDERS[vocabulary]}/{safe(word)}.html"


def page(path: str, number: int) -> str:
    """A later page of a long list: ``status/closed_page2.html``, which no name of a thing comes to."""
    return path if number == 1 else f"{path.removesuffix('.html')}_page{number}.html"


def data(path: str) -> str:
    """What a page says, for programs: ``recommendations/OCSAE/3.json`` beside the page."""
    return f"{path.removesuffix('.html')}.json"


def upwards(path: str) -> str:
    """What leads from a page to the root of the bundle: ``../../``."""
    return "../" * path.count("/")
