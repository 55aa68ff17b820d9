"""Letters to people and to bodies: what is in them, and that other programs read them."""

from __future__ import annotations

from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import compat32, default

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from ledger.decisions.bodies import AddAlias, RegisterBody, SucceedBody
from ledger.decisions.disputes import RaiseDispute
from ledger.decisions.evidence import RequestEvidence
from ledger.decisions.judgements import ReturnJudgement
from ledger.decisions.responses import SetResponseDue
from ledger.decisions.words import WithdrawWords
from ledger.errors import BadInput
from projections.inbox.addresses import Addresses, Mailbox, read_addresses
from projections.inbox.inbox import waiting
from projections.inbox.letters import BODY, PERSON, Letter, letters
from projections.inbox.mail import message
from projections.rows import Filters
from tests.marks import Marks, live
from tests.projections.publication.test_leaks import marked, public, repeated, seen
from tests.sampling import examples

POLICE = "Police Scotland"


@pytest.fixture
def written(case):
    """written() -> the letters of now, by whom they are to."""

    def written(person=None, within="30d", **asked):
        found = waiting(case.ledger, person, within=within, **asked)
        return {letter.name: letter for letter in letters(found)}

    return written


# To bodies


def test_a_body_is_told_of_all_that_it_has_to_do(case, written):
    case.make("7", due="2021-06", text="Train all officers.")
    case.make("8", due="2022-03-15")
    case.ask(SetResponseDue, number="7", due="2021-09-01", on="2021-07-01")
    case.ask(SetResponseDue, number="8", due="2022-03-20", on="2021-07-01")
    case.ask(RequestEvidence, number="3", why="The minutes.", on="2022-02-01")
    letter = written()[POLICE]
    assert (letter.kind, letter.subject) == (
        BODY,
        "Test: 1 overdue, 1 late to answer, 1 falling due, 1 due to answer, 1 more evidence asked for",
    )
    lines = letter.text.splitlines()
    assert max(map(len, lines)) <= 72
    text = " ".join(lines)
    for words in (
        "To Police Scotland",
        "as of 2022-03-01",
        "OCSAE/7 (Online child sexual abuse), due by 2021-06, which ends on 2021-06-30: 244 days overdue",
        "Train all officers.",
        "due by 2021-09-01: 181 days late",
        "Falling due by 2022-03-31: 1",
        "due by 2022-03-15: in 14 days",
        "due by 2022-03-20: in 19 days",
        "OCSAE/3 (Online child sexual abuse), asked for on 2022-02-01   The minutes.",
    ):
        assert words in text, words


def test_each_body_is_told_of_its_own_share_alone(case, written):
    case.make("7", "A", "B", "C", due="2021-06-30")
    case.judged("7", status="closed", made_to="B")
    told = written()
    assert {name for name, letter in told.items() if letter.kind == BODY} == {"A", "C"}
    assert "C" not in told["A"].text.replace("OCSAE", "")
    assert set(written(filters=Filters(made_to="a"))) == {"A", "Ann", "Cyd"}


def test_what_a_body_handed_in_and_nobody_judged_is_with_the_inspectorate(case, written):
    case.make("7", "A", "B", due="2021-06-30")
    case.submit("2021-09-01", "7", body="A")
    told = written()
    assert "E1, which you handed in, is with us." in told["A"].text
    assert "E1" not in told["B"].text
    case.submit("2021-09-02", "7", body="A")
    # A judgement that awaits its sign-off is nothing that a body may know of.
    before = written()["A"].text
    assert "E1 and E2, which you handed in, are with us." in before
    case.judge("7", made_to="A", evidence=("E1", "E2"))
    assert written()["A"].text == before


def test_a_body_reads_nothing_of_judgements_and_disputes(case, written):
    case.ask(RaiseDispute, number="3", body=POLICE, why="Not so, says ann.", on="2021-09-01")
    case.judge("5", note="Between us.")
    case.ask(ReturnJudgement, who="bob", judgement="J1", why="Thin.")
    told = written()
    assert told
    assert {letter.kind for letter in told.values()} == {PERSON}


def test_words_that_were_withdrawn_from_view_are_in_no_letter_to_a_body(case, written):
    case.ask(RequestEvidence, number="3", why="What Jo Bloggs said.", on="2022-02-01")
    case.ask(RequestEvidence, number="5", why="The minutes.", on="2022-02-01")
    assert "Jo Bloggs" in written()[POLICE].text
    (version,) = (
        record.version
        for record in case.ledger.records(inspection="OCSAE")
        if record.event.fields.get("why") == "What Jo Bloggs said."
    )
    case.ask(WithdrawWords, events=((version, "it"),), why="A name.")
    text = written()[POLICE].text
    assert "Jo Bloggs" not in text
    assert "OCSAE/3 (Online child sexual abuse), asked for on 2022-02-01" in text
    assert "The minutes." in text


