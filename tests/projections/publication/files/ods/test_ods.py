"""register.ods: typed, inert cells that are the register's; any program reads them; its bytes never vary."""

from __future__ import annotations

import io
import locale
import zipfile
from hashlib import sha256
from xml.etree import ElementTree

import pytest

from commands.demo import play, the_case
from events.base import Day, Instant
from ledger.decisions.vocabulary import AddWord
from projections.base import TimeFilter
from projections.publication.edition import Licence, Terms
from projections.publication.files.ods.document import write
from projections.publication.files.ods.write import files
from projections.publication.files.spreadsheets.packing import package
from projections.publication.files.spreadsheets.sheet import Date, Link, Sheet
from projections.publication.gathering import gather
from projections.register import register
from tests.bundles import whole
from tests.hostile import ALLOWED
from tests.pasts import Clock
from tests.projections.conftest import Case
from tests.spreadsheets import (
    COLUMN_NAMES,
    NAMES,
    OFFICE,
    TABLE,
    TEXT,
    held,
    opened_by_libreoffice,
    part,
    sheets,
    worked_on,
)

KNOWN = Instant("2031-01-01T00:00:00.000000Z")
DC = "{http://purl.org/dc/elements/1.1/}"
HOSTILE = tuple(ALLOWED.values())


def terms(*inspections, **other):
    return Terms(inspections, Day("2031-01-01"), KNOWN, 10_000, b"\x01" * 32, **other)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "ledger"
    with play(the_case(), str(folder), Clock("2030-01-01T09:00:00Z")) as ledger:
        rows = register(ledger, "OCSAE", time_filter=TimeFilter(as_of=Day("2031-01-01"))).items
        yield gather(ledger, terms()), [row | {"overdue": False} for row in rows]


def data_of(edition):
    (file,) = files(edition)
    assert file.path == "register.ods"
    return file.data


def of_rows(*rows, headings=("Words",)):
    """A spreadsheet of one sheet with these rows."""
    sheet = Sheet("One", "A1", ("A2",), headings, (5.0,) * len(headings), rows)
    return whole(write("Title", "", KNOWN, [sheet]))


def test_the_cells_are_those_of_the_register(demo):
    edition, rows = demo
    labels = {"open": "Open", "partially-met": "Partially met", "closed": "Closed"}
    table = sheets(data_of(edition))["Register"]
    start = next(at for at, row in enumerate(table) if len(row) > 1)
    headings = [text for _, text in table[start]]
    assert headings[:6] == ["Inspection", "Number", "Recommendation", "Status", "Made to", "Last updated"]
    assert headings[6:12] == ["Kind", "Cycle", "Reason", "Made on", "Due", "Overdue"]
    assert headings[12:] == [
        *("Word", "Priority", "Topics", "Source", "Place", "Under", "Answers", "Seen on"),
        *("Made on earliest", "Made on latest", "Due earliest", "Due latest"),
        *("Last updated earliest", "Last updated latest", "Order"),
    ]
    found = [dict(zip(headings, row, strict=True)) for row in table[start + 1 :]]
    assert len(found) == len(rows) > 0
    for order, (cells, row) in enumerate(zip(found, rows, strict=True), 1):
        assert cells["Order"] == ("float", str(order))
        assert cells["Inspection"] == ("string", "OCSAE")
        assert cells["Number"] == ("string", row["number"])
        assert cells["Recommendation"] == ("string", row["text"])
        assert cells["Status"] == ("string", labels[row["status"]])
        assert cells["Made to"] == ("string", "; ".join(row["made_to"]))
        assert cells["Last updated"] == ("string", row["last_updated"])
        assert cells["Cycle"] == ("string", row["cycle"])
        assert cells["Made on"] == ("string", row["made_on"])
        reason = row["reason"]
        assert cells["Reason"] == (
            ("string", reason.replace("-", " ").capitalize()) if reason else (None, "")
        )
        for name in ("Priority", "Source", "Place", "Under"):
            value = row[name.lower()]
            assert cells[name] == (("string", value) if value else (None, ""))
        assert cells["Topics"] == (("string", "; ".join(row["topics"])) if row["topics"] else (None, ""))
        assert cells["Overdue"] == ("string", "Yes" if row["overdue"] else "No")
        assert cells["Due"] == (("string", row["due"]) if row["due"] else (None, ""))
        for name in ("made_on", "due", "last_updated"):
            for end in ("earliest", "latest"):
                day = row[f"{name}_{end}"]
                cell = cells[f"{name.replace('_', ' ').capitalize()} {end}"]
                assert cell == (("date", day) if day else (None, ""))


