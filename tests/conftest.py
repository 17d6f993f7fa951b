"""What every test can ask for: both databases, the real data where it is there, and made-up records."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import postgres_server
import pytest
from hypothesis import HealthCheck, settings
from postgres_server import run_on_server
from sqlalchemy import Engine
from support import FIRST_DAY, SHARED_DATA, missing

from poa_geo.services.installation import Installation, open_installation
from poa_geo.services.setup import initialise
from poa_geo.settings import Settings, load
from poa_geo.store import schema
from poa_geo.store.engine import open_engine

# Properties are about results, not about time: a busy machine must not fail them.
settings.register_profile("poa", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("poa")


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


@pytest.fixture(scope="session")
def postgis_server() -> Iterator[str]:
    """A private PostGIS server on a Unix socket, as a URL with a place for the database name.

    `TEST_DATABASE_URL` names a server to use instead; its account must be allowed to create databases.
    """
    try:
        with postgres_server.server() as url:
            yield url
    except postgres_server.NoServer as error:
        missing("PostgreSQL with PostGIS", str(error))


@pytest.fixture(scope="session")
def postgis_template(postgis_server: str) -> str:
    """A database with the extension and the schema, to be cloned for each test."""
    name = f"template_{uuid.uuid4().hex[:8]}"
    run_on_server(postgis_server, f"CREATE DATABASE {name}")
    try:
        run_on_server(postgis_server, "CREATE EXTENSION postgis", database=name)
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
    run_on_server(postgis_server, f"CREATE DATABASE {name} TEMPLATE {postgis_template}")
    yield postgis_server.format(database=name)
    run_on_server(postgis_server, f"DROP DATABASE {name} WITH (FORCE)")


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
    run_on_server(postgis_server, f"CREATE DATABASE {name} TEMPLATE {postgis_template}")
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
    run_on_server(postgis_server, f"CREATE DATABASE {name} TEMPLATE {installed_postgis}")
    office = open_installation(_settings(installed_home, postgis_server.format(database=name)))
    yield office
    office.engine.dispose()
    run_on_server(postgis_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgis"])
def office(request: pytest.FixtureRequest) -> Installation:
    """A fresh installation with all regions and no records, once on each database."""
    return request.getfixturevalue(f"{request.param}_office")
