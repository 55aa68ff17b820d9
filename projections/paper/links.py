"""Where the rows of a paper lead: to the page of each, and to its source.

1. If a site is said, every page is there.
2. Else a page is on the site of the last publication that has one and shows the inspection, if that knew the
   recommendation; under the number that it had then.
3. The source is what the recommendation is sorted by (``--source``, ``--place``), if it is an address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from events.publications import PublicationMade
from ledger.times import last_day
from ledger.validation import is_address
from projections.model.recommendation import Recommendation
from projections.paper.base import Link
from projections.paper.since import covering
from projections.publication.files.site.naming import recommendation as page_of


class Links:
    """``recorded`` is when each event was recorded that gave a recommendation its number, by position."""

    def __init__(
        self,
        site: str | None,
        published: Sequence[PublicationMade],
        day: str,
        recorded: Mapping[int, str],
    ) -> None:
        self._said, self._day, self._recorded = site, day, recorded
        self._with_site = [one for one in published if one.site]
        self._last: dict[str, PublicationMade | None] = {}

    def of(self, inspection: str, recommendation: Recommendation) -> Link:
        """Where one leads."""
        sorted_by = recommendation.classification(self._day)
        source = sorted_by.source if sorted_by.source and is_address(sorted_by.source) else None
        return Link(self._page(inspection, recommendation), source, sorted_by.place)

    def site(self, inspections: Sequence[str]) -> str | None:
        """The one site on which the pages of these are, if they are on one."""
        if self._said is not None:
            return self._said
        sites = {one.site if (one := self._published(ref)) else None for ref in inspections}
        return sites.pop() if len(sites) == 1 else None

    def _page(self, inspection: str, recommendation: Recommendation) -> str | None:
        if self._said is not None:
            return self._said + page_of(inspection, recommendation.number)
        last = self._published(inspection)
        if last is None or recommendation.told > last.known_at:
            return None
        if recommendation.made_days[1] > last_day(last.as_of):
            return None
        later = (
            number
            for number, position in recommendation.former
            if self._recorded.get(position, "") > last.known_at
        )
        return f"{last.site}{page_of(inspection, next(later, recommendation.number))}"

    def _published(self, inspection: str) -> PublicationMade | None:
        if inspection not in self._last:
            found = covering(self._with_site, inspection)
            self._last[inspection] = found[-1] if found else None
        return self._last[inspection]
