"""A request for a briefing as the query of an address: preview, presentation and links ask for the same."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from poa_geo.briefing.content import Request
from poa_geo.briefing.sections import SECTION_NAMES
from poa_geo.domain.record import CLASSIFICATIONS
from poa_geo.errors import PoaError, mark

REGION, SINCE, UNTIL, CLASSIFICATION, OFFICE = "wilayah", "dari", "sampai", "klasifikasi", "penyaji"
SECTIONS, REMARK = "bagian", "catatan-"
LONGEST_OFFICE, LONGEST_REMARK = 160, 400


class UnreadableAddress(PoaError):
    """The address does not say which briefing is meant."""

    message = mark("Alamat taklimat ini tidak lengkap. Buka taklimat dari halaman Taklimat.")


def to_params(request: Request) -> dict[str, str]:
    """Return the names and values that ask for a briefing."""
    params = {
        REGION: request.region,
        SINCE: request.since.isoformat(),
        UNTIL: request.until.isoformat(),
        CLASSIFICATION: request.classification,
        OFFICE: request.office,
    }
    if request.remarks is not None:
        params[SECTIONS] = ".".join(request.remarks)
        params |= {f"{REMARK}{name}": remark for name, remark in request.remarks.items() if remark}
    return params


def to_query(request: Request) -> str:
    """Return the query of an address."""
    return urlencode(to_params(request))


def from_params(params: Mapping[str, str]) -> Request:
    """Return the request that an address makes.

    Raises
    ------
    UnreadableAddress
        If a day, the region or the classification is missing or unknown.

    """
    classification = next((known for known in CLASSIFICATIONS if known == params.get(CLASSIFICATION)), None)
    since, until = _day(params.get(SINCE)), _day(params.get(UNTIL))
    if classification is None or since is None or until is None or REGION not in params:
        raise UnreadableAddress
    return Request(
        region=params[REGION],
        since=since,
        until=until,
        office=params.get(OFFICE, "")[:LONGEST_OFFICE],
        classification=classification,
        remarks=_remarks(params),
    )


def _remarks(params: Mapping[str, str]) -> dict[str, str] | None:
    if SECTIONS not in params:
        return None
    kept = params[SECTIONS].split(".")
    return {name: params.get(REMARK + name, "")[:LONGEST_REMARK] for name in SECTION_NAMES if name in kept}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
