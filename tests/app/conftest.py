"""The app's screens run by Streamlit's own test driver: an empty and a full store, and a reader of any role."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_up import Open
from streamlit.testing.v1 import AppTest

from poa_geo.access.reader import Reader
from poa_geo.services import demo
from poa_geo.services.installation import Installation, open_installation
from poa_geo.settings import load
from poa_geo.texts import current_language
from poa_geo.ui import current, shell

RUN_SECONDS = 60


@pytest.fixture(scope="session")
def full_home(installed_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of an installation with the demo's two years of records."""
    home = tmp_path_factory.mktemp("full") / "home"
    shutil.copytree(installed_home, home)
    office = _open(home)
    demo.fill(office, office.today())
    office.engine.dispose()
    return home


@pytest.fixture(scope="session")
def empty_office(installed_home: Path) -> Iterator[Installation]:
    """An installation without records, for tests that only look."""
    office = _open(installed_home)
    yield office
    office.engine.dispose()


@pytest.fixture(scope="session")
def full_office(full_home: Path) -> Iterator[Installation]:
    """An installation full of made-up records, for tests that only look."""
    office = _open(full_home)
    yield office
    office.engine.dispose()


def _open(home: Path) -> Installation:
    return open_installation(load({"POA_HOME": str(home), "POA_DATABASE_URL": f"sqlite:///{home / 'poa-geo.sqlite'}"}))


@pytest.fixture
def open_screen(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a screen as somebody signed in: `open_screen(office, person, "peta", wilayah="64.02")`."""

    def open_one(office: Installation, person: Reader, name: str, **params: str) -> AppTest:
        def reader(*, is_activity: bool = True) -> Reader:
            current_language.set(person.language)
            return person

        monkeypatch.setattr(current, "office", lambda: office)
        monkeypatch.setattr(current, "reader", reader)
        app = AppTest.from_file(shell.__file__, default_timeout=RUN_SECONDS)
        for key, value in params.items():
            app.query_params[key] = value
        return app.switch_page(f"../../pages/{name}.py").run()

    return open_one
