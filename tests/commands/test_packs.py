"""A body's workbook, there and back: packed, filled in, taken in, by anybody's spreadsheet program."""

from __future__ import annotations

import json
import shutil
from datetime import date
from itertools import product

import pytest

from ledger.importing.packs import FILES, GUIDE, TABLE
from ledger.tables.reading import read_tables
from tests import filling
from tests.commands import processes
from tests.commands.in_process import on_a_terminal, scrutiny
from tests.filling import fill, resaved
from tests.sampling import sample

ANSWER, SAYS, ACTION, ACTION_DUE = "Your answer", "What you say", "Your action", "Action due"
PROGRESS, PERCENT, SUMMARY, CLOSURE = (
    "Your progress",
    "Percent done",
    "What the evidence shows",
    "Propose closure",
)
KINDS = ("xlsx", "ods")
EVERYTHING = {
    ("1", ANSWER): "Accepted",
    ("1", SAYS): "We agree.\n=1+1 is no formula.",
    ("1", ACTION): "All are trained.",
    ("1", ACTION_DUE): date(2027, 3, 31),
    ("2", PROGRESS): "Half of it.",
    ("2", PERCENT): 50.0,
    ("3", FILES): "Minutes.txt\nplan.txt",
    ("3", SUMMARY): "The board met.",
    ("3", CLOSURE): "yes",
}
SAID = [
    ("response.recorded", "1"),
    ("response.explained", None),
    ("progress.reported", "2"),
    ("progress.described", None),
    ("evidence.submitted", "3"),
    ("evidence.described", None),
    ("evidence.attached", None),
    ("evidence.attached", None),
]


@pytest.fixture
def files(two):
    """The files that a body sent along."""
    folder = two.parent / "received"
    folder.mkdir()
    (folder / "Minutes.txt").write_text("The board met.")
    (folder / "plan.txt").write_text("A plan.")
    return folder


@pytest.fixture
def packed(two, ask):
    """packed("ods") -> a pack of Police Scotland."""

    def make(kind="ods", body="Police Scotland", name=None):
        path = two.parent / f"{name or 'pack'}.{kind}"
        answer = ask("pack --output", str(path), body)
        assert answer.status == 0, answer.err
        return path

    return make


def recorded(folder, since):
    """The events behind a position: their names and fields."""
    return [(row[3], row[4]["data"]) for row in processes.events(folder)[since:]]


def intake(path, *words, by="ann"):
    """Take a pack in; the object that it prints, whatever the exit status."""
    answer = scrutiny("intake", str(path), "--as", by, "--format", "json", *words)
    assert answer.status in (0, 4), answer
    return answer.status, json.loads(answer.out)


def problem(told):
    """The one problem that there is: its row and column, and its sentence."""
    (found,) = told["problems"]
    assert found["refused"] and found["problem"] and found["remedy"], found
    assert set(found) == {"sheet", "row", "column", "value", "problem", "remedy", "refused"}
    return found


def test_without_what_makes_a_workbook_of_excel_the_file_is_named_and_what_does_without(
    two, ask, monkeypatch
):
    monkeypatch.setattr("projections.publication.files.index.version", lambda _: "0.0.1")
    answer = ask("pack Police --output police.xlsx")
    assert answer.status == 1
    assert "police.xlsx is made by xlsxwriter" in answer.err
    assert "ends in .ods, which needs no package, or install it" in answer.err
    assert not (two.parent / "police.xlsx").exists()
    assert ask("pack --output police.ods", "Police Scotland").status == 0


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_body_fills_in_is_recorded_in_one_request_and_not_twice(two, files, packed, kind):
    pack = fill(packed(kind), EVERYTHING)
    before = len(processes.events(two))
    status, told = intake(pack, "--files", str(files))
    assert status == 0
    events = recorded(two, before)
    assert [(name, data.get("number")) for name, data in events] == SAID
    assert len({row[4]["command"] for row in processes.events(two)[before:]}) == 1
    assert events[0][1] | {"on": None} == {
        "inspection": "OCSAE",
        "response": "R1",
        "number": "1",
        "body": "Police Scotland",
        "answer": "accepted",
        "due": "2027-03-31",
        "on": None,
    }
    assert events[1][1]["text"] == "We agree.\n=1+1 is no formula."
    assert events[1][1]["action"] == "All are trained."
    assert events[2][1]["percent"] == 50
    assert events[4][1]["proposes_closure"] is True
    assert [data["name"] for name, data in events if name == "evidence.attached"] == [
        "Minutes.txt",
        "plan.txt",
    ]
    assert (told["rows"], told["recorded"], told["already"], told["problems"]) == (3, 3, 0, [])
    assert told["ref"] == "R1 P1 E1" and len(told["events"]) == len(SAID)
    assert {event["position"] for event in told["events"]} == set(range(before + 1, before + 9))
    assert scrutiny("verify").status == 0

    status, again = intake(pack, "--files", str(files))
    assert (status, again["recorded"], again["already"], again["events"]) == (0, 0, 3, [])
    plain = scrutiny("intake", str(pack), "--files", str(files), "--as", "ann")
    assert plain.status == 0 and "Nothing was recorded: all of it had been taken in before." in plain.out
    assert len(processes.events(two)) == before + 8


