"""Cells as people in Indonesia type them: dates, times, numbers, yes and no, codes and their labels.

Every reader takes a trimmed, non-empty text and returns the value, or a `RowProblem` without its column that says what
to write instead. What is clear beyond doubt is read silently; what had to be interpreted comes back as mended.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from poa_geo.domain.sheet import plain_header
from poa_geo.reference import table
from poa_geo.texts import mark


class Reading(NamedTuple):
    """What a cell says. `rule` and `message` are empty unless it was mended (`is_fixed`) or refused."""

    value: Any
    rule: str = ""
    message: str = ""
    is_fixed: bool = False


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february feb pebruari", "maret march mar", "april apr", "mei may",
            "juni june jun", "juli july jul", "agustus august agu aug agt agst", "september sep sept",
            "oktober october okt oct", "november nov nop nopember", "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_DAYS = range(14_000, 80_000)  # 1938 to 2119: a serial number, not a year or a headcount

NOT_A_DATE = mark("Tanggal {value} tidak dikenali; tulis hari/bulan/tahun, misalnya 12/08/2026.")
NO_SUCH_DAY = mark("Tanggal {value} tidak ada di kalender; tulis hari/bulan/tahun, misalnya 12/08/2026.")
SHORT_YEAR = mark("Tahun pada {value} hanya dua angka; tulis empat angka, misalnya 12/08/2026.")
SERIAL_DATE = mark("Angka tanggal Excel {value} dibaca sebagai tanggal.")
NOT_A_TIME = mark("Jam {value} tidak dikenali; tulis misalnya 10.30 atau 10.30 WITA.")
NOT_A_NUMBER = mark("Nilai {value} bukan angka.")
AMBIGUOUS_NUMBER = mark("Angka {value} dapat berarti ribuan atau pecahan; tulis tanpa titik dan koma.")
NOT_WHOLE = mark("Nilai {value} harus bilangan bulat.")
THOUSANDS = mark("Angka {value} dibaca dengan titik sebagai pemisah ribuan.")
LOST_DECIMALS = mark("Koordinat {value} kehilangan tanda desimal; tulis misalnya 116,9876.")
NOT_YES_NO = mark("Nilai {value} tidak dikenali; tulis ya atau tidak.")
NOT_IN_LIST = mark("Nilai {value} tidak ada dalam daftar; pilih salah satu: {choices}.")

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]\d{1,2}[:.]\d{2}.*)?$")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})(?: \d{1,2}[:.]\d{2}.*)?$")
_NAMED = re.compile(r"(?:[a-z']+,\s*)?(\d{1,2})[-/. ]+([a-z]+)\.?[-/., ]+(\d{2}|\d{4})$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_TIME = re.compile(r"(?:pukul|jam|pkl\.?)?\s*(\d{1,2})[.:](\d{2})(?:[.:]\d{2}(?:\.\d+)?)?\s*(wib|wita|wit)?$")
_MOMENT = re.compile(r"(.+?)[T ](\d{1,2}[.:]\d{2}.*)$")
_GROUPED = re.compile(r"[-+]?\d{1,3}(\.\d{3})+$")


@lru_cache(maxsize=50_000)
def read_date(text: str) -> Reading:
    """Read a civil date: day first where both could be, month names in Indonesian or English, Excel serials."""
    text = text.strip().casefold()
    if found := _YEAR_FIRST.match(text) or _COMPACT.match(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.match(text):
        return _date_of_year(found[3], int(found[2]), int(found[1]))
    if (found := _NAMED.match(text)) and found[2] in MONTHS:
        return _date_of_year(found[3], MONTHS[found[2]], int(found[1]))
    if text.replace(",", ".").replace(".", "", 1).isdecimal():
        days = int(float(text.replace(",", ".")))
        if days in EXCEL_DAYS:
            return Reading(EXCEL_EPOCH + timedelta(days), "serial_date", SERIAL_DATE, is_fixed=True)
    return Reading(None, "not_a_date", NOT_A_DATE)


def _date_of_year(year: str, month: int, day: int) -> Reading:
    if len(year) == 2:
        return Reading(None, "short_year", SHORT_YEAR)
    return _date(int(year), month, day)


def _date(year: int, month: int, day: int) -> Reading:
    try:
        return Reading(date(year, month, day))
    except ValueError:
        return Reading(None, "no_such_day", NO_SUCH_DAY)


def read_moment(text: str) -> Reading:
    """Read a date with or without time as a sortable text; the source's own time of a row."""
    found = _MOMENT.match(text)
    day, clock = (found[1], found[2]) if found else (text, "00:00")
    reading, time = read_date(day), read_time(clock)
    if reading.value is None or time.value is None:
        return reading if reading.value is None else time
    return Reading(f"{reading.value.isoformat()}T{time.value[0]}")


