"""What a prompt offers: the values that there are, a default if there is but one, and a hint.

An offer belongs to the check of an option or argument (``commands.cli.given``), as the check of its value
does. What is long is shown in part: ``?`` at the prompt lists all of it, ``? WORDS`` what has these words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import click

from commands.cli import offers_of_people, offers_of_things
from commands.cli.click_types import location, named_person
from commands.cli.context import environment_of
from commands.cli.offer import NOTHING, At, Given, Offer, Rows
from ledger.errors import BadInput, NotFound, Refused

OFFERS: Mapping[str, Callable[[At], Offer]] = {
    "ref": offers_of_things.inspections,
    "number": offers_of_things.recommendations,
    "voided number": offers_of_things.voided,
    "new number": offers_of_things.last_number,
    "cycle": offers_of_things.cycles,
    "running cycle": offers_of_things.cycles,
    "judgement": offers_of_things.judgements,
    "evidence": offers_of_things.evidence,
    "evidence it rests on": offers_of_things.evidence,
    "dispute": offers_of_things.disputes,
    "made_to": offers_of_people.bodies_of,
    "body": offers_of_people.bodies_of,
    "known body": offers_of_people.all_bodies,
    "id": offers_of_people.everybody,
    "who acts": offers_of_people.who_acts,
    "words": offers_of_things.words_to_withdraw,
    **dict.fromkeys(("which", "by", "into", "of", "other"), offers_of_things.named_in_full),
    "means": offers_of_people.meanings,
    "status": offers_of_people.words_of("status", "Statuses:"),
    "reason": offers_of_people.words_of("reason", "Reasons:"),
    "answer": offers_of_people.words_of("answer", "Answers:"),
}
"""By the name of an option or argument, or by the ``check`` that it names."""


def offered(ctx: click.Context, what: str, given: Given) -> Offer:
    """What a prompt offers; nothing if what was given before is not there."""
    if not (make := OFFERS.get(what)):
        return NOTHING
    try:
        with environment_of(ctx).open_ledger(location(ctx)) as ledger:
            return make(At(ledger, given, str(ctx.command.name), named_person(ctx)))
    except (BadInput, NotFound, Refused, KeyError):
        return NOTHING  # the check of the value says why


def with_words(rows: Iterable[tuple[str, str]], words: str) -> Rows:
    """The rows that have all words."""
    wanted = words.casefold().split()
    return [row for row in rows if all(word in " ".join(row).casefold() for word in wanted)]
