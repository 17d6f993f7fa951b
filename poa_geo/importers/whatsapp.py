"""A field report pasted from a chat ("Mohon izin melaporkan …"): what it seems to say, for a person to confirm.

Nothing here decides anything. Date, hour, place, form and numbers are proposals; what is not found stays empty.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, process

from poa_geo.access.stripping import plain_text, strip_people
from poa_geo.domain.region import KABUPATEN, KECAMATAN, Region, parent_of
from poa_geo.importers.gazetteer import bare_name, joined
from poa_geo.importers.values import MONTHS
from poa_geo.reference import by_code, label, table
from poa_geo.texts import mark, t

SURE = 86
"""Two spellings of one name, in percent; a person confirms it anyway."""

TITLE = mark("{form} di {place}")
OTHER_FORM = mark("Laporan")

_NAMED_DAY = re.compile(r"\b(\d{1,2})[\s\-]+([A-Za-z]{3,9})\.?(?:[\s\-,]+(\d{4}))?\b")
_NUMBER_DAY = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b")
_CLOCK = re.compile(r"\b(?:pukul|jam|pkl\.?)\s*(\d{1,2})[.:](\d{2})\s*(wib|wita|wit)?\b", re.IGNORECASE)
_PLACE_WORD = {
    KECAMATAN: re.compile(r"\b(?:kecamatan|kec\.?)\s+([A-Za-z'’\- ]{3,40})", re.IGNORECASE),
    KABUPATEN: re.compile(r"\b((?:kabupaten|kab\.?|kota)\s+[A-Za-z'’\- ]{3,40})", re.IGNORECASE),
}
_VILLAGE = re.compile(
    r"(?<!epala )\b(?i:desa|kelurahan|kel\.|kampung|dusun)\s+[A-Z][\w'’\-]*(?:\s+[A-Z][\w'’\-]*){0,3}"
)
_SPELLED = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh")
_WORDS = {word: value for value, word in enumerate(_SPELLED, 1)}
_COUNT = r"(\d{1,3}(?:\.\d{3})+|\d{1,6}|" + "|".join(_WORDS) + ")"
_PEOPLE = r"(?:\s*(?:orang|org|jiwa|warga|korban|kk|massa))?"
_HARM = {
    "deaths": r"(?:meninggal|tewas|md\b)",
    "injured_seriously": r"luka(?:\s*-\s*luka)?\s+berat",
    "injured": r"(?:luka|cedera|terluka)",
    "displaced": r"(?:mengungsi|pengungsi)",
}
_CROWD = re.compile(
    rf"(?:massa|peserta|kurang lebih|sekitar|±|\+/-|diikuti(?: oleh)?)\D{{0,25}}?{_COUNT}\s*(?:orang|org|warga|massa)"
    rf"|{_COUNT}\s*(?:orang|org)?\s*(?:massa|peserta|pengunjuk rasa|demonstran|warga)",
    re.IGNORECASE,
)
_HONORIFICS = re.compile(r"^\W*(mohon i[jz]in melaporkan|selamat (pagi|siang|sore|malam)|assalam\S*)\W*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a pasted text seems to say; every field may be empty. `text` is stripped of names and numbers."""

    text: str
    numbers_removed: int
    names_removed: int
    event_date: date | None = None
    event_time: str | None = None
    time_zone: str | None = None
    region_code: str | None = None
    place: str | None = None
    form: str | None = None
    issue_type: str | None = None
    crowd: int | None = None
    crowd_band: str | None = None
    deaths: int = 0
    injured: int = 0
    injured_seriously: int = 0
    displaced: int = 0
    title: str

    def as_json(self) -> dict[str, Any]:
        """Return the proposal as JSON can hold it, without the text, which the report has."""
        values = {name: value for name, value in asdict(self).items() if value not in (None, 0) and name != "text"}
        return values | ({"event_date": self.event_date.isoformat()} if self.event_date else {})


def propose(text: str, today: date, regions: Sequence[Region]) -> Proposal:
    """Read a pasted report.

    Parameters
    ----------
    text : str
        As pasted.
    today : date
        For "hari ini", "kemarin" and days without a year; no day after it is proposed.
    regions : sequence of Region
        Kabupaten/kota and kecamatan that may be meant: those of the reader's scope.

    """
    plain = plain_text(text)
    clean = strip_people(text)
    region = find_region(plain, regions)
    form, issue = find_form(plain)
    hour = _CLOCK.search(plain)
    crowd = _crowd(plain)
    place = _place(clean.text, region, regions)
    return Proposal(
        text=_HONORIFICS.sub("", clean.text.strip()).strip() or clean.text.strip(),
        numbers_removed=clean.numbers,
        names_removed=clean.names,
        event_date=find_day(plain, today),
        event_time=_time(hour),
        time_zone=hour[3].upper() if hour and hour[3] else None,
        region_code=region.code if region else None,
        place=place,
        form=form,
        issue_type=issue,
        crowd=crowd,
        crowd_band=crowd_band(crowd),
        title=_title(form, place),
        **_harm(plain),
    )


