"""The nil report: a place, a number, one button. Made for a telephone in the field."""

from html import escape

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.region import KECAMATAN
from poa_geo.errors import PoaError
from poa_geo.reference import in_force, label
from poa_geo.services import nil_reports
from poa_geo.services.nil_reports import Silent
from poa_geo.texts import current_language, explain_error, t
from poa_geo.ui import current, tables
from poa_geo.ui.formatting import number, short_day
from poa_geo.ui.forms import region_label
from poa_geo.ui.page import done, sentence
from poa_geo.ui.parts import head, quiet

MOST_LATE = 40


def nil_form(reader: Reader) -> None:
    """Draw the form; whoever serves one kecamatan need not choose a place."""
    codes = _places(reader)
    if not codes:
        return
    tree = current.office().tree
    with st.form("nil", border=False, width=560):
        if len(codes) == 1:
            st.html(f'<p class="mid">{escape(t("Wilayah"))}: <b>{escape(region_label(tree[codes[0]]))}</b></p>')
            code: str | None = codes[0]
        else:
            code = st.selectbox(
                t("Wilayah"), codes, index=None, key="nil-region", placeholder=t("Ketik nama kecamatan"),
                format_func=lambda one: region_label(tree[one]),
            )  # fmt: skip
        safety = st.segmented_control(t("Rasa aman, 1 sampai 10"), list(range(1, 11)), key="nil-safety")
        signs = [row["code"] for row in in_force("peace_signs", current.today())]
        chosen = st.pills(
            t("Tanda damai"), signs, selection_mode="multi", key="nil-signs",
            format_func=lambda one: label("peace_signs", one, current_language.get()),
        )  # fmt: skip
        st.caption(t("Menyatakan tidak ada kejadian selama tujuh hari terakhir, hari ini termasuk."))
        is_sent = st.form_submit_button(t("Kirim laporan nihil"), type="primary")
    if is_sent:
        _send(reader, code, safety, [label("peace_signs", one) for one in chosen])


def _send(reader: Reader, code: str | None, safety: int | None, signs: list[str]) -> None:
    if code is None:
        sentence(t("Pilih wilayah lebih dulu."))
        return
    try:
        report = nil_reports.send(
            current.office(), reader, code, sense_of_safety=safety, peace_signs="; ".join(signs) or None
        )
    except PoaError as error:
        sentence(explain_error(error))
        return
    done(t("Laporan nihil {name} diterima.", name=current.region_name(report.region_code or "")))
    st.rerun()


def _places(reader: Reader) -> list[str]:
    tree = current.office().tree
    found = (region for prefix in reader.scope for region in tree.regions[tree.span(prefix)])
    return [region.code for region in found if region.level >= KECAMATAN - 1]


def sent_lately(reader: Reader) -> None:
    """Draw the newest nil reports."""
    found = nil_reports.recent(current.office(), reader, 8)
    if not found:
        return
    heads = [t("Diterima"), t("Wilayah"), t("Rasa aman"), t("Tanda damai")]
    rows = [
        [
            short_day(report.received_on),
            escape(current.region_name(report.region_code or "")),
            number(report.sense_of_safety),
            escape(report.peace_signs or ""),
        ]
        for report in found
    ]
    st.html(head(t("Laporan nihil terbaru")) + tables.table(heads, rows, right=(2,)))


def late(reader: Reader) -> None:
    """Draw who is late: kabupaten/kota first, then kecamatan; the map shows the same regions grey."""
    found = nil_reports.late(current.office(), reader)
    st.html(head(t("Belum lapor dalam 14 hari"), _map_link()))
    if not found:
        st.html(quiet(t("Semua wilayah sudah melapor.")))
        return
    heads = [t("Wilayah"), t("Tingkat"), t("Laporan terakhir"), t("Kecamatan belum lapor")]
    st.html(tables.table(heads, [_late_row(one) for one in found[:MOST_LATE]], right=(3,)))
    if len(found) > MOST_LATE:
        st.caption(t("{count} wilayah lain belum lapor.", count=number(len(found) - MOST_LATE)))


def _late_row(silent: Silent) -> list[str]:
    is_kecamatan = silent.level == KECAMATAN
    last = t("{days} hari lalu", days=number(silent.days)) if silent.days is not None else t("belum pernah")
    name = region_label(current.office().tree[silent.code]) if is_kecamatan else silent.name
    return [
        tables.anchor(name, "wilayah", wilayah=silent.code),
        escape(t("kecamatan") if is_kecamatan else t("kabupaten/kota")),
        escape(last),
        "" if is_kecamatan else number(silent.silent_below),
    ]


def _map_link() -> str:
    return f'<span class="quiet">{tables.anchor(t("Lihat di peta"), "peta", lapisan="cakupan")}</span>'
