"""Backups: the whole database in one file, and back again. Keys are never in it; keep them elsewhere."""

import shutil
import sqlite3
import subprocess
from pathlib import Path

from sqlalchemy import Engine, make_url

from poa_geo.access.reader import SYSTEM
from poa_geo.errors import PoaError, mark
from poa_geo.services.installation import Installation
from poa_geo.settings import Settings
from poa_geo.store import schema
from poa_geo.store.engine import is_sqlite, open_engine

SECONDS = 3600
NO_PROGRAM = mark("Program {program} tidak ditemukan. Pasang paket postgresql-client, lalu ulangi.")
FAILED = mark("Cadangan gagal: {reason}")
NOT_EMPTY = mark("Basis data tujuan tidak kosong; cadangan hanya dipulihkan ke basis data kosong. Data tidak berubah.")
NO_BACKUP = mark("Berkas {file} bukan cadangan POA-Geo untuk basis data ini. Data tidak berubah.")


def backup(office: Installation, path: Path) -> None:
    """Write the database to a file while the app goes on working.

    Raises
    ------
    PoaError
        If the file cannot be written; a file half written is removed.

    """
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        if is_sqlite(office.engine):
            with sqlite3.connect(_sqlite_file(office.engine)) as source, sqlite3.connect(part) as target:
                source.backup(target)
        else:
            _run("pg_dump", "--format=custom", f"--file={part}", _plain_url(office.settings))
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        raise PoaError(FAILED, reason=error) from error
    part.replace(path)
    with office.writing(SYSTEM, "backup.write") as write:
        write.audit("backup", fields=("database",))


def restore(settings: Settings, path: Path) -> None:
    """Fill an empty database from a backup.

    Raises
    ------
    PoaError
        If the database is not empty, or the file is no backup of this kind of database; nothing is changed then.

    """
    engine = open_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            if not schema.is_empty(connection):
                raise PoaError(NOT_EMPTY)
        if is_sqlite(engine):
            _restore_sqlite(engine, path)
        else:
            _run("pg_restore", "--single-transaction", "--no-owner", f"--dbname={_plain_url(settings)}", str(path))
    finally:
        engine.dispose()


def _restore_sqlite(engine: Engine, path: Path) -> None:
    target = Path(_sqlite_file(engine))
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as source:
            source.execute("SELECT value FROM installation WHERE key = 'start_day'").fetchone()
            engine.dispose()
            target.unlink(missing_ok=True)
            with sqlite3.connect(target) as copy:
                source.backup(copy)
    except sqlite3.Error as error:
        raise PoaError(NO_BACKUP, file=path.name) from error


def _sqlite_file(engine: Engine) -> str:
    return engine.url.database or ""


def _plain_url(settings: Settings) -> str:
    return make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program) or next(
        (str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)), None
    )
    if found is None:
        raise PoaError(NO_PROGRAM, program=program)
    done = subprocess.run([found, *arguments], capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode:
        raise PoaError(FAILED, reason=done.stderr.strip().splitlines()[-1] if done.stderr.strip() else program)
