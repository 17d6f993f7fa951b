"""An analyst's colour: proposed with a reason and an end, approved by a second reader, ended by itself.

The computed band stays as it is and stays visible.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from uuid_utils import uuid7

from poa_geo.access.reader import Reader
from poa_geo.domain.override import Override
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.record import Classification
from poa_geo.domain.region import NATION, is_within
from poa_geo.domain.situation import Band
from poa_geo.errors import InvalidRecord, NotPermitted, StepNotAllowed, mark
from poa_geo.services.installation import Installation
from poa_geo.services.record_steps import every_row, may_see, next_version, placed, require_version, stored, visible

KIND = "override"
LONGEST_DAYS = 90
"""As a potential: nothing stands unread for longer."""

OWN_PROPOSAL = mark("Usulan warna Anda sendiri harus dibaca dan disetujui orang lain.")
NO_REASON = mark("Tuliskan alasan usulan warna.")
BAD_BAND = mark("Pilih hijau, kuning, atau merah.")
BAD_EXPIRY = mark("Usulan warna berakhir paling cepat besok dan paling lambat {days} hari lagi.")


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What an analyst fills in."""

    region_code: str
    band: Band
    reason: str
    expires_on: date
    classification: Classification = "terbatas"


def propose(office: Installation, reader: Reader, proposal: Proposal) -> Override:
    """Propose a colour for one region; it shows only after a second reader approved it.

    Raises
    ------
    NotPermitted
        If the right is missing or the region lies outside the scope.
    InvalidRecord
        If reason, band or end are missing or unsound.

    """
    reader.require("override")
    placement = placed(office, proposal.region_code)
    reader.require_region(proposal.region_code)
    _require_sound(proposal, office.today())
    with office.writing(reader, "override.propose") as write:
        made = Override(
            id=str(uuid7()),
            recorded_at=write.now,
            known_from=write.now,
            source_agency=reader.agency,
            classification=proposal.classification,
            **placement,
            created_by=reader.account_id,
            updated_by=reader.account_id,
            band=proposal.band,
            reason=proposal.reason.strip(),
            starts_on=office.today(),
            expires_on=proposal.expires_on,
            requested_by=reader.account_id,
        )
        write.insert(KIND, vars(made))
    return made


def approve(office: Installation, reader: Reader, override_id: str, *, expected_version: int) -> Override:
    """Approve what another proposed; both colours show from today until it ends."""
    before = _waiting(office, reader, override_id, expected_version)
    with office.writing(reader, "override.approve") as write:
        return next_version(
            write, KIND, before,
            second_reader=reader.account_id, approved_on=office.today(), starts_on=office.today(),
        )  # fmt: skip


def refuse(office: Installation, reader: Reader, override_id: str, *, reason: str, expected_version: int) -> Override:
    """Refuse what another proposed, with a reason."""
    before = _waiting(office, reader, override_id, expected_version)
    _require_reason(reason)
    with office.writing(reader, "override.refuse") as write:
        return next_version(
            write, KIND, before, reason=reason, second_reader=reader.account_id, ended_on=office.today()
        )


def end(office: Installation, reader: Reader, override_id: str, *, reason: str, expected_version: int) -> Override:
    """End a colour before its day, or take back one's proposal; from today only the computed band shows."""
    reader.require("override")
    before = get(office, reader, override_id)
    require_version(office, KIND, before, expected_version)
    if before.state(office.today()) not in ("diajukan", "berlaku", "akan_berlaku"):
        raise StepNotAllowed(before=before.state(office.today()), after="berakhir")
    _require_reason(reason)
    with office.writing(reader, "override.end") as write:
        return next_version(write, KIND, before, reason=reason, ended_on=office.today())


def get(office: Installation, reader: Reader, override_id: str) -> Override:
    """Return one override; `NotFound` where the reader may see none."""
    reader.require("risk.read")
    return Override(**visible(reader, stored(office, KIND, override_id), "usulan warna"))


def every(office: Installation, reader: Reader, region: str = NATION) -> list[Override]:
    """Return the overrides of regions inside a region that the reader may see, the newest first."""
    reader.require("risk.read")
    rows = every_row(office, KIND)
    return [Override(**row) for row in rows if may_see(reader, row) and is_within(row["region_code"], region)]


def _waiting(office: Installation, reader: Reader, override_id: str, expected_version: int) -> Override:
    """Return a proposal that waits for this reader's decision."""
    reader.require("override.approve")
    before = get(office, reader, override_id)
    if reader.account_id is None or reader.account_id == before.requested_by:
        raise NotPermitted(OWN_PROPOSAL)
    require_version(office, KIND, before, expected_version)
    if before.state(office.today()) != "diajukan":
        raise StepNotAllowed(before=before.state(office.today()), after="berlaku")
    return before


def _require_sound(proposal: Proposal, today: date) -> None:
    _require_reason(proposal.reason)
    if proposal.band == "abu" or proposal.band not in get_args(Band):
        raise InvalidRecord([RowProblem("band", "", "band", BAD_BAND)])
    if not today < proposal.expires_on <= today + timedelta(days=LONGEST_DAYS):
        raise InvalidRecord([RowProblem("expires_on", "", "expires_on", BAD_EXPIRY, {"days": LONGEST_DAYS})])


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidRecord([RowProblem("reason", "", "missing", NO_REASON)])
