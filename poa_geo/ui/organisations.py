"""Foreign community organisations on the screen: list, one organisation, its form."""

from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.organisation import Organisation
from poa_geo.reference import in_force
from poa_geo.services import organisations
from poa_geo.services.situation import place_name
from poa_geo.texts import t
from poa_geo.ui import athg, current, forms, tables
from poa_geo.ui.attempt import attempt, attempt_and_redraw
from poa_geo.ui.findings import note_or_refer
from poa_geo.ui.formatting import DASH, number, table_day
from poa_geo.ui.parts import crumbs, head, quiet
from poa_geo.ui.presence import PAGE, go, name_of


def every(reader: Reader) -> None:
    """Draw the register of organisations."""
    found = organisations.every(current.office(), reader, current.home(reader))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(head(t("{count} organisasi", count=number(len(found)))), width="content")
        st.space("stretch")
        if reader.can("organisation.write"):
            st.button(t("Daftarkan organisasi"), type="primary", key="add-organisation", on_click=go,
                      kwargs={"tambah": "ormas"})  # fmt: skip
    if not found:
        st.html(quiet(t("Belum ada organisasi asing yang terdaftar di wilayah ini.")))
        return
    heads = [
        t("Organisasi"), t("Negara asal"), t("Mitra"), t("Bidang"), t("Wilayah"), t("Asing"), t("Lokal"),
        t("MoU sampai"), t("Verifikasi"),
    ]  # fmt: skip
    st.html(tables.table(heads, [_row(row) for row in found], right=(5, 6)))


def _row(row: Organisation) -> list[str]:
    until = escape(table_day(row.valid_until))
    is_over = row.valid_until is not None and row.valid_until < current.today()
    return [
        tables.anchor(row.name, PAGE, ormas=row.id),
        escape(name_of("countries", row.origin_country)),
        escape(row.partner_ministry or DASH),
        escape(row.field or DASH),
        escape(place_name(current.office().tree, row.region_code)),
        number(row.foreign_staff),
        number(row.local_staff),
        f"<b>{until}</b> {escape(t('(lewat)'))}" if is_over else until,
        escape(name_of("verifications", row.verification)),
    ]


