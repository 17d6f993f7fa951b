"""What every test can ask for: both databases, the real data where it is there, and made-up records."""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from support import FIRST_DAY, SHARED_DATA, missing

from poa_geo.services.installation import Installation, open_installation
from poa_geo.services.setup import initialise
from poa_geo.settings import Settings, load
from poa_geo.store import schema
from poa_geo.store.engine import open_engine

PROGRAMS = ("initdb", "pg_ctl")
SERVER_OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server by what it asks for, so that nobody forgets."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "postgis" in names or "[postgis" in item.name:
            item.add_marker(pytest.mark.postgis)
        if "browser" in names or "page" in names:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the real boundaries and events."""
    if not SHARED_DATA.is_dir():
        missing("shared data", "place the data folder at ../shared/data beside the repository")
    return SHARED_DATA


def _postgres_programs() -> Path | None:
    """Return the folder of the PostgreSQL server programs."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("pg_ctl")
    candidates = [*folders, Path(found).resolve().parent] if found else folders
    return next((folder for folder in candidates if all((folder / name).exists() for name in PROGRAMS)), None)


@pytest.fixture(scope="session")
def postgis_server() -> Iterator[str]:
    """A private PostGIS server on a Unix socket, as a URL with a place for the database name.

    `TEST_DATABASE_URL` names a server to use instead; its account must be allowed to create databases.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield str(make_url(given).set(database="{database}")).replace("%7Bdatabase%7D", "{database}")
        return
    programs = _postgres_programs()
    if programs is None:
        missing("PostgreSQL with PostGIS", "apt-get install postgresql-15-postgis-3, or set TEST_DATABASE_URL")
        return
    folder = Path(tempfile.mkdtemp(prefix="poa-pg-", dir="/tmp"))
    as_user: dict[str, object] = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_user = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(programs / program), "-D", str(folder / "data"), *arguments],
            check=True, cwd=folder, timeout=90, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={"PATH": str(programs), "LC_ALL": "C.UTF-8", "HOME": str(folder)}, **as_user,
        )  # fmt: skip

    try:
        run("initdb", "-U", "app", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"{SERVER_OPTIONS} -c unix_socket_directories={folder}"
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql+psycopg://app@/{{database}}?host={folder}"
        finally:
            run("pg_ctl", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run_on_server(server: str, *statements: str, database: str = "postgres") -> None:
    engine = create_engine(server.format(database=database), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="session")
def postgis_template(postgis_server: str) -> str:
    """A database with the extension and the schema, to be cloned for each test."""
    name = f"template_{uuid.uuid4().hex[:8]}"
    _run_on_server(postgis_server, f"CREATE DATABASE {name}")
    try:
        _run_on_server(postgis_server, "CREATE EXTENSION postgis", database=name)
    except Exception as error:
        missing("the PostGIS extension", f"apt-get install postgresql-15-postgis-3 ({error})")
    engine = open_engine(postgis_server.format(database=name))
    schema.upgrade(engine)
    engine.dispose()
    return name


@pytest.fixture
def postgis_url(postgis_server: str, postgis_template: str) -> Iterator[str]:
    """URL of a fresh PostGIS database with the schema in it."""
    name = f"test_{uuid.uuid4().hex[:10]}"
    _run_on_server(postgis_server, f"CREATE DATABASE {name} TEMPLATE {postgis_template}")
    yield postgis_server.format(database=name)
    _run_on_server(postgis_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema, to be copied for each test."""
    file = tmp_path_factory.mktemp("template") / "poa-geo.sqlite"
    engine = open_engine(f"sqlite:///{file}")
    schema.upgrade(engine)
    engine.dispose()
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """URL of a fresh SQLite database with the schema in it."""
    file = tmp_path / "poa-geo.sqlite"
    shutil.copy(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture(params=["sqlite", "postgis"])
def database_url(request: pytest.FixtureRequest) -> str:
    """URL of a fresh database, once for each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Engine on a fresh database, once for each kind."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


# --- A whole installation: schema, keys, all regions ------------------------------------------------------------


def _settings(home: Path, url: str) -> Settings:
    return load({"POA_HOME": str(home), "POA_DATABASE_URL": url})


@pytest.fixture(scope="session")
def installed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the keys and an initialised SQLite file, to be copied for each test."""
    home = tmp_path_factory.mktemp("installed")
    initialise(_settings(home, f"sqlite:///{home / 'poa-geo.sqlite'}"), FIRST_DAY).engine.dispose()
    return home


@pytest.fixture(scope="session")
def installed_postgis(postgis_server: str, postgis_template: str, installed_home: Path) -> str:
    """An initialised PostGIS database, to be cloned for each test."""
    name = f"installed_{uuid.uuid4().hex[:8]}"
    _run_on_server(postgis_server, f"CREATE DATABASE {name} TEMPLATE {postgis_template}")
    initialise(_settings(installed_home, postgis_server.format(database=name)), FIRST_DAY).engine.dispose()
    return name


@pytest.fixture
def sqlite_office(installed_home: Path, tmp_path: Path) -> Iterator[Installation]:
    """A fresh installation on SQLite."""
    shutil.copytree(installed_home, tmp_path / "home")
    office = open_installation(_settings(tmp_path / "home", f"sqlite:///{tmp_path / 'home' / 'poa-geo.sqlite'}"))
    yield office
    office.engine.dispose()


@pytest.fixture
def postgis_office(postgis_server: str, installed_postgis: str, installed_home: Path) -> Iterator[Installation]:
    """A fresh installation on PostGIS."""
    name = f"test_{uuid.uuid4().hex[:10]}"
    _run_on_server(postgis_server, f"CREATE DATABASE {name} TEMPLATE {installed_postgis}")
    office = open_installation(_settings(installed_home, postgis_server.format(database=name)))
    yield office
    office.engine.dispose()
    _run_on_server(postgis_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgis"])
def office(request: pytest.FixtureRequest) -> Installation:
    """A fresh installation with all regions and no records, once on each database."""
    return request.getfixturevalue(f"{request.param}_office")
