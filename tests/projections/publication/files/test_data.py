"""The data files of a publication: all say the same, hostile text does nothing, and the bytes stay."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options

from events.base import Day, Instant
from ledger.decisions.recommendations import RestateRecommendation
from ledger.policies import STATUSES
from ledger.proof.text import to_base64
from ledger.times import is_instant
from projections.base import TimeFilter
from projections.formats.visible import visible
from projections.publication.edition import Licence, Terms
from projections.publication.files import index
from projections.publication.files.markdown.read import tables as read_markdown
from projections.publication.gathering import gather
from projections.publication.listing import tag
from projections.register import register
from tests.bundles import demo
from tests.hostile import ALLOWED
from tests.pasts import needs
from tests.projections.conftest import Case

ROOT = bytes(range(32))
ATOM = "{http://www.w3.org/2005/Atom}"
UNSAFE = Options.CMARK_OPT_UNSAFE
DATA = ("register.csv", "register-full.csv", "register.json", "register.sqlite", "register.ods")


def terms(*refs, **other):
    licence = Licence("Free <to> use", "https://example.org/?a=1&b=2")
    asked = Terms(refs, Day("2025-01-01"), Instant("2031-01-01T00:00:00.000000Z"), 500, ROOT, licence)
    return asked._replace(**other)


def bundle(ledger, *refs, **other):
    edition = gather(ledger, terms(*refs, **other))
    return edition, {file.path: file.data for file in index.files(edition)}


@pytest.fixture(params=["case", "hostile"])
def past(request, tmp_path):
    """The real case, and a ledger with texts that would do harm."""
    if request.param == "case":
        with demo(tmp_path) as played:
            yield played
        return
    case = Case(request.getfixturevalue("ledger"))
    for at, text in enumerate(ALLOWED.values()):
        case.make(f"{at}/21", re.sub("[;\n\t]", " ", text).strip(), "B", text=text, due="2024-04")
    case.inspect("HATE", "9")
    case.judged(status="closed")
    yield case.ledger


def lines(files, path="register.csv"):
    return list(csv.reader(io.StringIO(files[path].decode(), newline="")))


def test_every_format_has_the_rows_of_the_register(past):
    edition, files = bundle(past)
    rows = list(register(past, time_filter=TimeFilter(edition.terms.as_of, edition.terms.known_at)).items)
    assert len(rows) > 5
    told = json.loads(files["register.json"])
    # What was due in April 2024 and is not closed was overdue by the end of 2024.
    rows = [row | {"overdue": row["due"] == "2024-04" and row["status"] != "closed"} for row in rows]
    assert told["rows"] == rows == [one.row for one in edition.rows]
    assert {name: told[name] for name in ("inspection", "as_of", "known_at", "events", "totals")} == {
        "inspection": None,
        "as_of": "2025-01-01",
        "known_at": "2031-01-01T00:00:00.000000Z",
        "events": 500,
        "totals": edition.totals,
    }
    with closing(opened(files)) as connection:
        connection.row_factory = sqlite3.Row
        kept = [dict(row) for row in connection.execute("SELECT * FROM register ORDER BY rowid")]
    assert [row.pop("sort_order") for row in kept] == list(range(1, len(rows) + 1))
    lists = ("made_to", "topics", "responses")
    assert [{**row, **{name: json.loads(row[name]) for name in lists}} for row in kept] == rows
    # What DuckDB, R and pandas compare as dates are dates.
    full = list(csv.DictReader(io.StringIO(files["register-full.csv"].decode(), newline="")))
    assert [row.pop("Order") for row in full] == [str(order) for order in range(1, len(rows) + 1)]
    for told_row, row in zip(full, rows, strict=True):
        for field, value in row.items():
            heading = {"text": "Recommendation"}.get(field, field.replace("_", " ").capitalize())
            right = {
                "status": STATUSES[row["status"]],
                "made_to": "; ".join(row["made_to"]),
                "topics": "; ".join(row["topics"]),
                "overdue": str(row["overdue"]).lower(),
                "responses": json.dumps(row["responses"]) if row["responses"] else "",
            }.get(field, value)
            assert told_row.pop(heading).removeprefix("'") == visible(right or "").removeprefix("'")
        assert not told_row
    right = [
        [
            row["inspection"],
            row["number"],
            row["text"],
            STATUSES[row["status"]],
            "; ".join(row["made_to"]),
            row["last_updated"],
        ]
        for row in rows
    ]
    assert [[cell.removeprefix("'") for cell in line] for line in lines(files)[1:]] == [
        [cell.removeprefix("'") for cell in line] for line in right
    ]
    rendered = cmarkgfm.github_flavored_markdown_to_html(files["register.md"].decode(), UNSAFE)
    (read,) = read_markdown(files["register.md"])
    for marked in (read, _table(rendered)):
        assert [[" ".join(cell.split()) for cell in line] for line in marked[1:]] == [
            [
                " ".join(cell.split())
                for cell in (*line[:-1], row["due"] or "", "Yes" if row["overdue"] else "No", line[-1])
            ]
            for line, row in zip(right, rows, strict=True)
        ]


def _table(page):
    """The one table of a page, as a browser takes it."""
    lines = []

    class Cells(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag == "tr":
                lines.append([])
            elif tag in ("td", "th"):
                lines[-1].append("")
            elif tag == "br":
                self.handle_data("\n")

        def handle_data(self, data):
            if lines and lines[-1]:
                lines[-1][-1] += data

    Cells().feed(page)
    return lines


def opened(files):
    connection = sqlite3.connect(":memory:")
    connection.deserialize(files["register.sqlite"])
    return connection


@pytest.mark.parametrize(("refs", "first"), [((), "Inspection"), (("OCSAE",), "Number")])
def test_csv_begins_with_the_columns_of_what_was_asked_for(past, refs, first):
    _, files = bundle(past, *refs)
    assert lines(files)[0][0] == first
    described = json.loads(files["register.csv-metadata.json"])
    assert files["register.csv-metadata.json"] == files["register-full.csv-metadata.json"]
    resources = json.loads(files["datapackage.json"])["resources"]
    for table, resource, path in zip(
        described["tables"], resources, ("register.csv", "register-full.csv"), strict=False
    ):
        assert table["url"] == resource["path"] == path
        titles = [column["titles"] for column in table["tableSchema"]["columns"]]
        assert titles == [field["name"] for field in resource["schema"]["fields"]] == lines(files, path)[0]
    assert json.loads(files["register.json"])["inspection"] == (refs[0] if refs else None)


def test_sqlite_has_tables_alone_and_tells_its_history(past):
    edition, files = bundle(past)
    with closing(opened(files)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        found = connection.execute("SELECT type, name FROM sqlite_schema WHERE sql NOT NULL ORDER BY name")
        assert found.fetchall() == [("table", "history"), ("table", "meta"), ("table", "register")]
        history = connection.execute('SELECT number, "on", what FROM history ORDER BY rowid').fetchall()
        meta = dict(connection.execute("SELECT name, value FROM meta"))
    assert history == [
        (one.row["number"], told.on, told.what) for one in edition.rows for told in one.history
    ]
    assert (meta["as_of"], meta["size"], meta["root"]) == ("2025-01-01", 500, to_base64(ROOT))
    header = files["register.sqlite"][:100]
    assert header[24:28] == header[92:96] == b"\0\0\0\1"
    assert header[96:] == (3_040_001).to_bytes(4, "big")


def test_the_feed_is_atom_with_each_change_of_status_the_newest_first(past):
    edition, files = bundle(past)
    feed = ElementTree.fromstring(files["feed.atom"])
    assert feed.tag == f"{ATOM}feed"
    for one in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1
        assert re.fullmatch(r"tag:[a-z0-9.\-]+,2026:[!-~]+", one.findtext(f"{ATOM}id"))
        assert is_instant(one.findtext(f"{ATOM}updated"))
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == edition.title
    entries = feed.findall(f"{ATOM}entry")
    days = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert days == sorted(days, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == days[0]
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids) >= len(edition.rows)
    assert {entry.find(f"{ATOM}link").get("href") for entry in entries} <= files.keys()
    titles = [entry.findtext(f"{ATOM}title") for entry in entries]
    assert "OCSAE/3: Closed (before: Open)" in titles
    summaries = {
        entry.findtext(f"{ATOM}summary").split("</p><p>", 1)[1]
        for entry in entries
        if entry.find(f"{ATOM}category") is not None
    }
    assert summaries == {
        f"{escape(visible(one.row['text']))}</p>".replace("\n", "<br>") for one in edition.rows
    }


def test_an_entry_of_the_feed_stays_as_it_was_when_words_change_later(case):
    case.judged(status="closed")
    before = entries(case.ledger)
    case.ask(RestateRecommendation, number="3", text="Do it.", why="Clearer.", on="2022-02-01")
    case.judged("5", on="2022-02-01")
    after = entries(case.ledger)
    assert after[2:] == before
    # That it was restated is an entry of its own.
    assert [b"restated" in one and b"Do it." in one for one in after] == [
        False,
        True,
        *([False] * len(before)),
    ]


def entries(ledger):
    feed = ElementTree.fromstring(bundle(ledger)[1]["feed.atom"])
    return [ElementTree.tostring(entry) for entry in feed.findall(f"{ATOM}entry")]


@pytest.mark.parametrize(
    ("origin", "right"),
    [
        ("example.org/a/b", "tag:example.org,2026:a/b/x%2Fy"),
        ("example.org", "tag:example.org,2026:x%2Fy"),
        ("Odd<&>", "tag:ledger.invalid,2026:Odd%3C%26%3E/x%2Fy"),
    ],
)
def test_a_tag_is_made_of_the_origin_whatever_it_is(case, origin, right):
    edition = gather(case.ledger, terms())._replace(origin=origin)
    assert tag(edition, "x/y") == right


def test_the_package_tells_the_files_as_they_are(past):
    _, files = bundle(past)
    package = json.loads(files["datapackage.json"])
    assert [one["path"] for one in package["resources"]] == list(DATA)
    for one in package["resources"]:
        data = files[one["path"]]
        assert (one["bytes"], one["hash"]) == (len(data), f"sha256:{sha256(data).hexdigest()}")
    assert package["tree"]["root"] == to_base64(ROOT)


def test_another_copy_elsewhere_gives_the_same_bytes(past, tmp_path):
    _, files = bundle(past)
    folder = tmp_path / "else where"
    shutil.copytree(tmp_path / "ledger", folder)
    told = subprocess.run(
        [sys.executable, "-c", AGAIN, str(folder), *map(str, [terms().root.hex(), *terms().licence])],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[4],
        env={**os.environ, "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"},
    )
    assert json.loads(told.stdout) == {path: sha256(data).hexdigest() for path, data in files.items()}


AGAIN = """
import json, sys
from hashlib import sha256
from events.base import Day, Instant
from ledger.ledger import Ledger
from projections.publication.edition import Licence, Terms
from projections.publication.gathering import gather
from projections.publication.files import index
place, root, *licence = sys.argv[1:]
known_at = Instant("2031-01-01T00:00:00.000000Z")
asked = Terms((), Day("2025-01-01"), known_at, 500, bytes.fromhex(root), Licence(*licence))
with Ledger.open(place) as ledger:
    edition = gather(ledger, asked)
