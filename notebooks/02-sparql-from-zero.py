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
# # SPARQL from zero
#
# SPARQL is the language in which graphs are asked. This notebook begins at the first triple and ends with graphs that
# you take away to other libraries; no knowledge of RDF is needed. The graph is the universe of *For All Mankind*: it
# holds people, missions, events, their causes, and the sources of all that.
#
# Every chapter ends with an exercise. The solutions are folded away below it.
#
# We ask as somebody who has seen the **first season** and nothing later; the line with `--seen` says so and holds for
# the whole notebook.

# %%
# %load_ext famk_graph.notebook
# %sparql --seen fam:s1
import pandas as pd

pd.set_option("display.max_colwidth", 90, "display.max_rows", 40)

# %% [markdown]
# ## 1. The first triple pattern
#
# A graph is a heap of **triples**: *subject, predicate, object*. A query is a triple with holes. A hole has a name and
# a question mark, and the answer is every way to fill it.
#
# *Gordo Stevens — is a member of, was part of the crew of, is married to … — what?*

# %% tags=["active-ipynb"]
# %%sparql
# SELECT ?predicate ?object WHERE {
#   id:gordo-stevens ?predicate ?object .
# }
# ORDER BY ?predicate ?object
# LIMIT 12

# %% [markdown]
# What you see left of the colon is a **prefix**, short for a long address: `id:` for the things of this universe,
# `famk:` for the words of its ontology (classes such as `famk:Mission` and predicates such as `famk:crewMember`),
# `rdfs:` for words that the whole web shares. They are declared for you.
#
# A name is a label, `rdfs:label`. Turn the triple round and the label finds the thing:

# %% tags=["active-ipynb"]
# %%sparql
# SELECT ?thing WHERE {
#   ?thing rdfs:label "Gordo Stevens"@en .
# }

# %% [markdown]
# `@en` says that the text is English. A text without a language is another text: without `@en` this query finds
# nothing. Ids are made from the name under which the audience first meets somebody, and never change.

# %% [markdown]
# **Exercise.** Which things are called *Jamestown*?
#
# <details>
# <summary>Solution</summary>
#
# ```sparql
# SELECT ?thing WHERE { ?thing rdfs:label "Jamestown"@en }
# ```
#
# </details>

# %% [markdown]
# ## 2. Several patterns
#
# Patterns that share a hole have to agree on what fills it. This is all there is to a *join*.
#
# `a` is short for "is of the class", and `;` goes on with the same subject.

# %% tags=["active-ipynb"]
# %%sparql
# SELECT ?mission ?member WHERE {
#   ?m a famk:Mission ;
#     rdfs:label ?mission ;
#     famk:crewMember ?who .
#   ?who a famk:Character ;
#     rdfs:label ?member .
# }
# ORDER BY ?mission ?member

# %% [markdown]
# **Exercise.** Which characters took part in which events, and where (`famk:participant`, `famk:place`)?
#
# <details>
# <summary>Solution</summary>
#
# ```sparql
# SELECT ?event ?who ?where WHERE {
#   ?e a famk:Event ; rdfs:label ?event ; famk:participant ?c ; famk:place ?p .
#   ?c a famk:Character ; rdfs:label ?who .
#   ?p rdfs:label ?where .
# } ORDER BY ?event ?who
# ```
#
# </details>

# %% [markdown]
# ## 3. FILTER
#
# A filter keeps the answers for which it is true. Dates compare as dates: every event carries the first and the last
# day on which it can have happened, so that one known only to the year can be asked for too.

# %% tags=["active-ipynb"]
# %%sparql
# SELECT ?event ?from ?to WHERE {
#   ?e a famk:Event ;
#     famk:inTimeline id:alternate-timeline ;
#     rdfs:label ?event ;
#     famk:earliestDate ?from ; famk:latestDate ?to .
#   FILTER(?from >= "1969-06-01"^^xsd:date && ?to <= "1969-09-30"^^xsd:date)
# }
# ORDER BY ?from ?to ?event

# %% [markdown]
# Texts have functions: `CONTAINS`, `STRSTARTS`, `LCASE`, `REGEX`.

# %% tags=["active-ipynb"]
# %%sparql
# SELECT ?name WHERE {
#   ?event a famk:Event ; rdfs:label ?name .
#   FILTER(CONTAINS(LCASE(?name), "moon"))
# }
# ORDER BY ?name

