"""Whoever copies a bundle by following its links, as web archives and wget do, has all of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin
from urllib.request import urlopen

import pytest

from projections.publication.checking.bundle import check
from projections.publication.files.hosting.settings import SETTINGS
from projections.publication.files.site import naming, pages
from tests import bundles
from tests.pasts import needs


class Links(HTMLParser):
    """What a page leads to."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag in ("a", "link"):
            self.found += [value for name, value in attrs if name == "href"]


def paths(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def follow(address, folder):
    """Copy a site by its links alone, from its first page on."""
    left, seen = [address], set()
    while left:
        where = urldefrag(left.pop()).url
        if where in seen or not where.startswith(address):
            continue
        seen.add(where)
        with urlopen(where) as answer:
            data, kind = answer.read(), answer.headers.get_content_type()
        path = folder / (unquote(where.removeprefix(address)) or naming.INDEX)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if kind == "text/html":
            left += [urljoin(where, link) for link in Links(data.decode()).found]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mirrored")
    # Several pages of files, also where they are written anew to be compared.
    with bundles.demo(folder) as ledger, pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "TOGETHER", 40)
        made = bundles.publish_all(ledger, folder / "bundle", as_of="2024-12-31")
        yield made, ledger.inspectorate().verifier_key


@pytest.fixture
def address(bundle):
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *told):
            """Tell nobody."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(bundle[0]))) as serving:
        threading.Thread(target=serving.serve_forever).start()
        yield f"http://127.0.0.1:{serving.server_port}/"
        serving.shutdown()


def test_the_links_lead_to_every_file(bundle, address, tmp_path):
    follow(address, tmp_path / "copy")
    assert paths(tmp_path / "copy") == paths(bundle[0])
    assert len([path for path in paths(bundle[0]) if path.startswith("files")]) > 2
    assert check(str(tmp_path / "copy"), bundle[1]).findings == ()


def test_wget_has_all_of_it(bundle, address, tmp_path):
    needs(shutil.which("wget"), "wget")
    copy = tmp_path / "copy"
    words = ["--mirror", "--no-parent", "--no-host-directories", "--directory-prefix", copy, "--quiet"]
    subprocess.run(["wget", *words, address], check=True, timeout=120)
    assert paths(copy) == paths(bundle[0])
    report = check(str(copy), bundle[1])
    assert (report.findings, report.notes) == ((), ())


def test_a_host_that_hides_what_begins_with_a_dot_takes_nothing_away(bundle, tmp_path):
    copy = Path(shutil.copytree(bundle[0], tmp_path / "copy", ignore=shutil.ignore_patterns(".*")))
    assert paths(bundle[0]) - paths(copy) == set(SETTINGS)
    report = check(str(copy), bundle[1])
    assert report.findings == ()
    assert [note.partition(":")[0] for note in report.notes] == [", ".join(sorted(SETTINGS))]


def test_each_page_says_what_describes_the_data(bundle):
    for path in (path for path in paths(bundle[0]) if path.endswith(".html")):
        text = (bundle[0] / path).read_text(encoding="utf-8")
        told = re.findall(r'<link rel="describedby" type="([^"]+)" href="([^"]+)">', text)
        assert [kind for kind, _ in told] == ["application/csvm+json", "application/ld+json"]
        for _, link in told:
            assert ((bundle[0] / path).parent / link).resolve().is_file()


def test_every_file_is_listed_once(bundle):
    found = []
    for path in sorted(path for path in paths(bundle[0]) if path.startswith("files")):
        page = (bundle[0] / path).read_text(encoding="utf-8")
        (listed,) = re.findall(r'<ul class="files">(.*?)</ul>', page, re.DOTALL)
        found += Links(listed).found
    assert sorted(found) == sorted(paths(bundle[0]))
