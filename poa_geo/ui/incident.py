"""One incident on the screen: facts in the order of the seven questions, grade, chronology, history."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from poa_geo.domain.record import Incident
from poa_geo.domain.sheet import columns
from poa_geo.reference import label
from poa_geo.texts import current_language, t
from poa_geo.ui import current, tables
from poa_geo.ui.formatting import DASH, day, number, short_moment, short_name, weekday, zone_name

SEEN_FIELDS = 4


def name_of(vocabulary: str, code: str | None) -> str:
    """Return what people call a code, in the reader's language."""
    return label(vocabulary, code, current_language.get())


def head_chips(incident: Incident) -> str:
    """Return stage, status, verification and what it is about."""
    pairs = [
        (t("Tahap"), name_of("stages", incident.stage)),
        (t("Status"), name_of("incident_statuses", incident.status)),
        (t("Verifikasi"), name_of("verifications", incident.verification)),
    ]
    if incident.escalation:
        pairs.append((t("Eskalasi"), name_of("escalations", incident.escalation)))
    if incident.issue_type:
        pairs.append((t("Isu"), name_of("issue_types", incident.issue_type)))
    return tables.chips(pairs)


def facts(incident: Incident) -> str:
    """Return who, what, where, with what, why, how and when, as HTML."""
    rows = (
        (
            "SI",
            "apa",
            _lines(incident.parties, name_of("crowd_bands", incident.crowd_band) if incident.crowd_band else ""),
        ),
        ("A", "pa", _lines(_what(incident), _cyber(incident))),
        ("DI", " mana", _where(incident)),
        ("DE", "ngan apa", escape(incident.means or DASH)),
        ("MEN", "gapa", _why(incident)),
        ("BA", "gaimana", _lines(incident.chronology)),
        ("BI", "lamana", escape(_when(incident))),
    )
    body = "".join(f"<tr><td><b>{bold}</b>{rest}</td><td>{cell}</td></tr>" for bold, rest, cell in rows)
    return f'<table class="t facts"><tbody>{body}</tbody></table>'


def _lines(*texts: str | None) -> str:
    return "<br>".join(escape(text) for text in texts if text) or DASH


def _what(incident: Incident) -> str:
    return f"{incident.title} ({name_of('forms', incident.form)})" if incident.form else incident.title


def _cyber(incident: Incident) -> str:
    """Return topic and page of the cyber realm; the address stands as text, so that no click leaves the app."""
    told = ": ".join(filter(None, (incident.cyber_topic, incident.cyber_link)))
    return t("Ruang siber: {told}", told=told) if told else ""


def _where(incident: Incident) -> str:
    precision = escape(name_of("geo_precisions", str(incident.geo_precision)))
    if not incident.region_code:
        return f"{escape(t('Tempat belum diketahui'))}<br><span class='quiet'>{precision}</span>"
    path = reversed(current.office().tree.path(incident.region_code))
    names = ", ".join(region.name for region in path)
    return (
        f"{escape(names)} ({incident.region_code})<br><span class='quiet'>{escape(t('Ketelitian'))}: {precision}</span>"
    )


def _why(incident: Incident) -> str:
    parts = [(t("Pemicu"), incident.trigger), (t("Akar masalah"), incident.root_cause)]
    if incident.conflict_source:
        parts.append((t("Sumber konflik"), name_of("conflict_sources", incident.conflict_source)))
    return "<br>".join(f"<b>{escape(name)}:</b> {escape(text)}" for name, text in parts if text) or DASH


def _when(incident: Incident) -> str:
    start = f"{weekday(incident.event_date)}, {day(incident.event_date)}"
    if incident.event_time:
        zone = incident.time_zone or zone_name(current.office().settings.time_zone)
        start = t("{day} pukul {time} {zone}", day=start, time=incident.event_time.replace(":", "."), zone=zone)
    if incident.end_date and incident.end_date != incident.event_date:
        return t("{start} sampai {end}", start=start, end=f"{weekday(incident.end_date)}, {day(incident.end_date)}")
    return start


def harm(incident: Incident) -> str:
    """Return the numbers of people and buildings harmed."""
    figures = (
        (incident.deaths, t("meninggal")),
        (incident.injured, t("luka")),
        (incident.displaced, t("mengungsi")),
        (incident.buildings_damaged, t("bangunan rusak")),
        (incident.buildings_burnt, t("bangunan terbakar")),
    )
    cells = "".join(f"<div><b>{number(count)}</b><span>{escape(word)}</span></div>" for count, word in figures)
    return f'<div class="figures">{cells}</div>'


def grade(incident: Incident) -> str:
    """Return both grades with their meaning."""
    source = name_of("source_grades", incident.source_grade)
    information = name_of("information_grades", incident.information_grade)
    return (
        f'<div class="grade"><b>{escape(incident.source_grade + incident.information_grade)}</b><div>'
        f"<b>{escape(incident.source_grade)}</b> {escape(source)}<br>"
        f"<b>{escape(incident.information_grade)}</b> {escape(information)}<br>"
        f'<span class="quiet">{escape(name_of("agencies", incident.source_agency))}</span></div></div>'
    )


def timeline(versions: Sequence[Mapping[str, Any]]) -> str:
    """Return what was done to the record, oldest first: fields that changed, never hidden values."""
    zone = current.office().settings.time_zone
    items = "".join(
        f"<li><em>{short_moment(_moment(version['recorded_at']), zone)}</em>{escape(_done(version))}</li>"
        for version in versions
    )
    return f'<ul class="line">{items}</ul>'


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def _done(version: Mapping[str, Any]) -> str:
    if version["version"] == 1:
        return t("Kejadian dicatat")
    if "verification" in version["changed"]:
        return t("Verifikasi: {result}", result=name_of("verifications", version["body"]["verification"]).lower())
    names = [field_name(name) for name in version["changed"] if name in _labels()]
    shown = ", ".join(names[:SEEN_FIELDS]) or t("isi catatan")
    return t("Diubah: {fields}", fields=shown)


def differences(base: Incident, newest: Incident) -> str:
    """Return what somebody else changed meanwhile, field by field with its new value, as HTML."""
    vocabularies = {column.field: column.vocabulary for column in columns("incident")}
    rows = [
        [escape(field_name(name)), escape(_shown(getattr(newest, name), vocabularies[name]))]
        for name in _labels()
        if name in vocabularies and getattr(base, name, None) != getattr(newest, name, None)
    ]
    return tables.table([t("Diubah pihak lain"), t("Isi sekarang")], rows) if rows else ""


def _shown(value: Any, vocabulary: str) -> str:
    if value is None:
        return DASH
    return name_of(vocabulary, str(value)) if vocabulary else str(value)


def field_name(name: str) -> str:
    """Return what a field is called on forms and sheets."""
    return _labels().get(name, name)


def _labels() -> dict[str, str]:
    is_english = current_language.get() == "en"
    return {
        column.field: (column.label_en if is_english else column.name.replace("_", " ")).lower()
        for column in columns("incident")
    }


def share_line(share: float, score: float, region: str) -> str:
    """Return how much of the score of its region comes from this incident."""
    return t(
        "Andil pada skor {region}: {share} dari {score}",
        region=short_name(region),
        share=number(share, 1),
        score=number(score, 1),
    )
