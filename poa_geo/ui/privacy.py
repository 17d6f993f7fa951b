"""Protection of people on the screen: fixed monthly tables, who was shown what, corrections, retention."""

from html import escape

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.access.suppression import Counts
from poa_geo.domain.region import NATION
from poa_geo.domain.steps import next_steps
from poa_geo.errors import PoaError
from poa_geo.services import corrections, disclosures, monthly_tables, retention, unmasking
from poa_geo.services.corrections import Correction
from poa_geo.services.monthly_tables import MonthlyTables
from poa_geo.services.situation import place_name
from poa_geo.texts import explain_error, t
from poa_geo.ui import current, tables
from poa_geo.ui.attempt import attempt, attempt_and_redraw
from poa_geo.ui.formatting import DASH, day, moment, number
from poa_geo.ui.page import sentence
from poa_geo.ui.parts import head, quiet
from poa_geo.ui.presence import name_of

SHORT_ID = 8
SHOWN = 100


def monthly(reader: Reader) -> None:
    """Draw the fixed tables of one closed month."""
    region = current.home(reader)
    if region == NATION:
        st.html(quiet(t("Tabel bulanan disusun per provinsi. Akun ini tidak dibatasi pada satu provinsi.")))
        return
    offered = monthly_tables.months(current.today())
    month = st.selectbox(t("Keadaan akhir bulan"), offered, format_func=day, key="month", width=260)
    told = monthly_tables.tables(current.office(), reader, region, month)
    st.html(
        quiet(
            t(
                "Angka dibulatkan ke kelipatan 5. Kelompok kurang dari 5 orang tidak ditampilkan tersendiri; bila "
                "tidak dapat digabung dengan kelompok lain, orangnya tidak dihitung di tabel mana pun."
            )
        )
    )
    left, right = st.columns(2, gap="large")
    left.html(head(t("Menurut wilayah")) + _places(told))
    with right:
        for title, counts, vocabulary in _compositions(told):
            st.html(head(title) + _composition(counts, vocabulary))


def _places(told: MonthlyTables) -> str:
    tree, rows = current.office().tree, []
    if told.total is not None:
        rows.append([f"<b>{escape(tree[told.provinsi].name)}</b>", f"<b>{number(told.total)}</b>"])
    for (_, code), count in told.kabupaten.shown.items():
        rows.append([f"<b>{escape(tree[code].name)}</b>", number(count)])
        inside = [(name, size) for (parent, name), size in told.kecamatan.shown.items() if parent == code]
        rows += [[escape(f"– {tree[name].name}"), number(size)] for name, size in inside]
        if inside and code in told.kecamatan.others:
            rows.append([escape(t("– kecamatan lain atau belum diketahui")), number(told.kecamatan.others[code])])
    if "" in told.kabupaten.others:
        rows.append([escape(t("Wilayah lain atau belum diketahui")), number(told.kabupaten.others[""])])
    return (
        tables.table([t("Wilayah"), t("Orang")], rows, right=(1,))
        if rows
        else quiet(t("Tidak ada yang dapat ditampilkan."))
    )


def _compositions(told: MonthlyTables) -> list[tuple[str, Counts, str]]:
    parts = (
        (t("Menurut kategori"), told.category, "presence_categories"),
        (t("Menurut jenis izin"), told.permit_type, "permit_types"),
        (t("Menurut masa berlaku izin"), told.deadline, "presence_deadlines"),
        (t("Menurut kewarganegaraan"), told.nationality, "countries"),
        (t("Menurut instansi sumber"), told.source, "agencies"),
    )
    return [(title, counts, vocabulary) for title, counts, vocabulary in parts if counts is not None]


def _composition(counts: Counts, vocabulary: str) -> str:
    rows = [[escape(name_of(vocabulary, code)), number(count)] for (_, code), count in counts.shown.items()]
    rows += [[escape(t("Lainnya atau belum diketahui")), number(count)] for count in counts.others.values()]
    return (
        tables.table([t("Kelompok"), t("Orang")], rows, right=(1,))
        if rows
        else quiet(t("Tidak ada yang dapat ditampilkan."))
    )


def access_log(reader: Reader) -> None:
    """Draw who unmasked whom and why, and what was disclosed to which agency; persons are numbers here."""
    office = current.office()
    zone, tree = office.settings.time_zone, office.tree
    grants = unmasking.grants(office, reader)
    heads = [t("Waktu"), t("Akun"), t("Data"), t("Tempat"), t("Alasan"), t("Berlaku sampai")]
    rows = [
        [
            escape(moment(grant.granted_at, zone)),
            escape(grant.account),
            _number(grant.record_id),
            escape(place_name(tree, grant.region_code)),
            escape(grant.reason),
            escape(moment(grant.expires_at, zone)),
        ]
        for grant in grants
    ]
    st.html(head(t("Identitas yang dibuka"), f'<span class="quiet">{number(len(grants))}</span>'))
    st.html(tables.table(heads, rows) if rows else quiet(t("Belum ada identitas yang dibuka.")))
    _disclosures(reader)
    _openings(reader)


def _openings(reader: Reader) -> None:
    zone = current.office().settings.time_zone
    found = unmasking.openings(current.office(), reader)
    rows = [
        [
            escape(moment(one.at, zone)),
            escape(one.account),
            escape(name_of("access_actions", one.action)),
            _number(one.record_id) if one.record_id else DASH,
            escape(one.reason or DASH),
        ]
        for one in found[:SHOWN]
    ]
    st.html(head(t("Pembacaan data orang"), f'<span class="quiet">{number(len(found))}</span>'))
    heads = [t("Waktu"), t("Akun"), t("Tindakan"), t("Data"), t("Alasan")]
    st.html(tables.table(heads, rows) if rows else quiet(t("Belum ada data orang yang dibaca.")))


