"""Shapes of regions under the hash of their content: fetched once, kept by the browser for good."""

import gzip
import re
from collections.abc import Callable
from functools import lru_cache

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

FindGeometry = Callable[[str], bytes | None]
"""Hash → GeoJSON, None where no such file exists."""

DIGEST = re.compile(r"[0-9a-f]{8,64}")
CACHE_FOR_GOOD = "private, max-age=31536000, immutable"
PACKED_FILES_KEPT = 1024


def routes(find: FindGeometry) -> list[BaseRoute]:
    """Return the route ``/geo/{hash}``."""

    @lru_cache(maxsize=PACKED_FILES_KEPT)
    def packed(digest: str) -> bytes:
        content = find(digest)
        if content is None:
            raise KeyError(digest)  # an exception is not cached, so an import may still bring the file
        return gzip.compress(content, 6, mtime=0)

    async def send(request: Request) -> Response:
        digest = request.path_params["digest"]
        if not DIGEST.fullmatch(digest):
            return Response(status_code=404)
        headers = {"ETag": f'"{digest}"', "Cache-Control": CACHE_FOR_GOOD, "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        try:
            body = await run_in_threadpool(packed, digest)
        except KeyError:
            return Response(status_code=404)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(body, media_type="application/geo+json", headers=headers | {"Content-Encoding": "gzip"})
        return Response(gzip.decompress(body), media_type="application/geo+json", headers=headers)

    return [Route("/geo/{digest}", send)]
