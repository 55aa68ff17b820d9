"""A first mapping of a file, in TOML with comments, for somebody to look through and complete.

    number = "Ref"                    # 2021-0265, 2021-0100, 2020-0300
    # text = "…"                      which column has it?

What is plain is written. What has to be decided is commented out, with the question; a mapping with such a
line in [columns] is not taken as it is, and reading it says what is missing. Nothing is ever divided at
``and``, ``&`` or a comma, and no value is filled down, unless somebody says so.
"""

from __future__ import annotations

from ledger import validation
from ledger.importing.base import CYCLE
from ledger.importing.choosing import Chosen, by_what_stands_there, chosen
from ledger.importing.headings import NAMES
from ledger.importing.numbering import pattern_of
from ledger.importing.profiles import Profile
from ledger.importing.questions import dates_of, fill, refs_of, split, words
from ledger.importing.toml import Lines, quoted, shown
from ledger.tables.base import Tables

_NEEDED = {
    "text": "the words of the recommendation: which column has them?",
    "made_to": "to whom it is made: which column has it, or say one body in [constants]",
}
_DAYS = {
    "made_on": "the day on which they were made",
    "judged_on": "the day of the status",
    "due": "the day by which they are due",
}
_FIELDS = tuple(NAMES)
_PLAIN_ENCODINGS = (None, "utf-8", "utf-8-sig", "ascii")


def propose(tables: Tables) -> str:
    """A mapping of a file as a text in TOML; raises BadInput if no sheet of it is a register."""
    found = chosen(tables)
    lines = Lines()
    lines.say(
        f"A first mapping of {shown(tables.name)}. Look through it; what is left to decide follows a # sign."
    )
    for note in tables.notes:
        lines.say(note)
    if not found.known:
        lines.say("No heading of it is known here: see which row has them, and name its columns.")
    _file(lines, tables, found)
    pattern = None
    if "number" not in found.fields and "text" in found.fields:
        pattern = pattern_of(found.fields["text"].examples)
    if "number" not in found.fields and pattern is None:
        by_what_stands_there(found)
    _columns(lines, found, pattern)
    titles = _constants(lines, tables, found)
    split(lines, found)
    words(lines, found)
    if pattern:
        lines.table("number")
        lines.set("from", found.fields["text"].heading, "the number stands inside of the words")
        lines.add(f"pattern = '{pattern}'", f"such as {shown(found.fields['text'].examples[0])}")
    fill(lines, found)
    if titles:
        lines.table("titles")
        for ref, title in titles.items():
            lines.set(ref, title)
    _left_out(lines, found)
    return lines.text()


def _file(lines: Lines, tables: Tables, found: Chosen) -> None:
    lines.table("file")
    others = [sheet for sheet in tables.sheets if sheet is not found.sheet and len(sheet.rows)]
    if others:
        names = ", ".join(shown(sheet.name) + ("" if sheet.visible else " (hidden)") for sheet in others)
        lines.set("sheet", found.sheet.name, f"there are also {names}")
    if tables.encoding not in _PLAIN_ENCODINGS:
        how = "guessed: see the first lines above" if tables.certainty == "guessed" else ""
        lines.set("encoding", str(tables.encoding), how)
    if found.header > 0 and found.header != found.sheet.rows[0][0]:
        lines.add(f"header = {found.header}", "what stands above is no part of the register")
    dates_of(lines, found)


def _columns(lines: Lines, found: Chosen, pattern: str | None) -> None:
    lines.table("columns")
    for field in _FIELDS:
        column = found.fields.get(field)
        if column is not None:
            if field == "answer_text" and "answer" not in found.fields:
                lines.ask(
                    f"{field} = {quoted(column.heading)}", "its words; which answer is it? Say answer, too"
                )
                continue
            lines.set(field, column.heading, _samples(column))
        elif field in _NEEDED:
            lines.ask(f'{field} = "…"', _NEEDED[field])
        elif field == "number" and pattern is None:
            lines.ask('number = "…"', "which column has it? If it stands inside of another one, say [number]")
        elif field in _DAYS:
            for one in found.days:
                lines.ask(f"{field} = {quoted(one.heading)}", f"is it {_DAYS[field]}? {_samples(one)}")
    number = found.fields.get("number")
    if number is not None and "inspection" not in found.fields and len(number.texts) < number.filled:
        twice = next((text for text, count in number.texts.items() if count > 1), "")
        if twice:
            lines.say(
                f"Some numbers stand more than once, such as {shown(twice)}: rows of the same words are "
                "taken as one recommendation, and others are listed."
            )
    if found.people:
        names = ", ".join(shown(column.heading) for column in found.people)
        lines.say(
            f"Left out, because they may name people: {names}. Name one above to take it in all the same."
        )


def _samples(column: Profile) -> str:
    different = list(dict.fromkeys(column.examples))[:3]
    return ", ".join(shown(example, 30, quotes=False) for example in different)


def _constants(lines: Lines, tables: Tables, found: Chosen) -> dict[str, str]:
    """What no column says; the titles of inspections, if a column has them."""
    lines.table("constants")
    titles: dict[str, str] = {}
    if "inspection" in found.fields:
        titles = refs_of(found.fields["inspection"])
    else:
        name = tables.name.rpartition(".")[0] or tables.name
        (ref,) = refs_of(name, always=True)
        lines.set(
            "inspection", ref, "a short ref of your own for all of it; this one is made of the file's name"
        )
    if found.no_cycle:
        heading = shown(found.no_cycle.heading)
        lines.say(
            f"{heading} has what cannot be the ref of a cycle: write short ones, as 2021 or 13, in a copy."
        )
    if "cycle" not in found.fields:
        lines.ask(f'cycle = "{CYCLE}"', "the cycle of all of it; if none is said, it is this one")
    if "made_on" not in found.fields:
        lines.ask('made_on = "…"', "when were they made? If nothing is said, that is recorded as not known")
    return titles


def _left_out(lines: Lines, found: Chosen) -> None:
    used = [*found.fields.values(), *found.people]
    others = [column for column in found.columns if column not in used]
    if others:
        names = ", ".join(shown(column.heading) + ("" if column.filled else " (empty)") for column in others)
        lines.say(f"Not read, because nothing above names them: {names}.")
    damaged = sum(column.damaged for column in found.columns)
    if damaged:
        lines.say(f"{validation.so_many(damaged, 'cell')} may be damaged: a dry run lists those that matter.")
