"""The screen of imports: a file is judged first, then taken; past imports and their way back."""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.sheet import SHEET_KINDS, SheetKind
from poa_geo.errors import MissingColumns, UnknownFormat
from poa_geo.exporters.templates import write_template
from poa_geo.importers.draft import VERDICTS, Draft
from poa_geo.importers.verdict import write_verdicts
from poa_geo.reference import label
from poa_geo.services.batches import batches, undo
from poa_geo.services.imports import ImportResult, import_file
from poa_geo.texts import current_language, explain_error, mark, t
from poa_geo.ui import current, tables
from poa_geo.ui.column_mapping import chosen_mapping, map_columns
from poa_geo.ui.formatting import moment, number
from poa_geo.ui.page import done, sentence

FILE_TYPES = ["csv", "tsv", "txt", "xlsx", "json", "geojson", "zip", "gz"]
SHOWN_ROWS = 500
KINDS: Mapping[str, str] = {
    "incident": mark("Kejadian"),
    "presence": mark("Orang asing"),
    "nil_report": mark("Laporan nihil"),
    "action": mark("Tindak lanjut"),
}


def upload(reader: Reader) -> None:
    """Draw the upload, the verdict on every row, and the button that takes the file."""
    file = st.file_uploader(t("Berkas CSV, XLSX, atau GeoJSON"), type=FILE_TYPES, key="file")
    if file is None:
        _templates()
        return
    data = file.getvalue()
    try:
        judged = _judge(reader, file.name, data, file.file_id)
    except (UnknownFormat, MissingColumns) as error:
        sentence(explain_error(error))
        map_columns(reader, file.name, data, file.file_id)
        return
    _verdict(judged)
    takes = judged.counts["accepted"] + judged.counts["fixed"] + judged.counts["merged"]
    with st.container(horizontal=True):
        if takes:
            name = t("Impor {count} baris", count=number(takes))
            st.button(name, type="primary", key="take", on_click=lambda: st.session_state.update(taking=file.file_id))
        st.download_button(
            t("Unduh putusan"), write_verdicts(judged.intake), f"putusan-{file.name}.csv", "text/csv", key="verdicts"
        )
    if st.session_state.pop("taking", None) == file.file_id:
        _take(reader, file.name, data, file.file_id)


def _judge(reader: Reader, name: str, data: bytes, file_id: str) -> ImportResult:
    """Judge a file once and keep the answer while it stays on the screen."""
    kept = st.session_state.get("judged")
    if kept is None or kept[0] != file_id:
        form, mapping = chosen_mapping(file_id) or (None, None)
        with _progress(t("Memeriksa berkas")) as tell:
            kept = (
                file_id,
                import_file(
                    current.office(), reader, name, data,
                    format_name=form, mapping=mapping, is_dry_run=True, progress=tell,
                ),
            )  # fmt: skip
        st.session_state["judged"] = kept
    result: ImportResult = kept[1]
    return result


class _progress:  # noqa: N801 — used as a function
    """A line that counts rows while a long task runs."""

    def __init__(self, text: str) -> None:
        self._text, self._place = text, st.empty()

    def __enter__(self) -> Any:
        self._place.progress(0.05, self._text)
        return self._tell

    def _tell(self, rows: int) -> None:
        # The number of rows is not known before the end, so the bar only nears it.
        text = f"{self._text}: {t('{count} baris', count=number(rows))}"
        self._place.progress(rows / (rows + 20_000), text)

    def __exit__(self, *_: object) -> None:
        self._place.empty()


def _take(reader: Reader, name: str, data: bytes, file_id: str) -> None:
    form, mapping = chosen_mapping(file_id) or (None, None)
    with _progress(t("Menyimpan")) as tell:
        result = import_file(current.office(), reader, name, data, format_name=form, mapping=mapping, progress=tell)
    st.session_state.pop("judged", None)
    counts: dict[str, Any] = {key: number(count) for key, count in result.counts.items()}
    told = t("{accepted} baris diterima, {fixed} diperbaiki, {merged} digabung, {refused} ditolak.", **counts)
    st.success(told, icon=None)


