"""One registration on the screen: behind masks, and the way to what is behind them."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.record import Presence
from poa_geo.reference import in_force
from poa_geo.services import presences, unmasking
from poa_geo.services.presences import Registered
from poa_geo.services.situation import place_name
from poa_geo.texts import t
from poa_geo.ui import current, tables
from poa_geo.ui.attempt import attempt_and_redraw
from poa_geo.ui.findings import note_or_refer
from poa_geo.ui.formatting import DASH, clock, number, table_day
from poa_geo.ui.parts import crumbs, head, quiet
from poa_geo.ui.presence import PAGE, go, name_of

WORKER = "H_TKA"


def one(reader: Reader, presence_id: str) -> None:
    """Draw one registration behind masks, and the way to what is behind them."""
    office = current.office()
    found = presences.get(office, reader, presence_id)
    if st.session_state.get("p-opened") != presence_id:
        presences.note_opening(office, reader, presence_id)
        st.session_state["p-opened"] = presence_id
    record, identity = found.record, found.identity
    title = identity.initials if identity else t("Identitas terhapus")
    st.html(crumbs(tables.anchor(t("Orang asing"), PAGE), f"<b>{escape(title)}</b>"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(f"{title} · {name_of('presence_categories', record.category)}", anchor=False, width="content")
        st.space("stretch")
        _actions(reader, record)
    st.html(tables.chips(_chips(record)))
    left, right = st.columns([10, 9], gap="large")
    with left:
        st.html(head(t("Izin dan kegiatan")) + _facts(_permit(record)))
        if record.category == WORKER:
            st.html(head(t("Tenaga kerja asing")) + _facts(_work(record)))
    with right:
        _identity(reader, found)
        st.html(head(t("Pemantauan")) + _facts(_monitoring(record)))


def _identity(reader: Reader, found: Registered) -> None:
    st.html(head(t("Identitas")))
    if found.identity is None:
        st.html(quiet(t("Identitas sudah dihapus menurut masa simpan; catatan tetap ada sebagai hitungan.")))
        return
    grant = unmasking.active_grant(current.office(), reader, found.record.id) if reader.can("presence.unmask") else None
    if grant is not None:
        _unmasked(reader, found.record.id, grant.expires_at)
        return
    masked = found.identity
    rows = [
        (t("Nama"), masked.initials),
        (t("Nomor paspor"), masked.passport),
        (t("Tahun lahir"), masked.birth_year),
        (t("Nomor izin"), masked.permit),
    ]
    st.html(_facts(rows))
    if reader.can("presence.unmask"):
        with st.popover(t("Buka identitas"), key="unmask"), st.form("unmask-form", border=False):
            st.caption(t("Berlaku 15 menit. Alasan Anda dicatat dan dibaca auditor; tulis tanpa nama orang."))
            reason = st.text_input(t("Alasan"), max_chars=300, key="unmask-reason")
            if st.form_submit_button(t("Buka selama 15 menit")):
                attempt_and_redraw(
                    t("Identitas terbuka selama 15 menit."),
                    unmasking.unmask,
                    current.office(),
                    reader,
                    found.record.id,
                    reason,
                )


def _unmasked(reader: Reader, presence_id: str, until: datetime) -> None:
    person = unmasking.identity(current.office(), reader, presence_id)
    rows = [
        (t("Nama lengkap"), person.full_name),
        (t("Nomor paspor"), person.passport_number),
        (t("Tempat, tanggal lahir"), ", ".join(filter(None, [person.birth_place, table_day(person.birth_date)]))),
        (t("Nomor izin"), person.permit_number),
        (t("Alamat"), person.address),
        (t("Kontak"), person.contact),
    ]
    zone = current.office().settings.time_zone
    st.html(_facts(rows) + quiet(t("Terbuka sampai {time}.", time=clock(until, zone))))


def _chips(record: Presence) -> list[tuple[str, str]]:
    return [
        (t("Tempat"), place_name(current.office().tree, record.region_code)),
        (t("Kewarganegaraan"), name_of("countries", record.nationality)),
        (t("Verifikasi"), name_of("verifications", record.verification)),
        (t("Penetapan"), name_of("presence_decisions", record.decision)),
        (t("Sifat"), name_of("classifications", record.classification)),
    ]


Facts = Sequence[tuple[str, str | None]]


def _permit(record: Presence) -> Facts:
    return [
        (t("Jenis izin"), name_of("permit_types", record.permit_type)),
        (t("Indeks visa"), record.visa_index),
        (t("Izin berlaku sampai"), table_day(record.permit_expires_on)),
        (t("Paspor berlaku sampai"), table_day(record.passport_expires_on)),
        (t("Kantor penerbit"), record.issuing_office),
        (t("Masuk melalui"), " · ".join(filter(None, [record.entry_point, table_day(record.entered_on)]))),
        (t("Maksud kegiatan"), record.purpose),
        (t("Penjamin"), record.sponsor),
        (t("Akomodasi"), name_of("accommodations", record.accommodation)),
        (t("Berada di wilayah"), _stay(record)),
        (t("Nomor STTPOA"), record.apoa_receipt),
        (t("Pengikut"), number(record.dependants)),
    ]


def _stay(record: Presence) -> str:
    if record.to_date is None:
        return t("sejak {day}", day=table_day(record.from_date))
    return t("{first} sampai {last}", first=table_day(record.from_date), last=table_day(record.to_date))


def _work(record: Presence) -> Facts:
    counterpart = {True: t("Ada"), False: t("Tidak ada"), None: DASH}[record.local_counterpart]
    return [
        (t("Pemberi kerja"), record.employer),
        (t("Jabatan"), record.position),
        (t("Nomor RPTKA"), record.rptka_number),
        (t("RPTKA berlaku sampai"), table_day(record.rptka_valid_until)),
        (t("Lokasi kerja"), record.work_location),
        (t("Tenaga kerja pendamping"), counterpart),
        (t("Sektor"), record.work_sector),
    ]


def _monitoring(record: Presence) -> Facts:
    seen = [name_of("document_checklist", code) for code in (record.documents or "").split(",") if code]
    return [
        (t("Sumber informasi"), name_of("information_sources", record.information_source)),
        (t("Dokumen yang sudah dilihat"), "; ".join(seen)),
        (t("Laporan terakhir"), table_day(record.last_reported_on)),
        (t("Hasil pemantauan"), record.monitoring_result),
        (t("Rekomendasi"), record.recommendation),
        (t("Instansi sumber"), name_of("agencies", record.source_agency)),
        (t("Dasar pemrosesan"), name_of("legal_bases", record.legal_basis)),
    ]


def _facts(rows: Facts) -> str:
    body = "".join(f"<tr><td>{escape(name)}</td><td>{escape(text or DASH)}</td></tr>" for name, text in rows)
    return f'<table class="t facts"><tbody>{body}</tbody></table>'


def _actions(reader: Reader, record: Presence) -> None:
    office = current.office()
    note_or_refer(reader, "presence", record.id)
    if reader.can("presence.write"):
        st.button(t("Ubah data"), key="edit-person", on_click=go, kwargs={"id": record.id, "ubah": "1"})
    if not reader.can("presence.verify"):
        return
    with st.popover(t("Verifikasi"), key="verify-person"), st.form("verify-person-form", border=False):
        is_true = st.radio(
            t("Hasil verifikasi"), [True, False], horizontal=True,
            format_func=lambda value: t("Terverifikasi") if value else t("Tidak terbukti"),
        )  # fmt: skip
        if st.form_submit_button(t("Simpan verifikasi")):
            attempt_and_redraw(
                t("Verifikasi disimpan."), presences.verify, office, reader, record.id, is_true=bool(is_true),
                expected_version=record.version,
            )  # fmt: skip
    with st.popover(t("Penetapan"), key="decide-person"), st.form("decide-person-form", border=False):
        codes = [row["code"] for row in in_force("presence_decisions", current.today())]
        decision = st.selectbox(t("Penetapan"), codes, format_func=lambda code: name_of("presence_decisions", code))
        reason = st.text_input(t("Alasan"), max_chars=300)
        if st.form_submit_button(t("Simpan penetapan")):
            attempt_and_redraw(
                t("Penetapan disimpan."), presences.decide, office, reader, record.id, str(decision), reason=reason,
                expected_version=record.version,
            )  # fmt: skip
