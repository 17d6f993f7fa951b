"""What a pasted chat report seems to say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_geo.domain.region import KABUPATEN, Region
from poa_geo.importers.whatsapp import crowd_band, find_day, find_form, propose, same_words
from poa_geo.regions.reference import load_regions

TODAY = date(2026, 8, 14)
TREE = load_regions()
EAST_KALIMANTAN: list[Region] = [region for region in TREE.regions[TREE.span("64")] if region.level >= KABUPATEN]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pada hari Rabu, 12 Agustus 2026 pukul 10.30", date(2026, 8, 12)),
        ("tanggal 12-08-2026", date(2026, 8, 12)),
        ("tgl 12/8/26", date(2026, 8, 12)),
        ("tanggal 3 Agt", date(2026, 8, 3)),
        ("tanggal 30 Desember", date(2025, 12, 30)),
        ("kemarin sore", date(2026, 8, 13)),
        ("hari ini", date(2026, 8, 14)),
        ("rencana aksi 20 Agustus 2026", None),
        ("31 Februari 2026", None),
        ("tanpa tanggal", None),
    ],
)
def test_indonesian_days_are_read(text: str, expected: date | None) -> None:
    assert find_day(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("di Kec. Muara Badak, Kab. Kutai Kartanegara", "64.02.05"),
        ("di kecamatan tenggaron", "64.02.06"),
        ("di Sungai Kunjang Samarinda", "64.72.06"),
        ("di Kota Balikpapan", "64.71"),
        ("di Kab Kutai Barat", "64.07"),
        ("di suatu tempat", None),
    ],
)
def test_places_are_read_in_the_scope_of_the_reader(text: str, code: str | None) -> None:
    found = propose(text, TODAY, EAST_KALIMANTAN).region_code
    assert found == code


def test_a_place_outside_the_scope_is_never_proposed() -> None:
    only = [region for region in EAST_KALIMANTAN if region.code.startswith("64.71")]
    assert propose("di Kec. Muara Badak", TODAY, only).region_code is None


def test_numbers_of_people_are_read() -> None:
    told = propose("diikuti sekitar 150 orang; 2 orang luka ringan, 1 luka berat, dua orang meninggal dunia", TODAY, [])
    assert (told.crowd, told.crowd_band, told.injured, told.injured_seriously, told.deaths) == (150, "50-199", 2, 1, 2)


def test_the_gravest_form_named_is_proposed() -> None:
    assert find_form("unjuk rasa berujung pembakaran kantor")[0] == "pembakaran"
    assert find_form("sengketa kebun plasma sawit") == ("sengketa_klaim", "agraria_sawit")
    assert find_form("cuaca cerah") == (None, None)


def test_a_proposal_holds_no_person() -> None:
    told = propose("Sdr. Rudi Contoh 081234567890 di Kec. Muara Badak", TODAY, EAST_KALIMANTAN)
    assert "Rudi" not in str(told)
    assert "567890" not in str(told)
    assert (told.names_removed, told.numbers_removed) == (1, 1)


def test_a_crowd_falls_into_its_band() -> None:
    assert [crowd_band(people) for people in (None, 1, 9, 10, 999, 5_000)] == [
        None, "1-9", "1-9", "10-49", "200-999", "1000+",
    ]  # fmt: skip


@given(st.text(max_size=300))
def test_any_text_gives_a_proposal(text: str) -> None:
    told = propose(text, TODAY, EAST_KALIMANTAN[:30])
    assert told.event_date is None or told.event_date <= TODAY
    assert told.injured >= told.injured_seriously


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_symmetric(first: str, second: str) -> None:
    assert same_words(first, second) == same_words(second, first)
