"""Everything can be found: a list of every noun, one thing of it by its ref, and errors that point there."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path

import click
import pytest

from commands import trail
from events.registry import EVENTS
from ledger.ledger import Ledger
from projections.finding.index import NOUNS
from projections.formats.index import FORMATS
from tests.commands import processes

LISTS = [*NOUNS, "body"]
SUBMIT = "evidence submit OCSAE 1 --summary Minutes --on 2020-03-01 --as ann"


@pytest.fixture
def rows(ask):
    """The rows of a reading."""

    def call(line, *words):
        answer = ask(f"{line} --format json", *words)
        assert answer.status == 0, answer.err
        found = json.loads(answer.out)
        return found["rows"]

    return call


@pytest.fixture
def worked(two, once, done):
    """OCSAE and CUSTODY, with evidence, a judgement and a dispute on 1, an answer and progress on 2."""

    def make():
        Path("minutes.txt").write_text("minutes")
        by = "--by", "Police Scotland"
        assert done(SUBMIT, *by, "--file", "minutes.txt")["ref"] == "E1"
        done(
            "judgement record OCSAE 1 --cycle 2020 --status partially-met --rationale Some --on 2020-03-02 "
            "--evidence E1 --note Doubtful --as ann"
        )
        done("dispute raise OCSAE 1 --why Wrong --on 2020-03-03 --as ann", *by)
        done("response record OCSAE 2 --answer accepted --text Yes --on 2020-03-04 --as ann", *by)
        done("progress record OCSAE 2 --text Half --percent 50 --on 2020-03-05 --as ann", *by)

    once(make)
    return two


@pytest.mark.parametrize("noun", LISTS)
@pytest.mark.parametrize("format", FORMATS)
def test_every_noun_is_listed_in_every_format(worked, ask, noun, format):
    answer = ask(f"{noun} list --format {format}")
    assert answer.status == 0, answer.err
    if format == "json":
        assert list(json.loads(answer.out)) == ["events", "rows"]
    elif format == "csv":
        table = list(csv.reader(io.StringIO(answer.out)))
        assert len({len(row) for row in table}) == 1


@pytest.mark.parametrize("noun", [noun for noun in LISTS if noun not in ("publication", "key")])
def test_each_of_a_list_is_shown_by_its_ref(worked, ask, rows, noun):
    listed = rows(f"{noun} list")
    assert listed
    if noun == "recommendation":
        return  # its page has its history as rows: see below
    for row in listed:
        within = [row["inspection"]] if noun not in ("inspection", "person", "key", "body") else []
        (shown,) = rows(f"{noun} show", *within, row["body"] if noun == "body" else row["ref"])
        # A page has the same, and nothing else.
        assert shown == row
        page = ask(f"{noun} show", *within, row["body"] if noun == "body" else row["ref"])
        assert page.status == 0
        assert page.out.strip()


def test_the_page_of_a_recommendation_is_that_of_show(worked, ask):
    for form in FORMATS:
        assert (
            ask(f"recommendation show OCSAE 1 --format {form}").out
            == ask(f"show OCSAE 1 --format {form}").out
        )


@pytest.mark.parametrize(
    ("noun", "ref"),
    [("evidence", "E1"), ("judgement", "J1"), ("dispute", "D1"), ("response", "R1"), ("progress", "P1")],
)
def test_show_takes_the_ref_of_whatever_belongs_to_a_recommendation(worked, ask, noun, ref):
    for form in FORMATS:
        by_noun = ask(f"{noun} show OCSAE {ref} --format {form}")
        assert by_noun.status == 0
        assert ask(f"show ocsae {ref.lower()} --format {form}").out == by_noun.out


def test_a_recommendation_of_that_number_comes_first_and_the_other_is_named(worked, ask, done):
    done("recommendation make OCSAE E1 --cycle 2020 --on 2020-02-26 --made-to B --text T --as ann")
    answer = ask("show OCSAE E1")
    assert answer.out.startswith("Recommendation E1 of OCSAE")
    assert "scrutiny evidence show OCSAE E1" in answer.err
    assert ask("evidence show OCSAE E1").out.startswith("Evidence E1 of OCSAE")


def test_lists_have_what_the_page_has_and_who_recorded_it_when(worked, rows):
    (evidence,) = rows("evidence list")
    assert (evidence["inspection"], evidence["number"], evidence["ref"]) == ("OCSAE", "1", "E1")
    assert evidence["files"][0]["name"] == "minutes.txt"
    assert len(evidence["files"][0]["sha256"]) == 64
    assert (evidence["by"], evidence["cycle"], evidence["cited_by"]) == ("ann", "2020", ["J1"])
    (judgement,) = rows("judgement list OCSAE")
    assert (judgement["sign_off"], judgement["counts"]) == ("awaiting", False)
    (dispute,) = rows("dispute list")
    assert (dispute["body"], dispute["by"], dispute["outcome"]) == ("Police Scotland", "ann", None)


def test_a_note_is_shown_only_if_it_is_asked_for(worked, rows):
    assert rows("judgement list")[0]["note"] is None
    assert rows("judgement show OCSAE J1")[0]["note"] is None
    assert rows("judgement show OCSAE J1 --notes")[0]["note"] == "Doubtful"


def test_a_list_of_one_inspection_has_nothing_of_others(worked, rows):
    assert rows("evidence list CUSTODY") == []
    assert {row["inspection"] for row in rows("recommendation list")} == {"OCSAE", "CUSTODY"}
    assert {row["inspection"] for row in rows("cycle list CUSTODY")} == {"CUSTODY"}


def test_a_list_goes_by_both_times(worked, rows, ask):
    assert [row["ref"] for row in rows("evidence list --as-of 2020-03-01")] == ["E1"]
    assert rows("evidence list --as-of 2020-02-29") == []
    before = rows("evidence list")[0]["recorded_at"]
    last = rows("judgement list")[0]["recorded_at"]
    assert rows("judgement list", "--known-at", before) == []
    assert [row["ref"] for row in rows("judgement list", "--known-at", last)] == ["J1"]
    # What a judgement cites was known, and that it cites it was not.
    assert rows("evidence list", "--known-at", before)[0]["cited_by"] == []
    answer = ask("evidence show OCSAE E1 --as-of 2020-02-29")
    assert answer.status == 3
    assert answer.err == (
        "Error: Evidence E1 of OCSAE was not there yet, as of 2020-02-29.\nAsk about a later day or time.\n"
    )


def test_who_had_which_role_is_known_for_each_time(folder, rows, done, ask):
    granted = done("person grant ann approver --as ada")["events"][0]["recorded_at"]
    done("person revoke ann approver --as ada")
    (ann,) = rows("person show ann")
    assert "approver" not in ann["roles"]
    (then,) = rows("person show ann", "--known-at", granted)
    assert "approver" in then["roles"]
    assert ann["granted"][-1]["granted_at"] == granted
    assert ann["granted"][-1]["revoked_by"] == "ada"
    assert rows("person list --as-of 2001-01-01") == []
    assert ask("person show ann --as-of 2001-01-01").status == 3


def test_people_of_an_inspection_are_those_who_recorded_in_it(two, rows):
    assert {row["person"] for row in rows("person list CUSTODY")} < {
        row["person"] for row in rows("person list")
    }


def test_a_closing_to_come_has_not_closed_a_cycle_yet(folder, rows, done):
    done("cycle close OCSAE 2020 --on 2020-12-31 --as ann")
    assert rows("cycle show OCSAE 2020")[0]["closed_on"] == "2020-12-31"
    assert rows("cycle show OCSAE 2020 --as-of 2020-12-30")[0]["closed_on"] is None
    done("cycle reopen OCSAE 2020 --why Slip --as ann")
    assert rows("cycle show OCSAE 2020")[0]["closed_on"] is None


def test_a_title_that_was_corrected_is_as_it_was_known(folder, rows, done):
    before = rows("inspection list")[0]
    done("inspection correct OCSAE --title Right --why Slip --as ada")
    assert rows("inspection show ocsae")[0]["title"] == "Right"
    known = rows("trail OCSAE")[0]["recorded_at"]
    assert rows("inspection show OCSAE", "--known-at", known)[0]["title"] == before["title"]


def test_what_was_published_is_found_by_its_size(folder, here, home, rows, ask, done):
    done("key generate --as ada")
    done("person register pat --name Pat --role publisher --as ada")
    receipt = done("publish --output bundle --as pat")
    (made,) = rows("publication list")
    assert rows("publication list OCSAE") == [made]
    assert (made["by"], made["position"]) == ("pat", receipt["events"][0]["position"])
    assert rows(f"publication show {made['size']}") == [made]
    answer = ask("publication show 1")
    assert (answer.status, "scrutiny publication list" in answer.err) == (3, True)


def test_keys_are_listed_with_what_each_signs(folder, home, rows, ask, done):
    assert rows("key list") == []
    done("key generate --as ada")
    (first,) = rows("key list")
    assert ask("key show").out.strip() == first["verifier_key"]
    assert (first["in_force"], first["ends"]) == (True, None)
    done("key rotate --as ada")
    old, new = rows("key list")
    assert (old["in_force"], new["in_force"]) == (False, True)
    assert old["ends"] + 1 == new["begins"]
    assert rows(f"key show {old['key']}") == [old]
    assert ask("key show --format json").out == ask("key list --format json").out
    answer = ask("key show 00000000")
    assert (answer.status, "scrutiny key list" in answer.err) == (3, True)


def test_what_was_entered_in_error_is_listed_no_more(worked, rows, ask, done):
    known = rows("evidence list")[0]["recorded_at"]
    done("recommendation void OCSAE 1 --why Slip --as ann")
    assert rows("evidence list") == []
    answer = ask("show OCSAE E1")
    assert answer.status == 3
    assert "was entered in error" in answer.err
    assert [row["ref"] for row in rows("evidence list", "--known-at", known)] == ["E1"]
    # What was no more before the recommendation was none is answered alike.
    for line in ("judgement show OCSAE J1", "show OCSAE J1", "dispute show OCSAE D1"):
        answer = ask(line)
        assert (answer.status, "was entered in error" in answer.err) == (3, True), answer.err
    earlier = ask("evidence show OCSAE E1 --as-of 2019", "--known-at", known)
    assert (earlier.status, "was not there yet" in earlier.err) == (3, True)


@pytest.mark.parametrize("noun", [noun for noun in LISTS if noun != "person"])
def test_no_ref_is_no_ref_of_anything(worked, ask, noun):
    within = ["OCSAE"] if noun not in ("inspection", "key", "body", "publication") else []
    for ref in ("", " ", "é", "E0", "x" * 500, "a\nb"):
        answer = ask(f"{noun} show", *within, ref)
        assert answer.status == 3 or (noun == "key" and not ref), answer
        assert "not there yet" not in answer.err


@pytest.mark.parametrize(
    ("line", "status", "list_"),
    [
        ("show NOWHERE 1", 3, "scrutiny inspection list"),
        ("show OCSAE 99", 3, "scrutiny recommendation list OCSAE"),
        ("show OCSAE E9", 3, "scrutiny evidence list OCSAE"),
        ("show OCSAE J9", 3, "scrutiny judgement list OCSAE"),
        ("show OCSAE R9", 3, "scrutiny response list OCSAE"),
        ("evidence show OCSAE E9", 3, "scrutiny evidence list OCSAE"),
        ("judgement show OCSAE J9", 3, "scrutiny judgement list OCSAE"),
        ("judgement sign-off OCSAE J9 --as bob", 3, "scrutiny judgement list OCSAE"),
        ("dispute show OCSAE D9", 3, "scrutiny dispute list OCSAE"),
        ("progress show OCSAE P9", 3, "scrutiny progress list OCSAE"),
        ("cycle show OCSAE 1999", 3, "scrutiny cycle list OCSAE"),
        ("register OCSAE --cycle 1999", 3, "scrutiny cycle list OCSAE"),
        ("statistics --cycle 1999", 3, "scrutiny cycle list"),
        ("person show nobody", 4, "scrutiny person list"),
        ("body show Nobody", 3, "scrutiny body list"),
    ],
)
def test_what_is_not_there_is_answered_with_the_list_of_what_is(two, ask, line, status, list_):
    before = processes.events(two)
    answer = ask(line)
    assert (answer.status, answer.out) == (status, "")
    assert list_ in answer.err
    # The list is one that can be asked for.
    assert ask(list_.removeprefix("scrutiny ")).status == 0
    assert processes.events(two) == before


def test_two_days_stand_side_by_side(worked, done, ask, rows):
    done("judgement sign-off OCSAE J1 --as bob")
    table = {row["field"]: row for row in rows("show OCSAE 1 --as-of 2020-03-01 --against 2020-03-02")}
    assert (table["Status"]["as_of"], table["Status"]["changed"]) == ("Open", True)
    assert table["Status"]["against"].startswith("Partially met")
    assert table["Made to"]["changed"] is False
    head = json.loads(ask("show OCSAE 1 --as-of 2020-03-01 --against 2020-03-02 --format json").out)
    assert (head["as_of"], head["against"]) == ("2020-03-01", "2020-03-02")
    assert [then["status"] for then in head["then"]] == ["open", "partially-met"]
    # Each column is just what the page of its day says.
    for at, day in enumerate(("2020-03-01", "2020-03-02")):
        page = json.loads(ask(f"show OCSAE 1 --as-of {day} --format json").out)
        del page["rows"]
        assert head["then"][at] == page


def test_a_day_before_it_was_made_is_said_so(worked, ask):
    answer = ask("show OCSAE 1 --as-of 2019-01-01 --against 2020-03-01")
    assert answer.status == 0
    assert "not there yet" in answer.out
    assert ask("show OCSAE 1 --as-of 2019-01-01 --against 2019-01-02").status == 3
    assert ask("show OCSAE 99 --against 2020-03-01").status == 3
    assert ask("show OCSAE 1 --against never").status == 2
    assert "still to come" in ask("show OCSAE 1 --against 2999").err
    early = ask("show OCSAE 1 --against 2020-03-01 --known-at 1999-01-01")
    assert (early.status, "the ledger began at" in early.err) == (0, True)


def test_a_trail_is_narrowed_by_whatever_an_auditor_asks(worked, rows):
    whole = rows("trail")

    def wanted(line, *words):
        found = rows(f"trail {line}", *words)
        assert found == [row for row in whole if row in found]
        return [row["event"] for row in found]

    assert wanted("OCSAE 1 --event judgement") == [
        "judgement.recorded",
        "judgement.explained",
        "judgement.noted",
    ]
    assert wanted("--by ANN --event dispute.raised --event progress.reported") == [
        "dispute.raised",
        "progress.reported",
    ]
    assert wanted("--from 2020-03-03 --to 2020-03-04") == [
        "dispute.raised",
        "response.recorded",
        "response.explained",
    ]
    # A month is meant whole, and what has no day is in none.
    assert set(wanted("--from 2020-03 --to 2020-03")) >= {"evidence.submitted", "progress.reported"}
    assert wanted("--to 2020-02-01") == []
    assert wanted("OCSAE", "--search", "MINUTES evidence") == ["evidence.described", "evidence.attached"]
    assert wanted("OCSAE", "--search", "evidence nowhere") == []
    assert wanted("--late 100000") == []
    assert "evidence.submitted" in wanted("--late 30 --cycle 2020 --as-of 2020-03-01")
    last = rows("trail --reverse --limit 1")
    assert last == whole[-1:]
    moment = last[0]["recorded_at"]
    assert rows("trail", "--recorded-from", moment)[-1:] == last
    assert rows("trail", "--recorded-to", moment) == whole
    today = moment[:10]
    assert rows(f"trail --recorded-from {today[:4]} --recorded-to {today[:4]}")[-1:] == last


def test_a_recording_at_an_odd_hour_is_found(folder, rows, ask):
    told = rows("trail")[-1]["recorded_at"]
    hour = int(told[11:13])
    # The ledger of these tests has the days of UTC or of London: an hour more or less.
    around = f"{(hour - 2) % 24:02}:00-{(hour + 3) % 24:02}:00"
    beyond = f"{(hour + 3) % 24:02}:00-{(hour - 2) % 24:02}:00"
    at_that_hour = [row["position"] for row in rows("trail") if row["recorded_at"] == told]
    inside = {row["position"] for row in rows(f"trail --hours {around}")}
    assert inside.isdisjoint(at_that_hour)
    assert {row["position"] for row in rows(f"trail --hours {beyond}")} >= set(at_that_hour)


def test_a_trail_has_the_hash_of_each_leaf_beside_its_event(worked, ask, rows):
    from ledger.leaves import leaf_of
    from ledger.proof import merkle

    table = list(csv.DictReader(io.StringIO(ask("trail OCSAE 1 --format csv").out)))
    assert {(row["Inspection"], row["Number"], row["Cycle"]) for row in table} == {("OCSAE", "1", "2020")}
    with Ledger.open(str(worked)) as ledger:
        leaves = {str(row[0]): merkle.leaf_hash(leaf_of(row)).hex() for row in ledger.store.rows()}
    for row in table:
        assert row["Leaf hash"] == leaves[row["No"]]
    assert [row["Event"] for row in table] == [row["event"] for row in rows("trail OCSAE 1")]
    digest = rows("evidence list")[0]["files"][0]["sha256"]
    assert any(digest in row["What"] for row in table)
    assert digest in "".join(ask("trail OCSAE 1").out.split())


@pytest.mark.parametrize(
    "line",
    ["register", "statistics", "trail", "search recommendation", "diff --from 2020-01-01", "inbox"],
)
def test_a_body_that_nothing_was_made_to_is_told_with_the_list_of_those_there_are(two, ask, line):
    answer = ask(f"{line} --made-to Nobody")
    assert answer.status == 0
    assert "was ever made to Nobody" in answer.err
    assert "scrutiny body list" in answer.err
    assert "was ever made to" not in ask(f"{line} --made-to", "Police Scotland").err


def test_a_person_who_is_unknown_is_told_with_the_list_of_those_there_are(two, ask):
    for line in (
        "inspection open X --title T --as stranger",
        "inbox --as stranger",
        "person grant stranger inspector --as ada",
        "trail --by stranger",
        "person show stranger",
    ):
        answer = ask(f"{line} --format json --no-input" if "inbox" not in line else f"{line} --format json")
        assert answer.status == 4, (line, answer)
        assert "scrutiny person list" in answer.error()["remedy"], line


def test_a_trail_has_every_hash_of_a_publication_whole(put_demo, here, ask, rows, done):
    put_demo(here / "scrutiny-ledger")
    done("publish --output bundle --as bob --yes")
    (made,) = rows("trail --event publication")
    hashes = [made["data"][name] for name in ("root", "content", "sums")]
    for words in ("trail", "trail --format csv", "trail --format markdown", "trail --format html"):
        told = "".join(ask(words).out.replace("&#43;", "+").split())
        assert all(one in told for one in hashes), words


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("--from 2021 --to 2020", 2),
        ("--from never", 2),
        ("--recorded-from 2027 --recorded-to 2026", 2),
        ("--hours night", 2),
        ("--late -1", 2),
        ("--limit some", 2),
        ("--event judgment.recorded", 2),
        ("--by nobody", 4),
    ],
)
def test_a_filter_that_cannot_be_read_is_refused_with_a_remedy(folder, ask, line, status):
    answer = ask(f"trail {line} --format json")
    assert answer.status == status
    error = answer.error()
    assert error["error"].endswith((".", "?"))
    assert error["remedy"]


@pytest.mark.parametrize(
    "line",
    [
        "register",
        "trail",
        "show OCSAE 1",
        "why OCSAE 1",
        "statistics",
        "diff --from 2020-01-01",
        "recommendation show OCSAE 1",
        "person show ann",
        "inspection show OCSAE",
        'body show "Police Scotland"',
        *(f"{noun} list" for noun in LISTS),
    ],
)
def test_every_reading_notes_a_time_before_the_ledger_and_one_to_come(folder, ask, line):
    words = shlex.split(line)
    early = ask(words[0], *words[1:], "--known-at", "1999-01-01")
    assert early.status == 0
    assert "the ledger began at" in early.err
    late = ask(words[0], *words[1:], "--known-at", "2999-01-01")
    assert late.status == 0
    assert "is in the future" in late.err


@pytest.mark.parametrize("line", ["trail --to 2999", "trail --as-of 2999", "evidence list --as-of 2999"])
def test_a_day_to_come_is_noted(folder, ask, line):
    answer = ask(line)
    assert answer.status == 0
    assert "still to come" in answer.err


def test_a_recording_to_come_is_noted(folder, ask, rows):
    answer = ask("trail --recorded-from 2999")
    assert (answer.status, "is in the future" in answer.err) == (0, True)
    assert rows("trail --recorded-from 2999") == []


def test_names_of_events_are_completed(monkeypatch):
    offered = [name for name in EVENTS if name.startswith("judgement.r")]
    context = click.Context(trail.command)
    (option,) = (param for param in trail.command.params if param.name == "events")
    assert [item.value for item in option.shell_complete(context, "judgement.r")] == offered
    assert len(offered) > 1


def test_one_word_is_shown_if_it_is_clear_what_it_names(worked, ask):
    for word, said in (
        ("J1", "Judgement J1 of OCSAE"),
        ("e1", "Evidence E1 of OCSAE"),
        ("ann", "Person ann"),
    ):
        answer = ask(f"show {word}")
        assert (answer.status, answer.out.splitlines()[0]) == (0, said), answer.err
    assert ask("show", "police scotland").out.startswith("The body Police Scotland")
    assert ask("show ann --as-of 2001").status == 3
    nobody = ask("show nobody")
    assert nobody.status == 3
    assert "Nothing in this ledger is called nobody." in nobody.err
    assert "Did you mean OCSAE?" in ask("show OCSEA").err


def test_a_ref_that_several_inspections_have_is_not_guessed(worked, ask, done):
    done("evidence submit CUSTODY 1 --summary S --on 2021-09-01 --as ann", "--by", "Police Scotland")
    answer = ask("show E1")
    assert answer.status == 2
    assert "2 inspections have E1: CUSTODY, OCSAE." in " ".join(answer.err.split())
    assert "scrutiny show CUSTODY/E1" in answer.err


def test_of_an_inspection_the_number_is_still_missing(worked, ask):
    answer = ask("show OCSAE")
    assert answer.status == 2
    assert "NUMBER" in answer.err
