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
# # Two timelines, and what lies between them
#
# An alternate history is a comparison: something happens *there* that did not happen so *here*. This project makes
# each comparison a thing of its own, a **divergence**. You will learn
#
# - what a divergence holds, and who vouches for its two sides
# - how to ask what differs in a year, and in what way
# - why “how much earlier?” often has no single number for an answer
# - how to draw two histories with the bridges between them
# - how a heart operation leads, link by link, to a constitutional amendment.
#
# **How far this goes:** the first season of *For All Mankind*, and nothing later. Change the next line to go further:
# every table and picture follows. Further back they do so too, until a cell asks by name for what is not told yet; it
# then says so.

# %%
from famk_graph import Universe

SEEN = "fam:s1"
universe = Universe(SEEN)

# %% [markdown]
# Some preparation: `%%sparql` cells, and pictures as SVG.

# %%
from datetime import date

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
pd.set_option("display.max_colwidth", 200, "display.max_rows", 40)

# %% [markdown]
# ## One divergence
#
# The first that a viewer meets. It has an **alternate side** (what happens there), a **real side** (what answers it
# here), a **kind** or several (in what way they differ) and a **field** (where in life).


# %%
def publishers(sources: tuple[str, ...]) -> str:
    """Name those who vouch for a claim."""
    return ", ".join(sorted({universe.citations[source].publisher for source in sources}))


divergence = universe.entity("divergence-first-moon-landing")
pd.DataFrame(
    [(fact.words, fact.value, publishers(fact.sources)) for fact in divergence.facts], columns=["", "value", "sources"]
)

# %% [markdown]
# Each side is an event with a date and sources of its own. Their side is vouched for by those who watched or made the
# show, ours by those who write about spaceflight. A grade says how far a source is to be trusted: A is best.

# %% tags=["active-ipynb"]
# %%sparql
# SELECT ?side ?event ?date ?publisher ?grade WHERE {
#   VALUES (?property ?side) { (famk:alternateSide "theirs") (famk:realSide "ours") }
#   id:divergence-first-moon-landing ?property ?e .
#   ?e rdfs:label ?event .
#   ?claim famk:subject ?e ; famk:predicate famk:date ; famk:literal ?date ; famk:asserted true ;
#     prov:wasDerivedFrom ?source .
#   ?source famk:publisher ?publisher ; famk:grade/rdfs:label ?grade .
# } ORDER BY DESC(?side) ?grade ?publisher

# %% [markdown]
# ## What differs in a year?
#
# That is a saved question. It finds every divergence with a side in the year, on either hand: `there` may lie in the
# year, or `here`, or both.

# %%
table = universe.ask("divergences-in-year", year=1974).to_pandas()[["divergence", "there", "here"]].fillna("")
facts = {name: universe.entity(universe.names.resolve(name, "Divergence").id).facts for name in table["divergence"]}
table["sources"] = [publishers(tuple(source for fact in found for source in fact.sources)) for found in facts.values()]
table

# %% [markdown]
# An empty `here` means that nothing of the kind happened in our world. That is said on purpose (the kind is then *no
# counterpart*), it is not a gap in the data.
#
# Which years differ most? The saved question can be asked of each:

# %%
count = {year: len(universe.ask("divergences-in-year", year=year).rows()) for year in range(1961, 1990)}
pd.Series(count, name="divergences").sort_values(ascending=False, kind="stable").head(5).to_frame()

# %% [markdown]
# ## In what way?
#
# There are nine **kinds** of divergence. The ontology defines them, so the definitions can be asked for like anything
# else. A divergence may be of several kinds at once: earlier *and* with different participants.

# %% tags=["active-ipynb"]
# %%sparql
# SELECT ?kind ?definition (COUNT(?d) AS ?divergences) (SAMPLE(?label) AS ?example) WHERE {
#   ?k a famk:DivergenceKind ; rdfs:label ?kind ; skos:definition ?definition .
#   OPTIONAL { ?d famk:divergenceKind ?k . }
#   OPTIONAL { SELECT ?k (MIN(?name) AS ?label) WHERE { ?one famk:divergenceKind ?k ; rdfs:label ?name } GROUP BY ?k }
# } GROUP BY ?kind ?definition ORDER BY DESC(?divergences) ?kind

