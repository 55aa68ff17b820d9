"""Django with django-simple-history, on SQLite: a model, its history, and ``as_of``."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from typing import Any

import answering
import django
from answering import COLUMNS, LISTS
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "simple_history"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "", "ATOMIC_REQUESTS": True}},
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

import orjson  # noqa: E402  Django is set up first
from django.core.management import call_command  # noqa: E402  as above
from django.db import connection, models, transaction  # noqa: E402  as above
from simple_history.models import HistoricalRecords  # noqa: E402  as above


class Recommendation(models.Model):
    """A row of the register."""

    for _name in COLUMNS:
        locals()[_name] = models.TextField(null=True)
    history = HistoricalRecords()

    class Meta:
        """Where it is."""

        app_label = "auth"
        indexes = (models.Index(fields=["inspection", "number"]),)


History = Recommendation.history.model


def _at(into: str) -> None:
    settings.DATABASES["default"]["NAME"] = into
    connection.settings_dict["NAME"] = into


def load(database: str, into: str) -> None:
    """Each change as the history has it; what stands last in the table."""
    _at(into)
    call_command("migrate", verbosity=0)  # the history says which user it was
    with connection.schema_editor() as editor:
        editor.create_model(Recommendation)
        editor.create_model(History)
    ids: dict[tuple[str, str], int] = {}
    last: dict[int, Recommendation] = {}

    def told() -> Any:
        for _, recorded_at, row in answering.changes(database):
            new = row[:2] not in ids
            at = ids.setdefault(row[:2], len(ids) + 1)
            values = dict(zip(COLUMNS, row, strict=True))
            last[at] = Recommendation(id=at, **values)
            when = datetime.fromisoformat(recorded_at)
            yield History(id=at, history_date=when, history_type="+" if new else "~", **values)

    with transaction.atomic():
        History.objects.bulk_create(told(), batch_size=40)
        Recommendation.objects.bulk_create(last.values(), batch_size=40)
    with closing(sqlite3.connect(into)) as made:
        made.execute("ANALYZE")


def ask(into: str) -> Callable[[Any], Any]:
    """All as they were at a moment."""
    _at(into)

    def answer(question: Any) -> Any:
        connection.close()
        at = datetime.fromisoformat(question["known_at"])
        rows = []
        for one in Recommendation.history.as_of(at):
            row = {name: getattr(one, name) for name in COLUMNS}
            for name in LISTS:
                row[name] = orjson.Fragment(row[name])
            rows.append(row)
        return {"rows": rows}

    return answer


def change(into: str) -> Callable[[int], None]:
    """One day more by which something is due."""
    _at(into)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")

    def saved(at: int) -> None:
        with transaction.atomic():
            one = Recommendation.objects.get(id=1 + at % 100)
            one.due = f"2030-01-{1 + at % 28:02}"
            one.last_updated = f"{at}"
            one.save()

    return saved


if __name__ == "__main__":
    answering.main(load, ask, change)
