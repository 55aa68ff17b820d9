"""What a first mapping says of dates, of several in one cell, of words, blocks and refs; or asks."""

from __future__ import annotations

import re
from contextlib import suppress

from ledger import validation
from ledger.dates.reading import read_date
from ledger.errors import BadInput
from ledger.importing.choosing import Chosen
from ledger.importing.mapping import SPLIT, folded
from ledger.importing.meanings import meaning
from ledger.importing.profiles import PIVOT, Profile
from ledger.importing.toml import Lines, quoted, shown
from ledger.policies import ANSWERS, KINDS, STATUSES

_MOST_WORDS = 60
_MOST_TITLES = 500
_BLOCK = 0.3
_REF = 32
_JOINS = (" and ", " & ", ", ")
_STATUS_QUESTION = "what does it mean: open, partially-met or closed/REASON?"
_REASON_QUESTION = "closed for which reason: implemented, not-implemented, no-longer-relevant, superseded, …?"


def dates_of(lines: Lines, found: Chosen) -> None:
    """The order of the parts of dates, if a cell proves it; else the question, if there is one."""
    columns = [found.fields[field] for field in ("made_on", "judged_on", "due") if field in found.fields]
    proofs: dict[str, str] = {}
    either = span = ""
    for text in (text.strip() for column in columns for text in column.texts):
        free, day, month = (read_date(text, order, PIVOT) for order in (None, "day-first", "month-first"))
        if free.fault == "order":
            either = either or text
        elif month.fault in ("contradicts", "calendar") and day.fault not in ("contradicts", "calendar"):
            proofs.setdefault("day-first", text)
        elif day.fault in ("contradicts", "calendar") and month.fault not in ("contradicts", "calendar"):
            proofs.setdefault("month-first", text)
        elif free.fault == "two" and read_date(text, "iso", PIVOT).day:
            span = span or text
    if len(proofs) == 1:
        ((order, text),) = proofs.items()
        lines.set("dates", order, f"{shown(text)} can be nothing else")
    elif proofs:
        first, second = proofs.items()
        lines.ask(
            f'dates = "{first[0]}"',
            f"{shown(first[1])} says so, and {shown(second[1])} says {second[0]}: which is it?",
        )
    elif either:
        lines.ask(
            'dates = "day-first"', f'or "month-first"? All could be read both ways, such as {shown(either)}'
        )
    if span and not proofs and not either:
        lines.ask('dates = "iso"', f"if {shown(span)} is a month, and not a year that ends in the next one")


def split(lines: Lines, found: Chosen) -> None:
    """What divides several bodies or topics in one cell."""
    lines.table("split")
    for field in SPLIT:
        if (column := found.fields.get(field)) is None:
            continue
        for place, (sign, count) in enumerate(column.separators):
            why = f"it stands in {validation.so_many(count, 'cell')}"
            if place == 0:
                lines.set(field, sign, why)
            else:
                lines.ask(f"{field} = {quoted(sign)}", f"or this? {why}")
        if field != "made_to":
            continue
        if (comma := column.joined.get(", ")) and not column.separators:
            lines.ask('made_to = ","', f"are these several? {shown(comma)}")
        for sign in (" and ", " & "):
            if text := column.joined.get(sign):
                lines.say(f'Nothing is divided at "{sign.strip()}", as in {shown(text)}: it may be one name.')


def words(lines: Lines, found: Chosen) -> None:
    """The publisher's words, each with the contract's if it is plain, else with the question."""
    for field in ("status", "answer", "kind", "priority", "topic"):
        if (column := found.fields.get(field)) is None:
            continue
        lines.table(field)
        there = _apart(column, field)
        for word in sorted(there, key=lambda word: (-there[word], word))[:_MOST_WORDS]:
            _word(lines, field, word, there[word])
        if len(there) > _MOST_WORDS:
            lines.say(f"And {len(there) - _MOST_WORDS:,} words more.")


def _apart(column: Profile, field: str) -> dict[str, int]:
    """The words of a column, as often as they stand there, in one spelling each."""
    sign = column.separators[0][0] if field in SPLIT and column.separators else None
    there: dict[str, int] = {}
    first: dict[str, str] = {}
    for text, count in column.texts.items():
        for part in text.split(sign) if sign else [text]:
            word = " ".join(part.split())
            if word:
                word = first.setdefault(word.casefold(), word)
                there[word] = there.get(word, 0) + count
    return there


def _word(lines: Lines, field: str, word: str, count: int) -> None:
    often = validation.so_many(count, "cell")
    plain = meaning(field, word)
    key = quoted(word)
    if plain:
        lines.add(f"{key} = {quoted(plain)}", often)
    elif field == "status":
        closed = word.casefold().startswith("closed")
        asked = "closed/…" if closed else "…"
        if word.casefold() in (label.casefold() for label in (*STATUSES.values(), *STATUSES)) and not closed:
            return
        lines.ask(f'{key} = "{asked}"', f"{often}: {_REASON_QUESTION if closed else _STATUS_QUESTION}")
    elif field in ("answer", "kind"):
        ours = ", ".join(ANSWERS if field == "answer" else KINDS)
        lines.ask(f'{key} = "…"', f"{often}: one of {ours}? Else it is a word of its own")
    else:
        lines.ask(f"{key} = {key}", f"{often}: a word of its own, as it is written")


def fill(lines: Lines, found: Chosen) -> None:
    """The columns that have a value in the first row of blocks only, as it seems."""
    blocks = [
        column
        for column in found.fields.values()
        if column.rows and len(column.blocks) >= _BLOCK * column.rows and column.filled > 1
    ]
    together = [
        column
        for column in blocks
        if any(other is not column and _alike(column, other) for other in found.columns)
        or column is found.fields.get("inspection")
    ]
    if together:
        names = ", ".join(quoted(column.heading) for column in together)
        lines.table("fill")
        lines.ask(f"down = [{names}]", "does a value in the first row of a block hold for the rows below it?")


def _alike(one: Profile, other: Profile) -> bool:
    """Whether two columns are empty in the same rows."""
    both = len(one.blocks & other.blocks)
    return both > 0 and both >= 0.8 * max(len(one.blocks), len(other.blocks))


def refs_of(column: Profile | str, *, always: bool = False) -> dict[str, str]:
    """Short refs for the titles of inspections that are none themselves; the titles by them."""
    titles = [column] if isinstance(column, str) else list(column.texts)[:_MOST_TITLES]
    found: dict[str, str] = {}
    seen: set[str] = set()
    for title in titles:
        if folded(title) in seen:
            continue
        seen.add(folded(title))
        if not always:
            with suppress(BadInput):
                validation.ref(title.strip(), "inspection")
                continue
        found.setdefault(_free(_ref(title), found), " ".join(title.split()))
    return found


def _ref(title: str) -> str:
    words = re.findall(r"[^\W_]+", title)
    ref = ""
    for word in words:
        longer = f"{ref}-{word}" if ref else word[: _REF - 4]
        if len(longer) > _REF - 4:
            break
        ref = longer
    return ref or "REGISTER"


def _free(ref: str, taken: dict[str, str]) -> str:
    keys = {validation.key(one) for one in taken}
    number = 1
    free = ref
    while validation.key(free) in keys:
        number += 1
        free = f"{ref}-{number}"
    return free
