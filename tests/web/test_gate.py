"""The gate: without a session nothing but the sign-in page and the health check answers."""

import pytest
from web_browser import sign_in

from poa_geo.access.reader import SYSTEM
from poa_geo.services import accounts
from poa_geo.services.sessions import SESSION_COOKIE, book_of
from poa_geo.web.assemble import OPEN_PATHS

PROTECTED = [
    ("GET", "/"),
    ("GET", "/peta"),
    ("GET", "/_stcore/health"),
    ("GET", "/_stcore/host-config"),
    ("PUT", "/_stcore/upload_file/s/f"),
    ("DELETE", "/_stcore/upload_file/s/f"),
    ("POST", "/_stcore/agent/interact"),
    ("GET", "/media/x"),
    ("GET", "/component/streamlit_folium.st_folium/index.html"),
    ("GET", "/_stcore/bidi-components/x"),
    ("GET", "/static/js/index.js"),
    ("GET", "/geo/" + "a" * 16),
    ("GET", "/keluar"),
    ("POST", "/keluar"),
    ("GET", "/masuk/"),
    ("GET", "/masuk/../peta"),
    ("GET", "/masuk/%2e%2e/peta"),
    ("GET", "//masuk"),
    ("GET", "/Masuk"),
]


@pytest.mark.parametrize(("method", "path"), PROTECTED)
def test_nothing_answers_without_a_session(browser, method, path):
    person = browser.ask(method, path)
    assert person.status == 303
    assert person.location.startswith("/masuk")
    program = browser.ask(method, path, headers={"accept": "*/*"})
    assert (program.status, program.json()) == (401, {"pesan": "Sesi berakhir. Masuk kembali untuk melanjutkan."})


@pytest.mark.parametrize("cookie", ["", "x", "a" * 5000])
def test_an_invented_session_opens_nothing(browser, cookie):
    assert browser.get("/", cookie=f"{SESSION_COOKIE}={cookie}").status == 303


def test_a_websocket_without_a_session_is_closed_before_it_opens(browser):
    assert browser.websocket("/_stcore/stream", "satu") == [{"type": "websocket.close", "code": 4401}]


@pytest.mark.parametrize("path", sorted(OPEN_PATHS - {"/sesi", "/sehat/metrik"}))
def test_sign_in_page_its_files_and_the_health_check_answer_everybody(browser, path):
    assert browser.get(path).status == 200


def test_a_person_is_led_to_the_form_and_back_to_the_page_asked_for(browser, analyst):
    asked = "/peta?wilayah=64.02&dari=2026-01-01"
    form = browser.get(asked).location
    assert form == "/masuk?lanjut=/peta%3Fwilayah%3D64.02%26dari%3D2026-01-01"
    assert 'value="/peta?wilayah=64.02&amp;dari=2026-01-01"' in browser.get(form).text
    assert sign_in(browser, lanjut=asked).location == asked
    assert browser.get(asked).text == "GET /peta analis"


@pytest.mark.parametrize(("method", "path"), [("PUT", "/_stcore/upload_file/s/f"), ("GET", "/media/x")])
def test_a_signed_in_reader_passes_and_is_known_behind_the_gate(browser, analyst, method, path):
    sign_in(browser)
    assert browser.ask(method, path).text == f"{method} {path} analis"


def test_a_living_websocket_is_cut_at_its_next_message_after_the_session_ended(browser, analyst, office):
    sign_in(browser)

    def disable() -> None:
        accounts.set_disabled(office, SYSTEM, "analis", is_disabled=True)

    sent = browser.websocket("/_stcore/stream", "satu", disable, "dua", "tiga")
    assert [message.get("text") or message.get("code") for message in sent] == [None, "analis: satu", 4401]


@pytest.mark.parametrize(
    "headers", [{"origin": "https://lain.example"}, {"sec_fetch_site": "cross-site"}, {"origin": "null"}]
)
def test_pages_of_other_sites_can_neither_post_nor_open_a_websocket(browser, analyst, headers):
    sign_in(browser)
    for method, path in (("POST", "/keluar"), ("POST", "/masuk"), ("PUT", "/_stcore/upload_file/s/f")):
        assert browser.ask(method, path, headers=headers).status == 403
    assert browser.websocket("/_stcore/stream", **headers) == [{"type": "websocket.close", "code": 4401}]
    assert browser.get("/", **headers).status == 200  # a link from another site may lead here


def test_the_own_origin_passes(browser, analyst):
    sign_in(browser)
    own = {"origin": "http://testserver", "sec_fetch_site": "same-origin"}
    assert browser.ask("PUT", "/_stcore/upload_file/s/f", headers=own).status == 200
    assert browser.websocket("/_stcore/stream", "satu", **own)[1]["text"] == "analis: satu"


def test_many_requests_ask_the_database_seldom(browser, analyst, office, monkeypatch):
    sign_in(browser)
    book, asked = book_of(office.engine), []
    look_up = book._look_up
    monkeypatch.setattr(book, "_look_up", lambda *arguments: asked.append(1) or look_up(*arguments))
    for _ in range(50):
        assert browser.get("/media/x").status == 200
    assert len(asked) <= 2  # one, or two where the three seconds of an answer ended in between


def test_the_page_can_ask_whether_the_session_lives(browser, analyst):
    assert browser.get("/sesi").status == 401
    sign_in(browser)
    assert browser.get("/sesi").status == 200
