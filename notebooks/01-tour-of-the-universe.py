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
# # A tour of the universe
#
# *For All Mankind* and *Star City* play in a history that parts from ours. This project writes that history down as
# a graph of **claims**. Every claim knows three things that most databases forget:
#
# - **who says so**: its sources, with a grade
# - **when a viewer learns it**: the episode that reveals it
# - **which world it is about**: theirs or ours.
#
# This tour stays within the **first season** of *For All Mankind*. Whatever comes later does not exist here: not in
# a table, not in a count, not in a picture. Change the next line to go further.

# %%
from famk_graph import Universe

SEEN = "fam:s1"
universe = Universe(SEEN)

# %% [markdown]
# The rest of the preparation: `%%sparql` cells, and charts as SVG on a white card, so that they can be read on a
# dark page too (`famk.mplstyle` beside this notebook).

# %%
import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import Markdown
from matplotlib_inline.backend_inline import set_matplotlib_formats

# %load_ext famk_graph.notebook
# %sparql --seen {SEEN}
# %matplotlib inline
set_matplotlib_formats("svg", metadata={"Date": None, "Creator": None})
plt.style.use("famk.mplstyle")
THEIRS, OURS, GREY = "#b3361c", "#2a5d8a", "#8a8a8a"
pd.set_option("display.max_colwidth", 90, "display.max_rows", 40)

# %% [markdown]
# ## One claim
#
# Here is a single claim, whole: that somebody set foot on the Moon on a certain day. The plain fact is one triple
# (*event, date, day*). Around it stands a **statement** that says where the fact comes from.

# %% tags=["active-ipynb"]
# %%sparql
# SELECT ?event ?date ?world ?revealed ?evidence ?rank ?publisher WHERE {
#   ?statement famk:subject id:soviet-moon-landing ; famk:predicate famk:date ; famk:literal ?date ;
#     famk:world/rdfs:label ?world ; famk:revealedIn/rdfs:label ?revealed ; famk:evidence ?e ; famk:rank ?r ;
#     prov:wasDerivedFrom/famk:publisher ?publisher .
#   id:soviet-moon-landing rdfs:label ?event .
#   BIND(STRAFTER(STR(?e), "concept/") AS ?evidence)
#   BIND(STRAFTER(STR(?r), "concept/") AS ?rank)
# } ORDER BY ?publisher

# %% [markdown]
# One row per source: the same claim, told by several. *Revealed* is where a viewer learns it. `premise` means that the
# shows' own publicity tells it to anybody before the first episode.
#
# ## A card
#
# A card gathers all claims about one thing, from its own side. Names are forgiving: `gordo` is enough.

# %%
card = universe.entity("gordo")
print(f"{card.label}, a {card.cls}, with {len(card.facts)} claims from {len(card.citations)} sources")
pd.DataFrame(
    [(fact.words, fact.value, fact.time, fact.reveal, fact.evidence, len(fact.sources)) for fact in card.facts],
    columns=["", "value", "time", "revealed in", "evidence", "sources"],
)

# %% [markdown]
# ## When claims disagree
#
# Sources contradict each other, and people change their minds. Nothing is thrown away: rival claims stand side by
# side with a **rank**. A *deprecated* claim keeps its reason and is never asserted as a fact; *preferred* is the one to
# take where there is a choice.
#
# The best question to disagree about: **where does their history leave ours?**

# %% tags=["active-ipynb"]
# %%sparql
# SELECT ?event ?date ?rank (GROUP_CONCAT(DISTINCT ?publisher; separator=", ") AS ?sources) WHERE {
#   ?statement famk:predicate famk:pointOfDivergenceOf ; famk:subject ?e ; famk:rank ?r ;
#     prov:wasDerivedFrom/famk:publisher ?publisher .
#   ?e rdfs:label ?event ; famk:earliestDate ?date .
#   BIND(STRAFTER(STR(?r), "concept/") AS ?rank)
# } GROUP BY ?event ?date ?rank ORDER BY ?date

# %% [markdown]
# And some claims that did not stand, with what is said against them:

