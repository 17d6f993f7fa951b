"""A browser for tests, as small as they need: cookies, forms, websocket messages, straight into the ASGI app."""

import asyncio
import gzip
import json
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import unquote, urlencode

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message

from poa_geo.services.accounts import Profile

PASSWORD = "rumah-kayu-ulin"
SHAPE = b'{"type":"FeatureCollection","features":[]}'


def in_own_loop(answer: Coroutine[Any, Any, None]) -> None:
    """Run to the end in a thread of its own: a browser test in the same process may hold a loop in this one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, answer).result()


class Answer:
    """What came back; `text` is unpacked, `raw` as it travelled."""

    def __init__(self, start: Message, raw: bytes) -> None:
        self.status = int(start["status"])
        self.headers = Headers(raw=start["headers"])
        self.raw = raw

    @property
    def content(self) -> bytes:
        return gzip.decompress(self.raw) if self.headers.get("content-encoding") == "gzip" else self.raw

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.raw)

    @property
    def location(self) -> str:
        return self.headers["location"]

    @property
    def set_cookies(self) -> dict[str, str]:
        return {line.split("=")[0]: line for line in self.headers.getlist("set-cookie")}


class Browser:
    """Keeps cookies, follows no redirect. `sees_failures` re-raises what the app's last resort has answered."""

    def __init__(self, app: ASGIApp, *, scheme: str = "http", sees_failures: bool = True) -> None:
        self.app, self.scheme, self.sees_failures = app, scheme, sees_failures
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        return self.ask("POST", path, body=urlencode(fields).encode(), headers=headers)

    def ask(self, method: str, path: str, *, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        """Send one request; underscores in header names stand for hyphens."""
        scope = self._scope("http", path, headers or {}) | {"method": method}
        sent = self._run(scope, [{"type": "http.request", "body": body}])
        answer = Answer(sent[0], b"".join(message.get("body", b"") for message in sent[1:]))
        for name, line in answer.set_cookies.items():
            morsel = SimpleCookie(line)[name]
            self.cookies.pop(name, None)
            if morsel["max-age"] != "0":
                self.cookies[name] = morsel.value
        return answer

    def websocket(self, path: str, *steps: str | Callable[[], object], **headers: str) -> list[Message]:
        """Open a websocket, send the texts in order, calling what is callable in between; return what was sent back."""
        events: list[Any] = [{"type": "websocket.connect"}]
        events += [step if callable(step) else {"type": "websocket.receive", "text": step} for step in steps]
        return self._run(self._scope("websocket", path, headers), events)

    def _scope(self, kind: str, path: str, headers: dict[str, str]) -> dict[str, Any]:
        path, _, query = path.partition("?")
        sent = {"host": "testserver", "accept": "text/html", "accept_encoding": "gzip"} | headers
        if self.cookies:
            sent.setdefault("cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        return {
            "type": kind,
            "http_version": "1.1",
            "scheme": self.scheme if kind == "http" else self.scheme.replace("http", "ws"),
            "path": unquote(path),
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in sent.items()],
            "client": ("203.0.113.7", 50000),
            "server": ("testserver", 80),
            "subprotocols": [],
            "state": {},
        }

    def _run(self, scope: dict[str, Any], events: list[Any]) -> list[Message]:
        sent: list[Message] = []
        coming = iter(events)

        async def receive() -> Message:
            for event in coming:
                if not callable(event):
                    return event
                event()
            return {"type": f"{scope['type']}.disconnect", "code": 1000}

        async def send(message: Message) -> None:
            sent.append(message)

        try:
            in_own_loop(self.app(scope, receive, send))
        except Exception:
            if self.sees_failures or not sent:
                raise
        return sent


def make_profile(username: str = "analis", **changes: Any) -> Profile:
    values: dict[str, Any] = {
        "username": username,
        "display_name": "Contoh Analis",
        "role": "analis_provinsi",
        "agency": "kesbangpol",
        "scope": ["64"],
    }
    return Profile(**(values | changes))


def csrf_of(text: str) -> str:
    return text.split('name="formulir" value="')[1].split('"')[0]


def sign_in(browser: Browser, username: str = "analis", password: str = PASSWORD, **fields: str) -> Answer:
    """Fill in the form as a person does."""
    form = {"nama": username, "sandi": password, "formulir": csrf_of(browser.get("/masuk?bahasa=id").text)}
    return browser.post("/masuk", form | fields)
