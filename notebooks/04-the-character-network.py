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
# # The character network
#
# Who holds a story together? Not always the one with the most lines. A network of characters lets you ask in numbers,
# and shows how much the answer depends on the question. You will learn
#
# - how to make a network of people from a list of events (a *projection*)
# - three meanings of “central”, and why they name different people
# - how to find groups that nobody has drawn a line around (*communities*)
# - which single ties hold two parts together (*bridges*), and who cannot be taken away
# - how a network changes while a series goes on.
#
# **How far this goes:** the first season of *For All Mankind*. One section at the end counts how the network grows
# until season 4: it shows numbers, and neither names nor events.

# %%
from famk_graph import Universe

SEEN = "fam:s1"
universe = Universe(SEEN)

# %%
from collections import defaultdict
from itertools import combinations

import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
from matplotlib_inline.backend_inline import set_matplotlib_formats

# %matplotlib inline
set_matplotlib_formats("svg", metadata={"Date": None, "Creator": None})
plt.style.use("famk.mplstyle")
pd.set_option("display.max_colwidth", 240, "display.max_rows", 50)

# %% [markdown]
# ## From claims to a network
#
# `universe.network` gives the graph as a `networkx.MultiDiGraph`: every relation that is claimed is an edge, and keeps
# the ids of its sources. Two kinds of things will do for us, characters and events:

# %%
claims = universe.network(["Character", "Event"])
label = dict(claims.nodes(data="label"))
pd.DataFrame(
    [
        (label[event], data["predicate"], label[who], data["reveal"], data["sources"])
        for event, who, data in claims.edges("women-astronaut-training", data=True)
    ],
    columns=["from", "claim", "to", "revealed in", "sources"],
)

# %% [markdown]
# That is a network of two kinds. What we want is one kind: people, and ties between them. So we **project**: whoever
# takes part in the same event is tied, once for each such event. To these we add the ties that are claimed directly:
# family, friends, mentors, superiors. The number of ties is the **weight** of an edge, and each edge remembers why it
# is there.


# %%
def cast_of(universe: Universe) -> nx.Graph:
    """Return the characters of a universe, tied by what they took part in and by what they are to each other."""
    claims, cast = universe.network(["Character", "Event"]), nx.Graph()
    kind, label = dict(claims.nodes(data="kind")), dict(claims.nodes(data="label"))
    took_part = defaultdict(dict)

    def tie(one: str, other: str, why: str, sources: set[str]) -> None:
        if not cast.has_edge(one, other):
            cast.add_edge(one, other, weight=0, why=[], sources=set())
        data = cast.edges[one, other]
        data["weight"] += 1
        data["why"].append(why)
        data["sources"] |= sources

    for start, end, data in claims.edges(data=True):
        sources = set(data["sources"].split(",")) - {""}
        if kind[start] == kind[end] == "Character":
            tie(start, end, data["predicate"], sources)
        elif kind[end] == "Character" and data["predicate"] in ("participant", "crewMember"):
            took_part[start][end] = sources
    for event, people in took_part.items():
        for one, other in combinations(sorted(people), 2):
            tie(one, other, label[event], people[one] | people[other])
    return cast


cast = cast_of(universe)
print(
    f"{len(cast)} characters, {cast.number_of_edges()} pairs with a tie, {nx.number_connected_components(cast)} part(s)"
)

# %% [markdown]
# The strongest ties, and who vouches for them:


# %%
def publishers(sources: set[str]) -> str:
    """Name those who vouch for a claim."""
    return ", ".join(sorted({universe.citations[source].publisher for source in sources})) or "none, from memory"


strongest = sorted(cast.edges(data=True), key=lambda edge: (-edge[2]["weight"], edge[0], edge[1]))[:6]
pd.DataFrame(
    [
        (label[one], label[other], data["weight"], "; ".join(data["why"][:2]) + " …", publishers(data["sources"]))
        for one, other, data in strongest
    ],
    columns=["one", "other", "ties", "for example", "sources"],
)

