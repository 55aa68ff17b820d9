"""A bundle is written, kept whole, made again, and says when nothing changed."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tomllib
from hashlib import sha256
from importlib.metadata import PackageNotFoundError
from importlib.util import find_spec
from pathlib import Path

import pytest

from commands.demo import play, the_case
from commands.root import run
from events.base import Names
from events.publications import PublicationMade
from ledger.decisions.base import made
from ledger.decisions.publications import MakePublication
from ledger.leaves import leaf_of
from ledger.ledger import Ledger
from ledger.proof import checkpoint, merkle, note, tlogproof
from ledger.proof.leaf import parse
from ledger.proof.note import VerifierKey
from ledger.proof.text import to_base64
from ledger.signing.keyring import Keyring
from ledger.version import VERSION
from projections.publication import build
from projections.publication.edition import Terms
from projections.publication.files import index
from projections.publication.files.base import File
from projections.publication.files.index import EXTRAS
from projections.publication.folder import Folder
from projections.publication.gathering import gather
from projections.publication.owner import check_owner
from projections.publication.terms import signed, terms_again
from tests.pasts import Clock, needs

BOB = ("--as", "bob")


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """A sealed demo ledger of one day, and the home of who made it; put away, so a copy counts as itself."""
    place = tmp_path_factory.mktemp("played")
    keyring = Keyring.of({"HOME": str(place / "home")})
    play(the_case(), str(place / "ledger"), Clock("2026-11-22T10:00:00Z"), keyring).close()
    (place / "ledger").rename(place / "away")
    return place


@pytest.fixture
def ledger(played, tmp_path, home, monkeypatch):
    """The folder of a sealed demo ledger; bob publishes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRUTINY_LEDGER", "ledger")
    shutil.copytree(played / "away", tmp_path / "ledger")
    shutil.copytree(played / "home", home, dirs_exist_ok=True)
    return tmp_path / "ledger"


@pytest.fixture
def scrutiny(ledger, capfdbinary):
    """scrutiny("publish", …) -> (status, output, errors)."""

    def call(*words):
        status = run([str(word) for word in words])
        out, err = capfdbinary.readouterr()
        return status, out.decode(), err.decode()

    return call


@pytest.fixture
def publishes(scrutiny):
    """publishes("bundle", …) -> what is in the bundle, by path."""

    def call(folder, *words):
        status, _, err = scrutiny("publish", "--output", folder, *BOB, *words)
        assert status == 0, err
        return contents(folder)

    return call


