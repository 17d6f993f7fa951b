"""The triage queue: reports that wait, one report with what it seems to say, and the ways it may go."""

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.report import Report, is_closed
from poa_geo.errors import PoaError
from poa_geo.reference import label
from poa_geo.services import originals, reports
from poa_geo.texts import current_language, explain_error, t
from poa_geo.ui import current, tables
from poa_geo.ui.formatting import clock, short_day, short_moment
from poa_geo.ui.page import done, sentence
from poa_geo.ui.parts import crumbs, head, quiet
from poa_geo.ui.report_record import record_form

SHOWN_LETTERS = 140


def waiting(reader: Reader) -> None:
    """Draw the reports that wait, oldest first, and the button that takes the next one."""
    office, now = current.office(), current.office().now()
    found = reports.queue(office, reader)
    free = [report for report in found if report.claim_ends(now) is None]
    if free and reader.can("report.triage"):
        name = t("Ambil laporan berikutnya")
        st.button(name, type="primary", key="next", on_click=_take, args=(reader, free[0].id))
    if not found:
        st.html(quiet(t("Tidak ada laporan yang menunggu.")))
        return
    st.html(_table(reader, found, now))


def decided(reader: Reader) -> None:
    """Draw what was decided, newest first."""
    found = reports.queue(current.office(), reader, is_closed=True)
    if not found:
        st.html(quiet(t("Belum ada laporan yang diputuskan.")))
        return
    st.html(_table(reader, found[:100], current.office().now()))


def _table(reader: Reader, found: Sequence[Report], now: datetime) -> str:
    zone = current.office().settings.time_zone
    heads = [t("Diterima"), t("Isi"), t("Tempat"), t("Saluran"), t("Keadaan")]
    rows = [
        [
            f'<span class="nowrap">{escape(short_moment(report.received_at, zone))}</span>',
            tables.anchor(shortened(report.text), "laporan_masuk", id=report.id),
            escape(place_of(report)),
            escape(_name("report_channels", report.channel)),
            escape(state_of(reader, report, now)),
        ]
        for report in found
    ]
    return tables.table(heads, rows, kind="told2")


def shortened(text: str) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_LETTERS else line[: SHOWN_LETTERS - 1] + "…"


def place_of(report: Report) -> str:
    """Return where a report tells of."""
    return report.place or current.region_name(report.region_code or "") if report.region_code else report.place or "–"


def state_of(reader: Reader, report: Report, now: datetime) -> str:
    """Return the state of a report, and who holds it until when."""
    ends = report.claim_ends(now)
    if ends is None:
        return _name("report_states", "baru" if report.state == "diperiksa" else report.state)
    until = clock(ends, current.office().settings.time_zone)
    if report.claimed_by == reader.account_id:
        return t("Anda periksa sampai {until}", until=until)
    return t("Diperiksa petugas lain sampai {until}", until=until)


def one(reader: Reader, report_id: str) -> None:
    """Draw one report: what it says, what it may be, and where it may go."""
    office, now = current.office(), current.office().now()
    report = reports.get(office, reader, report_id)
    st.html(crumbs(tables.anchor(t("Laporan masuk"), "laporan_masuk"), f"<b>{report.id[-8:].upper()}</b>"))
    st.title(_name("report_channels", report.channel), anchor=False)
    st.html(tables.chips(_chips(reader, report, now)))
    left, right = st.columns([10, 9], gap="large")
    with left:
        st.html(head(t("Isi laporan")) + f'<p class="told">{escape(report.text)}</p>')
        _original(reader, report)
        _alike(reader, report)
    with right:
        _way(reader, report, now)
    if report.is_held_by(reader.account_id, now) and reader.can("incident.write"):
        record_form(reader, report)


def _chips(reader: Reader, report: Report, now: datetime) -> list[tuple[str, str]]:
    zone = current.office().settings.time_zone
    chips = [
        (t("Diterima"), short_moment(report.received_at, zone)),
        (t("Tempat"), place_of(report)),
        (t("Keadaan"), state_of(reader, report, now)),
    ]
    return [*chips, (t("Tanggal kejadian"), short_day(report.event_date))] if report.event_date else chips


def _way(reader: Reader, report: Report, now: datetime) -> None:
    """Draw what the reader may do with a report now."""
    st.html(head(t("Putusan")))
    if is_closed(report.state):
        _outcome(reader, report)
    elif not reader.can("report.triage"):
        st.html(quiet(t("Menunggu petugas Kesbangpol.")))
    elif report.is_held_by(reader.account_id, now):
        _decide(reader, report)
    elif report.claim_ends(now):
        st.html(f'<p class="mid">{escape(state_of(reader, report, now))}</p>')
    else:
        st.button(t("Ambil laporan ini"), type="primary", key="claim", on_click=_take, args=(reader, report.id))


