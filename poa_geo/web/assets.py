"""The few files that anybody may fetch before signing in: a fixed list, read once."""

from functools import lru_cache
from importlib import resources
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

_PACKAGE = Path(str(resources.files("poa_geo")))
_FONT = "static/static/media/SourceSansVF-Upright*.woff2"  # the font of the app's pages, as Streamlit brings it

OPEN_FILES: dict[str, tuple[Path, str]] = {
    "/masuk/warna.css": (_PACKAGE / "ui" / "assets" / "tokens.css", "text/css"),
    "/masuk/halaman.css": (_PACKAGE / "web" / "assets" / "halaman.css", "text/css"),
    "/masuk/poster.css": (_PACKAGE / "web" / "assets" / "poster.css", "text/css"),
    "/masuk/sesi.js": (_PACKAGE / "web" / "assets" / "sesi.js", "text/javascript"),
    "/masuk/logo.svg": (_PACKAGE / "web" / "assets" / "logo.svg", "image/svg+xml"),
    "/masuk/huruf.woff2": (next(Path(str(resources.files("streamlit"))).glob(_FONT), Path()), "font/woff2"),
}
"""Path → file and media type."""


async def send_file(request: Request) -> Response:
    """Answer with one of the open files."""
    path, media_type = OPEN_FILES[request.url.path]
    return Response(_content(path), media_type=media_type, headers={"Cache-Control": "public, max-age=3600"})


@lru_cache(maxsize=len(OPEN_FILES))
def _content(path: Path) -> bytes:
    return path.read_bytes()


def routes() -> list[BaseRoute]:
    """Return one route per open file."""
    return [Route(path, send_file) for path in OPEN_FILES]
