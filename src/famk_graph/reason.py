"""The reasoner's door: whether all that is said is consistent, and who belongs to the defined classes.

This is the only module that imports owlready2. It gives HermiT a view of the graph: the ontology, and the
facts between entities. Left out are texts and dates, since HermiT rejects `xsd:date` and its kin as no part
of OWL 2, and statements, whose predicates may be `rdf:type` or `rdfs:label`, which OWL 2 DL has no
individuals for. Facts in a store of a horizon are those below it, so nothing later can be inferred.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from famk_graph import iris, resources
from famk_graph.errors import FamkError, MissingToolError
from famk_graph.store import stated
from famk_graph.vocabulary import DEFINED_CLASSES, PROPERTIES, TERM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from owlready2 import World

_A = ox.NamedNode(iris.RDF + "type")
_SEEN_KINDS = frozenset({"entity", "integer", "boolean"})
_IMPORTS = "http://www.w3.org/2002/07/owl#imports"


@dataclass(frozen=True, slots=True)
class Consistency:
    """Whether everything that is said can be true together.

    Attributes
    ----------
    consistent
        Whether it can.
    clash
        Where it cannot, a smallest set of facts that cannot all be true under the ontology, in short form.
        Filled only if an explanation was asked for; empty if the ontology contradicts itself without any fact.

    """

    consistent: bool
    clash: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the finding in words."""
        if self.consistent:
            return "The graph is consistent."
        facts = "".join(f"\n    {fact}" for fact in self.clash)
        return "The graph contradicts itself." + (f" These facts cannot all be true:{facts}" if facts else "")


def consistency(store: ox.Store | None = None, *, explain: bool = False) -> Consistency:
    """Check a store's facts and the ontology with HermiT.

    Parameters
    ----------
    store
        A store as `famk_graph.store` opens it, at any horizon. It is only read. Without one the ontology
        alone is checked.
    explain
        Where the facts contradict each other, find a smallest set that does (QuickXplain, Junker 2004).
        That takes some sixty runs of the reasoner, a minute or two.

    Raises
    ------
    MissingToolError
        There is no Java on this machine.
    FamkError
        HermiT failed for another reason than a contradiction; the message holds its own words.

    """
    _require_java()
    background = ontology_axioms()
    facts = entity_facts(store) if store is not None else []
    if is_consistent([*background, *facts]):
        return Consistency(consistent=True)
    clash = _conflict(background, facts) if explain else []
    return Consistency(consistent=False, clash=tuple(sorted(map(_short, clash))))


def members(store: ox.Store) -> dict[str, tuple[str, ...]]:
    """Let HermiT fill the defined classes: ``Actor``, ``MoonWalker`` and the rest.

    Parameters
    ----------
    store
        A store as `famk_graph.store` opens it, at any horizon. It is only read, and small ones are fast:
        sorting a thousand entities takes some twenty seconds.

    Returns
    -------
    dict
        The local name of each defined class and the ids of its members, both sorted.

    Raises
    ------
    MissingToolError
        There is no Java on this machine.
    FamkError
        The facts contradict each other, so that everything would follow; `consistency` says which.

    """
    _require_java()
    import owlready2

    # A world of its own: owlready2's default world is shared by everything in the process.
    world = owlready2.World()
    try:
        data = ox.serialize([*ontology_axioms(), *entity_facts(store)], format=ox.RdfFormat.N_TRIPLES) or b""
        world.get_ontology(iris.BASE + "ontology#").load(fileobj=io.BytesIO(data))
        try:
            owlready2.sync_reasoner_hermit(world, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError as error:  # its own message is empty
            raise FamkError("The graph contradicts itself, so that everything would follow from it.") from error
        except owlready2.OwlReadyJavaError as error:
            raise FamkError(f"HermiT failed: {error}") from error
        return {name: _individuals(world, name) for name in sorted(DEFINED_CLASSES)}
    finally:
        world.close()


def _individuals(world: World, name: str) -> tuple[str, ...]:
    found = world[TERM + name].instances(world=world)
    return tuple(sorted({individual.iri.removeprefix(iris.ENTITY) for individual in found}))


def ontology_axioms() -> list[ox.Triple]:
    """Return the triples of the ontology's modules, without their imports, as the modules are all here."""
    triples: list[ox.Triple] = []
    for path in resources.ontology_modules():
        quads = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        triples.extend(quad.triple for quad in quads if quad.predicate.value != _IMPORTS)
    return triples


def entity_facts(store: ox.Store) -> list[ox.Triple]:
    """Return the facts that are stated of entities and that OWL 2 DL has datatypes and individuals for."""
    facts: list[ox.Triple] = []
    for triple in stated(store):
        if not isinstance(triple.subject, ox.NamedNode) or not triple.subject.value.startswith(iris.ENTITY):
            continue
        known = PROPERTIES.get(triple.predicate.value.removeprefix(TERM))
        if triple.predicate == _A or (known is not None and known.kind in _SEEN_KINDS):
            facts.append(triple)
    return sorted(facts, key=str)


def _require_java() -> None:
    import owlready2

    if shutil.which(owlready2.JAVA_EXE) is None:
        raise MissingToolError(
            "Reasoning needs Java, and there is none on this machine.\n"
            "    Install a Java runtime (on Debian: apt install default-jre-headless), or go without: "
            "nothing else needs it."
        )


def is_consistent(triples: Sequence[ox.Triple]) -> bool:
    """Ask HermiT whether triples can be true together.

    owlready2 would lose its temporary file with every contradiction, and a search for one meets many; so this
    runs owlready2's HermiT directly.
    """
    from owlready2 import JAVA_EXE, reasoning

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "view.nt"
        ox.serialize(triples, str(path), format=ox.RdfFormat.N_TRIPLES)
        main = "org.semanticweb.HermiT.cli.CommandLine"
        command = [JAVA_EXE, f"-Xmx{reasoning.JAVA_MEMORY}M", "-cp", reasoning._HERMIT_CLASSPATH, main]  # noqa: SLF001 - the only word for where the jar lies
        done = subprocess.run([*command, "-k", path.as_uri()], capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    said = done.stdout + done.stderr
    if done.returncode == 0:
        return True
    if "InconsistentOntologyException" in said:
        return False
    raise FamkError(f"HermiT failed: {said.strip().splitlines()[0] if said.strip() else 'it said nothing'}")


def _conflict(background: list[ox.Triple], facts: list[ox.Triple]) -> list[ox.Triple]:
    """Return a smallest set of facts that contradicts the background, or nothing if that does so itself."""
    if not is_consistent(background):
        return []

    def explain(given: list[ox.Triple], *, grown: bool, among: list[ox.Triple]) -> list[ox.Triple]:
        if grown and not is_consistent([*background, *given]):
            return []
        if len(among) == 1:
            return among
        half = len(among) // 2
        first, second = among[:half], among[half:]
        from_second = explain([*given, *first], grown=True, among=second)
        from_first = explain([*given, *from_second], grown=bool(from_second), among=first)
        return [*from_first, *from_second]

    return explain([], grown=False, among=facts)


def _short(triple: ox.Triple) -> str:
    return " ".join(
        iris.shorten(term.value) if isinstance(term, ox.NamedNode) else str(term)
        for term in (triple.subject, triple.predicate, triple.object)
    )
