"""Connections: one engine, one way to read, one way to write."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError

from poa_geo.errors import StoreUnavailable, mark

WRITER_LOCK = 0x706F61  # "poa": one writer at a time keeps the audit chain and the change feed in order
POSTGRES_OPTIONS = "-c statement_timeout=120000 -c lock_timeout=30000 -c idle_in_transaction_session_timeout=300000"


def open_engine(url: str) -> Engine:
    """Return an engine for ``sqlite:///FILE`` or ``postgresql+psycopg://…``; nothing is connected yet."""
    if url.startswith("sqlite"):
        database = make_url(url).database
        if database:
            Path(database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        url, pool_pre_ping=True, pool_size=5, pool_recycle=1800, connect_args={"options": POSTGRES_OPTIONS}
    )


def _prepare_sqlite(driver_connection: Any, _: Any) -> None:
    driver_connection.isolation_level = None  # SQLAlchemy begins; the driver must not
    cursor = driver_connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    is_writer = connection.get_execution_options().get("poa_writer", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the data."""
    options: dict[str, Any] = {} if is_sqlite(engine) else {"isolation_level": "REPEATABLE READ"}
    try:
        with engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection
    except OperationalError as error:
        raise _unavailable(error) from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that is wholly done or not at all; writers take turns."""
    try:
        with engine.connect().execution_options(poa_writer=True) as connection, connection.begin():
            if not is_sqlite(engine):
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK})
            yield connection
    except OperationalError as error:
        raise _unavailable(error) from error


def is_sqlite(source: Engine | Connection) -> bool:
    """Say which database this is."""
    return source.dialect.name == "sqlite"


def _unavailable(error: OperationalError) -> StoreUnavailable:
    reason = str(error.orig).strip().splitlines()[0]
    return StoreUnavailable(
        mark("Basis data belum dapat dipakai ({reason}). Periksa POA_DATABASE_URL, lalu jalankan poa-geo init."),
        reason=reason,
    )
