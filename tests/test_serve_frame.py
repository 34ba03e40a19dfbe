"""The explorer's frame: who is asked what, what every response carries, and how errors look."""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from conftest import SMALL
from serving import client
from starlette.testclient import TestClient

from famk_graph import Universe
from famk_graph.errors import FamkError
from famk_graph.horizon import Horizon
from famk_graph.serve import horizons
from famk_graph.serve.app import create_app
from famk_graph.serve.pages.seen import local
from famk_graph.serve.site import Options

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = "How far have you watched?"


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMK_DATA", str(SMALL))


def test_a_first_visit_is_asked_and_shown_nothing() -> None:
    answer = client().get("/")
    assert answer.status_code == 200
    assert QUESTION in answer.text
    assert "are known" not in answer.text


def test_the_answer_is_kept_and_leads_back() -> None:
    reader = client()
    answer = reader.post("/seen", data={"fam": "s1e1", "sc": "none", "next": "/?x=1"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?x=1")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "samesite=lax" in answer.headers["set-cookie"].lower()
    page = reader.get("/").text
    assert QUESTION not in page
    assert "season 1, episode 1" in page


def test_the_question_shows_what_is_set() -> None:
    page = client("fam:s2e5").get("/seen").text
    assert re.search(r'<option value="s2e5" selected>', page)


def test_the_server_can_be_started_for_one_horizon() -> None:
    assert "season 1, episode 1" in client(options=Options(seen="fam:s1e1")).get("/").text


def test_an_address_can_narrow_what_a_reader_sees_but_not_widen_it() -> None:
    reader = client("fam:s1e1")
    assert "season 1, episode 1" in reader.get("/?seen=all").text
    assert "nothing yet" in reader.get("/?seen=none").text


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("all", "fam:s1e1", "fam:s1e1"),
        ("fam:s1e1", "sc:s1e1", "none"),
        ("fam:s2e5,sc:s1e3", "fam:s1e10,sc:s1e4", "fam:s1e10,sc:s1e3"),
    ],
)
def test_two_horizons_meet_at_the_earlier_position_of_each_show(one: str, other: str, both: str) -> None:
    assert horizons.meet(Horizon.parse(one), Horizon.parse(other)).key == both


@pytest.mark.parametrize("seen", ["fam:s9", "x", "a" * 1000, "fam:s1,fam:s2"])
def test_a_wrong_position_is_a_400_that_says_why(seen: str) -> None:
    answer = client().get("/", params={"seen": seen})
    assert answer.status_code == 400
    assert "Write" in answer.text or "there is no season" in answer.text or "twice" in answer.text


def test_a_cookie_gone_bad_asks_again() -> None:
    reader = client()
    reader.cookies.set(horizons.COOKIE, "fam%3As99")
    assert QUESTION in reader.get("/").text


def test_what_is_not_found_is_told_with_near_names_of_the_horizon() -> None:
    late = client("fam:s1e2").get("/adda-stone")
    assert late.status_code == 404
    assert 'href="/id/ada-stone"' in late.text
    assert "Ada Volk" not in client("fam:s1e1").get("/ada-volk").text
    assert "ada" not in client().get("/adda-stone").text.replace("adda-stone", "")


@pytest.mark.parametrize(
    ("path", "held", "lacking"),
    [
        ("/tables/nothing", ['href="/tables/people"', 'href="/tables"'], ["/id/"]),
        ("/tables/peple", ['href="/tables/people">People'], ["/tables/crews", "/id/"]),
        ("/data/classes/Misssion", ['href="/data/classes/Mission"', 'href="/data/ontology"'], ["/id/"]),
        ("/query?saved=nonsense", ['href="/query"'], ["famk queries"]),
        ("/query?saved=familly", ['href="/query?saved=family"'], ["famk queries"]),
        ("/?seen=fam:s99", ["For All Mankind has 5 seasons", 'href="/seen?next=%2F"'], ["season(s)"]),
        ("/id/nobody-at-all", ["change how far</a>", 'href="/seen?next=%2Fid%2Fnobody-at-all"'], []),
    ],
)
def test_an_error_leads_on(path: str, held: list[str], lacking: list[str]) -> None:
    answer = client("fam:s1e1").get(path)
    assert answer.status_code in (400, 404)
    main = answer.text.partition("<main")[2]
    assert [words for words in held if words not in main] == []
    assert [words for words in lacking if words in main] == []


def test_who_has_seen_everything_is_not_told_that_something_comes_later() -> None:
    assert "change how far" not in client("all").get("/id/nobody-at-all").text


@pytest.mark.parametrize(
    ("cookie", "path", "told"),
    [
        ("fam:s1e1", "/?seen=all", True), ("fam:s1e1", "/?seen=fam:s1e1", False), ("fam:s1e2", "/?seen=fam:s1e1", False),
        ("fam:s1e1", "/", False), ("fam:s1e1", "/id/ada-stone?seen=fam:s1e2", True), ("all", "/?seen=all", False),
    ],
)  # fmt: skip
def test_who_follows_a_link_of_somebody_further_is_told(cookie: str, path: str, *, told: bool) -> None:
    page = client(cookie).get(path).text
    assert ("made for somebody who has watched more" in page) is told


