"""What is brought in from registers that were kept before the ledger.

1. Files are numbered I1, I2…; each has the digest of its bytes and of what says how to read it.
2. A row is brought in by the request that names its file, and says the same of that.
3. What a row brings in follows it at once in its inspection: facts on the recommendation that it is about,
   as many as it says. Whoever may bring in a file may record them. (``ledger.rules.base`` asks that of each.)
4. The judgement of a row counts as it is. Of what anybody judged in this ledger a row brings in none: not if
   that awaits sign-off or was returned, nor if what bore the number was entered in error since.
5. A judgement or a due date of before the recommendation was made is allowed only if the row says that it
   was published so.
"""

from __future__ import annotations

import re

from events.imports import FileImported, RecommendationImported
from ledger.decisions.imports import ImportFile, ImportRow
from ledger.policies import AS_PUBLISHED
from ledger.rules.base import AnyEvent, Breach, Context, Table, facts_of_a_row, ruled
from ledger.rules.things import out_of_turn
from ledger.times import last_day
from ledger.validation import key, number_key

_DIGEST = re.compile(r"[0-9a-f]{64}")


def file_is_the_next(context: Context, event: FileImported) -> Breach | None:
    """Files are numbered I1, I2…"""
    return out_of_turn(event.file, "I", context.inspectorate.imports)


def digests_are_such(_: Context, event: FileImported) -> Breach | None:
    """The digests of the file and of the mapping are SHA-256 in hex."""
    if all(map(_DIGEST.fullmatch, (event.digest, event.mapping))):
        return None
    return Breach("it has no digest of its file, or none of its mapping")


def day_is_a_full_date(_: Context, event: FileImported) -> Breach | None:
    """A file was seen on one day."""
    if event.seen_on == last_day(event.seen_on):
        return None
    return Breach(f"it was seen on {event.seen_on}, which is no single day")


def file_is_brought_in(context: Context, event: RecommendationImported) -> Breach | None:
    """The file of a row was named by the same request, and the row says the same of it."""
    known = context.inspectorate.imports.get(key(event.file))
    if known is None or known.recorded_at != context.recorded_at:
        return Breach(f"the file {event.file} was not brought in by the same request")
    file = known.event
    if (file.file, file.digest, file.seen_on) == (event.file, event.digest, event.seen_on):
        return None
    return Breach(f"the file {event.file} is not what the row says of it")


def row_is_whole(context: Context, event: RecommendationImported) -> Breach | None:
    """The row before has brought in all that it said; and this one says how much follows."""
    if event.facts < 0 or event.row < 1:
        return Breach("it counts from below nothing")
    if event.facts:
        context.expect(event, facts_of_a_row(event), f"what row {event.row} brings in is missing")
    return None


def broken_as_published(_: Context, event: RecommendationImported) -> Breach | None:
    """What was published against a rule is one of the things that may be."""
    strange = [what for what in event.as_published if what not in AS_PUBLISHED]
    if not strange and len(set(event.as_published)) == len(event.as_published):
        return None
    return Breach(f"{strange or event.as_published!a} is nothing that is taken as it was published")


def judgement_is_among_the_facts(context: Context, event: RecommendationImported) -> Breach | None:
    """The judgement that counts as it is comes next."""
    if event.judgement is None:
        return None
    return out_of_turn(event.judgement, "J", context.inspection.judgements)


def nobody_judged_it_here(context: Context, event: RecommendationImported) -> Breach | None:
    """What was judged in this ledger, where two people see to it, is not judged by a file."""
    if event.judgement is None:
        return None
    found = None if event.makes else context.recommendation(event.number)
    number = number_key(event.number)
    gone = (one for one in context.inspection.voided.values() if number_key(one.number) == number)
    judged = [one for one in (found, *gone) if one and one.judged_here]
    if not judged:
        return None
    found = judged[0]
    return Breach(
        f"recommendation {found.number} had been judged in this ledger",
        f"Recommendation {found.number} of {context.inspection.ref} was judged in this ledger: its status is "
        "not taken from a file.",
        f"Judge it: scrutiny judgement record {context.inspection.ref} {found.number}",
    )


def number_is_there_or_next(context: Context, event: AnyEvent) -> Breach | None:
    """A row without facts is about a recommendation that is there."""
    if event.facts or context.recommendation(event.number):
        return None
    return Breach(f"there was no recommendation {event.number}")


RULES: Table = {
    FileImported: ruled(ImportFile, file_is_the_next, digests_are_such, day_is_a_full_date),
    RecommendationImported: ruled(
        ImportRow,
        file_is_brought_in,
        row_is_whole,
        broken_as_published,
        judgement_is_among_the_facts,
        nobody_judged_it_here,
        number_is_there_or_next,
    ),
}