print(json.dumps({file.path: sha256(file.data).hexdigest() for file in index.files(edition)}))
"""


def test_an_edition_without_rows_has_all_files_too(ledger):
    edition, files = bundle(ledger)
    assert len(edition.rows) == len(edition.register) == 0
    assert ElementTree.fromstring(files["feed.atom"]).findtext(f"{ATOM}updated") == edition.terms.known_at
    assert json.loads(files["register.json"])["rows"] == []


def test_the_schema_describes_the_register_and_nothing_else(past):
    validating = optional("jsonschema")
    _, files = bundle(past)
    schema, told = json.loads(files["register.schema.json"]), json.loads(files["register.json"])
    validating.Draft202012Validator.check_schema(schema)
    validator = validating.Draft202012Validator(schema)
    assert list(validator.iter_errors(told)) == []
    first, *others = told["rows"]
    for wrong in ({"note": ""}, {"status": "Open"}, {"made_to": []}, {"due": "soon"}, {"number": 3}):
        assert not validator.is_valid({**told, "rows": [{**first, **wrong}, *others]})
    assert not validator.is_valid({**told, "note": ""})


def optional(name):
    """A module that need not be there."""
    from importlib import import_module
    from importlib.util import find_spec

    needs(find_spec(name), name)
    return import_module(name)
