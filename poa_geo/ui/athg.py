"""The ATHG screens: the 5 × 5 matrix with the list behind each cell, what is due, one assessment with its history."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain import assessment as rules
from poa_geo.domain.assessment import AssessmentRow, matrix
from poa_geo.domain.record import Assessment
from poa_geo.reference import by_code, label, table
from poa_geo.services import assessments
from poa_geo.services.history import field_name
from poa_geo.texts import current_language, t
from poa_geo.ui import current, tables
from poa_geo.ui.filters import link
from poa_geo.ui.formatting import day, number, short_moment, table_day

MOST_ROWS = 50
ALL, CELL, SUBJECT = "semua", "sel", "isu"
"""Names in the address: whether closed issues are told too, the chosen cell, the chosen issue."""


def board(reader: Reader) -> None:
    """Draw the matrix, what waits, what is due and the list behind the chosen cell."""
    rows = assessments.every(current.office(), reader, current.home(reader))
    shown = [
        row for row in rows if assessments.stands(row) or (_tells_all() and row.assessment.status == rules.APPROVED)
    ]
    left, right = st.columns([5, 6], gap="large")
    with left:
        st.html(f'<div class="head"><h3>{escape(t("Matriks risiko"))}</h3>{_scope_link()}</div>' + _grid(shown))
        st.html(_legend())
    with right:
        _waiting(rows)
        _due(rows)
    chosen = _cell()
    listed = [row for row in shown if chosen is None or (row.assessment.likelihood, row.assessment.impact) == chosen]
    st.html(_list_head(len(listed), chosen) + _list(listed))


def _tells_all() -> bool:
    return st.query_params.get(ALL) == "1"


def _scope_link() -> str:
    if _tells_all():
        return tables.anchor(t("Hanya isu terbuka"), "athg")
    return tables.anchor(t("Termasuk isu selesai"), "athg", **{ALL: "1"})


def _cell() -> tuple[int, int] | None:
    first, _, second = st.query_params.get(CELL, "").partition("-")
    return (int(first), int(second)) if first in "12345" and second in "12345" and first and second else None


def _grid(rows: Sequence[AssessmentRow]) -> str:
    """Return the matrix: likelihood upwards, impact to the right, every filled cell a link to its list."""
    cells = matrix(rows)
    language = current_language.get()
    body = ""
    for likelihood in range(5, 0, -1):
        head = f'{likelihood} <span class="quiet">{escape(label("likelihood", str(likelihood), language))}</span>'
        line = "".join(_grid_cell(likelihood, impact, cells[likelihood, impact]) for impact in range(1, 6))
        body += f'<tr><th scope="row">{head}</th>{line}</tr>'
    heads = "".join(
        f'<th scope="col">{impact}<br><span class="quiet">{escape(label("impact", str(impact), language))}</span></th>'
        for impact in range(1, 6)
    )
    corner = f"{escape(t('Kemungkinan'))} ↑ {escape(t('Dampak'))} →"
    return f'<table class="matrix"><tbody>{body}</tbody><tfoot><tr><td>{corner}</td>{heads}</tr></tfoot></table>'


def _grid_cell(likelihood: int, impact: int, count: int) -> str:
    severity = likelihood * impact
    title = t(
        "Kemungkinan {likelihood}, dampak {impact}: {count} penilaian",
        likelihood=likelihood,
        impact=impact,
        count=number(count),
    )
    name = f"{likelihood}-{impact}"
    shown = f"<b>{number(count)}</b>" if count else ""
    params = {CELL: name} | ({ALL: "1"} if _tells_all() else {})
    inner = f'<a href="{escape(link("athg", **params))}" target="_self" title="{escape(title)}">{shown}</a>'
    is_chosen = " chosen" if _cell() == (likelihood, impact) else ""
    letter = _band_letter(severity)
    return f'<td class="c{letter}{is_chosen}">{inner if count else ""}<i>{severity} {letter}</i></td>'


def _band_letter(severity: int) -> str:
    """Return H, K or M: the matrix that offices know is the single-issue case of a kabupaten."""
    row = by_code("bands")["kabupaten"]
    return "M" if severity >= float(row["merah_from"]) else "K" if severity >= float(row["kuning_from"]) else "H"


def _legend() -> str:
    items = "".join(
        f"<li><b>{row['code']}</b> {escape(_name(row))}: {escape(_help(row))}</li>" for row in table("dimensions")
    )
    return f'<ul class="quiet plain">{items}</ul>'


def _name(row: Mapping[str, str]) -> str:
    return row[f"label_{current_language.get()}"]


def _help(row: Mapping[str, str]) -> str:
    return row[f"help_{current_language.get()}"]


def _waiting(rows: Sequence[AssessmentRow]) -> None:
    waiting = [row for row in rows if row.assessment.status in (rules.SUBMITTED, rules.DRAFT)]
    st.html(_counted_head(t("Belum dihitung"), len(waiting)))
    if not waiting:
        st.html(f'<p class="mid">{escape(t("Tidak ada draf dan tidak ada yang menunggu pembaca kedua."))}</p>')
        return
    heads = [t("Isu"), t("Keadaan"), t("Nilai")]
    st.html(
        tables.table(heads, [[_link(row), _status(row.assessment), _value(row)] for row in waiting[:10]], right=(2,))
    )


def _due(rows: Sequence[AssessmentRow]) -> None:
    due, today = assessments.due_for_review(rows, current.today()), current.today()
    st.html(_counted_head(t("Perlu ditinjau ulang"), len(due)))
    if not due:
        st.html(f'<p class="mid">{escape(t("Tidak ada penilaian yang jatuh tempo dalam 14 hari."))}</p>')
        return
    heads = [t("Isu"), t("Tinjau ulang"), t("Nilai")]
    cells = [
        [_link(row), _due_day(row.assessment, is_late=row.assessment.review_by < today), _value(row)]
        for row in due[:10]
    ]  # fmt: skip
    st.html(tables.table(heads, cells, right=(2,)))


def _counted_head(title: str, count: int) -> str:
    return f'<div class="head"><h3>{escape(title)}</h3><span class="quiet">{number(count)}</span></div>'


def _due_day(one: Assessment, *, is_late: bool) -> str:
    shown = table_day(one.review_by)
    return f"<b>{shown}</b> {escape(t('lewat'))}" if is_late else shown


def _list_head(count: int, chosen: tuple[int, int] | None) -> str:
    title = t("{count} penilaian disetujui", count=number(count))
    if chosen is None:
        return f'<div class="head"><h3>{escape(title)}</h3></div>'
    cell = t("kemungkinan {likelihood}, dampak {impact}", likelihood=chosen[0], impact=chosen[1])
    back = tables.anchor(t("Semua sel"), "athg", **({ALL: "1"} if _tells_all() else {}))
    return f'<div class="head"><h3>{escape(title)}</h3><span class="quiet">{escape(cell)}</span>{back}</div>'


def _list(rows: Sequence[AssessmentRow]) -> str:
    if not rows:
        return f'<p class="mid">{escape(t("Belum ada penilaian yang disetujui di sini."))}</p>'
    heads = [t("Isu"), t("Jenis"), t("Tempat"), t("Dimensi"), t("Bidang"), t("Dinilai"), t("Nilai")]
    language = current_language.get()
    ranked = sorted(rows, key=lambda row: (-row.severity, row.assessment.id))[:MOST_ROWS]
    cells = [
        [
            _link(row),
            escape(t(rules.SUBJECT_KINDS[row.assessment.subject_kind])),
            escape(row.place),
            escape(label("dimensions", row.assessment.dimension, language)),
            escape(label("life_fields", row.assessment.life_field, language)),
            table_day(row.assessment.assessed_on),
            _value(row),
        ]
        for row in ranked
    ]
    return tables.table(heads, cells, right=(6,))


def _link(row: AssessmentRow) -> str:
    return tables.anchor(row.title, "athg", id=row.assessment.id)


def _value(row: AssessmentRow) -> str:
    return f"<b>{row.severity}</b>/25"


def _status(one: Assessment) -> str:
    return escape(label("assessment_statuses", one.status, current_language.get()))


def panel(reader: Reader, kind: str, subject_id: str, region_code: str | None) -> None:
    """Draw the assessments of one issue beside its record, and the way to a new one; for those who may see them."""
    if not reader.can("assessment.read"):
        return
    rows = assessments.every(current.office(), reader, region_code or "")
    own = [row for row in rows if row.assessment.subject_id == subject_id]
    st.html(f'<div class="head"><h3>{escape(t("Penilaian ATHG"))}</h3></div>')
    if own:
        st.html(_short_list(own))
    if reader.can("assessment.write"):
        new = {"tambah": "1", "jenis": kind, SUBJECT: subject_id}
        st.html(f'<p class="mid">{tables.anchor(t("Nilai ATHG"), "athg", **new)}</p>')
    elif not own:
        st.html(f'<p class="mid">{escape(t("Belum dinilai."))}</p>')


def _short_list(rows: Sequence[AssessmentRow]) -> str:
    heads, language = [t("Dinilai"), t("Keadaan"), t("Dimensi"), t("Nilai")], current_language.get()
    cells = [
        [
            tables.anchor(table_day(row.assessment.assessed_on), "athg", id=row.assessment.id),
            _status(row.assessment),
            escape(label("dimensions", row.assessment.dimension, language)),
            _value(row),
        ]
        for row in rows
    ]
    return tables.table(heads, cells, right=(3,))


def of_subject(reader: Reader, subject_id: str) -> None:
    """Draw every assessment of one issue, the newest first."""
    rows = [row for row in assessments.every(current.office(), reader) if row.assessment.subject_id == subject_id]
    name = rows[0].title if rows else t("Isu")
    st.html(f'<nav class="crumbs">{tables.anchor("ATHG", "athg")}<i>/</i><b>{escape(name)}</b></nav>')
    st.title(name, anchor=False)
    st.html(_short_list(rows))


def sheet(reader: Reader, found: Assessment) -> str:
    """Return one assessment as HTML: what it judges, both scales in words, why, by when it is reviewed."""
    language = current_language.get()
    scale = (("likelihood", t("Kemungkinan"), found.likelihood), ("impact", t("Dampak"), found.impact))
    rows = [
        (t("Isu"), _subject_link(reader, found)),
        (t("Dimensi"), _worded("dimensions", found.dimension)),
        (t("Bidang"), escape(label("life_fields", found.life_field, language))),
        *((name, f"<b>{value}</b> {_worded(vocabulary, str(value))}") for vocabulary, name, value in scale),
        (t("Nilai"), f"<b>{found.likelihood * found.impact}</b> {escape(t('dari 25'))}"),
        (t("Dasar penilaian"), escape(found.rationale).replace("\n", "<br>")),
        (t("Tinjau ulang"), day(found.review_by)),
        (t("Keadaan"), _status(found)),
    ]
    if found.closed_on:
        rows.append((t("Ditutup"), f"{day(found.closed_on)}<br>{escape(found.outcome or '')}"))
    body = "".join(f"<tr><td>{escape(name)}</td><td>{cell}</td></tr>" for name, cell in rows)
    return f'<table class="t facts"><tbody>{body}</tbody></table>'


def _worded(vocabulary: str, code: str) -> str:
    row = by_code(vocabulary)[code]
    return f'{escape(_name(row))}<br><span class="quiet">{escape(_help(row))}</span>'


def _subject_link(reader: Reader, found: Assessment) -> str:
    rows = assessments.every(current.office(), reader, found.region_code or "")
    row = next((row for row in rows if row.assessment.id == found.id), None)
    name = row.title if row else t("Isu")
    kind = escape(t(rules.SUBJECT_KINDS[found.subject_kind]))
    if found.subject_kind == "incident":
        return f'{tables.anchor(name, "kejadian", id=found.subject_id)}<br><span class="quiet">{kind}</span>'
    place = current.region_name(found.region_code) if found.region_code else ""
    return f'{escape(name)}<br><span class="quiet">{kind}, {escape(place)}</span>'


def history(reader: Reader, found: Assessment) -> str:
    """Return what was done to an assessment, the oldest first, as HTML."""
    zone = current.office().settings.time_zone
    items = ""
    for version in assessments.history(current.office(), reader, found.id):
        told = _told(version["body"], version["changed"])
        items += f"<li><em>{short_moment(version['recorded_at'], zone)}</em>{escape(told)}</li>"
    return f'<ul class="line">{items}</ul>'


def _told(body: Mapping[str, Any], changed: Sequence[str]) -> str:
    if body["status"] == rules.DRAFT and body["version"] == 1:
        return t("Draf disusun")
    if "status" in changed:
        return label("assessment_statuses", body["status"], current_language.get())
    names = ", ".join(field_name(name) for name in changed)
    return t("Diubah: {fields}", fields=names)
