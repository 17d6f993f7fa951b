"""Whether the installation can work, and how much it has to do."""

from dataclasses import dataclass

from poa_geo.services.installation import Installation
from poa_geo.services.sessions import count_alive
from poa_geo.store import records, schema


@dataclass(frozen=True)
class Load:
    """A few numbers for monitoring; none of them tells what the data say."""

    sessions: int
    data_version: int


def measure_load(office: Installation) -> Load:
    """Return the present load.

    Raises
    ------
    StoreUnavailable
        If the database does not answer or is of another release.

    """
    schema.require_current(office.engine)
    with office.reading() as connection:
        data_version = records.last_change(connection)
    return Load(count_alive(office), data_version)
