"""Where the benchmarks run: a folder, installations of any size, and a database server of their own."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from poa_geo.demo.scale import many_incidents
from poa_geo.domain.record import Incident
from poa_geo.services.installation import Installation, open_installation
from poa_geo.services.setup import initialise
from poa_geo.settings import Settings, load
from poa_geo.store.bulk import insert_rows
from poa_geo.store.engine import writing
from poa_geo.store.tables import incident
from tests import postgres_server

TODAY = date(2026, 11, 21)
CHUNK = 20_000
PLAIN = dict.fromkeys(Incident.column_names())
DEFAULTS = {
    "version": 1, "classification": "terbatas", "is_deleted": False, "date_precision": 1, "deaths": 0, "injured": 0,
    "injured_seriously": 0, "displaced": 0, "buildings_damaged": 0, "buildings_burnt": 0, "placed_by": "kode",
}  # fmt: skip


@dataclass
class Place:
    """Settings are made on demand; everything is gone afterwards.

    Attributes
    ----------
    folder : Path
    server : str or None
        URL of a PostGIS server with a place for the database name; None where there is none.

    """

    folder: Path
    server: str | None

    def settings(self, name: str, url: str | None = None) -> Settings:
        home = self.folder / name
        return load({"POA_HOME": str(home), "POA_DATABASE_URL": url or f"sqlite:///{home / 'poa-geo.sqlite'}"})

    def postgis(self, name: str) -> str:
        """Make an empty database with the extension and return its URL."""
        if self.server is None:
            raise RuntimeError("no server")
        postgres_server.run_on_server(self.server, f"CREATE DATABASE {name}")
        postgres_server.run_on_server(self.server, "CREATE EXTENSION postgis", database=name)
        return self.server.format(database=name)

    @cached_property
    def plain(self) -> Installation:
        """An installation with all regions and no records, on SQLite."""
        return initialise(self.settings("plain"), TODAY)

    @cached_property
    def plain_postgis(self) -> Installation:
        """The same on PostGIS."""
        return initialise(self.settings("plain_postgis", self.postgis("plain")), TODAY)

    @cached_property
    def million(self) -> Installation:
        """An installation with a million incidents, on SQLite."""
        tell("making an installation of 1,000,000 incidents")
        settings = self.settings("million")
        initialise(settings, TODAY).engine.dispose()
        office = open_installation(settings)
        fill(office, many_incidents(office.tree, 1_000_000, TODAY))
        return office


@contextmanager
def place() -> Iterator[Place]:
    """Make a folder, and a server where one can be started."""
    with TemporaryDirectory(prefix="poa-bench-") as folder:
        try:
            with postgres_server.server() as url:
                yield Place(Path(folder), url)
        except postgres_server.NoServer as error:
            tell(f"without PostGIS: {error}")
            yield Place(Path(folder), None)


def fill(office: Installation, columns: dict[str, Any]) -> None:
    """Write incidents straight into their table, without versions: only reading is measured here."""
    moment = datetime.now(UTC)
    shared = PLAIN | DEFAULTS | {"recorded_at": moment, "known_from": moment}
    days = {name: values.astype("datetime64[D]").astype(object) for name, values in columns.items() if _is_day(values)}
    lists = {name: days[name].tolist() if name in days else values.tolist() for name, values in columns.items()}
    names, total = list(lists), len(lists["title"])
    with writing(office.engine) as connection:
        for start in range(0, total, CHUNK):
            cells = zip(*(lists[name][start : start + CHUNK] for name in names), strict=True)
            rows = [
                shared | dict(zip(names, row, strict=True)) | {"id": f"{number:08x}-0000-7000-8000-000000000000"}
                for number, row in enumerate(cells, start)
            ]
            insert_rows(connection, incident, rows)


def _is_day(values: Any) -> bool:
    return bool(np.issubdtype(values.dtype, np.datetime64))


def tell(step: str) -> None:
    """Say on the error stream what is being measured."""
    print(f"… {step}", file=sys.stderr, flush=True)
