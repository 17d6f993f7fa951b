"""Every screen of every role: nothing serious for axe, light and dark; nothing runs over the edge of a phone."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Visit, Visiting

from poa_geo.ui.pages import PAGES

STREAMLITS_OWN = {"list", "listitem"}
"""Rules that Streamlit's own navigation breaks."""

ASKED_FOR = {"meta-refresh"}
"""The light page hangs on a wall and shows new data by itself; nothing else of ours is excepted."""

GRAVE = {"serious", "critical"}
SCREENS = {
    "analis": [name for name in PAGES if name not in ("admin", "jejak_akses", "akun")],
    "admin": ["admin", "akun"],
    "auditor": ["jejak_akses"],
    "pimpinan": ["ringkasan", "orang_asing"],
}
WIDTH = "Math.max(document.documentElement.scrollWidth, document.querySelector('.stMain')?.scrollWidth || 0)"
OWN_PAGES = ("/kilas", "/keluar", "/lapor")


def findings(window: Visit) -> Iterator[str]:
    """Yield what axe finds grave on the screen as it stands."""
    for found in Axe().run(window.page).response["violations"]:
        if found["impact"] in GRAVE and found["id"] not in STREAMLITS_OWN | ASKED_FOR:
            for node in found["nodes"][:3]:
                yield f"{found['id']}: {node['html'][:160]}"


def over_the_edge(window: Visit) -> int:
    """Return by how many pixels the page is wider than a phone, once it has settled there."""
    window.page.set_viewport_size({"width": 390, "height": 844})
    excess = 0
    for _ in range(20):
        window.page.wait_for_timeout(200)
        excess = int(window.page.evaluate(WIDTH)) - 390
        if excess <= 0:
            break
    return excess


@pytest.mark.parametrize("username", list(SCREENS))
def test_every_screen_is_readable_for_everybody(visit: Visiting, username: str) -> None:
    window = visit()
    window.sign_in(username)
    told = {}
    for name in SCREENS[username]:
        window.page.set_viewport_size({"width": 1440, "height": 900})
        window.page.emulate_media(color_scheme="light")
        window.open(f"/{name}")
        window.page.wait_for_timeout(500)
        found = [f"light {one}" for one in findings(window)]
        window.page.emulate_media(color_scheme="dark")
        window.page.wait_for_timeout(700)
        found += [f"dark {one}" for one in findings(window)]
        window.page.emulate_media(color_scheme="light")
        excess = over_the_edge(window)
        window.picture(f"ponsel-{username}-{name}")
        told[name] = found + ([f"{excess} px over the edge"] if excess > 0 else [])
    assert {name: found for name, found in told.items() if found} == {}


def test_the_pages_without_streamlit_are_readable_for_everybody(visit: Visiting) -> None:
    window = visit(width=390, height=844)
    window.sign_in("pimpinan")
    told = {}
    for path in OWN_PAGES:
        window.page.goto(window.served.address + path)
        told[path] = list(findings(window)) + [f"{over_the_edge(window)} px"] * (over_the_edge(window) > 0)
    assert {path: found for path, found in told.items() if found} == {}
