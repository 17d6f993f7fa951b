"""Forms of a record, drawn from the same table of columns as its spreadsheet template."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.record import Incident
from poa_geo.domain.region import KABUPATEN, Region, parent_of
from poa_geo.domain.sheet import Column, columns
from poa_geo.importers.draft import Place
from poa_geo.reference import in_force, label, table
from poa_geo.texts import current_language, mark, t
from poa_geo.ui import current
from poa_geo.ui.formatting import short_name

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (mark("Siapa"), ("parties", "crowd_band")),
    (
        mark("Apa"),
        (
            "title",
            "stage",
            "form",
            "issue_type",
            "conflict_source",
            "escalation",
            "realm",
            "cyber_topic",
            "cyber_link",
        ),
    ),
    (mark("Dengan apa"), ("means",)),
    (mark("Mengapa"), ("trigger", "root_cause")),
    (mark("Bagaimana"), ("chronology", "efforts", "outcome", "status", "review_by")),
    (mark("Bilamana"), ("event_date", "event_time", "time_zone", "end_date")),
    (
        mark("Akibat"),
        ("deaths", "injured", "injured_seriously", "displaced", "buildings_damaged", "buildings_burnt"),
    ),
    (mark("Asal laporan"), ("source_agency", "classification")),
)
"""Order of the form: the seven questions of a field report, then harm and origin."""

AFTER_PLACE = mark("Dengan apa")
"""The section that the place stands before."""

LONG_TEXTS = ("chronology", "efforts", "outcome", "root_cause", "parties")
WIDE = ("title", *LONG_TEXTS)


def incident_form(reader: Reader, before: Incident | None, today: date) -> tuple[dict[str, Any], Place]:
    """Draw every field of an incident; return what stands in them, and the place."""
    known = {column.field: column for column in columns("incident")}
    values: dict[str, Any] = {}
    for title, names in SECTIONS:
        if title == AFTER_PLACE:
            place_stated = place_fields(reader, before)
        st.markdown(f"**{t(title)}**")
        wide = [name for name in names if name in WIDE]
        for name in wide:
            values[name] = _field(known[name], before, today)
        narrow = [name for name in names if name not in WIDE]
        for name, column in zip(narrow, _grid(len(narrow)), strict=True):
            with column:
                values[name] = _field(known[name], before, today)
    return values, place_stated


def _grid(count: int) -> list[Any]:
    """Return so many cells, three in a row."""
    cells: list[Any] = []
    while len(cells) < count:
        cells.extend(st.columns(3))
    return cells[:count]


def _field(column: Column, before: Incident | None, today: date) -> Any:
    value = getattr(before, column.field) if before else None
    name, key, tip = _label(column), f"i-{column.field}", _help(column)
    if column.kind == "date":
        return st.date_input(name, value or _usual_day(column, before, today), format="DD/MM/YYYY", key=key, help=tip)
    if column.kind == "time":
        chosen = st.time_input(name, time.fromisoformat(value) if value else None, key=key, help=tip)
        return f"{chosen:%H:%M}" if chosen else None
    if column.kind == "integer":
        return st.number_input(name, min_value=0, value=int(value or 0), step=1, key=key, help=tip)
    if column.kind == "code":
        return _choice(column, value, name, key, tip)
    if column.field in LONG_TEXTS:
        return st.text_area(name, value or "", key=key, help=tip, height=100)
    return st.text_input(name, value or "", key=key, help=tip)


def _usual_day(column: Column, before: Incident | None, today: date) -> date | None:
    return today if column.field == "event_date" and before is None else None


def _choice(column: Column, value: str | None, name: str, key: str, tip: str) -> str | None:
    offered = [row["code"] for row in in_force(column.vocabulary, current.today())]
    if value and value not in offered:
        offered.append(value)  # a retired code stays on the record that has it
    return st.selectbox(
        name, offered, index=offered.index(value) if value else None, key=key, help=tip, placeholder=t("Pilih"),
        format_func=lambda code: label(column.vocabulary, code, current_language.get()),
    )  # fmt: skip


def _label(column: Column) -> str:
    text = column.label_en if current_language.get() == "en" else column.name.replace("_", " ").capitalize()
    return f"{text} *" if column.is_required else text


def _help(column: Column) -> str:
    return column.help_en if current_language.get() == "en" else column.help_id


def place_fields(reader: Reader, before: Incident | None) -> Place:
    """Draw where it happened: a region of the reader's own, and a point where it is known."""
    st.markdown(f"**{t('Di mana')}**")
    tree = current.office().tree
    start = before.region_code if before and before.region_code else None
    offered = [region for region in _regions(reader) if region.level >= KABUPATEN or region.code == start]
    codes = [region.code for region in offered]
    chosen = st.selectbox(
        t("Wilayah *"), codes, index=codes.index(start) if start in codes else None, key="i-region",
        placeholder=t("Ketik nama kecamatan atau kabupaten/kota"), format_func=lambda code: region_label(tree[code]),
    )  # fmt: skip
    lon_cell, lat_cell, _ = st.columns(3)
    lon = lon_cell.number_input(
        t("Bujur"),
        94.0,
        142.0,
        before.lon if before else None,
        format="%.5f",
        key="i-lon",
        placeholder=t("bila diketahui"),
    )
    lat = lat_cell.number_input(
        t("Lintang"),
        -12.0,
        7.0,
        before.lat if before else None,
        format="%.5f",
        key="i-lat",
        placeholder=t("bila diketahui"),
    )
    return Place(code=chosen or "", lon=lon, lat=lat)


def place_of(known: Incident) -> Place:
    """Return the place as the form shows it for an incident that is there."""
    return Place(code=known.region_code or "", lon=known.lon, lat=known.lat)


def _regions(reader: Reader) -> list[Region]:
    tree = current.office().tree
    return [region for prefix in reader.scope for region in tree.regions[tree.span(prefix)]]


def region_choice(reader: Reader, key: str, start: str | None = None) -> str:
    """Draw the choice of one region of the reader's own; the empty code until one is chosen."""
    tree = current.office().tree
    codes, shown = [region.code for region in _regions(reader)], start or st.query_params.get("wilayah", "")
    chosen = st.selectbox(
        t("Wilayah *"), codes, index=codes.index(shown) if shown in codes else None, key=key,
        placeholder=t("Ketik nama kecamatan atau kabupaten/kota"), format_func=lambda code: region_label(tree[code]),
    )  # fmt: skip
    return str(chosen or "")


def region_label(region: Region) -> str:
    """Return `Muara Badak, Kutai Kartanegara (64.02.05)`: names repeat, codes do not."""
    tree, parent = current.office().tree, parent_of(region.code)
    inside = f", {short_name(tree[parent].name)}" if parent else ""
    return f"{region.name}{inside} ({region.code})"


def grade_fields(before: Incident) -> tuple[str, str]:
    """Draw the two grades of a report: how reliable its source, how likely what it says."""
    return (
        _grade(t("Keandalan sumber"), "source_grades", before.source_grade),
        _grade(t("Kebenaran informasi"), "information_grades", before.information_grade),
    )


def _grade(name: str, vocabulary: str, value: str) -> str:
    codes = [row["code"] for row in table(vocabulary)]
    return str(
        st.selectbox(
            name, codes, index=codes.index(value), key=f"g-{vocabulary}",
            format_func=lambda code: f"{code} – {label(vocabulary, code, current_language.get())}",
        )
    )  # fmt: skip


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return typed values with empty texts as None, so that an emptied field is emptied."""
    return {name: value.strip() or None if isinstance(value, str) else value for name, value in values.items()}
