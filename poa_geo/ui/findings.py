"""Findings and referrals on the screen. No list tells what a finding is about; that opens with a reason."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.finding import DIRECT_REFERRAL, MACHINE, REFERRED, Finding, Referral, is_closed
from poa_geo.domain.steps import next_steps
from poa_geo.errors import PoaError
from poa_geo.reference import in_force
from poa_geo.services import findings
from poa_geo.services.findings import ReferralForm
from poa_geo.services.situation import place_name
from poa_geo.texts import explain_error, t
from poa_geo.ui import athg, current, tables
from poa_geo.ui.attempt import attempt_and_redraw
from poa_geo.ui.formatting import DASH, number, table_day
from poa_geo.ui.page import sentence
from poa_geo.ui.parts import crumbs, head, quiet
from poa_geo.ui.presence import PAGE, name_of


def every(reader: Reader) -> None:
    """Draw open findings, referrals, and what is closed."""
    found = findings.every(current.office(), reader, current.home(reader))
    st.html(quiet(t("Indikasi belum berarti pelanggaran; hanya instansi berwenang yang menyatakan terbukti.")))
    for title, is_done in ((t("Temuan terbuka"), False), (t("Temuan selesai"), True)):
        rows = [finding for finding in found if is_closed(finding.state) == is_done]
        st.html(head(title, f'<span class="quiet">{number(len(rows))}</span>') + _table(rows))
    st.html(head(t("Rujukan")) + _covers(findings.referrals(current.office(), reader, current.home(reader))))


def _table(rows: Sequence[Finding]) -> str:
    if not rows:
        return quiet(t("Tidak ada."))
    heads = [t("Tanggal"), t("Temuan"), t("Tempat"), t("Keadaan"), t("Subjek")]
    return tables.table(heads, [_row(row) for row in rows])


def _row(finding: Finding) -> list[str]:
    key = "id" if finding.subject_kind == "presence" else "ormas"
    return [
        escape(table_day(finding.found_on)),
        tables.anchor(name_of("finding_types", finding.finding_type), PAGE, temuan=finding.id),
        escape(place_name(current.office().tree, finding.region_code)),
        escape(name_of("finding_states", finding.state)),
        tables.anchor(t("buka"), PAGE, **{key: finding.subject_id}),
    ]


def _covers(rows: Sequence[Referral]) -> str:
    if not rows:
        return quiet(t("Tidak ada."))
    heads = [t("Tanggal"), t("Nomor rujukan"), t("Instansi"), t("Unit"), t("Tempat"), t("Hasil")]
    return tables.table(heads, [_cover(row) for row in rows])


def _cover(referral: Referral) -> list[str]:
    outcome = name_of("referral_outcomes", referral.outcome) if referral.outcome else t("menunggu")
    return [
        escape(table_day(referral.referred_on)),
        escape(referral.reference_number),
        escape(name_of("agencies", referral.agency)),
        escape(referral.unit or DASH),
        escape(place_name(current.office().tree, referral.region_code)),
        escape(outcome),
    ]


def own_referrals(reader: Reader) -> None:
    """Draw the referrals to the reader's own agency, and the way to answer them."""
    rows = findings.referrals(current.office(), reader)
    st.html(quiet(t("Isi rujukan dikirim melalui saluran resmi; di sini nomor, tempat, dan hasilnya.")))
    st.html(head(t("Rujukan untuk instansi Anda")) + _covers(rows))
    if rows:
        _answer(reader, rows)


def _answer(reader: Reader, rows: Sequence[Referral]) -> None:
    numbers = {row.id: f"{row.reference_number}, {table_day(row.referred_on)}" for row in rows}
    with st.popover(t("Catat hasil"), key="answer"), st.form("answer-form", border=False):
        chosen = str(st.selectbox(t("Rujukan"), list(numbers), format_func=numbers.__getitem__))
        codes = [row["code"] for row in in_force("referral_outcomes", current.today())]
        outcome = st.selectbox(t("Hasil"), codes, format_func=lambda code: name_of("referral_outcomes", code))
        day = st.date_input(t("Tanggal"), current.today(), format="DD/MM/YYYY")
        version = next(row.version for row in rows if row.id == chosen)
        if st.form_submit_button(t("Simpan hasil")):
            attempt_and_redraw(
                t("Hasil rujukan disimpan."), findings.answer, current.office(), reader, chosen, str(outcome), day,
                expected_version=version,
            )  # fmt: skip


def one(reader: Reader, finding_id: str) -> None:
    """Draw one finding: its state, the steps it may take, its referrals."""
    office = current.office()
    found = findings.get(office, reader, finding_id)
    title = name_of("finding_types", found.finding_type)
    back = tables.anchor(t("Temuan dan rujukan"), PAGE, bagian="temuan")
    st.html(crumbs(tables.anchor(t("Orang asing"), PAGE), back, f"<b>{escape(title)}</b>"))
    st.title(title, anchor=False)
    chips = [
        (t("Keadaan"), name_of("finding_states", found.state)),
        (t("Ditemukan"), table_day(found.found_on)),
        (t("Tempat"), place_name(office.tree, found.region_code)),
        (t("Sifat"), name_of("classifications", found.classification)),
    ]
    st.html(tables.chips(chips))
    with st.container(horizontal=True):
        _step(reader, found)
        if REFERRED in next_steps(MACHINE, found.state) and reader.can("finding.refer"):
            with st.popover(t("Rujuk"), type="primary", key="refer"):
                _refer(reader, found)
        _text(reader, "finding", found.id)
    rows = [row for row in findings.referrals(office, reader) if row.finding_id == finding_id]
    st.html(head(t("Rujukan")) + _covers(rows))
    athg.panel(reader, "finding", found.id, found.region_code)
    if rows and reader.can("finding.refer"):
        with st.container(horizontal=True):
            _answer(reader, rows)
            _text(reader, "referral", rows[0].id)


