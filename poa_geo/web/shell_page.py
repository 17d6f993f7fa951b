"""The one HTML page of Streamlit, made ours: the reader's language, title and icon, no inline script."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from poa_geo.texts import Language, t
from poa_geo.web.headers import OWN_PATHS

_INLINE_SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)
_NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_DESCRIPTION_LINK = re.compile(r'<link rel="service-desc"[^>]*>')
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ICON = re.compile(r'<link rel="shortcut icon"[^>]*>')


def make_ours(html: str, language: Language) -> str:
    """Return Streamlit's page in the reader's language, with the watch that leaves a page whose session is over."""
    html = _COMMENT.sub("", html)
    html = _INLINE_SCRIPT.sub("", html)  # the policy allows no inline script
    html = _DESCRIPTION_LINK.sub("", html)
    text = t("POA-Geo membutuhkan JavaScript. Aktifkan JavaScript di peramban Anda, lalu muat ulang.", language)
    html = _NO_SCRIPT.sub(f"<noscript><p>{text}</p></noscript>", html)
    html = _ICON.sub('<link rel="icon" type="image/svg+xml" href="/masuk/logo.svg" />', html)
    html = html.replace('<html lang="en">', f'<html lang="{language}">', 1)
    html = html.replace("<title>Streamlit</title>", "<title>POA-Geo</title>", 1)
    return html.replace("</head>", '<script src="/masuk/sesi.js" defer></script></head>', 1).lstrip()


class ShellPage:
    """Pure ASGI: rewrites the HTML that Streamlit answers a navigation with; everything else passes untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Rewrite the page where a browser asks for one."""
        session = scope.get("state", {}).get("session")
        if session is None or not _is_navigation(scope):
            await self._app(scope, receive, send)
            return
        await self._app(_without_conditions(scope), receive, _Rewriter(send, session.reader.language))


def _is_navigation(scope: Scope) -> bool:
    is_streamlit = scope["type"] == "http" and not scope["path"].startswith((*OWN_PATHS, "/component/"))
    return is_streamlit and "text/html" in Headers(scope=scope).get("accept", "")


def _without_conditions(scope: Scope) -> Scope:
    """Ask for the whole plain page: the language is not part of Streamlit's ETag, and gzip could not be rewritten."""
    dropped = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name not in dropped]}


class _Rewriter:
    def __init__(self, send: Send, language: Language) -> None:
        self._send, self._language = send, language
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = make_ours(self._body.decode(), self._language).encode() if self._body else b""
        headers = MutableHeaders(scope=start)
        for name in ("etag", "last-modified"):
            del headers[name]
        headers["content-length"] = str(len(body))
        headers["cache-control"] = "no-store"
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_html(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")