@lru_cache(maxsize=5_000)
def read_time(text: str) -> Reading:
    """Read a clock time with or without zone as ``(HH:MM, zone or None)``."""
    found = _TIME.match(text.strip().casefold())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return Reading(None, "not_a_time", NOT_A_TIME)
    return Reading((f"{int(found[1]):02}:{found[2]}", found[3].upper() if found[3] else None))


@lru_cache(maxsize=50_000)
def read_integer(text: str) -> Reading:
    """Read a whole number; points between groups of three are thousands, a comma before zeros is dropped."""
    if text.isascii() and text.removeprefix("-").isdecimal():
        return Reading(int(text)) if len(text) < 12 else Reading(None, "not_a_number", NOT_A_NUMBER)
    if _GROUPED.match(text):
        return Reading(int(text.replace(".", "")), "thousands", THOUSANDS, is_fixed=True)
    whole, _, rest = text.replace(",", ".").rpartition(".")
    if whole and whole.removeprefix("-").isdecimal() and rest.isdecimal():
        if not rest.strip("0") and len(rest) < 3:
            return Reading(int(whole))
        return Reading(None, *(("ambiguous", AMBIGUOUS_NUMBER) if len(rest) == 3 else ("not_whole", NOT_WHOLE)))
    return Reading(None, "not_a_number", NOT_A_NUMBER)


def read_decimal(text: str) -> Reading:
    """Read a decimal number with a point or a comma; several separators of one kind have lost the decimal sign."""
    if text.count(".") > 1 or text.count(",") > 1:
        return Reading(None, "lost_decimals", LOST_DECIMALS)
    if "." in text and "," in text:
        thousands = min(".,", key=text.index)
        text = text.replace(thousands, "")
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return Reading(None, "not_a_number", NOT_A_NUMBER)
    return Reading(number) if abs(number) < 1e9 else Reading(None, "not_a_number", NOT_A_NUMBER)


YES = frozenset(["ya", "y", "yes", "true", "benar", "ada", "1", "v"])
NO = frozenset(["tidak", "t", "tdk", "no", "n", "false", "salah", "tidak_ada", "0"])


def read_yesno(text: str) -> Reading:
    """Read yes or no in Indonesian or English."""
    word = plain_header(text)
    if word in YES or word in NO:
        return Reading(word in YES)
    return Reading(None, "not_yes_no", NOT_YES_NO)


@dataclass(frozen=True)
class Vocabulary:
    """The codes of a reference table, found by code or by label in either language, whatever the case."""

    name: str
    codes: Mapping[str, str]
    choices: str

    def read(self, text: str) -> Reading:
        """Return the code that a text names; a label is as good as its code."""
        code = self.codes.get(text) or self.codes.get(plain_header(text))
        return Reading(code) if code else Reading(None, "not_in_list", NOT_IN_LIST)

    def read_rank(self, text: str) -> Reading:
        """Return the code that a text names as a number."""
        reading = self.read(text)
        return Reading(int(reading.value)) if reading.value else reading


@lru_cache(maxsize=64)
def vocabulary(name: str) -> Vocabulary:
    """Return the words of a reference table, retired rows included: old files use old codes."""
    rows = table(name)
    codes: dict[str, str] = {}
    for column in ("label_en", "label_id", "alpha2", "code"):  # a code wins over a label
        codes |= {plain_header(row[column]): row["code"] for row in rows if row.get(column)}
    codes |= {row["code"]: row["code"] for row in rows}
    shown = [row["code"] for row in rows]
    return Vocabulary(name, codes, ", ".join(shown[:40]) + (" …" if len(shown) > 40 else ""))


READERS: dict[str, Callable[[str], Reading]] = {
    "text": Reading,
    "identity": Reading,
    "region": Reading,
    "bps": Reading,
    "name1": Reading,
    "name2": Reading,
    "name3": Reading,
    "date": read_date,
    "identity_date": read_date,
    "moment": read_moment,
    "time": read_time,
    "integer": read_integer,
    "decimal": read_decimal,
    "yesno": read_yesno,
}
"""Kind of column in ``template_columns.csv`` → its reader; code, country and rank read through a `Vocabulary`."""
