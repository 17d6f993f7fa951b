"""A private PostGIS server on a Unix socket, for tests and benchmarks; gone when they end."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

PROGRAMS = ("initdb", "pg_ctl")
OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off"


class NoServer(Exception):
    """There is none, and none can be started; the message is the remedy."""


@contextmanager
def server(options: str = OPTIONS) -> Iterator[str]:
    """Start a server; yield its URL with a place for the database name.

    `TEST_DATABASE_URL` names a server to use instead; its account must be allowed to create databases.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield str(make_url(given).set(database="{database}")).replace("%7Bdatabase%7D", "{database}")
        return
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="poa-pg-", dir="/tmp"))
    as_user = _as_user(folder)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(programs / program), "-D", str(folder / "data"), *arguments],
            check=True, cwd=folder, timeout=90, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={"PATH": str(programs), "LC_ALL": "C.UTF-8", "HOME": str(folder)}, **as_user,
        )  # fmt: skip

    try:
        run("initdb", "-U", "app", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"{options} -c unix_socket_directories={folder}", "start")
        try:
            yield f"postgresql+psycopg://app@/{{database}}?host={folder}"
        finally:
            run("pg_ctl", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """Return the folder of the server programs."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("pg_ctl")
    for folder in [*folders, Path(found).resolve().parent] if found else folders:
        if all((folder / name).exists() for name in PROGRAMS):
            return folder
    raise NoServer("apt-get install postgresql-15-postgis-3, or set TEST_DATABASE_URL")


def _as_user(folder: Path) -> dict[str, object]:
    """Return what makes a process run as the database's own user: the server refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def run_on_server(url: str, *statements: str, database: str = "postgres") -> None:
    """Run statements, each in a transaction of its own."""
    engine = create_engine(url.format(database=database), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
