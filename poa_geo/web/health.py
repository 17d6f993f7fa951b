"""Is it alive, is it ready, how busy is it: for load balancers and monitoring, without a word about the data."""

import hmac
import time

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from poa_geo.errors import PoaError
from poa_geo.services.health import Load, measure_load
from poa_geo.services.installation import Installation

ALIVE, READY, METRICS = "/sehat", "/sehat/siap", "/sehat/metrik"
NO_STORE = {"Cache-Control": "no-store"}


class Health:
    """The health of one installation."""

    def __init__(self, office: Installation, metrics_token: str | None) -> None:
        self._office = office
        self._metrics_token = metrics_token
        self._started = time.monotonic()

    async def alive(self, request: Request) -> Response:  # noqa: ARG002
        """Say that the process answers."""
        return JSONResponse({"status": "hidup"}, headers=NO_STORE)

    async def ready(self, request: Request) -> Response:  # noqa: ARG002
        """Say whether the database answers and is of this release."""
        is_ready = await self._load() is not None
        return JSONResponse({"status": "siap" if is_ready else "belum siap"}, 200 if is_ready else 503, NO_STORE)

    async def metrics(self, request: Request) -> Response:
        """Give the numbers to whoever holds the token; without one configured there are none."""
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not self._metrics_token or not hmac.compare_digest(given.encode(), self._metrics_token.encode()):
            return JSONResponse({"status": "tidak berwenang"}, 401, NO_STORE)
        load = await self._load()
        lines = [f"poa_up {int(load is not None)}", f"poa_uptime_seconds {time.monotonic() - self._started:.0f}"]
        if load is not None:
            lines += [f"poa_sessions {load.sessions}", f"poa_data_version {load.data_version}"]
        return PlainTextResponse("\n".join(lines) + "\n", headers=NO_STORE)

    async def _load(self) -> Load | None:
        try:
            return await run_in_threadpool(measure_load, self._office)
        except PoaError:
            return None


def routes(office: Installation, metrics_token: str | None) -> list[BaseRoute]:
    """Return the routes of this module."""
    health = Health(office, metrics_token)
    return [Route(ALIVE, health.alive), Route(READY, health.ready), Route(METRICS, health.metrics)]
