"""What is wrong with a bundle is found, whatever sums are written with it; a right one passes."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from events.base import InspectionEvent
from events.judgements import JudgementSignedOff
from ledger.checks.believed import Held
from ledger.decisions.base import made
from ledger.decisions.judgements import SignOffJudgement
from ledger.decisions.recommendations import RestateRecommendation
from ledger.errors import BadInput, NotFound
from ledger.proof.checkpoint import Checkpoint
from ledger.signing.eras import Eras, Signed
from projections.model.fold import InspectionFold
from projections.publication.checking.bundle import check
from projections.publication.checking.known import NEEDED, is_known
from projections.publication.edition import OGL
from projections.publication.files.proofs.paths import SUMS
from projections.publication.files.site import paging
from projections.publication.gathering import gather
from projections.publication.terms import terms
from projections.rows import as_row
from tests.asking import plant
from tests.bundles import begin, demo, parts, publish, publish_all, sum_up, with_rows
from tests.endless import ends
from tests.histories import lived
from tests.projections.conftest import Case
from tests.sampling import sample
from tests.steps import EVERY_DAY

pytestmark = pytest.mark.usefixtures("without_b9")

EVERY_FORMAT = ("register.csv", "register.md", "register.ods", "register.sqlite", "index.html")
PAGES = ("status/", "bodies/", "years/", "due/", "recommendations/")


class Published:
    """A bundle that a test may alter, and its key."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder, self.key = folder, key

    def report(self, *held):
        return check(str(self.folder), self.key, held)

    def codes(self, *held):
        report = self.report(*held)
        assert all(found.message.endswith(".") for found in report.findings)
        return {found.code for found in report.findings}

    def detected(self, code, because, *held, also=()):
        """With new sums, just this check finds it, in these words, and such ``also`` as must."""
        sum_up(self.folder)
        report = self.report(*held)
        assert {found.code for found in report.findings} == {code, *also}, report.findings
        said = " ".join(found.message for found in report.findings if found.code == code)
        assert because in said, report.findings
        return report

    def replace(self, path, old, new):
        data = (self.folder / path).read_bytes()
        assert old.encode() in data, path
        (self.folder / path).write_bytes(data.replace(old.encode(), new.encode(), 1))

    def register(self):
        return json.loads((self.folder / "register.json").read_bytes())

    def write(self, register):
        (self.folder / "register.json").write_text(json.dumps(register), encoding="utf-8")

    def hide(self, index):
        (self.folder / f"events/{index}.json").unlink()
        (self.folder / f"proofs/{index}.tlog-proof").unlink()

    def index(self, topic, which=-1):
        """The leaf index of an event that is shown."""
        found = []
        for path in sorted(self.folder.glob("events/*.json"), key=lambda path: int(path.stem)):
            leaf = leaves(self.folder)[int(path.stem)]
            if f"\ntopic {topic}\n" in leaf:
                found.append(int(path.stem))
        return found[which]


def leaves(folder):
    """The leaves in the entry bundles of a small tree."""
    (path,) = folder.glob("tile/entries/000.p/*")
    data, found = path.read_bytes(), []
    while data:
        length = int.from_bytes(data[:2], "big")
        found.append(data[2 : 2 + length].decode())
        data = data[2 + length :]
    return found


@pytest.fixture(scope="session")
def pristine(tmp_path_factory):
    place = tmp_path_factory.mktemp("published")
    with demo(place) as ledger:
        publish(ledger, place / "bundle", before=(20, 64))
        return Published(place / "bundle", ledger.inspectorate().verifier_key)


@pytest.fixture
def published(pristine, tmp_path):
    """A bundle of the real case, with every format and two proofs of growth."""
    shutil.copytree(pristine.folder, tmp_path / "bundle")
    return Published(tmp_path / "bundle", pristine.key)


@pytest.fixture
def written(tmp_path):
    """A case in a ledger of its own, and how to publish it."""
    with begin(tmp_path) as ledger:
        case = Case(ledger)

        def published(name="bundle", *refs, **how):
            return Published(
                publish(ledger, tmp_path / name, *refs, **how), ledger.inspectorate().verifier_key
            )

        case.published = published
        yield case


def test_a_right_bundle_passes_every_check(published):
    report = published.report()
    assert (report.ok, report.findings, report.notes, report.not_looked_at) == (True, (), (), ())
    assert (report.rows, report.size) == (11, len(leaves(published.folder)))
    assert set(report.formats) == {*EVERY_FORMAT, "register-full.csv", *PAGES}


