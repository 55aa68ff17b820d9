"""What a page says of one recommendation follows from the events that hang together with it alone."""

from collections.abc import Iterable
from itertools import product
from random import Random

import pytest

from events.base import InspectionEvent
from events.registry import EVENTS
from ledger.about import About
from ledger.errors import LedgerError
from ledger.records import inspection_stream
from ledger.state import related
from ledger.state.related import Related
from projections.base import TimeFilter, View
from projections.show import show
from projections.why import why
from tests import builders
from tests.projections.cache.again import lived
from tests.sampling import sample
from tests.told import Told

DAYS = (None, "2020-06-01", "2021-03-01", "2021", "2022-01-01")


class Knowing(Told):
    """One that tells of the records that hang together; ``left_out`` counts what is not read."""

    left_out = 0
    _related: dict[object, Related]

    @classmethod
    def of(cls, told: Told) -> "Knowing":
        knowing = cls.__new__(cls)
        vars(knowing).update(vars(told))
        knowing._related = {}
        return knowing

    def about(self, inspection: str, numbers: Iterable[str], known_at: str | None = None) -> About | None:
        records = [one for one in self._records if one.stream == inspection_stream(inspection)]
        if inspection not in self._related:
            self._related[inspection] = Related()
            for record in records:
                # It is kept and made again between any two events.
                self._related[inspection] = Related.of(self._related[inspection].kept())
                self._related[inspection].take(record.event, record.recorded_at)
        found = [records[version - 1] for version in self._related[inspection].versions(numbers)]
        self.left_out += len(records) - len(found)
        return About(found, sum(known_at is None or one.recorded_at <= known_at for one in records))


def _said(page, ledger, *asked, **options) -> object:
    try:
        view: View = page(ledger, *asked, **options)
    except LedgerError as error:
        return error.message, error.remedy
    return {**view._asdict(), "items": list(view.items), "columns": [], "narrow": [], "unsaid": None}


def _compared(seed) -> int:
    """Compare pages of a history; how many events less were read."""
    random = Random(seed)
    told = lived(seed).told
    knowing = Knowing.of(told)
    numbers = sorted(
        {str(r.event.fields.get("number")) for r in told.records() if "number" in r.event.fields}
    )
    refs = sorted({r.event.inspection for r in told.records() if isinstance(r.event, InspectionEvent)})
    known = (None, *sorted({r.recorded_at for r in told.records()}))
    for ref, number in product(refs, numbers):
        for _ in range(2):
            when = TimeFilter(random.choice(DAYS), random.choice((None, random.choice(known))))
            asked = ref, random.choice((number, number.lower(), number.replace("-", "‑")))
            for page, options in ((show, {"notes": True}), (why, {})):
                plain, quick = (
                    _said(page, ledger, *asked, time_filter=when, **options) for ledger in (told, knowing)
                )
                assert plain == quick
    return knowing.left_out


@pytest.mark.parametrize("seed", sample(range(1000), 10))
def test_a_page_is_the_same(seed):
    _compared(seed)


def test_less_is_read():
    assert sum(map(_compared, range(3)))


def test_what_is_left_out_is_seen_if_it_matters(monkeypatch):
    """The control: without the other ends of links, pages of some differ."""
    monkeypatch.setattr(related, "names", _without_others)
    monkeypatch.setattr(related, "NUMBERS", ("number",))
    with pytest.raises(AssertionError):
        for seed in range(60):
            _compared(seed)


_names = related.names


def _without_others(event):
    fields = {name: value for name, value in event.fields.items() if name not in related.OTHERS}
    return _names(event.without(set(event.fields) - set(fields)))


def test_every_field_of_an_event_is_known_to_name_something_or_nothing():
    """A new field of these kinds has to be looked at: whether it has a number or a ref."""
    naming = {*related.NUMBERS, *related.OTHERS, *related.REFS}
    nothing = {
        *("action", "answer", "approved_by", "as_published", "beside", "body", "cycle", "digest", "due"),
        *(
            "event",
            "facts",
            "file",
            "how",
            "in_cycle",
            "inspection",
            "judged_on",
            "kind",
            "made_on",
            "made_to",
        ),
        *("makes", "name", "note", "of", "on", "opened_on", "outcome", "percent", "place", "priority"),
        *("proposes_closure", "rationale", "reason", "relation", "restricted", "reworded", "row", "seen_on"),
        *("sha256", "shape", "sheet", "size", "source", "status", "summary", "text", "title", "topics"),
        *("until", "void", "what", "why", "word", "words"),
    }
    fields = {
        name for event in EVENTS.values() if issubclass(event, InspectionEvent) for name in event.FIELDS
    }
    assert fields == naming | nothing


def test_what_one_event_names_hangs_together():
    hanging = Related()
    for event in (
        builders.inspection_opened(),
        builders.cycle_opened(),
        builders.made("1"),
        builders.made("2"),
        builders.made("3"),
        builders.submitted("E1", "1"),
        builders.judged("J1", "2"),
        builders.signed_off("J1"),
        builders.linked("3", other="OCSAE/1"),
        builders.linked("3", other="OTHER/2"),
    ):
        hanging.take(event, "")
    assert hanging.versions(["2"]) == [1, 2, 4, 7, 8]
    assert hanging.versions(["1"]) == hanging.versions(["3"]) == [1, 2, 3, 5, 6, 9, 10]
    assert hanging.versions(["nothing"]) == [1, 2]
    hanging.take(builders.corrected("number", number="2", new_number="1"), "")
    assert hanging.versions(["2"]) == list(range(1, 12))
