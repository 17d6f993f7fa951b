"""An analyst makes the briefing of last month, presents it by keyboard, and hands out three files that agree."""

import io
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Download, Page, expect
from pptx import Presentation
from read_back import pdf_text

WAIT_MS = 90_000
expect.set_options(timeout=WAIT_MS)


def last_month() -> tuple[date, date]:
    today = datetime.now(ZoneInfo("Asia/Makassar")).date()
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def content_of(download: Download) -> bytes:
    return download.path().read_bytes()


def slides_text(content: bytes) -> list[str]:
    """Return the words of every slide, tables included."""
    told = []
    for slide in Presentation(io.BytesIO(content)).slides:
        frames = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        tables = [shape.table for shape in slide.shapes if shape.has_table]
        cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
        told.append(" ".join([*frames, *cells]))
    return told


def scores(text: str) -> set[tuple[str, str]]:
    """Return region and score as the message names them."""
    return set(re.findall(r"- ([^:\n]+): \*(?:MERAH|KUNING)\*, skor (\d+,\d)", text))


def download(page: Page, menu: str, button: str, place: int = 0) -> bytes:
    page.get_by_role("button", name=menu, exact=True).click()
    with page.expect_download(timeout=WAIT_MS) as coming:
        page.get_by_role("button", name=button, exact=True).nth(place).click()
    page.keyboard.press("Escape")
    return content_of(coming.value)


@pytest.fixture
def made(visit):
    """The briefing of Kalimantan Timur of last month, without the section on cyber space."""
    window = visit()
    window.sign_in("analis")
    window.open("/taklimat")
    since, until = last_month()
    expect(window.page.get_by_text(f"salindia · {since.day}–{until.day} ")).to_be_visible()
    with_all = window.page.locator(".slides img")
    with_all.first.wait_for()
    window.settle()
    before = with_all.count()
    window.page.get_by_text("Media sosial dan hoaks", exact=True).first.click()
    expect(with_all).not_to_have_count(before)
    window.settle()
    return window


def test_one_briefing_on_the_wall_and_in_three_files_that_agree_with_the_map(made):
    page = made.page
    page.locator(".slides img").nth(1).scroll_into_view_if_needed()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.slides img')].slice(0, 4).every(one => one.naturalWidth)"
    )
    made.picture("taklimat")
    count = page.locator(".slides img").count()

    slides = slides_text(download(page, "Unduh", "Salindia (PPTX)"))
    paper = pdf_text(download(page, "Unduh", "PDF A4"))
    message = download(page, "Pesan", "Unduh sebagai berkas teks", 1).decode()
    assert len(slides) == count
    assert not any("ruang siber" in slide for slide in slides)
    told = scores(message)
    assert told
    reference = re.search(r"TKL-64-\d{8}-[0-9A-F]{6}", message)
    assert reference
    assert reference.group() in paper
    for name, score in told:
        assert any(name in slide and score in slide for slide in slides), (name, score)
        assert re.search(rf"{re.escape(name.split()[0])}[\s\S]{{0,80}}{score}", paper), (name, score)

    present_by_keyboard(made, count)

    since, until = last_month()
    made.open(f"/peta?wilayah=64&dari={since}&sampai={until}")
    listed = page.locator("table.t tbody tr")
    for name, score in told:
        expect(listed.filter(has_text=name).filter(has_text=score).first).to_be_attached()
    incidents = re.search(r"(\d+) kejadian \(", message)
    assert incidents
    expect(page.get_by_role("heading", name=re.compile(rf"^{incidents.group(1)} kejadian$"))).to_be_visible()


def present_by_keyboard(made, count: int) -> None:
    """Present without touching the mouse: open, go on, go back, reload, and without the network."""
    with made.page.context.expect_page() as coming:
        made.page.get_by_role("link", name="Tayangkan").press("Enter")
    wall = coming.value
    wall.locator("section img").first.wait_for()
    place = wall.locator("#place")
    expect(place).to_have_text(f"1 / {count}")
    wall.keyboard.press("ArrowRight")
    wall.keyboard.press("Space")
    expect(place).to_have_text(f"3 / {count}")
    wall.keyboard.press("ArrowLeft")
    expect(place).to_have_text(f"2 / {count}")
    wall.reload()
    expect(place).to_have_text(f"2 / {count}")
    assert wall.url.endswith("#s2")
    wall.screenshot(path="tests/output/taklimat-tayang.png")
    wall.context.set_offline(True)
    wall.keyboard.press("End")
    expect(place).to_have_text(f"{count} / {count}")
    wall.keyboard.press("Home")
    expect(place).to_have_text(f"1 / {count}")
    seen = wall.evaluate(
        "document.querySelectorAll('section img').length && [...document.images].every(i => i.naturalWidth)"
    )
    assert seen
    wall.context.set_offline(False)
    wall.close()


def test_a_kept_briefing_says_later_whether_it_still_tells_the_same(made):
    page = made.page
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.get_by_label("Nama taklimat").fill("Rapat Forkopimda contoh")
    page.get_by_label("Nama taklimat").press("Enter")
    page.get_by_role("button", name="Simpan taklimat").click()
    expect(page.get_by_text("Isi taklimat ini sama dengan saat disimpan")).to_be_visible()
    made.open("/taklimat")
    page.get_by_role("link", name="Rapat Forkopimda contoh").first.click()
    expect(page.get_by_text("Isi taklimat ini sama dengan saat disimpan")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Media sosial dan hoaks")).not_to_be_checked()
