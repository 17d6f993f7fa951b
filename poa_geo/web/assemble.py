"""Everything that `app.py` puts around Streamlit, in order."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from poa_geo.services.installation import Installation
from poa_geo.services.sessions import book_of
from poa_geo.web import assets, errors, geometry, glance, health, login, poster, presentation, report_form
from poa_geo.web.gate import Gate
from poa_geo.web.geometry import FindGeometry
from poa_geo.web.headers import SecurityHeaders
from poa_geo.web.shell_page import ShellPage

OPEN_PATHS = frozenset(
    {"/masuk", "/sesi", health.ALIVE, health.READY, health.METRICS, *assets.OPEN_FILES, *report_form.PATHS}
)
"""All that is answered without a session."""

BY_ITSELF = frozenset({(glance.PATH, glance.REFRESHED.encode())})
"""What pages ask for by themselves, as path and query."""


@dataclass(frozen=True)
class Web:
    """The arguments of `st.App` besides the script."""

    routes: Sequence[BaseRoute]
    middleware: Sequence[Middleware]
    exception_handlers: Mapping[Any, Any]


def around_streamlit(office: Installation, find_geometry: FindGeometry) -> Web:
    """Return routes, middleware (outermost first) and error handlers for an installation."""
    return Web(
        routes=[
            *login.routes(office),
            *report_form.routes(office),
            *poster.routes(office),
            *glance.routes(office),
            *presentation.routes(office),
            *assets.routes(),
            *geometry.routes(find_geometry),
            *health.routes(office, os.environ.get("POA_METRICS_TOKEN")),
        ],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(Gate, book=book_of(office.engine), open_paths=OPEN_PATHS, by_itself=BY_ITSELF),
            Middleware(ShellPage),
        ],
        exception_handlers=errors.handlers,
    )
