"""Answers a second of the leaders' light page to signed-in readers, and how long each waits."""

import http.client
import secrets
import statistics
import threading
import time
from collections.abc import Iterator

from poa_geo.access.reader import SYSTEM
from poa_geo.services import accounts
from poa_geo.services.accounts import Profile
from poa_geo.services.installation import Installation
from poa_geo.services.sessions import SESSION_COOKIE, sign_in
from scripts.bench.measure import Row, ms
from scripts.bench.place import Place, tell
from scripts.bench.processes import Server, serving

SECONDS, CLIENTS = 4.0, 4
PATH = "/kilas"
WANTED_RATE, LONGEST_WAIT = 500, 0.200


def measure(here: Place) -> Iterator[Row]:
    """Ask for the page by a few clients that keep their connection, whole and when they have it already."""
    tell("the leaders' light page")
    cookie = f"{SESSION_COOKIE}={_leader_of(here.plain)}"
    settings = here.plain.settings
    environ = {"POA_HOME": str(settings.home), "POA_DATABASE_URL": settings.database_url}
    with serving(("poa_geo.cli", "run"), environ, "/sehat") as server:
        headers = {"Cookie": cookie, "Accept-Encoding": "gzip"}
        etag, size = _first(server, headers)
        yield from _rows("whole page", server, headers, f"{size:,} bytes packed")
        yield from _rows("kept by the browser (304)", server, headers | {"If-None-Match": etag}, "ETag")


def _leader_of(office: Installation) -> str:
    password = secrets.token_urlsafe(12)
    leader = Profile(username="pimpinan", display_name="Pimpinan", role="pimpinan", agency="kesbangpol", scope=["64"])
    accounts.add(office, SYSTEM, leader, password)
    return sign_in(office, "pimpinan", password, address="bench")


def _first(server: Server, headers: dict[str, str]) -> tuple[str, int]:
    connection = http.client.HTTPConnection(server.address.removeprefix("http://"), timeout=60)
    connection.request("GET", PATH, headers=headers)
    answer = connection.getresponse()
    if answer.status != 200:
        raise RuntimeError(f"{PATH} answered {answer.status}")
    return answer.headers["ETag"], len(answer.read())


def _rows(name: str, server: Server, headers: dict[str, str], beside: str) -> Iterator[Row]:
    rate, per_cpu, waits = _asked(server, headers)
    p95 = statistics.quantiles(waits, n=20)[-1]
    what, beside = f"/kilas, {name}: answers", f"{rate:,.0f} a second, {beside}"
    yield Row(f"{what} per CPU-second of the server", f"≥ {WANTED_RATE}", f"{per_cpu:,.0f}", beside,
              is_met=per_cpu >= WANTED_RATE)  # fmt: skip
    yield Row(f"{what}, 95 of 100 within", f"≤ {ms(LONGEST_WAIT)}", ms(p95), f"{CLIENTS} clients on the same machine",
              is_met=p95 <= LONGEST_WAIT)  # fmt: skip


def _asked(server: Server, headers: dict[str, str]) -> tuple[float, float, list[float]]:
    """Return answers per second, answers per second of processor time, and how long each took in seconds."""
    host = server.address.removeprefix("http://")
    waits: list[list[float]] = [[] for _ in range(CLIENTS)]
    deadline = time.perf_counter() + SECONDS

    def ask(client: int) -> None:
        connection = http.client.HTTPConnection(host, timeout=10)
        while time.perf_counter() < deadline:
            started = time.perf_counter()
            connection.request("GET", PATH, headers=headers)
            connection.getresponse().read()
            waits[client].append(time.perf_counter() - started)

    threads = [threading.Thread(target=ask, args=(client,)) for client in range(CLIENTS)]
    spent, began = server.cpu_seconds(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every = [wait for client in waits for wait in client]
    return len(every) / (time.perf_counter() - began), len(every) / (server.cpu_seconds() - spent), every