def _step(reader: Reader, found: Finding) -> None:
    offered = [state for state in next_steps(MACHINE, found.state) if state != REFERRED]
    if not offered or not reader.can("finding.verify"):
        return
    with st.popover(t("Langkah berikut"), key="step"), st.form("step-form", border=False):
        state = st.selectbox(t("Menjadi"), offered, format_func=lambda code: name_of("finding_states", code))
        reason = st.text_input(t("Alasan"), max_chars=300)
        if st.form_submit_button(t("Simpan langkah")):
            attempt_and_redraw(
                t("Langkah disimpan."), findings.step, current.office(), reader, found.id, str(state), reason=reason,
                expected_version=found.version,
            )  # fmt: skip


def _refer(reader: Reader, found: Finding) -> None:
    with st.form("refer-form", border=False):
        form, text = _referral_fields("refer")
        if st.form_submit_button(t("Simpan rujukan"), type="primary"):
            attempt_and_redraw(
                t("Rujukan dicatat dalam daftar pengungkapan."), findings.refer, current.office(), reader, found.id,
                form, text=text, expected_version=found.version,
            )  # fmt: skip


def _referral_fields(key: str) -> tuple[ReferralForm, str]:
    agencies = [row["code"] for row in in_force("referral_agencies", current.today())]
    agency = st.selectbox(
        t("Dirujuk kepada"), agencies, key=f"{key}-agency", format_func=lambda code: name_of("referral_agencies", code)
    )
    unit = st.text_input(t("Unit penerima"), max_chars=160, key=f"{key}-unit")
    channel = st.text_input(t("Saluran"), max_chars=80, key=f"{key}-channel", placeholder=t("surat, rapat TIMPORA"))
    reference = st.text_input(t("Nomor rujukan *"), max_chars=120, key=f"{key}-number")
    day = st.date_input(t("Tanggal rujukan"), current.today(), format="DD/MM/YYYY", key=f"{key}-day")
    text = st.text_area(t("Alasan (rahasia, disegel)"), key=f"{key}-text", height=100)
    form = ReferralForm(
        agency=str(agency), reference_number=reference, referred_on=day, unit=unit or None, channel=channel or None
    )
    return form, text


def _text(reader: Reader, kind: str, record_id: str) -> None:
    name = t("Baca uraian temuan") if kind == "finding" else t("Baca uraian rujukan")
    with st.popover(name, key=f"read-{kind}"), st.form(f"read-{kind}-form", border=False):
        st.caption(t("Uraian ini rahasia. Alasan Anda dicatat dan dibaca auditor."))
        reason = st.text_input(t("Alasan"), max_chars=300)
        if not st.form_submit_button(t("Buka")):
            return
        try:
            st.text(findings.open_text(current.office(), reader, kind, record_id, reason))
        except PoaError as error:
            sentence(explain_error(error))


def note_or_refer(reader: Reader, subject_kind: str, subject_id: str) -> None:
    """Draw the buttons that note a finding about a subject, or refer a person at once."""
    if reader.can("finding.write"):
        with st.popover(t("Catat temuan"), key="note"), st.form("note-form", border=False):
            _note(reader, subject_kind, subject_id)
    if subject_kind == "presence" and reader.can("finding.refer"):
        with st.popover(t("Rujuk ke Imigrasi atau Polri"), key="direct"), st.form("direct-form", border=False):
            st.caption(t("Alasannya disegel dan tidak tampil di daftar, peta, atau ekspor."))
            form, text = _referral_fields("direct")
            if st.form_submit_button(t("Simpan rujukan")):
                attempt_and_redraw(
                    t("Rujukan dicatat dalam daftar pengungkapan."), findings.refer_directly, current.office(), reader,
                    subject_id, form, text=text,
                )  # fmt: skip


def _note(reader: Reader, subject_kind: str, subject_id: str) -> None:
    kinds = [
        row["code"]
        for row in in_force("finding_types", current.today())
        if row["subject_kind"] == subject_kind and row["code"] != DIRECT_REFERRAL
    ]
    kind = st.selectbox(t("Temuan"), kinds, format_func=lambda code: name_of("finding_types", code))
    day = st.date_input(t("Ditemukan"), current.today(), format="DD/MM/YYYY")
    text = st.text_area(t("Uraian (rahasia, disegel)"), height=100)
    if st.form_submit_button(t("Simpan temuan")):
        attempt_and_redraw(
            t("Temuan dicatat sebagai indikasi. Orang lain perlu memverifikasinya."), findings.note, current.office(),
            reader, subject_kind=subject_kind, subject_id=subject_id, finding_type=str(kind), found_on=day, text=text,
        )  # fmt: skip