def one(reader: Reader, organisation_id: str) -> None:
    """Draw one organisation."""
    found = organisations.get(current.office(), reader, organisation_id)
    st.html(_way(f"<b>{escape(found.name)}</b>"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(found.name, anchor=False, width="content")
        st.space("stretch")
        if reader.can("organisation.write"):
            st.button(t("Ubah data"), key="edit-organisation", on_click=go,
                      kwargs={"ormas": found.id, "ubah": "1"})  # fmt: skip
        if reader.can("organisation.verify"):
            with st.popover(t("Verifikasi"), key="verify-organisation"):
                _verify(reader, found)
        note_or_refer(reader, "organisation", found.id)
    left, right = st.columns(2, gap="large")
    left.html(head(t("Organisasi")) + _facts(_about(found)))
    right.html(head(t("Kerja sama dan kegiatan")) + _facts(_work(found)))
    athg.panel(reader, "organisation", found.id, found.region_code)


def _about(found: Organisation) -> list[tuple[str, str | None]]:
    return [
        (t("Negara asal"), name_of("countries", found.origin_country)),
        (t("Kantor"), found.office),
        (t("Bidang"), found.field),
        (t("Maksud dan sasaran"), found.aims),
        (t("Sumber dana"), found.funding_source),
        (t("Personel asing"), number(found.foreign_staff)),
        (t("Personel lokal"), number(found.local_staff)),
        (t("Verifikasi"), name_of("verifications", found.verification)),
        (t("Penetapan"), name_of("presence_decisions", found.decision)),
    ]


def _work(found: Organisation) -> list[tuple[str, str | None]]:
    seen = [name_of("document_checklist", code) for code in (found.documents or "").split(",") if code]
    return [
        (t("Mitra kementerian atau lembaga"), found.partner_ministry),
        (t("Nomor MoU"), found.mou_number),
        (t("Berlaku"), f"{table_day(found.valid_from)} – {table_day(found.valid_until)}"),
        (t("Surat rekomendasi Kemlu"), found.recommendation_letter),
        (t("Wilayah kerja"), found.work_area),
        (t("Pola kerja"), found.work_pattern),
        (t("Dokumen yang sudah dilihat"), "; ".join(seen)),
        (t("Sumber informasi"), name_of("information_sources", found.information_source)),
        (t("Instansi sumber"), name_of("agencies", found.source_agency)),
    ]


def _facts(rows: Sequence[tuple[str, str | None]]) -> str:
    body = "".join(f"<tr><td>{escape(name)}</td><td>{escape(text or DASH)}</td></tr>" for name, text in rows)
    return f'<table class="t facts"><tbody>{body}</tbody></table>'


def _verify(reader: Reader, found: Organisation) -> None:
    with st.form("verify-organisation-form", border=False):
        is_true = st.radio(
            t("Hasil verifikasi"), [True, False], horizontal=True,
            format_func=lambda value: t("Terverifikasi") if value else t("Tidak terbukti"),
        )  # fmt: skip
        reason = st.text_input(t("Dasar penilaian"), max_chars=300)
        if st.form_submit_button(t("Simpan verifikasi")):
            attempt_and_redraw(
                t("Verifikasi disimpan."), organisations.verify, current.office(), reader, found.id,
                is_true=bool(is_true), reason=reason, expected_version=found.version,
            )  # fmt: skip


def form(reader: Reader, organisation_id: str | None) -> None:
    """Draw the form of a new organisation, or of one that is there."""
    before = organisations.get(current.office(), reader, organisation_id) if organisation_id else None
    title = t("Ubah data organisasi") if before else t("Daftarkan organisasi")
    st.html(_way(f"<b>{escape(title)}</b>"))
    st.title(title, anchor=False)
    with st.form("organisation-form", border=False, width=920):
        values = _fields(before)
        region = forms.region_choice(reader, "o-region", before.region_code if before else None)
        if not st.form_submit_button(t("Simpan organisasi"), type="primary"):
            return
    if before is None:
        stored = attempt(t("Organisasi disimpan."), organisations.add, current.office(), reader, values, region)
    else:
        stored = attempt(
            t("Perubahan disimpan."), organisations.edit, current.office(), reader, before.id, values, region,
            expected_version=before.version,
        )  # fmt: skip
    if stored is not None:
        go(ormas=stored.id)
        st.rerun()


def _fields(before: Organisation | None) -> dict[str, Any]:
    values: dict[str, Any] = {}
    texts = (
        ("name", t("Nama organisasi *")), ("office", t("Kantor")), ("field", t("Bidang")),
        ("partner_ministry", t("Mitra kementerian atau lembaga")), ("mou_number", t("Nomor MoU")),
        ("recommendation_letter", t("Surat rekomendasi Kemlu")), ("work_area", t("Wilayah kerja")),
        ("funding_source", t("Sumber dana")),
    )  # fmt: skip
    for start in range(0, len(texts), 2):
        for (name, text), cell in zip(texts[start : start + 2], st.columns(2), strict=False):
            values[name] = cell.text_input(text, getattr(before, name) or "" if before else "", key=f"o-{name}")
    for name, text in (("aims", t("Maksud dan sasaran")), ("work_pattern", t("Pola kerja"))):
        values[name] = st.text_area(text, getattr(before, name) or "" if before else "", key=f"o-{name}", height=80)
    first, second, third, fourth = st.columns(4)
    values["foreign_staff"] = first.number_input(
        t("Personel asing"), 0, None, before.foreign_staff or 0 if before else 0, key="o-foreign"
    )
    values["local_staff"] = second.number_input(
        t("Personel lokal"), 0, None, before.local_staff or 0 if before else 0, key="o-local"
    )
    values["valid_from"] = third.date_input(
        t("Berlaku mulai"), before.valid_from if before else None, format="DD/MM/YYYY", key="o-from"
    )
    values["valid_until"] = fourth.date_input(
        t("Berlaku sampai"), before.valid_until if before else None, format="DD/MM/YYYY", key="o-until"
    )
    values |= {name: _choice(name, vocabulary, text, before) for name, vocabulary, text in _choices()}
    values["documents"] = _documents(before)
    return forms.filled(values)


def _choices() -> tuple[tuple[str, str, str], ...]:
    return (
        ("origin_country", "countries", t("Negara asal")),
        ("information_source", "information_sources", t("Sumber informasi")),
        ("decision", "presence_decisions", t("Penetapan")),
    )


def _choice(name: str, vocabulary: str, text: str, before: Organisation | None) -> str | None:
    codes = [row["code"] for row in in_force(vocabulary, current.today())]
    value = getattr(before, name) if before else None
    return st.selectbox(
        text, codes, index=codes.index(value) if value in codes else None, key=f"o-{name}", placeholder=t("Pilih"),
        format_func=lambda code: name_of(vocabulary, code),
    )  # fmt: skip


def _documents(before: Organisation | None) -> str:
    codes = [row["code"] for row in in_force("document_checklist", current.today()) if row["kind"] == "organisation"]
    chosen = st.multiselect(
        t("Dokumen yang sudah dilihat"), codes, key="o-documents", placeholder=t("Pilih"),
        default=[code for code in (before.documents or "").split(",") if code in codes] if before else [],
        format_func=lambda code: name_of("document_checklist", code),
    )  # fmt: skip
    return ",".join(chosen)


def _way(last: str) -> str:
    return crumbs(tables.anchor(t("Orang asing"), PAGE), tables.anchor(t("Ormas asing"), PAGE, bagian="ormas"), last)