def _disclosures(reader: Reader) -> None:
    zone = current.office().settings.time_zone
    found = disclosures.disclosures(current.office(), reader)
    heads = [t("Waktu"), t("Akun"), t("Data"), t("Kepada"), t("Tujuan"), t("Dasar")]
    rows = [
        [
            escape(moment(line.disclosed_at, zone)),
            escape(line.account),
            _number(line.record_id),
            escape(name_of("agencies", line.to_agency)),
            escape(line.purpose),
            escape(name_of("legal_bases", line.legal_basis)),
        ]
        for line in found
    ]
    st.html(head(t("Daftar pengungkapan"), f'<span class="quiet">{number(len(found))}</span>'))
    st.html(tables.table(heads, rows) if rows else quiet(t("Belum ada data yang diungkapkan kepada instansi lain.")))


def _number(record_id: str) -> str:
    return f'<span class="nowrap">{escape(record_id[-SHORT_ID:].upper())}</span>'


def correction_desk(reader: Reader) -> None:
    """Draw taking in a request for correction, how far one is, and the open ones."""
    with st.form("correction-form", border=False, width=640):
        st.html(
            quiet(t("Orang yang datanya dicatat berhak meminta perbaikan atau penghapusan. Isi permintaan disegel."))
        )
        text = st.text_area(t("Isi permintaan"), height=90)
        sent = st.form_submit_button(t("Terima permintaan"), type="primary")
    if sent and (receipt := attempt(t("Permintaan diterima."), corrections.receive, current.office(), reader, text)):
        st.success(t("Nomor tanda terima (hanya ditampilkan sekali): {receipt}", receipt=receipt), icon=None)
    if not reader.can("correction.read"):
        return
    found = corrections.every(current.office(), reader)
    st.html(head(t("Permintaan"), f'<span class="quiet">{number(len(found))}</span>'))
    zone = current.office().settings.time_zone
    heads = [t("Diterima"), t("Nomor"), t("Keadaan"), t("Diputus"), t("Putusan")]
    rows = [
        [
            escape(moment(row.received_at, zone)),
            _number(row.id),
            escape(name_of("correction_states", row.state)),
            escape(moment(row.decided_at, zone)),
            escape(row.decision or DASH),
        ]
        for row in found
    ]
    st.html(tables.table(heads, rows) if rows else quiet(t("Belum ada permintaan.")))
    waiting = [row for row in found if next_steps(corrections.MACHINE, row.state)]
    if waiting and reader.can("correction.decide"):
        _work_on(reader, waiting)


def _work_on(reader: Reader, waiting: list[Correction]) -> None:
    names = {row.id: f"{row.id[-SHORT_ID:].upper()}, {name_of('correction_states', row.state)}" for row in waiting}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = str(
            st.selectbox(t("Permintaan"), list(names), format_func=names.__getitem__, key="correction", width=280)
        )
        state = next(row.state for row in waiting if row.id == chosen)
        with st.popover(t("Baca permintaan"), key="read-correction"), st.form("read-correction-form", border=False):
            reason = st.text_input(t("Alasan"), max_chars=300)
            if st.form_submit_button(t("Buka")):
                _read(reader, chosen, reason)
        if state == corrections.BEGINNING:
            if st.button(t("Mulai proses"), key="take-up"):
                attempt_and_redraw(
                    t("Permintaan diproses."), corrections.take_up, current.office(), reader, chosen, None
                )
            return
        with st.popover(t("Putuskan"), key="decide-correction"), st.form("decide-correction-form", border=False):
            is_granted = st.radio(
                t("Putusan"), [True, False], format_func=lambda value: t("Dikabulkan") if value else t("Ditolak")
            )
            told = st.text_input(t("Alasan putusan"), max_chars=300)
            if st.form_submit_button(t("Simpan putusan")):
                attempt_and_redraw(
                    t("Putusan disimpan."), corrections.decide, current.office(), reader, chosen,
                    is_granted=bool(is_granted), decision=told,
                )  # fmt: skip


def _read(reader: Reader, request_id: str, reason: str) -> None:
    try:
        st.text(corrections.open_text(current.office(), reader, request_id, reason))
    except PoaError as error:
        sentence(explain_error(error))


def retention_board(reader: Reader) -> None:
    """Draw what is past its period, and the button that destroys it."""
    st.subheader(t("Masa simpan"), anchor=False)
    with st.container(horizontal=True):
        wants_trial = st.button(t("Periksa yang lewat masa simpan"), key="retention-trial")
        with st.popover(t("Hapus sekarang"), key="retention-run"):
            st.caption(t("Kunci data dimusnahkan; identitas tidak dapat dipulihkan, juga dari cadangan."))
            wants_run = st.button(t("Musnahkan"), key="retention-go")
    if wants_trial or wants_run:
        found = retention.retention(current.office(), reader, is_dry_run=not wants_run)
        heads = [t("Jenis"), t("Dimusnahkan") if wants_run else t("Lewat masa simpan")]
        rows = [[escape(name_of("retention_periods", one.code)), number(len(one.ids))] for one in found]
        st.html(tables.table(heads, rows, right=(1,)))
