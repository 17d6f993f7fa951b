"""Headers on every answer: nothing from other sites, nothing guessed, nothing framed elsewhere."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from poa_geo.web.origin import is_https


def _policy(**sources: str) -> str:
    return "; ".join(f"{name.replace('_', '-')} {value}" for name, value in sources.items())


OWN_PAGES = _policy(
    default_src="'none'",
    style_src="'self'",
    font_src="'self'",
    img_src="'self'",
    form_action="'self'",
    base_uri="'none'",
    frame_ancestors="'none'",
)
"""The pages rendered here: no script at all."""

PRESENTATION = _policy(
    default_src="'none'",
    script_src="'self'",
    style_src="'self'",
    font_src="'self'",
    img_src="'self' data:",  # every slide is inside the page, which then needs no network
    base_uri="'none'",
    frame_ancestors="'none'",
)
"""A briefing on the wall: its own script turns the slides."""

APP = _policy(
    default_src="'self'",
    script_src="'self' 'wasm-unsafe-eval'",
    style_src="'self' 'unsafe-inline'",  # Streamlit writes styles from script
    img_src="'self' data: blob:",
    font_src="'self' data:",
    media_src="'self' blob:",
    worker_src="'self' blob:",
    connect_src="'self'",
    frame_src="'self'",
    object_src="'none'",
    form_action="'self'",
    base_uri="'self'",
    frame_ancestors="'self'",
)
"""Streamlit's pages."""

COMPONENTS = _policy(
    default_src="'self'",
    script_src="'self' 'unsafe-inline' 'unsafe-eval'",  # st_folium hands the map over as script text
    style_src="'self' 'unsafe-inline'",
    img_src="'self' data: blob:",
    font_src="'self' data:",
    connect_src="'self'",
    object_src="'none'",
    form_action="'none'",
    base_uri="'self'",
    frame_ancestors="'self'",
)
"""The frames of components, such as the map."""

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
TLS_ONLY = "max-age=31536000"
PRESENTATION_PATH = "/taklimat/tayang"
OWN_PATHS = (PRESENTATION_PATH, "/kilas", "/masuk", "/keluar", "/lapor", "/poster", "/sehat", "/sesi", "/geo")
"""Pages and files rendered here, with everything below them; `/laporan_masuk` is a page of the app."""


def security_headers(scope: Scope) -> dict[str, str]:
    """Return the headers for an answer to a request."""
    headers = ALWAYS | {"Content-Security-Policy": _policy_for(scope["path"])}
    return headers | {"Strict-Transport-Security": TLS_ONLY} if is_https(scope) else headers


def _policy_for(path: str) -> str:
    if path.startswith("/component/"):
        return COMPONENTS
    if path.startswith(PRESENTATION_PATH):
        return PRESENTATION
    is_own = any(path == own or path.startswith(own + "/") for own in OWN_PATHS)
    return OWN_PAGES if is_own else APP


class SecurityHeaders:
    """Pure ASGI: sets the headers on every answer of the app inside, also where that app set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add to its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(security_headers(scope))
            await send(message)

        await self._app(scope, receive, send_with_headers)
