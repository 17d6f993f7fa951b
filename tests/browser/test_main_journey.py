"""The main job, walked as a person walks it: sign in, map, drill down, incident, import, and the map answers."""

import re
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

KUTAI_KARTANEGARA, MUARA_BADAK = "64.02", "64.02.05"


def listed_count(page) -> int:
    """Return the number in front of the list beside the map."""
    heading = page.get_by_text(re.compile(r"^\d+ kejadian$")).first
    return int(heading.inner_text().split()[0])


def shown_on_map(frame) -> int:
    """Return the number of incidents that the legend of the map counts."""
    lines = frame.locator("body").inner_text().splitlines()
    rows = [f"{line} {following}" for line, following in pairwise(lines) if "terverifikasi" in line.lower()]
    return sum(int(re.findall(r"\d+", row)[0]) for row in rows)


def a_file_with_a_riot(folder: Path) -> Path:
    """Return an incident sheet with one grave, verified incident in Muara Jawa, as our template wants it."""
    day = datetime.now(ZoneInfo("Asia/Makassar")).date() - timedelta(days=1)
    header = "tanggal;judul;kode_wilayah;bentuk;verifikasi;keandalan_sumber;nilai_informasi;meninggal"
    row = f"{day:%d/%m/%Y};Kerusuhan contoh di Muara Jawa;64.02.14;kerusuhan;terverifikasi;A;1;1"
    file = folder / "kejadian.csv"
    file.write_text(f"{header}\n{row}\n", encoding="utf-8")
    return file


def test_from_sign_in_to_an_incident_and_back_by_an_imported_file(visit, tmp_path):
    window = visit()
    page = window.page
    window.sign_in("analis")
    window.open("/peta?wilayah=64")
    window.click_on_map(KUTAI_KARTANEGARA)
    expect(page.get_by_text("Mengapa kuning?")).to_be_visible()
    expect(page).to_have_url(re.compile("wilayah=64.02"))
    window.map_frame()
    window.picture("peta-kutai-kartanegara")
    window.click_on_map(MUARA_BADAK)
    expect(page).to_have_url(re.compile("wilayah=64.02.05"))
    expect(page.get_by_role("heading", name="Muara Badak")).to_be_visible()
    frame = window.map_frame()
    for _ in range(200):  # list and map are drawn one after the other
        if listed_count(page) == shown_on_map(frame):
            break
        page.wait_for_timeout(100)
    assert listed_count(page) == shown_on_map(frame) > 0
    page.get_by_role("link", name=re.compile("Blokade akses dermaga batu bara")).first.click()
    expect(page.get_by_role("heading", name=re.compile("Blokade akses dermaga"))).to_be_visible()
    window.picture("kejadian")

    window.open("/impor")
    page.locator("input[type=file]").set_input_files(a_file_with_a_riot(tmp_path))
    page.get_by_role("button", name="Impor 1 baris").click()
    expect(page.get_by_text("1 baris diterima")).to_be_visible()
    window.open("/peta?wilayah=64.02")
    expect(page.get_by_text("Mengapa merah?")).to_be_visible()
    window.picture("peta-sesudah-impor")
    assert window.foreign_requests() == []