# %% tags=["active-ipynb"]
# %%sparql
# SELECT ?about ?claim ?value ?reason WHERE {
#   ?statement famk:rank concept:deprecated ; famk:subject ?entity ; famk:predicate ?p ; famk:literal ?value ;
#     famk:reason ?reason .
#   ?entity rdfs:label ?about .
#   BIND(STRAFTER(STR(?p), "#") AS ?claim)
#   FILTER(?claim != "productionStatus" && ?claim != "remark")
# } ORDER BY ?about ?claim ?value LIMIT 8

# %% [markdown]
# ## Why?
#
# Causes are edges of the graph, so *why?* is a path. Here is the shortest line from the point where history parts to
# the base on the Moon, with the words of each link and the number of sources behind it.

# %%
chain = universe.why("jamestown-landing")
label = {entry.id: entry.label for entry in universe.names.entries.values()}
pd.DataFrame(
    [(label[step.start], step.words, label[step.end], step.reveal, len(step.sources)) for step in chain.spine],
    columns=["this", "", "that", "revealed in", "sources"],
)

# %% [markdown]
# Behind that line there are others. All causes of the landing, each event below what it leads to, so that every line
# reads upwards:

# %%
import networkx as nx

INK = {"causes": "#b3361c", "enables": "#2a5d8a", "motivates": "#7a4fa3", "prevents": "#444444"}
causes = nx.DiGraph([(step.start, step.end, {"verb": step.predicate}) for step in chain.steps])
depth: dict[str, int] = {}
for event in reversed(list(nx.topological_sort(causes))):
    depth[event] = max((depth[later] + 1 for later in causes.successors(event)), default=0)
rows = {level: sorted(event for event in depth if depth[event] == level) for level in set(depth.values())}
place = {
    event: ((number + 0.5) / len(row) + (0.07 if level % 2 else -0.07), -level)
    for level, row in rows.items()
    for number, event in enumerate(row)
}
figure, axes = plt.subplots(figsize=(9.5, 0.6 * len(rows)))
axes.set(xlim=(0, 1), ylim=(-len(rows) + 0.2, 0.5))
axes.axis("off")
for start, end, data in causes.edges(data=True):
    axes.plot(*zip(place[start], place[end], strict=True), color=INK.get(data["verb"], GREY), linewidth=1.1)
box_style = {"boxstyle": "round,pad=0.3", "facecolor": "#f6f2ea", "edgecolor": "#bbb", "linewidth": 0.6}
for event, (x, y) in place.items():
    axes.text(x, y, label[event], ha="center", va="center", fontsize=7.5, bbox=box_style)
for verb in sorted({data["verb"] for *_, data in causes.edges(data=True)}):
    axes.plot([], [], color=INK.get(verb, GREY), label=verb)
axes.legend(frameon=False, loc="lower left", ncols=4)
plt.show()

# %% [markdown]
# ## What differs
#
# A **divergence** is a thing of its own: it joins an event there with its answer here, says of what kind the
# difference is, and knows the dates and the sources of both.

# %% tags=["active-ipynb"]
# %%sparql --out divergences
# SELECT ?divergence ?theirs ?there ?ours ?here ?kinds WHERE {
#   ?d a famk:Divergence ; rdfs:label ?divergence ; famk:alternateSide ?a ; famk:realSide ?r .
#   ?a rdfs:label ?theirs ; famk:earliestDate ?there .
#   ?r rdfs:label ?ours ; famk:earliestDate ?here .
#   { SELECT ?d (GROUP_CONCAT(?kind; separator=", ") AS ?kinds) WHERE {
#       { SELECT ?d ?kind WHERE { ?d famk:divergenceKind ?k . BIND(STRAFTER(STR(?k), "concept/") AS ?kind) }
#         ORDER BY ?d ?kind }
#     } GROUP BY ?d }
# } ORDER BY ?there ?here ?divergence

# %%
divergences.head(12)

# %% [markdown]
# Both sides dated, the differences can be drawn. A filled dot is their date, a ring is ours; the line between them is
# how far apart the two worlds are. (A date known only to the year sits at its first possible day.)

# %%
drawn = divergences.assign(there=pd.to_datetime(divergences["there"]), here=pd.to_datetime(divergences["here"]))
drawn = drawn[(drawn["there"] - drawn["here"]).dt.days.abs() > 365].sort_values(["there", "here"], ascending=False)
figure, axes = plt.subplots(figsize=(9.5, 0.24 * len(drawn) + 0.6))
for row, (there, here) in enumerate(zip(drawn["there"], drawn["here"], strict=True)):
    axes.plot([there, here], [row, row], color=THEIRS if there < here else OURS, linewidth=1.4, alpha=0.55)
