"""What screens say: escaped, in the reader's language, with the numbers of the situation."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some
from made_up import TODAY, explanation, situation

from poa_geo.domain.region import Region, RegionTree
from poa_geo.texts import current_language
from poa_geo.ui import filters, tables
from poa_geo.ui import formatting as told

WITA = ZoneInfo("Asia/Makassar")
TREE = RegionTree(
    Region(code=code, name=code, level=code.count(".") + 1, type="", lon=117.0, lat=0.0)
    for code in ("64", "64.02", "64.02.05")
)


@pytest.fixture(autouse=True)
def indonesian() -> None:
    current_language.set("id")


def test_numbers_and_dates_are_written_the_indonesian_way() -> None:
    assert (told.number(1234), told.number(38.55, 1), told.number(None)) == ("1.234", "38,6", "–")
    assert (told.day(TODAY), told.day_and_month(TODAY), told.table_day(TODAY)) == (
        "20 November 2026",
        "20 Nov",
        "20/11/2026",
    )
    assert told.weekday(TODAY) == "Jumat"


def test_a_moment_always_names_its_zone() -> None:
    moment = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    assert told.moment(moment, WITA) == "20 November 2026 pukul 18.00 WITA"
    assert told.moment(moment, ZoneInfo("Asia/Jakarta")).endswith("17.00 WIB")
    assert told.moment(moment, ZoneInfo("Asia/Jayapura")).endswith("19.00 WIT")


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0 menit lalu"), (59, "59 menit lalu"), (60, "1 jam lalu"), (3000, "2 hari lalu")]
)
def test_age_is_told_in_a_unit_that_says_it_well(minutes: int, text: str) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    assert told.age(now - timedelta(minutes=minutes), now) == text


def test_texts_from_records_never_become_html() -> None:
    shown = tables.incident_list(situation())
    assert "<b>desa</b>" not in shown
    assert "&lt;b&gt;desa&lt;/b&gt;" in shown


def test_the_list_and_the_heading_say_the_same_count() -> None:
    one = situation()
    assert f"<h3>{one.incident_count} kejadian</h3>" in tables.count_line(one)
    assert tables.incident_list(one).count("<tr>") - 1 == one.incident_count


def test_an_empty_period_says_whether_that_is_good_news() -> None:
    empty = replace(situation(), incidents=(), incident_count=0, placed_count=0, coarse_count=0)
    assert "Tidak ada kejadian pada periode ini. 9 dari 10 wilayah sudah melapor." in tables.incident_list(empty)


def test_the_bar_and_the_table_of_an_explanation_end_in_the_score() -> None:
    why = explanation()
    shown = tables.pieces_table(why, {}, "Kutai Kartanegara")
    assert "Skor Kutai Kartanegara" in shown
    assert shown.count("38,6") == 1
    assert "1 bukti lain" in shown
    assert "width:15.80%" in tables.share_bar(why)


def test_a_piece_above_the_clearance_has_no_title_and_no_link() -> None:
    why = explanation()
    closed = replace(why.pieces[0], id=None, title="Rahasia")
    shown = tables.pieces_table(replace(why, pieces=(closed, *why.pieces[1:])), {}, "X")
    assert "1 kejadian tertutup" in shown
    assert "Rahasia" not in shown


def test_grey_reads_unknown_and_not_safe() -> None:
    grey = next(one for one in situation().regions if one.band == "abu")
    assert "Keadaan tidak diketahui, bukan aman." in tables.focus_head(grey)


def test_every_level_is_shown_by_colour_letter_and_word() -> None:
    shown = tables.region_list(situation().regions)
    for name, letter in (("Merah", "M"), ("Kuning", "K"), ("Hijau", "H"), ("Abu-abu", "–")):
        assert f'aria-label="{name}"><b>{letter}</b></span>{name} – ' in shown


def test_regions_are_listed_worst_first_and_unknown_last() -> None:
    shown = tables.region_list(situation().regions)
    names = ["Kutai Barat", "Kutai Kartanegara", "Penajam Paser Utara", "Samarinda", "Mahakam Ulu"]
    places = [shown.index(name) for name in names]
    assert places == sorted(places)


@given(
    since=some.dates(date(2020, 1, 1), TODAY), until=some.dates(date(2020, 1, 1), TODAY),
    issues=some.sets(some.sampled_from(["agraria_sawit", "tapal_batas", "lainnya"])),
    verified=some.sets(some.sampled_from(["belum", "terverifikasi"])),
)  # fmt: skip
def test_an_address_brings_back_the_filter_it_was_made_from(
    since: date, until: date, issues: set[str], verified: set[str]
) -> None:
    address: dict[str, str] = {}
    days = {filters.SINCE: min(since, until), filters.UNTIL: until}
    filters.write(address, {filters.REGION: "64.02", **days, "isu": issues, "verifikasi": verified})
    where = filters.read(address, TREE, "64", TODAY)
    assert (where.region, where.since, where.until) == ("64.02", min(since, until), until)
    assert (where.issue_types, where.verifications) == (frozenset(issues), frozenset(verified))


def test_an_address_without_a_filter_means_ninety_days_up_to_today() -> None:
    where = filters.read({}, TREE, "64", TODAY)
    assert (where.region, where.since, where.until) == ("64", TODAY - timedelta(days=89), TODAY)


@given(some.dictionaries(some.sampled_from(["wilayah", "dari", "sampai", "isu", "bentuk"]), some.text(max_size=20)))
def test_whatever_an_address_says_a_filter_comes_out(address: dict[str, str]) -> None:
    where = filters.read(address, TREE, "64", TODAY)
    assert where.since is not None
    assert where.until is not None
    assert where.since <= where.until
    assert where.region in {"", "64", "64.02", "64.02.05"}
