"""Filling in an assessment, and the steps that follow: submit, second reader, close."""

from collections.abc import Callable
from datetime import timedelta
from html import escape

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain import assessment as rules
from poa_geo.domain.assessment import Judgement, region_issue
from poa_geo.domain.record import Assessment
from poa_geo.errors import Conflict, PoaError
from poa_geo.reference import by_code, in_force, label
from poa_geo.risk.constants import constants
from poa_geo.services import assessments, incidents
from poa_geo.texts import current_language, explain_error, t
from poa_geo.ui import athg, attachments, current, forms, tables
from poa_geo.ui.page import done, sentence

USUAL_REVIEW = timedelta(days=30)


def new(reader: Reader) -> None:
    """Draw the form of a new assessment: of the incident in the address, or of a region's issue."""
    reader.require("assessment.write")
    kind, subject = st.query_params.get("jenis", "region_issue"), st.query_params.get(athg.SUBJECT, "")
    st.html(f'<nav class="crumbs">{tables.anchor("ATHG", "athg")}<i>/</i><b>{escape(t("Baru"))}</b></nav>')
    st.title(t("Penilaian baru"), anchor=False)
    if kind == "incident" and subject:
        found = incidents.get(current.office(), reader, subject)
        st.html(f'<p class="mid">{escape(t("Isu"))}: {tables.anchor(found.title, "kejadian", id=found.id)}</p>')
    elif kind in rules.SUBJECT_KINDS and subject:
        st.html(f'<p class="mid">{escape(t("Isu"))}: {escape(t(rules.SUBJECT_KINDS[kind]))}</p>')
    with st.form("athg-form", border=False, width=920):
        code = forms.region_choice(reader, "a-region") if kind == "region_issue" else ""
        judgement = _fields(None)
        is_handed, is_kept = _buttons()
    if not (is_handed or is_kept):
        return
    about = region_issue(code, judgement.life_field) if kind == "region_issue" else subject
    made = _try(lambda: assessments.draft(current.office(), reader, kind, about, judgement))
    if made is not None:
        _hand_in(reader, made) if is_handed else done(t("Draf disimpan. Draf tidak dihitung dalam skor."))
        _open(made.id)


def one(reader: Reader, assessment_id: str) -> None:
    """Draw one assessment with its history and the steps the reader may take."""
    found = assessments.get(current.office(), reader, assessment_id)
    st.html(f'<nav class="crumbs">{tables.anchor("ATHG", "athg")}<i>/</i><b>{escape(found.id[-8:].upper())}</b></nav>')
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(t("Penilaian ATHG"), anchor=False, width="content")
        st.space("stretch")
        _steps(reader, found)
    left, right = st.columns([10, 9], gap="large")
    with left:
        st.html(athg.sheet(reader, found))
    with right:
        st.html(f'<div class="head"><h3>{escape(t("Riwayat"))}</h3></div>' + athg.history(reader, found))
        attachments.panel(reader, "assessment", found.id)
    if found.status == rules.DRAFT and found.assessor == reader.account_id:
        _revise(reader, found)


def _revise(reader: Reader, found: Assessment) -> None:
    st.html(f'<div class="head"><h3>{escape(t("Ubah draf"))}</h3></div>')
    version = st.session_state.setdefault(f"athg-{found.id}", found.version)
    with st.form("athg-revise", border=False, width=920):
        judgement = _fields(found)
        if not st.form_submit_button(t("Simpan draf")):
            return
    if _try(lambda: assessments.revise(current.office(), reader, found.id, judgement, expected_version=version)):
        st.session_state.pop(f"athg-{found.id}", None)
        done(t("Draf disimpan. Draf tidak dihitung dalam skor."))
        st.rerun()


def _fields(before: Assessment | None) -> Judgement:
    """Draw what a judgement says; every choice stands beside the wording of its scale."""
    today = current.today()
    dimension = _choice("dimensions", t("Dimensi *"), before.dimension if before else None)
    life_field = _choice("life_fields", t("Bidang *"), before.life_field if before else None)
    left, right = st.columns(2, gap="large")
    with left:
        likelihood = _choice("likelihood", t("Kemungkinan *"), str(before.likelihood) if before else None)
    with right:
        impact = _choice("impact", t("Dampak *"), str(before.impact) if before else None)
    rationale = st.text_area(
        t("Dasar penilaian *"), before.rationale if before else "", key="a-rationale", height=120,
        help=t("Apa yang diketahui, dari mana, dan mengapa nilainya demikian. Tanpa nama orang."),
    )  # fmt: skip
    latest = today + timedelta(days=constants().review_within_days)
    review_by = st.date_input(
        t("Tinjau ulang paling lambat *"), before.review_by if before else today + USUAL_REVIEW, format="DD/MM/YYYY",
        key="a-review", max_value=max(latest, before.review_by if before else latest),
    )  # fmt: skip
    return Judgement(
        dimension=dimension,
        life_field=life_field,
        likelihood=int(likelihood or 0),
        impact=int(impact or 0),
        rationale=rationale.strip(),
        review_by=review_by,
    )


