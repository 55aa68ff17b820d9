"""Pages opened in the browser, with an ear for whatever they ask for and complain about."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright.sync_api import BrowserContext, Page

from tests.browser.chromium import WIDE
from tests.browser.published import KINDS

LOOKS = Path(__file__).parent / "looks"


class Visits:
    """Pages of the bundles at the address ``root``, closed at the end."""

    def __init__(self, window: BrowserContext, root: str) -> None:
        self.window, self.root = window, root
        self.asked: list[str] = []
        self.complaints: list[str] = []

    @property
    def asked_outside(self) -> list[str]:
        """Addresses that were asked for and are not of the bundles."""
        return [address for address in self.asked if not address.startswith(f"{self.root}/")]

    def __call__(self, kind: str, width: int = WIDE["width"], height: int = WIDE["height"]) -> Page:
        """A page of a kind, in a size."""
        page = self.window.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(f"{self.root}/{KINDS[kind]}")
        return page

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        for page in self.window.pages:
            page.close()


def look(page: Page, name: str) -> Any:  # Any: whatever that look sees
    """What is seen on a page by one of the looks."""
    return page.evaluate((LOOKS / f"{name}.js").read_text(encoding="utf-8"))


def unfold(page: Page) -> None:
    """Open all that can be opened."""
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
