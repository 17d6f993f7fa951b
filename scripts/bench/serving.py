"""Answers a second of a light page behind the gate, by the server that `poa-geo run` starts."""

import http.client
import threading
import time
from collections.abc import Iterator

from scripts.bench.measure import Row
from scripts.bench.place import Place, tell
from scripts.bench.processes import Server, serving

SECONDS, CLIENTS = 4.0, 4
LIGHT_PAGES = {"/masuk": "sign-in page", "/sehat": "health", "/peta": "gate: a stranger is sent to sign in"}


def measure(here: Place) -> Iterator[Row]:
    """Ask light pages by a few clients that keep their connection."""
    tell("light pages")
    settings = here.plain.settings
    environ = {"POA_HOME": str(settings.home), "POA_DATABASE_URL": settings.database_url}
    with serving(("poa_geo.cli", "run"), environ, "/sehat") as server:
        for path, name in LIGHT_PAGES.items():
            rate = _rate(server, path)
            beside = f"{CLIENTS} clients on the same machine"
            yield Row(
                f"light page, answers per CPU-second: {name}", "≥ 500", f"{rate:,.0f}", beside, is_met=rate >= 500
            )


def _rate(server: Server, path: str) -> float:
    """Return the answers per second of processor time the server spent on them."""
    host, counts = server.address.removeprefix("http://"), [0] * CLIENTS
    deadline = time.perf_counter() + SECONDS

    def ask(client: int) -> None:
        connection = http.client.HTTPConnection(host, timeout=10)
        while time.perf_counter() < deadline:
            connection.request("GET", path)
            connection.getresponse().read()
            counts[client] += 1

    threads = [threading.Thread(target=ask, args=(client,)) for client in range(CLIENTS)]
    started = server.cpu_seconds()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (server.cpu_seconds() - started)
