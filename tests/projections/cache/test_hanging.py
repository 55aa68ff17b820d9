"""What hangs on another inspection is told anew if something is recorded in that alone."""

from __future__ import annotations

from random import Random

from ledger.decisions.cycles import OpenCycle
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.links import SupersedeRecommendation
from ledger.decisions.recommendation_corrections import VoidRecommendation
from ledger.decisions.recommendations import MakeRecommendation, WithdrawRecommendation
from projections.inbox.asked import asked
from projections.search.search import Question
from tests.projections.cache.test_inbox_same import Inboxes
from tests.projections.cache.test_search_same import Searches, from_told
from tests.told import Told

__all__ = ["from_told"]


def _superseded(made):
    """ONE/1, whose place TWO/1 took."""
    asking = made(Told(), Random(1))
    for ref in ("ONE", "TWO"):
        asking.told.ask(OpenInspection(inspection=ref, title=ref), by="ann")
        asking.told.ask(OpenCycle(inspection=ref, cycle="C", title="C", on="2021-02-27"), by="ann")
        asking.told.ask(
            MakeRecommendation(
                inspection=ref, number="1", cycle="C", text="Do.", made_to=("Police",), on="2021-02-27"
            ),
            by="ann",
        )
    asking.told.ask(
        SupersedeRecommendation(
            inspection="ONE", number="1", by=("TWO/1",), why="Zebra crossings.", on="2021-03-01"
        ),
        by="ann",
    )
    asking.catch_up()
    return asking


def test_a_successor_that_is_withdrawn_leaves_what_it_replaced_in_doubt():
    asking = _superseded(Inboxes)
    question = asked(asking.told)
    asking.ask_both(question)
    assert not asking.answers
    asking.told.ask(WithdrawRecommendation(inspection="TWO", number="1", on="2021-03-02"), by="ann")
    asking.catch_up()
    asking.ask_both(question)
    assert asking.answers


def test_a_successor_that_was_entered_in_error_is_no_words_of_what_it_replaced(from_told):
    asking = _superseded(Searches)
    asking.compare_words(Question(asking.told, ["zebra"]))
    assert asking.answers
    asking.told.ask(VoidRecommendation(inspection="TWO", number="1", why="Twice."), by="ann")
    asking.catch_up()
    asking.compare_words(Question(asking.told, ["zebra"]))
    assert asking.answers == 1
