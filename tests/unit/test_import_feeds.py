"""UCDP, ACLED and GDELT as their publishers deliver them."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from made_up_ground import TREE, counts, take

from poa_geo.errors import ImportRejected
from poa_geo.importers import formats
from poa_geo.importers.draft import Draft
from poa_geo.importers.gdelt import COLUMNS
from poa_geo.importers.merging import judge
from poa_geo.importers.verdict import write_verdicts

SAMPLES = Path(__file__).resolve().parent.parent / "data"


def sample(name: str) -> list[Draft]:
    return take((SAMPLES / name).read_bytes(), name).drafts


def test_every_format_has_a_sample_that_only_it_recognises() -> None:
    found = {path.name: take(path.read_bytes(), path.name).format for path in SAMPLES.glob("sample_*")}
    assert set(found.values()) == set(formats())
    assert all(name.startswith(f"sample_{form}") for name, form in found.items())


def test_a_ucdp_event_becomes_a_verified_incident_with_two_clocks() -> None:
    first = sample("sample_ucdp.csv")[0].values
    assert (first["event_date"], first["end_date"], first["date_precision"]) == (date(1999, 3, 1), date(1999, 3, 5), 2)
    assert first["known_from"] == datetime(1999, 4, 4, tzinfo=UTC)
    assert (first["verification"], first["source_grade"], first["information_grade"]) == ("terverifikasi", "A", "2")
    assert (first["deaths"], first["form"], first["conflict_source"]) == (3, "bentrokan_antarkelompok", "P5B")


def test_the_row_of_hxl_tags_is_skipped_and_the_order_of_columns_does_not_matter() -> None:
    plain, tagged = sample("sample_ucdp.csv"), sample("sample_ucdp_hxl.csv")
    assert [draft.values for draft in tagged] == [draft.values for draft in plain]


def test_ucdp_where_prec_decides_how_deep_an_event_counts() -> None:
    levels = {
        draft.place.precision: (draft.values["region_code"] or "").count(".") for draft in sample("sample_ucdp.csv")
    }
    assert levels == {1: 2, 2: 1, 4: 1, 5: 0, 6: 0}
    unknown = next(draft for draft in sample("sample_ucdp.csv") if draft.place.precision == 6)
    assert unknown.values["region_code"] is None
    assert unknown.own_verdict() == "accepted"


def test_an_event_of_another_country_is_refused_by_name() -> None:
    text = (SAMPLES / "sample_ucdp.csv").read_text().replace(",Indonesia,850", ",Philippines,840")
    drafts = take(text).drafts
    assert {draft.own_verdict() for draft in drafts} == {"refused"}
    assert "Philippines" in str(drafts[0].problems[0])


def test_an_acled_event_keeps_organisations_crowd_and_its_time_of_change() -> None:
    first = sample("sample_acled.csv")[0]
    assert (first.values["form"], first.values["crowd_band"]) == ("unjuk_rasa", "50-199")
    assert first.values["parties"] == "Protesters (Indonesia); Police Forces of Indonesia (2014-)"
    assert first.revised_at == "001710200000"
    assert first.values["verification"] == "terverifikasi"


def test_a_newer_acled_row_wins_in_any_order_of_files() -> None:
    text = (SAMPLES / "sample_acled.csv").read_text()
    older, newer = text, text.replace("1710200000", "1720000000").replace("Contoh Satu", "Contoh Dua")

    def state(*files: str) -> dict[tuple[str, str], str]:
        stored: dict[tuple[str, str], str] = {}
        for file in files:
            for draft in judge(take(file).drafts, stored):
                stored[draft.source_name, draft.source_id] = draft.values["source_revision"]
        return stored

    assert state(older, newer) == state(newer, older) == state(newer)


def test_gdelt_arrives_unverified_without_names_of_actors() -> None:
    drafts = sample("sample_gdelt.tsv")
    assert [draft.own_verdict() for draft in drafts] == ["accepted", "refused", "refused"]
    first = drafts[0].values
    assert (first["verification"], first.get("parties"), first["form"]) == ("belum", None, "unjuk_rasa")
    assert first["geo_precision"] == 2


def test_gdelt_1_is_refused_with_a_sentence() -> None:
    line = (SAMPLES / "sample_gdelt.tsv").read_text().splitlines()[0].split("\t")
    with pytest.raises(ImportRejected, match=r"GDELT 1\.0"):
        take("\t".join(line[:58]) + "\n")


def test_gdelt_has_its_published_columns() -> None:
    assert (len(COLUMNS), COLUMNS[26], COLUMNS[51], COLUMNS[60]) == (61, "EventCode", "ActionGeo_Type", "SOURCEURL")


OF_PERSONS = ("presence", "lodging", "manpower")
WITHOUT_PERSONS = sorted(
    path.name for path in SAMPLES.glob("sample_*") if not any(kind in path.name for kind in OF_PERSONS)
)


@pytest.mark.parametrize("name", WITHOUT_PERSONS)  # a verdict file hides who a person is
def test_a_verdict_file_of_any_format_can_be_imported_again(name: str) -> None:
    intake = take((SAMPLES / name).read_bytes(), name)
    judge(intake.drafts, {})
    again = take(write_verdicts(intake), "putusan.csv")
    assert again.format == intake.format
    assert [draft.values for draft in again.drafts] == [draft.values for draft in intake.drafts]


@pytest.mark.shared_data
def test_every_shared_ucdp_event_is_accepted_and_only_timor_leste_and_the_sea_stay_unplaced(shared_data: Path) -> None:
    intake = take((shared_data / "events" / "events_ucdp_ged_idn.csv").read_bytes())
    judge(intake.drafts, {})
    assert counts(intake) == {"accepted": 1657, "merged": 0, "fixed": 0, "refused": 0}
    deepest = Counter(
        (draft.place.precision, (draft.values["region_code"] or "").count("."))
        for draft in intake.drafts
        if draft.values["region_code"]
    )
    assert set(deepest) == {(1, 2), (2, 1), (4, 1), (5, 0)}
    assert all(draft.values["region_code"] in TREE or draft.values["region_code"] is None for draft in intake.drafts)
