"""A bundle is whole after what the world does with folders: git, Finder, Explorer, hosts of pages."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from ledger.errors import Refused
from projections.publication.checking.bundle import check
from projections.publication.files.base import File
from projections.publication.files.hosting.settings import SETTINGS
from projections.publication.files.proofs.paths import SUMS
from projections.publication.files.site import naming
from projections.publication.folder import Folder
from tests import bundles
from tests.pasts import needs

AUTOCRLF = ("input", "true", "false")
WINDOWS = re.compile(
    r'(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(\..*)?|.*[<>:"|?*\\\x00-\x1f].*|.*[. ]'
)
"""Names that no file of Windows has (learn.microsoft.com, "Naming Files, Paths, and Namespaces")."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A bundle of the demo as ``scrutiny publish`` writes it, and its key."""
    folder = tmp_path_factory.mktemp("world")
    with bundles.demo(folder) as ledger:
        return bundles.publish_all(ledger, folder / "bundle"), ledger.inspectorate().verifier_key


@pytest.fixture
def bundle(whole, tmp_path):
    """A copy to do things to."""
    return Path(shutil.copytree(whole[0], tmp_path / "site" / "register"))


@pytest.fixture
def found(whole):
    """What is found in a folder, as check, file and message; and the notes."""

    def look(folder):
        report = check(str(folder), whole[1])
        return [(one.code, one.file, one.message) for one in report.findings], report.notes

    return look