# %% [markdown]
# **Exercise.** Which events of *our* timeline (`id:our-timeline`) took place in 1972?
#
# <details>
# <summary>Solution</summary>
#
# ```sparql
# SELECT ?event ?from WHERE {
#   ?e a famk:Event ; famk:inTimeline id:our-timeline ; rdfs:label ?event ; famk:earliestDate ?from .
#   FILTER(YEAR(?from) = 1972)
# } ORDER BY ?from ?event
# ```
#
# </details>

# %% [markdown]
# ## 4. OPTIONAL
#
# A pattern that does not fit throws the whole answer away. `OPTIONAL` lets it through with the hole left empty. This
# is how you look for what is *not* known:

# %% tags=["active-ipynb"]
# %%sparql
# SELECT ?divergence ?theirs ?ours WHERE {
#   ?d a famk:Divergence ; rdfs:label ?divergence ; famk:alternateSide ?a .
#   ?a rdfs:label ?theirs .
#   OPTIONAL { ?d famk:realSide ?r . ?r rdfs:label ?ours }
# }
# ORDER BY ?divergence
# LIMIT 12

# %% [markdown]
# `None` or `NaN` is an empty hole. To see *only* those without an answer in our world, filter for it with
# `FILTER(!BOUND(?ours))`. (`FILTER NOT EXISTS { … }` says the same.)

# %% [markdown]
# **Exercise.** Which characters have no known occupation (`famk:occupation`)?
#
# <details>
# <summary>Solution</summary>
#
# ```sparql
# SELECT ?name WHERE {
#   ?c a famk:Character ; rdfs:label ?name .
#   OPTIONAL { ?c famk:occupation ?occupation }
#   FILTER(!BOUND(?occupation))
# } ORDER BY ?name
# ```
#
# </details>

# %% [markdown]
# ## 5. Paths
#
# Between two holes there may be more than one step. `/` is *then*, `|` is *or*, `^` is *backwards*, `+` is *once or
# more*, `*` is *any number of times*.
#
# The causes of an event are edges, so one path asks for everything that led to the base on the Moon, however far back:

# %% tags=["active-ipynb"]
# %%sparql
# SELECT DISTINCT ?cause ?from WHERE {
#   ?c (famk:causes|famk:enables|famk:motivates)+ id:jamestown-landing ;
#     rdfs:label ?cause ; famk:earliestDate ?from .
# }
# ORDER BY ?from ?cause

# %% [markdown]
# `/` also saves holes that you do not care about. Who plays whom, without a name for the portrayal between them:

# %% tags=["active-ipynb"]
# %%sparql
# SELECT ?actor ?character WHERE {
#   ?portrayal famk:performer/rdfs:label ?actor ;
#     famk:portrays/rdfs:label ?character ;
#     famk:inWork id:fam-s01 .
# }
# ORDER BY ?character ?actor
# LIMIT 10

# %% [markdown]
# **Exercise.** What did the Soviet landing on the Moon (`id:soviet-moon-landing`) lead to, at any distance?
#
# <details>
# <summary>Solution</summary>
#
# ```sparql
# SELECT DISTINCT ?effect WHERE {
#   id:soviet-moon-landing (famk:causes|famk:enables|famk:motivates)+/rdfs:label ?effect .
# } ORDER BY ?effect
# ```
#
# </details>

# %% [markdown]
# ## 6. Aggregates
#
# `GROUP BY` makes piles, `COUNT`, `MIN`, `MAX`, `SUM`, `AVG` and `GROUP_CONCAT` say something about each pile, and
# `HAVING` keeps some of them.

# %% tags=["active-ipynb"]
# %%sparql
# SELECT ?who (COUNT(DISTINCT ?event) AS ?events) (MIN(?day) AS ?first) (MAX(?day) AS ?last) WHERE {
#   ?event famk:participant ?c ; famk:earliestDate ?day .
#   ?c a famk:Character ; rdfs:label ?who .
# }
# GROUP BY ?who
# HAVING (COUNT(DISTINCT ?event) > 3)
# ORDER BY DESC(?events) ?who

# %% [markdown]
# What comes back is a pandas data frame. `--out name` keeps it in a variable for whatever comes next:

# %% tags=["active-ipynb"]
# %%sparql --out kinds
# SELECT ?kind (COUNT(?divergence) AS ?count) WHERE {
#   ?divergence famk:divergenceKind ?k .
#   BIND(STRAFTER(STR(?k), "concept/") AS ?kind)
# }
# GROUP BY ?kind
# ORDER BY DESC(?count) ?kind

# %%
kinds.set_index("kind")["count"].map(lambda count: "▪" * count).to_frame("divergences")