def test_history_and_figures_are_those_of_the_edition(demo):
    edition, rows = demo
    found = sheets(data_of(edition))
    told = [(one.row["number"], then.on, then.what) for one in edition.rows for then in one.history]
    history = found["History"][4:]
    assert [(number, on, what) for _, (_, number), (_, on), (_, what), *_ in history] == told
    for order, (_, _, (kind, on), _, *behind) in enumerate(history, 1):
        assert (kind, behind) == ("string", [("date", on), ("date", on), ("float", str(order))])
    figures = {label: value for (_, label), value in found["Figures"][3:]}
    assert figures["Total"] == ("float", str(len(rows)))
    assert figures["Closed"] == ("float", str(sum(row["status"] == "closed" for row in rows)))
    assert sum(int(value) for _, value in figures.values()) == 2 * len(rows)


def test_the_cover_says_what_it_is_and_what_proves_it(demo):
    cover = {row[0][1]: row[1] for row in sheets(data_of(demo[0]))["Cover"] if len(row) > 1}
    assert cover["As of"] == ("date", "2031-01-01")
    assert cover["Known at"] == ("string", KNOWN)
    assert cover["Events in the ledger"] == ("float", "10000")
    assert cover["Root of the tree"] == ("string", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=")
    assert cover["Licence"] == ("string", "Open Government Licence v3.0")
    assert {"Sheet Register", "Sheet History", "Sheet Figures"} < set(cover)


def test_a_licence_leads_to_a_page_or_nowhere(case):
    for url, leads in (("https://example.org/?a=1&b=2", True), ("javascript:alert(1)", False)):
        edition = gather(case.ledger, terms(licence=Licence("Ours", url)))
        targets = [link.get("{http://www.w3.org/1999/xlink}href") for link in part(data_of(edition)).iter()]
        assert (url in targets) == leads
        assert "#Register.A1" in targets


def test_each_sheet_has_its_title_then_one_marked_and_named_table(demo):
    root = part(data_of(demo[0]))
    ranges = {area.get(f"{TABLE}target-range-address"): area for area in root.iter(f"{TABLE}database-range")}
    for sheet in root.iter(f"{TABLE}table"):
        name, rows = sheet.get(f"{TABLE}name"), list(sheet.iter(f"{TABLE}table-row"))
        (marked,) = sheet.findall(f"{TABLE}table-header-rows/{TABLE}table-row")
        top = rows.index(marked)
        width = len(sheet.findall(f"{TABLE}table-column"))
        assert rows[0].find(f"{TABLE}table-cell").get(f"{TABLE}style-name") == "Title"
        assert all(len(row) == 1 for row in rows[:top])
        assert all(len(row) == width for row in rows[top:])
        area = ranges.pop(f"{name}.A{top + 1}:{name}.{COLUMN_NAMES[width - 1]}{len(rows)}")
        assert area.get(f"{TABLE}contains-header") == "true"
        for row in rows:
            assert any(held(cell)[1] for cell in row), "an empty row"
    assert not ranges
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not {f"{TABLE}{word}" for word in ("formula", "number-columns-spanned", "number-rows-spanned")} & (
        attributes
    )


def test_the_rules_for_accessible_spreadsheets_are_kept(demo):
    """Those of the Government Analysis Function that the test before this one does not look at."""
    data = data_of(demo[0])
    root, styles, found = part(data), part(data, "styles.xml"), sheets(data)
    assert next(iter(found)) == "Cover", "a cover comes first"
    titles = [rows[0][0][1] for rows in found.values()]
    assert len(set(titles)) == len(titles), "each sheet has a title of its own"
    for name, rows in found.items():
        said = " ".join(row[0][1] for row in rows if len(row) == 1)
        assert "This sheet has one table" in said, "it is said how many tables there are"
        headings = [text for _, text in next(row for row in rows if len(row) > 1)]
        assert len(set(headings)) == len(headings), "no heading is there twice"
        assert all(headings), "no column is without a heading"
        if any(text == "" for row in rows for _, text in row):
            assert "A blank cell: " in said, "it is said what a blank cell means"
        assert name == "Cover" or f"#{name}.A1" in [
            link.get("{http://www.w3.org/1999/xlink}href") for link in root.iter()
        ], "the cover leads to each sheet"
    for link in root.iter(f"{TEXT}a"):
        assert "://" not in "".join(link.itertext()), "a link says where it leads"
    for element in (*root.iter(), *styles.iter()):
        local = {name.partition("}")[2] for name in element.attrib}
        assert not local & {"color", "background-color", "visibility", "number-rows-repeated"}, "no colour"
        assert "drawing" not in element.tag, "no picture"
        assert not element.tag.endswith("}covered-table-cell"), "nothing merged"
        assert element.get(f"{TABLE}display") in (None, "true"), "nothing hidden"
    sizes = [
        float(size.removesuffix("pt"))
        for element in styles.iter()
        for name, size in element.attrib.items()
        if name.endswith("}font-size")
    ]
    assert min(sizes) >= 12, "nothing small"


def test_it_has_a_title_and_a_language(demo):
    data = data_of(demo[0])
    meta = part(data, "meta.xml").find(f"{OFFICE}meta")
    assert meta.find(f"{DC}title").text == "Demonstration ledger: register of recommendations"
    assert meta.find(f"{DC}language").text == "en-GB"
    assert meta.find(f"{DC}date").text == KNOWN
    assert "2031-01-01" in meta.find(f"{DC}description").text
    styles = ElementTree.tostring(part(data, "styles.xml"), encoding="unicode")
    assert 'language="en"' in styles
    assert 'country="GB"' in styles


def test_a_month_stays_text_and_so_does_an_impossible_or_a_very_old_day():
    rows = sheets(
        of_rows(
            [Date("2024-04")], [Date("2024-04-30")], [Date("2024-02-30")], [Date("1066-10-14")], [7], [None]
        )
    )["One"]
    cells = [row[0] for row in rows[3:]]
    assert cells == [
        ("string", "2024-04"),
        ("date", "2024-04-30"),
        ("string", "2024-02-30"),
        ("string", "1066-10-14"),
        ("float", "7"),
        (None, ""),
    ]


def test_the_first_and_the_last_day_that_a_date_can_mean_are_dates_where_a_spreadsheet_has_them(ledger):
    worked_on(ledger, ())
    table = sheets(data_of(gather(ledger, terms())))["Register"]
    start = next(row for row, cells in enumerate(table) if ("string", "Number") in cells)
    heading, rows = table[start], table[start + 1 :]
    at = {text: column for column, (_, text) in enumerate(heading)}
    columns = [at[f"{what}{end}"] for what in ("Made on", "Due") for end in ("", " earliest", " latest")]
    found = {row[at["Number"]][1]: [row[column] for column in columns] for row in rows}
    assert found["9a"] == [
        ("string", "..2020-03-01"),
        (None, ""),
        ("date", "2020-03-01"),
        ("string", "..2024-04-04"),
        (None, ""),
        ("date", "2024-04-04"),
    ]
    # No spreadsheet has a date for a day as old as that which all programs read alike.
    assert found["9b"] == [("string", "1850-03-01")] * 3 + [("string", "1900-02-28")] * 3
    assert found["9c"] == [
        ("string", "1850"),
        ("string", "1850-01-01"),
        ("string", "1850-12-31"),
        ("string", "2012"),
        ("date", "2012-01-01"),
        ("date", "2012-12-31"),
    ]


@pytest.mark.parametrize("text", [*HOSTILE, "  both edges  ", "\n", " ", "a\n", "\t", ""])
def test_hostile_text_is_the_same_text_and_nothing_else(text):
    assert sheets(of_rows([text], [Link(text, "#One.A1")] if "\n" not in text else [text]))["One"][3:] == [
        [("string", text)],
        [("string", text)],
    ]


@pytest.mark.parametrize(
    "acting", ["\x00", "\x0b", "\x1b", "\r", "\x85", "\u2028", "\u202e", "\ufffe", "\uffff", "\ud800"]
)
def test_what_acts_or_no_xml_can_hold_is_written_as_its_code(acting):
    sheet = Sheet("One", acting, (), ("A",), (5.0,), [[f"a{acting}b"]])
    data = whole(write(f"T{acting}", acting, KNOWN, [sheet]))
    assert sheets(data)["One"][2] == [("string", f"a\\u{ord(acting):04x}b")]
    assert part(data, "meta.xml").tag.endswith("document-meta")


def test_hostile_words_of_a_ledger_arrive_whole(ledger):
    hostile = Case(ledger)
    for at, text in enumerate(HOSTILE):
        hostile.make(f"{at + 10}", text=text)
    data = data_of(gather(ledger, terms()))
    cells = {row[1][1]: row[2] for row in sheets(data)["Register"] if len(row) > 2}
    for at, text in enumerate(HOSTILE):
        # Recording cuts blank edges.
        assert cells[f"{at + 10}"] == ("string", text.strip())


def test_no_name_of_a_person_is_in_it(demo):
    data = data_of(demo[0])
    for person in the_case()["people"]:
        assert person["name"].encode() not in data


def test_the_package_begins_with_its_type_and_is_the_same_on_any_machine():
    data = whole(package([("mimetype", [b"a/b"]), ("content.xml", [b"<a>", "é</a>".encode()])]))
    assert data[30:38] == b"mimetype"
    assert data[38:41] == b"a/b"
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for info in packed.infolist():
            assert (info.compress_type, info.date_time) == (zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0))
            assert (info.create_system, info.external_attr, info.extra) == (3, 0o644 << 16, b"")
    # Written down once: another Python, system or zone must come to the same.
    assert sha256(data).hexdigest() == "ef63843d7d11df02041d38942d430edd403c22633d5bcab4d39947e8e4e344c9"