def find_day(text: str, today: date) -> date | None:
    """Return the first day a text names that is not after `today`."""
    candidates: list[tuple[int, date]] = []
    for found in _NAMED_DAY.finditer(text):
        month = MONTHS.get(found[2].casefold())
        if month:
            candidates.append((found.start(), _day(int(found[1]), month, found[3], today) or date.max))
    for found in _NUMBER_DAY.finditer(text):
        candidates.append((found.start(), _day(int(found[1]), int(found[2]), found[3], today) or date.max))
    for word, back in (("hari ini", 0), ("kemarin", 1)):
        if found_word := re.search(rf"\b{word}\b", text, re.IGNORECASE):
            candidates.append((found_word.start(), today - timedelta(days=back)))
    possible = [day for _, day in sorted(candidates) if day <= today]
    return possible[0] if possible else None


def _day(day: int, month: int, year: str | None, today: date) -> date | None:
    """Return a day; without a year, the last such day up to today."""
    wanted = int(year) + (2000 if year and len(year) == 2 else 0) if year else today.year
    try:
        found = date(wanted, month, day)
        return found if year or found <= today else found.replace(year=wanted - 1)
    except ValueError:
        return None


def _time(found: re.Match[str] | None) -> str | None:
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return f"{int(found[1]):02}:{found[2]}"


# --- Place ----------------------------------------------------------------------------------------------------------


def find_region(text: str, regions: Sequence[Region]) -> Region | None:
    """Return the finest region a text names: a kecamatan, else a kabupaten or kota."""
    inside = _named(text, KABUPATEN, regions)
    below = [region for region in regions if inside is None or parent_of(region.code) == inside.code]
    return _named(text, KECAMATAN, below) or inside


def _named(text: str, level: int, regions: Sequence[Region]) -> Region | None:
    """Return the region that follows its own word ("Kec. …"), else the only one whose whole name stands in the text."""
    of_level = [region for region in regions if region.level == level]
    names = {index: bare_name(region.name, level) for index, region in enumerate(of_level)}
    for found in _PLACE_WORD[level].finditer(text):
        if (index := _closest(found[1], level, names)) is not None:
            return of_level[index]
    told = f" {' '.join(re.findall(r'[a-z0-9]+', text.casefold()))} "
    standing = [region for region in of_level if len(region.name) > 3 and f" {_words(region.name)} " in told]
    return standing[0] if len({region.code for region in standing}) == 1 else None


def _closest(written: str, level: int, names: dict[int, str]) -> int | None:
    """Return the name that the first words of a text spell; long names are tried before short ones."""
    words = written.split()
    for count in range(min(4, len(words)), 0, -1):
        spelled = bare_name(" ".join(words[:count]), level)
        found = process.extractOne(spelled, names, scorer=fuzz.ratio, score_cutoff=SURE)
        if found:
            return int(found[2])
    return None


def _words(name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"^(Kabupaten|Kota) ", "", name).casefold()))


def _place(text: str, region: Region | None, regions: Sequence[Region]) -> str | None:
    village = _VILLAGE.search(text)
    above = next((other for other in regions if region and other.code == parent_of(region.code)), None)
    parts = [village[0] if village else None, _called(region), above.name if above else None]
    return ", ".join(part for part in parts if part) or None


def _called(region: Region | None) -> str | None:
    if region is None:
        return None
    return f"Kecamatan {region.name}" if region.level == KECAMATAN else region.name


# --- What and how many ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _keywords() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Return the words that tell a form or an issue, the longest first."""
    rows = sorted(table("form_keywords"), key=lambda row: -len(row["keyword"]))
    return tuple(
        (re.compile(rf"\b{re.escape(row['keyword'])}", re.IGNORECASE), row["form"], row["issue_type"]) for row in rows
    )


def find_form(text: str) -> tuple[str | None, str | None]:
    """Return the gravest form a text names, and the issue it is about."""
    forms, issues = [], []
    for pattern, form, issue in _keywords():
        if pattern.search(text):
            forms.extend([form] if form else [])
            issues.extend([issue] if issue else [])
    gravest = max(forms, key=lambda code: float(by_code("forms")[code]["severity"]), default=None)
    return gravest, issues[0] if issues else None


def _crowd(text: str) -> int | None:
    found = _CROWD.search(text)
    return _number(found[1] or found[2]) if found else None


def _number(text: str) -> int:
    return _WORDS.get(text.casefold()) or int(text.replace(".", ""))


def crowd_band(people: int | None) -> str | None:
    """Return the band of the reference table that holds a number of people."""
    if not people:
        return None
    rows = [row for row in table("crowd_bands") if int(row["from_people"]) <= people]
    return rows[-1]["code"] if rows else None


def _harm(text: str) -> dict[str, int]:
    counts = dict.fromkeys(_HARM, 0)
    for name, word in _HARM.items():
        pattern = rf"{_COUNT}{_PEOPLE}\s*(?:mengalami\s+)?{word}|{word}(?:\s+dunia)?\s*(?::|sebanyak)?\s*{_COUNT}"
        found = re.search(pattern, text, re.IGNORECASE)
        counts[name] = _number(found[1] or found[2]) if found else 0
    counts["injured"] = max(counts["injured"], counts["injured_seriously"])
    return counts


def _title(form: str | None, place: str | None) -> str:
    what = label("forms", form) if form else t(OTHER_FORM)
    return t(TITLE, form=what, place=place)[:300] if place else what


def same_words(first: str, second: str) -> float:
    """Return how alike two reports read, in percent: for proposing duplicates, never for deciding."""
    return float(fuzz.token_set_ratio(joined_words(first), joined_words(second)))


def joined_words(text: str) -> str:
    """Return the words of a text in lower case, without marks."""
    return " ".join(word for word in (joined(part) for part in text.split()) if word)
