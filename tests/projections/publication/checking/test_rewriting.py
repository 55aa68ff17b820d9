"""B9: whatever a bundle says and its events prove is compared, and what they do not prove is named."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing

import pytest

from benchmarks.past import lived
from events.base import Day
from ledger.decisions.bodies import RegisterBody
from ledger.decisions.people import GrantRole
from ledger.ledger import Ledger
from ledger.signing.keyring import Keyring
from ledger.version import VERSION
from projections.publication import build
from projections.publication.checking.bundle import check
from projections.publication.edition import OGL, Licence
from projections.publication.folder import Folder
from projections.publication.gathering import gather
from projections.publication.terms import terms
from tests.bundles import begin, demo, publish_all, publish_as_people_do, sum_up
from tests.marks import Marks, live


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    place = tmp_path_factory.mktemp("retold")
    with demo(place) as ledger:
        publish_as_people_do(ledger, place / "first", as_of="2020-12-31")
        return publish_as_people_do(ledger, place / "bundle"), ledger.inspectorate().verifier_key


@pytest.fixture
def bundle(pristine, tmp_path):
    shutil.copytree(pristine[0], tmp_path / "bundle")
    return tmp_path / "bundle"


@pytest.fixture
def report(bundle, pristine):
    """report() -> what a check with new sums comes to."""
    return lambda: check(str(sum_up(bundle)), pristine[1])


def replace(path, old, new):
    data = path.read_bytes()
    assert old.encode() in data, path
    path.write_bytes(data.replace(old.encode(), new.encode(), 1))


def test_an_honest_bundle_is_proved_but_for_its_licence_and_version(report):
    found = report()
    assert (found.findings, found.not_looked_at, found.not_read, found.notes) == ((), (), (), ())
    assert found.not_proved == (
        f"under which licence it may be used ({OGL.name})",
        f"that version {VERSION} of the program wrote it",
    )


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("recommendations/OCSAE/3.html", "judged recommendation 3 closed", "judged recommendation 3 open"),
        ("recommendations/OCSAE/3.html", "18 August 2021", "18 August 2022"),
        ("recommendations/OCSAE/3.html", 'datetime="2021-08-18"', 'datetime="2021-08-19"'),
        ("recommendations/OCSAE/3.html", "An inspector judged", "An approver judged"),
        ("recommendations/OCSAE/3.html", "Timeline", "Time line"),
        ("changes.html", "What changed", "What did not change"),
        ("changes.html", "Closed", "Open"),
        ("changes.html", "31 December 2020", "30 December 2020"),
        ("index.html", "in the end 1 open, 7 partially met", "in the end 2 open, 6 partially met"),
        ("accessibility.html", "script", "scripts"),
        ("feed.atom", "(before: ", "(after: "),
        ("feed.atom", "<summary", "<!-- --><summary"),
        ("feed.atom", 'term="closed"', 'term="open"'),
        ("feed.atom", "Changes of status", "Changes of law"),
        ("datapackage.json", "The register, as of", "The register, of"),
        ("datapackage.json", "The public status.", "The private status."),
        ("register.csv-metadata.json", "The public status.", "The status."),
        ("register.schema.json", "The day at whose end this was so.", "A day."),
        ("catalogue.jsonld", "prov:Activity", "prov:Agent"),
        ("register.md", "# ", "# About "),
    ],
)
def test_a_word_of_any_text_is_found(bundle, report, path, old, new):
    replace(bundle / path, old, new)
    assert {one.file for one in report().findings} == {path}


def test_how_a_file_is_written_is_nobodys_word(bundle, report):
    """But what tells of the file has to tell of that one: its size and its hash."""
    replace(bundle / "register.json", '"rows":', '"rows": ')
    assert {one.file for one in report().findings} == {"datapackage.json", "catalogue.jsonld"}
    replace(bundle / "register.schema.json", '"title":', '"title":  ')
    replace(bundle / "accessibility.html", "’", "&rsquo;")
    assert {one.file for one in report().findings} == {"datapackage.json", "catalogue.jsonld"}


def test_the_working_word_behind_a_status_is_proved(bundle, report):
    register = json.loads((bundle / "register.json").read_bytes())
    row = next(row for row in register["rows"] if row["state"] == "judged")
    row["state"] = "evidence-submitted"
    (bundle / "register.json").write_text(json.dumps(register), encoding="utf-8")
    assert "register.json" in {one.file for one in report().findings}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE history SET what = replace(what, 'the', 'a')",
        "UPDATE history SET \"on\" = '2021-08-19' WHERE rowid = 3",
        "UPDATE meta SET value = 'Another' WHERE name = 'title'",
        "UPDATE meta SET value = CAST(value AS TEXT) WHERE name = 'size'",
        "UPDATE register SET state = 'judged'",
        "DELETE FROM history WHERE rowid = 5",
        "PRAGMA user_version = 7",
    ],
)
def test_a_cell_of_any_table_of_the_database_is_found(bundle, report, change):
    with closing(sqlite3.connect(bundle / "register.sqlite")) as connection:
        connection.execute(change)
        connection.commit()
    assert {one.file for one in report().findings} == {"register.sqlite"}


def test_how_a_database_is_filled_is_nobodys_word(bundle, report):
    before = (bundle / "register.sqlite").read_bytes()
    with closing(sqlite3.connect(bundle / "register.sqlite")) as connection:
        connection.execute("PRAGMA page_size = 1024")
        connection.execute("VACUUM")
    assert (bundle / "register.sqlite").read_bytes() != before
    # What tells of the file has to tell of that one.
    assert {(one.code, one.file) for one in report().findings} == {
        ("B9", "datapackage.json"),
        ("B9", "catalogue.jsonld"),
    }


@pytest.mark.parametrize("sheet", ["Cover", "History", "Figures"])
def test_a_cell_of_any_sheet_is_found(bundle, report, sheet):
    path = bundle / "register.ods"
    with zipfile.ZipFile(path) as packed:
        parts = {one: packed.read(one) for one in packed.infolist()}
    name = f'table:name="{sheet}"'.encode()
    with zipfile.ZipFile(path, "w") as packed:
        for one, part in parts.items():
            data = part
            if one.filename == "content.xml":
                head, found, rest = data.partition(name)
                assert found
                data = (
                    head
                    + found
                    + rest.replace(
                        b"</text:p></table:table-cell></table:table-row>",
                        b"!</text:p></table:table-cell></table:table-row>",
                        3,
                    )
                )
            packed.writestr(one, data)
    assert "register.ods" in {one.file for one in report().findings}


def test_a_page_that_is_not_there_or_is_too_many_is_found(bundle, report):
    (bundle / "status/partially-met.html").unlink()
    shutil.copy(bundle / "status/open.html", bundle / "status/open_page2.html")
    found = {(one.code, one.file) for one in report().findings}
    assert ("B9", "status/open_page2.html") in found
    assert "status/partially-met.html" in {file for _, file in found}


def test_what_is_told_and_not_shown_is_left_out(bundle, report):
    path = bundle / "history.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    topics = set()
    for at in range(len(lines)):
        path.write_bytes(b"".join(lines[:at] + lines[at + 1 :]))
        found = report().findings
        assert found, lines[at]
        topics |= {one.code for one in found}
    assert topics <= {"B5", "B6", "B9"}
    path.unlink()
    assert "B1" not in {one.code for one in report().findings}
    assert report().findings


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (lambda lines: lines[::-1], "behind a later one"),
        (lambda lines: [*lines, lines[-1]], "twice"),
        (lambda lines: [b"{}\n", *lines], "no event that any leaf speaks of"),
        (lambda lines: [*lines[:-1], lines[-1][:-1]], "has no end"),
        (lambda lines: [lines[0].replace(b'"', b" ", 1), *lines[1:]], "no event that any leaf speaks of"),
    ],
)
def test_what_is_no_history_is_found(bundle, report, change, because):
    path = bundle / "history.jsonl"
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))
    found = [one for one in report().findings if one.code == "B4"]
    assert [one.file for one in found] == ["history.jsonl"]
    assert because in found[0].message


def test_whatever_can_be_recorded_is_told_again(tmp_path):
    marks = Marks(tmp_path / "ledger")
    with marks.ledger as ledger:
        live(marks)
        key = ledger.inspectorate().verifier_key
        for number, refs in enumerate(((), ("TWO",), ("OCSAE", "TWO"))):
            for day in ("2020-03-15", "2021-09-30", "2031-01-01"):
                edition = gather(ledger, terms(ledger, refs, Day(day), None, OGL))
                folder = tmp_path / f"bundle-{number}-{day}"
                with Folder(str(folder)) as into:
                    into.write(build.files(ledger, edition))
                    into.finish()
                    into.put()
                found = check(str(folder), key)
                assert found.findings == (), (refs, day)


def test_a_bundle_of_all_inspections_hides_none(tmp_path):
    marks = Marks(tmp_path / "ledger")
    with marks.ledger as ledger:
        live(marks)
        key = ledger.inspectorate().verifier_key
        asked = terms(ledger, ("TWO",), Day("2031-01-01"), None, OGL)
        edition = gather(ledger, asked)
        whole = edition._replace(terms=asked._replace(inspections=()))
        folder = tmp_path / "bundle"
        with Folder(str(folder)) as into:
            into.write(build.files(ledger, whole))
            into.finish()
            into.put()
        found = check(str(folder), key).findings
        assert any(one.code == "B6" and "said to be of all" in one.message for one in found), found


def test_the_licence_is_held_against_every_file_and_named(tmp_path):
    with begin(tmp_path) as ledger:
        ledger.ask(GrantRole(person="bob", role="publisher"), by="ada")
        ours = Licence("Ours & theirs", "https://example.org/a?b=1&c=2")
        folder = publish_as_people_do(ledger, tmp_path / "bundle", licence=ours)
        key = ledger.inspectorate().verifier_key
        assert check(str(folder), key).findings == ()
        assert "Ours & theirs" in check(str(folder), key).not_proved[0]
        replace(folder / "feed.atom", "Ours &amp; theirs", "Nobody’s")
        assert {one.file for one in check(str(sum_up(folder)), key).findings} == {"feed.atom"}


def marked(bundle, version):
    """The bundle, which says that another version wrote it, or does not say which."""
    mark = f'  <generator version="{VERSION}">Scrutiny Ledger</generator>\n'
    other = f'  <generator version="{version}">Scrutiny Ledger</generator>\n' if version else ""
    replace(bundle / "feed.atom", mark, other)
    return bundle


@pytest.fixture(params=["99.0.0", None], ids=["another mark", "no mark"])
def of_another(request, bundle):
    """A bundle that may be of another version, or does not say of which it is."""
    return marked(bundle, request.param)


def blamed(report):
    """The files that are found, or of another version could not be compared: all is proved of neither."""
    files = {one.file for one in report.findings} | {file for file, _ in report.not_compared}
    assert report.ok == (not files)
    return files


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("recommendations/OCSAE/3.html", "judged recommendation 3 closed", "judged recommendation 3 open"),
        ("recommendations/OCSAE/3.html", "18 August 2021", "18 August 2022"),
        ("recommendations/OCSAE/3.html", 'datetime="2021-08-18"', 'datetime="2021-08-19"'),
        ("recommendations/OCSAE/3.html", "An inspector judged", "An approver judged"),
        ("recommendations/OCSAE/3.html", "An inspector judged", "An inspector, in error, judged"),
        ("recommendations/OCSAE/3.html", "Police Scotland handed in", "Nobody handed in"),
        ("recommendations/OCSAE/3.html", ">Made on<", ">Due<"),
        ("recommendations/OCSAE/3.html", ' x="', ' x="1'),
        ("recommendations/OCSAE/3.html", 'viewBox="0', 'viewBox="9'),
        ("recommendations/OCSAE/3.html", 'href="../../events/', 'href="../../e/'),
        ("changes.html", "Closed", "Open"),
        ("changes.html", "31 December 2020", "30 December 2020"),
        ("index.html", "in the end 1 open, 7 partially met", "in the end 2 open, 6 partially met"),
        ("index.html", 'width="', 'width="9'),
        ("feed.atom", "(before: ", "(after: "),
        ("feed.atom", "<summary", "<!-- --><summary"),
        ("feed.atom", 'term="closed"', 'term="open"'),
        ("feed.atom", "<updated>2", "<updated>1"),
        ("feed.atom", "<published>", "<updated>"),
        ("index.html", 'href="changes.html"', 'href="files.html"'),
        ("catalogue.jsonld", '"register-full.csv"', '"register-final.csv"'),
        ("datapackage.json", '"bytes": ', '"bytes": 1'),
        ("datapackage.json", '"hash": "', '"hash": "0'),
        ("catalogue.jsonld", "2030-", "2031-"),
        ("register.csv-metadata.json", "2030-", "2031-"),
        ("register-full.csv", "Police Scotland", "Nobody"),
        ("register.md", "# ", "# About "),
    ],
)
def test_the_mark_of_another_version_excuses_no_word_of_substance(of_another, report, path, old, new):
    replace(of_another / path, old, new)
    assert path in blamed(report())


def test_every_word_of_a_rationale_is_proved_whatever_version_it_says(of_another, report):
    """Also what is put before, behind or into it."""
    path = of_another / "recommendations/OCSAE/3.html"
    page = path.read_text(encoding="utf-8")
    begins = page.index('<span class="words">', page.index(">Why<")) + len('<span class="words">')
    words = page[begins : page.index("</span>", begins)].split(" ")
    assert len(words) > 5
    for at in range(len(words) + 1):
        forged = " ".join([*words[:at], "allegedly", *words[at:]])
        path.write_text(page[:begins] + forged + page[begins + len(" ".join(words)) :], encoding="utf-8")
        assert blamed(report()) == {"recommendations/OCSAE/3.html"}, forged


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE history SET what = replace(what, 'An inspector', 'Nobody')",
        "UPDATE history SET \"on\" = '2021-08-19' WHERE rowid = 3",
        "UPDATE meta SET value = 'Another' WHERE name = 'title'",
        "DELETE FROM history WHERE rowid = 5",
    ],
)
def test_a_cell_of_the_database_is_proved_whatever_version_it_says(of_another, report, change):
    with closing(sqlite3.connect(of_another / "register.sqlite")) as connection:
        connection.execute(change)
        connection.commit()
    assert "register.sqlite" in blamed(report())


def test_what_another_version_says_otherwise_around_it_is_named_word_by_word(of_another, report):
    assert report().findings == ()
    for path, old, new in (
        ("recommendations/OCSAE/3.html", ">Timeline<", ">Time line<"),
        ("recommendations/OCSAE/5.html", ">Made to<", ">Addressed to<"),
        ("register.schema.json", "The day at whose end this was so.", "A day."),
    ):
        replace(of_another / path, old, new)
    found = report()
    assert found.findings == ()
    replace(of_another / "status/open.html", 'tabindex="', 'tabindex="1')
    found = report()
    assert found.findings == ()
    named = "\n".join(found.not_proved)
    assert "how these are made up, whose words are proved: status/open.html" in named
    assert (
        f"the words 'Time line' in recommendations/OCSAE/3.html (version {VERSION} has 'Timeline')" in named
    )
    assert "'Addressed to' in recommendations/OCSAE/5.html" in named
    assert "'A day .' in register.schema.json" in named


def test_a_page_less_or_more_is_found_whatever_version_it_says(of_another, report):
    (of_another / "status/partially-met.html").unlink()
    shutil.copy(of_another / "status/open.html", of_another / "status/open_page2.html")
    assert {"status/open_page2.html", "status/partially-met.html"} <= blamed(report())


@pytest.mark.parametrize("version", ["99", "0.2.7", "0.1.0", "0.2.0 or so", "honest", "00.2.0", "0.2.0\n"])
def test_a_mark_that_no_version_puts_is_found_and_excuses_nothing(bundle, report, version):
    marked(bundle, version)
    replace(bundle / "recommendations/OCSAE/3.html", "An inspector judged", "An approver judged")
    found = report()
    assert {(one.code, one.file) for one in found.findings} >= {
        ("B9", "feed.atom"),
        ("B9", "recommendations/OCSAE/3.html"),
    }
    assert found.not_compared == ()


def test_what_another_version_may_have_written_otherwise_is_no_finding_and_not_proved(bundle, report):
    replace(marked(bundle, "99.0.0") / "recommendations/OCSAE/3.html", "An inspector judged", "Ann judged")
    found = report()
    assert (found.findings, found.ok, found.rows_hold, found.version) == ((), False, True, "99.0.0")
    ((file, why),) = found.not_compared
    assert file == "recommendations/OCSAE/3.html"
    assert "Ann judged" in why


def test_the_mark_of_a_version_that_knew_less_is_found(tmp_path):
    """Though the events themselves, and each page but the feed, are as they should be."""
    with begin(tmp_path) as ledger:
        ledger.ask(GrantRole(person="bob", role="publisher"), RegisterBody(body="The Police"), by="ada")
        folder = publish_as_people_do(ledger, tmp_path / "bundle")
        key = ledger.inspectorate().verifier_key
    found = check(str(sum_up(marked(folder, "0.2.0"))), key)
    assert ("B9", "feed.atom") in {(one.code, one.file) for one in found.findings}
    assert any("knows no body.registered" in one.message for one in found.findings)


def test_without_the_history_it_is_none_of_the_first_version(of_another, report):
    """Neither if the register has the form that the first version gave it: the tree says what is newer."""
    (of_another / "history.jsonl").unlink()
    assert {one.code for one in report().findings} >= {"B6"}
    path = of_another / "register.json"
    register = json.loads(path.read_bytes())
    del register["uncertain"]
    for row in register["rows"]:
        for name in [name for name in row if name.endswith(("_earliest", "_latest"))]:
            del row[name]
        for name in (
            "word",
            "priority",
            "topics",
            "source",
            "place",
            "under",
            "responses",
            "seen_on",
            "overdue",
        ):
            del row[name]
    path.write_text(json.dumps(register), encoding="utf-8")
    assert {one.code for one in report().findings} >= {"B6"}


def test_inspections_that_are_recorded_at_once_are_told_again(tmp_path):
    """The words on evidence stand behind it in its stream, and not always in the ledger."""
    keyring = Keyring(tmp_path / "keys", tmp_path / "seen")
    where = lived(tmp_path / "ledger", 3, 20, 300, keyring)
    with Ledger.open(str(where), keyring=keyring) as ledger:
        ledger.seal()
        for day in ("2026-01-01", "2019-06-30"):
            folder = publish_all(ledger, tmp_path / day, as_of=day)
            assert check(str(folder), ledger.inspectorate().verifier_key).findings == ()
