"""Whatever happened: words of the publisher's own change what is shown, and nothing else."""

from __future__ import annotations

from collections import Counter

import pytest

from events.base import Day
from events.judgements import JudgementRecorded
from events.recommendations import (
    RecommendationCorrected,
    RecommendationMade,
    RecommendationReaddressed,
)
from events.vocabulary import VocabularyWordAdded
from ledger.policies import STATUSES
from ledger.state.inspectorate import Inspectorate
from projections.base import TimeFilter
from projections.diff import diff_days
from projections.register import register
from projections.statistics.counting import Asked
from projections.statistics.view import statistics
from tests.histories import lived
from tests.pasts import opened
from tests.sampling import sample
from tests.steps import EVERY_DAY

REASONS = {"implemented": "done", "not-implemented": "refused"}
KINDS = {"area-for-development": "concern"}
MEANS = {"seen-open": "open", "seen-partly": "partially-met", "seen-closed": "closed"}
WORDS = {status: word for word, status in MEANS.items()}
ADDED = (
    *(("status", word, status) for word, status in MEANS.items()),
    *(("reason", word, f"closed/{reason}") for reason, word in REASONS.items()),
    *(("kind", word, None) for word in KINDS.values()),
)


class Reworded:
    """The same ledger, in which judgements, reasons and kinds are told in words of the publisher's own.

    Every other judgement has a word for its status.
    """

    def __init__(self, told):
        self._told, self.clock = told, told.clock
        self._settings = Inspectorate()
        for event in opened(told.inspectorate().sign_off):
            self._settings.apply(event)
        for vocabulary, word, means in ADDED:
            event = VocabularyWordAdded(
                vocabulary=vocabulary, word=word, label=f"{word.title()}!", means=means
            )
            self._settings.apply(event)

    def inspectorate(self):
        return self._settings

    def records(self, **asked):
        for record in self._told.records(**asked):
            yield record._replace(event=_reworded(record.event, record.position))


def _reworded(event, position):
    fields = event.fields
    match event:
        case JudgementRecorded():
            word = WORDS[event.status] if position % 2 else None
            return type(event)(**{**fields, "word": word, "reason": REASONS.get(event.reason, event.reason)})
        case RecommendationMade() | RecommendationCorrected():
            return type(event)(**{**fields, "kind": KINDS.get(event.kind, event.kind)})
    return event


HISTORIES = [(seed, sign_off) for seed in range(12) for sign_off in ("required", "none")]


@pytest.fixture(params=sample(HISTORIES, 4), ids=str)
def pair(request):
    """A ledger, and the same in words of the publisher's own."""
    seed, sign_off = request.param
    told = lived(seed, sign_off=sign_off).told
    return told, Reworded(told)


def filters(told):
    """Some days, each by all that is known and by half of it."""
    instants = [record.recorded_at for record in told.records()]
    for day in (None, *EVERY_DAY[::3]):
        for known_at in (None, instants[len(instants) // 2]):
            yield TimeFilter(day and Day(day), known_at)


def test_a_row_says_the_same_but_for_its_own_words(pair):
    told, own = pair
    for time_filter in filters(told):
        ours = {
            (row["inspection"], row["number"]): row for row in register(told, time_filter=time_filter).items
        }
        view = register(own, time_filter=time_filter)
        (status,) = [column for column in view.columns if column.heading == "Status"]
        assert len(list(view.items)) == len(ours)
        for row in view.items:
            before = dict(ours[row["inspection"], row["number"]])
            before["reason"] = REASONS.get(before["reason"], before["reason"])
            before["kind"] = KINDS.get(before["kind"], before["kind"])
            word = row["word"]
            assert {**row, "word": None} == before
            assert word is None or MEANS[word] == row["status"]
            assert status.cell(row) == (f"{word.title()}!" if word else STATUSES[row["status"]])


def test_the_figures_are_the_same_and_count_the_words_of_the_rows(pair):
    told, own = pair
    for day in EVERY_DAY[::3]:
        asked = Asked(until=Day(day))
        before, after = statistics(told, None, asked), statistics(own, None, asked)
        assert [dict(row) for row in after.items] == [dict(row) for row in before.items]
        assert after.head["by_status"] == before.head["by_status"]
        reasons = {REASONS.get(word, word): count for word, count in before.head["by_reason"].items()}
        assert dict(after.head["by_reason"]) == reasons
        rows = list(register(own, time_filter=TimeFilter(Day(day))).items)
        words = Counter(row["word"] for row in rows if row["word"])
        # Of what has parts the parts alone are counted.
        assert Counter(after.head["by_word"]) <= words
        if not any(row["under"] for row in rows):
            assert after.head["by_word"] == words


def test_the_changes_are_the_same_and_lead_from_word_to_word(pair):
    told, own = pair
    known = diff_days(told, None, Day("2000-01-01"), None).items
    changes = diff_days(own, None, Day("2000-01-01"), None).items
    shape = ("inspection", "number", "change", "on", "judgement")
    assert [[row[name] for name in shape] for row in changes] == [
        [row[name] for name in shape] for row in known
    ]
    last: dict[tuple[str, str], str | None] = {}
    for row in changes:
        if row["after"] in STATUSES and row["change"] != "made":
            last[row["inspection"], row["number"]] = row["after_word"]
    rows = list(register(own).items)
    # What has parts stands as they do, and not as it was judged.
    others = {(row["inspection"], row["under"]) for row in rows if row["under"]}
    # Nor is it a change that other bodies have the same status under another word.
    others |= {
        (event.inspection, event.number)
        for event in (record.event for record in own.records())
        if isinstance(event, RecommendationReaddressed | RecommendationCorrected)
    }
    for row in rows:
        where = row["inspection"], row["number"]
        if where in last and where not in others and row["status"] != "closed":
            assert row["word"] == last[where] or row["state"] in ("withdrawn", "superseded")