axes.scatter(drawn["there"], range(len(drawn)), color=THEIRS, s=26, zorder=3, label="their world")
axes.scatter(drawn["here"], range(len(drawn)), color="white", edgecolor=OURS, s=26, zorder=3, label="ours")
axes.set_yticks(range(len(drawn)), drawn["divergence"])
axes.set_title("Differences of more than a year")
axes.tick_params(axis="y", length=0)
axes.grid(axis="x", color="#e4e4e4")
axes.legend(frameon=False, loc="lower right")
plt.show()

# %% [markdown]
# ## Two histories on one line
#
# Every dated event of both worlds, quarter by quarter: theirs above the line, ours below. The events on the way from
# the point of divergence to the base are named.

# %%
FIRST, LAST = 1966, 1976
moments = universe.timeline(str(FIRST), str(LAST))
spine = {chain.event} | {event for step in chain.spine for event in (step.start, step.end)}
figure, axes = plt.subplots(figsize=(9.5, 4.6))
height: dict[tuple[float, int], int] = {}
named = []
for moment in moments:
    day = pd.Timestamp(moment.earliest)
    quarter = day.year + (day.quarter - 1) / 4
    if not FIRST <= quarter < LAST:
        continue
    side = 1 if moment.is_alternate else -1
    level = height[quarter, side] = height.get((quarter, side), 0) + 1
    color = THEIRS if moment.is_alternate else OURS
    marked = moment.event in spine
    edge = "black" if marked else "none"
    axes.scatter(quarter + 0.12, side * level, color=color, s=22, edgecolor=edge, linewidth=1.1, zorder=3)
    if marked:
        named.append((quarter + 0.12, level, moment.label))
top = max(level for (_, side), level in height.items() if side > 0)
for number, (x, level, text) in enumerate(named):
    axes.annotate(
        text, (x, level), (x, top + 1.5 + 1.4 * (len(named) - number)), fontsize=8, ha="left", va="center",
        arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.6, "relpos": (0, 0.5)},
    )  # fmt: skip
axes.axhline(0, color="#444", linewidth=1)
axes.text(FIRST + 0.05, 2.4, "their world", color=THEIRS)
axes.text(FIRST + 0.05, -2.4, "ours", color=OURS, va="top")
axes.set(xlim=(FIRST, LAST), xticks=range(FIRST, LAST + 1), yticks=[])
axes.spines["left"].set_visible(False)
plt.show()

# %% [markdown]
# ## Who belongs together
#
# Two characters who take part in the same event are tied; the more events, the thicker the line. The network is small
# enough to draw, and big enough to ask it who stands between the others. Those who belong together stand together.

# %% tags=["active-ipynb"]
# %%sparql --out together
# SELECT ?one ?other (COUNT(DISTINCT ?event) AS ?shared) WHERE {
#   ?event famk:participant ?a, ?b .
#   ?a a famk:Character ; rdfs:label ?one .
#   ?b a famk:Character ; rdfs:label ?other .
#   FILTER(?one < ?other)
# } GROUP BY ?one ?other ORDER BY DESC(?shared) ?one ?other

# %%
from math import cos, pi, sin

cast = nx.Graph()
cast.add_weighted_edges_from(together[together["shared"] > 1].itertuples(index=False, name=None))
between = nx.betweenness_centrality(cast)
groups = nx.community.greedy_modularity_communities(cast, weight="weight")
ring = [name for group in groups for name in sorted(group)]
angle = {name: 2 * pi * number / len(ring) for number, name in enumerate(ring)}
figure, axes = plt.subplots(figsize=(9.5, 6.2))
for one, other, data in cast.edges(data=True):
    x, y = zip(*((cos(angle[name]), sin(angle[name])) for name in (one, other)), strict=True)
    axes.plot(x, y, color="#c9b79a", linewidth=0.8 * data["weight"], alpha=0.8, zorder=1)
