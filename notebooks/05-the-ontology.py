# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # The ontology, with owlready2
#
# A graph needs words: what is a mission, who can be its crew, when is somebody a Moon walker? The **ontology** defines
# them, in a language (OWL) that programs can reason in. You will learn
#
# - how to load an ontology in Python, and walk through its classes and properties
# - what a restriction says, and what it does not (the *open world*)
# - the difference between a class that is described and a class that is **defined**
# - how a reasoner finds out what nobody stated, and why that follows
# - what happens when facts contradict each other.
#
# **How far this goes:** nowhere. Words give no story away, and the few facts at the end are those that the shows'
# own publicity tells before the first episode.

# %%
import io
import shutil

import matplotlib.pyplot as plt
import owlready2
import pandas as pd
from IPython.display import Markdown
from matplotlib_inline.backend_inline import set_matplotlib_formats

from famk_graph import Universe, ontology

# %matplotlib inline
set_matplotlib_formats("svg", metadata={"Date": None, "Creator": None})
plt.style.use("famk.mplstyle")
pd.set_option("display.max_colwidth", 200, "display.max_rows", 60)

# %% [markdown]
# ## Loading
#
# The ontology is kept as Turtle in four modules. `ontology.serialize("rdfxml")` merges them into one RDF/XML file, the
# format that owlready2 and Protégé open; on the command line it is `famk ontology --format rdfxml -o famk.owl`.
#
# owlready2 keeps everything in a **world**. It has a default one that all programs in a process share; a world of one's
# own avoids surprises.

# %%
IRI = "https://w3id.org/famk/ontology#"


def fresh_world() -> tuple[owlready2.World, owlready2.Ontology]:
    """Return a new world with our ontology in it."""
    world = owlready2.World()
    return world, world.get_ontology(IRI).load(fileobj=io.BytesIO(ontology.serialize("rdfxml")))


world, famk = fresh_world()
counts = {
    "classes": world.classes(),
    "relations between things (object properties)": world.object_properties(),
    "relations to texts, numbers and dates (data properties)": world.data_properties(),
    "individuals": world.individuals(),
}
pd.Series({what: len(list(found)) for what, found in counts.items()}, name="number").to_frame()

# %% [markdown]
# ## Classes
#
# From here on `famk.Mission` is a Python object. Its label, its definition and an example are written in the ontology:

# %%
mission = famk.Mission
print(mission.label.first(), "–", mission.definition.first(), "For example:", mission.example.first())
print("Above it:", sorted(cls.name for cls in mission.ancestors() - {mission}))
print("Below it:", sorted(cls.name for cls in mission.subclasses()))

# %% [markdown]
# All classes as a tree. Colour says which module a class comes from, so what it can be reused for: any alternate
# history, any series, any space programme; `famk` joins the three. A diamond marks a class that is *defined*; more on
# those below.


# %%
def tree(cls: owlready2.ThingClass, depth: int = 0) -> list[tuple[int, owlready2.ThingClass]]:
    """Return a class and all below it with their depths, each class before its subclasses."""
    below = sorted(cls.subclasses(world=world), key=lambda sub: sub.name)
    return [(depth, cls), *(row for sub in below for row in tree(sub, depth + 1))]


roots = sorted(owlready2.Thing.subclasses(world=world), key=lambda cls: (-len(tree(cls)), cls.name))
columns: list[list[tuple[int, owlready2.ThingClass]]] = [[], [], []]
for root in roots:
    if root.name != "ConceptScheme":
        min(columns, key=len).extend(tree(root))


# %%
def module_of(cls: owlready2.ThingClass) -> str:
    """Return the name of the module that defines a class."""
    found = cls.isDefinedBy.first()  # an address, or the object that owlready2 has made of it
    name = str(getattr(found, "iri", found)).rpartition("/")[2] if found else "SKOS (a standard)"
    return "famk" if name == "ontology" else name


