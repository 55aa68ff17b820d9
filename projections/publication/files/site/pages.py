"""The pages of an edition, one after another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from markupsafe import Markup

from events.base import is_day
from ledger.policies import RELATIONS, STATUSES
from ledger.proof.text import to_base64
from ledger.times import last_day
from ledger.validation import is_address, key
from projections.base import Item, natural
from projections.model.changes import Change
from projections.publication.edition import Edition, Inspected, Listed, Published, Share, totals
from projections.publication.files.site import charts, grounds, naming, paging, words
from projections.publication.files.site.bodies import moved
from projections.publication.files.site.bodies import names as names_of
from projections.publication.files.site.line import Line
from projections.publication.files.site.offered import Offered
from projections.publication.files.site.paging import Part, by_day, by_inspection, paged
from projections.publication.files.site.templating import Named, render
from projections.publication.listing import licence_page
from projections.register import status_shown

TOGETHER = 5_000
"""Files on one page: each is one short line, and who follows them is a program."""


class Pages:
    """All pages of one edition. ``paths`` are the other files of the bundle."""

    def __init__(self, edition: Edition, paths: Collection[str]) -> None:
        self.edition = edition
        self.day = last_day(edition.terms.as_of)
        self.several = len(edition.inspections) > 1
        self.offered = Offered(paths)
        self.by_name = {key(one.name): _path(one) for one in edition.register}
        self._frames: dict[tuple[str, str, str | None], Markup] = {}
        self.titles = {one.ref: one for one in edition.inspections}
        self.kinds = {one.name: str(one.row["kind"]) for one in edition.register}

    def all(self) -> Iterator[tuple[str, str]]:
        """Each path with its page."""
        yield from self._index()
        for inspected in self.edition.inspections if self.several else ():
            yield from self._inspection(inspected)
        for row in self.edition.rows:
            yield _path(row), self._recommendation(row)
        for status in STATUSES:
            yield from self._status(status)
        for body, rows in self.bodies.values():
            yield from self._body(body, rows)
        yield from self._moved()
        yield from self._changes()
        yield naming.ACCESSIBILITY, self._page(naming.ACCESSIBILITY, "accessibility.html")

    def files(self, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The pages that lead to every file, themselves among them; ``paths`` are all the others."""
        own = [naming.FILES]
        while len(paths) + len(own) > len(own) * TOGETHER:
            own.append(naming.page(naming.FILES, len(own) + 1))
        found = sorted((*paths, *own))
        parts = [
            Part(part, f"{part[0]} to {part[-1]}")
            for part in (found[at : at + TOGETHER] for at in range(0, len(found), TOGETHER))
        ]
        for page in paged(naming.FILES, parts):
            yield page.path, self._page(page.path, "files.html", page=page)

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

    def _index(self) -> Iterator[tuple[str, str]]:
        rows = self.edition.register
        yield from self._list(
            naming.INDEX,
            # Of several inspections each has a page of its own; here they stand, too, where they fit.
            rows if not self.several or len(rows) <= paging.MOST else (),
            "index.html",
            charts=charts.of_register(rows, self.day),
            downloads=self.offered.downloads,
            spreadsheets=self.offered.spreadsheets,
            bodies=[(self._body_named(body), len(made)) for body, made in self.bodies.values()],
            inspections=[
                (inspected, naming.inspection(inspected.ref), totals(list(self.edition.of(inspected))))
                for inspected in self.edition.inspections
            ],
            totals=totals(rows),
            last_seen=_last_seen(rows),
        )

    def _inspection(self, inspected: Inspected) -> Iterator[tuple[str, str]]:
        rows = list(self.edition.of(inspected))
        yield from self._list(
            naming.inspection(inspected.ref),
            rows,
            "inspection.html",
            inspected=inspected,
            totals=totals(rows),
            last_seen=_last_seen(rows),
            charts=charts.of_register(rows, self.day),
        )

    def _status(self, status: str) -> Iterator[tuple[str, str]]:
        rows = [one for one in self.edition.register if one.row["status"] == status]
        yield from self._list(
            naming.status(status),
            rows,
            "status.html",
            word=status,
            count=len(rows),
            total=len(self.edition.register),
        )

    def _body(self, body: str, rows: Sequence[Listed]) -> Iterator[tuple[str, str]]:
        yield from self._list(
            naming.body(body),
            rows,
            "body.html",
            of=body,
            body=body,
            totals=totals(rows),
            share=f"Share of {body}" if any(one.shares for one in rows) else None,
            names=names_of(self.edition.bodies, body, self.day),
            named=self._body_named,
        )

    def _moved(self) -> Iterator[tuple[str, str]]:
        """Pages that lead from names under which a page may have been published to the one there is."""
        taken = {naming.body(body) for body, _ in self.bodies.values()}
        for old, body in moved(self.edition.bodies, self.bodies, self.day):
            if (path := naming.body(old)) not in taken:
                taken.add(path)
                now = self._body_named(body)
                yield path, self._page(path, "moved.html", label="Made to", old=old, now=now)
        # File systems tell names apart without regard to case.
        taken = {key(path) for path in self.by_name.values()}
        for one in self.edition.register:
            for old in one.former:
                path = naming.recommendation(one.row["inspection"], old)
                if key(path) not in taken:
                    taken.add(key(path))
                    kind = self.edition.vocabulary.label("kind", one.row["kind"])
                    now = self._named(one.name)
                    yield (
                        path,
                        self._page(
                            path, "moved.html", label=one.row["inspection"], old=f"{kind} {old}", now=now
                        ),
                    )

    def _list(
        self, path: str, rows: Sequence[Listed], template: str, *, of: str | None = None, **what: object
    ) -> Iterator[tuple[str, str]]:
        """The pages of a list; ``of`` is the body whose shares it tells."""
        for page in paged(path, by_inspection(rows)):
            lines = [self._line(one, of) for one in page.rows]
            yield page.path, self._page(page.path, template, page=page, lines=lines, **what)

    def _recommendation(self, row: Published) -> str:
        told = row.row
        inspected = self.titles[told["inspection"]]
        titles = {key(cycle.ref): cycle.title for cycle in inspected.cycles}
        return self._page(
            naming.recommendation(inspected.ref, told["number"]),
            "recommendation.html",
            row=row,
            told=told,
            kind=self.edition.vocabulary.label("kind", told["kind"]),
            shown=status_shown(told, self.edition.vocabulary),
            inspection=self._inspection_named(inspected.ref),
            inspected=inspected,
            cycle=_cycle(titles, told["cycle"]),
            judged_in=_cycle(titles, told["judged_in"]),
            priority=told["priority"] and self.edition.vocabulary.label("priority", told["priority"]),
            topics=[self.edition.vocabulary.label("topic", topic) for topic in told["topics"]],
            # A link leads to a page on the web, whatever an event may say.
            linked=told["source"] is not None and is_address(told["source"]),
            whole=told["under"] and self._numbered(told, told["under"]),
            parts=[
                (self._numbered(one.row, one.row["number"]), one.row, self._shown(one.row))
                for one in self.parts.get(key(row.name), ())
            ],
            derived=row.derived,
            why=grounds.holding(row),
            withdrawn=grounds.withdrawn(row),
            made_to=[self._body_named(body) for body in told["made_to"]],
            shares=[(self._body_named(one.body), one, self._share_shown(one, told)) for one in row.shares],
            links=[(RELATIONS[link["relation"]], self._named(link["other"]), link) for link in row.links],
            body_named=self._body_named,
            claiming={one["body"] for said in row.claims.values() for one in said},
            chart=charts.of_recommendation(row, self.day),
        )

    def _page(self, path: str, template: str, **what: object) -> str:
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
            **what,
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
                    tree=to_base64(self.edition.terms.root),
                    linked=licence_page(self.edition) is not None,
                )
            )
        return self._frames[asked]

    def _line(self, row: Listed, body: str | None) -> Line:
        told = row.row
        share = next((one for one in row.shares if body and key(one.body) == key(body)), None)
        shown = status_shown(told, self.edition.vocabulary)
        return Line(
            self._inspection_named(told["inspection"]),
            self._named(row.name)._replace(name=told["number"]),
            told["text"],
            told["status"],
            told["reason"],
            tuple(self._body_named(one) for one in told["made_to"]),
            told["last_updated"],
            share.status if share else told["status"],
            shown,
            self._share_shown(share, told) if share else shown,
            told["seen_on"],
        )

    def _share_shown(self, share: Share, row: Item) -> str:
        """What it is called where a share of a row stands."""
        return self.edition.vocabulary.status(share.status, share.word, row["kind"])

    def _numbered(self, row: Item, number: str) -> Named:
        """A recommendation of the same inspection as a row."""
        return self._named(f"{row['inspection']}/{number}")._replace(name=number)

    def _shown(self, row: Item) -> str:
        return status_shown(row, self.edition.vocabulary)

    def _named(self, name: str) -> Named:
        """A recommendation, ``REF/NUMBER``, with its page where it is in the edition."""
        return Named(name, self.by_name.get(key(name)))

    def _body_named(self, body: str) -> Named:
        return Named(body, naming.body(body) if key(body) in self.bodies else None)

    def _inspection_named(self, ref: str) -> Named:
        return Named(ref, naming.inspection(ref) if self.several else naming.INDEX)

    def _word(self, name: str, step: Change, value: str | None, own: str | None) -> str:
        """What was before or after a step, as people read it."""
        if value is None:
            return "none"
        # A correction of a day is told by the days.
        if step.field in ("text", "made_to", "cycle", "number"):
            return value
        if is_day(value):
            return words.date(value)
        vocabulary = self.edition.vocabulary
        if value in STATUSES:
            return vocabulary.status(value, own, self.kinds.get(name, "recommendation"))
        return vocabulary.label("kind", value) if step.field == "kind" else value

    def _changes(self) -> Iterator[tuple[str, str]]:
        """What came to be told, with how it was before and after in words."""
        for page in paged(naming.CHANGES, by_day(self.edition.changes)):
            told = [
                (
                    self._named(name),
                    step,
                    self._word(name, step, step.before, step.words[0]),
                    self._word(name, step, step.after, step.words[1]),
                )
                for name, step in page.rows
            ]
            yield page.path, self._page(page.path, "changes.html", page=page, changes=told, did=words.DID)


def _path(one: Listed | Published) -> str:
    return naming.recommendation(one.row["inspection"], one.row["number"])


def _cycle(titles: dict[str, str], ref: str | None) -> str | None:
    if ref is None:
        return None
    title = titles.get(key(ref))
    return f"{ref}: {title}" if title else ref


def _last_seen(rows: Sequence[Listed]) -> Item | None:
    """How many stand as other registers had them, and when the last of these was seen; None if none does."""
    days = [one.row["seen_on"] for one in rows if one.row["seen_on"]]
    return {"count": len(days), "latest": max(days)} if days else None
