"""Hearing of new data at once: PostgreSQL tells its listeners, so nobody has to keep asking."""

import logging
import threading

import psycopg
from sqlalchemy import Connection, Engine, text

from poa_geo.store.engine import is_sqlite

CHANNEL = "poa_change"
SECONDS_BETWEEN_SIGNS = 5.0
"""How long the listener waits before it looks whether its connection still lives."""

log = logging.getLogger(__name__)


def announce(connection: Connection) -> None:
    """Tell listeners, when this transaction ends well, that data changed; SQLite has no listeners."""
    if not is_sqlite(connection):
        connection.execute(text(f"NOTIFY {CHANNEL}"))


class Listener:
    """Knows whether anything was announced since it was last asked; says yes whenever it cannot know."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._heard = threading.Event()
        self._heard.set()
        self._is_listening = False
        if not is_sqlite(engine):
            threading.Thread(target=self._listen, name="listener", daemon=True).start()

    def may_have_changed(self) -> bool:
        """Say whether the data may have changed since this was last asked."""
        if not self._is_listening:
            return True
        heard = self._heard.is_set()
        self._heard.clear()
        return heard

    def _listen(self) -> None:
        url = self._engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f"LISTEN {CHANNEL}")
                self._is_listening = True
                while True:
                    for _ in connection.notifies(timeout=SECONDS_BETWEEN_SIGNS):
                        self._heard.set()
                    connection.execute("SELECT 1")
        except psycopg.Error as error:
            log.warning("not listening for changes, asking instead: %s", error)
        finally:
            self._is_listening = False