def test_a_successor_is_written_to_by_its_name(case, written):
    case.make("7", "Old Force", due="2021-06-30")
    succeeded = SucceedBody(body="Old Force", by="New Force", on="2021-01-01")
    case.ledger.ask(RegisterBody(body="New Force"), succeeded, by="ada")
    assert [name for name, letter in written().items() if letter.kind == BODY] == ["New Force"]


def test_two_names_of_a_body_are_one_letter(case, written):
    case.make("7", "NCA", due="2021-06-30")
    case.make("8", "National Crime Agency", due="2021-07-30")
    alias = AddAlias(body="National Crime Agency", also="NCA")
    case.ledger.ask(RegisterBody(body="National Crime Agency"), alias, by="ada")
    (letter,) = (one for one in written().values() if one.kind == BODY)
    assert letter.subject.endswith(": 2 overdue")


@pytest.fixture(scope="module")
def marks(tmp_path_factory):
    made = Marks(tmp_path_factory.mktemp("marks") / "ledger")
    with made.ledger:
        live(made)
        yield made


def test_what_is_not_public_is_in_no_letter_to_a_body(marks):
    records = list(marks.ledger.records())
    known = seen(records, marks.gone)
    found = [one for one in letters(waiting(marks.ledger, within="9y")) if one.kind == BODY]
    told = "".join(f"{one.name} {one.subject} {one.text}" for one in found).lower()
    there = 0
    for record in records:
        for name, mark in marked(record):
            rule = public(type(record.event))[name]
            if rule is not repeated and mark.lower() in told:
                there += 1
                assert mark not in marks.gone, (record.event, name)
                assert rule(record.event, known), (record.event, name)
    assert there > 5


# To people


def test_a_person_reads_their_own_tasks_with_what_to_type(case, written):
    case.make("7", due="2021-06-30")
    case.submit("2021-09-01")
    case.judge("5")
    told = written()
    assert {name for name, letter in told.items() if letter.kind == PERSON} == {"Ann", "Bob", "Cyd"}
    assert told["Ann"].subject == "Test: 1 overdue, 1 to judge"
    for words in (
        "OCSAE/7, due by 2021-06-30: 244 days overdue",
        "OCSAE/3, since 2021-09-01: 181 days",
        "\n  scrutiny judgement record OCSAE 3 --cycle 2021 --evidence E1\n",
    ):
        assert words in told["Ann"].text, words
    assert "scrutiny judgement sign-off OCSAE J1" in told["Bob"].text
    assert set(written("bob")) == {"Bob"}
    assert set(written("ann")) == {"Ann", POLICE}


def test_where_nothing_waits_nobody_is_written_to(written):
    assert written() == {}


# Messages

NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn")), min_size=1, max_size=90)
ODD = [
    "Police Scotland",
    'A "quoted", Body; with: signs <x@y> (and more)',
    "back\\slash",
    "Q" * 300,
    "Crown Office and Procurator Fiscal Service " * 6 + "end",
    "警察庁" * 40,
    "Ärztekammer, Nord: & Süd",
    "=?utf-8?q?not_encoded?=",
    "🚓 Police",
    "o'Brien & Co.",
]


def sent(name="Police Scotland", text="Hello.\n", subject="S", **addresses):
    letter = Letter(BODY, "key", name, subject, text)
    return message(letter, Addresses(**addresses), "Scrutiny", "2022-03-01", "Europe/London")


def plainly(header):
    """A header as RFC 2047 has it read, without the quotes of RFC 5322."""
    return str(make_header(decode_header(header.replace("\r\n", ""))))


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("known", [False, True])
def test_a_message_is_read_back_whatever_the_name(name, known):
    mailboxes = (Mailbox("", "a@example.org"), Mailbox("Chief", "b@example.org"))
    text, subject = "Für dich: 警察 🚓\n" + "x" * 2000 + "\n", f"{name}: 1 overdue"
    raw = sent(name, text, subject, bodies={"key": mailboxes} if known else {})
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert raw.isascii()
    read = message_from_bytes(raw, policy=default)
    assert read.defects == []
    assert read.get_content().replace("\r\n", "\n") == text
    assert plainly(message_from_bytes(raw, policy=compat32)["Subject"]) == subject
    assert read["X-Unsent"] == "1"
    assert str(read["Date"].datetime) == "2022-03-01 00:00:00+00:00"
    (house,) = read["From"].groups
    assert (house.display_name, house.addresses) == ("Scrutiny", ())
    addresses = [one.addr_spec for one in read["To"].addresses]
    assert addresses == (["a@example.org", "b@example.org"] if known else [])
    called = read["To"].addresses[0].display_name if known else read["To"].groups[0].display_name
    # Python puts a blank between the encoded words of a name.
    assert called.replace(" ", "") == name.replace(" ", "")
    if name.isascii() and "=?" not in name and " " in name:
        assert called == name


