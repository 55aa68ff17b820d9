"""``scrutiny inbox --ics`` and ``--mail``: what is written, where, and what is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import icalendar
import pytest


@pytest.fixture
def due(folder, done):
    """OCSAE/1 is due in 50 days, and 2 was due 10 days ago."""
    for number, days in ((1, 50), (2, -10)):
        on = datetime.now(UTC).date() + timedelta(days=days)
        done(f"recommendation reschedule OCSAE {number} --why W --as ann --due {on}")


# A calendar


def test_a_calendar_is_written_beside_the_table(due, ask, tmp_path):
    file = tmp_path / "due.ics"
    answer = ask("inbox --ics", str(file))
    assert answer.status == 0
    assert "10 days overdue" in answer.out
    assert answer.err == f"Wrote 2 days to the calendar {file}.\n"
    assert len(icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")) == 2


def test_a_calendar_looks_a_year_ahead_unless_it_is_said_how_far(due, ask, tmp_path):
    file = tmp_path / "due.ics"
    assert [row["number"] for row in json.loads(ask("inbox --format json --ics", str(file)).out)["rows"]] == [
        "2",
        "1",
    ]
    assert ask("inbox --within 30d --ics", str(file)).err.startswith("Wrote 1 day ")


def test_the_same_ledger_gives_the_same_bytes_and_a_later_calendar_replaces_it(due, ask, done, tmp_path):
    file = tmp_path / "due.ics"
    ask("inbox --ics", str(file))
    first = file.read_bytes()
    ask("inbox --ics", str(file))
    assert file.read_bytes() == first
    done("recommendation withdraw OCSAE 1 --why W --as ann")
    ask("inbox --ics", str(file))
    assert file.read_bytes().count(b"STATUS:CANCELLED") == 1


def test_a_calendar_on_standard_output_is_all_there_is(due, ask, tmp_path):
    answer = ask("inbox --ics -")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith("BEGIN:VCALENDAR\r\n")
    assert answer.out.endswith("END:VCALENDAR\r\n")
    table = tmp_path / "table.txt"
    assert ask("inbox --ics - --output", str(table)).out == answer.out
    assert "10 days overdue" in table.read_text()


# Letters


def test_a_letter_is_written_to_each_person_and_body_and_none_is_sent(due, ask, tmp_path):
    into = tmp_path / "new" / "letters"
    answer = ask("inbox --within 60d --mail", str(into))
    assert answer.status == 0
    assert "10 days overdue" in answer.out
    names = ["body-police-scotland.eml", "person-ada.eml", "person-ann.eml", "person-art.eml"]
    assert sorted(file.name for file in into.iterdir()) == names
    assert answer.err.splitlines() == [
        f"Wrote 4 letters to {into}, and sent none: 1 body, 3 people.",
        "No address is given for Ada, Ann, Art, Police Scotland: see --addresses FILE.",
    ]
    for file in into.iterdir():
        read = message_from_bytes(file.read_bytes(), policy=default)
        assert read.defects == []
        assert "10 days overdue" in read.get_content()
        assert file.stat().st_mode & 0o007 == 0


def test_a_person_gets_their_own_letter_and_the_bodies_of_their_tasks_theirs(due, ask, tmp_path):
    ask("inbox --as ann --mail", str(tmp_path / "anns"))
    names = sorted(file.name for file in (tmp_path / "anns").iterdir())
    assert names == ["body-police-scotland.eml", "person-ann.eml"]
    assert "Nothing waits that" in ask("inbox --as bob --mail", str(tmp_path / "bobs")).err


def test_the_same_ledger_gives_the_same_letters(due, ask, tmp_path):
    for name in ("one", "two"):
        ask("inbox --mail", str(tmp_path / name))
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_addresses_are_those_of_the_file(due, ask, tmp_path):
    file = tmp_path / "addresses.toml"
    file.write_text('from = "t@example.org"\n[bodies]\n"police scotland" = "p@example.org"\n', "utf-8")
    answer = ask("inbox --mail", str(tmp_path / "out"), "--addresses", str(file))
    read = message_from_bytes((tmp_path / "out" / "body-police-scotland.eml").read_bytes(), policy=default)
    assert (str(read["From"]), str(read["To"])) == ("Test <t@example.org>", "Police Scotland <p@example.org>")
    assert "No address is given for Ada, Ann, Art: see" in answer.err


def test_a_letter_that_is_there_is_not_replaced_and_no_other_is_written(due, ask, tmp_path):
    into = tmp_path / "letters"
    into.mkdir()
    kept = into / "person-ann.eml"
    kept.write_text("mine")
    answer = ask("inbox --mail", str(into))
    assert (answer.status, answer.out) == (4, "")
    assert "person-ann.eml is there already, so no letter was written." in answer.err
    assert list(into.iterdir()) == [kept]
    assert kept.read_text() == "mine"


def test_where_one_cannot_be_written_none_is_left(due, ask, tmp_path, monkeypatch):
    from commands.cli import mailing

    write = mailing.put_bytes

    def fail(pieces, output, *args, **settings):
        if "person" in output:
            raise OSError(28, "No space left on device", output)
        write(pieces, output, *args, **settings)

    monkeypatch.setattr(mailing, "put_bytes", fail)
    into = tmp_path / "letters"
    assert ask("inbox --mail", str(into)).status != 0
    assert not into.exists()
    into.mkdir()
    assert ask("inbox --mail", str(into)).status != 0
    assert list(into.iterdir()) == []


def test_nothing_is_written_if_nothing_waits(folder, ask, tmp_path):
    answer = ask("inbox --mail", str(tmp_path / "letters"))
    assert answer.status == 0
    assert "Nothing waits that anybody could be written to about" in answer.err
    assert not (tmp_path / "letters").exists()


def test_letters_and_calendars_of_a_practice_copy_say_so(due, ask, tmp_path):
    assert ask("copy", str(tmp_path / "copy"), "--practice", "--as", "ada").status == 0
    words = (
        "--ledger",
        str(tmp_path / "copy"),
        "--mail",
        str(tmp_path / "out"),
        "--ics",
        str(tmp_path / "a.ics"),
    )
    assert ask("inbox", *words).status == 0
    for file in (tmp_path / "out").iterdir():
        read = message_from_bytes(file.read_bytes(), policy=default)
        assert str(read["Subject"]).startswith("PRACTICE, ")
        assert "PRACTICE, " in read.get_content()
    assert b"NAME:PRACTICE\\, " in (tmp_path / "a.ics").read_bytes()


# What is refused


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("--ics LEDGER/due.ics", 4, "in the folder of a ledger"),
        ("--mail LEDGER/letters", 4, "in the folder of a ledger"),
        ("--ics TMP", 2, "Name a file: --ics FILE"),
        ("--ics TMP/none/due.ics", 2, "choose another place: --ics PATH"),
        ("--ics TMP/a.ics --output TMP/a.ics", 2, "both name"),
        ("--ics TMP/a.ics --output TMP/../NAME/a.ics", 2, "both name"),
        ("--addresses TMP/a.toml", 2, "Add --mail FOLDER."),
        ("--mail TMP/out --addresses TMP/none.toml", 2, "cannot be read"),
        ("--mail -", 2, "Name a folder"),
        ("--mail TMP/out --ics TMP/none/due.ics", 2, "choose another place"),
        ("--mail TMP/file --ics TMP/due.ics", 2, "is no folder"),
        ("--mail TMP/file", 2, "is no folder"),
        ("--mail TMP/out --within soon", 2, "no time to look ahead"),
    ],
)
def test_what_is_refused_writes_nothing(due, folder, ask, tmp_path, words, status, said):
    (tmp_path / "file").write_text("mine")
    line = words.replace("TMP", str(tmp_path)).replace("NAME", tmp_path.name).replace("LEDGER", str(folder))
    before = sorted(tmp_path.rglob("*"))
    answer = ask(f"inbox {line}")
    assert answer.status == status, answer
    assert said in answer.err
    assert answer.out == ""
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("option", ["--ics", "--mail"])
def test_a_name_that_is_empty_is_refused(due, ask, option):
    answer = ask("inbox", option, "")
    assert (answer.status, answer.out) == (2, "")
    assert "without a name" in answer.err


def test_an_address_that_is_none_is_refused_before_anything_is_written(due, ask, tmp_path):
    file = tmp_path / "a.toml"
    for text in (b'[people]\nann = "ann"\n', b"\xff"):
        file.write_bytes(text)
        answer = ask("inbox --addresses", str(file), "--mail", str(tmp_path / "out"))
        assert (answer.status, answer.out) == (2, "")
        assert not (tmp_path / "out").exists()
