"""Our own template of the register of foreign nationals, as CSV, XLSX or GeoJSON.

Who the person is goes into one `Identity`, which the store seals; no other field, problem or id repeats it.
"""

from collections.abc import Iterator
from dataclasses import fields

from poa_geo.domain.record import Identity
from poa_geo.importers.draft import Draft, refuse
from poa_geo.importers.sheet import MISSING, read_sheet, recognises_sheet
from poa_geo.importers.tables import Table

NAME, LABEL = "presence_sheet", "templat orang asing"
IDENTITY_FIELDS = tuple(field.name for field in fields(Identity))


def recognises(header: tuple[str, ...]) -> bool:
    """Say whether a header is that of the presence template."""
    return recognises_sheet(header, "presence")


def read(table: Table) -> Iterator[Draft]:
    """Yield one draft per row with ``values["identity"]``, None where the row names nobody."""
    for draft in read_sheet(table, "presence"):
        known = {name: draft.values.pop(name) for name in IDENTITY_FIELDS if name in draft.values}
        if known and "full_name" not in known:
            draft.problems.append(refuse("nama_lengkap", "", "missing", MISSING, column="nama_lengkap"))
        elif known:
            draft.values["identity"] = Identity(**known)
        yield draft
