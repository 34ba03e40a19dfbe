"""The rules that data are checked by: each has a name, a level and a sentence that says what it asks for."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

LEVELS: Final = ("error", "warning", "note")
SHAPE: Final = "shape-"


class Rule(NamedTuple):
    """A rule: its id in kebab case, how grave it is to break it, and what it asks for."""

    id: str
    level: str
    help: str


_ERRORS: Final = {
    # the file
    "bad-encoding": "A file is UTF-8.",
    "unreadable-file": "A file can be read.",
    "empty-file": "A file says something; delete it if it is not used.",
    "tab-indent": "YAML is indented with spaces.",
    "yaml-syntax": "A data file is YAML 1.2.",
    "rdf-syntax": "An RDF file follows the syntax that its ending names.",
    "duplicate-key": "A key stands once in a map.",
    "wrong-columns": "A CSV of claims has the columns that docs/claim-format.md names.",
    "not-canonical": "Data files are in canonical form, so that a change shows as what it is; famk format sees to it.",
    # the form of entries
    "wrong-form": "A file is a list of entries, an entry has groups, a group says claims (docs/claim-format.md).",
    "unknown-key": "Entries, groups and values have the keys of docs/claim-format.md and no others.",
    "missing-key": "An entry, a group and a value have the keys that docs/claim-format.md asks for.",
    "missing-source": "A claim has a source, unless its evidence is recalled.",
    "missing-reveal": "A group says what must have been seen.",
    "missing-reason": "A deprecated claim says why it does not stand.",
    "bad-id": "An id is lower-case ASCII words with hyphens.",
    "bad-date": "A date is EDTF, in the precision of its source.",
    "bad-order": "An order is 1, 2, 3 …",
    "wrong-value": "A value is of the kind that its predicate takes.",
    "unknown-grade": "A source has the grade A, B, C or D.",
    "unknown-rank": "A rank is preferred, normal or deprecated.",
    "unknown-world": "A world is alternate or ours.",
    "unknown-evidence": "Evidence is one of the kinds of docs/claim-format.md.",
    "unknown-reveal": "A reveal is premise, production, history or episodes.",
    "unknown-class": "A class is one of the ontology.",
    "defined-class": "A class that the reasoner fills is never stated.",
    "unknown-predicate": "A predicate is one of the ontology.",
    "computed-predicate": "What is computed is never claimed.",
    "unknown-term": "A famk: term in an RDF file is one of the ontology.",
    # references
    "unknown-entity": "An entity that is spoken of is defined.",
    "unknown-episode": "An episode that a reveal names exists.",
    "unknown-role": "A role is a concept of the lists Role or CrewRole.",
    "unknown-work": "The season or episode of which a source tells exists.",
    "wrong-subject": "A predicate is said of the classes in its domain.",
    "wrong-value-class": "The value of a predicate is of a class in its range.",
    "duplicate-id": "An id is defined once.",
    "duplicate-claim": "A claim is made once, with all its sources.",
    # the horizon
    "claim-before-entity": "Nothing is said of an entity before it is introduced.",
    "value-before-entity": "A claim names no entity before that is introduced.",
    "beyond-horizon": "One's own facts fit the whole graph too, not only what is known at the horizon.",
    "label-tells-later": "A label is the name under which the audience first meets an entity.",
    "id-tells-later": "An id is made from the name under which the audience first meets an entity.",
    "story-told-early": "Production tells nothing of the story, and the premise nothing of a later season.",
    # the bibliography
    "duplicate-source": "A source is listed once.",
    "unknown-source": "A source that is cited is in the bibliography.",
    "weak-source": "A source of grade D supports nothing that is asserted.",
    "recalled-date": "A date is never recalled: it has a source.",
    # dates
    "end-before-start": "Nothing ends before it starts.",
    "death-before-birth": "Nobody dies before being born.",
    # the compiled graph
    "owl-inconsistent": "All facts and the ontology can be true together (HermiT).",
}
_WARNINGS: Final = {
    "text-tells-later": "A text uses no name that is first heard in a later reveal.",
    "source-tells-later": "The id or title of a source uses no name first heard in a later reveal; see “tells”.",
    "file-name-tells-later": "A file's name uses no name that the shows reveal.",
    "acts-after-death": "Nobody acts after their death; who is only remembered or recorded has such a role.",
    "acts-before-birth": "Nobody takes part in what was over before their birth.",
    "alive-at-own-funeral": "Whoever is commemorated in a ceremony has died by then.",
    "two-deaths": "The event of a death and the day of it fit each other.",
    "unlikely-age": "Parents, spouses and fliers are of an age that is possible.",
    "two-missions-at-once": "Nobody is on two missions at the same time.",
    "not-in-crew": "Whoever launches, lands or walks in space on a mission is of its crew.",
    "office-held-twice": "Of a president, vice president or administrator there is one at a time.",
    "office-vacant": "Between two presidents of the United States lies no time without one.",
    "rank-falls": "Military ranks rise.",
    "release-out-of-step": "Episodes are released in order, within two weeks of each other.",
    "cast-without-portrayal": "Whoever is in the cast of one of the shows has a portrayal in it.",
    "stale-exception": "An exception in data/exceptions.toml is still needed, and gives its reason.",
}
_NOTES: Final = {
    "uncited-source": "A source in the bibliography that nothing cites yet.",
    "moment-as-span": "The date of what takes a moment is no span; one unknown moment of a time is a set.",
    "gap": "Something that is not known yet.",
    "check-skipped": "A check that could not run on this machine.",
}
RULES: Final = {
    ident: Rule(ident, level, text)
    for level, table in (("error", _ERRORS), ("warning", _WARNINGS), ("note", _NOTES))
    for ident, text in table.items()
}


def rule(ident: str) -> Rule:
    """Return a rule; those that begin with ``shape-`` are the shapes of ontology/shapes.ttl, and errors.

    Raises
    ------
    KeyError
        There is no such rule.

    """
    if ident.startswith(SHAPE):
        return Rule(ident, "error", f"The compiled graph satisfies the {ident[6:]} shape of ontology/shapes.ttl.")
    return RULES[ident]


def of_shape(name: str) -> str:
    """Return the rule of a SHACL shape.

    >>> of_shape("shape:BornBeforeDying")
    'shape-born-before-dying'
    """
    local = name.rpartition(":")[2]
    return SHAPE + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", local).lower()
