"""Reports from the field: a telephone without script, a camat with ten seconds, an analyst who takes what waits."""

import re

from playwright.sync_api import Browser, expect

TEXT = "Warga menutup jalan desa sejak pagi. Hubungi Bapak Contoh Satu 0812-3456-7890."


def test_a_telephone_without_script_reports_and_reads_its_status(browser: Browser, served, visit):
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="id-ID")
    requests: list[str] = []
    context.on("request", lambda one: requests.append(one.url))
    page = context.new_page()
    page.goto(f"{served.address}/lapor?wilayah=64.02")
    page.get_by_label("Apa yang terjadi").fill(TEXT)
    page.get_by_label("Wilayah").select_option(label="Muara Badak")
    page.get_by_role("button", name="Kirim laporan").click()
    receipt = page.locator(".receipt").inner_text()
    assert re.fullmatch(r"([A-Z2-7]{4}-){3}[A-Z2-7]{4}", receipt)
    page.get_by_role("link", name="Lihat status laporan").click()
    page.get_by_label("Nomor tanda terima").fill(receipt)
    page.get_by_role("button", name="Lihat status").click()
    expect(page.get_by_text("menunggu diperiksa")).to_be_visible()
    assert all(address.startswith(served.address) for address in requests)
    context.close()

    window = visit()
    window.sign_in("operator.kukar")
    window.open("/laporan_masuk")
    row = window.page.get_by_role("row").filter(has_text="menutup jalan desa")
    expect(row).to_contain_text("[nama] [nomor]")
    window.picture("laporan-masuk")
    assert window.foreign_requests() == []


def test_a_camat_sends_a_nil_report_on_a_telephone(visit):
    window = visit(width=390, height=844)
    window.sign_in("operator.muarabadak")
    window.open("/laporan_masuk")
    page = window.page
    page.get_by_role("radio", name="8").or_(page.get_by_role("button", name="8", exact=True)).first.click()
    button = page.get_by_role("button", name="Kirim laporan nihil")
    assert button.bounding_box()["x"] + button.bounding_box()["width"] <= 390
    button.click()
    expect(page.get_by_text("Laporan nihil Muara Badak diterima")).to_be_visible(timeout=30_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    window.picture("laporan-nihil-hp")
    assert window.foreign_requests() == []