# %% [markdown]
# Now all of them with their dates. An event known only to the month or the year has a first and a last possible day;
# here the first will do. `--out` keeps the table under a name.

# %% tags=["active-ipynb"]
# %%sparql --out divergences
# SELECT ?divergence ?kind ?theirs ?there ?ours ?here WHERE {
#   ?d a famk:Divergence ; rdfs:label ?divergence ; famk:divergenceKind/rdfs:label ?kind ; famk:alternateSide ?a .
#   ?a rdfs:label ?theirs .
#   OPTIONAL { ?a famk:earliestDate ?there }
#   OPTIONAL { ?d famk:realSide ?r . ?r rdfs:label ?ours ; famk:earliestDate ?here }
# } ORDER BY ?there ?here ?divergence ?kind

# %% [markdown]
# The same divergences counted twice: by the decade in which *their* side falls, and by the decade of *ours*.


# %%
def by_decade(side: str) -> pd.DataFrame:
    """Count the divergences of each kind by the decade of one side."""
    dated = divergences.dropna(subset=[side])
    return pd.crosstab(dated["kind"], dated[side].dt.year // 10 * 10)


divergences[["there", "here"]] = divergences[["there", "here"]].apply(pd.to_datetime)
both = {"their side": by_decade("there"), "our side": by_decade("here")}
kinds = divergences["kind"].value_counts().sort_values(kind="stable").index
decades = sorted({decade for table in both.values() for decade in table})
SHADES = ("#1f3a5f", "#b3361c", "#e0a23b", "#6b8f71", "#7a4fa3", "#8a8a8a", "#444444")

# %%
figure, panels = plt.subplots(1, 2, figsize=(9.5, 3.4), sharex=True, sharey=True, layout="constrained")
for axes, (title, table) in zip(panels, both.items(), strict=True):
    counts = table.reindex(index=kinds, columns=decades, fill_value=0)
    left = pd.Series(0, index=kinds)
    for decade, shade in zip(decades, SHADES, strict=False):
        axes.barh(kinds, counts[decade], left=left, color=shade, height=0.66, label=f"{decade}s")
        left += counts[decade]
    axes.set_title(f"Divergences by kind and decade of {title}")
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    axes.set_axisbelow(True)
figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=len(decades))
plt.show()

# %% [markdown]
# Read the two panels against each other. What the first season tells falls into a few years; what answers it in our
# world is spread over decades. *Earlier* is the reason: their world hurries. And *no counterpart* has no bar on the
# right, because there is nothing of ours to date.
#
# ## How much earlier?
#
# Where both sides are known to the day, the difference is a number, and the graph holds it. Less than nothing means
# earlier. It is plain subtraction:

# %%
(date(1969, 6, 26) - date(1969, 7, 20)).days

# %% [markdown]
# But the story often tells no more than a year. Then there is no such number, and inventing one would be false
# precision. What *can* be said is a least and a most: if their side lies anywhere in 1971 and ours on the 18th of June
# 1983, the difference is between 4,187 and 4,551 days.

# %% tags=["active-ipynb"]
# %%sparql --out dated
# SELECT ?divergence ?there ?here ?days ?least ?most WHERE {
#   ?d a famk:Divergence ; rdfs:label ?divergence ; famk:alternateSide ?a ; famk:realSide ?r .
#   VALUES ?kind { concept:earlier concept:later }
#   ?d famk:divergenceKind ?kind .
#   { SELECT ?a (MIN(STR(?x)) AS ?there) WHERE { ?a famk:date|famk:startDate|famk:launchDate ?x } GROUP BY ?a }
#   { SELECT ?r (MIN(STR(?x)) AS ?here) WHERE { ?r famk:date|famk:startDate|famk:launchDate ?x } GROUP BY ?r }
#   OPTIONAL { ?d famk:differenceInDays ?days }
#   OPTIONAL { ?d famk:minimumDifferenceInDays ?least ; famk:maximumDifferenceInDays ?most }
#   FILTER(BOUND(?days) || BOUND(?least))
# } ORDER BY (COALESCE(?days, ?least)) ?divergence

