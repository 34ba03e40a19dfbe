"""The tables and the pages on the data in a real browser: what a person does with them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import DESKTOP, PHONE, assert_page_is_sound, eventually
from conftest import thorough

if TYPE_CHECKING:
    from browsing import Reader

pytestmark = pytest.mark.browser
TABLES = [
    "people",
    "families",
    "missions",
    "crews",
    "presidents",
    "cast",
    "real-people",
    "divergences",
    "awards",
    "episodes",
]
PAGES = [
    "/tables", *(f"/tables/{name}" for name in TABLES), "/data", "/data/ontology", "/data/classes/Mission",
    "/data/classes/Grade", "/data/shapes", "/data/coverage", "/data/sources", "/data/ontology.html",
    "/data/sources/famsrc-223", "/data/dumps", "/data/sources?about=ed-baldwin",
]  # fmt: skip


@pytest.mark.parametrize(("size", "dark", "pages"), [
    (DESKTOP, True, PAGES[::4]), (PHONE, False, PAGES[1::4]),
    pytest.param(DESKTOP, False, PAGES[2::4], marks=thorough), pytest.param(PHONE, True, PAGES[3::4], marks=thorough),
])  # fmt: skip
def test_the_pages_are_sound(reader: Reader, size: tuple[int, int], dark: bool, pages: list[str]) -> None:
    """Every other page in each form: the pages of a kind share one template."""
    page = reader("/tables", seen="fam:s1e2", size=size, dark=dark).page  # short tables: axe looks at every cell
    base = page.url.removesuffix("/tables")
    for path in pages:
        answer = page.goto(base + path)
        assert answer
        assert answer.status == 200, path
        assert page.locator("h1").count() == 1, path
        assert_page_is_sound(page)


def shown(page_rows: str = "tbody tr:not([hidden])") -> str:
    return f"document.querySelectorAll('.listed {page_rows}').length"


def test_back_undoes_a_sorting(reader: Reader) -> None:
    page = reader("/tables/missions").page
    first = "document.querySelector('.listed tbody tr').innerText"
    before = page.evaluate(first)
    page.get_by_label("Sort by").select_option("-mission")
    assert page.evaluate(first) != before
    page.go_back()
    assert page.evaluate(first) == before
    page.go_forward()
    assert page.get_by_label("Sort by").input_value() == "-mission"
    assert page.evaluate(first) != before


def test_a_table_is_filtered_as_one_types_and_the_address_keeps_it(reader: Reader) -> None:
    page = reader("/tables/people").page
    every = page.evaluate(shown())
    page.get_by_label("Filter").fill("stevens")
    eventually(page, f"{shown()} < {every} && {shown()} > 0")
    assert page.inner_text("#count") == str(page.evaluate(shown()))
    eventually(page, "location.search === '?filter=stevens'")
    assert page.get_attribute("#csv", "href") == "/tables/people.csv?filter=stevens"
    here, found = page.url, page.evaluate(shown())
    page.goto(here)
    assert page.evaluate(shown()) == found
    page.get_by_label("Filter").fill("no such person")
    page.get_by_text("No row holds that").wait_for()
    page.get_by_label("Filter").fill("")
    eventually(page, f"{shown()} === {every}")


def test_a_table_is_sorted_by_its_heads_with_the_keyboard_too(reader: Reader) -> None:
    page = reader("/tables/missions").page
    head = page.locator("th[data-name=launched]")
    head.get_by_role("link").focus()
    for order in ("ascending", "descending"):
        page.keyboard.press("Enter")
        eventually(page, f"document.querySelector('th[data-name=launched]').ariaSort === '{order}'")
        days = page.evaluate(
            "[...document.querySelectorAll('td[data-label=Launched]')].map(cell => cell.dataset.sort).filter(Boolean)"
        )
        assert days == sorted(days, reverse=order == "descending")
        assert len(days) > 5
    assert "sort=-launched" in page.url
    page.reload()
    assert page.get_attribute("th[data-name=launched]", "aria-sort") == "descending"
    page.get_by_label("Sort by").select_option("")
    page.wait_for_url(lambda url: "sort" not in url)


def test_without_scripts_the_form_does_the_same(reader: Reader) -> None:
    opened = reader("/tables/missions")
    browser = opened.context.browser
    assert browser
    context = browser.new_context(java_script_enabled=False, storage_state=opened.context.storage_state())
    page = context.new_page()
    page.goto(opened.page.url)
    page.get_by_label("Filter").fill("apollo")
    page.get_by_label("Timeline").select_option("theirs")
    page.get_by_label("Sort by").select_option("-launched")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/tables/missions?filter=apollo&only=theirs&sort=-launched")
    cells = page.locator("tbody tr:visible td[data-label=Launched]").all()
    days = [day for cell in cells if (day := cell.get_attribute("data-sort"))]
    assert len(days) > 3
    assert days == sorted(days, reverse=True)
    assert set(page.locator("tbody tr:visible .side").all_inner_texts()) == {"theirs"}
    context.close()


def test_a_csv_holds_what_the_table_shows(reader: Reader) -> None:
    page = reader("/tables/crews?only=theirs").page
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Take it as CSV").click()
    text = Path(waiting.value.path()).read_text("utf-8")
    assert waiting.value.suggested_filename == "famk-crews.csv"
    assert text.startswith("Who,Who (id),Role,Mission,Mission (id),Timeline,Launched")
    assert len(text.splitlines()) == page.evaluate(shown()) + 1
    assert "Ed Baldwin" in text


def test_a_reader_of_season_1_sees_nothing_later_in_any_table(reader: Reader) -> None:
    page = reader("/tables").page
    base = page.url.removesuffix("/tables")
    for name in TABLES:
        page.goto(f"{base}/tables/{name}")
        text = page.content()
        for later in ("Dev Ayesa", "Kelly Baldwin", "Polaris", "Happy Valley", "Sojourner", "Gary Hart"):
            assert later not in text, (name, later)


def test_sources_lead_from_a_row_to_what_was_written(reader: Reader) -> None:
    page = reader("/tables/people?filter=danielle+poole").page
    page.locator("tbody tr:not([hidden]) td[data-label=Sources] a").click()
    page.get_by_role("heading", level=1, name="Sources on Danielle Poole").wait_for()
    every = int(page.inner_text("#count"))
    assert every == page.locator("tbody tr").count()
    page.locator("#only").select_option("B")
    eventually(page, f"Number(document.getElementById('count').textContent) < {every}")
    assert set(page.locator("td .grade").all_inner_texts()) == {"B"}
    assert "only=B" in page.url
    page.locator("tbody a[href^='/data/sources/']").first.click()
    page.get_by_role("heading", name="What it speaks of").wait_for()
    assert page.get_by_role("link", name="Danielle Poole", exact=True).count() == 1


def test_a_dump_is_made_when_it_is_wanted_and_is_what_its_checksum_says(reader: Reader) -> None:
    page = reader("/data/dumps", seen="fam:s1e1").page
    row = page.locator("tr[data-file='famk.ttl']")
    row.get_by_role("link", name="make it and tell").click()
    row.locator("code").wait_for(timeout=120_000)
    with page.expect_download() as waiting:
        row.get_by_role("link", name="famk.ttl", exact=True).click()
    assert hashlib.sha256(Path(waiting.value.path()).read_bytes()).hexdigest() == row.locator("code").inner_text()
    page.get_by_text("famk.ttl is there").wait_for()


def test_the_documentation_of_the_ontology_finds_a_term(reader: Reader) -> None:
    page = reader("/data/ontology.html").page
    page.get_by_label("Find a term").fill("divergence kind")
    eventually(page, "document.getElementById('count').textContent.includes('of')")
    assert page.locator(".term:visible").count() < 20
    page.get_by_role("link", name="Back to the explorer").click()
    page.get_by_role("heading", level=1, name="The ontology").wait_for()


def test_the_members_of_a_class_are_filtered_and_the_address_keeps_it(reader: Reader) -> None:
    page = reader("/data/classes/Person").page
    assert page.evaluate(shown()) > 1
    page.get_by_label("Filter").fill("BUGGÉ")
    eventually(page, f"{shown()} === 1")
    eventually(page, "location.search.startsWith('?filter=')")
    page.reload()
    eventually(page, f"{shown()} === 1")
    assert page.get_by_label("Filter").input_value() == "BUGGÉ"
    assert "Cass Buggé" in page.inner_text(".listed tbody tr:not([hidden])")
