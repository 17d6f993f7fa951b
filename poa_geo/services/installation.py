"""The running installation: its settings, database, keys and clock, handed to every service."""

import hmac
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine

from poa_geo.access.reader import Reader
from poa_geo.access.sealing import Keyring
from poa_geo.domain.region import RegionTree
from poa_geo.errors import SettingsProblem, mark
from poa_geo.regions.reference import load_regions
from poa_geo.services.keys import load_keyring
from poa_geo.settings import Settings
from poa_geo.store import audit, records
from poa_geo.store import installation as stored
from poa_geo.store.engine import open_engine, reading, writing

WRONG_KEY = mark("Kunci di {folder} bukan kunci basis data ini. Pulihkan kunci yang benar dari cadangan kunci.")


@dataclass(frozen=True, eq=False)
class Installation:
    """One office's POA-Geo.

    Attributes
    ----------
    tree : RegionTree
        The official regions in force.
    start_day : date
        First day of the colour path: the day of `init`, 24 months earlier for the demo.
    is_demo : bool
        Whether the data are made up; every page and file then says so.

    """

    settings: Settings
    engine: Engine = field(repr=False)
    keyring: Keyring = field(repr=False)
    tree: RegionTree = field(repr=False)
    start_day: date
    is_demo: bool

    def reading(self) -> AbstractContextManager[Connection]:
        """One consistent view of the data."""
        return reading(self.engine)

    def now(self) -> datetime:
        """Return this instant, UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the reporting day of the installation."""
        return self.now().astimezone(self.settings.time_zone).date()

    @contextmanager
    def writing(self, reader: Reader, action: str) -> Iterator["Write"]:
        """One task that changes data: wholly done with its audit rows, or not at all.

        The caller has checked the reader's right. A task that ends without an audit row is a slip of the program.
        """
        with writing(self.engine) as connection:
            write = Write(self, connection, reader, action, self.now())
            yield write
            if not write.audited:
                raise RuntimeError(f"{action} wrote no audit row")


@dataclass
class Write:
    """A transaction in progress: who does what, when."""

    installation: Installation
    connection: Connection
    reader: Reader
    action: str
    now: datetime
    audited: int = 0

    def audit(
        self,
        subject_kind: str | None = None,
        subject_id: str | None = None,
        *,
        fields: Iterable[str] = (),
        content: Any = None,
        reason: str | None = None,
        address: str | None = None,
    ) -> None:
        """Add the audit row: names of fields and a digest of the content, never values."""
        audit.append(
            self.connection,
            self.installation.keyring.audit_key,
            account_id=self.reader.account_id,
            action=self.action,
            subject_kind=subject_kind,
            subject_id=subject_id,
            fields=fields,
            digest=None if content is None else sha256(records.body_of(content).encode()).hexdigest(),
            reason=reason,
            address=address,
            at=self.now,
        )
        self.audited += 1

    def insert(self, kind: str, row: Mapping[str, Any]) -> None:
        """Insert one new record with version, change and audit row."""
        records.insert(self.connection, kind, [row])
        self.audit(kind, row["id"], fields=_filled(row), content=row)

    def replace(self, kind: str, row: Mapping[str, Any], *, reason: str | None = None) -> None:
        """Replace one record by its next version, with change and audit row."""
        fields = records.changed_fields(self.connection, kind, row)
        records.replace_rows(self.connection, kind, [row])
        self.audit(kind, row["id"], fields=fields, content=row, reason=reason)


def _filled(row: Mapping[str, Any]) -> list[str]:
    return [name for name, value in row.items() if value is not None]


def key_mark(keyring: Keyring) -> str:
    """Return what tells whether keys belong to a database, without telling anything about the keys."""
    return hmac.new(keyring.audit_key, b"key mark", sha256).hexdigest()


def open_installation(settings: Settings) -> Installation:
    """Open an installation that `services.setup.initialise` has made.

    Raises
    ------
    StoreUnavailable
        If the database is empty or from another release; the sentence names the command to run.
    SettingsProblem
        If the keys are missing, or are not those the database was made with.

    """
    engine = open_engine(settings.database_url)
    facts, keyring = stored.read(engine), load_keyring(settings)
    if facts.get("key_mark", key_mark(keyring)) != key_mark(keyring):
        raise SettingsProblem(WRONG_KEY, folder=str(settings.keys_folder))
    return Installation(
        settings=settings,
        engine=engine,
        keyring=keyring,
        tree=load_regions(),
        start_day=date.fromisoformat(facts["start_day"]),
        is_demo=facts["is_demo"] == "1",
    )