def _choice(vocabulary: str, name: str, value: str | None) -> str:
    rows = in_force(vocabulary, current.today())
    codes, language = [row["code"] for row in rows], current_language.get()
    has_words = f"help_{language}" in rows[0]
    chosen = st.radio(
        name, codes, index=codes.index(value) if value in codes else None, key=f"a-{vocabulary}",
        horizontal=not has_words, captions=[row[f"help_{language}"] for row in rows] if has_words else None,
        format_func=lambda code: _worded(vocabulary, code),
    )  # fmt: skip
    return str(chosen or "")


def _worded(vocabulary: str, code: str) -> str:
    name = label(vocabulary, code, current_language.get())
    return f"{code} – {name}" if "help_id" in by_code(vocabulary)[code] else name


def _buttons() -> tuple[bool, bool]:
    with st.container(horizontal=True):
        is_handed = st.form_submit_button(t("Simpan dan ajukan"), type="primary")
        is_kept = st.form_submit_button(t("Simpan draf"))
    return is_handed, is_kept


def _hand_in(reader: Reader, found: Assessment) -> None:
    handed = assessments.submit(current.office(), reader, found.id, expected_version=found.version)
    if handed.status == rules.APPROVED:
        done(t("Penilaian disetujui dan dihitung dalam skor."))
    else:
        done(t("Penilaian menunggu pembaca kedua. Sebelum disetujui tidak dihitung."))


def _steps(reader: Reader, found: Assessment) -> None:
    """Draw the steps of the state machine that this reader may take."""
    is_own, office = found.assessor == reader.account_id, current.office()
    if found.status == rules.DRAFT and is_own and st.button(t("Ajukan"), type="primary", key="a-submit"):
        _hand_in(reader, found)
        st.rerun()
    if found.status == rules.SUBMITTED and is_own and st.button(t("Tarik kembali"), key="a-back"):
        assessments.take_back(office, reader, found.id, expected_version=found.version)
        st.rerun()
    if found.status == rules.SUBMITTED and not is_own and reader.can("assessment.approve"):
        if st.button(t("Setujui"), type="primary", key="a-approve"):
            assessments.approve(office, reader, found.id, expected_version=found.version)
            done(t("Penilaian disetujui dan dihitung dalam skor."))
            st.rerun()
        with st.popover(t("Tolak")), st.form("a-refuse", border=False):
            reason = st.text_input(t("Alasan"), max_chars=300)
            if st.form_submit_button(t("Tolak penilaian")):
                assessments.refuse(office, reader, found.id, reason=reason, expected_version=found.version)
                st.rerun()
    can_close = found.subject_kind in rules.MATTERS_WITHOUT_RECORD and reader.can("assessment.approve")
    if found.status == rules.APPROVED and found.closed_on is None and can_close:
        with st.popover(t("Tutup persoalan")), st.form("a-close", border=False):
            _close(reader, found)


def _close(reader: Reader, found: Assessment) -> None:
    outcome = st.text_area(t("Apa yang sudah dilakukan dan hasilnya"), key="a-outcome")
    closed_on = st.date_input(t("Tanggal ditutup"), current.today(), format="DD/MM/YYYY", key="a-closed")
    if st.form_submit_button(t("Tutup persoalan"), type="primary"):
        assessments.close_matter(current.office(), reader, found.id, closed_on=closed_on, outcome=outcome)
        done(t("Persoalan ditutup. Bobotnya berkurang separuh setiap 10 hari."))
        st.rerun()


def _try(task: Callable[[], Assessment]) -> Assessment | None:
    """Do a task; what is wrong becomes one sentence above the form, which keeps what was typed."""
    try:
        return task()
    except PoaError as error:
        if isinstance(error, Conflict):  # now that they know what changed, saving again is their decision
            st.session_state.pop(f"athg-{st.query_params.get('id', '')}", None)
        sentence(explain_error(error))
        return None


def _open(assessment_id: str) -> None:
    st.query_params.from_dict({"id": assessment_id})
    st.rerun()
