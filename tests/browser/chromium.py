"""Chromium as the tests and the gallery start it: the system's own, which asks nothing of any network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

PROGRAM = shutil.which("chromium")
"""Debian's. Playwright's own would be a download from outside the package indexes."""

FLAGS = (
    "--no-sandbox",  # it cannot make one as root, and reads nothing but our own pages
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # So that a picture is of the same pixels wherever the same fonts are.
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
)

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, closed at the end."""
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=PROGRAM, args=list(FLAGS)) as browser,
    ):
        yield browser
