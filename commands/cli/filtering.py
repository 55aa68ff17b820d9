"""The options that ask for some of the recommendations, in every reading."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from commands.cli.errors import warn_if_done
from commands.cli.helping import option
from commands.cli.understood import VocabularyWord

if TYPE_CHECKING:
    from ledger.ledger import Ledger
    from projections.rows import Filters

Function = Callable[..., Any]  # Any: click decorates functions of every shape

_OPTIONS = (
    option(
        "--status",
        metavar="STATUS",
        type=VocabularyWord("status", asked=True),
        help="Only those with this status, or with this word of yours.",
    ),
    option("--made-to", metavar="BODY", help="Only those made to this body."),
    option(
        "--kind",
        metavar="KIND",
        type=VocabularyWord("kind", asked=True),
        help="Only those of this kind.",
    ),
    option(
        "--answer",
        metavar="ANSWER",
        type=VocabularyWord("answer", asked=True),
        help="Only those to which a body's last answer was this.",
    ),
    option(
        "--priority",
        metavar="WORD",
        type=VocabularyWord("priority", asked=True),
        help="Only those of this priority.",
    ),
    option(
        "--topic",
        "topics",
        metavar="WORD",
        type=VocabularyWord("topic", asked=True),
        multiple=True,
        help="Only those on this topic; or on any.",
    ),
)


def filtering(function: Function) -> Function:
    """The same options for every reading; the function is given them as ``filters``."""

    @wraps(function)
    def filtered(
        *args: Any,  # Any: whatever click gives the function
        status: str | None,
        made_to: str | None,
        kind: str | None,
        answer: str | None,
        priority: str | None,
        topics: tuple[str, ...],
        **others: Any,  # Any: the same
    ) -> Any:  # Any: the same
        from projections.rows import Filters  # noqa: PLC0415  help does without

        filters = Filters(
            status=status, made_to=made_to, kind=kind, answer=answer, priority=priority, topics=topics
        )
        return function(*args, filters=filters, **others)

    for each in reversed(_OPTIONS):
        filtered = each(filtered)
    return filtered


def note_on_body(ledger: Ledger, filters: Filters) -> None:
    """Note a body that no recommendation was ever made to: it is a slip, or there is nothing."""
    if filters.made_to is None:
        return
    from projections.bodies import known_body, never_asked  # noqa: PLC0415  few ask for one body

    if known_body(ledger, filters.made_to) is None:
        warn_if_done(never_asked(filters.made_to))