@pytest.mark.parametrize(("kind", "ending"), [*product(KINDS, ("xlsx", "ods")), ("ods", "xls")])
def test_a_pack_that_libreoffice_saved_again_is_taken_in_as_it_was(
    two, files, packed, kind, ending, tmp_path
):
    pack = resaved(fill(packed(kind), EVERYTHING), ending, tmp_path)
    before = len(processes.events(two))
    status, told = intake(pack, "--files", str(files))
    assert (status, told["recorded"]) == (0, 3), told
    events = recorded(two, before)
    assert [(name, data.get("number")) for name, data in events] == SAID
    assert events[0][1]["due"] == "2027-03-31"
    assert events[1][1]["text"] == "We agree.\n=1+1 is no formula."
    assert intake(fill(packed(kind, name="fresh"), {}), "--files", str(files))[1]["rows"] == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_pack_has_what_is_open_what_is_expected_and_by_when(two, packed, kind):
    processes.do(
        "response due OCSAE 1 --due 2022-04-22 --why Law --on 2022-02-01 --as ann",
        "evidence expect OCSAE 1 --cycle 2021 --text Minutes --on 2022-02-01 --as ann",
        "judgement record OCSAE 2 --cycle 2021 --status closed --reason implemented --rationale Done "
        "--on 2022-02-01 --as ann",
        "judgement sign-off OCSAE J1 --as bob",
        "judgement record OCSAE 3 --cycle 2021 --status closed --reason implemented --rationale Unsigned "
        "--on 2022-02-01 --as ann",
        "recommendation reschedule OCSAE 3 --due 2027-06 --on 2022-02-01 --as ann",
        "response record OCSAE 3 --by Police --answer noted --text No --on 2022-02-02 --as ann",
    )
    answer = "response record OCSAE 5 --answer accepted --text Yes --on 2022-02-03 --as ann --by"
    assert scrutiny(*processes.words(answer), "Police Scotland").status == 0
    sheets = {sheet.name: sheet for sheet in read_tables(packed(kind)).sheets}
    (_, title), _, (_, headings), *rows = sheets[TABLE].rows
    assert title[0].text == "Recommendations to Police Scotland"
    assert headings[8].text == ANSWER
    cells = [[cell.text for cell in row[:8]] for _, row in rows]
    assert [row[1] for row in cells] == ["1", "3", "5", "7-9", "012/21", "AFD1"]
    assert cells[0] == ["OCSAE", "1", "Do 1.", "Open", "In 2021: Minutes", "-", "2022-04-22", "-"]
    assert cells[1] == ["OCSAE", "3", "Do 3.", "Open", "-", "2027-06", "-", "-"]
    assert cells[2][7] == "Accepted, 2022-02-03"
    everything = json.dumps(
        [[cell.text for cell in row] for sheet in sheets.values() for _, row in sheet.rows]
    )
    assert "Unsigned" not in everything and "Noted, " not in everything
    assert not any(name in everything for name in ("Ada", "Ann", "Bob", '"ann"', '"bob"'))
    guide = {row[0].text: row[1].text for _, row in sheets[GUIDE].rows if len(row) > 1}
    assert guide["Ledger"] == "example/test" and guide["Body"] == "Police Scotland"
    assert int(guide["Events in the ledger"]) == len(processes.events(two))
    said = [row[1].text for _, row in sheets[GUIDE].rows if row[0].text == "By when"]
    assert said == [
        "1 answer was due before " + guide["Prepared on"] + ".",
        "1 recommendation is to be done, the next by 2027-06-30: see Due.",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_ledger_gives_the_same_bytes_on_one_day(two, packed, kind):
    assert packed(kind, name="one").read_bytes() == packed(kind, name="other").read_bytes()
    assert packed(kind, "police scotland").read_bytes() == packed(kind, name="other").read_bytes()


def test_a_pack_is_for_a_body_that_has_something_open(two, ask):
    for body, status, because in (
        ("Nobody", 3, "There is no body Nobody"),
        ("Police Scotland", 2, "which kind of workbook"),
    ):
        answer = ask("pack --output pack.pdf" if status == 2 else "pack --output pack.ods", body)
        assert (answer.status, answer.out) == (status, "")
        assert because in answer.err
    ask("recommendation make OCSAE 99 --cycle 2021 --text T --on 2022-01-01 --as ann --made-to", "A Charity")
    ask("recommendation withdraw OCSAE 99 --why W --on 2022-01-02 --as ann")
    answer = ask("pack --output pack.ods", "A Charity")
    assert answer.status == 4 and "No recommendation to A Charity is open" in answer.err
    assert not list(two.parent.glob("pack.*"))


ODD = {
    "an answer of no list": ({(0, ANSWER): "Perhaps", (0, SAYS): "S"}, ANSWER, "no answer of the list"),
    "an answer without words": ({(0, ANSWER): "Accepted"}, ANSWER, "nothing stands under 'What you say'"),
    "words without an answer": ({(0, SAYS): "We agree."}, SAYS, "nothing stands under 'Your answer'"),
    "an action without an answer": ({(0, ACTION): "A"}, ACTION, "nothing stands under 'Your answer'"),
    "a percentage alone": ({(0, PERCENT): 4}, PERCENT, "nothing stands under 'Your progress'"),
    "a percentage of 101": ({(0, PROGRESS): "P", (0, PERCENT): 101}, PERCENT, "no whole number"),
    "half a percent": ({(0, PROGRESS): "P", (0, PERCENT): 0.5}, PERCENT, "no whole number"),
    "minus one": ({(0, PROGRESS): "P", (0, PERCENT): -1}, PERCENT, "no whole number"),
    "many": ({(0, PROGRESS): "P", (0, PERCENT): "many"}, PERCENT, "no whole number"),
    "a date of two readings": (
        {(0, ANSWER): "Noted", (0, SAYS): "S", (0, ACTION_DUE): "03/04/2027"},
        ACTION_DUE,
        "2027-04-03 or 2027-03-04",
    ),
    "no date": ({(0, ANSWER): "Noted", (0, SAYS): "S", (0, ACTION_DUE): "soon"}, ACTION_DUE, "no date"),
    "a bare serial": ({(0, ANSWER): "Noted", (0, SAYS): "S", (0, ACTION_DUE): 46477}, ACTION_DUE, "no date"),
    "an action before the answer": (
        {(0, ANSWER): "Noted", (0, SAYS): "S", (0, ACTION_DUE): date(2021, 1, 1)},
        ACTION_DUE,
        "before the answer",
    ),
    "files without words": ({(0, FILES): "plan.txt"}, FILES, "nothing stands under"),
    "closure alone": ({(0, CLOSURE): "yes"}, CLOSURE, "nothing stands under"),
    "neither yes nor no": ({(0, SUMMARY): "S", (0, CLOSURE): "maybe"}, CLOSURE, "neither yes nor no"),
    "no such file": ({(0, SUMMARY): "S", (0, FILES): "no.txt"}, FILES, "there is no such file"),
    "a path": ({(0, SUMMARY): "S", (0, FILES): "../secret.txt"}, FILES, "is a path"),
    "a whole path": ({(0, SUMMARY): "S", (0, FILES): "/etc/passwd"}, FILES, "is a path"),
    "a file twice": ({(0, SUMMARY): "S", (0, FILES): "plan.txt\nplan.txt"}, FILES, "stands there twice"),
    "words that turn": ({(0, PROGRESS): "a\u202eb"}, PROGRESS, "turn the direction"),
    "a locked cell": ({(0, "Recommendation"): "Do less."}, "Recommendation", "the pack said 'Do 1.' there"),
    "another number": ({(0, "Number"): "77"}, "Number", "the pack said '1' there"),
    "another status": ({(0, "Status"): "Closed"}, "Status", "the pack said 'Open' there"),
    "a number of another row": ({(0, "Number"): "2"}, "Number", "the pack said '1' there"),
}


@pytest.mark.parametrize(("odd", "kind"), sample(list(product(ODD, KINDS)), 30))
def test_a_cell_that_cannot_be_taken_is_named_and_nothing_is_recorded(two, files, packed, kind, odd):
    cells, column, because = ODD[odd]
    right = {(1, PROGRESS): "This is right.", (2, SUMMARY): "This, too.", (2, FILES): "plan.txt"}
    pack = fill(packed(kind), {**right, **cells})
    before = processes.events(two)
    status, told = intake(pack, "--files", str(files))
    found = problem(told)
    assert (status, found["sheet"], found["row"], found["column"]) == (4, TABLE, 4, column)
    assert because.lower() in found["problem"].lower(), found
    assert (told["recorded"], told["ref"], told["events"]) == (0, None, [])
    assert processes.events(two) == before
    assert not list((two / "evidence").glob("*"))
    plain = scrutiny("intake", str(pack), "--files", str(files), "--as", "ann")
    assert plain.status == 4 and "Nothing was recorded." in plain.out
    assert f"{TABLE}, row 4, {column}" in " ".join(plain.out.split())


def test_every_cell_is_named_at_once_and_each_only_once(two, files, packed):
    cells = {(0, ANSWER): "Perhaps", (0, SAYS): "S", (1, PERCENT): 3, (2, FILES): "a\nb", (2, SUMMARY): "S"}
    _, told = intake(fill(packed(), cells), "--files", str(files))
    assert [(one["row"], one["column"], one["value"]) for one in told["problems"]] == [
        (4, ANSWER, "Perhaps"),
        (5, PERCENT, "3"),
        (6, FILES, "a"),
        (6, FILES, "b"),
    ]


def test_files_are_looked_for_by_name_in_one_folder(two, files, packed):
    (files / "below").mkdir()
    (files / "below" / "deep.txt").write_text("D")
    (files / "Ame\u0301lie.txt").write_text("A")  # as macOS writes it
    (files / "more.txt").write_text("M")
    named = {(0, SUMMARY): "S", (0, FILES): "MINUTES.TXT\nAm\u00e9lie.txt"}
    status, told = intake(fill(packed(), named), "--files", str(files))
    assert (status, told["unnamed_files"]) == (0, ["below", "more.txt", "plan.txt"])
    for name, because in (("deep.txt", "no such file"), ("PLAN.TXT", "several files answer to it")):
        (files / "Plan.txt").write_text("Another.")
        found = problem(
            intake(fill(packed(name="p"), {(0, SUMMARY): "S", (0, FILES): name}), "--files", str(files))[1]
        )
        assert because in found["problem"].lower()
    found = problem(intake(fill(packed(name="p"), {(0, SUMMARY): "S", (0, FILES): "plan.txt"}))[1])
    assert "No folder is given" in found["problem"]
    (files / "link.txt").symlink_to(files / "plan.txt")
    answer = scrutiny(
        *("intake", str(fill(packed(name="p"), {(0, SUMMARY): "S", (0, FILES): "link.txt"}))),
        *("--files", str(files), "--as", "ann"),
    )
    assert answer.status == 2 and "is a link" in answer.err
    assert scrutiny("intake", str(packed()), "--files", "nowhere", "--as", "ann").status == 2


def test_words_numbers_and_dates_are_read_as_people_type_them(two, packed):
    cells = {
        (0, ANSWER): " partly  ACCEPTED ",
        (0, SAYS): "S",
        (0, ACTION_DUE): "31 March 2027",
        (1, ANSWER): "accepted",
        (1, SAYS): "S",
        (1, ACTION_DUE): 2027,
        (2, ANSWER): "Noted",
        (2, SAYS): "S",
        (2, ACTION_DUE): "March 2027",
        (2, PROGRESS): "P",
        (2, PERCENT): "40 %",
        (2, CLOSURE): "NO",
        (3, SUMMARY): "S",
        (3, CLOSURE): "No",
    }
    before = len(processes.events(two))
    assert intake(fill(packed(), cells))[0] == 0
    events = [data for _, data in recorded(two, before)]
    said = [(data["answer"], data["due"]) for data in events if "answer" in data]
    assert said == [("partly-accepted", "2027-03-31"), ("accepted", "2027"), ("noted", "2027-03")]
    assert [data["percent"] for data in events if "percent" in data] == [40]
    assert [data["proposes_closure"] for data in events if "proposes_closure" in data] == [False]


def test_reports_and_evidence_of_a_pack_may_be_restricted(two, packed):
    cells = {(0, PROGRESS): "P", (0, SUMMARY): "S", (0, ANSWER): "Noted", (0, SAYS): "N"}
    before = len(processes.events(two))
    assert intake(fill(packed(), cells), "--restricted", "Names of children")[0] == 0
    why = {name: data["restricted"] for name, data in recorded(two, before) if "restricted" in data}
    assert why == dict.fromkeys(("progress.reported", "evidence.submitted"), "Names of children")


def test_words_of_ones_own_stand_in_the_list_and_are_found_by_their_labels(two, packed):
    processes.do(
        "vocabulary add answer in-part --label Partial --as ada",
        "vocabulary add answer seen --label Seen --as ada",
    )
    pack = packed()
    (lists,) = (sheet for sheet in read_tables(pack).sheets if sheet.name == "Lists")
    words = [cells[0].text for _, cells in lists.rows][3:]
    assert words == ["Accepted", "Partly accepted", "Rejected", "Noted", "Partial", "Seen", "yes", "no"]
    assert intake(fill(pack, {(0, ANSWER): "Partial", (0, SAYS): "S"}))[0] == 0
    later = fill(packed(name="p"), {(0, ANSWER): "Seen", (0, SAYS): "S"})
    processes.do("vocabulary retire answer seen --as ada")
    found = problem(intake(later)[1])
    assert "retired" in found["problem"]


def test_a_pack_that_is_older_than_the_ledger_says_what_changed_since(two, packed):
    pack = packed()
    processes.do(
        "recommendation restate OCSAE 1 --text Better. --why W --as ann",
        "recommendation reschedule OCSAE 1 --due 2028-01-01 --as ann",
        "recommendation correct OCSAE 2 --number 2a --why W --as ann",
        "recommendation void OCSAE 3 --why W --as ann",
        "recommendation withdraw OCSAE 5 --why W --as ann",
    )
    scrutiny(
        "recommendation", "readdress", "OCSAE", "7-9", "--made-to", "A Charity", "--why", "W", "--as", "ann"
    )
    make = ("recommendation", "make", "OCSAE", "50", "--cycle", "2021", "--text", "New.", "--as", "ann")
    scrutiny(*make, "--made-to", "Police Scotland")
    cells = {("1", PROGRESS): "One.", ("2", PROGRESS): "Two.", ("5", PROGRESS): "Five."}
    before = len(processes.events(two))
    status, told = intake(fill(pack, cells))
    assert status == 0, told
    assert [
        (one["recommendation"], one["field"], one["before"], one["after"]) for one in told["changed"]
    ] == [
        ("OCSAE/1", "text", "Do 1.", "Better."),
        ("OCSAE/1", "due", "", "2028-01-01"),
        ("OCSAE/2", "number", "2", "2a"),
        ("OCSAE/3", "voided", "", "entered in error"),
        ("OCSAE/5", "withdrawn", "", "withdrawn"),
        ("OCSAE/5", "status", "Open", "Closed"),
        ("OCSAE/7-9", "made_to", "Police Scotland", "A Charity"),
        ("OCSAE/50", "open", "", "New."),
    ]
    reported = [data["number"] for name, data in recorded(two, before) if name == "progress.reported"]
    assert reported == ["1", "2a", "5"]


def test_a_pack_that_is_too_old_is_refused_cell_by_cell(two, packed):
    pack = packed()
    processes.do(
        "recommendation void OCSAE 3 --why W --as ann", "recommendation withdraw OCSAE 5 --why W --as ann"
    )
    cells = {("3", PROGRESS): "Three.", ("5", SUMMARY): "Five.", ("1", PROGRESS): "One."}
    before = len(processes.events(two))
    status, told = intake(fill(pack, cells))
    assert (status, len(processes.events(two))) == (4, before)
    assert "entered in error" in problem(told)["problem"]
    found = problem(intake(fill(pack, {("3", PROGRESS): ""}))[1])
    assert (found["column"], found["value"]) == (SUMMARY, "Five.") and "withdrawn" in found["problem"]


def test_new_words_since_the_pack_are_asked_about_on_a_terminal(two, packed):
    pack = fill(packed(), {("1", ANSWER): "Accepted", ("1", SAYS): "S"})
    processes.do("recommendation restate OCSAE 1 --text Better. --why W --as ann")
    before = len(processes.events(two))
    status, screen = on_a_terminal(["intake", str(pack), "--as", "ann"], ["n"])
    assert status == 1 and "OCSAE/1 was put into other words" in screen
    assert len(processes.events(two)) == before
    answer = scrutiny("intake", str(pack), "--as", "ann")
    assert answer.status == 0 and "OCSAE/1 was put into other words" in answer.err


def test_a_pack_of_another_ledger_history_or_body_is_refused(two, packed, pristine_demo, put_demo):
    pack = fill(packed(), {(0, PROGRESS): "P"})
    before = processes.events(two)
    found = problem(intake(pack, "--by", "North Force")[1])
    assert (found["sheet"], found["column"]) == (GUIDE, "Body")
    assert intake(pack, "--by", "POLICE SCOTLAND", "--dry-run")[0] == 0
    for detail, value, column in (
        ("example/test", "example/other", "Ledger"),
        ("Police Scotland</text:p>", "North Force</text:p>", "Number"),
    ):
        changed = filling.rewrite(
            pack,
            lambda name, data, old=detail, new=value: (
                data.replace(old.encode(), new.encode()) if name == "content.xml" else data
            ),
            pack.with_name("changed.ods"),
        )
        status, told = intake(changed)
        assert status == 4
        assert column in {one["column"] for one in told["problems"]}, told
    put_demo(two.parent / "demo")
    answer = scrutiny(
        "intake", str(pack), "--as", "ann", "--ledger", str(two.parent / "demo"), "--format", "json"
    )
    assert answer.status == 4 and "This ledger is" in json.loads(answer.out)["problems"][0]["problem"]
    assert processes.events(two) == before


def test_a_pack_of_a_history_that_a_ledger_does_not_have_is_refused(two, pristine_two, packed):
    processes.do("recommendation restate OCSAE 1 --text Better. --why W --as ann")
    pack = fill(packed(), {(0, PROGRESS): "P"})
    shutil.rmtree(two)
    processes.copy(pristine_two, two)
    assert problem(intake(pack)[1])["column"] == "Events in the ledger"
    processes.do("recommendation restate OCSAE 1 --text Otherwise. --why W --as ann")
    assert problem(intake(pack)[1])["column"] == "Root of the tree"


def test_a_body_that_was_renamed_or_succeeded_sends_its_pack_all_the_same(two, packed):
    pack = fill(packed(), {("1", PROGRESS): "P"})
    later = fill(packed(name="later"), {("2", PROGRESS): "Q"})
    scrutiny(
        "body",
        "rename",
        "Police Scotland",
        "--to",
        "Scotland's Police",
        "--on",
        "2022-02-01",
        "--why",
        "W",
        "--as",
        "ada",
    )
    status, told = intake(pack, "--by", "Scotland's Police")
    assert (status, told["recorded"]) == (0, 1), told
    words = ("--by", "Force of the North", "--on", "2022-02-20", "--why", "W", "--as", "ada")
    assert scrutiny("body", "succeed", "Police Scotland", *words).status == 0
    status, told = intake(later)
    assert (status, told["recorded"]) == (0, 1), told
    assert scrutiny("verify").status == 0


def test_only_an_inspector_takes_in_and_not_before_the_pack_was_made(two, packed):
    pack = fill(packed(), {(0, PROGRESS): "P"})
    before = processes.events(two)
    for words, status in (
        (("--as", "bob"), 4),
        (("--as", "nobody"), 4),
        ((), 4),
        (("--as", "ann", "--on", "2020-03-01"), 4),
        (("--as", "ann", "--on", "soon"), 2),
    ):
        answer = scrutiny("intake", str(pack), "--format", "json", *words)
        assert (answer.status, answer.out) == (status, ""), words
        assert json.loads(answer.err)["exit_status"] == status
    assert processes.events(two) == before
    assert intake(pack, "--dry-run")[1]["recorded"] == 1
    assert processes.events(two) == before


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"Number,Your answer\n1,Accepted\n"),
        ("a.ods", b""),
        ("a.xlsx", b"PK\x03\x04 and nothing"),
        ("a.txt", b"\x00\x01\x02"),
    ],
)
def test_what_is_no_pack_is_refused_by_name(two, name, data):
    (two.parent / name).write_bytes(data)
    answer = scrutiny("intake", name, "--as", "ann", "--format", "json")
    assert (answer.status, answer.out) == (2, "")
    assert name in json.loads(answer.err)["error"]
    assert scrutiny("intake", "missing.ods", "--as", "ann").status == 2


