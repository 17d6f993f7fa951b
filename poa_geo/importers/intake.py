"""The whole way of a file, from bytes to judged drafts; what is left for the store is to write the winners."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from poa_geo.domain.rules import CHECKS
from poa_geo.errors import ImportRejected
from poa_geo.importers import find_format, formats, merging, placing
from poa_geo.importers.draft import Draft
from poa_geo.importers.placing import Ground
from poa_geo.importers.tables import read_table
from poa_geo.importers.uploads import open_upload
from poa_geo.texts import t

BATCH_ROWS = 5_000

Progress = Callable[[int], None]


@dataclass
class Intake:
    """A file understood: its format, its header as read, and one draft per row, not yet judged against the store."""

    file: str
    format: str
    header: tuple[str, ...]
    drafts: list[Draft] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What a file does not say itself.

    Attributes
    ----------
    today : date
        The reporting day; nothing may have happened after it.
    agency : str
        The importer's agency, for rows that name none.
    key : bytes
        For digests of presence rows; the same for the life of an installation.
    edition : str
        ISO date of the file's edition, for feeds that do not date their rows; empty if not stated.

    """

    today: date
    agency: str
    key: bytes
    edition: str = ""


def header_of(name: str, data: bytes) -> tuple[str, ...]:
    """Return the column names of a file, for mapping them by hand; raises `ImportRejected` as `take_in` does."""
    return read_table(open_upload(name, data)).header


def take_in(
    name: str,
    data: bytes,
    ground: Ground,
    circumstances: Circumstances,
    *,
    format_name: str | None = None,
    mapping: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Intake:
    """Read, place and check every row of a file.

    Parameters
    ----------
    name : str
        File name, for messages only: the content decides what the file is.
    data : bytes
    ground : Ground
    circumstances : Circumstances
    format_name : str, optional
        Instead of recognising the format.
    mapping : mapping of str to str, optional
        Column of the file → field of the record, as somebody mapped them; `format_name` then says what the rows are.
    progress : callable, optional
        Called with the number of rows done, every few thousand rows.

    Raises
    ------
    ImportRejected
        If the file as a whole cannot be taken; nothing was done.

    """
    read = read_table(open_upload(name, data))
    if mapping and format_name in formats():
        form, table = formats()[format_name], read.renamed(mapping)
    else:
        form, table = find_format(read, name, format_name)
    intake = Intake(name, form.NAME, read.header if mapping else table.header)
    with collector_paused():
        _fill(intake, form.read(table), ground, circumstances, progress or (lambda _: None))
    if not intake.drafts:
        raise ImportRejected(reason=t("Berkas tidak berisi baris data."))
    return intake


@contextmanager
def collector_paused() -> Iterator[None]:
    """Hold the garbage collector: drafts make no cycles, and walking all of them again and again takes a third."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _fill(
    intake: Intake, drafts: Iterable[Draft], ground: Ground, circumstances: Circumstances, progress: Progress
) -> None:
    batch: list[Draft] = []
    for draft in drafts:
        batch.append(draft)
        if len(batch) >= BATCH_ROWS:
            intake.drafts.extend(prepare(batch, ground, circumstances))
            batch = []
            progress(len(intake.drafts))
    intake.drafts.extend(prepare(batch, ground, circumstances))


def prepare(drafts: Sequence[Draft], ground: Ground, circumstances: Circumstances) -> Iterable[Draft]:
    """Place and check drafts, and give them their source ids and revisions; a form does this with its one draft."""
    placing.place(drafts, ground)
    for draft in drafts:
        defaults = DEFAULTS[draft.kind]
        values = draft.values = defaults | draft.values
        if not values.get("source_agency"):
            values["source_agency"] = circumstances.agency
        if not draft.is_refused:
            draft.problems.extend(CHECKS[draft.kind](values, circumstances.today))
    merging.finish_identity(drafts, agency=circumstances.agency, key=circumstances.key, edition=circumstances.edition)
    for draft in drafts:
        if draft.kind == "nil_report":  # only now: the day of arrival is no content, or each day would make it new
            draft.values.setdefault("received_on", circumstances.today)
    return drafts


DEFAULTS: dict[str, dict[str, object]] = {
    "incident": {
        "stage": "peristiwa",
        "realm": "fisik",
        "status": "baru",
        "classification": "terbatas",
        "verification": "belum",
    },
    "presence": {"classification": "terbatas", "verification": "belum"},
    "nil_report": {"classification": "terbatas"},
    "action": {"classification": "terbatas", "status": "rencana"},
}
"""What an empty cell means; also what the template says it means."""