INK = {
    "alternate-history": "#b3361c",
    "screen-works": "#7a4fa3",
    "space-programme": "#00775a",
    "famk": "#2a5d8a",
    "SKOS (a standard)": "#5c6675",
}
figure, axes = plt.subplots(figsize=(9.5, 5.4), layout="constrained")
for number, column in enumerate(columns):
    row_of = {cls: row for row, (_, cls) in enumerate(column)}
    for row, (depth, cls) in enumerate(column):
        x = 10 * number + depth
        if depth:
            above = next(row_of[parent] for parent in cls.is_a if parent in row_of)
            axes.plot([x - 0.8, x - 0.8, x - 0.1], [-above - 0.35, -row, -row], color="#bbbbbb", lw=0.8)
        module = module_of(cls)
        mark = " ◆" if cls.equivalent_to else ""
        weight = "bold" if not depth else "normal"
        axes.text(x, -row, cls.name + mark, color=INK[module], va="center", fontsize=8.5, fontweight=weight)
for module, ink in INK.items():
    axes.plot([], [], color=ink, lw=5, label=module)
axes.legend(loc="lower right", fontsize=8, title="Module", alignment="left")
axes.set(xlim=(-0.3, 28), ylim=(-max(map(len, columns)) + 0.3, 0.7))
axes.axis("off")
axes.set_title("The classes of the ontology")
plt.show()

# %% [markdown]
# ## Relations
#
# A relation may have a **domain** (whoever has it is one of these), a **range** (whatever it points to is one of
# those), an **inverse** (the same relation read backwards), and a character: nobody is their own parent
# (*irreflexive*), who is married is married both ways (*symmetric*).


# %%
def names(things: list[object]) -> str:
    """Name classes and relations, without the ones that everything is."""
    return ", ".join(thing.name for thing in things if getattr(thing, "name", "ObjectProperty") != "ObjectProperty")


def row(relation: owlready2.ObjectPropertyClass) -> tuple[str, ...]:
    """Return what is said of a relation."""
    inverse = relation.inverse_property.name if relation.inverse_property else ""
    return relation.name, names(relation.domain), names(relation.range), inverse, names(relation.is_a)


relations = [famk.walkedOn, famk.crewMember, famk.portrays, famk.inTimeline, famk.parent, famk.spouse, famk.causes]
pd.DataFrame([row(one) for one in relations], columns=["relation", "domain", "range", "inverse", "is a"])

# %% [markdown]
# Mind the direction of thought. In a database a domain *forbids*: only agents may walk. In OWL it *concludes*: whoever
# walked on the Moon is an agent. We will see that at work.
#
# ## Restrictions: what every portrayal has
#
# `is_a` holds more than the classes above. A **restriction** is a class without a name: “all that have some performer
# who is a person”. That every portrayal is one of these is how OWL says that every portrayal has a performer.

# %%
restricted = {
    cls.name: [part for part in cls.is_a if isinstance(part, owlready2.Restriction)]
    for cls in sorted(famk.classes(), key=lambda cls: cls.name)
}


def words(construct: object) -> str:
    """Return a class expression as text, without the name of the file it comes from."""
    text = str(construct)
    for prefix in ("ontology.", "id.", "prov.", "owl."):
        text = text.replace(prefix, "")
    return text.replace("&", "and")


pd.DataFrame(
    [(name, "; ".join(sorted(map(words, parts)))) for name, parts in restricted.items() if parts],
    columns=["every …", "has …"],
)

# %% [markdown]
# `some` means at least one; `only` means none but these. Again nothing is forbidden. Add a portrayal and forget its
# performer, and a reasoner is content: there is one, it concludes, nobody has said who. This is the **open world**:
# what is not stated is not false, just unknown. (To *demand* that something be stated, there are
# [SHACL shapes](../ontology/shapes.ttl).)
#
# ## Defined classes
#
# The restrictions above are necessary: a portrayal has them. A **defined** class has conditions that are also
# sufficient: whoever fulfils them *is* one. Nobody needs to say so, and in our data nobody does.

# %%
defined = sorted((cls for cls in famk.classes() if cls.equivalent_to), key=lambda cls: cls.name)
pd.DataFrame(
    [(cls.name, words(cls.equivalent_to[0]), cls.definition.first()) for cls in defined],
    columns=["class", "whoever is", "in English"],
)

# %% [markdown]
# ## Individuals
#
# Some things belong to the ontology itself: the two timelines, the Moon, and the values of closed lists. owlready2
# understands SPARQL, so they can be asked for. What kinds of evidence can a claim have?

