"""What a page shows is what jinja2's own way of escaping would, in fewer calls."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from projections.publication.files.site.escaping import Escaping, inert, shown

VALUES = [
    "",
    "AFD1",
    "a & b < c > d \" e ' f",
    "<script>alert(1)</script>",
    "&amp;",
    "\u202e\x1b[31mred",
    "a\nb\tc",
    "caf\u00e9 \u00a312 \u2013 \u00a0",
    "\U000e0041<",
    0,
    -3,
    1.5,
    None,
    True,
    ("<", "&"),
    Markup("<b>&amp;</b>"),
    Markup("\u202e"),
]
TEMPLATE = (
    "{% macro of(one) %}<i>{{ one }}</i>{% endmacro %}{{ value }} {{ of(value) }} {{ value ~ '<' }} "
    "{% for one in [value] %}{{ one }}{{ '&' }}{% endfor %}{{ value | string | upper }}"
)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_it_is_what_escaping_shows(value):
    assert shown(value) == str(escape(inert(value)))


def _rendered(kind, template, **what):
    environment = kind(
        loader=DictLoader({"one": template}), autoescape=True, undefined=StrictUndefined, finalize=inert
    )
    return environment.get_template("one").render(**what)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_template_shows_the_same(value):
    assert _rendered(Escaping, TEMPLATE, value=value) == _rendered(Environment, TEMPLATE, value=value)


def test_what_is_not_given_is_an_error():
    with pytest.raises(UndefinedError):
        _rendered(Escaping, "{{ value }}")
