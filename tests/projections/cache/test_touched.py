"""What an event can have changed, and from which day on."""

import pytest

from projections.cache.touched import Touched
from projections.model.fold import InspectionFold
from tests.builders import (
    classified,
    cycle_opened,
    inspection_opened,
    judged,
    made,
    readdressed,
    rescheduled,
    restated,
    signed_off,
    submitted,
)

BODIES = ("Police", "Council")
BEFORE = (
    inspection_opened(),
    cycle_opened("2021", on="2021-01-01"),
    made("3", cycle="2021", made_to=BODIES, on="2021-01-01"),
    made("4", cycle="2021", made_to=BODIES, on="2021-01-01"),
)
OF_POLICE = judged("J1", made_to="Police", on="2021-03-01", status="partially-met")
OF_ALL = judged("J1", on="2021-03-01", status="partially-met")

ANY_DAY = ""
CASES = {
    "words": ([], restated(on="2021-03-01"), {"3": "2021-03-01"}),
    "evidence": ([], submitted(body="Police", on="2021-03-01"), {"3": "2021-03-01"}),
    "a judgement of all": ([OF_ALL], signed_off("J1"), {"3": "2021-03-01"}),
    "a first judgement of a share": ([OF_POLICE], signed_off("J1"), {"3": ANY_DAY}),
    "a further judgement of a share": (
        [OF_POLICE, signed_off("J1"), judged("J2", made_to="Council", on="2021-04-01")],
        signed_off("J2"),
        {"3": "2021-04-01"},
    ),
    "what stands under it": ([], classified("4", under="3", on="2021-03-01"), {"4": ANY_DAY}),
    "how it is sorted": ([], classified("4", on="2021-03-01", topics=("x",)), {"4": "2021-03-01"}),
    "other bodies": ([], readdressed("Police", on="2021-03-01"), {"3": "2021-03-01"}),
    "a first due date": ([], rescheduled(on="2021-03-01"), {"3": "2021-03-01"}),
    "the making": ([], made("5", cycle="2021", on="2021-03-01"), {"5": ANY_DAY}),
}


@pytest.mark.parametrize("name", CASES)
def test_an_event_changes_what_it_is_about_from_its_day_on_unless_it_answers_otherwise_since(name):
    past, event, expected = CASES[name]
    fold = InspectionFold()
    for position, one in enumerate((*BEFORE, *past), 1):
        fold.apply(one, position, "2022-01-01T00:00:00.000000Z")
    touched = Touched()
    touched.take(fold, event, 99, "2022-01-01T00:00:00.000000Z")
    assert not touched.every
    assert {one.number: day for one, day in touched.found.values()} == expected