# %%
found = world.sparql("""
    PREFIX famk: <https://w3id.org/famk/ontology#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT ?evidence ?definition { ?e a famk:Evidence ; rdfs:label ?evidence ; skos:definition ?definition }
    ORDER BY ?evidence
""")
pd.DataFrame([[str(text) for text in row] for row in found], columns=["evidence", "definition"])

# %% [markdown]
# In Python the same is a search; the result is objects, not texts:

# %%
sorted(str(kind.label.first()) for kind in world.search(type=famk.DivergenceKind))

# %% [markdown]
# ## Let it reason
#
# Now an experiment. We invent Ada, and say two things of her: she walked on the Moon, and she was on the crew of
# something. We do **not** say what she is, nor what the something is.

# %%
invented = world.get_ontology("https://example.org/invented#")
moon = world["https://w3id.org/famk/id/moon"]
with invented:
    ada = owlready2.Thing("ada")
    flight = owlready2.Thing("flight")
ada.walkedOn = [moon]
ada.crewOf = [flight]
{thing.name: [cls.name for cls in thing.is_a] for thing in (ada, flight)}

# %% [markdown]
# HermiT is a reasoner that comes with owlready2. It is written in Java, so it needs a Java runtime. Where there is
# none, the next cells say so and show what is stated only.


# %%
def reasoned(world: owlready2.World) -> bool:
    """Let HermiT add what follows to a world, if it can run; return whether it did."""
    if shutil.which(owlready2.JAVA_EXE) is None:
        print("HermiT needs Java, and there is none on this machine: what is shown is what was stated.")
        print("To see what follows, install a Java runtime (on Debian: apt install default-jre-headless).")
        return False
    owlready2.sync_reasoner_hermit(world, debug=0)
    print("HermiT has reasoned.")
    return True


reasoned(world)
for thing in (ada, flight):
    print(f"{thing.name}: {', '.join(sorted(cls.name for cls in thing.is_a))}")
print("The crew of the flight:", ", ".join(sorted(member.name for member in flight.crewMember)))

# %% [markdown]
# Step by step, what HermiT thought:
#
# 1. `crewOf` has an inverse, so the flight has a `crewMember`: Ada.
# 2. Whoever is `crewOf` anything is in its domain, an *Agent*; what they are crew of is in its range, a *Mission*.
# 3. An *Agent* who walked on the Moon fits the definition of *MoonWalker*. An *Agent* on the crew of some *Mission*
#    fits *SpaceTraveller*. A *Mission* with some *Agent* as `crewMember` fits *CrewedMission*.
#
# ## A contradiction
#
# Reasoning also finds what cannot be. Nobody is their own parent. HermiT says only *that* something is wrong; `famk`
# can say *what* (`reason.consistency(store, explain=True)` searches for a smallest set of facts that clash).

# %%
ada.parent = [ada]
try:
    reasoned(world)
except owlready2.OwlReadyInconsistentOntologyError:
    print("A contradiction: Ada cannot be her own parent.")
ada.parent = []

# %% [markdown]
# ## What follows from the premise
#
# Now real facts. `Universe("none")` is what is known before the first episode; with `inference=False` it holds only
# what is stated. A `CONSTRUCT` query picks the relations that the defined classes speak of, and a new world takes them
# in. (All facts at once would work too. Reasoners take their time: fewer facts, shorter wait.)

# %%
premise = Universe("none", inference=False)
facts = premise.query("""
    CONSTRUCT { ?s ?p ?o ; rdfs:label ?name ; a ?class . ?o a ?kind } WHERE {
      VALUES ?p { famk:walkedOn famk:crewMember famk:performer famk:counterpartOf famk:inTimeline
                  famk:pointOfDivergenceOf }
      ?s ?p ?o ; a ?class ; rdfs:label ?name . ?o a ?kind .
    }""").to_rdflib()
world, famk = fresh_world()
bytes_of = io.BytesIO(facts.serialize(format="nt", encoding="utf-8"))
world.get_ontology("https://example.org/premise#").load(fileobj=bytes_of)
print(len(facts), "triples")

# %% [markdown]
# Count the members of the defined classes before and after. The last column is what this project infers by itself when
# it builds a graph, with rules and without Java. The two should agree.


