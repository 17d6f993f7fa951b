"""Start the server: the same app as ``streamlit run app.py``, without its delay.

Streamlit's own starter leaves Nagle's algorithm on, and every small answer then waits some 40 ms for the browser's
acknowledgement; uvicorn's does not.
"""

import os
from pathlib import Path

import uvicorn

from poa_geo.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
LARGEST_MESSAGE = 200 * 1024 * 1024  # as Streamlit allows
PING_SECONDS = 30
SECONDS_TO_FINISH = 5


def serve(settings: Settings, address: str = "127.0.0.1") -> None:
    """Serve the app until it is stopped; nothing but this machine reaches it unless another address is given."""
    os.environ |= {"POA_HOME": str(settings.home), "POA_DATABASE_URL": settings.database_url}
    os.chdir(ROOT)  # Streamlit looks for its settings here
    uvicorn.run(
        "app:app",
        app_dir=str(ROOT),
        host=address,
        port=settings.port,
        ws="websockets-sansio",
        ws_max_size=LARGEST_MESSAGE,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        access_log=False,
        server_header=False,
        log_level="warning",
    )
