"""From a click to repainted regions in a real browser: our map beside `folium.GeoJson` with a style function."""

import os
import shutil
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Error, Page, WebSocket, sync_playwright

from scripts.bench.measure import Row, ms, times
from scripts.bench.place import Place, tell
from scripts.bench.processes import serving

SIZES = {105: ("64", "3"), 514: ("", "2"), 7285: ("", "3")}
"""Number of regions → region in focus, level drawn."""

TURNS = 5
SECONDS_TO_PAINT = 120
SERVER = ("uvicorn", "scripts.bench.map_server:app", "--factory", "--port", "{port}", "--ws", "websockets-sansio")
PAINTED = {
    "ours": "() => document.documentElement.dataset.version || ''",
    "usual": "() => document.querySelectorAll('path.leaflet-interactive')[0]?.getAttribute('fill') || ''",
}
"""What changes in the frame once it shows the new colours."""


@dataclass
class Traffic:
    """Bytes that crossed the websockets of a page."""

    total: int = 0
    quiet_since: float = field(default_factory=time.perf_counter)

    def watch(self, socket: WebSocket) -> None:
        for event in ("framereceived", "framesent"):
            socket.on(event, self._add)

    def _add(self, payload: str | bytes) -> None:
        self.total += len(payload.encode() if isinstance(payload, str) else payload)


@dataclass(frozen=True)
class Repaint:
    """Median seconds and bytes of one change of colours."""

    seconds: float
    size: float


def measure(here: Place) -> Iterator[Row]:
    """Repaint maps of three sizes; the usual way only at the size it is compared at."""
    with _browser() as browser:
        ours = {size: _repaint(here, browser, "ours", size) for size in SIZES}
        usual = _repaint(here, browser, "usual", 514)
    faster, smaller = usual.seconds / ours[514].seconds, usual.size / ours[514].size
    yield Row("filter change to repaint, 514 regions", "≤ 1/10 the time", ms(ours[514].seconds), ms(usual.seconds),
              times(faster), faster >= 10)  # fmt: skip
    yield Row("bytes over the websocket, 514 regions", "≤ 1/50", f"{ours[514].size:,.0f}", f"{usual.size:,.0f}",
              times(smaller), smaller >= 50)  # fmt: skip
    for size, limit in ((105, 10_000), (7285, 160_000)):
        yield Row(f"bytes over the websocket, {size:,} regions", f"≤ {limit:,}", f"{ours[size].size:,.0f}",
                  f"repaint {ms(ours[size].seconds)}", is_met=ours[size].size <= limit)  # fmt: skip


@contextmanager
def _browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise RuntimeError("Chromium is missing: apt-get install chromium")
    arguments = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


def _repaint(here: Place, browser: Browser, way: str, size: int) -> Repaint:
    tell(f"repaint of {size} regions, {way}")
    parent, level = SIZES[size]
    environ = {"BENCH_WAY": way, "BENCH_PARENT": parent, "BENCH_LEVEL": level, "BENCH_FOLDER": str(here.folder)}
    with serving(SERVER, environ, "/_stcore/health") as server:
        page, traffic = browser.new_page(viewport={"width": 1440, "height": 900}), Traffic()
        page.on("websocket", traffic.watch)
        page.goto(server.address)
        shown = _wait_for_change(page, way, "")
        turns = []
        for _ in range(TURNS + 1):
            page.wait_for_timeout(1500)
            bytes_before, started = traffic.total, time.perf_counter()
            page.get_by_role("button", name="Ganti").click()
            shown = _wait_for_change(page, way, shown)
            seconds = time.perf_counter() - started
            page.wait_for_timeout(1000)
            turns.append(Repaint(seconds, traffic.total - bytes_before))
        page.close()
    kept = turns[1:]  # the first turn also warms both ends up
    return Repaint(statistics.median(t.seconds for t in kept), statistics.median(t.size for t in kept))


def _wait_for_change(page: Page, way: str, before: str) -> str:
    """Return what the map shows once it is something else than before."""
    deadline = time.perf_counter() + SECONDS_TO_PAINT
    while time.perf_counter() < deadline:
        for frame in page.frames:
            try:
                if "streamlit_folium" in frame.url and (now := str(frame.evaluate(PAINTED[way]))) not in ("", before):
                    return now
            except Error:  # the frame was replaced while we asked
                continue
        page.wait_for_timeout(5)
    raise RuntimeError(f"the map was not repainted within {SECONDS_TO_PAINT} s")