def test_a_crash_is_a_page_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret of the house")

    reader = client("fam:s1e1", raising=False)
    monkeypatch.setattr("famk_graph.serve.site.Universe", broken)
    answer = reader.get("/")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_mistakes_in_the_data_are_told_to_the_terminal_and_not_to_readers(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data.write_text("- id: x\n  is: Nonsense\n", encoding="utf-8")
    answer = client("fam:s1e1", raising=False).get("/")
    assert answer.status_code == 500
    assert "Nonsense" not in answer.text
    assert "universe.yaml:1:3" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["/", "/seen", "/static/style.css", "/nothing", "/?seen=x"])
def test_every_response_carries_the_safe_headers(path: str) -> None:
    headers = client("none").get(path).headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/seen", "/nothing"])
def test_no_page_holds_inline_scripts_or_styles_or_addresses_elsewhere(path: str) -> None:
    text = client("all").get(path).text
    assert re.findall(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))", text) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", text) == []
    assert re.findall(r"(?:src|href|action)=\"(?:https?:)?//", text) == []


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", ""])
def test_another_name_of_the_server_gets_nothing(host: str) -> None:
    assert client("all").get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:80", "127.0.0.1:9", "[::1]:8000", "[::1]", "LOCALHOST"])
def test_the_names_of_this_machine_are_answered(host: str) -> None:
    assert client("all").get("/seen", headers={"host": host}).status_code == 200


def test_a_form_from_another_site_is_refused() -> None:
    answer = client().post("/seen", data={"seen": "all"}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil", "javascript:x", "", "/\n/x"]
)
def test_no_answer_leads_to_another_site(target: str) -> None:
    assert local(target) == "/"
    answer = client().post("/seen", data={"seen": "all", "next": target}, follow_redirects=False)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    "name",
    [
        "../serve/app.py", "%2e%2e/serve/app.py", "..%2fserve%2fapp.py", "/etc/passwd", "%2Fetc%2Fpasswd",
        "vendor/../../serve/app.py", "style.css/", "style.css%00", "....//serve/app.py", "..\\serve\\app.py", "",
    ],
)  # fmt: skip
def test_no_file_outside_the_static_folder_is_served(name: str) -> None:
    answer = client().get(f"/static/{name}")
    assert answer.status_code == 404
    assert "import" not in answer.text


def test_a_static_file_is_kept_by_what_it_holds() -> None:
    reader = client("none")
    address = re.search(r'href="(/static/\w{16}/style\.css)"', reader.get("/seen").text)
    assert address
    named = reader.get(address[1])
    assert "immutable" in named.headers["cache-control"]
    assert named.headers["content-type"] == "text/css; charset=utf-8"
    imported = reader.get(address[1].replace("style.css", "kinds.js"))  # as a module beside it names it
    assert "immutable" in imported.headers["cache-control"]
    assert reader.get("/static/0123456789abcdef/style.css").status_code == 404
    plain = reader.get("/static/style.css")
    assert plain.headers["cache-control"] == "no-cache"
    again = reader.get("/static/style.css", headers={"if-none-match": plain.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_horizon_says_what_is_wrong_with_it() -> None:
    with pytest.raises(FamkError, match="there is no season 9"):
        horizons.parse("fam:s9")


def test_a_reader_who_has_to_wait_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    opened = Universe

    def slow(*arguments: object, **more: object) -> Universe:
        release.wait(20)
        return opened(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("famk_graph.serve.site.Universe", slow)
    with TestClient(create_app(Options(seen="fam:s1e1", wait=0.05)), base_url="http://127.0.0.1") as reader:
        first = reader.get("/")
        again = reader.get("/")
        release.set()
        while reader.get("/").status_code == 202:
            time.sleep(0.05)
    for answer in (first, again):
        assert (answer.status_code, answer.headers["refresh"]) == (202, "1")
        assert "One moment" in answer.text


def test_an_open_page_does_not_wait_while_many_horizons_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    release, opened = threading.Event(), Universe

    def slow(seen: str, *arguments: object, **more: object) -> Universe:
        if seen != "none":
            release.wait(60)
        return opened(seen, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("famk_graph.serve.site.Universe", slow)
    with TestClient(create_app(Options(seen="all", wait=0.01)), base_url="http://127.0.0.1") as reader:
        assert reader.get("/?seen=none").status_code in (200, 202)
        while reader.get("/?seen=none").status_code == 202:
            time.sleep(0.05)
        asked = [reader.get(f"/?seen=fam:s{season}e{episode}") for season in range(1, 6) for episode in range(1, 10)]
        assert {answer.status_code for answer in asked} == {202}
        with ThreadPoolExecutor(1) as thread:  # more horizons are waited for than there are threads for pages
            assert thread.submit(reader.get, "/id/moon?seen=none").result(30).status_code == 200
        release.set()
