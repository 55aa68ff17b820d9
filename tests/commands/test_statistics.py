"""``scrutiny statistics`` as people and scripts call it, on a real case."""

from __future__ import annotations

import csv
import io
import json

import pytest

from commands.demo import play, the_case
from commands.root import run
from projections.model.recommendation import Recommendation
from tests.pasts import Clock

PERIOD = ("--from", "2020-02-27", "--to", "2021-08-18")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The folder of a demo ledger that nobody writes to."""
    folder = tmp_path_factory.mktemp("demo") / "ledger"
    play(the_case(), str(folder), Clock("2026-11-22T10:00:00Z")).close()
    return str(folder)


@pytest.fixture
def statistics(demo, capfdbinary, monkeypatch, tmp_path):
    """statistics("OCSAE", "--by", "cycle") -> (status, output, errors)."""
    monkeypatch.setenv("SCRUTINY_LEDGER", demo)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)

    def call(*words):
        status = run(["statistics", *words])
        out, err = capfdbinary.readouterr()
        return status, out.decode(), err.decode()

    return call


@pytest.fixture
def ok(statistics):
    """The output of a call that has to succeed."""

    def call(*words):
        status, out, err = statistics(*words)
        assert (status, err) == (0, "")
        return out

    return call


@pytest.fixture
def told(ok):
    """The JSON of a call that has to succeed."""
    return lambda *words: json.loads(ok(*words, "--format", "json"))


@pytest.fixture
def published(tmp_path):
    """published("Open,1\\n") -> the words that compare with it."""

    def file(text):
        (tmp_path / "published.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        return "--published", str(tmp_path / "published.csv")

    return file


def test_the_json_has_the_keys_of_the_contract(told):
    found = told("ocsae", *PERIOD)
    row = {"opening": 10, "made": 1, "reopened": 0, "closed": 3, "closing": 8}
    contract = {
        "scope": "OCSAE, recommendations, all bodies",
        "from": "2020-02-27",
        "to": "2021-08-18",
        "rows": [{"name": "OCSAE", **row}, {"name": "all", **row}],
        "by_status": {"open": 1, "partially-met": 7, "closed": 3},
        "by_reason": {"implemented": 3},
        "overdue": 0,
    }
    assert {key: found[key] for key in contract} == contract
    assert found["total"] == 11
    assert "published" not in found


def test_two_bodies_of_one_recommendation_have_a_share_each(told):
    found = told("--by", "body", *PERIOD)
    assert [(row["name"], row["opening"], row["closed"]) for row in found["rows"]] == [
        ("National Crime Agency", 1, 1),
        ("Police Scotland", 10, 3),
        ("all", 11, 4),
    ]
    (_, whole) = told("--made-to", "national crime agency", "--to", "2021-08-18")["rows"]
    assert whole == {"name": "all", "opening": 0, "made": 1, "reopened": 0, "closed": 1, "closing": 0}


def test_known_at_an_earlier_day_nothing_was_known(statistics):
    status, out, err = statistics("--known-at", "2026-11-21", "--to", "2021-08-18", "--format", "json")
    began = "2026-11-22T10:00:01.000000Z"
    assert (status, err) == (0, f"Note: the ledger began at {began}: at 2026-11-21 it knew nothing.\n")
    early = json.loads(out)
    assert (early["total"], early["known_at"]) == (0, "2026-11-21T23:59:59.999999Z")
    assert early["scope"].endswith(", as known at 2026-11-21T23:59:59.999999Z")


def test_the_csv_is_the_table_alone(ok):
    table = list(csv.reader(io.StringIO(ok("OCSAE", *PERIOD, "--format", "csv"), newline="")))
    assert table == [
        ["Inspection", "Opening", "Made", "Re-opened", "Closed", "Closing"],
        ["OCSAE", "10", "1", "0", "3", "8"],
        ["all", "10", "1", "0", "3", "8"],
    ]
    assert ok("OCSAE", "--by", "cycle", "--format", "csv").startswith("Cycle,")


def test_the_table_says_what_it_is_of_and_fits_a_terminal(ok, published):
    out = ok("--by", "body", *PERIOD, *published("Open,1\nClosed,3\nTotal,11\nPartially met,7\n"))
    lines = out.splitlines()
    assert max(map(len, lines)) <= 80
    assert "Scope         all inspections, recommendations, all bodies, each with its share" in lines
    assert "Status        1 open, 7 partially met, 4 closed: 12 in all" in lines
    assert "Closed after  539 days (the median of 4 closures)" in lines
    assert "              Closed: published 3, in the ledger 4 (-1)" in lines
    assert "all                         11     1          0       4        8" in lines
    assert lines[-1] == "Opening 11 + made 1 + re-opened 0 - closed 4 = closing 8."


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown", "html"])
def test_it_is_written_in_every_format_and_to_a_file(ok, form, tmp_path):
    shown = ok("OCSAE", *PERIOD, "--format", form)
    assert "OCSAE" in shown
    assert ok("OCSAE", *PERIOD, "--format", form, "--output", str(tmp_path / "out")) == ""
    assert (tmp_path / "out").read_bytes().decode() == shown


def test_the_page_does_not_call_its_table_a_history(ok):
    page = ok("OCSAE", "--format", "html")
    assert "<caption>Movements in the period</caption>" in page
    assert "History" not in page


def test_published_figures_that_do_not_add_up_are_listed(told, published):
    table = published('Figure,Value\nOpen,1\nPartially met,6\nClosed,3\nTotal,11\nOthers,"1,008"\n')
    found = told("OCSAE", *PERIOD, *table)
    assert found["published"] == [
        {"label": "Partially met", "published": 6, "ledger": 7, "difference": -1},
        {"label": "Others", "published": 1008, "ledger": None, "difference": None},
    ]
    assert found["published_sums"] == [
        {
            "parts": "Open + Partially met + Closed",
            "come_to": 10,
            "label": "Total",
            "published": 11,
            "difference": 1,
        }
    ]
    same = told("OCSAE", *PERIOD, *published("OCSAE closing,8\nmade,1"))
    assert (same["published"], same["published_sums"]) == ([], [])


@pytest.mark.parametrize(
    ("words", "status", "because"),
    [
        (("--from", "2021-01-02", "--to", "2021-01-01"), 2, "before it begins"),
        (("--from", "01/02/2021"), 2, "01/02/2021 could be"),
        (("--to", "2021-02-30"), 2, "in no calendar"),
        (("--known-at", "soon"), 2, "'soon' cannot be read"),
        (("--by", "person"), 2, "person"),
        (("--kind", "wish"), 2, "wish"),
        (("NONE",), 3, "no inspection NONE"),
        (("OCSAE", "--cycle", "1999"), 3, "no cycle 1999"),
        (("--published", "nowhere.csv"), 2, "nowhere.csv cannot be read: No such file"),
        (("--published", "."), 2, ". cannot be read: Is a directory"),
        (("--published", "a\0b"), 2, "null character"),
    ],
)
def test_what_cannot_be_told_is_refused(statistics, words, status, because):
    for form in ((), ("--format", "json")):
        answer = statistics(*words, *form)
        assert answer[:2] == (status, "")
        assert because in answer[2]
    assert json.loads(answer[2])["exit_status"] == status


@pytest.mark.parametrize("text", ["", "Open;1\n", b"\xff\xfe", b"\0" * 1_000_001])
def test_published_figures_that_cannot_be_read_are_refused(statistics, published, text):
    status, out, err = statistics(*published(text))
    assert (status, out) == (2, "")
    assert err.startswith("Error: ")


def test_what_does_not_reconcile_is_not_printed(statistics, monkeypatch, tmp_path):
    monkeypatch.setattr(Recommendation, "status", lambda *_: "open")
    for words in ((), ("--format", "json"), ("--output", str(tmp_path / "out"))):
        status, out, err = statistics("OCSAE", *PERIOD, *words)
        assert (status, out) == (1, "")
        assert "opening 10 + made 1 + re-opened 0 - closed 3 comes to 8, and the closing is 11." in err
    assert not (tmp_path / "out").exists()


def test_a_check_ends_with_1_only_if_a_published_figure_is_not_the_ledgers(statistics, published):
    for text, status in (
        ("Open,1\nPartially met,7\nClosed,3\nTotal,11\n", 0),
        ("Open,2\n", 1),
        ("Pending,1\n", 1),
        ("Open,1\nPartially met,7\nClosed,3\nTotal,12\n", 1),
    ):
        assert statistics(*published(text))[0] == 0
        assert statistics(*published(text), "--check")[0] == status
        assert statistics(*published(text), "--check", "--format", "json")[0] == status
    assert statistics("--check")[0] == 2


def test_published_figures_are_read_from_a_sheet(statistics, tmp_path):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    for opened, status in ((1, 0), (4, 1)):
        book = xlsxwriter.Workbook(str(tmp_path / "figures.xlsx"))
        sheet = book.add_worksheet()
        for at, (label, value) in enumerate([("Status", "Count"), ("Open", opened), ("Closed", 3)], 1):
            sheet.write(at, 0, label)
            sheet.write(at, 2, value)
        book.close()
        found, _, err = statistics("--published", str(tmp_path / "figures.xlsx"), "--check")
        assert (found, err) == (status, "")
