"""What a pack is made of: whose it is, what may be filled in; and nothing is in it that is not public."""

from __future__ import annotations

import re
import subprocess
import sys
from zipfile import ZipFile

import pytest

from ledger.decisions.bodies import MergeBodies, RenameBody, SucceedBody
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.responses import SetResponseDue
from ledger.decisions.vocabulary import AddWord
from ledger.decisions.words import WithdrawWords
from ledger.errors import NotFound, Refused
from ledger.importing.intake_reading import matched, read_returned
from ledger.importing.packs import TABLE
from ledger.tables.reading import read_tables
from projections.packs.packing import pack, sheets
from projections.publication.files.ods import document as ods
from projections.publication.files.xlsx import document as xlsx
from tests.filling import resaved
from tests.hostile import ALLOWED
from tests.marks import Marks, live
from tests.pasts import TODAY
from tests.projections.publication.test_leaks import marked, public, repeated, seen
from tests.projections.test_as_seen import brought_in

KINDS = {"ods": ods, "xlsx": xlsx}


def written(found, kind, folder):
    """The workbook, as a file."""
    path = folder / f"pack.{kind}"
    with KINDS[kind].write(found.name, "", found.known_at, sheets(found)) as data:
        path.write_bytes(data.read())
    return path


def part(path, name):
    with ZipFile(path) as packed:
        return packed.read(name).decode()


def numbers(found):
    return [row.number for row in found.rows]


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_cells_to_fill_in_are_open_and_they_say_what_may_stand_there(case, kind, tmp_path):
    path = written(pack(case.ledger, "Police Scotland"), kind, tmp_path)
    if kind == "xlsx":
        for number in (1, 2, 3):
            text = part(path, f"xl/worksheets/sheet{number}.xml")
            (protection,) = re.findall("<sheetProtection[^>]*>", text)
            assert 'sheet="1"' in protection and "password" not in protection and "hash" not in protection
            assert "<mergeCell" not in text and "<f>" not in text and "zoomScale" not in text
            # A guide that stayed in sight would leave no room for anything else on a small screen.
            assert len(re.findall("<pane [^>]*>", text)) == (number == 2)
        text = part(path, "xl/worksheets/sheet2.xml")
        (pane,) = re.findall("<pane [^>]*>", text)
        assert 'state="frozen"' in pane and 'topLeftCell="C4"' in pane
        styles = part(path, "xl/styles.xml")
        looks = re.findall(
            "<xf [^>]*?(?:/>|>.*?</xf>)", styles.partition("<cellXfs")[2].partition("</cellXfs")[0]
        )
        is_open = {str(at) for at, look in enumerate(looks) if '<protection locked="0"' in look}
        of_row = dict(re.findall(r'<c r="([A-Z])4" s="(\d+)"', text))
        assert {column for column, look in of_row.items() if look in is_open} == set("IJKLMNOPQ")
        assert set(of_row) == set("ABCDEFGHIJKLMNOPQ")
        checks = re.findall(r'<dataValidation type="(\w+)"[^>]*sqref="([^"]*)".*?<formula1>(.*?)<', text)
        assert checks == [
            ("list", "I4:I5", "Lists!$A$4:$A$7"),
            ("whole", "N4:N5", "0"),
            ("list", "Q4:Q5", "Lists!$A$8:$A$9"),
        ]
        return
    text = part(path, "content.xml")
    assert text.count('table:protected="true"') == 3 == text.count("<table:table ")
    assert "number-columns-spanned" not in text and "table:formula" not in text
    table = text.partition(f'table:name="{TABLE}"')[2].partition("</table:table>")[0]
    rows = re.findall(
        "<table:table-row>.*?</table:table-row>", table.partition("</table:table-header-rows>")[2]
    )
    assert len(rows) == 2
    for row in rows:
        found = re.findall(r'table:style-name="(open|typed)"(?: table:content-validation-name="(\w+)")?', row)
        assert [check for _, check in found] == [
            f"{TABLE}_8",
            "",
            "",
            "",
            "",
            f"{TABLE}_13",
            "",
            "",
            f"{TABLE}_16",
        ]
        assert row.count("<table:table-cell") == 17
    assert "of:cell-content-is-in-list([$Lists.$A$4:.$A$7])" in text
    assert 'style:cell-protect="none"' in text
    settings = part(path, "settings.xml")
    assert settings.count('"VerticalSplitMode" config:type="short">2<') == 1
    assert 'full-path="settings.xml"' in part(path, "META-INF/manifest.xml")


