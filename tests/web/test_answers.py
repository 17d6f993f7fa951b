"""What comes with every answer: headers, language, shapes, health, failures."""

import gzip

import pytest
from sqlalchemy import text
from starlette.applications import Starlette
from web_browser import SHAPE, Browser, sign_in

from poa_geo.web import health

DIGEST = "a" * 16


@pytest.mark.parametrize("path", ["/masuk", "/sehat", "/", "/component/x/index.html", "/geo/" + DIGEST, "/gagal"])
def test_every_answer_forbids_foreign_origins_guessing_and_framing(app, analyst, path):
    browser = Browser(app, sees_failures=False)
    sign_in(browser)
    headers = browser.get(path).headers
    policy = headers["content-security-policy"]
    assert not any(foreign in policy for foreign in ("http", "//", "*"))
    assert "frame-ancestors" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_only_the_frames_of_components_may_run_script_text(browser, analyst):
    sign_in(browser)
    policies = {path: browser.get(path).headers["content-security-policy"] for path in ("/", "/component/x", "/keluar")}
    assert "'unsafe-eval'" in policies["/component/x"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in policies["/"]
    assert "script-src" not in policies["/keluar"]


def test_the_page_of_streamlit_becomes_ours_in_the_language_of_the_reader(browser, analyst):
    sign_in(browser)
    page = browser.get("/", if_none_match='"streamlit"')
    assert '<html lang="id">' in page.text
    assert "<title>POA-Geo</title>" in page.text
    assert '<script src="/masuk/sesi.js" defer></script>' in page.text
    assert "Aktifkan JavaScript" in page.text
    assert not any(gone in page.text for gone in ("inline()", "favicon.png", "English", "licence"))
    assert page.headers["cache-control"] == "no-store"
    assert "etag" not in page.headers


def test_shapes_are_fetched_once_and_kept_for_good(browser, analyst):
    sign_in(browser)
    answer = browser.get(f"/geo/{DIGEST}")
    assert answer.content == SHAPE
    assert answer.raw == gzip.compress(SHAPE, 6, mtime=0)
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept-Encoding"
    again = browser.get(f"/geo/{DIGEST}", if_none_match=answer.headers["etag"])
    assert (again.status, again.raw) == (304, b"")
    plain = browser.get(f"/geo/{DIGEST}", accept_encoding="identity")
    assert plain.raw == SHAPE


@pytest.mark.parametrize("digest", ["b" * 16, "A" * 16, "%2e%2e", "a", "a" * 15 + "%00"])
def test_a_shape_nobody_knows_is_not_found(browser, analyst, digest):
    sign_in(browser)
    assert browser.get(f"/geo/{digest}").status == 404


def test_health_tells_alive_and_ready_and_nothing_else(browser):
    assert browser.get("/sehat").json() == {"status": "hidup"}
    assert browser.get("/sehat/siap").json() == {"status": "siap"}


def test_a_database_of_another_release_makes_the_app_unready_but_alive(browser, office):
    with office.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'lain'"))
    assert browser.get("/sehat", cookie="poa_sesi=apa-saja").status == 200
    ready = browser.get("/sehat/siap")
    assert (ready.status, ready.json()) == (503, {"status": "belum siap"})


def test_numbers_need_their_token(office):
    browser = Browser(Starlette(routes=health.routes(office, "kunci-metrik")))
    assert browser.get("/sehat/metrik").status == 401
    assert browser.get("/sehat/metrik", authorization="Bearer salah").status == 401
    numbers = browser.get("/sehat/metrik", authorization="Bearer kunci-metrik").text.split("\n")
    assert {"poa_up 1", "poa_sessions 0", "poa_data_version 0"} <= set(numbers)


def test_without_a_configured_token_nobody_gets_numbers(office):
    browser = Browser(Starlette(routes=health.routes(office, None)))
    assert browser.get("/sehat/metrik", authorization="Bearer ").status == 401


def test_a_failure_shows_a_sentence_and_no_traceback(app, analyst):
    browser = Browser(app, sees_failures=False)
    sign_in(browser)
    answer = browser.get("/gagal")
    assert answer.status == 500
    assert "Terjadi kesalahan. Data tidak berubah." in answer.text
    assert not any(leak in answer.text for leak in ("rahasia dapur", "Traceback", "RuntimeError"))


def test_without_a_database_the_gate_says_so_and_lets_nobody_in(app, analyst, office):
    browser = Browser(app, sees_failures=False)
    with office.engine.begin() as connection:
        connection.execute(text("DROP TABLE login_session"))
    answer = browser.get("/", cookie="poa_sesi=apa-saja")
    assert answer.status == 503
    assert browser.get("/sehat", cookie="poa_sesi=apa-saja").status == 200
    assert "Basis data sedang tidak dapat dihubungi" in answer.text
    assert "login_session" not in answer.text
