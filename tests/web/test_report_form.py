"""The public form: without script, without session, and without trust."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from web_browser import Answer, Browser, sign_in

from poa_geo.access.reader import SYSTEM
from poa_geo.services import public_reports
from poa_geo.services.installation import Installation
from poa_geo.services.public_reports import PublicForm, set_public_form
from poa_geo.store import installation as stored
from poa_geo.store import tables

TEXT = "Warga Desa Contoh menutup jalan. Hubungi Bapak Contoh Satu 0812-3456-7890."


@pytest.fixture
def form(office: Installation) -> None:
    """The form opened to everybody; the region is none, as the small tree of these tests has no rows stored."""
    set_public_form(office, SYSTEM, PublicForm(mode="anonim"))


def token_of(answer: Answer) -> str:
    return answer.text.split('name="formulir" value="')[1].split('"')[0]


def send(browser: Browser, **fields: str) -> Answer:
    filled = {"formulir": token_of(browser.get("/lapor")), "isi": TEXT, "situs": ""}
    return browser.post("/lapor", filled | fields, origin="http://testserver")


def receipt_in(answer: Answer) -> str:
    found = re.search(r'class="receipt">([A-Z2-7-]{19})<', answer.text)
    assert found, answer.text
    return found[1]


def stored_reports(office: Installation) -> list[dict[str, object]]:
    with office.reading() as connection:
        return [dict(row) for row in connection.execute(select(tables.report)).mappings()]


def test_a_fresh_installation_takes_no_report_and_says_how_else(office: Installation, browser: Browser) -> None:
    answer = browser.get("/lapor")
    assert answer.status == 200
    assert "kantor kecamatan" in answer.text
    assert "<form" not in answer.text
    token = public_reports.new_token(office)
    assert browser.post("/lapor", {"formulir": token, "isi": TEXT}, origin="http://testserver").status == 403
    assert stored_reports(office) == []


@pytest.mark.usefixtures("form")
def test_the_form_needs_no_script_and_asks_nothing_of_another_site(browser: Browser) -> None:
    answer = browser.get("/lapor")
    assert "<script" not in answer.text
    assert "http" not in answer.text.replace("http-equiv", "")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert len(answer.raw) < 6_000


@pytest.mark.usefixtures("form")
def test_a_report_gets_a_receipt_that_tells_its_status(office: Installation, browser: Browser) -> None:
    receipt = receipt_in(send(browser))
    answer = browser.post("/lapor/status", {"nomor": receipt.lower()}, origin="http://testserver")
    assert "menunggu diperiksa" in answer.text
    assert "Contoh" not in answer.text.split("<main>")[1]
    assert len(stored_reports(office)) == 1


@pytest.mark.usefixtures("form")
def test_the_queue_reads_neither_name_nor_number_nor_receipt(office: Installation, browser: Browser) -> None:
    receipt = receipt_in(send(browser, kontak="contoh@contoh.test 0812 3456 7890"))
    with office.reading() as connection:
        everything = " ".join(str(connection.execute(table.select()).all()) for table in tables.metadata.sorted_tables)
    for secret in ("3456", "Contoh Satu", "contoh@contoh", receipt, receipt.replace("-", ""), "203.0.113.7"):
        assert secret not in everything


@pytest.mark.usefixtures("form")
def test_the_same_form_sent_twice_is_one_report_with_one_receipt(office: Installation, browser: Browser) -> None:
    token = token_of(browser.get("/lapor"))
    first, second = send(browser, formulir=token), send(browser, formulir=token)
    assert receipt_in(first) == receipt_in(second)
    assert len(stored_reports(office)) == 1


@pytest.mark.usefixtures("form")
@pytest.mark.parametrize("token", ["", "abc", "a.1.b", "abc.99999999999999999999.x", "ä.١.z"])
def test_a_form_that_the_server_did_not_draw_is_refused(office: Installation, browser: Browser, token: str) -> None:
    assert send(browser, formulir=token).status == 400
    assert stored_reports(office) == []


@pytest.mark.usefixtures("form")
def test_an_old_form_is_refused_and_keeps_what_was_typed(office: Installation, browser: Browser) -> None:
    old = public_reports.new_token(office, office.now() - timedelta(hours=25))
    answer = send(browser, formulir=old)
    assert answer.status == 400
    assert "menutup jalan" in answer.text


@pytest.mark.usefixtures("form")
def test_a_program_that_fills_the_hidden_field_is_thanked_and_ignored(office: Installation, browser: Browser) -> None:
    answer = send(browser, situs="http://contoh.test")
    receipt_in(answer)
    assert stored_reports(office) == []


@pytest.mark.usefixtures("form")
def test_script_tags_come_back_as_text(browser: Browser) -> None:
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)> $title ${token}'
    answer = send(browser, isi=hostile, tempat=hostile, kontak=hostile, tanggal="bukan tanggal")
    assert answer.status == 400
    assert "<script" not in answer.text
    assert "<img" not in answer.text
    assert "&lt;script&gt;" in answer.text


@pytest.mark.usefixtures("form")
def test_a_megabyte_of_text_is_refused(office: Installation, browser: Browser) -> None:
    assert send(browser, isi="a" * 1_000_000).status == 413
    assert send(browser, isi="a" * 6_000).status == 400
    assert stored_reports(office) == []


@pytest.mark.usefixtures("form")
@pytest.mark.parametrize("day", ["2999-01-01", "1900-01-01", "kemarin", "2026-13-01"])
def test_an_impossible_day_is_refused(browser: Browser, day: str) -> None:
    assert send(browser, tanggal=day).status == 400


@pytest.mark.usefixtures("form")
def test_one_address_cannot_flood_the_queue(office: Installation, browser: Browser) -> None:
    answers = [send(browser).status for _ in range(public_reports.REPORTS_PER_ADDRESS + 2)]
    assert answers == [200] * public_reports.REPORTS_PER_ADDRESS + [429, 429]
    assert len(stored_reports(office)) == public_reports.REPORTS_PER_ADDRESS


@pytest.mark.usefixtures("form")
def test_a_page_of_another_site_cannot_send(office: Installation, browser: Browser) -> None:
    token = token_of(browser.get("/lapor"))
    assert browser.post("/lapor", {"formulir": token, "isi": TEXT}, origin="https://contoh.test").status == 403
    assert stored_reports(office) == []


def test_where_names_are_wanted_an_anonymous_report_is_refused(office: Installation, browser: Browser) -> None:
    set_public_form(office, SYSTEM, PublicForm(mode="bernama"))
    assert send(browser).status == 400
    assert send(browser, kontak="0812 3456 7890").status == 200


@pytest.mark.usefixtures("form")
def test_an_unknown_receipt_tells_nothing(browser: Browser) -> None:
    for nomor in ("AAAA-BBBB-CCCC-DDDD", "", "<script>"):
        answer = browser.post("/lapor/status", {"nomor": nomor}, origin="http://testserver")
        assert answer.status == 404
        assert "<script" not in answer.text


def test_receipts_carry_eighty_bits_and_repeat_never(office: Installation) -> None:
    receipts = {public_reports.receipt_of(office, public_reports.new_token(office)) for _ in range(500)}
    assert len(receipts) == 500
    assert {len(receipt.replace("-", "")) * 5 for receipt in receipts} == {80}


def test_only_whole_paths_are_open(browser: Browser) -> None:
    for path in ("/lapor/", "/lapor/x", "/laporan_masuk", "/poster"):
        assert browser.get(path).status in (303, 401), path


def test_the_queue_page_is_a_page_of_the_app_and_may_run_its_script(browser: Browser, analyst: str) -> None:
    sign_in(browser)
    assert "script-src 'self'" in browser.get("/laporan_masuk").headers["content-security-policy"]


def test_the_poster_leads_to_the_form_of_its_region(browser: Browser, analyst: str) -> None:
    sign_in(browser)
    answer = browser.get("/poster?wilayah=64.02")
    assert answer.status == 200
    assert "http://testserver/lapor?wilayah=64.02" in answer.text
    assert answer.text.count("<svg") == 1
    assert browser.get("/poster?wilayah=73").status == 403
    assert browser.get("/poster?wilayah=<script>").status == 403


def test_only_who_may_manage_the_form_opens_it(office: Installation) -> None:
    from support import make_reader

    from poa_geo.errors import NotPermitted

    with pytest.raises(NotPermitted):
        set_public_form(office, make_reader("operator_kabkota"), PublicForm(mode="anonim", region="64"))
    with office.reading() as connection:
        assert public_reports.SETTING not in stored.values(connection)