def test_every_part_is_listed_and_is_xml(demo):
    data = data_of(demo[0])
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        assert names[0] == "mimetype"
        assert packed.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
    spelled = f"{{{NAMES}:manifest:1.0}}full-path"
    listed = [entry.get(spelled) for entry in part(data, "META-INF/manifest.xml")]
    assert listed == ["/", *names[1:-1]]
    for name in names[1:]:
        assert len(part(data, name))


def test_the_same_edition_gives_the_same_bytes(demo, monkeypatch):
    before = data_of(demo[0])
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setattr(locale, "getpreferredencoding", lambda *_: "ascii")
    assert data_of(demo[0]) == before


def test_an_edition_of_nothing_is_a_table_of_its_headings(ledger):
    found = sheets(data_of(gather(ledger, terms())))
    assert [text for _, text in found["Register"][-1]][:2] == ["Inspection", "Number"]
    assert found["Figures"][-1] == [("string", "Total"), ("float", "0")]


def test_libreoffice_opens_it_with_the_same_cells(ledger, tmp_path):
    worked_on(ledger, HOSTILE)
    data = data_of(gather(ledger, terms()))
    opened = opened_by_libreoffice(data, "register.ods", tmp_path)
    for name, rows in sheets(data).items():
        width = max(map(len, rows))
        assert opened(name) == [[text for _, text in row] + [""] * (width - len(row)) for row in rows]


def test_priorities_and_topics_stand_by_their_labels(case):
    for vocabulary, word, label in (
        ("priority", "p1", "High priority"),
        ("topic", "t1", "Courts"),
        ("topic", "t2", "Pay"),
    ):
        case.ledger.ask(AddWord(vocabulary=vocabulary, word=word, label=label), by="ann")
    case.make("7", priority="p1", topics=("t1", "t2"))
    table = sheets(data_of(gather(case.ledger, terms())))["Register"]
    start = next(at for at, row in enumerate(table) if len(row) > 1)
    headings = [text for _, text in table[start]]
    cells = dict(zip(headings, [text for _, text in table[-1]], strict=True))
    assert (cells["Number"], cells["Priority"], cells["Topics"]) == ("7", "High priority", "Courts; Pay")