# %% [markdown]
# A word of caution before any measure. The network holds what *sources* name, and sources name those who matter to the
# plot. Somebody who stands silent in every scene has no tie. These are numbers about a telling, not about a life.
#
# ## Three meanings of “central”
#
# - **Neighbours**: with how many others is somebody tied at all? The simplest measure.
# - **PageRank** (Brin and Page 1998): a tie to somebody with strong ties counts for more. It finds the inner circle.
# - **Betweenness** (Freeman 1977): on how many of the shortest ways between two others does somebody stand? It finds
#   those through whom news must pass.

# %%
measures = pd.DataFrame(
    {
        "neighbours": dict(cast.degree()),
        "PageRank": nx.pagerank(cast),
        "betweenness": nx.betweenness_centrality(cast),
    }
).round(3)
measures.index = measures.index.map(label)
ranks = measures.rank(ascending=False, method="min").astype(int).add_prefix("rank by ")
both = measures.join(ranks).sort_index().sort_values("betweenness", ascending=False, kind="stable")
both[ranks.reindex(both.index).min(axis=1) <= 6]

# %% [markdown]
# Where the ranks differ, it gets interesting. Molly Cobb is in the thick of it, high by PageRank, yet not many need her
# to reach another: those she is tied to are often tied to each other already. Harold Weisner is the reverse. He has few
# neighbours, but one of them is Ted Kennedy: the way from NASA to the politicians runs through him.
#
# ## Communities
#
# Which groups are more tied among themselves than to the rest? Greedy modularity (Clauset, Newman and Moore 2004)
# begins with everybody alone and merges, again and again, the two groups that gain the most. Nobody tells it who is
# family, who is crew, who sits in Washington.

# %%
groups = sorted(
    nx.community.greedy_modularity_communities(cast, weight="weight"), key=lambda group: (-len(group), sorted(group))
)
between = nx.betweenness_centrality(cast)
centre = [max(sorted(group), key=lambda who: between[who]) for group in groups]
pd.DataFrame(
    [
        (label[middle], ", ".join(sorted(label[who] for who in group if who != middle)))
        for middle, group in zip(centre, groups, strict=True)
    ],
    columns=["most between", "and with them"],
)

# %% [markdown]
# How good is such a partition? **Modularity** compares the ties within groups with what chance would give: 0 is no
# better than chance, above 0.3 there is something. Here it is

# %%
round(nx.community.modularity(cast, groups), 3)

# %% [markdown]
# so the groups are there, with soft edges: a space agency is a small place. Now the picture. Colour says the group,
# size the betweenness, thickness the number of ties; the dashed lines are the *bridges* of the next section. Ties
# within a group pull harder, so that groups stand together.

# %%
group_of = {who: number for number, group in enumerate(groups) for who in group}
pull = nx.Graph()
pull.add_nodes_from(sorted(cast))
for one, other in sorted(tuple(sorted(edge)) for edge in cast.edges()):
    pull.add_edge(one, other, length=1.0 if group_of[one] == group_of[other] else 2.2)
place = nx.kamada_kawai_layout(pull, weight="length")
place = {who: spot / max(np.hypot(*spot), 0.01) ** 0.3 for who, spot in place.items()}  # more room in the middle
COLOURS = ("#b3361c", "#2a5d8a", "#00775a", "#7a4fa3", "#b8860b", "#5c6675", "#a63d80", "#756300")

# %%
bridges = {tuple(sorted(pair)) for pair in nx.bridges(cast)}
figure, axes = plt.subplots(figsize=(9.5, 8.4), layout="constrained")
for one, other in pull.edges():
    x, y = zip(place[one], place[other], strict=True)
    bridge = (one, other) in bridges
    same = COLOURS[group_of[one] % len(COLOURS)] if group_of[one] == group_of[other] else "#b9b9b9"
    width = 0.5 + 0.45 * cast.edges[one, other]["weight"]
    axes.plot(x, y, color="black" if bridge else same, ls="--" if bridge else "-", lw=width, alpha=0.55, zorder=1)