def test_libreoffice_sees_the_lists_and_the_locks_of_an_ods_as_those_of_an_xlsx(case, tmp_path):
    found = []
    for kind in KINDS:
        path = resaved(written(pack(case.ledger, "Police Scotland"), kind, tmp_path), "xlsx", tmp_path)
        text = part(path, "xl/worksheets/sheet2.xml")
        (protection,) = re.findall("<sheetProtection[^>]*>", text)
        assert 'sheet="true"' in protection and "select" not in protection
        found.append(re.findall(r'sqref="([^"]*)" type="(\w+)"><formula1>(.*?)<', text))
    assert (
        found[0]
        == found[1]
        == [
            ("I4:I5", "list", "Lists!$A$4:$A$7"),
            ("N4:N5", "whole", "0"),
            ("Q4:Q5", "list", "Lists!$A$8:$A$9"),
        ]
    )


def test_a_publication_has_no_form_in_it(case, tmp_path):
    made = sheets(pack(case.ledger, "Police Scotland"))
    plain = [sheet._replace(form=None) for sheet in made]
    with ods.write("T", "", "2022-03-01T10:00:00.000000Z", plain) as data:
        (tmp_path / "plain.ods").write_bytes(data.read())
    text = part(tmp_path / "plain.ods", "content.xml")
    assert "validation" not in text and "protect" not in text
    with ZipFile(tmp_path / "plain.ods") as packed:
        assert "settings.xml" not in packed.namelist()


