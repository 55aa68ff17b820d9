"""Days of which only the end is known, wherever people read: in words, and never as data have them."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from commands.root import run

LEDGER = "--ledger open --as ann"
LIFE = """
inspection open A --title Alpha
cycle open A c1 --title One --on ..2010-04-04
recommendation make A 1 --cycle c1 --text One --made-to Police --on ..2011-04-04 --due ..2013-05-06
recommendation make A 2 --cycle c1 --text Two --made-to Fire --made-to Police --on 2012-02 --due 2014
recommendation make A 2012-03 --cycle c1 --text Three --made-to Police --on ..2012-04-04
judgement record A 1 --cycle c1 --status closed --reason implemented --rationale R --on ..2014-04-04
judgement record A 2012-03 --cycle c1 --status partially-met --rationale R --on ..2024-04-04
recommendation restate A 2 --text Again --why W --on ..2015-05-05
recommendation readdress A 2 --made-to Fire --on ..2016-05-05
recommendation reschedule A 2 --due ..2017-07-07 --on ..2016-07-07
evidence submit A 2012-03 --by Police --summary S --on ..2024-05-05
response due A 2012-03 --due ..2024-06-06 --on ..2024-01-01
response record A 2012-03 --by Police --answer accepted --text T --due ..2025-01-01 --on ..2024-07-07
progress record A 2012-03 --by Police --text Some --percent 30 --on ..2024-08-08
body register New --on ..2009-09-09
body rename Police --to Constabulary --on ..2018-01-01 --why W
body succeed Fire --by Rescue --on ..2019-01-01 --why W
dispute raise A 2012-03 --by Constabulary --judgement J2 --why W --on ..2024-09-01
cycle close A c1 --on ..2024-09-09
cycle open A c2 --title Two --on ..2024-10-10
recommendation make A 4 --cycle c2 --text Four --made-to Rescue --on ..2025-03-03
recommendation supersede A 4 --by A/2012-03 --on ..2025-04-04 --why W
recommendation withdraw A 2 --on ..2025-02-02 --why W
"""
CORRECTIONS = """
recommendation correct A 1 --made-on ..2010-12-12 --why W
recommendation correct A 1 --due ..2014-01-01 --why W
recommendation correct A 2 --due ..2018-01-01 --of ..2016-07-07 --why W
recommendation correct A 2012-03 --number 2012-05 --why W
judgement correct A J1 --judged-on ..2013-03-03 --why W
"""
READINGS = [
    "register",
    "register A --cycle c1",
    "trail",
    "trail A 2",
    "diff --from 0001 --to 2026",
    "diff A --known-from 2000",
    "statistics A --from 2000 --to 2026",
    "inbox",
    "body list",
    *(f"body show {name}" for name in ("Police", "Fire", "Rescue", "New")),
    *(f"{reading} A {number}" for reading in ("show", "why") for number in ("1", "2", "2012-05", "4")),
]
RAW = re.compile(r"\.\.[0-9]{4}-[0-9]{2}-[0-9]{2}")
BROKEN = re.compile(r"\b(from|since|by|of|given|on|in|said) (not known, by|not after)", re.IGNORECASE)


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """The folder of a ledger with such days in everything that has a day, published before and after it was
    put right.
    """
    place = tmp_path_factory.mktemp("open")
    with pytest.MonkeyPatch.context() as environ:
        for name in ("SCRUTINY_LEDGER", "SCRUTINY_PERSON", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            environ.delenv(name, raising=False)
        environ.setenv("HOME", str(place / "home"))
        environ.chdir(place)
        lines = ["init --name Ann --sign-off none"]
        lines += [f"person grant ann {role}" for role in ("inspector", "approver", "publisher")]
        lines += [*LIFE.strip().splitlines(), "publish --output first"]
        lines += [*CORRECTIONS.strip().splitlines(), "publish --output second"]
        for line in lines:
            assert run([*line.split(), *LEDGER.split()]) == 0, line
    return place


def words_of(file: Path) -> str:
    """What of a file people read, in one line."""
    text = file.read_text("utf-8")
    tagged = re.sub(r"<[^>]*>", "", text)
    return " ".join(re.sub(r"<[^>]*>", " ", unescape(unescape(tagged))).replace("\\", "").split())


@pytest.mark.parametrize("format", ["table", "markdown", "html"])
@pytest.mark.parametrize("reading", READINGS)
def test_no_reading_shows_people_a_day_as_data_have_it(lived, ask, monkeypatch, reading, format):
    monkeypatch.chdir(lived)
    said = ask(f"{reading} --format {format} {LEDGER}").out.replace("\\", "")
    assert said
    assert not RAW.findall(said)
    assert not BROKEN.findall(said)


@pytest.mark.parametrize("bundle", ["first", "second"])
def test_no_page_shows_people_a_day_as_data_have_it(lived, bundle):
    read = [file for end in ("html", "atom", "md") for file in (lived / bundle).rglob(f"*.{end}")]
    assert {"index.html", "changes.html", "feed.atom", "register.md"} <= {file.name for file in read}
    for file in read:
        said = words_of(file)
        assert not RAW.findall(said), file
        assert not BROKEN.findall(said), file


def test_a_day_from_which_something_holds_is_told_as_the_last_it_can_be_or_before(lived, ask, monkeypatch):
    second = lived / "second"
    assert "From 3 March 2013 or before." in words_of(second / "feed.atom")
    assert "closed from 3 March 2013 or before" in words_of(second / "recommendations" / "A" / "1.html")
    assert "Constabulary, since 1 January 2018 or before" in words_of(second / "bodies" / "constabulary.html")
    assert "Took over from Fire, from 1 January 2019 or before" in words_of(second / "bodies" / "rescue.html")
    monkeypatch.chdir(lived)
    assert "Exists since  2009-09-09 or before" in ask(f"body show New {LEDGER}").out


def test_what_was_due_before_and_after_is_in_words(lived, ask, monkeypatch):
    said = words_of(lived / "second" / "changes.html")
    assert "not after 7 July 2017not after 1 January 2018" in said.replace("> <", "")
    monkeypatch.chdir(lived)
    rows = json.loads(ask(f"diff A --from 2016 --to 2016 --format json {LEDGER}").out)["rows"]
    assert [(row["before"], row["after"]) for row in rows if row["change"] == "rescheduled"] == [
        ("2014", "..2018-01-01")
    ]


def test_a_number_that_could_be_a_month_is_a_number_in_what_changed(lived):
    said = words_of(lived / "second" / "changes.html")
    assert "2012-03" in said
    assert "2012-05" in said
    assert "May 2012" not in said