def _outcome(reader: Reader, report: Report) -> None:
    lines = [escape(_name("report_states", report.state))]
    if report.decision_reason:
        lines.append(escape(report.decision_reason))
    if report.incident_id and reader.can("incident.read"):
        lines.append(tables.anchor(t("Buka kejadiannya"), "kejadian", id=report.incident_id))
    if report.duplicate_of:
        lines.append(tables.anchor(t("Buka laporan yang sama"), "laporan_masuk", id=report.duplicate_of))
    st.html(f"<p>{'<br>'.join(lines)}</p>")
    if report.state != "dicatat" and reader.can("report.triage"):
        st.button(t("Buka kembali"), key="reopen", on_click=_step, args=(reports.reopen, reader, report.id))


def _decide(reader: Reader, report: Report) -> None:
    st.html(quiet(t("Periksa isian di bawah lalu catat sebagai kejadian, atau pilih yang lain.")))
    with st.container(horizontal=True):
        with st.popover(t("Sama dengan laporan lain"), key="same"), st.form("same-form", border=False):
            names = {other.id: shortened(other.text) for other in _others(reader, report)}
            chosen = st.selectbox(t("Laporan"), list(names), index=None, format_func=names.__getitem__)
            if st.form_submit_button(t("Tandai sama")) and chosen:
                _step(reports.mark_duplicate, reader, report.id, chosen)
                st.rerun()
        with st.popover(t("Tidak ditindaklanjuti"), key="refuse"), st.form("refuse-form", border=False):
            reason = st.text_input(t("Alasan"), max_chars=300)
            if st.form_submit_button(t("Tutup laporan")):
                _step(reports.refuse, reader, report.id, reason)
                st.rerun()
        st.button(t("Kembalikan ke antrean"), key="release", on_click=_step, args=(reports.release, reader, report.id))


def _others(reader: Reader, report: Report) -> list[Report]:
    """Return the other reports, those that read alike first."""
    office = current.office()
    found = [*reports.queue(office, reader), *reports.queue(office, reader, is_closed=True)]
    likely = {one.report.id: one.percent for one in reports.alike(office, reader, report)}
    return sorted((one for one in found if one.id != report.id), key=lambda one: -likely.get(one.id, 0.0))


def _original(reader: Reader, report: Report) -> None:
    """Draw the way to what was really sent: a reason first, and it is logged."""
    if not reader.can("report.open_original") or report.sealed_original is None:
        return
    with st.popover(t("Buka naskah asli"), key="original"), st.form("original-form", border=False):
        st.caption(t("Naskah asli dapat memuat nama dan nomor. Alasan Anda dicatat dan dibaca auditor."))
        reason = st.text_input(t("Alasan"), max_chars=300)
        if st.form_submit_button(t("Buka")):
            try:
                content = originals.open_original(current.office(), reader, report.id, reason)
            except PoaError as error:
                sentence(explain_error(error))
                return
            st.html("".join(f'<p class="told">{escape(str(text))}</p>' for text in content.values() if text))


def _alike(reader: Reader, report: Report) -> None:
    found = reports.alike(current.office(), reader, report)
    if not found:
        return
    items = "".join(
        f"<li>{tables.anchor(shortened(one.report.text), 'laporan_masuk', id=one.report.id)}"
        f' <span class="quiet">{escape(t("{percent} persen mirip", percent=round(one.percent)))}</span></li>'
        for one in found
    )
    st.html(head(t("Laporan yang mirip")) + f'<ul class="line">{items}</ul>')


def _take(reader: Reader, report_id: str) -> None:
    _step(reports.claim, reader, report_id)
    st.query_params.from_dict({"id": report_id})


def _step(step: Callable[..., Report], reader: Reader, *arguments: str) -> None:
    """Take one step; what stands against it is told after the rerun."""
    try:
        step(current.office(), reader, *arguments)
    except PoaError as error:
        done(explain_error(error))


def _name(vocabulary: str, code: str) -> str:
    return label(vocabulary, code, current_language.get())


def paste(reader: Reader) -> None:
    """Draw the field for a chat report; what it seems to say is proposed on the next screen."""
    with st.form("paste", border=False, width=760):
        text = st.text_area(
            t("Tempelkan laporan WhatsApp"), height=260, key="pasted", placeholder=t("Mohon izin melaporkan …")
        )
        st.caption(t("Nama dan nomor telepon disembunyikan sebelum disimpan; naskah asli disegel selama 30 hari."))
        if not st.form_submit_button(t("Baca laporan"), type="primary"):
            return
    try:
        report = reports.add_pasted(current.office(), reader, text)
        if reader.can("report.triage"):
            reports.claim(current.office(), reader, report.id)
    except PoaError as error:
        sentence(explain_error(error))
        return
    done(t("Laporan masuk antrean."))
    st.query_params.from_dict({"id": report.id})
    st.rerun()
