"""From templates to pages. Everything is escaped; data for scripts go into elements of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from famk_graph import resources
from famk_graph.families import family_of
from famk_graph.serve.content.sentences import article
from famk_graph.serve.content.telling import when
from famk_graph.serve.shapes import kind_words
from famk_graph.words import fold

if TYPE_CHECKING:
    from famk_graph.serve.http.assets import Assets

# The pages of the header, in order: address, words, what it is for.
NAVIGATION = (
    ("/timelines", "Two timelines", "theirs and ours on one axis"),
    ("/why", "Why", "what led to an event, and what came of it"),
    ("/connect", "Connect", "the ways between two names"),
    ("/universe", "Universe", "the whole network"),
    ("/tables", "Tables", "people, crews, presidents, cast"),
    ("/query", "Query", "SPARQL, with completion"),
    ("/data", "Ontology and data", "what is known, and how"),
)
# What would end a script element, or be taken for a line's end by an old parser.
_UNSAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


class Templates:
    """The templates of the pages."""

    def __init__(self, assets: Assets) -> None:
        """Make the environment; templates are read when they are first used."""
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(resources.template("serve")),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["asset"] = assets.url
        self._environment.globals["navigation"] = NAVIGATION
        self._environment.filters["data"] = data
        self._environment.filters["fold"] = fold
        self._environment.filters["family"] = lambda kind: family_of(kind).key
        self._environment.filters["kind_words"] = kind_words
        self._environment.filters["when"] = when
        self._environment.filters["article"] = article

    def render(self, name: str, **values: object) -> str:
        """Return a page.

        Raises
        ------
        jinja2.UndefinedError
            The template uses a value that was not given.

        """
        return self._environment.get_template(name).render(**values)


def data(value: object) -> Markup:
    """Return a value as JSON that may stand in a script element of type ``application/json``."""
    return Markup(json.dumps(value, ensure_ascii=False).translate(_UNSAFE))  # noqa: S704 - made safe by the table
