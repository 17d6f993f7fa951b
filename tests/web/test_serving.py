"""The real app, started as an operator starts it: the gate stands before everything Streamlit serves."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from web_browser import PASSWORD, csrf_of, make_profile

from poa_geo.access.reader import SYSTEM
from poa_geo.services import accounts
from poa_geo.services.installation import open_installation
from poa_geo.services.keys import create_keys
from poa_geo.settings import load
from poa_geo.store import installation as stored
from poa_geo.store.engine import open_engine, writing

REPOSITORY = Path(__file__).resolve().parents[2]
STARTERS = {
    "poa-geo run": "from poa_geo.settings import load; from poa_geo.web.serve import serve; serve(load())",
    "streamlit run": "import sys; sys.argv = ['streamlit', 'run', 'app.py', '--server.port', PORT];"
    "from streamlit.web.cli import main; main()",
}
SECONDS_TO_START = 60


@pytest.fixture(scope="module")
def home(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with one account and no regions in its database: enough to start."""
    home = tmp_path_factory.mktemp("installation")
    (home / "poa-geo.sqlite").write_bytes(sqlite_template.read_bytes())
    settings = load({"POA_HOME": str(home)})
    create_keys(settings)
    engine = open_engine(settings.database_url)
    with writing(engine) as connection:
        for key, value in {"start_day": "2026-01-01", "is_demo": "0", "boundary_version": "0"}.items():
            stored.put(connection, key, value)
    engine.dispose()
    accounts.add(open_installation(settings), SYSTEM, make_profile(), PASSWORD)
    return home


@pytest.fixture(scope="module", params=STARTERS)
def port(request: pytest.FixtureRequest, home: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    script = STARTERS[request.param].replace("PORT", f"'{port}'")
    environ = os.environ | {"POA_HOME": str(home), "POA_PORT": str(port)}
    log = home / f"{port}.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-c", script], cwd=REPOSITORY, env=environ, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        while not _is_alive(port):
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _is_alive(port: int) -> bool:
    try:
        return ask(port, "GET", "/sehat")[0] == 200
    except OSError:
        return False


def ask(port: int, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, str], str]:
    """Send one request; return status, headers and text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, {"accept": "text/html"} | named)
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text


WEBSOCKET = {
    "connection": "Upgrade",
    "upgrade": "websocket",
    "sec_websocket_version": "13",
    "sec_websocket_key": "MDEyMzQ1Njc4OWFiY2RlZg==",
}


def sign_in(port: int) -> str:
    """Sign in and return the cookie of the session."""
    _, headers, form = ask(port, "GET", "/masuk")
    fields = {"nama": "analis", "sandi": PASSWORD, "formulir": csrf_of(form)}
    status, headers, _ = ask(port, "POST", "/masuk", urlencode(fields), cookie=headers["set-cookie"].split(";")[0])
    assert status == 303
    return headers["set-cookie"].split(";")[0]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/peta"),
        ("GET", "/index.html"),
        ("GET", "/favicon.png"),
        ("GET", "/_stcore/health"),
        ("GET", "/_stcore/host-config"),
        ("GET", "/_stcore/metrics"),
        ("GET", "/_stcore/agent/openapi.json"),
        ("PUT", "/_stcore/upload_file/a/b"),
        ("GET", "/media/a.png"),
        ("GET", "/component/streamlit_folium.st_folium/index.html"),
        ("GET", "/geo/0123456789abcdef"),
        ("GET", "/masuk/../_stcore/health"),
        ("GET", "/masuk/%2e%2e/_stcore/health"),
        ("GET", "/app/static/x"),
    ],
)
def test_nothing_of_streamlit_answers_without_a_session(port, method, path):
    status, headers, _ = ask(port, method, path)
    assert (status, headers["location"].split("?")[0]) == (303, "/masuk")


def test_the_websocket_opens_for_a_session_only(port):
    assert ask(port, "GET", "/_stcore/stream", **WEBSOCKET)[0] == 403
    assert ask(port, "GET", "/_stcore/stream", **WEBSOCKET, cookie="poa_sesi=karangan")[0] == 403
    cookie = sign_in(port)
    assert ask(port, "GET", "/_stcore/stream", **WEBSOCKET, cookie=cookie, origin="https://lain.example")[0] == 403
    key = "\r\n".join(f"{name.replace('_', '-')}: {value}" for name, value in (WEBSOCKET | {"cookie": cookie}).items())
    with socket.create_connection(("127.0.0.1", port), timeout=20) as raw:
        raw.sendall(f"GET /_stcore/stream HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n{key}\r\n\r\n".encode())
        assert raw.recv(64).startswith(b"HTTP/1.1 101")


def test_a_signed_in_reader_gets_the_page_with_scripts_of_this_server_only(port):
    status, headers, page = ask(port, "GET", "/peta", cookie=sign_in(port))
    assert status == 200
    assert '<html lang="id">' in page
    scripts = re.findall(r"<script([^>]*)>", page)
    assert scripts
    assert all('src="/masuk/sesi.js"' in script or 'src="./static/' in script for script in scripts)
    assert not re.search(r"https?://", page)
    assert "agent" not in page
    assert "script-src 'self' 'wasm-unsafe-eval';" in headers["content-security-policy"]


def test_the_frames_of_components_have_their_own_policy(port):
    cookie = sign_in(port)
    _, headers, _ = ask(port, "GET", "/component/streamlit_folium.st_folium/index.html", cookie=cookie)
    assert "'unsafe-eval'" in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]


def test_the_programming_interface_of_streamlit_is_off(port):
    status, _, _ = ask(port, "POST", "/_stcore/agent/interact", "{}", cookie=sign_in(port), accept="*/*")
    assert status == 403
