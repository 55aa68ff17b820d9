"""What somebody meant who named a thing that there is not, added to the remedy of the error.

Error: OCSAE has no recommendation 03.
Did you mean 3? See which there are: scrutiny recommendation list OCSAE

Each kind of thing has the sentence that says it is not there (``SENTENCES``); a test makes each of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from commands.cli.click_types import located, location
from commands.cli.context import environment_of
from commands.cli.naming import following
from commands.cli.near import listed, near
from ledger.errors import LedgerError, NoLedger
from ledger.validation import key

if TYPE_CHECKING:
    from ledger.ledger import Ledger

_AS_MEANT = ("The inspection comes first", "This takes an inspection")
_ONE_OF = re.compile(r"(?:Give|Say) (?:one )?of ([^.]+)\.")


def point_out(ctx: click.Context, error: LedgerError) -> None:
    """Say in the remedy of an error what may be meant, if anything is close."""
    if isinstance(error, NoLedger):
        error.remedy = " ".join(filter(None, (_who_says_so(ctx), error.remedy)))
        return
    # Whatever cannot be looked up now is not what the error is about.
    with suppress(LedgerError, OSError):
        for pattern, meaning in SENTENCES:
            if found := re.fullmatch(pattern, error.message):
                said = meaning(ctx, found, error.remedy)
                # What is said of the words as they were meant has no use for a remedy of the words as given.
                error.remedy = said if said.startswith(_AS_MEANT) else f"{said} {error.remedy}".strip()
                return


def _who_says_so(ctx: click.Context) -> str:
    place = located(ctx)
    if place.source == "config file":
        return "Your config file names that place (scrutiny config)."
    return f"The variable {place.where} names that place." if place.source == "environment" else ""


def _asked(likely: Iterable[str]) -> str:
    names = list(likely)
    return f"Did you mean {listed(names)}?" if names else ""


def _opened(ctx: click.Context) -> Ledger:
    return environment_of(ctx).open_ledger(location(ctx))


def _inspection(ctx: click.Context, found: re.Match[str], _: str) -> str:
    """Of an inspection: another, or that REF and NUMBER are the other way round, or one thing too much."""
    name = found["name"]
    with _opened(ctx) as ledger:
        refs = {key(ref): ref for ref in _refs(ledger)}
        for other in _words_behind(ctx):
            if key(other) in refs:
                return f"The inspection comes first: {ctx.command_path} {refs[key(other)]} {name}"
        ref, _, part = name.partition("/")
        if part and key(ref) in refs:
            ref = refs[key(ref)]
            return f"This takes an inspection, {ref}; of one thing in it: scrutiny show {ref}/{part}"
        return _asked(near(name, refs.values()))


def _words_behind(ctx: click.Context) -> Iterator[str]:
    """What was given for the arguments behind REF."""
    ref = next((param for param in ctx.command.params if param.name == "ref"), None)
    for argument in following(ctx.command, ref) if ref else ():
        given = ctx.params.get(str(argument.name))
        if isinstance(given, str):
            yield given
        elif isinstance(given, tuple):
            yield from given


def _refs(ledger: Ledger) -> Iterator[str]:
    from events.inspections import InspectionOpened  # noqa: PLC0415  for a wrong word only

    for record in ledger.records(topics=[InspectionOpened.NAME]):
        if isinstance(record.event, InspectionOpened):
            yield record.event.inspection


def _part(ctx: click.Context, found: re.Match[str], _: str) -> str:
    """Of something in an inspection: another of its kind, or one of another kind that is so called."""
    ref, what, name = found["ref"], found["what"], found["name"]
    with _opened(ctx) as ledger:
        there = ledger.inspection(ref)
        if (given := key(name)) in there.recommendations and what in ("judgement", "evidence", "dispute"):
            number = there.recommendations[given].number
            its = [one.ref for one in there.judgements.values() if key(one.number) == key(number)]
            also = f", judged in {', '.join(its)}" if its and what == "judgement" else ""
            return f"{number} is a recommendation{also}: scrutiny show {ref} {number}."
        if what == "recommendation" and (judged := there.judgements.get(given)):
            return f"{judged.ref} is a judgement of recommendation {judged.number}."
        if what == "recommendation" and (handed := there.evidence.get(given)):
            return f"{handed.ref} is evidence for recommendation {handed.number}."
        names = {
            "recommendation": [one.number for one in there.recommendations.values()],
            "cycle": [one.ref for one in there.cycles.values()],
            "evidence": [one.ref for one in there.evidence.values()],
            "judgement": [one.ref for one in there.judgements.values()],
            "dispute": [one.ref for one in there.disputes.values()],
        }[what]
        before, _, rest = name.partition("/")
        if key(before) == key(ref) and rest in names:
            return _asked([rest])
        return _asked(near(name, names))


def _cycle(ctx: click.Context, found: re.Match[str], _: str) -> str:
    with _opened(ctx) as ledger:
        cycles = (one.ref for ref in _refs(ledger) for one in ledger.inspection(ref).cycles.values())
        return _asked(near(found["name"], cycles))


def _person(ctx: click.Context, found: re.Match[str], _: str) -> str:
    with _opened(ctx) as ledger:
        return _asked(near(found["name"], ledger.inspectorate().roles))


def _body(ctx: click.Context, found: re.Match[str], _: str) -> str:
    from projections.bodies import names_in_use  # noqa: PLC0415  as above

    with _opened(ctx) as ledger:
        return _asked(near(found["name"], names_in_use(ledger).values()))


def _anything(ctx: click.Context, found: re.Match[str], _: str) -> str:
    from projections.bodies import names_in_use  # noqa: PLC0415  as above

    with _opened(ctx) as ledger:
        names = [*_refs(ledger), *names_in_use(ledger).values(), *ledger.inspectorate().roles]
        return _asked(near(found["name"], names))


def _event(_: click.Context, found: re.Match[str], __: str) -> str:
    from events.registry import EVENTS  # noqa: PLC0415  as above

    nouns = dict.fromkeys(name.partition(".")[0] for name in EVENTS)
    return _asked(near(found["name"], [*nouns, *EVENTS]))


def _word(_: click.Context, found: re.Match[str], remedy: str) -> str:
    """Of a word: one of those that the remedy gives."""
    known = _ONE_OF.search(remedy)
    return _asked(near(found["name"], known[1].split(", "))) if known else ""


Meaning = Callable[[click.Context, "re.Match[str]", str], str]
SENTENCES: tuple[tuple[str, Meaning], ...] = (
    (r"There is no inspection (?P<name>.+) in this ledger\.", _inspection),
    (
        r"(?P<ref>\S+) has no (?P<what>recommendation|cycle|evidence|judgement|dispute) (?P<name>.+)\.",
        _part,
    ),
    (r"No inspection has a cycle (?P<name>.+)\.", _cycle),
    (r"(?P<name>.+) is not registered in this ledger\.", _person),
    (r"There is no body (?P<name>.+) in this ledger\.", _body),
    (r"Nothing in this ledger is called (?P<name>.+)\.", _anything),
    (r"There is no event '(?P<name>.+)'\.", _event),
    (r"'(?P<name>.+)' is no .+\.", _word),
)
"""The sentence that says that there is no such thing, and what looks for the one that is meant."""
