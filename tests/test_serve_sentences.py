"""Ties as sentences."""

from __future__ import annotations

import pytest

from famk_graph.serve.content.sentences import article, link


@pytest.mark.parametrize(
    ("words", "between"),
    [
        ("employer", "has the employer"), ("employer of", "is the employer of"), ("is birth place of", "is the birth place of"),
        ("participant in", "is a participant in"), ("caused by", "is caused by"), ("located in", "is located in"),
        ("enables", "enables"), ("appears in", "appears in"), ("has member", "has the member"), ("friend", "is a friend of"),
        ("part of", "is part of"), ("part of season", "is part of the season"), ("model for", "is model for"),
        ("concerned by", "plays a part in"), ("alternate side of", "is their side of"),
        ("crew of", "is in the crew of"), ("walked on", "walked on"), ("point of divergence of", "is the point of divergence of"),
    ],
)  # fmt: skip
def test_a_tie_reads_as_a_sentence(words: str, between: str) -> None:
    assert link(words) == between


def test_some_names_have_an_article_in_a_sentence() -> None:
    assert [article(name) + name for name in ("Moon", "Mars", "Soviet Union")] == [
        "the Moon",
        "Mars",
        "the Soviet Union",
    ]
