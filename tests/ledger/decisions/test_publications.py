"""The rules on what is shown to the public."""

import pytest

from events.base import Day, Instant
from events.publications import PublicationMade
from ledger.decisions.publications import MakePublication, check_day
from ledger.errors import Conflict, Refused
from tests.pasts import inspected

SAID = {
    "inspections": ("OCSAE",),
    "as_of": Day("2022-02-28"),
    "known_at": Instant("2022-02-28T12:00:00.000000Z"),
    "size": 20,
    "root": "r",
    "content": "c",
    "sums": "s",
    "licence": "Ours",
    "licence_url": "https://example.org/licence",
    "version": "1",
    "also": (),
    "since": None,
    "site": None,
    "about": None,
}
MADE = PublicationMade(**SAID)


def publish(before=0, **other):
    return MakePublication(**{**SAID, **other}, before=before)


def test_what_was_published_is_taken_down(given):
    given(*inspected()).when(publish(), by="pat").then(MADE)


def test_who_is_no_publisher_publishes_nothing(given):
    given(*inspected()).when(publish(), by="ann").refused("it takes the role publisher")


def test_an_inspection_that_is_not_there_is_not_published(given):
    given(*inspected()).when(publish(inspections=("NONE",)), by="pat").refused(
        "There is no inspection NONE", 3
    )


def test_no_inspection_is_published_twice_in_one(given):
    past = given(*inspected()).when(publish(inspections=("OCSAE", "ocsae")), by="pat")
    past.refused("An inspection was given twice", 2)


def test_no_publication_steps_behind_an_earlier_one(given):
    past = given(*inspected(), MADE)
    past.when(publish(before=1, size=19), by="pat").refused("A publication of 20 events was made already")
    past.when(publish(before=1), by="pat").then(MADE)


@pytest.mark.parametrize("day", ["2022-03-02", "2022-03", "2023-01"])
def test_no_publication_is_as_of_a_day_to_come(given, day):
    given(*inspected()).when(publish(as_of=Day(day)), by="pat").refused(f"{day} is not over")


def test_a_publication_may_be_as_of_today_or_of_a_month_that_is_over(given):
    for day in ("2022-03-01", "2022-02"):
        right = PublicationMade(**SAID | {"as_of": Day(day)})
        given(*inspected()).when(publish(as_of=Day(day)), by="pat").then(right)
    check_day(Day("2022-03"), Day("2022-03-31"))
    with pytest.raises(Refused):
        check_day(Day("2022-03"), Day("2022-03-30"))


def test_nobody_publishes_beside_another(given):
    with pytest.raises(Conflict, match="Somebody else published meanwhile"):
        given(*inspected(), MADE).when(publish(before=0), by="pat").then()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "licence.html", "https://a b/"])
def test_a_licence_leads_to_a_page_of_the_web(given, url):
    given(*inspected()).when(publish(licence_url=url), by="pat").refused("address of a licence", 2)
