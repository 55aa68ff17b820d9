"""Which lines of a cache statistics count: the queries for how what counts as one stood, and how it moved."""

from __future__ import annotations

from typing import Literal

from ledger.validation import key
from projections.cache.database import FOR_EVER, Given
from projections.statistics.counting import Asked

_AT = "{0}.first <= :{1} AND {0}.until > :{1}"

_ANY_OF = "EXISTS (SELECT 1 FROM json_each(f.{0}) WHERE value {1})"
_ROW = (
    "EXISTS (SELECT 1 FROM counted f INDEXED BY counted_of"
    " WHERE f.inspection = i.id AND f.made = x.made AND f.shares = '' AND {0})"
)


class Units:
    """What is asked for of one inspection (its id) or of all, as known at a position, at the end of a day.

    ``body`` is what the body is known by whose shares count. ``newest`` says that nothing is told later.
    """

    def __init__(
        self, asked: Asked, inspection: int | None, position: int, last: str, body: str, *, newest: bool
    ) -> None:
        self._asked, self._shares, self._newest = asked, asked.shares, newest
        self.given: dict[str, Given] = {"known": position, "last": last, "ever": FOR_EVER, "body": body}
        self._of = ""
        if inspection is not None:
            self._of, self.given["inspection"] = " AND i.id = :inspection", inspection

    def query(
        self,
        what: str,
        table: Literal["counted", "moved"],
        where: str = "",
        *,
        answers: bool = True,
        whole: bool = False,
    ) -> str:
        """Of ``table`` as x (and of the shares that count as u): what of the lines that are asked for.

        ``whole`` asks for recommendations instead of what of them counts; without ``answers`` it matters not
        what a body answered.
        """
        shares = self._shares and not whole
        source = f"inspection i CROSS JOIN {table} x ON x.inspection = i.id AND x.shares = ''"
        if shares:
            # Else it would be looked up by its shares, which many have.
            source = (
                f"inspection i CROSS JOIN unit u ON u.inspection = i.id AND u.body = :body"
                f" AND {self._told('u')} AND {_AT.format('u', 'last')}"
                f" CROSS JOIN {table} x INDEXED BY {table}_of"
                f" ON x.inspection = u.inspection AND x.shares = u.shares AND x.made = u.made"
            )
        wanted = [self._told("x"), *self._wanted(answers=answers), *filter(None, [where])]
        return " ".join(("SELECT", what, "FROM", source, "WHERE", " AND ".join(wanted))) + self._of

    def there(self, day: str) -> str:
        """That a line is of a day, by the name of what is given."""
        return _AT.format("x", day)

    def _told(self, name: str) -> str:
        if self._newest:
            return f"{name}.untold = :ever"
        return f"{name}.untold > :known AND {name}.told <= :known"

    def _wanted(self, *, answers: bool) -> list[str]:
        asked, found = self._asked, []
        if asked.kind is not None:
            found.append("x.kind = :kind")
            self.given["kind"] = asked.kind
        if asked.cycle is not None:
            found.append("x.of_cycle = :cycle")
            self.given["cycle"] = key(asked.cycle)
        of_row = []
        if asked.priority is not None:
            of_row.append("f.priority = :priority")
            self.given["priority"] = asked.priority
        if asked.topics:
            names = [f"topic{at}" for at in range(len(asked.topics))]
            self.given.update(zip(names, asked.topics, strict=True))
            listed = ", ".join(f":{name}" for name in names)
            of_row.append(_ANY_OF.format("topics", f"IN ({listed})"))
        if asked.answer and answers:
            of_row.append(_ANY_OF.format("answers", "= :answer"))
            self.given["answer"] = asked.answer
        if of_row:
            # How it is sorted, and what bodies answered, is said of the recommendation at the end.
            of_row += [self._told("f"), _AT.format("f", "last")]
            found.append(_ROW.format(" AND ".join(of_row)))
        return found
