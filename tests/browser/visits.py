"""Pages opened in the browser, with an ear for whatever they ask for and complain about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright.sync_api import ConsoleMessage, Error, Page, Request

from tests.browser.chromium import WIDE
from tests.browser.published import KINDS

LOOKS = Path(__file__).parent / "looks"


class Visits:
    """Pages of the bundles at the address ``root``, all in one tab: a new one costs more than a visit."""

    def __init__(self, tab: Page, root: str) -> None:
        self.tab, self.root = tab, root
        self.asked: list[str] = []
        self.complaints: list[str] = []

    @property
    def asked_outside(self) -> list[str]:
        """Addresses that were asked for and are not of the bundles."""
        return [address for address in self.asked if not address.startswith(f"{self.root}/")]

    def __call__(self, kind: str, width: int = WIDE["width"], height: int = WIDE["height"]) -> Page:
        """A page of a kind, in a size, light and on no paper until it is told otherwise."""
        self.tab.emulate_media(media="null", color_scheme="light", forced_colors="none")
        self.tab.set_viewport_size({"width": width, "height": height})
        self.tab.goto(f"{self.root}/{KINDS[kind]}")
        return self.tab

    def __enter__(self) -> Self:
        for event, hear in self._ears():
            self.tab.on(event, hear)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        for event, hear in self._ears():
            self.tab.remove_listener(event, hear)

    def _ears(self) -> tuple[tuple[str, Callable[..., None]], ...]:
        return ("request", self._asks), ("console", self._complains), ("pageerror", self._fails)

    def _asks(self, request: Request) -> None:
        self.asked.append(request.url)

    def _complains(self, message: ConsoleMessage) -> None:
        self.complaints.append(message.text)

    def _fails(self, error: Error) -> None:
        self.complaints.append(error.message)


def look(page: Page, name: str) -> Any:  # Any: whatever that look sees
    """What is seen on a page by one of the looks."""
    return page.evaluate((LOOKS / f"{name}.js").read_text(encoding="utf-8"))


def unfold(page: Page) -> None:
    """Open all that can be opened."""
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