@examples(100)
@for_all(NAMES)
def test_any_name_is_valid_in_a_header(name):
    raw = sent(name, subject=name)
    read = message_from_bytes(raw, policy=default)
    assert [read[header].defects for header in ("To", "From", "Date")] == [(), (), ()]
    assert len(read["To"].groups) == 1
    assert (
        plainly(message_from_bytes(sent(name, subject=name), policy=compat32)["Subject"]).split()
        == name.split()
    )


def test_lines_are_short_and_plain_text_stays_as_it_is():
    raw = sent(text="A plain line.\n")
    assert b"Content-Transfer-Encoding: 7bit\r\n" in raw
    assert raw.endswith(b"\r\n\r\nA plain line.\r\n")
    assert all(len(line) <= 78 for line in sent(ODD[4], "é" * 500 + "\n", "word " * 60).split(b"\r\n"))


def test_no_address_is_made_up():
    raw = sent()
    assert b"To: Police Scotland :;\r\n" in raw
    assert b"From: Scrutiny :;\r\n" in raw
    assert b"@" not in raw


# Addresses

TEXT = """
from = "Scrutiny team <team@example.org>"
[people]
ann = "ann@example.org"
[bodies]
"Police Scotland" = ["one@police.example", "The Chief <two@büro.example>"]
"""


def read(text):
    return read_addresses(text, "a.toml", str.casefold)


def test_addresses_are_read_for_people_and_bodies():
    known = read(TEXT)
    assert known.senders == (Mailbox("Scrutiny team", "team@example.org"),)
    assert known.of(Letter(PERSON, "ann", "Ann", "", "")) == (Mailbox("", "ann@example.org"),)
    assert known.of(Letter(BODY, "police scotland", "P", "", "")) == (
        Mailbox("", "one@police.example"),
        Mailbox("The Chief", "two@xn--bro-hoa.example"),
    )
    assert known.of(Letter(BODY, "ann", "P", "", "")) == known.of(Letter(PERSON, "bob", "Bob", "", "")) == ()
    assert read("") == Addresses()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("from = ", "is no TOML"),
        ("[person]\nann = 'a@b.org'", "'person', which is nothing that it can say"),
        ("people = 'a@b.org'", "has people as a value"),
        ("[people]\nann = 7", "has for 'ann' is no text"),
        ("[people]\nann = ['a@b.org', 7]", "is no text"),
        ("from = ['a@b.org', 'b@b.org']", "several addresses under from"),
        ("[bodies]\nNCA = 'a@b.org'\nnca = 'b@b.org'", "names 'nca' twice"),
        *(
            (f"[people]\nann = {address!r}", "is no address")
            for address in (
                *("", "ann", "ann@", "@b.org", "a b@b.org", "a@b@c.org", "a@b..org", "a@-b.org", "ä@b.org"),
                *("Ann <ann>", "<a@b.org", "a@b.org, c@d.org", "a..b@c.org", ".a@c.org", "a" * 65 + "@b.org"),
                *("a@" + "b" * 254, "Ann <a@b.org> x", "a@b.org\\nBcc: x@y.org"),
            )
        ),
        ('[people]\nann = "a@b.org\\nBcc: x@y.org"', "is no address"),
        ('[people]\nann = "A\\nBcc: x@y.org <a@b.org>"', "is no address"),
        ('[people]\nann = "a@b.org\\n"', None),
    ],
)
def test_what_is_no_address_is_refused(text, said):
    if said is None:
        assert read(text).people["ann"] == (Mailbox("", "a@b.org"),)
        return
    with pytest.raises(BadInput, match=said):
        read(text)


def test_an_address_goes_into_the_message_with_a_name():
    raw = sent(
        senders=(Mailbox("Team", "team@example.org"),),
        bodies={"key": (Mailbox("", "a@example.org"), Mailbox("Büro", "b@example.org"))},
    )
    read_back = message_from_bytes(raw, policy=default)
    assert str(read_back["From"]) == "Team <team@example.org>"
    assert str(read_back["To"]) == "Police Scotland <a@example.org>, Büro <b@example.org>"
