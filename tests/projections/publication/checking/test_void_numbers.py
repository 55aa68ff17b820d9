"""What a bundle shows of numbers that were put right, given again, and then of something entered in error.

Of that the bundle shows nothing but that it is void, by the number that it had then.
"""

from __future__ import annotations

import pytest

from ledger.decisions.classification import ClassifyRecommendation
from ledger.decisions.links import RepeatRecommendation
from ledger.decisions.recommendation_corrections import (
    CorrectRecommendation,
    UnvoidRecommendation,
    VoidRecommendation,
)
from projections.publication.checking.bundle import check
from tests.bundles import begin, publish_all
from tests.projections.conftest import Case


def renumbered(number, right):
    return CorrectRecommendation, {"number": number, "new_number": right, "why": "A slip."}


def put_under(number, whole):
    return ClassifyRecommendation, {"number": number, "under": whole, "on": "2021-01-05"}


def repeats(number, of):
    return RepeatRecommendation, {"number": number, "of": of, "on": "2021-01-05"}


VOID, BACK = {"number": "21", "why": "Twice."}, {"number": "21", "why": "It is not."}
AGAIN = (renumbered("3", "29"), renumbered("4", "3"))
"""3 becomes 29, and 4 becomes 3."""

PASTS = {
    "its number was given again": (*AGAIN, (VoidRecommendation, {"number": "3", "why": "Twice."})),
    "what stood under it": (
        *AGAIN,
        put_under("5", "3"),
        (VoidRecommendation, {"number": "3", "why": "Twice."}),
    ),
    "what stood under it by another number": (
        put_under("5", "4"),
        renumbered("4", "21"),
        (VoidRecommendation, VOID),
    ),
    "what repeats it": (
        *AGAIN,
        repeats("6", "OCSAE/3"),
        (VoidRecommendation, {"number": "3", "why": "Twice."}),
    ),
    "it had had the number of another": (
        *AGAIN,
        renumbered("3", "21"),
        (VoidRecommendation, VOID),
    ),
    "it is back": (
        *AGAIN,
        renumbered("3", "21"),
        put_under("5", "21"),
        (VoidRecommendation, VOID),
        (UnvoidRecommendation, BACK),
    ),
}


@pytest.mark.parametrize("past", PASTS.values(), ids=PASTS)
def test_the_events_that_are_shown_come_to_what_is_published(past, tmp_path):
    with begin(tmp_path) as ledger:
        case = Case(ledger)
        case.make("4")
        case.make("6", on="2021-01-04")
        for decision, fields in past:
            case.ask(decision, **fields)
        bundle = publish_all(ledger, tmp_path / "bundle", as_of="2022-03-01")
        key = ledger.inspectorate().verifier_key
    assert check(str(bundle), key).findings == ()