# %% [markdown]
# **Exercise.** Which places see the most events?
#
# <details>
# <summary>Solution</summary>
#
# ```sparql
# SELECT ?place (COUNT(DISTINCT ?event) AS ?events) WHERE {
#   ?event a famk:Event ; famk:place/rdfs:label ?place .
# } GROUP BY ?place ORDER BY DESC(?events) ?place LIMIT 10
# ```
#
# </details>

# %% [markdown]
# ## 7. Named graphs: when do we learn that?
#
# So far all triples lay on one heap. In truth each lies in a **named graph**: the graph of its *reveal*, the episode in
# which a viewer learns it. `GRAPH ?g { … }` asks where.

# %% tags=["active-ipynb"]
# %%sparql
# SELECT ?predicate ?value ?graph WHERE {
#   GRAPH ?g { id:ellen-waverly ?p ?v }
#   BIND(STRAFTER(STR(?p), "#") AS ?predicate)
#   BIND(STRAFTER(STR(?g), "graph/") AS ?graph)
#   OPTIONAL { ?v rdfs:label ?label }
#   BIND(COALESCE(?label, ?v) AS ?value)
#   FILTER(STRENDS(?graph, "/facts"))
# }
# ORDER BY ?graph ?predicate ?value

# %% [markdown]
# Each reveal has three graphs: its `facts`, its `statements` (see the next chapter) and what is `inferred` from the
# facts. How much does each episode tell?

# %% tags=["active-ipynb"]
# %%sparql
# SELECT ?reveal (COUNT(*) AS ?facts) WHERE {
#   GRAPH ?g { ?s ?p ?o }
#   BIND(STRAFTER(STR(?g), "graph/") AS ?graph)
#   FILTER(STRENDS(?graph, "/facts"))
#   BIND(STRBEFORE(?graph, "/") AS ?reveal)
# }
# GROUP BY ?reveal
# ORDER BY ?reveal

# %% [markdown]
# A later graph than your horizon is not filtered out of this answer. It is not in the store at all, so no query can
# reach it. A cell with another `--seen` asks another store:

# %% tags=["active-ipynb"]
# %%sparql --seen fam:s1e1
# SELECT (COUNT(DISTINCT ?g) AS ?graphs) (COUNT(*) AS ?triples) WHERE { GRAPH ?g { ?s ?p ?o } }

# %% tags=["active-ipynb"]
# %%sparql --seen fam:s1
# SELECT (COUNT(DISTINCT ?g) AS ?graphs) (COUNT(*) AS ?triples) WHERE { GRAPH ?g { ?s ?p ?o } }

# %% [markdown]
# **Exercise.** Which events are facts of the graph of the first season's finale,
# `graph:fam-s01e10/facts`?
# (A name with a slash has to be written out:
# `<https://w3id.org/famk/graph/fam-s01e10/facts>`.)
#
# <details>
# <summary>Solution</summary>
#
# ```sparql
# SELECT ?event WHERE {
#   GRAPH <https://w3id.org/famk/graph/fam-s01e10/facts> { ?e rdfs:label ?event }
#   ?e a famk:Event .
# } ORDER BY ?event
# ```
#
# </details>

# %% [markdown]
# ## 8. Statements: who says so?
#
# A triple cannot carry a footnote. So every claim is also a **statement**, a thing of its own that points to subject,
# predicate and value (`famk:object` for a thing, `famk:literal` for a text, number or date), and to its sources
# (`prov:wasDerivedFrom`), evidence, rank and reveal.

# %% tags=["active-ipynb"]
# %%sparql
# SELECT ?event ?date ?evidence ?publisher ?grade WHERE {
#   ?statement famk:subject ?e ;
#     famk:predicate famk:date ;
#     famk:literal ?date ;
#     famk:evidence ?how ;
#     prov:wasDerivedFrom ?source .
#   ?e rdfs:label ?event ; famk:inTimeline id:alternate-timeline .
#   ?source famk:publisher ?publisher ; famk:grade ?g .
#   BIND(STRAFTER(STR(?how), "concept/") AS ?evidence)
#   BIND(STRAFTER(STR(?g), "grade-") AS ?grade)
# }
# ORDER BY ?date ?event ?publisher
# LIMIT 12

# %% [markdown]
# A claim has a **rank**. *Deprecated* claims, superseded or wrong, have a statement and a reason, but no plain triple:
# chapters 1 to 7 never saw them. `famk:asserted` tells the two apart.