def git(place, *words, **settings):
    needs(shutil.which("git"), "git")
    said = [part for name, value in settings.items() for part in ("-c", f"{name.replace('_', '.')}={value}")]
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "HOME": str(place)}
    who = {
        f"GIT_{role}_{what}": "a@b.invalid" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    subprocess.run(
        ["git", *said, *words], cwd=place, check=True, capture_output=True, env={**os.environ, **alone, **who}
    )


@pytest.mark.parametrize("taken", AUTOCRLF)
@pytest.mark.parametrize("given", AUTOCRLF)
@pytest.mark.parametrize("above", ["", "* text=auto eol=crlf\n*.csv ident\n*.sqlite filter=lfs\n"])
def test_it_is_whole_after_git(bundle, found, tmp_path, taken, given, above):
    site = bundle.parent
    if above:
        (site / ".gitattributes").write_text(above, encoding="utf-8")
    git(site, "init", "-q")
    (site / ".git/info/exclude").write_text("*.sqlite\n.nojekyll\nproofs/\n", encoding="utf-8")
    git(site, "add", "-A", core_autocrlf=taken)
    git(site, "commit", "-qm", "x", core_autocrlf=taken)
    git(site, "add", "-A", "--renormalize", ".", core_autocrlf=taken)
    git(site, "commit", "-qm", "y", "--allow-empty")
    git(tmp_path, "clone", "-q", "site", "clone", core_autocrlf=given)
    assert found(tmp_path / "clone/register") == ([], ())


def test_a_work_tree_of_git_at_its_root_is_a_note(bundle, found):
    git(bundle, "init", "-q")
    findings, notes = found(bundle)
    assert findings == []
    assert notes == ("It is a work tree of git: .git was not looked at.",)


def test_without_the_settings_git_would_change_it(bundle, found, tmp_path):
    site = bundle.parent
    (bundle / ".gitattributes").unlink()
    git(site, "init", "-q")
    git(site, "add", "-A", core_autocrlf="input")
    git(site, "commit", "-qm", "x")
    git(tmp_path, "clone", "-q", "site", "clone", core_autocrlf="input")
    findings, _ = found(tmp_path / "clone/register")
    why = "It is not the file that SHA256SUMS names: its line ends were changed, CRLF to LF."
    assert ("B1", "register.csv", why) in findings


LEFT = (
    ".DS_Store",
    "._register.csv",
    "Thumbs.db",
    "events/.DS_Store",
    "desktop.ini",
    "__MACOSX/._index.html",
    "register.csv:Zone.Identifier",
)


def leave(bundle):
    for name in LEFT:
        (bundle / name).parent.mkdir(exist_ok=True)
        (bundle / name).write_bytes(b"\x00\x05\x16\x07")


def test_what_a_system_leaves_is_a_note(bundle, found):
    leave(bundle)
    findings, (note,) = found(bundle)
    assert findings == []
    assert note == (
        "A system left files of its own here, which are no part of it: "
        ".DS_Store, ._register.csv, Thumbs.db and 4 more."
    )


@pytest.mark.parametrize(
    "name", ["DS_Store", ".git2/x", "events/.git/x", "index.htm", ".htaccess", "thumbs.dbx"]
)
def test_what_no_system_leaves_is_found(bundle, found, name):
    (bundle / name).parent.mkdir(exist_ok=True)
    (bundle / name).write_bytes(b"x")
    assert ("B1", name, "SHA256SUMS does not name it.") in found(bundle)[0]


def publish_over(bundle):
    with Folder(str(bundle)) as folder:
        folder.write([File("register.json", b"{}"), File("checkpoint", (bundle / "checkpoint").read_bytes())])
        folder.finish()
        folder.put()


@pytest.mark.parametrize("exchanges", [True, False])
def test_publishing_over_it_keeps_the_work_tree_of_git(bundle, monkeypatch, exchanges):
    if not exchanges:
        monkeypatch.setattr("projections.publication.file_system.exchanged", lambda *_: False)
    leave(bundle)
    git(bundle, "init", "-q")
    publish_over(bundle)
    assert sorted(one.name for one in bundle.iterdir()) == [".git", SUMS, "checkpoint", "register.json"]
    assert (bundle / ".git/HEAD").exists()
    assert [one.name for one in bundle.parent.iterdir()] == ["register"]


def test_who_was_killed_while_publishing_loses_no_work_tree(bundle):
    git(bundle, "init", "-q")
    left = bundle.parent / ".register.abc.publishing"
    left.mkdir()
    (bundle / ".git").rename(left / ".git")
    publish_over(bundle)
    assert (bundle / ".git/HEAD").exists()
    assert not left.exists()


def test_a_file_of_somebody_is_still_left_alone(bundle):
    (bundle / "CNAME").write_text("example.org", encoding="utf-8")
    with pytest.raises(Refused, match="holds CNAME, which is no part of its bundle"):
        publish_over(bundle)


def crlf(data):
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def lf(data):
    return data.replace(b"\r\n", b"\n")


CHANGED = {
    ("register.md", crlf): "LF to CRLF",
    ("checkpoint", crlf): "LF to CRLF",
    ("index.html", crlf): "LF to CRLF",
    ("register.csv", lf): "CRLF to LF",
}


@pytest.mark.parametrize(("path", "how"), CHANGED)
def test_a_changed_line_end_is_named_as_the_cause(bundle, found, path, how):
    (bundle / path).write_bytes(how((bundle / path).read_bytes()))
    why = f"It is not the file that SHA256SUMS names: its line ends were changed, {CHANGED[path, how]}."
    assert ("B1", path, why) in found(bundle)[0]


def test_the_lines_of_a_text_in_a_table_are_not_its_rows(bundle, found):
    table = bundle / "register.csv"
    before = table.read_bytes() + b'12,"a\nb ""c""",Open,B,2024-01-01\r\n'
    table.write_bytes(before)
    bundles.sum_up(bundle)
    for change, said in ((lf, "CRLF and LF to LF"), (crlf, "CRLF and LF to CRLF")):
        table.write_bytes(change(before))
        assert any(f"its line ends were changed, {said}." in message for _, _, message in found(bundle)[0])


def test_another_change_is_not_called_one_of_line_ends(bundle, found):
    (bundle / "register.md").write_bytes(crlf((bundle / "register.md").read_bytes()) + b"x")
    assert ("B1", "register.md", "It is not the file that SHA256SUMS names: its hash is another.") in found(
        bundle
    )[0]


@pytest.mark.parametrize("piece", [b"\r\n", b","])
def test_a_table_of_nothing_takes_no_memory(bundle, found, piece):
    (bundle / "register.csv").write_bytes(piece * 15_000_000 + b"\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    why = "It is not the file that SHA256SUMS names: its hash is another."
    assert ("B1", "register.csv", why) in found(bundle)[0]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600_000  # KiB


def test_changed_line_ends_of_the_sums_are_named_too(bundle, found):
    for path in (SUMS, "register.md"):
        (bundle / path).write_bytes(crlf((bundle / path).read_bytes()))
    messages = {file: message for code, file, message in found(bundle)[0] if code == "B1"}
    assert messages[SUMS] == "Its line ends were changed, LF to CRLF."
    assert "LF to CRLF" in messages["register.md"]


def test_a_copy_without_the_settings_is_whole_and_says_so(bundle, found):
    for path in SETTINGS:
        (bundle / path).unlink()
    findings, (note,) = found(bundle)
    assert findings == []
    assert note.startswith(".gitattributes, .gitignore, .nojekyll: not here.")


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """What version 0.1.0 made: a bundle with names that it had for pages, and the ledger of it."""
    folder = tmp_path_factory.mktemp("before")
    with tarfile.open(Path(__file__).with_name("made-by-0.1.0.tar.gz")) as made:
        made.extractall(folder, filter="data")
    return folder


def test_a_bundle_of_the_version_before_is_whole(before):
    report = check(str(before / "bundle"), (before / "key").read_text(encoding="utf-8").strip())
    assert report.findings == ()
    assert not any(one.startswith(".gitattributes") for one in report.notes)


def test_other_settings_are_found(bundle, found):
    (bundle / ".gitattributes").write_text("* text\n", encoding="utf-8")
    bundles.sum_up(bundle)
    assert found(bundle)[0] == [
        ("B1", ".gitattributes", "It has other settings than those that a bundle has.")
    ]


NAMES = (
    "CON",
    "con",
    "aux",
    "Nul",
    "prn",
    "COM1",
    "lpt9",
    "aux.1",
    "CON.",
    "3.",
    "a/b",
    "É1",
    "Ω",
    "x_/",
    "com10",
)


def test_every_name_is_one_of_windows_and_of_every_host():
    paths = {
        path
        for name in NAMES
        for path in (naming.recommendation(name, name), naming.inspection(name), naming.body(name))
    }
    for path in paths | {naming.body("\u041e\u0431\u0449"), naming.body("Aux")}:
        for name in path.split("/"):
            assert not WINDOWS.fullmatch(name), path
            assert name[0] not in "_.", path
            assert name.isascii()


@pytest.mark.parametrize("text", NAMES)
def test_such_a_number_can_be_read_back(text):
    assert naming.original(naming.safe(text)) == text


def test_no_two_of_them_share_a_page():
    texts = [*dict.fromkeys(one.casefold() for one in NAMES), "x", "x__", "_", "/", "x/", "c", "x_43_on"]
    assert len({naming.safe(one).casefold() for one in texts}) == len(set(texts))


def test_a_bundle_with_such_names_is_whole(tmp_path):
    with bundles.begin(tmp_path) as ledger:
        from tests.projections.conftest import Case

        case = Case(ledger)
        case.inspect("CON", "aux", "3.", "NUL")
        case.make("COM1", "Aux", "Nul")
        folder = bundles.publish_all(ledger, tmp_path / "bundle")
        assert check(str(folder), ledger.inspectorate().verifier_key).findings == ()
    for path in folder.rglob("*"):
        assert not WINDOWS.fullmatch(path.name), path
        assert not path.name.startswith("_")
