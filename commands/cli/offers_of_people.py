"""What a prompt offers of people, bodies and words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from commands.cli.offer import At, Offer, Rows, only
from commands.cli.targets import expand
from ledger.policies import APPROVER, REASONS, STATUSES
from ledger.validation import key

if TYPE_CHECKING:
    from ledger.ledger import Ledger


def bodies_of(at: At) -> Offer:
    """Those that the recommendations are made to, else those that the inspection names."""
    ref, numbers = str(at.given.get("ref") or ""), at.given.get("number") or ()
    inspection = at.ledger.inspection(ref)
    named = expand(at.ledger, ref, [numbers] if isinstance(numbers, str) else numbers, "recommendations")
    meant = [
        recommendation
        for target in named
        if (recommendation := at.ledger.inspection(target.inspection).recommendations.get(target.name))
    ]
    everyone = at.command in ("make", "readdress") or not meant
    names: dict[str, None] = {}
    for recommendation in inspection.recommendations.values() if everyone else meant:
        word = recommendation.addressed.at()
        names |= dict.fromkeys(word.content if word else ())
    rows = [(name, "") for name in names]
    title = f"Bodies that {inspection.ref} names:" if everyone else "It is made to:"
    return Offer(title if rows else "", rows, None if everyone else only(rows), places=True)


def all_bodies(at: At) -> Offer:
    from projections.bodies import bodies  # noqa: PLC0415  prompts alone need it

    rows = [(str(row["body"]), "") for row in bodies(at.ledger).items]
    return Offer("Bodies:" if rows else "", rows, places=True)


def everybody(at: At) -> Offer:
    rows = people(at.ledger)
    return Offer("People:", rows)


def who_acts(at: At) -> Offer:
    """Who may sign, of a sign-off; else everybody, with their roles."""
    if at.command != "sign-off":
        return everybody(at)
    ref, named = str(at.given["ref"]), at.given.get("judgement") or ()
    authors = {
        judgement.by
        for target in expand(at.ledger, ref, named, "judgements")
        if (judgement := at.ledger.inspection(target.inspection).judgements.get(key(target.name)))
    }
    rows = [row for row in people(at.ledger, APPROVER) if row[0] not in authors]
    return Offer("Who may sign it off:" if rows else "", rows, only(rows))


def people(ledger: Ledger, role: str | None = None) -> Rows:
    """Who is registered, or holds a role: each with name and roles."""
    settings = ledger.inspectorate()
    return [
        (person, f"{settings.names.get(person, person)}: {', '.join(sorted(roles)) or 'no role'}")
        for person, roles in settings.roles.items()
        if role is None or role in roles
    ]


def who_may_sign(ledger: Ledger, author: str) -> list[str]:
    """The approvers who did not record it."""
    return [person for person, _ in people(ledger, APPROVER) if person != author]


def words_of(vocabulary: str, title: str) -> Callable[[At], Offer]:
    def offer(at: At) -> Offer:
        words = [word for word in at.ledger.inspectorate().vocabulary.of(vocabulary) if not word.retired]
        rows = []
        for word in words:
            means = f", which is {word.means}" if word.own and word.means else ""
            plain = word.label.casefold().replace(" ", "-") == word.word.casefold()
            rows.append((word.word, f"{'' if plain and not means else word.label}{means}"))
        return Offer(title if rows else "", rows)

    return offer


def meanings(_: At) -> Offer:
    closed = [(f"closed/{reason}", "") for reason in REASONS]
    return Offer("What it may mean:", [*((status, "") for status in STATUSES), *closed])
