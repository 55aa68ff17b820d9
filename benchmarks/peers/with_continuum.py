"""SQLAlchemy with SQLAlchemy-Continuum, on SQLite: a model, its versions, and those of a transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import answering
import orjson
import sqlalchemy
from answering import COLUMNS, LISTS
from sqlalchemy import Column, Integer, Text, event, func, or_, select
from sqlalchemy.orm import Session, configure_mappers, declarative_base
from sqlalchemy_continuum import make_versioned, transaction_class, version_class

make_versioned(user_cls=None, options={"strategy": "validity"})
Base: Any = declarative_base()
Recommendation: Any = type(
    "Recommendation",
    (Base,),
    {
        "__tablename__": "recommendation",
        "__versioned__": {},
        "id": Column(Integer, primary_key=True),
        **{name: Column(Text) for name in COLUMNS},
    },
)
configure_mappers()
Version: Any = version_class(Recommendation)
Transaction: Any = transaction_class(Recommendation)


def _engine(into: str) -> sqlalchemy.Engine:
    engine = sqlalchemy.create_engine(f"sqlite:///{into}")

    @event.listens_for(engine, "connect")
    def sure(connection: Any, _: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

    return engine


def load(database: str, into: str) -> None:
    """Each change as a version of a transaction of its own; what stands last in the table."""
    engine = _engine(into)
    Base.metadata.create_all(engine)
    ids: dict[tuple[str, str], int] = {}
    versions: list[dict[str, Any]] = []
    latest: dict[int, dict[str, Any]] = {}
    transactions: dict[int, datetime] = {}
    for position, recorded_at, row in answering.changes(database):
        new = row[:2] not in ids
        at = ids.setdefault(row[:2], len(ids) + 1)
        transactions[position] = datetime.fromisoformat(recorded_at).replace(tzinfo=None)
        values = dict(zip(COLUMNS, row, strict=True))
        if not new:
            latest[at]["end_transaction_id"] = position
        kind = 0 if new else 1
        latest[at] = {
            "id": at,
            "transaction_id": position,
            "end_transaction_id": None,
            "operation_type": kind,
        }
        latest[at] |= values
        versions.append(latest[at])
    table = Version.__table__
    with engine.begin() as connection:
        connection.execute(
            Transaction.__table__.insert(),
            [{"id": at, "issued_at": when} for at, when in transactions.items()],
        )
        for first in range(0, len(versions), 10_000):
            connection.execute(table.insert(), versions[first : first + 10_000])
        kept = ("id", *COLUMNS)
        connection.execute(
            Recommendation.__table__.insert(),
            [{name: one[name] for name in kept} for one in latest.values()],
        )
        connection.execute(sqlalchemy.text('CREATE INDEX issued ON "transaction" (issued_at)'))
        connection.execute(sqlalchemy.text("ANALYZE"))


def ask(into: str) -> Callable[[Any], Any]:
    """The versions that stood at a moment."""

    def answer(question: Any) -> Any:
        engine = _engine(into)
        at = datetime.fromisoformat(question["known_at"]).replace(tzinfo=None)
        rows = []
        with Session(engine) as session:
            last = session.scalar(select(func.max(Transaction.id)).where(Transaction.issued_at <= at))
            standing = select(Version).where(
                Version.transaction_id <= last,
                or_(Version.end_transaction_id.is_(None), Version.end_transaction_id > last),
                Version.operation_type != 2,
            )
            for one in session.scalars(standing):
                row = {name: getattr(one, name) for name in COLUMNS}
                for name in LISTS:
                    row[name] = orjson.Fragment(row[name])
                rows.append(row)
        engine.dispose()
        return {"rows": rows}

    return answer


def change(into: str) -> Callable[[int], None]:
    """One day more by which something is due."""
    engine = _engine(into)

    def saved(at: int) -> None:
        with Session(engine) as session:
            one = session.get(Recommendation, 1 + at % 100)
            one.due = f"2030-01-{1 + at % 28:02}"
            one.last_updated = f"{at}"
            session.commit()

    return saved


if __name__ == "__main__":
    answering.main(load, ask, change)
