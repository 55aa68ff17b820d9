"""Whether a row is overdue: by the last day that its date can be, at the end of the edition's day."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
from contextlib import closing

import pytest

from ledger.decisions.responses import RecordResponse
from ledger.decisions.vocabulary import AddWord
from projections.publication.checking.bundle import check
from projections.publication.files.markdown.read import tables as read_markdown
from tests.bundles import begin, publish_all, sum_up
from tests.projections.conftest import Case
from tests.spreadsheets import sheets

DUE = {
    "30": "2021-08-17",
    "31": "2021-08-18",
    "32": "2021-08",
    "33": "2021",
    "34": "2021-07",
    "35": "..2021-06-30",
    "36": "2021-01-31",
    "37": "2021-01-31",
    "38": None,
}
OVERDUE = {"30", "34", "35", "40"}
"""On 18 August 2021: 36 is closed, 37 needs no closing, and of 40 one of two shares is closed."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("overdue")
    with begin(folder) as ledger:
        ledger.ask(
            AddWord(vocabulary="kind", word="learning-point", label="Learning point", means="none"),
            AddWord(vocabulary="status", word="done", label="Done and dusted", means="closed/implemented"),
            AddWord(vocabulary="priority", word="high", label="High priority"),
            AddWord(vocabulary="topic", word="custody", label="Custody"),
            AddWord(vocabulary="answer", word="agreed", label="Agreed with"),
            by="ada",
        )
        case = Case(ledger)
        for number, due in DUE.items():
            more = {"kind": "learning-point"} if number == "37" else {}
            if number == "30":
                more = {"priority": "high", "topics": ("custody",), "source": "https://example.org/1",
                        "place": "page 4, box 2"}  # fmt: skip
            if number == "31":
                more = {"under": "30"}
            case.make(number, due=due, on="2020-03", **more)
        case.judged("36", status="closed", on="2021-08-18", word="done")
        said = {"body": "Police Scotland", "answer": "agreed", "text": "Yes."}
        case.make("40", "Police Scotland", "H.M. Office", due="2021-01-31", on="2020-03")
        case.judged("40", status="closed", on="2021-08-18", made_to="H.M. Office")
        case.ask(RecordResponse, number="30", on="2020-05", **said)
        publish_all(ledger, folder / "bundle", as_of="2021-08-18", also=("xlsx", "pdf"))
        yield folder / "bundle", ledger.inspectorate().verifier_key


@pytest.fixture
def bundle(made, tmp_path):
    shutil.copytree(made[0], tmp_path / "bundle")
    return tmp_path / "bundle"


def change(folder, path, old, new):
    text = (folder / path).read_bytes().decode()
    assert old in text
    (folder / path).write_bytes(text.replace(old, new, 1).encode())
    sum_up(folder)


def rows(folder):
    return {row["number"]: row for row in json.loads((folder / "register.json").read_bytes())["rows"]}


def test_every_data_file_says_the_same(made):
    folder, key = made
    assert not check(str(folder), key).findings
    assert {number for number, row in rows(folder).items() if row["overdue"]} == OVERDUE
    with closing(sqlite3.connect(folder / "register.sqlite")) as connection:
        found = connection.execute("SELECT number FROM register WHERE overdue ORDER BY number")
        assert {number for (number,) in found} == OVERDUE
    with (folder / "register-full.csv").open(encoding="utf-8", newline="") as file:
        full = {row["Number"]: row for row in csv.DictReader(file)}
    assert {number for number, row in full.items() if row["Overdue"] == "true"} == OVERDUE
    assert {row["Overdue"] for row in full.values()} == {"true", "false"}
    (table,) = read_markdown((folder / "register.md").read_bytes())
    at = {heading: column for column, heading in enumerate(table[0])}
    assert {line[at["Number"]] for line in table[1:] if line[at["Overdue"]] == "Yes"} == OVERDUE
    (line,) = (line for line in table if line[at["Number"]] == "30")
    assert [line[at[name]] for name in ("Priority", "Topics", "Source", "Place", "Answers")] == [
        *("High priority", "Custody", "https://example.org/1", "page 4, box 2"),
        "Police Scotland: Agreed with (2020-05)",
    ]
    assert "Overdue" not in (folder / "register.csv").read_text(encoding="utf-8")


def test_the_spreadsheet_has_it_and_every_column_is_in_its_table(made):
    table = sheets((made[0] / "register.ods").read_bytes())["Register"]
    start = next(at for at, row in enumerate(table) if len(row) > 1)
    headings = [text for _, text in table[start]]
    assert len(headings) > 26  # more than have one letter
    texts = ([text for _, text in row] for row in table[start + 1 :])
    found = {cells["Number"]: cells for row in texts if (cells := dict(zip(headings, row, strict=True)))}
    assert {number for number, cells in found.items() if cells["Overdue"] == "Yes"} == OVERDUE
    assert found["36"]["Word"] == "Done and dusted"
    assert found["30"]["Answers"] == "Police Scotland: Agreed with (2020-05)"
    assert found["31"]["Under"] == "30"


def on_page(folder, path):
    """The numbers of the rows that a page says are overdue."""
    rows = re.findall("<tr>.*</tr>", (folder / path).read_text(encoding="utf-8"))
    return {re.search(r'data-label="Number"><a[^>]*>([^<]*)<', row)[1] for row in rows if ">Overdue<" in row}


def test_every_page_says_the_same_and_that_of_a_body_speaks_of_its_share(made):
    folder = made[0]
    assert on_page(folder, "index.html") == OVERDUE
    assert on_page(folder, "status/open.html") == OVERDUE
    assert on_page(folder, "status/closed.html") == set()
    assert on_page(folder, "bodies/police-scotland.html") == OVERDUE
    (office,) = (folder / "bodies").glob("h-m-office*.html")
    assert on_page(folder, f"bodies/{office.name}") == set()
    for number in (*DUE, "40"):
        page = (folder / f"recommendations/OCSAE/{number}.html").read_text(encoding="utf-8")
        assert (">Overdue<" in page.partition("Its parts")[0]) == (number in OVERDUE), number
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert '4 of them are <a href="due/overdue.html">overdue</a>' in index
    assert "overdue: past" not in office.read_text(encoding="utf-8")
    # Of a date that is not known exactly the words say what is.
    assert "not after 30 June 2021" in (folder / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("register.json", '"overdue":true', '"overdue":false', "B5"),
        ("register.json", '"overdue":false', '"overdue":true', "B5"),
        ("register.json", '"overdue":true', '"overdue":1', "B5"),
        ("register-full.csv", ",true", ",false", "B7"),
        ("register.md", "| Yes |", "| No |", "B7"),
        ("register.md", "Agreed with", "Rejected", "B7"),
        ("index.html", "17 August 2021</time>", "17 August 2031</time>", "B7"),
        ("status/open.html", ' <span class="ds_tag overdue">Overdue</span>', "", "B9"),
        (
            "status/closed.html",
            "31 January 2021</time>",
            '31 January 2021</time> <span class="ds_tag overdue">Overdue</span>',
            "B7",
        ),
        ("index.html", "4 of them are", "3 of them are", "B9"),
        ("recommendations/OCSAE/30.html", ' <span class="ds_tag overdue">Overdue</span>', "", "B9"),
    ],
)
def test_another_answer_is_detected(made, bundle, path, old, new, code):
    change(bundle, path, old, new)
    assert code in {finding.code for finding in check(str(bundle), made[1]).findings}
