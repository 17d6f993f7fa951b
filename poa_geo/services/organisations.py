"""The register of foreign community organisations: list, add, edit, verify, decide."""

from collections.abc import Mapping
from typing import Any

from uuid_utils import uuid7

from poa_geo.access.reader import Reader
from poa_geo.domain.organisation import Organisation
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.region import NATION
from poa_geo.errors import InvalidRecord, NotPermitted, mark
from poa_geo.reference import by_code
from poa_geo.services.installation import Installation
from poa_geo.services.record_steps import placed
from poa_geo.services.visible import all_visible, get_visible, next_version, require_version, require_writable
from poa_geo.texts import t

KIND, LABEL = "organisation", "organisasi"
TEXT_LIMITS = {
    "name": 160, "office": 300, "partner_ministry": 160, "mou_number": 120, "field": 160, "work_area": 300,
    "recommendation_letter": 120, "funding_source": 300, "aims": 5_000, "work_pattern": 5_000,
}  # fmt: skip
CODES = {"origin_country": "countries", "decision": "presence_decisions", "information_source": "information_sources"}

MISSING = mark("Kolom wajib {column} kosong.")
TOO_LONG = mark("Isi {column} terlalu panjang; paling banyak {limit} huruf.")
UNKNOWN_CODE = mark("Nilai {value} tidak dikenal.")
NEGATIVE = mark("Jumlah personel tidak boleh kurang dari nol.")
WRONG_ORDER = mark("Akhir masa berlaku mendahului awalnya.")
OWN_RECORD = mark("Data yang Anda catat sendiri harus diverifikasi orang lain.")


def every(office: Installation, reader: Reader, region: str = NATION) -> list[Organisation]:
    """Return the organisations of a region that a reader may see, the newest registration first."""
    reader.require("organisation.read")
    return [_shown(reader, row) for row in all_visible(office, reader, KIND, region, order_by="recorded_at")]


def get(office: Installation, reader: Reader, organisation_id: str) -> Organisation:
    """Return one organisation."""
    reader.require("organisation.read")
    return _shown(reader, get_visible(office, reader, KIND, organisation_id, LABEL))


def _shown(reader: Reader, row: Mapping[str, Any]) -> Organisation:
    """Return an organisation as a reader may see it: few foreign staff of one country point at persons."""
    organisation = Organisation(**row)
    return organisation if reader.can("presence.read_masked") else organisation.changed(foreign_staff=None)


def add(office: Installation, reader: Reader, values: Mapping[str, Any], region: str) -> Organisation:
    """Register an organisation; it arrives unverified.

    Parameters
    ----------
    values : mapping
        Fields of `Organisation`.
    region : str
        Code of the region where it works.

    Raises
    ------
    InvalidRecord
        If a field breaks a rule.

    """
    reader.require("organisation.write")
    checked = _checked(values) | placed(office, region)
    require_writable(reader, {"classification": "terbatas", **checked})
    with office.writing(reader, "organisation.add") as write:
        organisation = Organisation(**{
            **checked, "id": str(uuid7()), "recorded_at": write.now, "known_from": write.now,
            "source_agency": reader.agency, "created_by": reader.account_id, "updated_by": reader.account_id,
        })  # fmt: skip
        write.insert(KIND, vars(organisation))
    return organisation


def edit(
    office: Installation,
    reader: Reader,
    organisation_id: str,
    values: Mapping[str, Any],
    region: str,
    *,
    expected_version: int,
) -> Organisation:
    """Change an organisation; its verification stays.

    Raises
    ------
    Conflict
        If somebody else saved meanwhile.

    """
    reader.require("organisation.write")
    stored = get_visible(office, reader, KIND, organisation_id, LABEL)
    checked = _checked({**stored, **values}) | placed(office, region)
    require_writable(reader, {**stored, **checked})
    require_version(office, KIND, stored, expected_version)
    with office.writing(reader, "organisation.edit") as write:
        row = next_version(write, stored, **checked)
        write.replace(KIND, row)
    return Organisation(**row)


def verify(
    office: Installation, reader: Reader, organisation_id: str, *, is_true: bool, reason: str, expected_version: int
) -> Organisation:
    """Say whether what is registered holds; who entered it does not verify it."""
    reader.require("organisation.verify")
    stored = get_visible(office, reader, KIND, organisation_id, LABEL)
    if reader.account_id is not None and reader.account_id == stored["created_by"]:
        raise NotPermitted(OWN_RECORD)
    require_version(office, KIND, stored, expected_version)
    word = "terverifikasi" if is_true else "tidak_terbukti"
    with office.writing(reader, "organisation.verify") as write:
        row = next_version(write, stored, verification=word, verified_by=reader.account_id)
        write.replace(KIND, row, reason=reason or None)
    return Organisation(**row)


EDITABLE = (
    "name", "origin_country", "office", "partner_ministry", "mou_number", "field", "aims", "work_area", "work_pattern",
    "recommendation_letter", "funding_source", "foreign_staff", "local_staff", "valid_from", "valid_until",
    "information_source", "documents", "decision",
)  # fmt: skip


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a form, or stop with everything that is wrong with them."""
    given = {name: values.get(name) if values.get(name) != "" else None for name in EDITABLE}
    problems = [
        RowProblem(name, "", "too_long", TOO_LONG, {"column": name, "limit": limit})
        for name, limit in TEXT_LIMITS.items()
        if len(given[name] or "") > limit
    ]
    problems += [
        RowProblem(name, str(given[name]), "unknown_code", UNKNOWN_CODE, {"value": given[name]})
        for name, vocabulary in CODES.items()
        if given[name] and given[name] not in by_code(vocabulary)
    ]
    if not given["name"]:
        problems.append(RowProblem("name", "", "missing", MISSING, {"column": t("nama organisasi")}))
    if any((given[name] or 0) < 0 for name in ("foreign_staff", "local_staff")):
        problems.append(RowProblem("foreign_staff", "", "negative", NEGATIVE))
    if given["valid_from"] and given["valid_until"] and given["valid_until"] < given["valid_from"]:
        problems.append(RowProblem("valid_until", "", "wrong_order", WRONG_ORDER))
    if problems:
        raise InvalidRecord(problems)
    return given
