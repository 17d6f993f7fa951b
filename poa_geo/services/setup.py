"""Making an installation: schema, keys, regions, and the demo where it is wanted."""

import os
from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from poa_geo.errors import SettingsProblem, mark
from poa_geo.regions.neighbours import shared_borders
from poa_geo.regions.reference import load_regions, old_codes
from poa_geo.regions.shapes import build_shapes, content_hash
from poa_geo.regions.shipped import LEVEL_FILES, read_kecamatan
from poa_geo.services import demo
from poa_geo.services.installation import Installation, key_mark, open_installation
from poa_geo.services.keys import VARIABLE, create_keys, load_keyring
from poa_geo.settings import BOUNDARIES_FOLDER, Settings
from poa_geo.store import installation as stored
from poa_geo.store import regions, schema
from poa_geo.store.engine import open_engine, writing

DEMO_MONTHS = timedelta(days=730)

Progress = Callable[[str], None]
NOT_A_DEMO = mark(
    "Basis data ini sudah berisi data kerja; data contoh tidak ditambahkan. "
    "Pilih berkas lain dengan POA_DATABASE_URL untuk mencoba data contoh."
)


def is_initialised(settings: Settings) -> bool:
    """Say whether there is an installation at all."""
    engine = open_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            return not schema.is_empty(connection) and "start_day" in stored.values(connection)
    finally:
        engine.dispose()


def raise_schema(settings: Settings) -> None:
    """Bring the database of an earlier release up to this one; its data stay."""
    engine = open_engine(settings.database_url)
    schema.upgrade(engine)
    engine.dispose()


def initialise(
    settings: Settings, today: date | None = None, *, is_demo: bool = False, tell: Progress = lambda _: None
) -> Installation:
    """Make or raise an installation; safe to run again.

    Parameters
    ----------
    settings : Settings
    today : date, optional
        The day the colour path starts (24 months earlier for the demo); the reporting day by default.
    is_demo : bool
        Whether the database is for made-up data.
    tell : callable
        Is told each step in a few words.

    Raises
    ------
    SettingsProblem
        If a demo is wanted in a database that holds real work.

    """
    day = today or datetime.now(settings.time_zone).date()
    start_day = day - DEMO_MONTHS if is_demo else day
    if VARIABLE not in os.environ:
        create_keys(settings)
    engine = open_engine(settings.database_url)
    tell("skema")
    schema.upgrade(engine)
    with writing(engine) as connection:
        known = stored.values(connection)
        if known and is_demo and known["is_demo"] != "1":
            raise SettingsProblem(NOT_A_DEMO)
        if not known:
            tell("wilayah")
            _write_regions(connection)
            stored.put(connection, "is_demo", "1" if is_demo else "0")
            stored.put(connection, "key_mark", key_mark(load_keyring(settings)))
            stored.put(connection, "start_day", start_day.isoformat())
            stored.put(connection, "time_zone", settings.time_zone.key)
    engine.dispose()
    office = open_installation(settings)
    if is_demo and not known:
        tell("data contoh")
        demo.fill(office, day)
    return office


def _write_regions(connection: Connection) -> None:
    tree, kecamatan = load_regions(), read_kecamatan(BOUNDARIES_FOLDER)
    regions.insert_regions(connection, tree)
    regions.insert_aliases(connection, "kemendagri_lama", old_codes())
    regions.replace_shapes(connection, tree, build_shapes(tree, kecamatan).details)
    regions.replace_neighbours(connection, tree, shared_borders(tree, kecamatan).values())
    shipped = (BOUNDARIES_FOLDER / LEVEL_FILES[3]).read_bytes()
    stored.put(connection, "boundary_version", content_hash(shipped))