# %% tags=["active-ipynb"]
# %%sparql
# SELECT ?about ?predicate ?value ?rank ?reason WHERE {
#   VALUES (?r ?rank) { (concept:preferred "preferred") (concept:deprecated "deprecated") }
#   ?statement famk:rank ?r ; famk:subject ?s ; famk:predicate ?p ; famk:literal ?value .
#   VALUES ?class { famk:Event famk:Character famk:Episode }
#   ?s a ?class ; rdfs:label ?about .
#   OPTIONAL { ?statement famk:reason ?reason }
#   BIND(STRAFTER(STR(?p), "#") AS ?predicate)
# }
# ORDER BY ?about ?predicate ?rank ?value

# %% [markdown]
# **Exercise.** Which asserted claims of the alternate timeline (`famk:world`) rest on the most sources?
#
# <details>
# <summary>Solution</summary>
#
# ```sparql
# SELECT ?about ?predicate (COUNT(DISTINCT ?source) AS ?sources) WHERE {
#   ?statement famk:asserted true ; famk:world id:alternate-timeline ; famk:subject/rdfs:label ?about ;
#     famk:predicate ?p ; prov:wasDerivedFrom ?source .
#   BIND(STRAFTER(STR(?p), "#") AS ?predicate)
# } GROUP BY ?statement ?about ?predicate ORDER BY DESC(?sources) ?about ?predicate LIMIT 10
# ```
#
# </details>

# %% [markdown]
# ## 9. When you mistype
#
# A wrong query is told in one message: where, and what was perhaps meant. That holds for the syntax, for the words of
# the ontology, and for things that do not exist. An empty table would be worse.

# %% tags=["active-ipynb", "raises-exception"]
# %%sparql
# SELECT ?who WHERE {
#   ?who a famk:Charakter .
# }

# %% [markdown]
# ## 10. CONSTRUCT: a graph of your own
#
# `SELECT` gives tables. `CONSTRUCT` gives triples, and so a new graph, cut to your needs. `--out` keeps it as an
# `rdflib.Graph`.

# %% tags=["active-ipynb"]
# %%sparql --out causes
# CONSTRUCT { ?cause famk:causes ?effect . ?cause rdfs:label ?one . ?effect rdfs:label ?other }
# WHERE {
#   ?cause famk:causes|famk:enables|famk:motivates ?effect ; rdfs:label ?one .
#   ?effect rdfs:label ?other .
# }

# %% [markdown]
# From here on it is yours. In rdflib it can be asked further, or written in any format:

# %%
from rdflib import RDFS, Namespace

FAMK = Namespace("https://w3id.org/famk/ontology#")
print(len(causes), "triples;", sum(1 for _ in causes.subject_objects(FAMK.causes)), "links")
names = {node: str(min(causes.objects(node, RDFS.label))) for node in set(causes.subjects(RDFS.label))}
for subject, target in sorted(causes.subject_objects(FAMK.causes))[:5]:
    print(f"{names[subject]}  →  {names[target]}")

# %% [markdown]
# And networkx takes any pairs. Which events hold the story together: which lie on the most shortest ways from a cause
# to an effect?

# %%
import networkx as nx

network = nx.DiGraph((names[subject], names[target]) for subject, target in sorted(causes.subject_objects(FAMK.causes)))
between = nx.betweenness_centrality(network)
ranking = sorted(between, key=lambda event: (-round(between[event], 6), event))
pd.DataFrame(
    [(event, network.in_degree(event), network.out_degree(event), round(between[event], 3)) for event in ranking[:10]],
    columns=["event", "causes", "effects", "betweenness"],
)

# %% [markdown]
# How long is the longest chain of causes, if no event is met twice?

# %%
whole = nx.condensation(network)  # events that cause each other in a circle count as one
longest = nx.dag_longest_path(whole) if whole else []
print("\n  → ".join(", ".join(sorted(whole.nodes[number]["members"])) for number in longest))

# %% [markdown]
# **Exercise.** Construct the graph of who is married to, a friend or a parent of whom, with the predicate
# `famk:relatedTo`.
#
# <details>
# <summary>Solution</summary>
#
# ```sparql
# CONSTRUCT { ?one famk:relatedTo ?other }
# WHERE { ?one famk:spouse|famk:friend|famk:parent ?other . ?one a famk:Character . ?other a famk:Character }
# ```
#
# </details>

# %% [markdown]
# ## Where to go from here
#
# - The saved queries (`famk queries`, or `Universe().queries()`) are SPARQL files, each with its question in plain
#   English. They are made to be read and changed.
# - `01-tour-of-the-universe.ipynb` shows what else the library does with the graph.
# - The language itself: [SPARQL 1.1 Query Language](https://www.w3.org/TR/sparql11-query/), W3C, 2013.
