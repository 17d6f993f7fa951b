"""The form of a registration, drawn from the same table of columns as its spreadsheet template."""

from datetime import date
from typing import Any

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.record import Presence
from poa_geo.domain.sheet import Column, columns
from poa_geo.importers.draft import Place
from poa_geo.reference import in_force, label
from poa_geo.services import presences
from poa_geo.texts import current_language, mark, t
from poa_geo.ui import current, forms, tables
from poa_geo.ui.attempt import attempt
from poa_geo.ui.parts import crumbs
from poa_geo.ui.presence import PAGE, go

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (mark("Identitas"), ("full_name", "passport_number", "passport_expires_on", "birth_place", "birth_date", "sex",
                         "nationality")),
    (mark("Kategori dan kegiatan"), ("category", "subcategory", "purpose", "sponsor", "from_date", "to_date")),
    (mark("Izin"), ("permit_type", "visa_index", "permit_number", "permit_expires_on", "issuing_office", "entry_point",
                    "entered_on")),
    (mark("Tempat tinggal"), ("address", "accommodation", "checked_in_on", "checked_out_on", "apoa_receipt",
                              "dependants")),
    (mark("Tenaga kerja asing"), ("employer", "position", "rptka_number", "rptka_valid_until", "work_location",
                                  "work_sector", "local_counterpart")),
    (mark("Asal data"), ("information_source", "last_reported_on", "source_agency", "classification")),
)  # fmt: skip
SEALED = ("identity", "identity_date")


def add(reader: Reader) -> None:
    """Draw the form of a new registration."""
    st.html(crumbs(tables.anchor(t("Orang asing"), PAGE), f"<b>{t('Baru')}</b>"))
    st.title(t("Daftarkan orang asing"), anchor=False)
    with st.form("person-form", border=False, width=920):
        values, place = _fields(reader, None)
        if not st.form_submit_button(t("Simpan data"), type="primary"):
            return
    stored = attempt(
        t("Data disimpan. Orang lain perlu memverifikasinya."), presences.add, current.office(), reader, values, place
    )
    if stored is not None:
        _leave(stored.record.id)


def edit(reader: Reader, presence_id: str) -> None:
    """Draw the form of a registration that is there; identity fields stay empty unless they change."""
    before = presences.get(current.office(), reader, presence_id).record
    version = st.session_state.setdefault(f"p-version-{presence_id}", before.version)
    st.html(crumbs(tables.anchor(t("Orang asing"), PAGE), tables.anchor(t("Kembali"), PAGE, id=presence_id)))
    st.title(t("Ubah data"), anchor=False)
    st.caption(t("Isian identitas yang dikosongkan tidak berubah."))
    with st.form("person-form", border=False, width=920):
        values, place = _fields(reader, before)
        if not st.form_submit_button(t("Simpan perubahan"), type="primary"):
            return
    stored = attempt(
        t("Perubahan disimpan."), presences.edit, current.office(), reader, presence_id, values, place,
        expected_version=version,
    )  # fmt: skip
    st.session_state.pop(f"p-version-{presence_id}", None)
    if stored is not None:
        _leave(presence_id)


def _leave(presence_id: str) -> None:
    go(id=presence_id)
    st.rerun()


def _fields(reader: Reader, before: Presence | None) -> tuple[dict[str, Any], Place]:
    known = {column.field: column for column in columns("presence")}
    values: dict[str, Any] = {}
    for title, names in SECTIONS:
        st.markdown(f"**{t(title)}**")
        for start in range(0, len(names), 3):
            for name, cell in zip(names[start : start + 3], st.columns(3), strict=False):
                with cell:
                    values[name] = _field(known[name], before)
        if title == SECTIONS[1][0]:
            place = Place(code=forms.region_choice(reader, "p-region", before.region_code if before else None))
    values["documents"] = _documents(before)
    for name, text in (("monitoring_result", t("Hasil pemantauan")), ("recommendation", t("Rekomendasi"))):
        values[name] = st.text_area(text, getattr(before, name) or "" if before else "", key=f"p-{name}", height=80)
    st.caption(t("Tulis tanpa nama, nomor paspor, atau nomor telepon; isian ini tidak disegel."))
    return forms.filled(values), place


def _field(column: Column, before: Presence | None) -> Any:
    value = getattr(before, column.field) if before and column.kind not in SEALED else None
    is_english = current_language.get() == "en"
    name = column.label_en if is_english else _spelt(column.name)
    name, tip, key = (
        f"{name} *" if column.is_required else name,
        column.help_en if is_english else column.help_id,
        f"p-{column.field}",
    )
    if column.kind in ("date", "identity_date"):
        return st.date_input(name, value, format="DD/MM/YYYY", key=key, help=tip, min_value=date(1920, 1, 1))
    if column.kind == "integer":
        return st.number_input(name, min_value=0, value=int(value or 0), step=1, key=key, help=tip)
    if column.kind == "yesno":
        return st.selectbox(
            name, [True, False], index=None if value is None else int(not value), key=key, placeholder=t("Pilih"),
            format_func=lambda is_so: t("Ya") if is_so else t("Tidak"),
        )  # fmt: skip
    if column.kind in ("code", "country"):
        return _choice(column, value, name, key, tip)
    return st.text_input(name, value or "", key=key, help=tip, autocomplete="off")


ABBREVIATIONS = {"tpi": "TPI", "rptka": "RPTKA", "sttpoa": "STTPOA"}


def _spelt(name: str) -> str:
    words = [ABBREVIATIONS.get(word, word) for word in name.split("_")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def _choice(column: Column, value: str | None, name: str, key: str, tip: str) -> str | None:
    rows = in_force(column.vocabulary, current.today())
    if column.field in ("category", "subcategory"):
        rows = tuple(row for row in rows if bool(row["parent_code"]) == (column.field == "subcategory"))
    codes = [row["code"] for row in rows]
    if value and value not in codes:
        codes.append(value)  # a retired code stays on the record that has it
    return st.selectbox(
        name, codes, index=codes.index(value) if value else None, key=key, help=tip, placeholder=t("Pilih"),
        format_func=lambda code: label(column.vocabulary, code, current_language.get()),
    )  # fmt: skip


def _documents(before: Presence | None) -> str:
    category = before.category if before else ""
    rows = [
        row
        for row in in_force("document_checklist", current.today())
        if row["kind"] == "presence" and (not category or row["category"] in ("", category))
    ]
    chosen = st.multiselect(
        t("Dokumen yang sudah dilihat"), [row["code"] for row in rows], key="p-documents", placeholder=t("Pilih"),
        default=[code for code in (before.documents or "").split(",") if code] if before else [],
        format_func=lambda code: label("document_checklist", code, current_language.get()),
    )  # fmt: skip
    return ",".join(chosen)
