"""Rows in the order of their key, page by page: the server looks for the next page while one is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ledger.store.raw import BATCH, Cell, RawRow

if TYPE_CHECKING:
    from ledger.store.postgres.connection import Answer
    from ledger.store.postgres.session import Session

PAGE = 1_024
"""Rows of a page: of those behind the first, which may be all that is wanted and is a batch."""

LEAST = -(2**63)
"""No key is less, so that rows behind it are all."""


class Paged:
    """Rows of a statement with two parameters, a key and a number: at most so many rows behind that key.

    The key is their first column. The next page is asked for once a ``share`` of one was taken: of several
    that are read side by side, each at another moment, for one answer alone can be under way.
    """

    def __init__(self, session: Session, statement: str, share: float = 0.0) -> None:
        self._session, self._statement, self._share = session, statement, share
        self._key: Cell | object = self
        self._rows: list[RawRow] = []
        self._at = 0
        self._is_last = True
        self._next: Answer | None = None

    def behind(self, key: Cell, count: int = BATCH) -> list[RawRow]:
        """The next rows behind a key, at most so many; quickly if they go on where the last ones ended."""
        if key != self._key:
            self._rows, self._at, self._next = self._asked(key, max(count, BATCH)), 0, None
            self._is_last = len(self._rows) < max(count, BATCH)
        while len(self._rows) - self._at < count and not self._is_last:
            left = self._rows[self._at :]
            last = self._rows[-1][0]
            page = self._asked(last, PAGE) if self._next is None else self._fetched()
            self._rows, self._at, self._is_last = [*left, *page], 0, len(page) < PAGE
        found = self._rows[self._at : self._at + count]
        self._at += len(found)
        self._key = found[-1][0] if found else key
        if (
            self._next is None
            and not self._is_last
            and self._rows
            and self._at >= self._share * len(self._rows)
        ):
            self._next = self._session.send(self._statement, (self._rows[-1][0], PAGE))
        return found

    def _asked(self, key: Cell, count: int) -> list[RawRow]:
        behind = LEAST if key is None else key
        return cast("list[RawRow]", self._session.ask(self._statement, (behind, count)))

    def _fetched(self) -> list[RawRow]:
        answer, self._next = self._next, None
        assert answer is not None  # noqa: S101  whoever asks has looked
        return cast("list[RawRow]", self._session.fetch(answer))