def _verdict(judged: ImportResult) -> None:
    st.html(tables.chips([(_name("import_verdicts", key), number(judged.counts[key])) for key in VERDICTS]))
    drafts = judged.intake.drafts
    if len(drafts) > SHOWN_ROWS:
        st.caption(t("Ditampilkan {count} baris, yang ditolak lebih dulu.", count=number(SHOWN_ROWS)))
    shown = sorted(drafts, key=lambda draft: (not draft.is_refused, not draft.problems, draft.row_number))[:SHOWN_ROWS]
    st.dataframe(pd.DataFrame([_row(draft) for draft in shown]), hide_index=True, height=min(520, 36 + 35 * len(shown)))
    reasons = Counter(problem.text() for draft in drafts for problem in draft.problems if not problem.is_fixed)
    if reasons:
        st.html(_reasons(reasons))


def _row(draft: Draft) -> dict[str, Any]:
    fields = draft.values  # noqa: PD011 — not a frame
    return {
        t("Baris"): draft.row_number,
        t("Putusan"): _name("import_verdicts", draft.verdict or draft.own_verdict()),
        t("Tanggal"): fields.get("event_date"),
        t("Isi"): str(fields.get("title") or fields.get("category") or ""),
        t("Wilayah"): fields.get("region_code") or "",
        t("Catatan"): " ".join(problem.text() for problem in draft.problems),
    }


def _reasons(reasons: Counter[str]) -> str:
    rows = [(escape(text), number(count)) for text, count in reasons.most_common(5)]
    return tables.table([t("Alasan penolakan terbanyak"), t("Baris")], rows, right=(1,))


def _name(vocabulary: str, code: str) -> str:
    return label(vocabulary, code, current_language.get())


def _templates() -> None:
    told = t(
        "Format dikenali dari isinya: templat POA-Geo, daftar TKA, laporan penginapan, UCDP GED, ACLED, dan GDELT 2.0."
    )
    st.html(f'<p class="mid">{escape(told)}</p>')
    with st.container(horizontal=True):
        for kind in SHEET_KINDS:
            name = t("Templat {kind} (XLSX)", kind=t(KINDS[kind]).lower())
            st.download_button(name, partial(_template, kind), f"templat-{kind}.xlsx", key=f"template-{kind}")


def _template(kind: SheetKind) -> bytes:
    return write_template(kind, "xlsx", current_language.get())


def history(reader: Reader) -> None:
    """Draw past imports; an import can be taken back while nobody changed its records."""
    found = batches(current.office(), reader)
    st.subheader(t("Impor terdahulu"), anchor=False)
    if not found:
        st.html(f'<p class="mid">{escape(t("Belum ada impor."))}</p>')
        return
    heads = [
        t("Selesai"),
        t("Berkas"),
        t("Isi"),
        t("Oleh"),
        t("Diterima"),
        t("Diperbaiki"),
        t("Digabung"),
        t("Ditolak"),
        t("Keadaan"),
    ]
    st.html(tables.table(heads, [_batch(batch) for batch in found[: tables.MOST_ROWS]], right=(4, 5, 6, 7)))
    live = [batch for batch in found if not batch["undone_at"]]
    if live and reader.can("batch.undo"):
        _undo(reader, live)


def _batch(batch: Mapping[str, Any]) -> list[str]:
    zone = current.office().settings.time_zone
    state = t("Dibatalkan") if batch["undone_at"] else t("Berlaku")
    counts = [number(batch[key]) for key in ("accepted", "fixed", "merged", "refused")]
    kind = t(KINDS.get(batch["kind"], batch["kind"]))
    return [
        escape(moment(batch["finished_at"], zone)),
        escape(batch["file_name"]),
        escape(kind),
        _brought_by(batch),
        *counts,
        escape(state),
    ]


def _brought_by(batch: Mapping[str, Any]) -> str:
    agency = label("agencies", batch["agency"], current_language.get())
    name = batch["account_name"] or t("Sistem")
    return f'{escape(name)}<br><span class="quiet">{escape(agency)}</span>'


def _undo(reader: Reader, live: list[dict[str, Any]]) -> None:
    zone = current.office().settings.time_zone
    names = {batch["id"]: f"{batch['file_name']}, {moment(batch['finished_at'], zone)}" for batch in live}
    with st.popover(t("Batalkan impor"), key="undo"), st.form("undo-form", border=False):
        chosen = st.selectbox(t("Impor"), list(names), format_func=names.__getitem__)
        st.caption(t("Data yang sudah diubah setelah impor tetap ada."))
        if st.form_submit_button(t("Batalkan impor ini")):
            count = undo(current.office(), reader, str(chosen))
            done(t("{count} data ditarik kembali.", count=number(count)))
            st.rerun()