# %%
dated.convert_dtypes().astype(object).fillna("").head(14)

# %% [markdown]
# A card says the same in words, and the words keep the doubt:

# %%
names = ["The first landing on the Moon", "The first American woman in space", "Apollo 15"]
cards = [universe.entity(universe.names.resolve(name, "Divergence").id) for name in names]
pd.DataFrame(
    [(card.label, card.best("description").value, card.difference) for card in cards], columns=["", "what", "theirs is"]
)

# %% [markdown]
# ## Two lanes and the bridges between them
#
# Now everything at once. The upper lane is their history, the lower one ours; each bridge joins the two sides of one
# divergence. A bridge that leans to the right goes from early there to late here. Upright bridges are events that
# happen in both worlds at the same time, with another outcome.
#
# First one row per bridge, and how far it leans:

# %%
bridges = divergences.dropna(subset=["there", "here"]).drop_duplicates("divergence").set_index("divergence")
year = {side: bridges[side].dt.year + bridges[side].dt.day_of_year / 366 for side in ("there", "here")}
lean = year["here"] - year["there"]
far = lean.nlargest(12).index
print(f"{len(bridges)} bridges, the longest over {max(lean):.0f} years. The twelve that lean farthest get a name.")

# %%
FIRST = int(min(year["there"].min(), year["here"].min())) // 10 * 10
LAST = int(max(year["there"].max(), year["here"].max())) + 3
figure, axes = plt.subplots(figsize=(9.5, 6.4), layout="constrained")
for name in bridges.index:
    color = THEIRS if lean[name] > 1 else OURS if lean[name] < -1 else GREY
    ends = [year["there"][name], year["here"][name]]
    axes.plot(ends, [1, 0], color=color, linewidth=1.3 if name in far else 0.8, alpha=0.75, zorder=2)
for side, height, color in (("there", 1, THEIRS), ("here", 0, OURS)):
    axes.axhline(height, color=color, linewidth=5, alpha=0.18, zorder=1)
    axes.scatter(year[side], [height] * len(bridges), s=20, color=color, edgecolor="white", linewidth=0.6, zorder=3)
spot = 0.0
for name in year["here"][far].sort_values(kind="stable").index:
    spot = max(year["here"][name], spot + 2.0)
    axes.plot([year["here"][name], spot], [-0.01, -0.07], color=GREY, linewidth=0.6)
    axes.text(spot, -0.08, f"{name}, {bridges['here'][name].year}", rotation=-50, ha="left", va="top", fontsize=8)
axes.text(FIRST, 1.03, "their history", color=THEIRS, fontsize=11)
axes.text(FIRST, 0.03, "ours", color=OURS, fontsize=11)
for color, words in ((THEIRS, "earlier there"), (GREY, "within a year"), (OURS, "later there")):
    axes.plot([], [], color=color, label=words)
axes.legend(loc="upper right", bbox_to_anchor=(1, 0.94))
axes.set(xlim=(FIRST - 1, LAST + 12), ylim=(-0.85, 1.1), yticks=[], xticks=range(FIRST, LAST, 10))
axes.xaxis.tick_top()
axes.spines[["left", "bottom"]].set_visible(False)
axes.set_title("Every divergence with a date on both sides")
plt.show()

# %% [markdown]
# What the picture does not show: divergences without a real side have no bridge. That nothing here answers them may be
# the greatest difference of all. These are the ones, with those who vouch for them:

# %% tags=["active-ipynb"]
# %%sparql
# SELECT ?divergence ?theirs ?date (GROUP_CONCAT(DISTINCT ?publisher; separator=", ") AS ?sources) WHERE {
#   ?d famk:divergenceKind concept:no-counterpart ; rdfs:label ?divergence ; famk:alternateSide ?a .
#   ?a rdfs:label ?theirs .
#   { SELECT ?a (MIN(?day) AS ?first) (MIN(STR(?x)) AS ?date)
#     WHERE { ?a famk:earliestDate ?day ; famk:date|famk:startDate|famk:launchDate ?x } GROUP BY ?a }
#   ?claim famk:subject ?d ; famk:predicate famk:divergenceKind ; prov:wasDerivedFrom/famk:publisher ?publisher .
# } GROUP BY ?divergence ?theirs ?date ?first ORDER BY ?first ?divergence LIMIT 10

