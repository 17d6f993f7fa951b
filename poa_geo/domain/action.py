"""Follow-up: what an agency does about an issue, by when, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from poa_geo.domain.problem import RowProblem
from poa_geo.domain.record import Record
from poa_geo.reference import by_code
from poa_geo.texts import mark

MACHINE = "action"
"""Name of its steps in ``reference/steps.csv``."""

MAX_TITLE, MAX_OWNER, MAX_TEXT = 300, 160, 20_000
FARTHEST = timedelta(days=730)

NO_TITLE = mark("Tuliskan tindakan yang akan dilakukan.")
NO_AGENCY = mark("Pilih instansi penanggung jawab dari daftar.")
NO_DUE_DAY = mark("Isi tenggat.")
NO_PLACE = mark("Pilih wilayah tindak lanjut.")
TOO_FAR = mark("Tenggat paling jauh dua tahun dari hari ini.")
TOO_LONG = mark("Isi terlalu panjang; paling banyak {limit} huruf.")
DONE_LATER = mark("Tanggal selesai belum tiba.")
NO_OUTCOME = mark("Tuliskan hasil sebelum menyelesaikan tindak lanjut.")


@dataclass(frozen=True, kw_only=True)
class Action(Record):
    """One follow-up. `owner` is a post or unit, never a person; `meeting_on` is the meeting it was given in."""

    subject_kind: str = "region"  # incident, finding, organisation, region
    subject_id: str | None = None
    title: str
    agency: str
    owner: str | None = None
    due_on: date
    status: str = "rencana"  # rencana, berjalan, selesai, batal
    done_on: date | None = None
    evidence: str | None = None
    outcome: str | None = None
    meeting_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether something remains to be done."""
        return by_code("action_statuses")[self.status]["is_closed"] != "1"

    def days_late(self, today: date) -> int:
        """Return how many days an open action is past its due day; 0 where it is not."""
        return max(0, (today - self.due_on).days) if self.is_open else 0


def urgency(action: Action, today: date) -> tuple[bool, bool, date, str]:
    """Order actions: overdue first, then open by due day, then what is finished."""
    return not action.is_open, action.days_late(today) == 0, action.due_on, action.id


def check_action(values: Mapping[str, Any], today: date) -> list[RowProblem]:
    """Return what is wrong with the fields of a follow-up; empty when it may be stored."""
    due, done = values.get("due_on"), values.get("done_on")
    found = [
        (not values.get("title"), "tindakan", NO_TITLE),
        (values.get("agency") not in by_code("agencies"), "instansi", NO_AGENCY),
        (due is None, "tenggat", NO_DUE_DAY),
        (not values.get("region_code"), "kode_wilayah", NO_PLACE),
        (due is not None and due - today > FARTHEST, "tenggat", TOO_FAR),
        (done is not None and done > today, "tanggal_selesai", DONE_LATER),
        (values.get("status") == "selesai" and not values.get("outcome"), "hasil", NO_OUTCOME),
    ]
    problems = [RowProblem(column, "", "action", message) for is_wrong, column, message in found if is_wrong]
    limits = {"title": MAX_TITLE, "owner": MAX_OWNER, "evidence": MAX_TEXT, "outcome": MAX_TEXT}
    return problems + [
        RowProblem(field, "", "too_long", TOO_LONG, {"limit": limit})
        for field, limit in limits.items()
        if len(values.get(field) or "") > limit
    ]
