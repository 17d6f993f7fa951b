"""The gate before everything: pages, websocket, uploads, media, components, shapes. No session, no answer."""

import json
from collections.abc import Container
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from poa_geo.errors import NotSignedIn
from poa_geo.services.sessions import SESSION_COOKIE, Session, SessionBook
from poa_geo.texts import explain_error, t
from poa_geo.web.origin import is_from_another_site

SIGN_IN_AGAIN = 4401
"""Code a websocket is closed with when its session is missing or over."""


class Gate:
    """Pure ASGI. Puts the `Session` into ``scope["state"]["session"]``; only `open_paths` are answered without one.

    Open paths are whole paths, never prefixes, so no trick with ``..`` widens them. What a page asks for `by_itself`,
    path and query, keeps no session alive.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        book: SessionBook,
        open_paths: Container[str],
        by_itself: Container[tuple[str, bytes]] = (),
    ) -> None:
        self._app = app
        self._book = book
        self._open_paths = open_paths
        self._by_itself = by_itself

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through or answer it here."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        if is_from_another_site(scope):
            await _refuse(scope, receive, send, PlainTextResponse(t("Permintaan dari situs lain ditolak."), 403))
            return
        if scope["path"] in self._open_paths:
            await self._app(scope, receive, send)
            return
        token = HTTPConnection(scope).cookies.get(SESSION_COOKIE)
        is_activity = (scope["path"], scope["query_string"]) not in self._by_itself
        session = await self._find(token, is_activity=is_activity)
        if session is None:
            await _refuse(scope, receive, send, _ask_to_sign_in(scope))
            return
        scope.setdefault("state", {})["session"] = session
        if scope["type"] == "websocket":
            receive, send = self._guarded(token, receive, send)
        await self._app(scope, receive, send)

    async def _find(self, token: str | None, *, is_activity: bool = True) -> Session | None:
        if not token:
            return None
        if self._book.remembers(token):
            return self._book.find(token, is_activity=is_activity)
        return await run_in_threadpool(self._book.find, token, is_activity=is_activity)

    def _guarded(self, token: str | None, receive: Receive, send: Send) -> tuple[Receive, Send]:
        """Cut a living websocket at the first message after its session has ended."""
        is_cut = False

        async def guarded_receive() -> Message:
            nonlocal is_cut
            message = await receive()
            is_message = message["type"] == "websocket.receive"
            if is_message and await self._find(token, is_activity=False) is None:
                is_cut = True
                await send({"type": "websocket.close", "code": SIGN_IN_AGAIN})
                return {"type": "websocket.disconnect", "code": SIGN_IN_AGAIN}
            return message

        async def guarded_send(message: Message) -> None:
            if not is_cut:
                await send(message)

        return guarded_receive, guarded_send


async def _refuse(scope: Scope, receive: Receive, send: Send, response: Response) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": SIGN_IN_AGAIN})
    else:
        await response(scope, receive, send)


def _ask_to_sign_in(scope: Scope) -> Response:
    """Lead a person to the form and back to the page asked for; tell a program why it gets nothing."""
    connection = HTTPConnection(scope)
    if scope["type"] == "http" and "text/html" in connection.headers.get("accept", ""):
        query = f"?{connection.url.query}" if connection.url.query else ""
        target = quote(connection.url.path + query, safe="/")
        return RedirectResponse(f"/masuk?lanjut={target}" if target != "/" else "/masuk", 303, _NO_STORE)
    return Response(json.dumps({"pesan": explain_error(NotSignedIn())}), 401, _NO_STORE, "application/json")


_NO_STORE: dict[str, Any] = {"Cache-Control": "no-store"}
