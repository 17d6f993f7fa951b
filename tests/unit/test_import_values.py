"""Cells as people in Indonesia type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_geo.importers.values import (
    MONTHS,
    read_date,
    read_decimal,
    read_integer,
    read_moment,
    read_time,
    read_yesno,
    vocabulary,
)
from poa_geo.reference import table

TWELFTH = date(2026, 8, 12)


@pytest.mark.parametrize(
    "text",
    [
        "12 Agustus 2026", "Rabu, 12 Agustus 2026", "12-Agu-2026", "12 August 2026", "12/08/2026", "12/8/2026",
        "12.08.2026",
        "12-08-2026", "2026-08-12", "2026/08/12", "20260812", "2026-08-12 00:00:00.000", "2026-08-12T10:30:00",
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(text: str) -> None:
    assert read_date(text).value == TWELFTH
    assert not read_date(text).rule


def test_a_serial_number_of_excel_is_read_and_said_so() -> None:
    reading = read_date("46246")
    assert (reading.value, reading.rule, reading.is_fixed) == (TWELFTH, "serial_date", True)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("08/13/2026", "no_such_day"),  # month first: guessing here would swap every other row of the file
        ("31/02/2026", "no_such_day"),
        ("12/08/26", "short_year"),
        ("2026", "not_a_date"),
        ("kemarin", "not_a_date"),
    ],
)
def test_what_could_mean_two_days_or_none_is_refused(text: str, rule: str) -> None:
    assert (read_date(text).value, read_date(text).rule) == (None, rule)


@given(st.dates(min_value=date(1945, 8, 17), max_value=date(2100, 1, 1)))
def test_every_day_reads_the_same_in_each_way_of_writing(day: date) -> None:
    month = next(name for name, number in MONTHS.items() if number == day.month)
    written = (f"{day.day}/{day.month}/{day.year}", day.isoformat(), f"{day.day} {month.title()} {day.year}")
    assert {read_date(text).value for text in written} == {day}


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("1.234", 1234), ("1.234.567", 1234567), ("5,0", 5), ("5.0", 5), ("-3", -3)],
)
def test_whole_numbers_follow_indonesian_separators(text: str, value: int) -> None:
    assert read_integer(text).value == value


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("1,234", "ambiguous"),
        ("2,5", "not_whole"),
        ("dua", "not_a_number"),
        ("²", "not_a_number"),
        ("9" * 30, "not_a_number"),
    ],
)
def test_a_number_that_may_be_two_things_is_asked_about(text: str, rule: str) -> None:
    assert (read_integer(text).value, read_integer(text).rule) == (None, rule)


@pytest.mark.parametrize(
    ("text", "value"), [("-0,502183", -0.502183), ("-0.502183", -0.502183), ("117.154", 117.154), ("117,154", 117.154)]
)
def test_a_coordinate_has_a_point_or_a_comma(text: str, value: float) -> None:
    assert read_decimal(text).value == value


@pytest.mark.parametrize(
    ("text", "rule"), [("1.171.540", "lost_decimals"), ("nan", "not_a_number"), ("inf", "not_a_number")]
)
def test_a_coordinate_without_its_decimal_sign_is_refused(text: str, rule: str) -> None:
    assert (read_decimal(text).value, read_decimal(text).rule) == (None, rule)


@pytest.mark.parametrize(
    ("text", "value"),
    [("10.30 WITA", ("10:30", "WITA")), ("pukul 10.30 Wib", ("10:30", "WIB")), ("9:05", ("09:05", None))],
)
def test_a_time_may_carry_its_zone(text: str, value: tuple[str, str | None]) -> None:
    assert read_time(text).value == value


def test_an_impossible_time_is_refused() -> None:
    assert read_time("25.00").rule == "not_a_time"


def test_moments_sort_as_text_in_the_order_of_time() -> None:
    written = ["13/08/2026 09.00", "12 Agustus 2026 10.30", "2026-08-12T09:59", "12/08/2026"]
    moments = [read_moment(text).value for text in written]
    assert sorted(moments) == list(reversed(moments))


@pytest.mark.parametrize(("text", "value"), [("Ya", True), ("TIDAK", False), ("yes", True), ("0", False)])
def test_yes_and_no_are_read_in_both_languages(text: str, value: bool) -> None:
    assert read_yesno(text).value is value


@pytest.mark.parametrize("name", sorted({row["vocabulary"] for row in table("template_columns")} - {""}))
def test_every_code_and_every_label_names_its_code(name: str) -> None:
    words = vocabulary(name)
    for row in table(name):
        assert words.read(row["code"]).value == row["code"]
        assert words.read(row["label_id"].upper()).value == row["code"], row["label_id"]


def test_an_unknown_word_is_refused_with_the_choices() -> None:
    assert vocabulary("stages").read("heboh").rule == "not_in_list"
    assert vocabulary("stages").choices == "potensi, peristiwa, konflik"