# %% [markdown]
# ## Why? One chain
#
# Divergences do not stand alone: one brings about the next. In our world the Equal Rights Amendment ran out of time in
# 1982. In theirs it is ratified in 1974. Why? Causes are edges of the graph, so the answer is a path, and `why` finds
# the shortest one from the **point of divergence**, where the two histories part.

# %%
chain = universe.why("The Equal Rights Amendment is ratified")
label = {entry.id: entry.label for entry in universe.names.entries.values()}
cited = list(dict.fromkeys(source for step in chain.spine for source in step.sources))
lines = [
    f"{number}. **{label[step.start]}** *{step.words}* **{label[step.end]}** "
    + " ".join(f"[{cited.index(source) + 1}]" for source in step.sources)
    for number, step in enumerate(chain.spine, start=1)
]
sources = [f"[{number}] {universe.citations[source]}" for number, source in enumerate(cited, start=1)]
Markdown("\n".join(lines) + "\n\nSources\n\n" + "  \n".join(sources))

# %% [markdown]
# A patient survives an operation, and eight years later the constitution of the United States has another
# amendment. No single link is far-fetched; that is how the show argues. The verbs are chosen with care: *causes* is
# what happens without anybody's choosing it, *enables* what becomes possible, *motivates* what somebody now has a
# reason to do.
#
# A shortest path is not the whole truth. Other causes join on the way:

# %%
print(f"The chain has {len(chain.spine)} links; all causes of its end together have {len(chain.steps)}.")
print("Nothing in the graph explains:", "; ".join(label[root] for root in chain.roots))

# %% [markdown]
# ## Exercises
#
# **1.** Which divergences lie in the field of *politics*? (There is a saved question; `universe.queries()` lists all.)
#
# <details>
# <summary>Solution</summary>
#
# ```python
# universe.ask("divergences-by-field", field="politics").to_pandas()
# ```
#
# </details>
#
# **2.** Who **lives** there who died here, and who **dies** there who lived on here? Ask in SPARQL for the kinds
# `concept:survives` and `concept:dies`, with whom the divergence `famk:concerns`.
#
# <details>
# <summary>Solution</summary>
#
# ```sparql
# SELECT ?who ?kind ?divergence WHERE {
#   VALUES ?k { concept:survives concept:dies }
#   ?d famk:divergenceKind ?k ; rdfs:label ?divergence ; famk:concerns ?c .
#   ?k rdfs:label ?kind .
#   ?c a famk:Person ; rdfs:label ?who .
# } ORDER BY ?kind ?who
# ```
#
# </details>
#
# **3.** Draw the lean of the bridges (`lean`) as a histogram. What does its shape say?
#
# <details>
# <summary>Solution</summary>
#
# ```python
# figure, axes = plt.subplots(figsize=(9.5, 2.6))
# axes.hist(lean, bins=range(-10, 40, 2), color=OURS)
# axes.set_title("Years from their side to ours")
# plt.show()
# ```
#
# A tall bar at nothing and a long tail to the right: most events stay where they are and end differently; the rest
# come early, some of them by a generation.
#
# </details>
#
# **4.** What came *of* the first landing on the Moon, at any distance? A property path with `+` follows the causes
# forwards; `famk:influences` stands for all four of the verbs.
#
# <details>
# <summary>Solution</summary>
#
# ```sparql
# SELECT DISTINCT ?effect ?day WHERE {
#   id:soviet-moon-landing famk:influences+ ?e .
#   ?e rdfs:label ?effect ; famk:earliestDate ?day .
# } ORDER BY ?day ?effect
# ```
#
# </details>
#
# ## Where to go from here
#
# - `04-the-character-network.ipynb` asks who stands between whom.
# - `02-sparql-from-zero.ipynb` teaches the language of the queries above.
# - On the command line: `famk timeline --from 1969 --to 1970`, `famk why`, `famk query divergences-in-year`.
