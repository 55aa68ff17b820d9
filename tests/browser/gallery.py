"""The pictures of docs/publication.md: ``python -m tests.browser.gallery`` takes them anew.

They are of the demo, published under a clock that stands still, and show nothing that hangs on its key, which
is another each time: so the same program, Chromium and fonts give the same pictures.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import Browser

from events.base import Day
from projections.base import TimeFilter
from projections.paper.base import Question
from projections.paper.index import write
from projections.paper.view import paper
from tests import bundles
from tests.browser.chromium import PROGRAM, chromium

FOLDER = Path(__file__).parent.parent.parent / "docs" / "gallery"
DAY = "2024-12-31"


class Picture(NamedTuple):
    """A page in a window of some size: one element of it or, without, what the window shows."""

    page: str
    width: int
    height: int
    scheme: str = "light"
    element: str | None = None


PICTURES = {
    "register.png": Picture("index.html", 1120, 1000),
    "recommendation.png": Picture("recommendations/OCSAE/5.html", 1120, 1000),
    "phone-dark.png": Picture("recommendations/OCSAE/3.html", 390, 844, "dark"),
    "chart.png": Picture("index.html", 800, 600, element=".chart"),
    "paper.png": Picture("../paper/demo.html", 1120, 1000),
}


def take(browser: Browser, bundle: Path, into: Path) -> None:
    """Take every picture of a bundle."""
    for name, (path, width, height, scheme, element) in PICTURES.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(f"{bundle.as_uri()}/{path}")
        (page.locator(element).first if element else page).screenshot(path=into / name)
        page.close()


def main() -> None:
    """Play, publish and take the pictures."""
    if PROGRAM is None:
        raise SystemExit("The pictures are taken by Chromium; on Debian: apt install chromium")
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as made, chromium() as browser:
        with bundles.demo(Path(made)) as ledger:
            bundle = bundles.publish_all(ledger, Path(made) / "bundle", as_of=DAY)
            (Path(made) / "paper").mkdir()
            asked = Question(since=Day("2020-06-01"), time_filter=TimeFilter(Day(DAY)))
            (Path(made) / "paper" / "demo.html").write_bytes(write(paper(ledger, asked), "html"))
        take(browser, bundle, FOLDER)


if __name__ == "__main__":
    main()
