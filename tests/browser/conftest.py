"""The published pages in a real browser, one for all tests of a module."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import chromium
from tests.browser.published import KINDS, publish_all
from tests.browser.visits import Visits
from tests.pasts import needs


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the bundles."""
    return publish_all(tmp_path_factory.mktemp("browser"))


# Of a module: Playwright holds an event loop while it runs, which no other test should meet, and a browser
# takes the processor also if nobody asks it anything.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    needs(chromium.PROGRAM, "chromium")
    with chromium.chromium() as found:
        yield found


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """Where every page is opened."""
    with browser.new_page() as found:
        yield found


@pytest.fixture(scope="module")
def tab_without_script(browser: Browser) -> Iterator[Page]:
    """Where scripts are switched off."""
    with browser.new_page(java_script_enabled=False) as found:
        yield found


@pytest.fixture
def visits(tab: Page, published: Path) -> Iterator[Visits]:
    """Opens pages, and holds in the end that they asked nothing of anybody and broke no policy."""
    with Visits(tab, published.as_uri()) as found:
        yield found
    assert found.asked_outside == []
    assert found.complaints == []


@pytest.fixture
def without_script(tab_without_script: Page, published: Path) -> Visits:
    """Opens pages where scripts are switched off."""
    return Visits(tab_without_script, published.as_uri())


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of page."""
    return str(request.param)


@pytest.fixture
def server(published: Path) -> Iterator[str]:
    """The address of the bundles on a server of this machine."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *told: object) -> None:
            """Tell nobody."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(published))) as serving:
        threading.Thread(target=serving.serve_forever).start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()