HOSTILE = (
    "=1+1",
    "@SUM(A1)",
    '<script>alert(1)</script> & "quoted"',
    "| bar | [link](https://example.org) `code` \\| *x* <br> \\",
    "two\nlines\n\nand  a\ttab",
    "&lt;b&gt; &amp;amp; <!-- --> ]]>",
    "Ünïcode 🙂 e\u0301; ; ' \u00a0 end",
    "https://example.org/a_b?c=d#e",
)


@pytest.mark.parametrize("refs", [(), ("OCSAE",), ("OCSAE", "CUSTODY")])
def test_what_is_really_published_passes_whatever_it_says(written, tmp_path, refs):
    written.inspect("CUSTODY", "3", "AFD1")
    for number, text in enumerate(HOSTILE, 100):
        written.make(str(number), f"Body <{number}>", "Other | body", text=text, due="2024-04")
    written.judged(status="closed")
    written.judged("100", made_to="Other | body")
    written.judge("5", rationale="Nobody confirmed it.")
    folder = publish_all(written.ledger, tmp_path / "whole", *refs)
    report = check(str(folder), written.ledger.inspectorate().verifier_key)
    assert report.findings == ()
    assert set(report.formats) == {*EVERY_FORMAT, "register-full.csv", *PAGES}
    assert report.rows == (2 + len(HOSTILE) if refs == ("OCSAE",) else 4 + len(HOSTILE))


@pytest.mark.parametrize("path", ["register.csv", "register.md", "index.html"])
def test_what_is_really_published_is_compared(tmp_path, path):
    with demo(tmp_path) as ledger:
        found = Published(publish_all(ledger, tmp_path / "whole"), ledger.inspectorate().verifier_key)
    said = found.register()["rows"][0]["text"]
    found.replace(path, said, f"Not: {said}")
    found.detected("B7", "does not agree")


