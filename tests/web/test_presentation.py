"""A briefing on the wall: everything inside one page, for whoever may make briefings of that region."""

import re
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from web_browser import PASSWORD, Browser, make_profile, sign_in

from poa_geo.access.reader import SYSTEM
from poa_geo.briefing.address import to_query
from poa_geo.briefing.content import Request
from poa_geo.services import accounts
from poa_geo.services.installation import Installation
from poa_geo.web.assemble import around_streamlit

SECTIONS = {"judul": "", "ringkasan": "Catatan <b>contoh</b>", "rekomendasi": ""}


@pytest.fixture
def office(sqlite_office: Installation) -> Installation:
    accounts.add(sqlite_office, SYSTEM, make_profile("analis"), PASSWORD)
    accounts.add(sqlite_office, SYSTEM, make_profile("operator", role="operator_kabkota", scope=["64.02"]), PASSWORD)
    return sqlite_office


@pytest.fixture
def browser(office: Installation) -> Browser:
    web = around_streamlit(office, {}.get)
    return Browser(Starlette(routes=list(web.routes), middleware=list(web.middleware)))


def address(office: Installation, region: str = "64") -> str:
    until = office.today()
    request = Request(
        region=region, since=until - timedelta(days=6), until=until, office="Kesbangpol", remarks=SECTIONS
    )  # fmt: skip
    return "?" + to_query(request)


def test_the_page_carries_every_slide_and_asks_for_nothing_more(browser: Browser, office: Installation) -> None:
    sign_in(browser)
    page = browser.get("/taklimat/tayang" + address(office))
    slides = re.findall(r'<section id="s(\d+)"><img src="data:image/svg\+xml;base64,', page.text)
    assert page.status == 200
    assert [int(number) for number in slides] == list(range(1, len(slides) + 1))
    assert len(slides) >= len(SECTIONS)
    assert "Catatan: Catatan &lt;b&gt;contoh&lt;/b&gt;" in page.text
    assert re.findall(r"<script[^>]*>", page.text) == ['<script src="/taklimat/tayang/tayang.js" defer>']
    assert "script-src 'self';" in page.headers["content-security-policy"]
    assert browser.get("/taklimat/tayang/1.svg" + address(office)).text.startswith("<svg")
    assert browser.get(f"/taklimat/tayang/{len(slides) + 1}.svg" + address(office)).status == 404
    assert all(browser.get(f"/taklimat/tayang/tayang.{kind}").status == 200 for kind in ("js", "css"))


def test_who_may_not_make_it_reads_one_sentence(browser: Browser, office: Installation) -> None:
    assert browser.get("/taklimat/tayang" + address(office)).status == 303
    sign_in(browser, "operator")
    assert browser.get("/taklimat/tayang" + address(office)).status == 403
    browser.cookies.clear()
    sign_in(browser)
    outside = browser.get("/taklimat/tayang" + address(office, "73"))
    assert outside.status == 403
    assert "di luar wilayah kerja" in outside.text
    assert "tidak lengkap" in browser.get("/taklimat/tayang?wilayah=64").text
