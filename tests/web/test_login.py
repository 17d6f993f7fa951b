"""Signing in and out by the form."""

import pytest
from web_browser import PASSWORD, Browser, csrf_of, sign_in

from poa_geo.access.reader import SYSTEM
from poa_geo.services import accounts
from poa_geo.services.sessions import SESSION_COOKIE, TRIES_PER_ACCOUNT
from poa_geo.store.tables import audit, login_session
from poa_geo.web.origin import safe_target


def actions(office) -> list[str]:
    with office.reading() as connection:
        return [row.action for row in connection.execute(audit.select().order_by(audit.c.seq))]


def with_session(token: str) -> dict[str, str]:
    return {"cookie": f"{SESSION_COOKIE}={token}"}


def test_the_right_password_leads_to_the_first_page_with_a_cookie_no_script_can_read(browser, analyst):
    answer = sign_in(browser)
    assert (answer.status, answer.location) == (303, "/")
    cookie = answer.set_cookies[SESSION_COOKIE].lower()
    assert all(flag in cookie for flag in ("httponly", "samesite=lax", "path=/"))
    assert "secure" not in cookie
    assert browser.get("/").status == 200


def test_behind_tls_the_cookie_never_travels_in_the_clear(app, analyst):
    answer = sign_in(Browser(app, scheme="https"))
    assert "secure" in answer.set_cookies[SESSION_COOKIE].lower()
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(("name", "password"), [("analis", "salah"), ("tidak ada", PASSWORD), ("", ""), ("analis", "")])
def test_a_wrong_try_says_one_sentence_whichever_half_was_wrong(browser, analyst, name, password):
    answer = sign_in(browser, name, password)
    assert answer.status == 401
    assert "Nama pengguna atau kata sandi salah." in answer.text
    assert SESSION_COOKIE not in answer.set_cookies
    assert PASSWORD not in answer.text


def test_capitals_and_stray_spaces_in_the_user_name_do_not_matter(browser, analyst):
    assert sign_in(browser, "  Analis ").status == 303


def test_a_form_without_its_token_is_refused_and_offered_again(browser, analyst):
    fields = {"nama": "analis", "sandi": PASSWORD}
    answer = browser.post("/masuk", fields)
    assert answer.status == 403
    assert "kedaluwarsa" in answer.text
    assert browser.post("/masuk", fields | {"formulir": "x" * 43}).status == 403
    assert browser.get("/").status == 303
    assert browser.post("/masuk", fields | {"formulir": csrf_of(answer.text)}).status == 303


def test_an_oversized_form_reads_as_empty(browser, analyst):
    assert sign_in(browser, password="x" * 20_000).status == 403


@pytest.mark.parametrize(
    "target",
    [
        "https://lain.example/",
        "//lain.example",
        "/\\lain.example",
        "\\\\lain.example",
        "/\t/lain.example",
        "javascript:alert(1)",
        "peta",
        "",
        "/masuk?lanjut=/x",
        "/keluar",
        "/" + "x" * 600,
    ],
)
def test_nobody_is_led_to_another_site_after_signing_in(browser, analyst, target):
    assert safe_target(target) == "/"
    assert sign_in(browser, lanjut=target).location == "/"


def test_texts_from_outside_are_shown_as_text(browser, analyst):
    answer = sign_in(browser, '"><script>alert(1)</script>', "salah", lanjut='/"><script>')
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_too_many_tries_slow_an_account_down_even_with_the_right_password(browser, analyst, office):
    for _ in range(TRIES_PER_ACCOUNT):
        assert sign_in(browser, password="salah").status == 401
    answer = sign_in(browser)
    assert answer.status == 429
    assert "Coba lagi dalam" in answer.text
    assert int(answer.headers["retry-after"]) > 0
    assert actions(office).count("session.refuse") == TRIES_PER_ACCOUNT


def test_signing_in_gives_a_fresh_session_and_ends_the_one_before(app, browser, analyst):
    browser.cookies[SESSION_COOKIE] = "ditanam-orang-lain"
    sign_in(browser)
    first = browser.cookies[SESSION_COOKIE]
    form = {"nama": "analis", "sandi": PASSWORD, "formulir": browser.cookies["poa_formulir"]}
    browser.post("/masuk", form)
    second = browser.cookies[SESSION_COOKIE]
    assert len({"ditanam-orang-lain", first, second}) == 3
    statuses = [Browser(app).get("/", **with_session(token)).status for token in ("ditanam-orang-lain", first, second)]
    assert statuses == [303, 303, 200]


def test_a_disabled_account_cannot_sign_in(browser, analyst, office):
    accounts.set_disabled(office, SYSTEM, "analis", is_disabled=True)
    assert sign_in(browser).status == 401
    accounts.set_disabled(office, SYSTEM, "analis", is_disabled=False)
    assert sign_in(browser).status == 303


def test_the_database_keeps_no_token_and_no_password(browser, analyst, office):
    sign_in(browser)
    with office.reading() as connection:
        assert len(connection.execute(login_session.select()).all()) == 1
    raw = b"".join(path.read_bytes() for path in office.settings.home.glob("poa-geo.sqlite*"))
    assert b"analis" in raw
    assert browser.cookies[SESSION_COOKIE].encode() not in raw
    assert PASSWORD.encode() not in raw


def test_signing_out_takes_a_form_with_the_token_of_the_session_and_bites_at_once(app, browser, analyst, office):
    sign_in(browser)
    page, token = browser.get("/keluar"), browser.cookies[SESSION_COOKIE]
    assert "Contoh Analis" in page.text
    assert browser.post("/keluar", {"formulir": "x"}).status == 200
    assert browser.get("/").status == 200
    left = browser.post("/keluar", {"formulir": csrf_of(page.text)})
    assert (left.status, left.location) == (303, "/masuk")
    assert SESSION_COOKIE not in browser.cookies
    assert Browser(app).get("/", **with_session(token)).status == 303
    assert actions(office)[-2:] == ["session.start", "session.end"]


def test_who_is_signed_in_already_goes_on(browser, analyst):
    sign_in(browser)
    assert browser.get("/masuk?lanjut=/peta").location == "/peta"


def test_a_demo_says_so_before_anybody_signs_in(browser):
    assert "DATA CONTOH" in browser.get("/masuk").text


def test_english_by_a_link_and_remembered(browser):
    page = browser.get("/masuk?bahasa=en&lanjut=/peta")
    assert '<html lang="en">' in page.text
    assert 'value="/peta"' in page.text
    assert '<html lang="en">' in browser.get("/masuk").text
    assert '<html lang="en">' in browser.get("/masuk?bahasa=xx").text
    assert '<html lang="id">' in browser.get("/masuk?bahasa=id").text