# %%
def members() -> dict[str, set[str]]:
    """Return the individuals of each defined class of the world."""
    return {cls.name: {one.name for one in famk[cls.name].instances(world=world)} for cls in defined}


before = members()
after = members() if reasoned(world) else None
inferred = Universe("none")
ruled = {name: len(inferred.query(f"SELECT DISTINCT ?x {{ ?x a famk:{name} }}").rows()) for name in before}
pd.DataFrame(
    [(name, len(before[name]), len(after[name]) if after else "?", ruled[name]) for name in sorted(before)],
    columns=["class", "stated", "HermiT", "our own rules"],
)

# %% [markdown]
# Nothing of this was ever typed in, and it stays right when facts are added. Who are the Moon walkers?

# %%
walkers = inferred.query("""
    SELECT ?who ?is { ?x a famk:MoonWalker ; a ?c ; rdfs:label ?who . ?c rdfs:label ?is } ORDER BY ?who ?is
""")
walkers.to_pandas().groupby("who", as_index=False)["is"].agg(", ".join)

# %% [markdown]
# People of our world, and one of theirs: that much anybody knows before the first episode. Why is *he* one? `explain`
# goes from the conclusion down to the claims, and from the claims to their sources.

# %%
reasons = inferred.explain("alt-alexei-leonov", "is", "MoonWalker")
cited = list(dict.fromkeys(source for line in reasons.lines for claim in line.claims for source in claim.sources))
lines = []
for number, line in enumerate(reasons.lines, start=1):
    backed = "".join(f" [{cited.index(source) + 1}]" for claim in line.claims for source in claim.sources)
    because = f", *from {' and '.join(map(str, line.premises))}: {line.rule}*" if line.rule else ""
    lines.append(f"{number}. {line.words}{because}{backed}")
sources = [f"[{number}] {inferred.citations[source]}" for number, source in enumerate(cited, start=1)]
Markdown("\n".join(lines) + "\n\nSources\n\n" + "  \n".join(sources))

# %% [markdown]
# ## Exercises
#
# **1.** Which relations are transitive, so that they go on along chains?
#
# <details>
# <summary>Solution</summary>
#
# ```python
# sorted(one.name for one in famk.object_properties() if owlready2.TransitiveProperty in one.is_a)
# ```
#
# </details>
#
# **2.** Define a class of your own, `Astronaut`: a person on the crew of some mission. How does it differ from
# `SpaceTraveller`? Who belongs to it?
#
# <details>
# <summary>Solution</summary>
#
# ```python
# with world.get_ontology("https://example.org/mine#"):
#     class Astronaut(famk.Person):
#         equivalent_to = [famk.Person & famk.crewOf.some(famk.Mission)]
#
#
# reasoned(world)
# print(sorted(str(one.label.first()) for one in Astronaut.instances(world=world)))
# ```
#
# `SpaceTraveller` asks for an *Agent*, so it holds the characters of the shows as well; `Astronaut` only real people.
#
# </details>
#
# **3.** Does a reasoner complain of a portrayal without a performer? Try, and say why.
#
# <details>
# <summary>Solution</summary>
#
# ```python
# with world.get_ontology("https://example.org/mine#"):
#     famk.Portrayal("portrayal-of-somebody")
# reasoned(world)
# ```
#
# It does not. The world is open: there is a performer, only nobody has said who.
#
# </details>
#
# **4.** The same members without owlready2: ask the graph for the real people who have a counterpart in the story.
#
# <details>
# <summary>Solution</summary>
#
# ```sparql
# SELECT ?who WHERE { ?x a famk:HistoricalFigure ; rdfs:label ?who } ORDER BY ?who
# ```
#
# </details>
#
# ## Where to go from here
#
# - [The ontology](../docs/ontology.md): its ideas; `famk ontology --format html -o ontology.html` writes every class
#   and relation as a page.
# - [Inference](../docs/inference.md): what follows from the facts, and the proof that it agrees with other reasoners.
# - Jean-Baptiste Lamy, “Owlready: Ontology-oriented programming in Python”, *Artificial Intelligence in Medicine* 80
#   (2017); Birte Glimm and others, “HermiT: An OWL 2 Reasoner”, *Journal of Automated Reasoning* 53 (2014).
