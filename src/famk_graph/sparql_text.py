"""What can be told from a query's text: its names, its mistakes, and what it must not do."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import Final

from famk_graph.errors import QueryError
from famk_graph.iris import ENTITY, PREFIXES
from famk_graph.vocabulary import CLASSES, CONCEPT, CONCEPTS, PROPERTIES, TERM
from famk_graph.words import did_you_mean

# Enough of SPARQL's lexer to tell names from what stands in texts, comments and IRIs.
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<text>\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<name>[A-Za-z][\w.-]*|(?=:))?:(?P<local>[\w-](?:[\w.-]*[\w-])?)?
    |(?P<variable>[?$]\w+)
    |(?P<word>[A-Za-z_]\w*)""",
    re.VERBOSE,
)
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_DECLARED = re.compile(r"(?i)\bPREFIX\s+([\w.-]*):\s*<([^>]*)>")
# What is left of a list when all its variables have become terms.
_EMPTY_LIST = re.compile(r"(?i)(\bSELECT(?:\s+(?:DISTINCT|REDUCED))?)\s+(?=WHERE\b|\{)")
_EMPTY_ORDER = re.compile(r"(?i)\s*\b(?:GROUP|ORDER)\s+BY(?=\s*(?:\}|$|(?:ORDER|HAVING|LIMIT|OFFSET|VALUES)\b))")
_TERMS: Final = frozenset([*CLASSES, *PROPERTIES])
_CONCEPTS: Final = frozenset(CONCEPTS)
_DEEPEST = 250  # the engine calls itself for each group within a group, and falls with the whole process at thousands


@lru_cache(maxsize=512)
def prefixes(text: str) -> dict[str, str]:
    """Return those of our prefixes that a text can use; the engine takes longer to read all than to look a name up."""
    return {name: iri for name, iri in PREFIXES.items() if f"{name}:" in text}


def variables(text: str, wanted: str) -> str:
    """Return a sentence on the variables of a text, for somebody who wants one that its SELECT has not."""
    names = sorted({m["variable"][1:] for m in _TOKEN.finditer(text) if m["variable"]})
    if wanted in names:
        return f"Write SELECT … ?{wanted} to give it one."
    return f"Its variables are {', '.join(names)}." if names else "It has no variables."


def explain(text: str, message: str) -> str:
    """Return the engine's message about a syntax error in words, with the line and a pointer to the place."""
    match = _PLACE.match(message)
    if not match:
        return f"The query is not SPARQL: {message}"
    line, column = int(match[1]), int(match[2])
    shown = text.splitlines()[line - 1] if line <= len(text.splitlines()) else ""
    pointer = f"\n    {shown}\n    {' ' * (column - 1)}^" if shown else ""
    return f"The query is not SPARQL: line {line}, column {column}: {_reason(match[3], text)}{pointer}"


def _reason(reason: str, text: str) -> str:
    if "Prefix not found" in reason:
        unknown = [m["name"] for m in _TOKEN.finditer(text) if m["name"] and m["name"] not in PREFIXES]
        declared = {m.lower() for m in re.findall(r"(?i)PREFIX\s+([\w.-]*):", text)}
        missing = [name for name in unknown if name.lower() not in declared]
        hint = did_you_mean(missing[0], PREFIXES) if missing else ""
        name = f"the prefix “{missing[0]}:”" if missing else "a prefix"
        return f"{name} is not declared; {hint or 'known are ' + ', '.join(PREFIXES)}"
    words = re.findall(r"[A-Z]{3,}(?: [A-Z]+)*|\"[^\"]+\"|'[^']+'", reason)
    if text.count("{") > text.count("}"):
        return "a closing } is missing"
    if text.count("{") < text.count("}"):
        return "there is a } too many"
    listed = ", ".join(dict.fromkeys(words))
    first = re.match(r"\s*(\w+)", re.sub(r"#[^\n]*", "", text))
    forms = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE")
    if first and first[1].upper() in ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"):
        return f"{first[1].upper()} changes data; this door only reads (SELECT, ASK, CONSTRUCT, DESCRIBE)"
    if first and first[1].upper() not in forms:
        return (
            f"a query begins with {', '.join(forms[:4])}; {did_you_mean(first[1].upper(), forms) or 'see famk queries'}"
        )
    return f"expected {listed}" if listed else "something is missing or misspelt before this point"


