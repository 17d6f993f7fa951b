"""Where a request comes from: address, transport, own site or another."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers

Scope = Mapping[str, Any]
LONGEST_TARGET = 500
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def is_https(scope: Scope) -> bool:
    """Say whether the browser speaks TLS, to us or to the proxy in front."""
    return scope.get("scheme") in {"https", "wss"}


def address_of(scope: Scope) -> str:
    """Return the client's address."""
    client = scope.get("client")
    return str(client[0]) if client else "–"


def is_from_another_site(scope: Scope) -> bool:
    """Say whether a page of another site sends something that could change data or opens a websocket.

    Browsers name the origin of every such request; programs do not, and they have no visitor's cookie.
    """
    if scope["type"] == "http" and scope["method"] in SAFE_METHODS:
        return False
    headers = Headers(scope=dict(scope))
    origin = headers.get("origin")
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return True
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def safe_target(target: str | None) -> str:
    """Return the page to go to after signing in: a path of this site, else the first page.

    Browsers drop control characters and read a backslash as a slash, so neither may occur.
    """
    target = target or "/"
    is_plain = target.isprintable() and "\\" not in target and len(target) <= LONGEST_TARGET
    is_path = target.startswith("/") and not target.startswith("//")
    is_own_form = urlsplit(target).path in {"/masuk", "/keluar"} if is_plain and is_path else True
    return "/" if is_own_form else target