def test_a_pack_without_a_sheet_or_a_heading_is_refused(two, packed):
    pack = packed()

    def without(old, new):
        def change(name, data):
            return data.replace(old, new) if name == "content.xml" else data

        return filling.rewrite(pack, change, pack.with_name("without.ods"))

    answer = scrutiny("intake", str(without(b'table:name="Guide"', b'table:name="Other"')), "--as", "ann")
    assert answer.status == 2 and "is no pack" in answer.err
    answer = scrutiny(
        "intake", str(without(b"Scrutiny Ledger pack 1", b"Scrutiny Ledger pack 9")), "--as", "ann"
    )
    assert answer.status == 2 and "is no pack" in answer.err
    found = problem(intake(without(b"<text:p>Percent done<", b"<text:p>Percentage<"))[1])
    assert (found["row"], found["column"], found["value"]) == (3, "Percent done", "Percentage")
    assert "headings" in problem(intake(without(b"<text:p>Inspection<", b"<text:p>Ref<"))[1])["problem"]


def test_rows_may_be_sorted_and_left_out_and_stand_there_only_once(two, packed):
    import re

    pack = fill(packed(), {("1", PROGRESS): "One."})

    def change(rows):
        def changed(name, data):
            if name != "content.xml":
                return data
            head, table, rest = re.fullmatch(
                rb'(.*table:name="Recommendations".*?</table:table-header-rows>)(.*?)(</table:table>.*)',
                data,
                re.S,
            ).groups()
            found = re.findall(rb"<table:table-row>.*?</table:table-row>\n", table, re.S)
            return head + b"".join(rows(found)) + rest

        return filling.rewrite(pack, changed, pack.with_name("changed.ods"))

    assert intake(change(reversed), "--dry-run")[1]["recorded"] == 1
    assert intake(change(lambda rows: rows[:1]), "--dry-run")[1]["recorded"] == 1
    assert "already" in problem(intake(change(lambda rows: [*rows, rows[0]]))[1])["problem"]


@pytest.mark.parametrize(
    ("kind", "part", "evil"),
    [
        ("ods", "content.xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        ("ods", "content.xml", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'),
        ("xlsx", "xl/worksheets/sheet2.xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
    ],
)
def test_a_pack_with_entities_in_it_is_refused(two, packed, kind, part, evil):
    def change(name, data):
        if name != part:
            return data
        declaration, rest = data.split(b"?>", 1)
        return declaration + b"?>" + evil + rest.replace(b"Do 1.", b"&a;")

    before = processes.events(two)
    pack = fill(packed(kind), {(1, PROGRESS): "P"})
    answer = scrutiny(
        "intake", str(filling.rewrite(pack, change, pack.with_name(f"evil.{kind}"))), "--as", "ann"
    )
    assert answer.status in (2, 4) and "root:" not in answer.out + answer.err
    assert processes.events(two) == before