def test_every_byte_of_every_file_counts(published):
    folders = (published.folder, *(path for path in published.folder.rglob("*") if path.is_dir()))
    for path in (path for folder in folders for path in _first(folder)):
        data = path.read_bytes()
        # The sums find it whatever it is; a whole check for each byte of a small file would take minutes.
        step = max(len(data) // 2, 1)
        for at in {*range(0, len(data), step), len(data) - 1} if data else ():
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            assert "B1" in published.codes(), (path, at)
        path.write_bytes(data)
    assert published.report().ok


def _first(folder):
    """Of the many that are alike, three; of the root, all."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return files if (folder / SUMS).exists() else files[:3]


@pytest.mark.parametrize("pattern", ["checkpoint", "events/1?.json", "proofs/1?.tlog-proof", "tile/*/*/*"])
def test_every_byte_of_what_proves_counts_whatever_the_sums_say(published, pattern):
    for path in sorted(published.folder.glob(pattern))[:2]:
        data = path.read_bytes()
        for at in sample(range(0, len(data), max(len(data) // 30, 1)), 6):
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            sum_up(published.folder)
            assert published.codes() & {"B2", "B3", "B4"}, (path, at)
        path.write_bytes(data)
        sum_up(published.folder)
    assert published.report().ok


# B1


def _add(folder):
    (folder / "more.txt").write_text("More.")


@pytest.mark.parametrize(
    "path",
    [
        *(".htaccess", "index.htm", "register-final.csv", "register.xls", "more/index.html", "index2.html"),
        *("recommendations/OCSAE.html", "status/reopened.html", "SHA256SUMS.asc"),
    ],
)
def test_a_file_that_no_bundle_has_is_found(published, path):
    at = published.folder / path
    at.parent.mkdir(exist_ok=True)
    at.write_text("More.")
    published.detected("B1", "No bundle has a file of that name", also={"B7"} if ".html" in path else ())


def test_what_every_bundle_has_is_missed(published, pristine):
    for path in sorted(NEEDED):
        data = (published.folder / path).read_bytes()
        (published.folder / path).unlink()
        sum_up(published.folder)
        missed = [found.file for found in published.report().findings if found.code == "B1"]
        assert missed == [path]
        (published.folder / path).write_bytes(data)


def test_what_is_known_is_what_is_published(written, tmp_path, monkeypatch):
    monkeypatch.setattr(paging, "MOST", 1)
    written.inspect("ÅRE-2", "3 (A)/21", "日1")
    written.make("9", "Ünï & body", "—")
    folder = publish_all(written.ledger, tmp_path / "whole")
    paths = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert paths >= NEEDED
    assert [path for path in paths - {SUMS} if not is_known(path)] == []


def _remove(folder):
    (folder / "register.md").unlink()


def _link(folder):
    (folder / "register.md").rename(folder.parent / "outside.md")
    (folder / "register.md").symlink_to(folder.parent / "outside.md")


def _link_folder(folder):
    (folder / "more").symlink_to("/etc")


def _empty_folder(folder):
    (folder / "more").mkdir()


def _pipe(folder):
    os.mkfifo(folder / "pipe")


def _outside(folder):
    (folder.parent / "outside.md").write_text("x")
    with (folder / SUMS).open("a") as sums:
        sums.write(f"{'0' * 64}  ../outside.md\n")


def _order(folder):
    lines = (folder / SUMS).read_text().splitlines(keepends=True)
    (folder / SUMS).write_text("".join(reversed(lines)))


def _no_sums(folder):
    (folder / SUMS).unlink()


def _no_text(folder):
    (folder / SUMS).write_bytes(b"\xff\xfe")


@pytest.mark.parametrize(
    "attack",
    [
        _add,
        _remove,
        _link,
        _link_folder,
        _empty_folder,
        _pipe,
        _outside,
        _order,
        _no_sums,
        _no_text,
    ],
)
def test_the_files_are_just_those_of_the_sums(published, attack):
    attack(published.folder)
    assert published.codes() == {"B1"}


# B2


def test_a_checkpoint_by_another_key_is_found(published, tmp_path):
    with begin(tmp_path / "other") as other:
        stranger = other.inspectorate().verifier_key
    assert "B2" in {found.code for found in check(str(published.folder), stranger).findings}


def test_a_checkpoint_that_says_something_else_is_found(published):
    size = len(leaves(published.folder))
    published.replace("checkpoint", f"\n{size}\n", f"\n{size - 1}\n")
    assert "B2" in published.codes()


def test_without_a_checkpoint_nothing_is_proved(published):
    (published.folder / "checkpoint").unlink()
    sum_up(published.folder)
    report = published.report()
    assert "B2" in {found.code for found in report.findings}
    assert {"B3", "B4", "B5", "B6", "B8"} <= set(report.not_looked_at)


# B3


def test_a_leaf_that_says_something_else_is_found(published):
    (path,) = published.folder.glob("tile/entries/000.p/*")
    published.replace(path.relative_to(published.folder), "actor bob", "actor ann")
    published.detected("B3", "have not the root")


def test_a_tile_that_is_wrong_absent_or_too_many_is_found(published):
    (path,) = published.folder.glob("tile/0/000.p/*")
    data = path.read_bytes()
    path.write_bytes(bytes(len(data)))
    published.detected("B3", "not the hashes")
    shutil.rmtree(path.parent.parent)
    published.detected("B3", "not there")
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    (published.folder / "tile/0/001").write_bytes(data)
    published.detected("B3", "no such tile")


def test_a_size_that_no_folder_could_hold_is_told_at_once(published):
    size = len(leaves(published.folder))
    published.replace("checkpoint", f"\n{size}\n", f"\n{2**62}\n")
    sum_up(published.folder)
    assert published.codes() == {"B2", "B3"}


# B4


def test_an_event_that_says_something_else_is_found(published):
    index = published.index("judgement.recorded")
    published.replace(f"events/{index}.json", '"status":"', '"status": "')
    sum_up(published.folder)
    assert "B4" in published.codes()


def test_an_event_without_its_proof_and_the_other_way_round_is_found(published):
    proof = published.folder / f"proofs/{published.index('recommendation.made')}.tlog-proof"
    data = proof.read_bytes()
    proof.unlink()
    published.detected("B4", "Nothing proves it")
    proof.write_bytes(data)
    (published.folder / "proofs/1.tlog-proof").write_bytes(data)
    published.detected("B4", "what is not shown")


def test_a_proof_of_another_leaf_is_found(published):
    first, second = (
        published.folder / f"proofs/{published.index('recommendation.made', which)}.tlog-proof"
        for which in (0, 1)
    )
    second.write_bytes(first.read_bytes())
    published.detected("B4", "does not prove leaf")


@pytest.mark.parametrize("name", ["events/007.json", "events/x.json", "events/99999.json", "proofs/1.txt"])
def test_a_name_that_is_no_leaf_is_found(published, name):
    (published.folder / name).write_text("{}")
    sum_up(published.folder)
    assert "B4" in published.codes()


# B5


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("inspection", "OTHER"),
        ("number", "99"),
        ("kind", "area-for-development"),
        ("cycle", "2021"),
        ("text", "Something else."),
        ("status", "closed"),
        ("reason", "no-longer-relevant"),
        ("judged_in", "2020"),
        ("made_to", ["Nobody"]),
        ("made_on", "2020-02-27"),
        ("due", "2030-01-01"),
        ("last_updated", "2021-08-19"),
    ],
)
def test_a_field_that_does_not_follow_from_the_events_is_found(published, field, value):
    said = published.register()
    assert said["rows"][0][field] != value
    said["rows"][0][field] = value
    published.write(said)
    # One format or another has every field.
    published.detected("B5", "99" if field == "number" else "", also={"B7"})


def _row_twice(said):
    said["rows"].append(said["rows"][0])


def _row_less(said):
    said["rows"].pop()


def _other_order(said):
    said["rows"].reverse()


def _other_totals(said):
    said["totals"]["closed"] += 1


def _other_events(said):
    said["events"] += 1


def _other_day(said):
    said["as_of"] = "2021-01-01"


def _other_inspection(said):
    said["inspection"] = "OTHER"


def _earlier(said):
    said["known_at"] = "2029-01-01T00:00:00.000000Z"


def _one_field_more(said):
    said["more"] = 1


def _one_field_less(said):
    del said["rows"][0]["due"]


def _no_day(said):
    said["as_of"] = "yesterday"


def _other_kind(said):
    said["rows"][0]["text"] = 1


@pytest.mark.parametrize(
    "attack",
    [
        _row_twice,
        _row_less,
        _other_order,
        _other_totals,
        _other_events,
        _other_day,
        _other_inspection,
        _earlier,
        _one_field_more,
        _one_field_less,
        _no_day,
        _other_kind,
    ],
)
def test_a_register_that_is_not_that_of_the_events_is_found(published, attack):
    said = published.register()
    attack(said)
    published.write(said)
    sum_up(published.folder)
    assert "B5" in published.codes()


@pytest.mark.parametrize("data", [b"", b"[", b"[]", b"\xff", b"[" * 100_000, b"null", b'{"rows": 1}'])
def test_a_register_that_is_no_json_is_a_finding(published, data):
    (published.folder / "register.json").write_bytes(data)
    published.detected("B5", "It ")


@pytest.mark.parametrize(
    ("once", "twice"),
    [
        ('"status":"closed"', '"status":"open","status":"closed"'),
        ('"rows":[', '"rows":[],"rows":['),
        ('"closed":3', '"closed":9,"closed":3'),
    ],
)
def test_a_field_that_stands_there_twice_is_found(published, once, twice):
    published.replace("register.json", once, twice)
    published.detected("B5", "a field stands there twice")


def test_a_status_without_its_sign_off_is_found(published):
    published.hide(published.index("judgement.signed-off"))
    sum_up(published.folder)
    assert published.codes() == {"B5", "B6"}


class SignOffOwn(SignOffJudgement):
    """What the rules forbid."""

    def decide(self, past):
        return made("J1", JudgementSignedOff(inspection=self.inspection, judgement=self.judgement))


def test_a_judgement_that_its_author_signed_off_is_found(written):
    ref = written.judge(who="cyd")
    plant(written.ledger, SignOffOwn(inspection="OCSAE", judgement=ref), by="cyd")
    written.published().detected("B5", "no second person")


def test_where_judgements_count_at_once_they_need_nobody(tmp_path):
    with begin(tmp_path, sign_off="none") as ledger:
        case = Case(ledger)
        case.judge(status="closed")
        found = Published(publish(ledger, tmp_path / "bundle"), ledger.inspectorate().verifier_key)
    assert found.report().ok
    assert found.register()["totals"]["closed"] == 1


@pytest.mark.parametrize("seed", sample(range(30), 8))
def test_the_events_that_rows_rest_on_are_enough_for_every_field(seed):
    events = list(enumerate(lived(seed).events(), 1))
    whole = _folds(events)
    for day in EVERY_DAY:
        there = [
            (ref, entry)
            for ref, fold in whole.items()
            for entry in fold.recommendations.values()
            if entry.was_there(day)
        ]
        cited = {position for _, entry in there for position in entry.rests_on(day)}
        # What says that something was entered in error is shown whatever it is about.
        cited |= {position for fold in whole.values() for position in fold.voids.said}
        shown = _folds([one for one in events if one[0] in cited])
        for ref, entry in there:
            # By the event that made it: its first number may have been given to another since.
            (alone,) = (one for one in shown[ref].recommendations.values() if one.made_at == entry.made_at)
            right = as_row(ref, entry, day)
            assert as_row(ref, alone, day) | {"state": right["state"]} == right


def _folds(events):
    folds = {}
    for position, event in events:
        if isinstance(event, InspectionEvent):
            folds.setdefault(event.inspection, InspectionFold()).apply(event, position)
    return folds


# B6


def test_an_older_word_is_not_passed_off_as_the_latest(written):
    written.judged(status="closed", on="2021-08-18")
    told = written.ledger.clock().isoformat().replace("+00:00", ".000000Z")
    written.judged(status="open", on="2021-09-01")
    stale = written.published("stale", known_at=told)
    assert stale.report().ok
    latest = written.published("latest").register()["known_at"]
    stale.replace("register.json", told, latest)
    stale.detected("B6", "judgement.signed-off of OCSAE, known by then")


def test_a_row_that_is_left_out_altogether_is_found(written):
    found = written.published()
    said = found.register()
    said["rows"].pop()
    said["totals"] = {**said["totals"], "total": 1, "open": 1}
    found.write(said)
    found.hide(found.index("recommendation.made"))
    found.detected("B6", "recommendation.made of OCSAE", also={"B7"})


def test_what_awaits_its_second_person_is_no_later_word(written):
    written.judged(status="closed")
    written.judge("5")
    report = written.published().report()
    assert (report.findings, report.notes) == ((), ())


def test_earlier_words_are_shown_so_that_the_latest_can_be_told(written):
    written.judged(status="closed", on="2021-09-01")
    written.judged(status="partially-met", on="2021-08-18")
    written.judged(status="closed", on="2021-08-20")
    report = written.published().report()
    assert (report.findings, report.notes) == ((), ())


def test_a_later_word_is_shown_and_moves_no_row_before_its_day(written):
    written.judged(status="closed", on="2021-09-01")
    bundle = written.published(as_of="2021-08-31")
    assert (bundle.report().findings, bundle.report().notes) == ((), ())
    assert {row["status"] for row in bundle.register()["rows"]} == {"open"}
    bundle.hide(bundle.index("judgement.signed-off"))
    bundle.detected("B6", "judgement.signed-off of OCSAE, known by then")


def test_a_time_of_knowing_that_the_tree_has_not_seen_is_found(written):
    bundle = written.published()
    said = bundle.register()
    bundle.write({**said, "known_at": "2099-12-31T23:59:59.999999Z"})
    bundle.detected("B5", "The last of the events was recorded before 2099-12-31")


def test_what_says_whether_a_second_person_is_asked_for_is_shown(written):
    bundle = written.published()
    bundle.hide(0)
    bundle.detected("B5", "Nothing shows whether sign-off is required")


# B7


@pytest.mark.parametrize("path", ["register.csv", "register.md", "index.html"])
def test_a_format_that_says_something_else_is_found(published, path):
    published.replace(path, "Partially met", "Closed")
    published.detected("B7", "does not agree")


def test_a_spreadsheet_that_says_something_else_is_found(published):
    _repack(published.folder / "register.ods", lambda content: content.replace("Partially met", "Closed", 1))
    published.detected("B7", "does not agree")


STYLES = (
    '<o:automatic-styles xmlns:s="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:n="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0">'
    '<s:style s:name="x" s:family="table">{}</s:style></o:automatic-styles>'
)
OPEN_FOR_ALL = STYLES.replace(
    '<s:style s:name="x" s:family="table">{}</s:style>',
    '<n:text-style s:name="iso"><n:text>Open</n:text></n:text-style>'
    '<s:style s:name="x" s:family="table-cell" s:data-style-name="iso"/>',
)
BOMB = (
    '<t:table-row t:number-rows-repeated="1000">'
    + '<t:table-cell t:number-columns-repeated="1000"><x:p>x</x:p></t:table-cell>' * 10_000
    + "</t:table-row>"
)


def styled(how):
    return f"{STYLES.format(how)}<t:table>"


def _before(old, new):
    """A change of what comes first; it must be there."""

    def change(content):
        assert old in content
        return content.replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.replace("<t:table-cell ", '<t:table-cell t:formula="of:=1" ', 1),
        lambda content: '<t:table-cell o:string-value="x" o'.join(content.rsplit("<t:table-cell o", 1)),
        lambda content: content.replace(
            "<t:table-row>", '<t:table-row t:number-rows-repeated="99999999">', 1
        ),
        lambda content: '<!DOCTYPE x [<!ENTITY a "b">]>' + content,
        lambda content: content[:-9],
        lambda content: "",
        _before("<t:table>", '<t:table><t:table-column t:visibility="collapse"/>'),
        _before("<t:table-row>", '<t:table-row t:visibility="filter">'),
        _before("<t:table>", styled('<s:table-properties t:display="false"/>')),
        _before("<t:table>", styled('<s:table-column-properties s:column-width="0cm"/>')),
        _before("<t:table>", styled('<s:text-properties fo:color="#ffffff"/>')),
        _before("<t:table>", f"{OPEN_FOR_ALL}<t:table>"),
        _before("<t:table>", f"{OPEN_FOR_ALL.replace('text-style', 'date-style')}<t:table>"),
        _before("<x:p>", "<x:p><o:annotation/>"),
        _before("<x:p>Partially met</x:p>", f"<x:p>{'<x:a>' * 5_000}Partially met{'</x:a>' * 5_000}</x:p>"),
        _before("</t:table>", BOMB + "</t:table>"),
        _before("</t:table>", "<a/>" * 12_000_001 + "</t:table>"),
    ],
)
def test_a_spreadsheet_that_plays_tricks_is_found(published, change):
    _repack(published.folder / "register.ods", change)
    with ends():
        published.detected("B7", "")


def _repack(path, change):
    with zipfile.ZipFile(path) as packed:
        content = packed.read("content.xml").decode()
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as into:
        into.writestr("content.xml", change(content))
    path.write_bytes(again.getvalue())


MANY = (
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT {2}) "
    "INSERT INTO {0} SELECT {1} FROM n"
)


def test_a_database_that_says_something_else_is_found(published):
    with closing(sqlite3.connect(published.folder / "register.sqlite")) as connection:
        connection.execute("UPDATE register SET status = 'Closed' WHERE number = '3'")
        connection.execute("UPDATE register SET status = 'Open' WHERE number = '3'")
        connection.commit()
    published.detected("B7", "does not agree")


DATABASE_TRICKS = {
    "a view": (
        "a 'table' that none of a bundle has",
        "ALTER TABLE register RENAME TO hidden",
        "CREATE VIEW register AS SELECT * FROM hidden WHERE number <> '3'",
    ),
    "a trigger": (
        "'trigger'",
        "CREATE TRIGGER history AFTER DELETE ON register BEGIN SELECT 1; END",
    ),
    "a view beside": ("'view'", "CREATE VIEW history AS SELECT 1"),
    "a table of another name": ("'table'", "CREATE TABLE sqliteregister AS SELECT * FROM register"),
    "an index that calculates": ("'index'", "CREATE INDEX i ON register (hex(zeroblob(8000000)))"),
    "a column that calculates": (
        "calculated or hidden",
        "CREATE TABLE history (a, b GENERATED ALWAYS AS (hex(zeroblob(8000000))) VIRTUAL)",
        MANY.format("history (a)", "i", 2000),
    ),
    "a default that is long": (
        "characters",
        "CREATE TABLE history (a)",
        MANY.format("history", "i", 1000),
        f"ALTER TABLE history ADD COLUMN b DEFAULT '{'x' * 800_000}'",
    ),
}


@pytest.mark.parametrize("trick", DATABASE_TRICKS)
def test_a_database_is_not_run(published, trick):
    because, *statements = DATABASE_TRICKS[trick]
    with closing(sqlite3.connect(published.folder / "register.sqlite")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    published.detected("B7", because)


def test_what_a_database_asks_of_its_rows_is_not_calculated(published):
    with closing(sqlite3.connect(published.folder / "register.sqlite")) as connection:
        connection.execute("CREATE TABLE meta (a CHECK (length(hex(zeroblob(8000000))) > 1))")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(MANY.format("meta", "i", 100_000))
        connection.commit()
    sum_up(published.folder)
    assert published.report().ok


MARKDOWN_TRICKS = {
    "in a comment": lambda table: f"<!--\n\n{table}\n\n-->",
    "in an element": lambda table: f"<details>\n\n{table}\n\n</details>",
    "in a reference": lambda table: f'[x]: / "\n{table}\n"\n',
    "as code": lambda table: f"```\n{table}\n```",
    "as code, too": lambda table: f"~~~\n{table}\n~~~",
    "beside another": lambda table: table + "\n\n" + table.replace("\n", "\n ").replace("Closed", "Open"),
    "beside one in a list": lambda table: f"{table}\n\n- " + table.replace("\n", "\n  "),
    "beside one that is quoted": lambda table: f"{table}\n\n> " + table.replace("\n", "\n> "),
    "beside one without bars at its edges": lambda table: (
        f"{table}\n\nNumber | Recommendation | Status\n--- | --- | ---\n3 | Do it. | Open"
    ),
    "before words in HTML": lambda table: f"{table}\n\n<h1>All are open</h1>",
}


@pytest.mark.parametrize("trick", MARKDOWN_TRICKS)
def test_markdown_that_shows_another_table_than_it_has_is_found(published, trick):
    path = published.folder / "register.md"
    head, _, table = path.read_text(encoding="utf-8").partition("\n\n|")
    path.write_text(f"{head}\n\n{MARKDOWN_TRICKS[trick](f'|{table.strip()}')}\n", encoding="utf-8")
    published.detected("B7", "It cannot be read: it has a line that none of a bundle has")


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("register.md", b"|" + b"\\" * 60_000 + b"\n"),
        ("register.md", b"|" + b"\\" * 3_000_000 + b"\n"),
        ("register.md", b"|" + b"\\\\" * 3_000_000 + b"|\n"),
        ("register.md", b"| Number | Recommendation | Status |\n|a" + b"|" * 30_000_000 + b"\n"),
        ("register.md", b"\n" * 30_000_000),
        ("register.csv", b"," * 30_000_000),
        ("register.csv", b"\r\n" * 30_000_000),
    ],
)
def test_no_file_of_text_keeps_the_check_waiting(published, path, data):
    (published.folder / path).write_bytes(data)
    with ends():
        published.detected("B7", "")


@pytest.mark.parametrize("path", EVERY_FORMAT)
@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"PK\x03\x04", b"SQLite format 3\x00" + bytes(200)])
def test_a_format_that_cannot_be_read_is_a_finding(published, path, data):
    (published.folder / path).write_bytes(data)
    published.detected("B7", "")


@pytest.mark.parametrize("path", EVERY_FORMAT)
def test_a_format_that_lacks_a_row_is_found(published, path, tmp_path):
    said = published.register()
    said["rows"] = [row for row in said["rows"] if row["number"] != "3"]
    with demo(tmp_path / "again") as ledger:
        edition = gather(ledger, terms(ledger, (), "2031-01-01", None, OGL))
        fewer = with_rows(edition, (row for row in edition.rows if row.row["number"] != "3"))
        files = parts(fewer)
    (published.folder / path).write_bytes(files[path])
    published.detected("B7", "")


@pytest.mark.parametrize("path", EVERY_FORMAT)
def test_a_format_that_is_named_and_not_there_is_found(published, path):
    (published.folder / path).unlink()
    assert published.codes() == {"B1"}
    published.detected("B1", "every bundle has it")


# B8


def test_held_checkpoints_are_those_of_the_tree_it_grew_out_of(written):
    first = written.published("first")
    written.judged()
    second = written.published("second")
    old, new = (Held("held", (one.folder / "checkpoint").read_bytes()) for one in (first, second))
    assert second.report(old, new).ok
    first.detected("B8", "older tree", new)


def test_a_held_checkpoint_of_another_history_is_found(published, tmp_path):
    place = tmp_path / "fork"
    with demo(place) as ledger:
        other = Held("held", ledger.store.newest_checkpoint()[1].encode())
        key = ledger.inspectorate().verifier_key
        found = Published(publish(ledger, place / "bundle"), key)
    assert found.report(other).ok
    published.detected("B8", "not one that the key signed", other)
    published.detected("B8", "not one that the key signed", Held("held", b"\xff"))


def test_a_held_checkpoint_with_another_root_is_found(written, monkeypatch):
    found = written.published()
    signed = Checkpoint("example/test", 5, bytes(32))
    monkeypatch.setattr(Eras, "read", _trusting(Eras.read, b"forked", signed))
    found.detected("B8", "another history", Held("held", b"forked"))


def _trusting(verify, data, signed):
    def trusting(eras, given, *rest):
        trusted = Signed(signed, frozenset(eras.keys), frozenset())
        return trusted if given == data else verify(eras, given, *rest)

    return trusting


def test_a_proof_of_growth_that_is_wrong_is_found(published):
    (first, second) = sorted(published.folder.glob("consistency/*"))
    data = second.read_bytes()
    second.write_bytes(first.read_bytes())
    published.detected("B8", "does not prove")
    second.write_bytes(data)
    first.rename(first.with_name("20-9999"))
    published.detected("B8", "no two sizes")


# Anything else


def test_what_cannot_be_looked_at_is_said(published, tmp_path):
    with pytest.raises(NotFound):
        check(str(tmp_path / "nowhere"), published.key)
    with pytest.raises(NotFound):
        check(str(published.folder / "checkpoint"), published.key)
    with pytest.raises(NotFound):
        check("nul\0l", published.key)
    with pytest.raises(BadInput):
        check(str(published.folder), "no key")


@pytest.mark.parametrize(
    "files",
    [
        (),
        ("index.html", "style.css", "checkpoint", "notes/register.json"),
        ("ledger.db", "evidence/ab/abc"),
        ("SHA256SUMS", "setup.iso", "events/__init__.py"),
    ],
)
def test_a_folder_that_is_no_bundle_is_no_broken_one(tmp_path, pristine, files):
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("00  setup.iso\n", encoding="utf-8")
    with pytest.raises(NotFound, match="is no bundle"):
        check(str(tmp_path), pristine.key)


@pytest.mark.parametrize("left", ["SHA256SUMS", "register.json", "register.csv", "proofs", "history.jsonl"])
def test_one_file_that_only_a_bundle_has_makes_it_a_broken_one(published, left):
    for path in published.folder.iterdir():
        if path.name != left:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    report = check(str(published.folder), published.key)
    assert {"B1", "B2"} <= {found.code for found in report.findings}


# What is honest is not detected


def test_what_is_of_the_running_month_has_come_by_the_day_it_was_recorded_on(written):
    written.ask(RestateRecommendation, number="3", text="Do it well.", why="Clearer.", on="2022-03")
    written.make("8", on="2022-03", cycle="2021")
    bundle = written.published(as_of="2022-02-28")
    assert (bundle.report().findings, bundle.report().notes) == ((), ())
    assert {row["number"]: row["text"] for row in bundle.register()["rows"]} == {"3": "Do 3.", "5": "Do 5."}
    after = written.published("after", as_of="2022-03-01")
    assert (after.report().findings, after.report().notes) == ((), ())
    after = after.register()["rows"]
    assert {row["number"]: row["text"] for row in after} == {"3": "Do it well.", "5": "Do 5.", "8": "Do 8."}


def test_what_hangs_on_a_date_is_listed_and_the_list_is_looked_at(written):
    written.judged("3", on="2021-10-20", cycle="2021", status="closed")
    written.judged("3", on="2021-10", cycle="2021", status="partially-met")
    bundle = written.published(as_of="2022-03-01")
    assert (bundle.report().findings, bundle.report().notes) == ((), ())
    register = bundle.register()
    assert register["uncertain"] == ["OCSAE/3"]
    assert {row["number"]: row["status"] for row in register["rows"]}["3"] == "partially-met"
    bundle.write({**register, "uncertain": []})
    assert "B5" in bundle.codes()


def test_a_bundle_of_the_first_version_is_read_as_that_took_its_months(written):
    """It had no list of what is uncertain, and of a month and a day in it the month was the later."""
    written.judged("3", on="2021-10", cycle="2021", status="partially-met")
    written.judged("3", on="2021-10-20", cycle="2021", status="closed")
    bundle = written.published(as_of="2022-03-01")
    register = bundle.register()
    assert register["rows"][0]["status"] == "closed"
    del register["uncertain"]
    bundle.write(register)
    found = [found.message for found in bundle.report().findings if found.code == "B5"]
    assert "'closed' as status, and the events come to 'partially-met'" in " ".join(found)


def test_what_was_recorded_late_in_the_evening_is_of_the_next_day_in_the_zone(written):
    written.ledger.clock.set("2022-06-30T23:30:00Z")
    written.ask(RestateRecommendation, number="3", text="Do it well.", why="Clearer.", on="2022-07-01")
    report = written.published(as_of="2022-06-30").report()
    assert (report.findings, report.notes) == ((), ())


def test_a_young_ledger_in_which_nobody_signed_off_anything_is_no_liar(written):
    written.judge("3", status="closed")
    bundle = written.published()
    assert bundle.report().findings == ()
    register = bundle.register()
    register["rows"][0] |= {"status": "closed", "reason": "implemented", "judged_in": "2021"}
    bundle.write(register)
    assert "B5" in bundle.codes()
