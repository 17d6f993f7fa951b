"""Files out: safe to open, the same bytes for the same data, and readable again."""

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_ground import TREE, take
from openpyxl import load_workbook

from poa_geo.domain.cells import plain_cell, safe_cell
from poa_geo.domain.record import Incident
from poa_geo.domain.sheet import SHEET_KINDS, SheetKind, columns
from poa_geo.exporters.heading import Heading
from poa_geo.exporters.incidents import write_incidents
from poa_geo.exporters.templates import write_template
from poa_geo.importers import find_format
from poa_geo.importers.tables import read_table
from poa_geo.importers.uploads import open_upload
from poa_geo.reference import by_code

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
HEADING = Heading("terbatas", "Badan Kesbangpol, Contoh", NOW)
FORMATS = ("csv", "xlsx", "geojson")
NOT_CARRIED = {
    "id", "version", "recorded_at", "known_from", "source_name", "source_id", "source_revision", "batch_id",
    "created_by", "updated_by", "is_deleted", "verified_by", "updated_on", "duplicate_group", "placed_by",
    "stated_code", "stated_precision",
}  # fmt: skip

visible = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"]), max_size=30)
texts = visible.map(str.strip).map(lambda text: text or None)
kecamatan = st.sampled_from([TREE.regions[i] for i in TREE.at_level(3)])


def incident(**changes: Any) -> Incident:
    values: dict[str, Any] = {
        "id": "0192f0c0-0000-7000-8000-000000000001", "recorded_at": NOW, "known_from": NOW,
        "source_agency": "kesbangpol",
        "event_date": date(2026, 8, 12), "title": "Blokade jalan", "form": "blokade", "region_code": "64.02.06",
        "geo_precision": 3,
    }  # fmt: skip
    return Incident(**values | changes)


def carried(record: Incident) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name not in NOT_CARRIED}


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    region = draw(kecamatan)
    issue = draw(st.sampled_from(["agraria_tambang", "identitas", "tata_kelola"]))
    place = draw(
        st.sampled_from(
            [
                {"region_code": region.code, "geo_precision": 3},
                {"region_code": region.code, "geo_precision": 1, "lon": region.lon, "lat": region.lat},
                {"region_code": region.code[:5], "geo_precision": 2, "lon": region.lon, "lat": region.lat},
                {"region_code": region.code[:5], "geo_precision": 4},
                {"region_code": region.code[:2], "geo_precision": 5},
                {"region_code": None, "geo_precision": 6},
            ]
        )
    )
    return incident(
        **place,
        title=draw(visible.map(str.strip).filter(bool)),
        chronology=draw(texts),
        parties=draw(texts),
        trigger=draw(texts),
        event_date=draw(st.dates(date(1990, 1, 1), date(2026, 11, 21))),
        event_time=draw(st.sampled_from([None, "10:30"])),
        form=draw(st.sampled_from(sorted(by_code("forms")))),
        issue_type=issue,
        conflict_source=by_code("issue_types")[issue]["conflict_source"],
        deaths=draw(st.integers(0, 2_000)),
        classification=draw(st.sampled_from(["biasa", "terbatas", "rahasia"])),
    )


@pytest.mark.parametrize("file_format", FORMATS)
@settings(max_examples=25, deadline=None)
@given(records=st.lists(incidents(), min_size=1, max_size=3))
def test_what_is_exported_reads_back_the_same(file_format: str, records: list[Incident]) -> None:
    drafts = take(write_incidents(records, TREE, HEADING, file_format)).drafts
    assert [draft.own_verdict() for draft in drafts] == ["accepted"] * len(records)
    read = [Incident(id="x", recorded_at=NOW, known_from=NOW, **draft.values) for draft in drafts]
    assert [carried(record) for record in read] == [carried(record) for record in records]


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_same_data_gives_the_same_bytes(file_format: str) -> None:
    first, second = (write_incidents([incident()], TREE, HEADING, file_format) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_file_says_how_open_it_is_whose_it_is_and_how_new(file_format: str) -> None:
    made = write_incidents([incident()], TREE, Heading("rahasia", "Kantor Contoh", NOW, is_demo=True), file_format)
    line = "RAHASIA · Kantor Contoh · data sampai 21/11/2026 03.00 UTC · DATA CONTOH"
    if file_format == "xlsx":
        book = load_workbook(io.BytesIO(made))
        assert book["Keterangan"]["A1"].value == line
        assert book["Data"].oddHeader.center.text == line
    elif file_format == "geojson":
        assert json.loads(made)["keterangan"] == line
    else:
        assert made.decode("utf-8-sig").splitlines()[0] == f"# {line}"


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-1+1", "@SUM(A1)", "\t=1", "'=1"])
def test_no_text_runs_as_a_formula_in_a_spreadsheet(text: str) -> None:
    made = write_incidents([incident(chronology=text)], TREE, HEADING, "csv").decode("utf-8-sig")
    row = next(csv.DictReader(made.splitlines()[1:]))
    assert row["kronologi"].startswith("'")
    book = load_workbook(io.BytesIO(write_incidents([incident(chronology=text)], TREE, HEADING, "xlsx")))
    assert [cell.data_type for cell in book["Data"][2] if cell.data_type == "f"] == []


@given(st.text())
def test_a_guarded_cell_reads_back_as_it_was(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text or text.startswith("'")
    assert plain_cell(safe_cell(plain_cell(text))) == plain_cell(text)


def test_numbers_stay_numbers_under_the_guard() -> None:
    assert [safe_cell(text) for text in ("-0.5", "+62", "-1.234,5")] == ["-0.5", "+62", "-1.234,5"]


@pytest.mark.parametrize("kind", SHEET_KINDS)
@pytest.mark.parametrize("file_format", FORMATS)
def test_a_template_is_recognised_by_the_importer_it_was_made_for(kind: SheetKind, file_format: str) -> None:
    made = write_template(kind, file_format)
    form, _ = find_format(read_table(open_upload("templat", made)), "templat")
    assert f"{kind}_sheet" == form.NAME
    assert made == write_template(kind, file_format)


@pytest.mark.parametrize("kind", SHEET_KINDS)
def test_the_examples_of_the_guide_fill_a_row_that_is_accepted(kind: SheetKind) -> None:
    shown = {column.name: column.example for column in columns(kind) if column.example}
    shown |= {"bujur": "", "lintang": ""}
    table = ";".join(shown) + "\n" + ";".join(f'"{value}"' for value in shown.values()) + "\n"
    (draft,) = take(table).drafts
    assert [str(problem) for problem in draft.problems] == []


@pytest.mark.parametrize("kind", SHEET_KINDS)
def test_a_workbook_template_offers_a_list_for_every_vocabulary(kind: SheetKind) -> None:
    data = load_workbook(io.BytesIO(write_template(kind, "xlsx")))["Data"]
    lists = [validation for validation in data.data_validations.dataValidation if validation.type == "list"]
    assert len(lists) == sum(bool(column.vocabulary) for column in columns(kind))


def test_a_template_header_reads_as_a_table_without_rows() -> None:
    assert list(read_table(open_upload("t.csv", write_template("incident", "csv"))).rows) == []
