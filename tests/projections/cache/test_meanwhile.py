"""What several processes do with one cache at once, and what one that was killed left of it."""

from __future__ import annotations

import pytest

from events.base import Day
from ledger.decisions.evidence import SubmitEvidence
from ledger.ledger import Ledger
from projections.base import TimeFilter
from projections.cache.asking import make_again
from projections.cache.cache import Cache
from projections.cache.database import Database
from projections.finding.base import Question as Listed
from projections.finding.base import listed
from projections.finding.index import noun
from projections.register import register
from projections.rows import Filters
from projections.search.search import Question, search
from tests.projections.cache.asked import shown
from tests.projections.cache.at_a_path import list_of, register_of, search_of

READINGS = {
    "a list": (
        lambda ledger, path: list_of(path, noun("evidence"), Listed(ledger), most=None),
        lambda ledger: listed(noun("evidence"), Listed(ledger)),
    ),
    "a search": (
        lambda ledger, path: search_of(path, Question(ledger, ["zebra"]), most=None),
        lambda ledger: search(Question(ledger, ["zebra"])),
    ),
}


@pytest.mark.parametrize("reading", READINGS)
def test_what_another_took_in_just_before_is_in_the_next_answer(large, tmp_path, monkeypatch, reading):
    of_cache, of_events = READINGS[reading]
    path, write, took = tmp_path / "one.db", Cache.write, []

    def take_in(ledger):
        assert register_of(path, ledger, None, time_filter=TimeFilter(), filters=Filters(), most=None)

    def after_another(cache, what):
        monkeypatch.setattr(Cache, "write", write)
        # Between the end of what this one read and the beginning of what it writes.
        cache.connection.execute("COMMIT")
        with Ledger.open(str(large)) as another:
            row = register(another).items[0]
            took.append(
                another.ask(
                    SubmitEvidence(
                        inspection=row["inspection"],
                        number=row["number"],
                        body=row["made_to"][0],
                        summary="Zebra crossings.",
                        on=Day("2021-08"),
                    ),
                    by="ann",
                )
            )
            take_in(another)
        cache.connection.execute("BEGIN")
        write(cache, what)

    with Ledger.open(str(large)) as ledger:
        take_in(ledger)
    monkeypatch.setattr(Cache, "write", after_another)
    with Ledger.open(str(large)) as ledger:
        ledger.store.hold()
        said = of_cache(ledger, path)
        assert took
        assert said is None or shown(said) == shown(of_events(ledger))
    with Ledger.open(str(large)) as ledger:
        found = shown(of_cache(ledger, path))
        assert "ebra" in found
        assert found == shown(of_events(ledger))


def test_what_a_killed_process_left_half_made_is_removed_and_not_what_another_makes(large, tmp_path):
    path = tmp_path / "one.db"
    left, being_made = (path.with_name(f"one.db.{number}.new") for number in (1, 2))
    for other in (left, being_made):
        Database(other, new=True).close()
    with Database(being_made, new=True), Ledger.open(str(large)) as ledger:
        make_again(path, ledger, lambda _: None)
    names = {found.name for found in tmp_path.iterdir()} - {"ledger"}
    assert names == {f"{one.name}{ending}" for one in (path, being_made) for ending in ("", ".lock")}
