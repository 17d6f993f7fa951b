"""A demo served as `make run` serves it, and Chromium to walk through it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from playwright.sync_api import Browser, Frame, Page, sync_playwright
from support import REPOSITORY, missing

from poa_geo.regions.reference import load_regions
from poa_geo.regions.shapes import with_upper_levels
from poa_geo.regions.shipped import read_kecamatan
from poa_geo.settings import BOUNDARIES_FOLDER

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--disable-extensions"]
PICTURES = REPOSITORY / "tests" / "output"
SECONDS_TO_START = 90
WAIT_MS = 60_000


@dataclass(frozen=True)
class Served:
    """A running demo: its address and how to sign in."""

    address: str
    passwords: dict[str, str]
    home: Path


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo on SQLite, started by the commands of the README."""
    home = tmp_path_factory.mktemp("served")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = os.environ | {"POA_HOME": str(home), "POA_PORT": str(port), "POA_DATABASE_URL": ""}
    command = [sys.executable, "-m", "poa_geo.cli"]
    subprocess.run([*command, "init", "--demo"], check=True, env=environ, cwd=REPOSITORY, timeout=180)
    log = (home / "server.log").open("wb")
    server = subprocess.Popen([*command, "run"], env=environ, cwd=REPOSITORY, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_until_alive(f"http://localhost:{port}/sehat", server, home / "server.log")
        passwords = json.loads((home / "akun-demo.json").read_text())
        yield Served(f"http://localhost:{port}", passwords, home)
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _wait_until_alive(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start: {log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the system, without a window."""
    if CHROMIUM is None:
        missing("Chromium", "apt-get install chromium")
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@dataclass
class Visit:
    """One browser window, every request it made, and what its console complained about."""

    page: Page
    served: Served
    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def sign_in(self, username: str) -> None:
        """Sign in as a demo account and wait for the first screen."""
        self.page.goto(self.served.address)
        self.page.get_by_label("Nama pengguna").fill(username)
        self.page.get_by_label("Kata sandi").fill(self.served.passwords[username])
        self.page.get_by_role("button", name="Masuk").click()
        self.page.get_by_test_id("stApp").wait_for()

    def open(self, path: str) -> None:
        """Open an address of the app and wait until Streamlit has drawn it."""
        self.page.goto(self.served.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until the screen has been drawn whole."""
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()

    def map_frame(self) -> Frame:
        """Return the frame of the map, once its drawing has come to rest."""
        self.page.locator("iframe[title*=folium]").first.wait_for()
        self.settle()
        version, calm = None, 0
        for _ in range(300):
            frame = next((one for one in self.page.frames if "streamlit_folium" in one.url), None)
            drawn = frame and frame.evaluate("document.documentElement.dataset.version")
            calm = calm + 1 if drawn and drawn == version else 0
            if calm == 8 and frame is not None:
                return frame
            version = drawn
            self.page.wait_for_timeout(100)
        raise AssertionError("the map was never drawn")

    def click_on_map(self, code: str) -> None:
        """Click inside a region where no disc, label or control lies on top, as a person would."""
        frame = self.map_frame()
        point = frame.evaluate(FREE_POINT, points_inside(code))
        assert point, f"no free place to click in {code}"
        box = self.page.locator("iframe[title*=folium]").first.bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + point[0], box["y"] + point[1])
        self.page.wait_for_timeout(200)
        self.page.mouse.down()
        self.page.mouse.up()

    def foreign_requests(self) -> list[str]:
        """Return every request that left the app."""
        own = (self.served.address, self.served.address.replace("http", "ws", 1), "data:", "blob:")
        return [address for address in self.requests if not address.startswith(own)]

    def picture(self, name: str) -> None:
        """Keep a picture of the screen for people to look at."""
        PICTURES.mkdir(exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png")


FREE_POINT = """(places) => places.map(place => window.map.latLngToContainerPoint(place)).map(p => [p.x, p.y])
    .find(([x, y]) => document.elementFromPoint(x, y)?.tagName === "CANVAS")"""


@lru_cache(maxsize=1)
def _outlines() -> dict[str, Any]:
    tree = load_regions()
    return dict(zip(tree.codes, with_upper_levels(tree, read_kecamatan(BOUNDARIES_FOLDER)), strict=True))


def points_inside(code: str) -> list[tuple[float, float]]:
    """Return places well inside a region as (lat, lon), the middle first."""
    outline = _outlines()[code]
    inner = outline.buffer(-0.15 * outline.area**0.5)
    west, south, east, north = inner.bounds
    lon, lat = np.meshgrid(np.linspace(west, east, 25), np.linspace(south, north, 25))
    inside = shapely.contains_xy(inner, lon, lat)
    middle = inner.representative_point()
    order = np.argsort((lon[inside] - middle.x) ** 2 + (lat[inside] - middle.y) ** 2)
    return [(float(lat[inside][i]), float(lon[inside][i])) for i in order]


Visiting = Callable[..., Visit]


@pytest.fixture
def visit(request: pytest.FixtureRequest, browser: Browser, served: Served) -> Iterator[Visiting]:
    """Open a window: `visit(width=390)`. A picture is kept where a test fails."""
    opened: list[Visit] = []

    def open_window(width: int = 1440, height: int = 900) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="id-ID")
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        window = Visit(page, served)
        context.on("request", lambda one: window.requests.append(one.url))
        page.on("websocket", lambda one: window.requests.append(one.url))
        page.on("console", lambda one: window.problems.append(one.text) if one.type == "error" else None)
        opened.append(window)
        return window

    yield open_window
    for number, window in enumerate(opened):
        if getattr(request.node, "failed", False):
            window.picture(f"{request.node.name}-{number}")
        window.page.context.close()


@pytest.hookimpl(tryfirst=True, hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember that a test failed, for its pictures."""
    outcome = yield
    item.failed = outcome.get_result().failed  # type: ignore[attr-defined]