for name in ring:
    x, y = cos(angle[name]), sin(angle[name])
    axes.scatter(x, y, s=40 + 900 * between[name], color=THEIRS, zorder=2)
    side = "left" if x > 0.01 else "right" if x < -0.01 else "center"
    axes.text(1.11 * x, 1.11 * y, name, ha=side, va="center", fontsize=9)
axes.set(xlim=(-1.7, 1.7), ylim=(-1.2, 1.2), aspect="equal")
axes.axis("off")
axes.set_title("Who shares at least two events; size: how often one stands between two others")
plt.show()

# %% [markdown]
# ## The horizon
#
# Everything so far was asked as somebody who has seen one season. Now the same question at two horizons: *what
# is known about bases in space?* First after the first episode only:

# %% tags=["active-ipynb"]
# %%sparql --seen fam:s1e1
# SELECT ?base ?claim ?value ?revealed WHERE {
#   ?b a famk:Base ; rdfs:label ?base .
#   ?statement famk:subject ?b ; famk:predicate ?p ; famk:asserted true ; famk:revealedIn/rdfs:label ?revealed .
#   OPTIONAL { ?statement famk:literal ?text }
#   OPTIONAL { ?statement famk:object/rdfs:label ?name }
#   BIND(STRAFTER(STR(?p), "#") AS ?claim)
#   BIND(COALESCE(?text, ?name) AS ?value)
#   FILTER(BOUND(?value) && ?claim != "label" && ?claim != "type")
# } ORDER BY ?base ?claim ?value

# %% [markdown]
# And at the end of the season:

# %% tags=["active-ipynb"]
# %%sparql --seen {SEEN}
# SELECT ?base ?claim ?value ?revealed WHERE {
#   ?b a famk:Base ; rdfs:label ?base .
#   ?statement famk:subject ?b ; famk:predicate ?p ; famk:asserted true ; famk:revealedIn/rdfs:label ?revealed .
#   OPTIONAL { ?statement famk:literal ?text }
#   OPTIONAL { ?statement famk:object/rdfs:label ?name }
#   BIND(STRAFTER(STR(?p), "#") AS ?claim)
#   BIND(COALESCE(?text, ?name) AS ?value)
#   FILTER(BOUND(?value) && ?claim != "label" && ?claim != "type")
# } ORDER BY ?base ?claim ?value

# %% [markdown]
# Nothing is filtered out of the first answer. A universe at a horizon is a **store of its own**, into which only the
# permitted facts were copied. What you have not seen cannot leak through a count, a name that nearly fits, or an error
# message: it is not there. The size of the universe, as somebody watches:

# %%
positions = ["none", *(f"fam:s1e{episode}" for episode in range(1, 11))]
sizes = [(seen, universe.seen(seen).coverage().claims) for seen in positions]
figure, axes = plt.subplots(figsize=(9.5, 2.4))
axes.bar([seen.removeprefix("fam:") for seen, _ in sizes], [claims for _, claims in sizes], color=OURS, width=0.6)
axes.set_title("Claims that exist after each episode")
axes.tick_params(axis="x", length=0)
axes.grid(axis="y", color="#e4e4e4")
axes.set_axisbelow(True)
plt.show()

# %% [markdown]
# ## What is not known
#
# A database should also say what it does not hold. Coverage counts what is known and names the gaps.

# %%
coverage = universe.coverage()
Markdown(
    f"At this horizon: **{coverage.claims:,} claims** about **{sum(coverage.classes.values()):,} entities** from "
    f"**{len(universe.citations):,} sources**; {coverage.recalled_share:.1%} of the claims rest on memory alone."
)

# %%
pd.DataFrame(
    [(s.label, s.episodes, s.titled, s.dated, s.directed, s.written, "; ".join(s.gaps)) for s in coverage.seasons],
    columns=["season", "episodes", "titled", "dated", "directed", "written", "gaps"],
)

# %% [markdown]
# (Titles of unseen episodes may tell something, so they do not exist yet either: to this horizon they count as
# missing.)
#
# ## Where to go from here
#
# - `02-sparql-from-zero.ipynb` teaches the language in which the questions above were asked.
# - `universe.queries()` lists the saved questions, `universe.ask(name)` answers one.
# - `universe.draw("page.html")` writes the graph as one interactive page.
# - On the command line the same doors are called `famk show`, `famk why`, `famk timeline`, `famk query` and
#   `famk draw`.
