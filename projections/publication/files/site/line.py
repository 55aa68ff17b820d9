"""What a page shows of one recommendation in a list."""

from __future__ import annotations

from typing import NamedTuple

from projections.publication.files.site.templating import Named


class Line(NamedTuple):
    """One row of a register on a page. ``share`` is where the body of the page stands;
    ``shown`` and ``share_shown`` are what both are called. ``overdue`` is whether it is, or that share.
    ``seen_on`` is when its source was last seen, if it stands by that alone.
    """

    inspection: Named
    number: Named
    text: str
    status: str
    reason: str | None
    made_to: tuple[Named, ...]
    last_updated: str
    share: str | None = None
    shown: str = ""
    share_shown: str = ""
    seen_on: str | None = None
    due: str | None = None
    overdue: bool = False