def contents(folder):
    """The bytes of every file of a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file()
    }


def events(folder="ledger"):
    with Ledger.open(folder) as opened:
        return [record.event.NAME for record in opened.records()]


def test_every_file_is_in_the_sums_with_its_hash(publishes):
    files = publishes("bundle")
    sums = files.pop("SHA256SUMS").decode().splitlines()
    assert sums == [f"{sha256(files[path]).hexdigest()}  {path}" for path in sorted(files)]


def test_what_was_published_is_recorded_once_it_is_there(publishes):
    size = len(events())
    files = publishes("bundle", "--as-of", "2021-08-18")
    with Ledger.open("ledger") as opened:
        (made,) = opened.inspectorate().publications
    assert (made.size, made.as_of, made.inspections) == (size, "2021-08-18", ())
    assert made.sums == sha256(files["SHA256SUMS"]).hexdigest()
    assert events()[size:] == ["publication.made"]


def test_each_row_rests_on_events_that_are_proved(publishes):
    files = publishes("bundle")
    with Ledger.open("ledger") as opened:
        key = VerifierKey.parse(opened.inspectorate().verifier_key)
        leaves = [leaf_of(row) for row in opened.store.rows()]
    shown = [path for path in files if path.startswith("events/")]
    # And what opened the ledger.
    assert len(shown) == 11 + 3 * 10 + 1
    for path in shown:
        index = int(Path(path).stem)
        assert parse(leaves[index]).covers(files[path])
        found, signed = tlogproof.verify(files[f"proofs/{index}.tlog-proof"], leaves[index], [key])
        assert found == index
        assert signed.size == len(leaves) - 1
    assert not any(b"evidence.described" in files[path] or b"Work under way" in files[path] for path in shown)


def test_the_tiles_are_the_whole_tree(publishes):
    size = len(events())
    files = publishes("bundle")
    entries = files[f"tile/entries/000.p/{size}"]
    leaves = []
    while entries:
        length = int.from_bytes(entries[:2], "big")
        leaves.append(entries[2 : 2 + length])
        entries = entries[2 + length :]
    with Ledger.open("ledger") as opened:
        assert leaves == [leaf_of(row) for row in opened.store.rows()][:size]
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    assert files[f"tile/0/000.p/{size}"] == b"".join(hashes)


def test_growth_from_each_earlier_publication_is_proved(publishes):
    old = len(events())
    early = publishes("early", "--as-of", "2020-12-31")["checkpoint"]
    files = publishes("late")
    new = old + 1
    proof = tlogproof.parse_hash_lines(files[f"consistency/{old}-{new}"])
    with Ledger.open("ledger") as opened:
        hashes = [merkle.leaf_hash(leaf_of(row)) for row in opened.store.rows()]
    merkle.verify_consistency(old, new, merkle.root(hashes[:old]), merkle.root(hashes[:new]), proof)
    assert early != files["checkpoint"]


def test_an_old_publication_is_rebuilt_byte_for_byte(publishes, scrutiny):
    size = len(events())
    early = publishes("bundle", "OCSAE", "--as-of", "2021-08-17")
    scrutiny("evidence", "request", "OCSAE", "4", "--why", "More.", "--as", "ann")
    later = publishes("bundle", "OCSAE")
    before = events()
    status, out, err = scrutiny("publish", "--again", size, "--output", "again")
    assert (status, out, err) == (0, f"again is byte for byte what was published at size {size}.\n", "")
    assert contents("again") == early != later
    assert events() == before
    assert scrutiny("publish", "--again", "3", "--output", "other")[0] == 3
    assert not Path("other").exists()


def test_the_same_ledger_gives_the_same_bytes_in_another_folder(publishes, scrutiny, tmp_path):
    words = ("--as-of", "2024-12-31", "--known-at", "2026-11-23T00:00:00Z")
    first = publishes("bundle", *words)
    size = len(events()) - 1
    (tmp_path / "elsewhere").mkdir()
    scrutiny("publish", "--again", size, "--output", tmp_path / "elsewhere" / "x")
    assert contents(tmp_path / "elsewhere" / "x") == first
    assert not any(str(tmp_path).encode() in data for data in first.values())


def test_where_nothing_changed_nothing_is_written_or_recorded(publishes, scrutiny):
    first = publishes("bundle")
    before = events()
    status, out, _ = scrutiny("publish", "--output", "bundle", *BOB)
    assert (status, out) == (0, "Nothing changed since the bundle in bundle was published.\n")
    assert (contents("bundle"), events()) == (first, before)
    scrutiny("recommendation", "restate", "OCSAE", "4", "--text", "Else.", "--why", "W", "--as", "ann")
    assert publishes("bundle") != first


@pytest.mark.parametrize(
    ("words", "page"),
    [
        (("body", "alias", "Police Scotland", "--also", "The Police"), "bodies/"),
        (
            ("vocabulary", "add", "status", "reopened", "--label", "Looked at again", "--means", "open"),
            "words",
        ),
    ],
)
def test_what_only_pages_beside_the_rows_say_is_published(publishes, scrutiny, words, page):
    scrutiny("body", "register", "Police Scotland", "--as", "ann")
    first = publishes("bundle")
    status, _, err = scrutiny(*words, "--as", "ann")
    assert status == 0, err
    second = publishes("bundle")
    assert any(
        path.startswith(page) and data != first.get(path)
        for path, data in second.items()
        if path.endswith(".html")
    )
    before = events()
    _, out, _ = scrutiny("publish", "--output", "bundle", *BOB)
    assert (out, events()) == ("Nothing changed since the bundle in bundle was published.\n", before)


ALSO = ("--also", "pdf", "--also", "xlsx", "--also", "pdf")


@pytest.fixture
def extras():
    for extra in EXTRAS.values():
        needs(find_spec(extra.package), extra.package)


def test_formats_that_are_asked_for_are_made_told_and_recorded(extras, publishes):
    files = publishes("bundle", *ALSO)
    with Ledger.open("ledger") as opened:
        (made,) = opened.inspectorate().publications
    assert made.also == ("xlsx", "pdf")
    told = {one["path"]: one for one in json.loads(files["datapackage.json"])["resources"]}
    catalogue = json.loads(files["catalogue.jsonld"])["dcat:distribution"]
    for path in ("register.xlsx", "register.pdf"):
        assert told[path]["hash"] == f"sha256:{sha256(files[path]).hexdigest()}"
        assert path in {one["dcterms:title"] for one in catalogue}
        assert f'href="{path}"'.encode() in files["index.html"]
    # The next one keeps them.
    assert {"register.xlsx", "register.pdf"} <= publishes("next").keys()


def test_what_was_asked_for_is_rebuilt_with_it_byte_for_byte(extras, publishes, scrutiny):
    size = len(events())
    first = publishes("bundle", *ALSO)
    later = publishes("later")
    status, out, err = scrutiny("publish", "--again", size, "--output", "again")
    assert (status, out, err) == (0, f"again is byte for byte what was published at size {size}.\n", "")
    assert contents("again") == first != later
    status, _, err = scrutiny("publish", "--again", size, "--output", "again", "--also", "pdf")
    assert (status, "leave out" in err) == (2, True)


def test_where_nothing_changed_but_what_was_asked_for_it_is_published(extras, publishes, scrutiny):
    plain = publishes("bundle")
    both = publishes("bundle", *ALSO)
    assert both.keys() - plain.keys() >= {"register.xlsx", "register.pdf"}
    before = events()
    _, out, _ = scrutiny("publish", "--output", "bundle", *BOB, "--also", "xlsx", "--also", "pdf")
    assert (out, events()) == ("Nothing changed since the bundle in bundle was published.\n", before)
    assert "register.xlsx" not in publishes("bundle", "--drop", "xlsx")


@pytest.mark.parametrize(("word", "extra"), EXTRAS.items())
@pytest.mark.parametrize("here", [None, "0.1"])
def test_a_format_whose_package_is_not_here_is_refused(scrutiny, monkeypatch, word, extra, here):
    def version(package):
        if here is None:
            raise PackageNotFoundError(package)
        return here

    monkeypatch.setattr(index, "version", version)
    before = events()
    status, out, err = scrutiny("publish", "--output", "bundle", *BOB, "--also", word)
    assert (status, out) == (1, "")
    assert f"register.{word} is made by {extra.package} {extra.version}" in err
    assert f"pip install '.[{word}]'" in err
    assert f"{extra.package}=={extra.version}" in err.partition("pipx inject scrutiny-ledger ")[2]
    assert events() == before
    assert not Path("bundle").exists()
    assert scrutiny("publish", "--output", "bundle", *BOB)[0] == 0


def test_a_format_that_nobody_knows_is_wrong_usage(scrutiny):
    status, _, err = scrutiny("publish", "--output", "bundle", *BOB, "--also", "docx")
    assert (status, "xlsx" in err) == (2, True)


def test_the_extras_to_install_are_those_that_are_made():
    project = tomllib.loads(Path(__file__).parents[2].joinpath("pyproject.toml").read_text("utf-8"))
    installed = project["project"]["optional-dependencies"]
    # What reads other people's tables or reaches a server is no file of a bundle.
    assert installed.keys() - {"import", "postgres", "s3"} == EXTRAS.keys()
    for word, extra in EXTRAS.items():
        assert f"{extra.package}=={extra.version}" in installed[word]
        assert set(installed[word]) <= set(project["dependency-groups"]["test"])


@pytest.mark.parametrize("who", ["ann", "nobody"])
def test_who_is_no_publisher_publishes_nothing(scrutiny, who):
    before = events()
    status, _, err = scrutiny("publish", "--output", "bundle", "--as", who)
    assert status == 4
    assert who in err
    assert events() == before
    assert sorted(path.name for path in Path().iterdir()) == ["ledger"]


@pytest.mark.parametrize("there", ["notes.txt", "SHA256SUMS"])
def test_a_folder_that_is_no_bundle_is_never_touched(scrutiny, there):
    Path("mine").mkdir()
    Path("mine", there).write_text("mine")
    Path("mine", "other.txt").write_text("mine")
    status, _, err = scrutiny("publish", "--output", "mine", *BOB)
    assert status == 4
    assert "left alone" in err
    assert set(contents("mine").values()) == {b"mine"}


def test_a_bundle_with_a_file_of_somebody_else_is_never_touched(publishes, scrutiny):
    publishes("bundle", "--as-of", "2021-08-18")
    Path("bundle", "letter.txt").write_text("mine")
    before = contents("bundle")
    status, _, err = scrutiny("publish", "--output", "bundle", *BOB)
    assert (status, "letter.txt" in err) == (4, True)
    assert contents("bundle") == before


def test_a_link_is_not_followed(scrutiny):
    Path("real").mkdir()
    Path("link").symlink_to("real")
    assert scrutiny("publish", "--output", "link", *BOB)[0] == 4
    assert list(Path("real").iterdir()) == []


@pytest.mark.parametrize("at", ["write", "finish", "put"])
def test_a_failure_half_way_leaves_the_old_bundle_whole(publishes, scrutiny, monkeypatch, at):
    before = publishes("bundle", "--as-of", "2021-08-17")

    def fail(*_):
        raise OSError("the disk is gone")

    monkeypatch.setattr(Folder, at, fail)
    assert scrutiny("publish", "--output", "bundle", *BOB)[0] != 0
    assert contents("bundle") == before
    assert sorted(path.name for path in Path().iterdir()) == ["bundle", "ledger"]


def test_what_is_not_signed_is_not_published_and_told(ledger, scrutiny, publishes, monkeypatch):
    publishes("first", "--as-of", "2021-08-18")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(ledger.parent / "nothing"))
    restate = ("recommendation", "restate", "OCSAE", "4", "--text", "Not signed.", "--why", "W")
    assert scrutiny(*restate, "--as", "ann")[0] == 0
    status, _, err = scrutiny("publish", "--output", "second", *BOB)
    assert status == 0, err
    assert "1 event is not signed yet" in err
    assert not any(b"Not signed." in data for data in contents("second").values())


def test_an_inspection_that_is_not_there_is_not_published(scrutiny):
    assert scrutiny("publish", "NONE", "--output", "bundle", *BOB)[0] == 3
    assert not Path("bundle").exists()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "example.org",
        "https://",
        "https://a b",
        'https://a/"',
        "\udcff",
    ],
)
def test_a_licence_whose_text_is_on_no_page_of_the_web_is_refused(scrutiny, url):
    before = events()
    status, _, err = scrutiny("publish", "--output", "bundle", *BOB, "--licence-url", url)
    assert status == 2
    assert "is no address of a licence. Give the address of a page" in " ".join(err.split())
    assert events() == before
    assert not Path("bundle").exists()


@pytest.mark.parametrize("name", ["", "two\nlines", "\x1b[31m", "\udcff"])
def test_a_licence_whose_name_could_not_be_recorded_is_refused(scrutiny, name):
    status, _, err = scrutiny("publish", "--output", "bundle", *BOB, "--licence", name)
    assert (status, "The licence " in err) == (2, True)
    assert not Path("bundle").exists()


def test_a_publication_under_a_licence_that_would_be_refused_now_is_made_again(scrutiny):
    """One of an earlier version, which took any address that began like one of the web."""
    with Ledger.open("ledger", keyring=Keyring.of(os.environ)) as opened:
        size = opened.store.newest_checkpoint()[0]
        root = to_base64(checkpoint.parse(note.parse(signed(opened, size)).text).root)
        fields = {
            "as_of": "2021-08-18",
            "known_at": "2026-11-23T00:00:00.000000Z",
            "size": size,
            "root": root,
        }
        older = {"licence_url": "https://a/<b> c", **fields}
        opened.ask(Older(**older), by="bob")
        # As it would have been: what it comes to is written, and then taken down with its sums.
        with Folder("again") as folder:
            folder.write(build.files(opened, gather(opened, terms_again(opened, (), size)[0])))
            sums = folder.finish()
        opened.ask(Older(sums=sums, **older), by="bob")
    status, _, err = scrutiny("publish", "--again", size, "--output", "again")
    assert status == 0, err
    assert "https://a/<b> c" in contents("again")["register.sqlite"].decode("latin-1")
    assert b"<b>" not in contents("again")["feed.atom"]


class Older(MakePublication):
    """As it was decided before addresses were looked at."""

    inspections: Names = ()
    content: str = ""
    sums: str = ""
    licence: str = "Ours"
    version: str = "0.0.1"
    since: str | None = None
    before: int = 0

    def decide(self, past):
        return made("it", PublicationMade(**{name: getattr(self, name) for name in PublicationMade.FIELDS}))


def test_the_receipt_can_be_read_by_a_program(scrutiny):
    size = len(events())
    told = json.loads(scrutiny("publish", "--output", "bundle", *BOB, "--format", "json")[1])
    assert told["ref"] == f"publication at size {size}"
    assert [event["name"] for event in told["events"]] == ["publication.made"]


def test_an_edition_names_nobody_and_tells_nothing_that_nobody_signed_off(ledger, scrutiny):
    scrutiny("judgement", "record", "OCSAE", "4", "--cycle", "2021", "--status", "closed", "--reason",
             "implemented", "--rationale", "Unsigned word.", "--note", "Secret.", "--as", "ann")  # fmt: skip
    scrutiny("evidence", "submit", "OCSAE", "4", "--by", "Police Scotland", "--summary", "Hidden summary.",
             "--restricted", "live case", "--as", "ann")  # fmt: skip
    with Ledger.open("ledger") as opened:
        size = opened.store.head()[0]
        edition = gather(opened, Terms((), "2027-01-01", "2027-01-01T00:00:00.000000Z", size, b""))
    told = repr(list(edition.rows))
    assert "live case" in told
    row = next(one for one in edition.rows if one.name == "OCSAE/4")
    assert (row.row["status"], row.row["state"]) == ("partially-met", "evidence-submitted")
    for hidden in ("Unsigned word.", "Secret.", "Hidden summary.", "Ann Inspector", "bob"):
        assert hidden not in told


def test_a_bundle_is_for_everybody_to_read_whatever_the_mask(scrutiny):
    before = os.umask(0o077)
    try:
        assert scrutiny("publish", "--output", "bundle", *BOB)[0] == 0
    finally:
        os.umask(before)
    for folder, _, names in os.walk("bundle"):
        assert Path(folder).stat().st_mode & 0o777 == 0o755
        assert {Path(folder, name).stat().st_mode & 0o777 for name in names} <= {0o644}


def test_where_the_disk_is_full_the_old_bundle_stays_whole(publishes, scrutiny, monkeypatch):
    before = publishes("bundle")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        status, _, err = scrutiny("publish", "--output", "bundle", "--as-of", "2021-01-01", *BOB)
    assert status == 7, err
    assert "No space left on device" in err
    assert contents("bundle") == before
    assert [path.name for path in Path().iterdir() if "bundle" in path.name] == ["bundle"]


def test_a_write_that_stops_short_goes_on(tmp_path, monkeypatch):
    really = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: really(descriptor, bytes(data)[:3]))
    with Folder(str(tmp_path / "bundle")) as folder:
        folder.write([File("a/b.txt", b"ten bytes.")])
        folder.finish()
        folder.put()
    assert (tmp_path / "bundle" / "a" / "b.txt").read_bytes() == b"ten bytes."


def test_a_late_entry_is_told_as_a_change(publishes, scrutiny):
    publishes("bundle")
    said = ("OCSAE", "11", "--cycle", "2021", "--status", "partially-met", "--rationale", "Seen.")
    words = (*said, "--on", "2021-08-19", "--as", "ann", "--format", "json")
    _, out, err = scrutiny("judgement", "record", *words)
    assert scrutiny("judgement", "sign-off", "OCSAE", json.loads(out)["ref"], *BOB)[0] == 0, err
    page = publishes("bundle")["changes.html"].decode()
    assert "19 August 2021" in page
    assert page.count('scope="row"') == 1


def test_what_a_killed_one_left_is_cleared_away_and_what_goes_on_is_not(publishes, scrutiny, tmp_path):
    left = tmp_path / ".bundle.abc.publishing"
    left.mkdir()
    (left / "index.html").write_text("half")
    other = tmp_path / ".bundle.mine"
    other.mkdir()
    with Folder("bundle") as goes_on:
        goes_on.write([File("index.html", b"more")])
        publishes("bundle")
        assert sum(path.name.endswith(".publishing") for path in tmp_path.iterdir()) == 1
        goes_on.write([File("more.html", b"more")])
    assert sorted(path.name for path in tmp_path.iterdir() if "bundle" in path.name) == [
        ".bundle.mine",
        "bundle",
    ]


def test_where_a_disk_begins_nothing_is_put(scrutiny):
    for place in ("/", "/proc"):
        status, _, err = scrutiny("publish", "--output", place, *BOB)
        assert status == 4, err
        assert "it is where a disk begins" in err
    assert "publication.made" not in events()


def test_a_bundle_that_lost_a_file_is_not_said_to_be_there(publishes, scrutiny):
    first = publishes("bundle")
    Path("bundle/index.html").unlink()
    again = publishes("bundle")
    assert "index.html" in again
    assert {path for path in first if not path.startswith("tile/")} <= again.keys()
    assert events().count("publication.made") == 2


def test_another_version_publishes_anew(publishes, scrutiny, monkeypatch):
    publishes("bundle")
    monkeypatch.setattr("projections.publication.publish.VERSION", "99")
    publishes("bundle")
    assert events().count("publication.made") == 2


def test_what_cannot_be_made_again_is_refused_and_nothing_is_touched(publishes, scrutiny, monkeypatch):
    with Ledger.open("ledger") as opened:
        size = opened.store.newest_checkpoint()[0]
    before = publishes("bundle")
    monkeypatch.setattr("projections.publication.files.index.PARTS", index.PARTS[:-1])
    status, _, err = scrutiny("publish", "--again", size, "--output", "bundle")
    assert status == 6
    assert "comes out otherwise now" in err
    monkeypatch.setattr("projections.publication.again.VERSION", "99")
    monkeypatch.setattr("commands.cli.rebuilt.VERSION", "99")
    status, out, err = scrutiny("publish", "--again", size, "--output", "bundle")
    assert (status, f"was made by version {VERSION}, and this is 99" in err) == (1, True)
    assert contents("bundle") == before
    told = dict(line.split("  ", 1)[::-1] for line in out.replace("   ", "").splitlines())
    assert {path.strip() for path, how in told.items() if how.strip() == "gone"} > {"index.html", "style.css"}
    status, out, _ = scrutiny("publish", "--again", size, "--output", "bundle", "--format", "json")
    answer = json.loads(out)
    assert (status, answer["made_by"], answer["changed"]) == (1, VERSION, False)
    assert answer["differ"]["index.html"] == "gone"
    assert contents("bundle") == before


def test_what_another_version_published_elsewhere_is_rebuilt_and_said_to_differ(
    publishes, scrutiny, monkeypatch
):
    with Ledger.open("ledger") as opened:
        size = opened.store.newest_checkpoint()[0]
    publishes("bundle")
    monkeypatch.setattr("projections.publication.files.index.PARTS", index.PARTS[1:])
    monkeypatch.setattr("projections.publication.again.VERSION", "99")
    monkeypatch.setattr("commands.cli.rebuilt.VERSION", "99")
    status, _, err = scrutiny("publish", "--again", size, "--output", "again")
    assert (status, "which files differ, rebuild it where that bundle is" in err) == (1, True)
    assert set(contents("bundle")) - set(contents("again")) == {".gitattributes", ".gitignore", ".nojekyll"}


def test_a_day_that_has_not_come_is_not_published(scrutiny):
    for day in ("2999-01-01", "2999-01"):
        status, _, err = scrutiny("publish", "--as-of", day, "--output", "bundle", *BOB)
        assert (status, "is not over" in err) == (4, True)
    assert not Path("bundle").exists()


def test_of_two_publications_of_one_size_each_is_made_again(publishes, scrutiny, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", "nowhere")  # so that nothing more is signed in between
    with Ledger.open("ledger") as opened:
        size = opened.store.newest_checkpoint()[0]
    every, one = publishes("every"), publishes("one", "OCSAE")
    for words, right in (((), one), (("OCSAE",), one)):
        assert scrutiny("publish", *words, "--again", size, "--output", "again")[0] == 0
        assert contents("again") == right
    assert every != one
    status, _, err = scrutiny("publish", "OCSAE", "--again", "3", "--output", "again")
    assert (status, "Nothing of OCSAE was published at size 3" in err) == (3, True)


def test_a_folder_that_only_looks_like_a_bundle_is_never_touched(scrutiny, tmp_path):
    place = tmp_path / "iso"
    place.mkdir()
    (place / "thesis.txt").write_text("precious")
    (place / "SHA256SUMS").write_text(f"{sha256(b'precious').hexdigest()}  thesis.txt\n")
    status, _, err = scrutiny("publish", "--output", place, *BOB)
    assert (status, "holds no bundle" in err) == (4, True)
    assert (place / "thesis.txt").read_text() == "precious"


@pytest.mark.parametrize(("place", "status", "because"), [
    ("", 2, "No folder was given"),
    ("ledger", 4, "lies in the ledger's own folder"),
    ("ledger/bundle", 4, "is in the folder of a ledger"),
])  # fmt: skip
def test_no_bundle_is_put_where_none_belongs(scrutiny, place, status, because):
    found, _, err = scrutiny("publish", "--output", place, *BOB)
    assert (found, because in err) == (status, True)
    assert "publication.made" not in events()


def test_changes_are_told_since_the_bundle_that_lies_there(publishes, scrutiny):
    publishes("site")
    said = ("OCSAE", "11", "--cycle", "2021", "--status", "partially-met", "--rationale", "Seen.")
    _, out, _ = scrutiny(
        "judgement", "record", *said, "--on", "2021-08-19", "--as", "ann", "--format", "json"
    )
    scrutiny("judgement", "sign-off", "OCSAE", json.loads(out)["ref"], *BOB)
    with Ledger.open("ledger") as opened:
        size = opened.store.newest_checkpoint()[0]
    assert "19 August 2021" in publishes("preview")["changes.html"].decode()
    # Whoever reads the site has not seen the preview.
    later = publishes("site")
    assert "19 August 2021" in later["changes.html"].decode()
    assert scrutiny("publish", "--again", size + 1, "--output", "again")[0] == 0
    assert contents("again") == later


def test_of_the_same_day_nothing_changed_is_said_and_of_another_it_is_published(publishes, scrutiny):
    publishes("bundle", "--as-of", "2021-12-31")
    status, out, _ = scrutiny("publish", "--output", "bundle", "--as-of", "2021-12-31", *BOB)
    assert (status, out) == (0, "Nothing changed since the bundle in bundle was published.\n")
    _, out, _ = scrutiny("publish", "--output", "bundle", "--as-of", "2021-12-31", *BOB, "--format", "json")
    assert json.loads(out) == {"ref": None, "events": [], "changed": False}
    publishes("bundle", "--as-of", "2022-12-31")
    assert events().count("publication.made") == 2


def another(folder, origin):
    """A ledger of another inspectorate, with another key, and bob publishes there, too."""
    for words in (
        ("init", "--name", "Bob", "--as", "bob", "--origin", origin),
        ("person", "grant", "bob", "publisher", "--as", "bob"),
    ):
        assert run([*words, "--ledger", folder]) == 0


def origin_of(folder):
    with Ledger.open(folder) as opened:
        return opened.inspectorate().origin


@pytest.mark.parametrize("again", [(), ("--again", "95")])
def test_a_practice_copy_and_its_ledger_leave_each_others_bundles_alone(publishes, scrutiny, again):
    right = publishes("bundle")
    assert scrutiny("copy", "practice", "--practice")[0] == 0
    practice = publishes("tried", "--ledger", "practice")
    assert practice != right
    for folder, bundle, words in (("practice", "bundle", ("--ledger", "practice")), ("ledger", "tried", ())):
        before, there = events(folder), contents(bundle)
        with Ledger.open(folder) as opened:
            sealed = opened.store.newest_checkpoint()
        status, out, err = scrutiny("publish", "--output", bundle, *BOB, *words, *again)
        assert (status, out) == (4, "")
        for name in ("ledger", "practice"):
            assert origin_of(name) in err
        assert "--output FOLDER" in err
        assert (contents(bundle), events(folder)) == (there, before)
        with Ledger.open(folder) as opened:
            assert opened.store.newest_checkpoint() == sealed


@pytest.mark.parametrize("tiles", [True, False])
def test_a_bundle_of_a_ledger_with_the_same_name_is_left_alone(publishes, scrutiny, tiles):
    publishes("bundle")
    another("other", origin_of("ledger"))
    if not tiles:
        Path("bundle/tile/0/000.p").rename("tile")
    before, there = events("other"), contents("bundle")
    status, _, err = scrutiny("publish", "--output", "bundle", *BOB, "--ledger", "other")
    assert (status, "another ledger that is named" in err) == (4, True)
    assert (contents("bundle"), events("other")) == (there, before)


def test_a_bundle_from_before_a_key_was_rotated_is_replaced(publishes, scrutiny):
    before = publishes("bundle")
    assert scrutiny("key", "rotate", "--as", "ann")[0] == 0
    assert publishes("bundle", "--as-of", "2021-12-31")["checkpoint"] != before["checkpoint"]


def test_a_ledger_put_back_to_before_its_key_was_rotated_replaces_its_bundle(publishes, scrutiny):
    assert scrutiny("copy", "backup")[0] == 0
    assert scrutiny("key", "rotate", "--as", "ann")[0] == 0
    publishes("bundle")
    with Ledger.open("backup") as old:
        check_owner(Path("bundle"), old.store)
    assert origin_of("backup") == origin_of("ledger")