@pytest.mark.parametrize("level", ["schema-core", "semantic-core"])
def test_an_ods_pack_is_of_the_schemas(case, tmp_path, level):
    program = f"{sys.prefix}/bin/openxml-audit"
    path = written(pack(case.ledger, "Police Scotland"), "ods", tmp_path)
    from tests.validators import _ODS

    done = subprocess.run([program, *_ODS, level, path], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_comes_back_as_it_was_also_out_of_libreoffice(case, kind, tmp_path):
    for at, text in enumerate(ALLOWED.values()):
        case.make(f"{at + 100}", text=text)
    found = pack(case.ledger, "Police Scotland")
    path = written(found, kind, tmp_path)
    for one in (path, resaved(path, "ods", tmp_path), resaved(path, "xlsx", tmp_path)):
        returned, headings = read_returned(read_tables(one))
        assert (returned.head, headings) == (found.head, [])
        pairs, problems = matched(returned.rows, found.rows)
        assert [problem.value for problem in problems] == []
        assert [known for _, known in pairs] == list(found.rows)


def test_a_text_that_a_cell_of_xlsx_cannot_hold_is_refused(case, tmp_path):
    case.make("100", text="word " * 10_000)
    found = pack(case.ledger, "Police Scotland")
    with pytest.raises(Refused, match="holds 32,767 characters"):
        written(found, "xlsx", tmp_path)
    returned, _ = read_returned(read_tables(written(found, "ods", tmp_path)))
    assert matched(returned.rows, found.rows)[1] == []


def test_a_body_has_its_own_share_by_any_of_its_names_and_what_it_took_over(case):
    case.make("7", "North Force", "South Force")
    case.make("8", "Nroth Force")
    case.judged("7", made_to="South Force", status="closed")
    assert numbers(pack(case.ledger, "north force")) == ["7"]
    with pytest.raises(Refused):
        pack(case.ledger, "South Force")
    case.ledger.ask(MergeBodies(body="Nroth Force", into="North Force", why="W"), by="ada")
    assert numbers(pack(case.ledger, "Nroth Force")) == ["7", "8"]
    case.ledger.ask(RenameBody(body="North Force", to="Force of the North", on=TODAY, why="W"), by="ada")
    assert pack(case.ledger, "North Force").head.body == "Force of the North"
    succession = SucceedBody(body="North Force", by="Police Scotland", on=TODAY, why="W")
    case.ledger.ask(succession, by="ada")
    assert numbers(pack(case.ledger, "Police Scotland")) == ["3", "5", "7", "8"]


def test_a_share_is_told_by_its_own_judgements_and_answers_and_only_once_they_count(case):
    case.make("7", "North Force", "South Force")
    case.ask(SetResponseDue, number="7", due="2022-05-01", body="South Force", on="2022-02-01")
    case.judge("7", made_to="North Force")
    (row,) = pack(case.ledger, "North Force").rows
    assert (row.status, row.answer_due) == ("Open", "")
    assert pack(case.ledger, "South Force").rows[0].answer_due == "2022-05-01"
    case.sign("J1")
    assert pack(case.ledger, "North Force").rows[0].status == "Partially met"
    assert pack(case.ledger, "South Force").rows[0].status == "Open"


def test_what_only_a_source_says_is_told_as_last_seen(ledger):
    brought_in(ledger)
    (row,) = pack(ledger, "KiwiRail").rows
    assert (row.number, row.status, row.answer_given) == ("2", "Open, as last seen on 2020-05-01", "")
    assert pack(ledger, "CAA").rows[0].answer_given == "Accepted, 2019-06-01"


def test_words_that_were_withdrawn_from_view_are_in_no_pack(case):
    case.ask(CorrectRecommendation, number="3", text="Right.", why="W")
    assert pack(case.ledger, "Police Scotland").rows[0].text == "Right."
    from ledger.decisions.evidence import ExpectEvidence

    case.ask(ExpectEvidence, number="3", cycle="2021", text="Ask Mr Smith.", on="2022-01-01")
    assert "Smith" in pack(case.ledger, "Police Scotland").rows[0].expected
    (version,) = [
        record.version
        for record in case.ledger.records(inspection="OCSAE")
        if record.event.NAME == "evidence.expected"
    ]
    case.ask(WithdrawWords, events=((version, "the expectation"),), why="A name.")
    expected = pack(case.ledger, "Police Scotland").rows[0].expected
    assert "Smith" not in expected and "[withdrawn from view]" in expected


@pytest.fixture(scope="module")
def marks(tmp_path_factory):
    made = Marks(tmp_path_factory.mktemp("marks") / "ledger")
    with made.ledger:
        live(made)
        yield made


def test_what_is_not_public_is_in_no_pack_of_any_body(marks, tmp_path):
    records = list(marks.ledger.records())
    known = seen(records, marks.gone)
    bodies = {
        name
        for record in records
        for name in record.event.fields.get("made_to") or ()
        if isinstance(record.event.fields["made_to"], tuple)
    }
    told = ""
    for body in sorted(bodies):
        try:
            found = pack(marks.ledger, body)
        except (NotFound, Refused):
            continue
        for kind in KINDS:
            path = written(found, kind, tmp_path)
            with ZipFile(path) as packed:
                told += "".join(packed.read(name).decode() for name in packed.namelist()).lower()
    looked_for, there = 0, 0
    for record in records:
        for name, mark in marked(record):
            rule = public(type(record.event))[name]
            if rule is repeated:
                continue
            looked_for += 1
            if mark.lower() in told:
                there += 1
                assert mark not in marks.gone and rule(record.event, known), (record.event.NAME, name)
    assert looked_for > 100 and there > 10


def test_what_needs_no_closing_is_not_to_be_done_by_a_day(case):
    case.make("7", due="2020-06-01")
    case.ledger.ask(AddWord(vocabulary="kind", word="learning", label="Learning", means="none"), by="ada")
    case.make("8", kind="learning", due="2020-07-01")
    case.make("9", due="2031-07")
    assert pack(case.ledger, "Police Scotland").when == (
        f"1 recommendation was to be done before {TODAY}, and was not closed.",
        "1 recommendation is to be done, the next by 2031-07-31: see Due.",
    )
