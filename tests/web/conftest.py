"""One installation on SQLite with an account per role, and the web around a stand-in for Streamlit."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from web_browser import PASSWORD, SHAPE, Browser, make_profile

from poa_geo.access import passwords
from poa_geo.access.reader import SYSTEM
from poa_geo.domain.region import Region, RegionTree
from poa_geo.services import accounts
from poa_geo.services.installation import Installation
from poa_geo.services.keys import create_keys, load_keyring
from poa_geo.settings import load
from poa_geo.store.engine import open_engine
from poa_geo.web.assemble import Web, around_streamlit

TREE = RegionTree(
    Region(code=code, name=f"Contoh {code}", level=code.count(".") + 1, type="contoh", lon=117.0, lat=0.0)
    for code in ("64", "64.02", "64.02.05", "64.71")
)


@pytest.fixture(autouse=True, scope="session")
def cheap_passwords() -> Iterator[None]:
    """Argon2 at its least effort: these tests sign in often and do not test argon2."""
    patch = pytest.MonkeyPatch()
    patch.setattr(passwords, "_hasher", passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobody.cache_clear()
    yield
    patch.undo()
    passwords._nobody.cache_clear()


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Installation]:
    settings = load({"POA_HOME": str(tmp_path), "POA_DATABASE_URL": sqlite_url})
    create_keys(settings)
    engine = open_engine(sqlite_url)
    yield Installation(
        settings=settings,
        engine=engine,
        keyring=load_keyring(settings, {}),
        tree=TREE,
        start_day=date(2024, 1, 1),
        is_demo=True,
    )
    engine.dispose()


@pytest.fixture
def analyst(office: Installation) -> str:
    """An account that may sign in; its user name."""
    accounts.add(office, SYSTEM, make_profile(), PASSWORD)
    return "analis"


@pytest.fixture
def web(office: Installation) -> Web:
    return around_streamlit(office, {"a" * 16: SHAPE}.get)


async def say_who(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{request.method} {request.url.path} {request.state.session.reader.username}")


async def shell(request: Request) -> HTMLResponse:
    streamlit_page = (
        '<!-- licence --><html lang="en"><head><link rel="shortcut icon" href="./favicon.png" />'
        "<title>Streamlit</title><script>inline()</script></head>"
        "<body><noscript>English</noscript></body></html>"
    )
    return HTMLResponse(streamlit_page, headers={"ETag": '"streamlit"'})


async def fail(request: Request) -> PlainTextResponse:
    raise RuntimeError("rahasia dapur")


async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_text(f"{websocket.state.session.reader.username}: {text}")


@pytest.fixture
def app(web: Web) -> Starlette:
    """The web around an app that answers every path, as Streamlit does."""
    return Starlette(
        routes=[
            *web.routes,
            WebSocketRoute("/_stcore/stream", echo),
            Route("/gagal", fail),
            Route("/", shell),
            Route("/{path:path}", say_who, methods=["GET", "POST", "PUT", "DELETE"]),
        ],
        middleware=list(web.middleware),
        exception_handlers=dict(web.exception_handlers),
    )


@pytest.fixture
def browser(app: Starlette) -> Browser:
    return Browser(app)