@lru_cache(maxsize=512)
def check_words(text: str, *, allow_service: bool) -> None:
    """Refuse SERVICE and terms of ours that do not exist; remembered per text, since it is asked of each query."""
    if max(accumulate((letter in "{([") - (letter in "})]") for letter in text), default=0) > _DEEPEST:
        raise QueryError(
            f"The query has more than {_DEEPEST} groups or brackets within one another.\n    Take some away."
        )
    words = (match["word"].upper() for match in _TOKEN.finditer(text) if match["word"])
    if "SERVICE" in words and not allow_service:
        hint = "Say --allow-service (in Python allow_service=True) if you mean to ask another server."
        raise QueryError(f"SERVICE reaches out over the network, which is off.\n    {hint}")
    for match, iri in _names(text):
        for base, known, what in ((TERM, _TERMS, "term of the ontology"), (CONCEPT, _CONCEPTS, "concept")):
            word = iri.removeprefix(base)
            if word and iri.startswith(base) and word not in known and not word.startswith("scheme-"):
                line = text.count("\n", 0, match.start()) + 1
                column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
                message = f"Line {line}, column {column}: “{match[0]}” is not a {what}."
                near = did_you_mean(word, known)
                raise QueryError(f"{message}\n    {near or 'famk ontology lists them all.'}")


def _names(text: str) -> list[tuple[re.Match[str], str]]:
    """Return the IRIs that a text names, each with its place; a prefix means what the text declares it to mean."""
    known = PREFIXES | dict(_DECLARED.findall(text))
    found = []
    for match in _TOKEN.finditer(text):
        if match["iri"]:
            found.append((match, match["iri"][1:-1]))
        elif match["name"] in known and match["local"]:
            found.append((match, known[match["name"]] + match["local"]))
    return found


@lru_cache(maxsize=512)
def entities(text: str) -> tuple[str, ...]:
    """Return the entities of ours that a text names."""
    return tuple(dict.fromkeys(iri for _, iri in _names(text) if iri.startswith(ENTITY) and iri != ENTITY))


def fill(text: str, terms: dict[str, str]) -> str:
    """Return a query with terms in place of some of its variables.

    A variable that has become a term is no column any more, and nothing to group or to order by. A query whose only
    columns are such variables keeps the first of them.
    """
    for name in terms:
        text = re.sub(rf"(?i)\bBIND\s*\((.*?)\s+AS\s+[?$]{name}\)", rf"FILTER(\1 = ?{name})", text)
    parts: list[str] = []
    at = depth = outer = 0
    listing = False  # within what SELECT, GROUP BY or ORDER BY lists
    for match in _TOKEN.finditer(text):
        gap = text[at : match.start()]
        depth += gap.count("(") - gap.count(")")
        listing = listing and not ("{" in gap or "}" in gap)
        word, name = (match["word"] or "").upper(), (match["variable"] or " ")[1:]
        if word in ("SELECT", "GROUP", "ORDER"):
            listing, outer = True, depth
        elif word in ("WHERE", "HAVING", "LIMIT", "OFFSET", "VALUES", "FROM"):
            listing = False
        gone = name in terms and listing and depth == outer
        parts += [gap.rstrip(" ") if gone else gap, "" if gone else terms.get(name, match[0])]
        at = match.end()
    found = "".join([*parts, text[at:]])
    first = next(iter(terms), "")
    found = _EMPTY_LIST.sub(lambda m: f"{m[1]} ({terms[first]} AS ?{first}) ", found)
    return _EMPTY_ORDER.sub("", found)
