"""What pages of every kind share: the edition, its names with their pages, and the frame around each page."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property

from markupsafe import Markup

from ledger.policies import STATUSES
from ledger.times import last_day
from ledger.validation import key
from projections.base import Item, natural
from projections.publication.edition import Edition, Listed, Published, Share
from projections.publication.files.base import as_json_text
from projections.publication.files.site import naming, paging
from projections.publication.files.site.offered import Offered
from projections.publication.files.site.sortings import Sorting, by_body, by_status, by_value, of_all
from projections.publication.files.site.templating import Named, render
from projections.publication.listing import licence_page
from projections.rows import status_shown


class Site:
    """What the pages of one edition share. ``paths`` are the other files of the bundle."""

    def __init__(self, edition: Edition, paths: Collection[str]) -> None:
        self.edition = edition
        self.day = last_day(edition.terms.as_of)
        self.several = len(edition.inspections) > 1
        self.offered = Offered(paths)
        self.by_name = {key(one.name): path_of(one) for one in edition.register}
        self._frames: dict[tuple[str, str, str | None], Markup] = {}
        self.titles = {one.ref: one for one in edition.inspections}
        self.kinds = {one.name: str(one.row["kind"]) for one in edition.register}

    @cached_property
    def bodies(self) -> dict[str, tuple[str, list[Listed]]]:
        """Each body by its key, in the order of names: its name and what is made to it."""
        found: dict[str, tuple[str, list[Listed]]] = {}
        for one in self.edition.register:
            for body in one.row["made_to"]:
                found.setdefault(key(body), (body, []))[1].append(one)
        return dict(sorted(found.items(), key=lambda one: natural(one[0])))

    @cached_property
    def parts(self) -> dict[str, list[Listed]]:
        """What stands under a recommendation, by the key of its name, in the order of the register."""
        found: dict[str, list[Listed]] = {}
        for one in self.edition.register:
            if under := one.row["under"]:
                found.setdefault(key(f"{one.row['inspection']}/{under}"), []).append(one)
        return found

    def both(self, path: str, template: str, data: Item, **what: object) -> Iterator[tuple[str, str]]:
        """A page from its template, and beside it what it says as data."""
        beside = naming.data(path)
        yield path, self.page(path, template, alternate=beside.rpartition("/")[2], **what)
        yield beside, as_json_text({"page": path, **self._head, **data})

    @cached_property
    def _head(self) -> Item:
        """What the data of every page begins with."""
        terms = self.edition.terms
        return {"register": self.edition.title, "as_of": terms.as_of, "known_at": terms.known_at}

    @property
    def is_on_first_page(self) -> bool:
        """Whether the register stands on the first page; of several inspections it does if it fits there."""
        return not self.several or len(self.edition.register) <= paging.MOST

    @cached_property
    def sortings(self) -> tuple[Sorting, ...]:
        """All that the register is sorted by, for every list to lead to."""
        rows = self.edition.register
        found = [by_status(rows), by_body(self.bodies.values()), *by_value(rows, self.edition.vocabulary)]
        if not self.is_on_first_page:
            found.insert(0, of_all(rows))
        return tuple(sorting for sorting in found if sorting.lists)

    def lists(self, path: str) -> Markup:
        """What leads from a list to all others, made once for each folder; the first page has them all."""
        first, up = path == naming.INDEX, naming.upwards(path)
        asked = "lists.html", up, naming.INDEX if first else None
        if asked not in self._frames:
            self._frames[asked] = Markup(  # noqa: S704  a template of ours made it of escaped text
                render("lists.html", up=up, first=first, sortings=self.sortings)
            )
        return self._frames[asked]

    def page(self, path: str, template: str, **what: object) -> str:
        """A page from its template, within the frame of all pages."""
        up = naming.upwards(path)
        return render(
            template,
            up=up,
            header=self._frame("header.html", up, path if path in naming.MENU else None),
            footer=self._frame("footer.html", up, None),
            edition=self.edition,
            terms=self.edition.terms,
            several=self.several,
            feed=self.offered.feed,
            described=self.offered.described,
            statuses=[(word, label, naming.status(word)) for word, label in STATUSES.items()],
            vocabulary=self.edition.vocabulary,
            picture=Markup,  # of drawings alone, whose words are escaped where they are drawn
            **{"alternate": None, "scripted": 0, **what},
        )

    def _frame(self, template: str, up: str, here: str | None) -> Markup:
        """What is alike on every page of a folder, made once; ``here`` is the page, of those in the menu."""
        asked = template, up, here
        if asked not in self._frames:
            self._frames[asked] = Markup(  # noqa: S704  a template of ours made it of escaped text
                render(
                    template,
                    up=up,
                    here=here,
                    edition=self.edition,
                    terms=self.edition.terms,
                    menu=naming.MENU,
                    linked=licence_page(self.edition) is not None,
                )
            )
        return self._frames[asked]

    def named(self, name: str) -> Named:
        """A recommendation, ``REF/NUMBER``, with its page where it is in the edition."""
        return Named(name, self.by_name.get(key(name)))

    def numbered(self, row: Item, number: str) -> Named:
        """A recommendation of the same inspection as a row."""
        return self.named(f"{row['inspection']}/{number}")._replace(name=number)

    def report(self, ref: str) -> str | None:
        """Where the publisher says that the report on an inspection is."""
        return self.edition.about.report(ref) if self.edition.about else None

    def body_named(self, body: str) -> Named:
        """A body, with its page where something is made to it."""
        return Named(body, naming.body(body) if key(body) in self.bodies else None)

    def inspection_named(self, ref: str) -> Named:
        """An inspection, with the page that has its register."""
        return Named(ref, naming.inspection(ref) if self.several else naming.INDEX)

    def shown(self, row: Item) -> str:
        """What the status of a row is called."""
        return status_shown(row, self.edition.vocabulary)

    def share_shown(self, share: Share, row: Item) -> str:
        """What it is called where a share of a row stands."""
        return self.edition.vocabulary.status(share.status, share.word, row["kind"])


def path_of(one: Listed | Published) -> str:
    """Where the page of a recommendation lies."""
    return naming.recommendation(one.row["inspection"], one.row["number"])
