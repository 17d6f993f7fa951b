"""When something breaks: one sentence for the person, the traceback for the log."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from poa_geo.errors import PoaError, StoreUnavailable, mark
from poa_geo.texts import t
from poa_geo.web.headers import security_headers
from poa_geo.web.page import language_of, message_page

NO_DATABASE = mark("Basis data sedang tidak dapat dihubungi. Data tidak berubah. Coba lagi beberapa saat lagi.")


async def show_failure(request: Request, error: Exception) -> Response:
    """Answer with a page; the server then writes the traceback to its log."""
    is_database = isinstance(error, StoreUnavailable)
    language = language_of(request)
    text = t(NO_DATABASE if is_database else PoaError.message, language)
    title = t("Halaman belum dapat ditampilkan", language)
    response = message_page(title, text, language, 503 if is_database else 500)
    response.headers.update(security_headers(request.scope))
    return response


handlers: Mapping[Any, Callable[[Request, Exception], Awaitable[Response]]] = {Exception: show_failure}
"""For `st.App(exception_handlers=…)`."""
