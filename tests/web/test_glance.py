"""The light page: one small answer without script, kept by the browser until something changes."""

import re
from datetime import datetime, timedelta

import pytest
from starlette.applications import Starlette
from support import make_incident, make_reader, store_incidents
from web_browser import PASSWORD, Browser, make_profile, sign_in

from poa_geo.access.reader import SYSTEM
from poa_geo.services import accounts, sessions
from poa_geo.services.installation import Installation
from poa_geo.services.summary import summary
from poa_geo.web import glance
from poa_geo.web.assemble import around_streamlit

LARGEST = 100_000


@pytest.fixture
def office(sqlite_office: Installation) -> Installation:
    """With real regions and their outlines."""
    accounts.add(sqlite_office, SYSTEM, make_profile("kepala", role="pimpinan"), PASSWORD)
    accounts.add(sqlite_office, SYSTEM, make_profile("auditor", role="auditor", scope=[]), PASSWORD)
    return sqlite_office


@pytest.fixture
def browser(office: Installation) -> Browser:
    web = around_streamlit(office, {}.get)
    return Browser(Starlette(routes=list(web.routes), middleware=list(web.middleware)))


def test_the_page_is_small_with_all_it_needs_and_runs_no_script(browser: Browser) -> None:
    sign_in(browser, "kepala")
    page = browser.get("/kilas")
    assert page.status == 200
    assert "<script" not in page.text
    assert "style=" not in page.text
    files = re.findall(r'href="(/(?:kilas|masuk)/[^"]+)"', page.text)
    fonts = [f"/kilas/{name}" for name in re.findall(r"huruf-\d+.woff", browser.get("/kilas/halaman.css").text)]
    sizes = [len(browser.get(path).raw) for path in [*files, *fonts]]
    assert (len(files), len(fonts)) == (3, 2)
    assert min(sizes) > 0
    assert len(page.content) + sum(sizes) < LARGEST


def test_it_tells_what_the_first_screen_tells(browser: Browser, office: Installation) -> None:
    today = office.today()
    store_incidents(
        office, make_incident(event_date=today, form="kerusuhan", deaths=2, title="Kerusuhan <b>contoh</b> di Muara")
    )
    sign_in(browser, "kepala")
    text = browser.get("/kilas").text
    told = summary(office, make_reader("pimpinan"), "64")
    counts = re.findall(r'<b class="n">(\d+)</b>', text)
    assert [int(count) for count in counts] == list(told.counts_now.values())
    assert sum(told.counts_now.values()) == 10
    assert all(row.status.name.split(" ", 1)[1] in text for row in told.attention)
    assert "Kerusuhan &lt;b&gt;contoh&lt;/b&gt; di Muara" in text


def test_a_browser_that_has_the_page_fetches_it_again_only_after_a_change(
    browser: Browser, office: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(glance, "CHECK_SECONDS", 0.0)
    sign_in(browser, "kepala")
    first = browser.get("/kilas")
    same = browser.get("/kilas", if_none_match=first.headers["etag"])
    assert (same.status, same.raw) == (304, b"")
    store_incidents(office, make_incident(event_date=office.today(), form="kerusuhan", deaths=1))
    assert browser.get("/kilas", if_none_match=first.headers["etag"]).status == 200


def test_it_opens_for_nobody_without_session_or_right(browser: Browser) -> None:
    assert browser.get("/kilas").status == 303
    sign_in(browser, "auditor")
    refused = browser.get("/kilas")
    assert refused.status == 403
    assert "tidak berwenang" in refused.text


def test_a_page_that_refreshes_itself_keeps_no_session_alive(
    browser: Browser, office: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "ACTIVITY_STEP", timedelta(0))
    sign_in(browser, "kepala")

    def last_seen_after(path: str) -> datetime:
        assert browser.get(path).status == 200
        session = sessions.book_of(office.engine).find(browser.cookies[sessions.SESSION_COOKIE], is_activity=False)
        assert session is not None
        return session.last_seen_at

    seen = last_seen_after("/kilas")
    assert last_seen_after("/kilas?segar=1") == seen
    assert last_seen_after("/kilas") > seen
