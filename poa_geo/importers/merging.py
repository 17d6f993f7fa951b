"""Rows that tell of the same thing: which content stands, whatever the order of files.

Two rows are the same when source name and source id are equal. Of two contents the one with the greater *revision*
stands: the source's own time of the row (ACLED `timestamp`, GDELT `DATEADDED`, the column `diperbarui` of our sheets;
where a row has none, the edition that the importer stated for the file), then, for contents of equal or no time, the
greater digest. That is the maximum of a total order, so importing is commutative, associative and idempotent: any order
of files, in any number of repeats, ends in the same state. The digest decides nothing a person cares about; it only
keeps the answer from depending on who came first. To make a correction win, date it.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from enum import Enum
from typing import Any

from poa_geo.domain.action import Action
from poa_geo.domain.record import Incident, NilReport, Presence, Record
from poa_geo.domain.region import KABUPATEN
from poa_geo.domain.sheet import HERE, OWN_RECORD, SHEET_SOURCE
from poa_geo.importers.draft import Draft, mend
from poa_geo.texts import mark

DIGEST_LENGTH, MAX_ID = 24, 200
UNDATED = "-"
"""Stands for the time of a row that has none: sorts before every time."""

NOT_CONTENT = frozenset(Record.column_names()) - {"source_agency", "classification"} | frozenset(
    {"identity", "lon", "lat", "placed_by", "stated_code", "stated_precision", "verified_on"}
)
"""Kept or derived by us, so that new boundaries or a new lag never look like new content; `Place` has what was said."""

CONTENT_FIELDS: dict[str, tuple[str, ...]] = {
    kind: tuple(name for name in record.column_names() if name not in NOT_CONTENT)
    for kind, record in (("incident", Incident), ("presence", Presence), ("nil_report", NilReport), ("action", Action))
}

OLDER_CONTENT = mark(
    "Data dengan nomor sumber yang sama sudah tersimpan dengan isi lebih baru; isi baris ini tidak dipakai."
)
UNDATED_CONTENT = mark(
    "Data dengan nomor sumber yang sama sudah tersimpan dengan isi lain; agar isi baris ini dipakai, isi kolom "
    "diperbarui atau sebutkan tanggal edisi berkas."
)
OWN_CONTENT = mark("Baris ini berasal dari sistem ini dan sudah tersimpan; ubah isinya melalui formulir kejadian.")
NEWER_CONTENT = mark("Data dengan nomor sumber yang sama diperbarui dengan isi baris ini.")


JUDGED_RULES = frozenset({"older_content", "newer_content", "others_number"})
"""Findings of judging a row against the store; a second judging starts without them."""


class Outcome(Enum):
    """What a row does to the record of the same source and id."""

    NEW = "new"
    SAME = "same"
    NEWER = "newer"
    OLDER = "older"


def finish_identity(drafts: Sequence[Draft], *, agency: str, key: bytes, edition: str = "") -> None:
    """Give each draft its final source id and its revision; both depend on the row only, never on other rows.

    Parameters
    ----------
    drafts : sequence of Draft
        Placed and checked.
    agency : str
        The importer's agency, for rows that name none: sheets of two offices may use the same numbers.
    key : bytes
        For the digests of presence rows: people write passport numbers as source ids, and a plain digest of few
        unknowns can be guessed.
    edition : str
        ISO date of the file's edition, for feeds that do not date their rows.

    """
    for draft in drafts:
        secret = key if draft.kind == "presence" else b""
        digest = content_digest(draft, secret)
        if draft.source_name == SHEET_SOURCE:
            draft.source_id = _sheet_id(draft, _owner(draft, agency), digest, secret)
        draft.values["source_name"], draft.values["source_id"] = draft.source_name, draft.source_id
        draft.values["source_revision"] = f"{draft.revised_at or edition or UNDATED}|{digest}"


def _owner(draft: Draft, agency: str) -> str:
    """Return whose numbers these are: offices of one agency in two kabupaten may both have a report number 1."""
    stated = (draft.place.stated or "").split(".")[:KABUPATEN]
    return f"{draft.values.get('source_agency') or agency}/{'.'.join(stated)}"


def _sheet_id(draft: Draft, owner: str, digest: str, secret: bytes) -> str:
    if not draft.source_id:
        return f"{owner}:isi-{digest}"
    if draft.source_id.startswith(OWN_RECORD):
        return draft.source_id[:MAX_ID]
    if secret:
        return f"{owner}:{hmac.new(secret, draft.source_id.encode(), hashlib.sha256).hexdigest()[:40]}"
    return f"{owner}:{draft.source_id}"[:MAX_ID]


def content_digest(draft: Draft, key: bytes = b"") -> str:
    """Return a digest of what a row says: the same for CSV, XLSX and GeoJSON, whatever the order of columns."""
    place, value_of = draft.place, draft.values.get
    said = [f"{name}={value}" for name in CONTENT_FIELDS[draft.kind] if (value := value_of(name)) is not None]
    said.append(f"{place.code} {place.bps_code} {place.names} {place.lon} {place.lat} {place.precision}")
    if identity := value_of("identity"):
        said.append(repr(astuple(identity)))
    text = "\x1f".join(said)  # no cell holds this character
    if key:
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:DIGEST_LENGTH]
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]


def compare(revision: str, stored: str | None) -> Outcome:
    """Say what a content does to a stored one; nothing is stored, or was taken back, where that is empty."""
    if not stored:
        return Outcome.NEW
    if revision == stored:
        return Outcome.SAME
    return Outcome.NEWER if revision > stored else Outcome.OLDER


def judge(drafts: Sequence[Draft], stored: Mapping[tuple[str, str], str]) -> list[Draft]:
    """Give every draft its verdict and return those to write, one per source and id, in the order of the file.

    Parameters
    ----------
    drafts : sequence of Draft
        After `finish_identity`.
    stored : mapping of (source name, source id) → revision
        What the store holds of these sources and ids, deleted records included: what was deleted stays deleted
        until its source says something newer.

    """
    best: dict[tuple[str, str], Draft] = {}
    for draft in drafts:
        draft.verdict = draft.own_verdict()
        if draft.verdict == "refused":
            continue
        known = best.get(_key(draft))
        if known is None or _revision(draft) > _revision(known):
            best[_key(draft)] = draft
    winners = []
    for draft in drafts:
        if draft.verdict == "refused":
            continue
        key = _key(draft)
        is_best = best[key] is draft
        outcome = (
            compare(_revision(draft), stored.get(key)) if is_best else compare(_revision(draft), _revision(best[key]))
        )
        if is_best and outcome in (Outcome.NEW, Outcome.NEWER):
            winners.append(draft)
        if outcome is not Outcome.NEW:
            _merge(draft, outcome, stored.get(key) == HERE)
    return winners


def _merge(draft: Draft, outcome: Outcome, is_own: bool) -> None:
    draft.verdict = "merged"
    if outcome is Outcome.NEWER:
        draft.problems.append(mend("", "", "newer_content", NEWER_CONTENT))
    elif outcome is Outcome.OLDER:
        is_dated = not _revision(draft).startswith(UNDATED)
        message = OWN_CONTENT if is_own else OLDER_CONTENT if is_dated else UNDATED_CONTENT
        draft.problems.append(mend("", "", "older_content", message))


def _key(draft: Draft) -> tuple[str, str]:
    return draft.source_name, draft.source_id


def _revision(draft: Draft) -> str:
    revision: Any = draft.values["source_revision"]
    return str(revision)
