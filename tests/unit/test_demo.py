"""What the demo promises: its counts, its vocabulary, nobody real, and the colours of today on any day."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

import numpy as np
import pytest

from poa_geo.access.roles import role_of, roles
from poa_geo.demo import DemoData, generate
from poa_geo.demo.scale import many_incidents
from poa_geo.domain.record import CLASSIFICATIONS, LEVEL_OF_PRECISION
from poa_geo.domain.region import KABUPATEN, KECAMATAN, RegionTree, is_within, level_of
from poa_geo.facts import ASSESSMENT, Facts, IncidentFacts, NilFacts, PresenceFacts, highest_approved
from poa_geo.reference import by_code
from poa_geo.regions.locate import distance_km
from poa_geo.regions.reference import load_regions
from poa_geo.risk.band import BAND_CODES
from poa_geo.risk.band_path import path
from poa_geo.risk.constants import constants
from poa_geo.risk.matters import Matters

TODAY = date(2026, 11, 21)
DAYS = (TODAY, date(2028, 2, 29), date(2026, 1, 1), date(2026, 5, 3))
WITA = timezone(timedelta(hours=8))
KALTIM = "64"


@lru_cache(maxsize=len(DAYS) + 2)
def demo(today: date = TODAY, seed: int = 20) -> DemoData:
    return generate(load_regions(), today, seed)


@lru_cache(maxsize=1)
def kaltim() -> RegionTree:
    """The same regions without the rest of the country, so that the tests stay quick."""
    return RegionTree(region for region in load_regions().regions if is_within(region.code, KALTIM))


def events(data: DemoData) -> list:
    return [incident for incident in data.incidents if incident.stage != "potensi"]


def columns(records) -> dict[str, list]:
    rows = [vars(record) for record in records]
    return {name: [row[name] for row in rows] for name in rows[0]}


@lru_cache(maxsize=len(DAYS) + 2)
def facts_of(today: date, seed: int) -> Facts:
    data = demo(today, seed)
    assessments = columns(data.assessments)
    return Facts(
        version=1,
        tree=kaltim(),
        incidents=IncidentFacts.read(columns(data.incidents), kaltim(), WITA),
        assessed=highest_approved({name: assessments[name] for name in ASSESSMENT}),
        nil_reports=NilFacts.read(columns(data.nil_reports), kaltim()),
        presences=PresenceFacts.read(columns(data.presences), kaltim()),
        matters=Matters.read(assessments, {}, kaltim()),
    )


@lru_cache(maxsize=64)
def bands(today: date, days_ago: int = 0, seed: int = 20) -> dict[str, str]:
    """Colour of every region of Kalimantan Timur, by code."""
    facts, last = facts_of(today, seed), today.toordinal() - days_ago
    band = path(facts.evidence, facts.coverage, kaltim(), today.toordinal() - 120, last).state.band
    return {code: BAND_CODES[band[index]] for index, code in enumerate(kaltim().codes)}


def kabupaten_bands(today: date, days_ago: int = 0, seed: int = 20) -> dict[str, str]:
    return {code: band for code, band in bands(today, days_ago, seed).items() if level_of(code) == KABUPATEN}


# --- Colours ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_colours_are_six_green_two_yellow_one_red_and_one_grey_on_any_day(today):
    counts = Counter(kabupaten_bands(today).values())
    assert counts == {"hijau": 6, "kuning": 2, "merah": 1, "abu": 1}
    assert bands(today)["64.11"] == "abu"


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_last_week_brought_two_rises_and_one_fall(today):
    before, now = kabupaten_bands(today, 7), kabupaten_bands(today)
    changed = {code: (before[code], now[code]) for code in now if before[code] != now[code]}
    assert changed == {"64.02": ("hijau", "kuning"), "64.07": ("kuning", "merah"), "64.72": ("kuning", "hijau")}


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_last_thirty_days_brought_a_rise_and_a_fall(today):
    before, now = kabupaten_bands(today, 30), kabupaten_bands(today)
    assert (before["64.07"], now["64.07"]) == ("kuning", "merah")
    assert (before["64.72"], now["64.72"]) == ("kuning", "hijau")


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_one_kecamatan_is_clearly_the_reddest_and_has_incidents_behind_it(today):
    kecamatan = {code: band for code, band in bands(today).items() if level_of(code) == KECAMATAN}
    assert [code for code, band in kecamatan.items() if band == "merah"] == ["64.07.09"]
    assert kecamatan["64.02.05"] == "kuning"
    assert sum(incident.region_code == "64.07.09" for incident in demo(today).incidents) >= 3
    assert Counter(kecamatan.values())["abu"] == len(kaltim().children("64.11"))


def test_another_seed_tells_other_stories_in_the_same_colours():
    assert kabupaten_bands(TODAY, seed=7) == kabupaten_bands(TODAY)
    assert {incident.id for incident in demo(seed=7).incidents}.isdisjoint(i.id for i in demo().incidents)


# --- Events and potentials ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_there_are_180_events_in_24_months_and_35_open_potentials(today):
    data = demo(today)
    assert len(events(data)) == 180
    potentials = [incident for incident in data.incidents if incident.stage == "potensi"]
    assert len(potentials) == 35
    assert all(potential.closed_on is None for potential in potentials)
    assert all(today - timedelta(days=730) <= event.event_date < today for event in events(data))


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_every_full_month_has_two_to_twelve_events_and_may_and_november_stand_out(today):
    months = Counter((event.event_date.year, event.event_date.month) for event in events(demo(today)))
    first, last = min(months), max(months)
    full = {month: count for month, count in months.items() if month not in (first, last)}
    assert len(full) >= 22
    assert all(2 <= count <= 12 for count in full.values())
    assert months[first] <= 12
    assert months[last] <= 12
    peak = [count for (_, month), count in full.items() if month in (5, 11)]
    assert np.mean(peak) > np.mean(list(full.values()))


def test_may_day_and_the_fasting_month_have_their_own_events():
    titles = Counter((event.event_date.month, event.title.split(" di ")[0]) for event in events(demo()))
    assert titles[5, "Unjuk rasa Hari Buruh"] >= 2
    assert any("puasa" in title for _, title in titles)


def test_every_code_of_an_incident_is_in_its_reference_table():
    tables = {
        "form": "forms", "issue_type": "issue_types", "conflict_source": "conflict_sources", "stage": "stages",
        "realm": "realms", "escalation": "escalations", "crowd_band": "crowd_bands", "status": "incident_statuses",
        "verification": "verifications", "source_grade": "source_grades", "information_grade": "information_grades",
        "source_agency": "agencies",
    }  # fmt: skip
    for column, table in tables.items():
        used = {getattr(incident, column) for incident in demo().incidents} - {None}
        assert used
        assert used <= set(by_code(table)), column
    assert {incident.classification for incident in demo().incidents} <= set(CLASSIFICATIONS)


def test_places_fit_their_precision_and_points_lie_near_their_kecamatan():
    tree, precisions = load_regions(), Counter()
    for incident in demo().incidents:
        precisions[incident.geo_precision] += 1
        level = LEVEL_OF_PRECISION[incident.geo_precision]
        assert level == (tree[incident.region_code].level if incident.region_code else 0)
        assert (incident.lon is not None) == (incident.geo_precision in (1, 2))
        if incident.geo_precision == 1:
            region = tree[incident.region_code]
            reach = distance_km(np.array([[incident.lon, incident.lat]]), np.array([[region.lon, region.lat]]))
            assert reach[0] < 150
    assert precisions[1] > sum(precisions.values()) / 2
    assert min(precisions[3], precisions[4], precisions[6]) >= 5


def test_some_are_unverified_refuted_closed_or_suspected_duplicates():
    data = demo()
    assert {incident.verification for incident in data.incidents} == set(by_code("verifications"))
    for incident in data.incidents:
        assert (incident.verified_on is None) == (incident.verification == "belum")
        assert incident.closed_on is None or incident.event_date <= incident.closed_on < TODAY
        assert incident.stage != "potensi" or incident.review_by <= incident.updated_on + timedelta(days=90)
    assert sum(incident.closed_on is not None for incident in data.incidents) > 50
    groups = Counter(incident.duplicate_group for incident in data.incidents if incident.duplicate_group)
    assert groups
    assert min(groups.values()) >= 2


def test_siabidibame_is_answered_for_every_event():
    for event in events(demo()):
        assert all((event.parties, event.means, event.trigger, event.root_cause, event.efforts, event.chronology))
        assert "{" not in event.title + (event.chronology or "")


# --- People -------------------------------------------------------------------------------------------------------


def test_there_are_1600_registrations_in_the_stated_mix():
    presences = demo().presences
    assert len(presences) == 1600
    by_kabupaten = Counter((presence.region_code or "")[:5] for presence in presences)
    assert by_kabupaten == {
        "64.71": 520, "64.08": 260, "64.02": 230, "64.09": 180, "64.03": 110, "64.72": 90, "64.74": 75, "64.01": 60,
        "64.07": 55, "64.11": 20,
    }  # fmt: skip
    permits = Counter(presence.permit_type for presence in presences)
    assert permits["ITAS"] / 1600 == pytest.approx(0.80, abs=0.02)
    assert permits["ITAP"] / 1600 == pytest.approx(0.05, abs=0.01)
    workers = [presence for presence in presences if presence.category == "H_TKA"]
    assert len(workers) == 1200
    assert sum(worker.sex == "L" for worker in workers) / 1200 == pytest.approx(0.95, abs=0.01)
    assert sum(presence.subcategory == "I_KELUARGA" for presence in presences) == 160


@pytest.mark.parametrize("today", DAYS[:3], ids=str)
def test_three_to_five_percent_have_expired_documents(today):
    expired = [p for p in demo(today).presences if min(p.permit_expires_on, p.passport_expires_on) < today]
    assert 0.03 <= len(expired) / 1600 <= 0.05


def test_every_code_of_a_registration_is_in_its_reference_table():
    tables = {
        "category": "presence_categories", "subcategory": "presence_categories", "nationality": "countries",
        "sex": "sexes", "permit_type": "permit_types", "accommodation": "accommodations",
        "decision": "presence_decisions", "source_agency": "agencies", "verification": "verifications",
    }  # fmt: skip
    for column, table in tables.items():
        used = {getattr(presence, column) for presence in demo().presences} - {None}
        assert used
        assert used <= set(by_code(table)), column


def test_nobody_is_real():
    passports = [presence.identity.passport_number for presence in demo().presences]
    assert all(number.startswith("ZZ") for number in passports)
    assert len(set(passports)) == 1600
    for presence in demo().presences:
        assert presence.identity.full_name.endswith(" Contoh")
        assert presence.identity.address.startswith("Jalan Contoh ")
        assert presence.identity.contact is None
        assert presence.sponsor is None or presence.sponsor.startswith("PT Contoh ")


def test_no_name_of_a_person_stands_outside_the_identity():
    data = demo()
    names = {word for presence in data.presences for word in presence.identity.full_name.split()} - {"Contoh"}
    texts = [
        value
        for record in (*data.incidents, *data.assessments, *data.nil_reports, *data.presences)
        for name, value in vars(record).items()
        if isinstance(value, str) and name != "identity"
    ]
    assert not names & {word for text in texts for word in text.split()}
    assert all("PT Contoh" in text for text in texts if "PT " in text)
    assert all(presence.identity.full_name not in repr(presence) for presence in data.presences)


# --- Reports, assessments, accounts -------------------------------------------------------------------------------


def test_every_kecamatan_reports_weekly_except_those_of_the_late_region():
    newest = {}
    for report in demo().nil_reports:
        newest[report.region_code] = max(report.received_on, newest.get(report.region_code, date.min))
    assert set(newest) == {region.code for region in kaltim().regions if region.level == KECAMATAN}
    for code, received_on in newest.items():
        assert ((TODAY - received_on).days >= 16) == is_within(code, "64.11")


def test_a_nil_report_never_denies_a_verified_event_of_its_week():
    happened = {}
    for event in events(demo()):
        if event.verification == "terverifikasi":
            happened.setdefault(event.region_code, []).append(event.event_date)
    for report in demo().nil_reports:
        assert not any(report.period_from <= day <= report.period_to for day in happened.get(report.region_code, ()))


def test_grave_assessments_were_read_twice_by_different_accounts():
    accounts = {account.id for account in demo().accounts}
    subjects = {incident.id for incident in demo().incidents}
    grave = 0
    for assessment in demo().assessments:
        assert assessment.subject_id in subjects or assessment.subject_kind == "region_issue"
        assert assessment.dimension in by_code("dimensions")
        assert assessment.life_field in by_code("life_fields")
        assert assessment.rationale
        assert assessment.assessor in accounts
        if assessment.likelihood * assessment.impact >= constants().second_reader_from:
            grave += 1
            assert assessment.second_reader in accounts - {assessment.assessor}
    assert grave
    assert {assessment.status for assessment in demo().assessments} >= {"disetujui", "draf", "diajukan"}


def test_there_is_an_account_for_every_role_within_its_scope():
    accounts = demo().accounts
    assert {account.role for account in accounts} == set(roles())
    assert len({account.username for account in accounts}) == len(accounts)
    for account in accounts:
        assert role_of(account.role).code == account.role
        assert account.agency in by_code("agencies")
        assert all(code in load_regions() for code in account.scope if code)


# --- The same again -----------------------------------------------------------------------------------------------


def test_the_same_seed_and_day_give_the_same_records_ids_included():
    assert generate(load_regions(), TODAY) == demo()


def test_ids_are_unique_version_7_and_in_order_of_time():
    data = demo()
    for records in (data.incidents, data.presences, data.nil_reports, data.assessments):
        ids = [record.id for record in records]
        assert ids == sorted(set(ids))
        assert all(record.id[14] == "7" and record.id[19] in "89ab" for record in records)
        moments = [record.recorded_at for record in records]
        assert moments == sorted(moments)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_nothing_is_known_from_the_future_and_nothing_before_it_happened(today):
    cut_off = datetime(today.year, today.month, today.day, tzinfo=WITA) - timedelta(hours=6)
    data = demo(today)
    for record in (*data.incidents, *data.presences, *data.nil_reports, *data.assessments):
        assert record.known_from == record.recorded_at <= cut_off
        assert record.recorded_at.tzinfo == UTC
    assert all(incident.event_date <= incident.recorded_at.astimezone(WITA).date() for incident in data.incidents)


def test_many_incidents_come_as_columns_of_known_codes_and_places():
    rows = many_incidents(kaltim(), 5000, TODAY)
    assert {len(column) for column in rows.values()} == {5000}
    assert set(rows["region_code"].tolist()) <= set(kaltim().codes)
    assert set(rows["form"].tolist()) <= set(by_code("forms"))
    assert set(rows["issue_type"].tolist()) <= set(by_code("issue_types"))
    assert len(set(rows["source_id"].tolist())) == 5000
    assert rows["event_date"].max() < np.datetime64(TODAY)
    again = many_incidents(kaltim(), 5000, TODAY)
    assert all(np.array_equal(rows[name], again[name], equal_nan=name in ("lon", "lat", "closed_on")) for name in rows)
