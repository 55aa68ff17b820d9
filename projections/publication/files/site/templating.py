"""The templates of the pages. Whatever they are given is text: escaped, and with nothing in it that acts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from events.base import OPEN_START
from ledger.policies import STATUSES
from ledger.validation import is_address
from projections.formats.visible import visible
from projections.publication.files.site import words
from projections.publication.files.site.drawing import said

if TYPE_CHECKING:
    from projections.publication.files.site.line import Line

_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class Named(NamedTuple):
    """Something with a page: its name, and the page's path or None."""

    name: str
    path: str | None


def render(template: str, /, **what: object) -> str:
    """A page from its template; raises jinja2's UndefinedError where that asks for what is not given."""
    return _environment().get_template(template).render(what)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("projections.publication.files.site"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_inert,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters.update(
        contact=_contact,
        day=words.date,
        due=_due,
        due_cell=_due_cell,
        moment=_moment,
        files=_files,
        lines=_lines,
        whole=_whole,
        link=_link,
        proofs=_proofs,
        rows=_rows,
        register_row=_register_row,
        links=_links,
        reason=words.reason,
        status=STATUSES.__getitem__,
        tag=_tag,
        begun=partial(_as_data, said=words.begun),
        by=partial(_as_data, said=lambda day: words.date(words.by(day))),
        time=_time,
        when=_when,
    )
    return environment


def _inert(value: object) -> object:
    # Markup was made from escaped text, or by a template of ours.
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


# These stand on every page many times, and a macro takes far longer.


@lru_cache(maxsize=4096)
def _time(day: str) -> Markup:
    if day.startswith(OPEN_START):
        # No date of HTML is one that is not known: the value is for programs, and not as a time.
        return Markup('<data value="{}">{}</data>').format(day, words.date(day))
    return Markup('<time datetime="{}">{}</time>').format(day, words.date(day))


def _as_data(day: str, said: Callable[[str], str]) -> Markup:
    """A day in a sentence, in other words than those for it alone if only its end is known."""
    if day.startswith(OPEN_START):
        return Markup('<data value="{}">{}</data>').format(day, said(day))
    return _time(day)


def _when(day: str) -> Markup:
    """``on``, ``in`` or ``by`` a day."""
    return Markup("{} {}").format(
        words.preposition(day), _as_data(day, lambda one: words.date(words.by(one)))
    )


_LONG = re.compile(r"(\S{25,})")
"""No word of a language's dictionary: an address, a hash, or a name of many words that is written as one."""


def _whole(text: str) -> Markup:
    """A text of which a narrow column breaks no word but those that are longer than any of a dictionary."""
    if not _LONG.search(text):
        return Markup(said(text))  # noqa: S704  escaped
    return Markup(  # noqa: S704  escaped
        "".join(
            f'<span class="long">{said(piece)}</span>' if at % 2 else said(piece)
            for at, piece in enumerate(_LONG.split(text))
        )
    )


def _lines(text: str) -> Markup:
    """A text with its line breaks, which stay where the style sheet is not."""
    return Markup(str(_whole(text)).replace("\n", "<br>\n"))  # noqa: S704  escaped


def _contact(text: str) -> Markup:
    """Whom to write to, as a link if it is nothing but an address of mail or of the web."""
    if _MAIL.fullmatch(text):
        return Markup('<a href="mailto:{}">{}</a>').format(text, text)
    return Markup('<a href="{}">{}</a>').format(text, text) if is_address(text) else _lines(text)


def _moment(instant: str) -> Markup:
    # HTML knows thousandths of a second and no finer ones.
    return Markup('<time datetime="{}Z">{}</time>').format(instant[:23], words.instant(instant))


@cache
def _tag(status: str, shown: str | None = None) -> Markup:
    """A status, ``shown`` in the publisher's own word if it has one."""
    label = visible(shown) if shown else STATUSES[status]
    return Markup('<span class="ds_tag status status--{}">{}</span>').format(status, label)


_OVERDUE = Markup('<span class="ds_tag overdue">Overdue</span>')


def _due(day: str, overdue: bool) -> Markup:
    """By when it is to be done, and whether that has passed."""
    return Markup("{} {}").format(_time(day), _OVERDUE) if overdue else _time(day)


@lru_cache(maxsize=4096)
def _due_cell(day: str | None, overdue: bool) -> Markup:
    """The same as a cell of a table; an empty one where no day was set."""
    said = _due(day, overdue) if day else ""
    kind = "due late" if overdue else "due"
    return Markup('<td class="{}" data-label="Due">{}</td>').format(kind, said)


@lru_cache(maxsize=4096)
def _link(named: Named, up: str) -> Markup:
    """The name, as a link where there is a page; ``up`` leads to the root of the bundle."""
    name = _whole(named.name)
    return Markup('<a href="{}{}">{}</a>').format(up, named.path, name) if named.path else name


def _links(named: Iterable[Named], up: str) -> Markup:
    """Several of them, with a semicolon between two."""
    return Markup("; ".join(_link(one, up) for one in named))  # noqa: S704  each is escaped


def _rows(table: Iterable[Sequence[str]], headings: Sequence[str]) -> Markup:
    """The rows of a table, the first cell of each being its heading; each cell says what it is of."""
    _, *names = (Markup(' data-label="{}"').format(heading) for heading in headings)
    rows = []
    for first, *rest in table:
        cells = "".join(f"<td{name}>{_whole(cell)}</td>" for name, cell in zip(names, rest, strict=True))
        rows.append(f'<tr><th scope="row">{_whole(first)}</th>{cells}</tr>')
    return Markup("\n".join(rows))  # noqa: S704  every cell is escaped


@lru_cache(maxsize=8192)
def _register_row(line: Line, up: str, several: bool, share: bool, seen: bool) -> Markup:
    """A row of a register: it stands on the page of its inspection, its status, its bodies, its topics…"""
    cells = f'<td data-label="Inspection">{_link(line.inspection, up)}</td>' if several else ""
    cells += (
        f'<th scope="row" data-label="Number">{_link(line.number, up)}</th>'
        f'<td class="words">{_lines(line.text)}</td>'
        f'<td data-label="Status">{_tag(line.status, line.shown)}</td>'
    )
    if share:
        cells += f'<td data-label="Share">{_tag(str(line.share), line.share_shown)}</td>'
    cells += (
        f'<td data-label="Made to">{_links(line.made_to, up)}</td>{_due_cell(line.due, line.overdue)}'
        f'<td class="whole" data-label="Last updated">{_time(line.last_updated)}</td>'
    )
    if seen:
        day = _time(line.seen_on) if line.seen_on else ""
        cells += f'<td class="whole" data-label="As last seen">{day}</td>'
    return Markup(f"<tr>{cells}</tr>")  # noqa: S704  every cell is escaped


def _files(paths: Iterable[str], up: str) -> Markup:
    """Each path as a link to the file."""
    return Markup(  # noqa: S704  escaped
        "\n".join(f'<li><a href="{escape(up)}{escape(path)}">{_whole(path)}</a></li>' for path in paths)
    )


def _proofs(leaves: Iterable[int], up: str) -> Markup:
    """Of each leaf its event, by the number that receipts and the trail have for it, and its proof."""
    return Markup(  # noqa: S704  of numbers, and dots and slashes
        "\n".join(
            f"<li>Event {leaf + 1}, leaf {leaf}: "
            f'<a href="{up}events/{leaf}.json">event {leaf + 1} as recorded</a>, '
            f'<a href="{up}proofs/{leaf}.tlog-proof">proof that event {leaf + 1} is in the signed record</a>'
            "</li>"
            for leaf in leaves
        )
    )