for number, group in enumerate(groups):
    people = sorted(group)
    x, y = zip(*(place[who] for who in people), strict=True)
    sizes = [30 + 1500 * between[who] for who in people]
    color = COLOURS[number % len(COLOURS)]
    axes.scatter(x, y, s=sizes, color=color, edgecolor="white", zorder=2)
    axes.scatter([], [], s=45, color=color, label=f"around {label[centre[number]]}")
paper = {"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 0.4}
for who, (x, y) in place.items():
    above = y > np.mean([place[other][1] for other in cast[who]])  # a name stands away from the ties
    away = (1 if above else -1) * (0.012 + 0.0009 * (30 + 1500 * between[who]) ** 0.5)
    align = "bottom" if above else "top"
    axes.text(x, y + away, label[who], ha="center", va=align, fontsize=7.5, bbox=paper, zorder=3)
axes.plot([], [], color="black", ls="--", lw=0.9, label="a bridge")
axes.legend(loc="upper left", fontsize=8, title="Groups", alignment="left")
axes.axis("off")
axes.set_title(f"The characters, tied by shared events and directly (seen: {SEEN})")
plt.show()

# %% [markdown]
# ## Bridges
#
# A **bridge** is a tie that is the only way between two parts: cut it, and they no longer know of each other. Most
# bridges tie on a single person, often somebody's family. The interesting ones have something on both ends.


# %%
def cut_off(pair: tuple[str, str]) -> set[str]:
    """Return the smaller part that is lost when a tie is cut."""
    rest = nx.Graph(cast.edges())
    rest.remove_edge(*pair)
    return min((nx.node_connected_component(rest, end) for end in pair), key=len)


pd.DataFrame(
    [
        (
            " – ".join(label[who] for who in pair),
            ", ".join(sorted(label[who] for who in cut_off(pair))),
            "; ".join(cast.edges[pair]["why"]),
            publishers(cast.edges[pair]["sources"]),
        )
        for pair in sorted(bridges, key=lambda pair: (-len(cut_off(pair)), pair))
    ],
    columns=["bridge", "cuts off", "because of", "sources"],
)

# %% [markdown]
# One bridge has a whole family behind it: Margo Madison and Aleida Rosales. Nothing else in the first season ties the
# girl's world to Mission Control. A viewer feels that it will matter; the network says why: on this one tie hangs
# everybody beyond it. (Mind the last column, too. A claim *from memory* has no source yet, and a network is as good as
# its weakest claim.)
#
# And people? Whose absence would break the network apart?

# %%
pd.Series(
    {
        label[who]: nx.number_connected_components(nx.restricted_view(cast, [who], []))
        for who in sorted(nx.articulation_points(cast))
    },
    name="parts without them",
).sort_values(ascending=False, kind="stable").to_frame()

# %% [markdown]
# ## How the network grows
#
# The horizon makes it easy to ask how the cast looked at any point. From here on there are **numbers only**: they reach
# to the end of season 4, and say nothing about who or what.

# %%
rows = []
for season in range(1, 5):
    grown = cast_of(universe.seen(f"fam:s{season}"))
    core = grown.subgraph(max(nx.connected_components(grown), key=len))
    near, steps = nx.average_clustering(grown), nx.average_shortest_path_length(core)
    rows.append((len(grown), grown.number_of_edges(), nx.density(grown), near, steps))
growth = pd.DataFrame(
    rows,
    index=pd.Index(range(1, 5), name="season"),
    columns=["characters", "ties", "share of possible ties", "neighbours tied to each other", "steps between two"],
)
growth.round(3)

# %%
figure, panels = plt.subplots(1, 3, figsize=(9.5, 2.5), layout="constrained")
for axes, column in zip(panels, ["characters", "share of possible ties", "steps between two"], strict=True):
    bars = axes.bar([f"s{season}" for season in growth.index], growth[column], color="#2a5d8a", width=0.6)
    axes.bar_label(bars, fmt="{:,.0f}" if column == "characters" else "{:.2f}", padding=2)
    axes.set(title=column, yticks=[], ylim=(0, 1.15 * growth[column].max()))
    axes.spines["left"].set_visible(False)
plt.show()

# %% [markdown]
# Three times as many characters, an ever smaller share of the ties that could be, and yet the way from one to another
# stays the same: under three steps. New people are not tied to everybody; they are tied to somebody in the middle, and
# the neighbours of one are often neighbours of each other. Short ways and close circles together are a **small world**
# (Watts and Strogatz 1998). It is how a series can grow without its viewers getting lost.
#
# ## To touch
#
# What lies behind the network, characters and events, as a page to drag, search and filter. It is not kept in this file
# (it would weigh a megabyte): run the cell to see it. `universe.draw("cast.html", kinds=["Character", "Event"])` writes
# it to a file for good.

# %%
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from IPython.display import HTML

with TemporaryDirectory() as folder:
    page = universe.draw(Path(folder) / "cast.html", kinds=["Character", "Event"]).read_text(encoding="utf-8")
HTML(f'<div><iframe srcdoc="{escape(page)}" style="width: 100%; height: 640px; border: 0"></iframe></div>')

# %% [markdown]
# ## Exercises
#
# **1.** What is the longest of all shortest ways, and who stands at its ends?
#
# <details>
# <summary>Solution</summary>
#
# ```python
# ways = dict(nx.all_pairs_shortest_path(cast))
# longest = max((way for ends in ways.values() for way in ends.values()), key=lambda way: (len(way), way))
# print(" – ".join(label[who] for who in longest))
# ```
#
# </details>
#
# **2.** Take the most central person away. Who is most central then?
#
# <details>
# <summary>Solution</summary>
#
# ```python
# first = max(sorted(between), key=between.get)
# without = nx.betweenness_centrality(nx.restricted_view(cast, [first], []))
# print(label[first], "→", label[max(sorted(without), key=without.get)])
# ```
#
# </details>
#
# **3.** Another method may find other groups. Compare with `nx.community.louvain_communities` (Blondel and others
# 2008): which has the higher modularity? Does another `seed` change the answer?
#
# <details>
# <summary>Solution</summary>
#
# ```python
# for seed in range(5):
#     found = nx.community.louvain_communities(cast, weight="weight", seed=seed)
#     print(seed, len(found), round(nx.community.modularity(cast, found), 3))
# ```
#
# </details>
#
# **4.** Who shares the most events with Margo Madison? SPARQL can say that without networkx. There is a saved question
# for it, too.
#
# <details>
# <summary>Solution</summary>
#
# ```sparql
# SELECT ?who (COUNT(DISTINCT ?event) AS ?shared) WHERE {
#   ?event famk:participant id:margo-madison, ?c .
#   ?c a famk:Character ; rdfs:label ?who .
#   FILTER(?c != id:margo-madison)
# } GROUP BY ?who ORDER BY DESC(?shared) ?who
# ```
#
# ```python
# universe.ask("companions-of", person="Margo Madison").to_pandas()
# ```
#
# </details>
#
# ## Where to go from here
#
# - `05-the-ontology.ipynb` looks at the words that all of this is said in.
# - On the command line: `famk network --kind Character`, `famk path "Margo Madison" "Ted Kennedy"`, `famk draw`.
# - Linton C. Freeman, “A Set of Measures of Centrality Based on Betweenness”, *Sociometry* 40 (1977); Duncan J. Watts
#   and Steven H. Strogatz, “Collective dynamics of ‘small-world’ networks”, *Nature* 393 (1998).
