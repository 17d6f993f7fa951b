"""Take the pictures of the guides from the demo: ``python -m scripts.pictures``. Nothing in them is real."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.bench.processes import serving

FOLDER = Path("docs/gambar")
DESK, PHONE = (1440, 900), (390, 844)
COLOURS = 256
WAIT_MS = 90_000
MAP_TO_SETTLE_MS = 4_000
DRAWN = """() => !document.querySelector("[data-testid=stSkeleton]") && [...document.images].every(one =>
    one.getBoundingClientRect().top > innerHeight || (one.complete && one.naturalWidth))"""


@dataclass(frozen=True)
class Picture:
    """One picture: its name, who looks, where, on what, and the text that has to stand there first."""

    name: str
    username: str
    path: str
    size: tuple[int, int] = DESK
    shows: str = ""


PICTURES = (
    Picture("ringkasan", "pimpinan", "/ringkasan", shows="Lima wilayah yang perlu perhatian"),
    Picture("ringkasan-ponsel", "pimpinan", "/ringkasan", PHONE, shows="Lima wilayah yang perlu perhatian"),
    Picture("kilas-ponsel", "pimpinan", "/kilas", PHONE),
    Picture("peta", "analis", "/peta?wilayah=64.02", shows="Mengapa kuning?"),
    Picture("kejadian", "analis", "/kejadian", shows="Tambah kejadian"),
    Picture("athg", "analis", "/athg", shows="Penilaian baru"),
    Picture("taklimat", "analis", "/taklimat", shows="Bagian"),
    Picture("peringatan", "analis", "/peringatan", shows="Peringatan"),
    Picture("kualitas-data", "analis", "/kualitas_data", shows="Kualitas data"),
    Picture("kejadian-baru", "operator.kukar", "/kejadian?tambah=1", shows="Siapa"),
    Picture("laporan-masuk", "operator.kukar", "/laporan_masuk", shows="Laporan masuk"),
    Picture("impor", "operator.kukar", "/impor", shows="Impor"),
    Picture("laporan-nihil-ponsel", "operator.muarabadak", "/laporan_masuk", PHONE, shows="Laporan"),
    Picture("administrasi", "admin", "/admin", shows="Administrasi"),
    Picture("jejak-akses", "auditor", "/jejak_akses", shows="Jejak"),
)


def main() -> None:
    """Make the demo, walk through it, keep the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = set(sys.argv[1:])
    with TemporaryDirectory(prefix="poa-gambar-") as home, chromium() as browser:
        environ = {"POA_HOME": home, "POA_DATABASE_URL": ""}
        command = [sys.executable, "-m", "poa_geo.cli", "init", "--demo"]
        subprocess.run(command, check=True, env=os.environ | environ, stdout=subprocess.DEVNULL)
        passwords = json.loads((Path(home) / "akun-demo.json").read_text(encoding="utf-8"))
        with serving(("poa_geo.cli", "run"), environ, "/sehat") as server:
            for picture in PICTURES:
                if not wanted or picture.name in wanted:
                    take(browser, server.address, picture, passwords)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser of the system."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    arguments = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


def take(browser: Browser, address: str, picture: Picture, passwords: dict[str, str]) -> None:
    """Sign in, open one screen, and keep its picture with few colours, so that it stays small."""
    width, height = picture.size
    context = browser.new_context(viewport={"width": width, "height": height}, locale="id-ID")
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    sign_in(page, address, picture.username, passwords[picture.username])
    page.goto(address + picture.path)
    if picture.shows:
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        page.get_by_text(picture.shows).first.wait_for(state="attached")
        page.wait_for_function(DRAWN)
        page.wait_for_timeout(MAP_TO_SETTLE_MS)
    file = FOLDER / f"{picture.name}.png"
    page.screenshot(path=file)
    context.close()
    with Image.open(file) as taken:
        few = taken.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    print(f"{file}: {file.stat().st_size // 1024} kB")


def sign_in(page: Page, address: str, username: str, password: str) -> None:
    """Sign in as a demo account."""
    page.goto(f"{address}/masuk")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()
    page.get_by_test_id("stApp").wait_for()


if __name__ == "__main__":
    main()
