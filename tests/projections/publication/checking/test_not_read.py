"""What the system will not let be read is no finding: it is named, the rest is looked at; status 7."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile

import pytest

from ledger.errors import StorageError
from projections.publication.checking import events, folder, rewriting
from projections.publication.checking.bundle import check
from tests.bundles import demo, publish_all, sum_up

FILES = (
    "index.html",
    "recommendations/ocsae/3.html",
    "status/open.html",
    "changes.html",
    "style.css",
    "SHA256SUMS",
    "checkpoint",
    "register.json",
    "register.csv",
    "register.sqlite",
    "register.ods",
    "feed.atom",
    "history.jsonl",
    "datapackage.json",
    "events/0.json",
    "proofs/0.tlog-proof",
)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    place = tmp_path_factory.mktemp("published")
    with demo(place) as ledger:
        return publish_all(ledger, place / "bundle"), ledger.inspectorate().verifier_key


@pytest.fixture
def bundle(pristine, tmp_path):
    shutil.copytree(pristine[0], tmp_path / "bundle")
    return tmp_path / "bundle"


@pytest.fixture
def refuse(monkeypatch, bundle):
    """refuse(path, error) -> from now on the system answers so to whoever opens that file or folder."""

    def call(path, error):
        place = os.fspath(bundle / path)
        opened, scanned = os.open, os.scandir

        def opening(name, *rest, **more):
            if not isinstance(name, int) and os.fspath(name) == place:
                raise OSError(error, os.strerror(error))
            return opened(name, *rest, **more)

        def scanning(name):
            if not isinstance(name, int) and os.fspath(name) == place:
                raise OSError(error, os.strerror(error))
            return scanned(name)

        monkeypatch.setattr(folder.os, "open", opening)
        monkeypatch.setattr(folder.os, "scandir", scanning)

    return call


def there(bundle, path):
    """The path as it is spelt in this bundle."""
    return next(
        str(one.relative_to(bundle))
        for one in bundle.rglob("*")
        if str(one.relative_to(bundle)).lower() == path.lower()
    )


@pytest.mark.parametrize("error", [errno.EACCES, errno.EIO, errno.EMFILE])
@pytest.mark.parametrize("path", FILES)
def test_a_file_that_cannot_be_read_is_named_and_nothing_else_is_found(bundle, pristine, refuse, path, error):
    path = there(bundle, path)
    refuse(path, error)
    found = check(str(bundle), pristine[1])
    assert found.findings == ()
    assert found.not_read == ((path, os.strerror(error)),)
    assert not found.ok
    assert found.not_looked_at, "what rests on it is not said to hold"


@pytest.mark.parametrize("path", ["recommendations", "events", "proofs", "tile", "tile/entries", "bodies"])
def test_a_folder_that_cannot_be_read_is_named_and_nothing_else_is_found(bundle, pristine, refuse, path):
    refuse(path, errno.EACCES)
    found = check(str(bundle), pristine[1])
    assert (found.findings, found.not_read) == ((), ((f"{path}/", os.strerror(errno.EACCES)),))


def test_what_is_found_in_the_rest_is_found(bundle, pristine, refuse):
    with (bundle / "feed.atom").open("a") as feed:
        feed.write("<!-- -->")
    sum_up(bundle)
    refuse("index.html", errno.EIO)
    found = check(str(bundle), pristine[1])
    assert {one.file for one in found.findings} == {"feed.atom"}
    assert [path for path, _ in found.not_read] == ["index.html"]


def test_a_bundle_that_cannot_be_read_at_all_is_no_wrong_usage(bundle, pristine, refuse):
    refuse("", errno.EACCES)
    with pytest.raises(StorageError, match="cannot be read: Permission denied"):
        check(str(bundle), pristine[1])


def test_the_status_is_7_and_a_finding_makes_it_6(bundle, pristine, refuse, run):
    refuse("register.md", errno.EIO)
    status, out, _ = run("verify-bundle", str(bundle), "--key", pristine[1])
    assert status == 7
    assert "Not looked at: register.md cannot be read: Input/output error." in " ".join(out.split())
    status, out, _ = run("verify-bundle", str(bundle), "--key", pristine[1], "--format", "json")
    told = json.loads(out)
    assert (status, told["ok"], told["findings"]) == (7, False, [])
    assert told["not_read"] == [{"file": "register.md", "why": "Input/output error"}]
    (bundle / "feed.atom").unlink()
    assert run("verify-bundle", str(bundle), "--key", pristine[1])[0] == 6


@pytest.fixture
def run():
    """run(words) -> status, standard output and standard error of the program, in this process."""
    from click.testing import CliRunner

    from commands.verify_bundle import command

    def call(*words):
        done = CliRunner().invoke(command, words[1:])
        return done.exit_code, done.stdout, done.stderr

    return call


def test_what_can_be_read_no_more_while_it_is_compared_is_named(bundle, pristine, refuse, monkeypatch):
    """A disk may fail when most of the bundle was looked at."""
    gather = rewriting.gather

    def failing(*given):
        for path in ("index.html", "register.json", "style.css", "feed.atom"):
            refuse(path, errno.EIO)
        return gather(*given)

    monkeypatch.setattr(rewriting, "gather", failing)
    report = check(str(bundle), pristine[1])
    assert report.findings == ()
    assert {path for path, _ in report.not_read} == {"index.html", "register.json", "style.css", "feed.atom"}
    assert "B9" in report.not_looked_at


@pytest.mark.parametrize(
    ("raised", "named"),
    [(None, set()), (OSError(errno.EIO, "Input/output error"), {tempfile.gettempdir()})],
)
def test_a_bundle_is_not_to_blame_for_what_the_system_would_not_do(
    bundle, pristine, monkeypatch, raised, named
):
    """The code that publishes may meet another error on the way out of the first."""

    def failing(*_):
        raise AttributeError("no such thing") from raised

    monkeypatch.setattr(rewriting, "gather", failing)
    report = check(str(bundle), pristine[1])
    assert {path for path, _ in report.not_read} == named
    assert [finding.code for finding in report.findings] == ([] if named else ["B9"])


def test_a_checkpoint_that_can_be_read_no_more_is_named(bundle, pristine, refuse, monkeypatch):
    """It is read once for the tree and again for the proofs."""
    indexes = events._indexes

    def failing(*given):
        refuse("checkpoint", errno.EMFILE)
        return indexes(*given)

    monkeypatch.setattr(events, "_indexes", failing)
    report = check(str(bundle), pristine[1])
    assert report.findings == ()
    assert [path for path, _ in report.not_read] == ["checkpoint"]
    assert "B4" in report.not_looked_at
