"""What can be told from a query's text: its names, its mistakes, and what it must not do."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import Final

from famk_graph.errors import QueryError
from famk_graph.iris import ENTITY, PREFIXES
from famk_graph.vocabulary import CLASSES, CONCEPT, CONCEPTS, PROPERTIES, TERM
from famk_graph.words import did_you_mean, nearest

_LETTER = r"(?:[\w:-]|[^\x00-\x7f]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])"  # of a local name
# Enough of SPARQL's lexer to tell names from what stands in texts, comments and IRIs. Where it parted from the
# engine's, a word could hide from the check: a comment ends at a carriage return too, an IRI may hold what is a blank
# elsewhere, a quote in a long text may be escaped, and so may one in a local name, which may hold most of Unicode.
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\r\n]*)
    |(?P<text>\"\"\"(?:\"{0,2}(?:[^"\\]|\\[\s\S]))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\[\s\S]))*'''
        |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    |(?P<iri><(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    |(?P<name>[A-Za-z][\w.-]{0,99}|(?=:))?:(?P<local>LETTER+(?:\.+LETTER+)*)?
    |(?P<variable>[?$]\w+)
    |(?P<word>[A-Za-z_]\w*)""".replace("LETTER", _LETTER),
    re.VERBOSE,
)
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_DECLARED = re.compile(r"(?i)\bPREFIX\s+([\w.-]*):\s*<([^>]*)>")
# What is left of a list when all its variables have become terms.
_EMPTY_LIST = re.compile(r"(?i)(\bSELECT(?:\s+(?:DISTINCT|REDUCED))?)\s+(?=WHERE\b|\{)")
_EMPTY_ORDER = re.compile(r"(?i)\s*\b(?:GROUP|ORDER)\s+BY(?=\s*(?:\}|$|(?:ORDER|HAVING|LIMIT|OFFSET|VALUES)\b))")
_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE")
_UPDATES: Final = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"])
# All words of SPARQL 1.1: whatever else stands without a mark is misspelt or lacks its mark.
_LISTED = """
    A ABS ADD ALL AS ASC AVG BIND BNODE BOUND BY CEIL CLEAR COALESCE CONCAT CONTAINS COPY COUNT CREATE DATA
    DATATYPE DAY DEFAULT DELETE DESC DISTINCT DROP ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR FROM GRAPH GROUP
    GROUP_CONCAT HAVING HOURS IF IN INSERT INTO IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG
    LANGMATCHES LATERAL LCASE LIMIT LOAD MAX MD5 MIN MINUS MINUTES MONTH MOVE NAMED NOT NOW OBJECT OFFSET
    OPTIONAL ORDER PREDICATE RAND REDUCED REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SEPARATOR SERVICE SHA1
    SHA256 SHA384 SHA512 SILENT STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBJECT
    SUBSTR SUM TIMEZONE TO TRIPLE TRUE TZ UCASE UNDEF UNION URI USING UUID VALUES VERSION WHERE WITH YEAR
    ADJUST HASLANG HASLANGDIR LANGDIR STRLANGDIR
"""
_WORDS: Final = frozenset([*_FORMS, *_LISTED.split()])
_SIGNS: Final = "a variable begins with ?, an entity with id:, a term with famk:, a text stands in quotes"
_TERMS: Final = frozenset([*CLASSES, *PROPERTIES])
_CONCEPTS: Final = frozenset(CONCEPTS)
_SHOWN = 160  # letters of a line in a message
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
    odd = _odd(text)
    line, column = _place(text, odd[0]) if odd else (int(match[1]), int(match[2]))
    lines = text.split("\n")
    before = max(0, column - 1 - _SHOWN // 2)  # of a very long line only what stands around the place
    shown = lines[line - 1][before : before + _SHOWN].replace("\r", " ") if line <= len(lines) else ""
    pointer = f"\n    {shown}\n    {' ' * (column - 1 - before)}^" if shown else ""
    reason, _, hint = (odd[1] if odd else _reason(match[3], text)).partition("\n")
    return f"The query is not SPARQL: line {line}, column {column}: {reason}{pointer}" + (f"\n    {hint}" * bool(hint))


def _place(text: str, at: int) -> tuple[int, int]:
    """Return line and column of a place in a text, from 1."""
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def _odd(text: str) -> tuple[int, str] | None:
    """Return the first name or word of a query that cannot be right, as its place and what is wrong with it.

    The engine tells how far it came, which is often far behind the mistake.
    """
    declared = {name for name, _ in _DECLARED.findall(text)} | PREFIXES.keys()
    found = ""
    for match in _TOKEN.finditer(text):
        name, word, at = match["name"], match["word"], match.start()
        before, after = text[at - 1 : at], text[match.end() : match.end() + 1]
        if name is not None and name not in declared and found.upper() != "PREFIX" and before != "_":
            near = did_you_mean(name, PREFIXES)
            return at, f"the prefix “{name}:” is not declared; {near or 'known are ' + ', '.join(PREFIXES)}"
        if word and word.upper() in _UPDATES and not found:
            return at, f"{word.upper()} changes data; this door only reads (SELECT, ASK, CONSTRUCT, DESCRIBE)"
        if word and before in ("'", '"'):
            return at - 1, "a text has no closing quote"
        if word and word.upper() not in _WORDS and not before.isdigit() and before not in ("@", ".") and after != ":":
            words = nearest(word.upper(), _WORDS if found else _FORMS, cutoff=70)
            said = "" if found else "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE; "
            hint = f"did you mean {words[0]}?" if words and word.lower() not in PREFIXES else _SIGNS
            return at, f"{said}“{word}” is no word of SPARQL\n{hint}"
        found = found if match["comment"] else match[0]
    return None


def _reason(reason: str, text: str) -> str:
    if text.count("{") > text.count("}"):
        return "a closing } is missing"
    if text.count("{") < text.count("}"):
        return "there is a } too many"
    if text.count("(") != text.count(")"):
        return "a closing ) is missing" if text.count("(") > text.count(")") else "there is a ) too many"
    if "unbound" in reason:
        return "SELECT names a variable that is neither in GROUP BY nor counted or the like"
    if re.fullmatch(r'expected (?:"[^"]+"|[A-Z]+)', reason) and reason not in (
        "expected OPTIONAL",
        "expected DISTINCT",
    ):
        return reason.replace('"', "")
    return "something is missing or misspelt before this point"


@lru_cache(maxsize=512)
def check_words(text: str, *, allow_service: bool) -> None:
    """Refuse SERVICE and terms of ours that do not exist; remembered per text, since it is asked of each query."""
    bare = _TOKEN.sub(" ", text)  # a bracket in a text or a comment holds nothing
    if max(accumulate((letter in "{([") - (letter in "})]") for letter in bare), default=0) > _DEEPEST:
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
                line, column = _place(text, match.start())
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


def where(text: str, iri: str) -> tuple[int, int]:
    """Return line and column, from 1, of the first place where a text names an IRI that it does name."""
    return _place(text, next(match.start() for match, named in _names(text) if named == iri))


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
