"""The templates of the pages. Whatever they are given is text: escaped, and with nothing in it that acts."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ledger.policies import STATUSES
from projections.formats.visible import visible
from projections.publication.site import words


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
        loader=PackageLoader("projections.publication.site"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_inert,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters.update(
        day=words.date,
        moment=_moment,
        link=_link,
        reason=words.reason,
        status=STATUSES.__getitem__,
        tag=_tag,
        time=_time,
    )
    return environment


def _inert(value: object) -> object:
    # Markup was made from escaped text, or by a template of ours.
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


# These stand on every page many times, and a macro takes far longer.


@lru_cache(maxsize=4096)
def _time(day: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(day, words.date(day))


def _moment(instant: str) -> Markup:
    # HTML knows thousandths of a second and no finer ones.
    return Markup('<time datetime="{}Z">{}</time>').format(instant[:23], words.instant(instant))


@cache
def _tag(status: str) -> Markup:
    return Markup('<span class="ds_tag status status--{}">{}</span>').format(status, STATUSES[status])


@lru_cache(maxsize=4096)
def _link(named: Named, up: str) -> Markup:
    """The name, as a link where there is a page; ``up`` leads to the root of the bundle."""
    name = visible(named.name)
    return Markup('<a href="{}{}">{}</a>').format(up, named.path, name) if named.path else escape(name)
