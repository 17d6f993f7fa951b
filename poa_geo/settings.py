"""How this installation is set up: read once from the environment, never at import."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from poa_geo.errors import SettingsProblem, mark

DATABASE_FILE = "poa-geo.sqlite"
DEFAULT_TIME_ZONE = "Asia/Makassar"  # WITA; one reporting day per installation
BOUNDARIES_FOLDER = Path(__file__).resolve().parent.parent / "data" / "boundaries"
POSTGRESQL, SQLITE = "postgresql+psycopg", "sqlite"


@dataclass(frozen=True)
class Settings:
    """One installation.

    Attributes
    ----------
    home : Path
        Folder of the embedded database, the keys and sealed attachments.
    database_url : str
        ``sqlite:///FILE`` or ``postgresql+psycopg://…``.
    time_zone : ZoneInfo
        The zone whose midnight starts a reporting day.
    port : int
        Port of the local address the app binds to.

    """

    home: Path
    database_url: str
    time_zone: ZoneInfo
    port: int = 8501

    @property
    def keys_folder(self) -> Path:
        """Where the master key lies: beside the database, never in it."""
        return self.home / "keys"


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Raises
    ------
    SettingsProblem
        If a value cannot be used; the sentence names the variable.

    """
    environ = os.environ if environ is None else environ
    home = Path(environ.get("POA_HOME") or "var").resolve()
    url = environ.get("POA_DATABASE_URL") or f"sqlite:///{home / DATABASE_FILE}"
    return Settings(
        home=home,
        database_url=_database_url(url),
        time_zone=_time_zone(environ.get("POA_TIME_ZONE") or DEFAULT_TIME_ZONE),
        port=_port(environ.get("POA_PORT") or "8501"),
    )


def _database_url(url: str) -> str:
    """Accept what people paste: plain `postgresql://` and bare file names too."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return f"sqlite:///{Path(url).resolve()}"
    if scheme in {"postgres", "postgresql", POSTGRESQL}:
        return f"{POSTGRESQL}://{rest}"
    if scheme == SQLITE:
        return url
    raise SettingsProblem(
        mark("Pengaturan POA_DATABASE_URL tidak sah: hanya SQLite dan PostgreSQL yang didukung, bukan {scheme}."),
        scheme=scheme,
    )


def _time_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise SettingsProblem(
            mark("Pengaturan POA_TIME_ZONE tidak sah: {zone} tidak dikenal. Contoh: Asia/Makassar."),
            zone=name,
        ) from None


def _port(text: str) -> int:
    if text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise SettingsProblem(mark("Pengaturan POA_PORT tidak sah: {port} bukan nomor port."), port=text)
