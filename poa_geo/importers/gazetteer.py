"""Which region a row means: by Kemendagri code, BPS code, old code or names; proven, or asked, never guessed.

BPS ``6402`` and Kemendagri ``64.02`` are different places, as are 165 other pairs. So a code is believed as far as the
names beside it agree; names that agree only with the other scheme prove that scheme; anything else is refused with both
readings in the sentence.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from poa_geo.domain.problem import RowProblem
from poa_geo.domain.region import DESA, KABUPATEN, KECAMATAN, NATION, PROVINSI, RegionTree, level_of, parent_of
from poa_geo.importers.draft import Place, mend, refuse
from poa_geo.texts import mark

UNKNOWN_CODE = mark("Kode wilayah {value} tidak dikenal; gunakan kode Kemendagri bertitik, misalnya 64.02.05.")
UNKNOWN_BPS = mark("Kode BPS {value} tidak dikenal; gunakan kode Kemendagri bertitik pada kolom kode_wilayah.")
LOOKS_LIKE_BPS = mark("Kode {value} tampak seperti kode BPS; isikan pada kolom kode_bps atau sertakan nama wilayahnya.")
TWO_READINGS = mark(
    "Kode {value} dapat berarti {first} (Kemendagri) atau {second} (BPS); tulis dengan titik atau sertakan namanya."
)
LOST_ZERO = mark("Kode {value} kehilangan angka nol; tulis sebagai teks: {first} atau {second}.")
NAME_DISAGREES = mark("Kode {value} adalah {region}, tetapi nama yang tertulis {name}; periksa kode atau namanya.")
CODES_DISAGREE = mark(
    "Kode Kemendagri {value} adalah {first}, tetapi kode BPS {bps} adalah {second}; periksa keduanya."
)
UNKNOWN_NAME = mark("Nama wilayah {value} tidak ditemukan di {inside}; periksa ejaannya atau isi kode_wilayah.")
SIMILAR_NAME = mark("Nama wilayah {value} tidak ditemukan di {inside}; yang mirip: {suggestion}.")
MANY_NAMES = mark(
    "Nama wilayah {value} ada lebih dari satu ({choices}); lengkapi nama di atasnya atau isi kode_wilayah."
)
OLD_CODE = mark("Kode lama {value} diteruskan ke {code} {region}.")
BPS_READ = mark("Kode {value} ternyata kode BPS menurut namanya; dibaca sebagai {code} {region}.")
DOTS_ADDED = mark("Kode {value} dibaca sebagai {code} {region}.")

PREFIX = {
    PROVINSI: re.compile(
        r"^(provinsi|prop(insi)?\.?|prov\.?|dki|d\.?i\.?(?=\s)|daerah istimewa|daerah khusus( ibukota)?)\s+",
        re.IGNORECASE,
    ),
    KABUPATEN: re.compile(r"^(kabupaten|kab\.?|kota administrasi|kota adm\.?|kota)\s+", re.IGNORECASE),
    KECAMATAN: re.compile(r"^(kecamatan|kec\.?|distrik)\s+", re.IGNORECASE),
}
DOTTED = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$")
SURE_SCORE = 90  # two spellings of one name, in percent
HINT_SCORE = 70


class Resolution(NamedTuple):
    """The region a row states: its code (to kecamatan), whether a desa was named, and what was found on the way."""

    code: str | None = None
    is_desa: bool = False
    problems: tuple[RowProblem, ...] = ()


class Gazetteer:
    """Codes and names of one `RegionTree`; remembers what it resolved."""

    def __init__(self, tree: RegionTree, old_codes: Mapping[str, str]) -> None:
        self.tree = tree
        self.old_codes = old_codes
        self._by_bps = {region.bps_code: region.code for region in tree.regions if region.bps_code}
        self._by_name: dict[tuple[int, str], list[str]] = defaultdict(list)
        for region in tree.regions:
            for key in {bare_name(region.name, region.level), joined(region.name)}:
                self._by_name[region.level, key].append(region.code)
        self._known: dict[tuple[object, ...], Resolution] = {}

    def resolve(self, place: Place) -> Resolution:
        """Return the region that the codes and names of a row state; empty where it states none."""
        key = (place.code, place.bps_code, place.names)
        if key not in self._known:
            self._known[key] = self._resolve(place)
        return self._known[key]

    def title(self, code: str) -> str:
        """Return what people call a region: its name, with the region above it."""
        parent = parent_of(code)
        return f"{self.tree[code].name}, {self.tree[parent].name}" if parent else self.tree[code].name

    def _resolve(self, place: Place) -> Resolution:
        if place.code:
            stated = self._from_code(place.code, place.names)
        elif place.bps_code:
            stated = self._from_bps(place.bps_code)
        else:
            return self._from_names(place.names, NATION)
        if stated.code is None:
            return stated
        if place.code and place.bps_code and (other := self._from_bps(place.bps_code)).code != stated.code:
            second = self.title(other.code) if other.code else "?"
            return _refused(
                "kode_bps", place.code, "codes_disagree", CODES_DISAGREE,
                first=self.title(stated.code), bps=place.bps_code, second=second,
            )  # fmt: skip
        return self._finer(stated, place.names)

    def _finer(self, stated: Resolution, names: Sequence[str]) -> Resolution:
        """Go down to the kecamatan that the names add to a coarser code."""
        if not stated.code or not any(names[level_of(stated.code) :]):
            return stated
        below = self._from_names(("",) * level_of(stated.code) + tuple(names[level_of(stated.code) :]), stated.code)
        return below._replace(problems=stated.problems + below.problems)

    # --- codes --------------------------------------------------------------------------------------------------

    def _from_code(self, text: str, names: Sequence[str]) -> Resolution:
        digits = re.sub(r"[.\s]", "", text)
        if not digits.isdecimal():
            return _refused("kode_wilayah", text, "unknown_region", UNKNOWN_CODE)
        if DOTTED.match(text):
            return self._from_dotted(text, digits, names)
        return self._from_digits(text, digits, names)

    def _from_dotted(self, text: str, digits: str, names: Sequence[str]) -> Resolution:
        resolution = self._current(text)
        if resolution.code and self._agrees(resolution.code, names):
            return resolution
        bps = self._by_bps.get(digits)
        if bps and any(names) and self._agrees(bps, names):
            return Resolution(bps, False, (mend("kode_wilayah", text, "bps_code", BPS_READ, **self._facts(bps)),))
        if resolution.code is None:
            return resolution
        name = ", ".join(name for name in reversed(names) if name)
        return _refused(
            "kode_wilayah", text, "name_disagrees", NAME_DISAGREES, region=self.title(resolution.code), name=name
        )

    def _from_digits(self, text: str, digits: str, names: Sequence[str]) -> Resolution:
        """Read a code without its dots, which either scheme may have written."""
        kemendagri, bps = self._without_dots(text, digits), self._by_bps.get(digits[:7])
        readings = [code for code in dict.fromkeys((*kemendagri, bps)) if code]
        proven = [code for code in readings if any(names) and self._agrees(code, names)]
        if len(proven) == 1 or (len(readings) == 1 and readings[0] != bps and not any(names)):
            code = (proven or readings)[0]
            rule, message = ("bps_code", BPS_READ) if code == bps and code not in kemendagri else ("dots", DOTS_ADDED)
            is_desa = len(digits) == 10
            return Resolution(code, is_desa, (mend("kode_wilayah", text, rule, message, **self._facts(code)),))
        if not readings:
            return _refused("kode_wilayah", text, "unknown_region", UNKNOWN_CODE)
        if readings == [bps] and not any(names):
            return _refused("kode_wilayah", text, "bps_code", LOOKS_LIKE_BPS)
        if len(kemendagri) > 1:
            return _refused("kode_wilayah", text, "lost_zero", LOST_ZERO, first=kemendagri[0], second=kemendagri[1])
        if len(readings) > 1:
            first, second = (self.title(code) for code in (readings[0], readings[-1]))
            return _refused("kode_wilayah", text, "two_schemes", TWO_READINGS, first=first, second=second)
        name = ", ".join(name for name in reversed(names) if name)
        return _refused(
            "kode_wilayah", text, "name_disagrees", NAME_DISAGREES, region=self.title(readings[0]), name=name
        )

    def _without_dots(self, text: str, digits: str) -> list[str]:
        """Return the Kemendagri codes that a text without dots, or with a zero lost to Excel, may stand for."""
        dotted = [".".join(part for part in (digits[:2], digits[2:4], digits[4:6]) if part)] if len(digits) != 7 else []
        if found := re.match(r"(\d{2})\.(\d)$", text):
            dotted = [f"{found[1]}.0{found[2]}", f"{found[1]}.{found[2]}0"]
        return [code for candidate in dotted if (code := self._current(candidate).code)]

    def _current(self, text: str) -> Resolution:
        """Follow a dotted code to today's region; a desa counts for its kecamatan."""
        is_desa, code = level_of(text) == DESA, text
        if is_desa:
            code = parent_of(text)
        if code in self.tree:
            return Resolution(code, is_desa)
        if (new := self.old_codes.get(code)) and new in self.tree:
            return Resolution(new, is_desa, (mend("kode_wilayah", text, "old_code", OLD_CODE, **self._facts(new)),))
        return _refused("kode_wilayah", text, "unknown_region", UNKNOWN_CODE)

    def _from_bps(self, text: str) -> Resolution:
        digits = re.sub(r"[.\s]", "", text)
        code = self._by_bps.get(digits[:7])
        return Resolution(code, len(digits) == 10) if code else _refused("kode_bps", text, "unknown_bps", UNKNOWN_BPS)

    def _facts(self, code: str) -> dict[str, str]:
        return {"code": code, "region": self.title(code)}

    # --- names --------------------------------------------------------------------------------------------------

    def _agrees(self, code: str, names: Sequence[str]) -> bool:
        """Say whether no name beside a code speaks against it."""
        path = self.tree.path(code)
        return all(
            same_name(name, region.name, region.level) for name, region in zip(names, path, strict=False) if name
        )

    def _from_names(self, names: Sequence[str], inside: str) -> Resolution:
        code = inside or None
        for level, name in enumerate(names, PROVINSI):
            if not name:
                continue
            found = self._named(name, level, code or NATION)
            if len(found) != 1:
                return self._unclear(name, level, code or NATION, found)
            code = found[0]
        return Resolution(code)

    def _named(self, name: str, level: int, inside: str) -> list[str]:
        """Return the regions of one name and level; the word Kota or Kabupaten decides between namesakes."""
        for key in (bare_name(name, level), joined(name)):
            found = [code for code in self._by_name.get((level, key), ()) if code.startswith(inside)]
            found = [code for code in found if kind_of(name) in ("", kind_of(self.tree[code].name))] or found
            if found:
                return sorted(set(found))
        return []

    def _unclear(self, name: str, level: int, inside: str, found: Sequence[str]) -> Resolution:
        column = {PROVINSI: "provinsi", KABUPATEN: "kabupaten_kota", KECAMATAN: "kecamatan"}[level]
        if found:
            choices = "; ".join(f"{code} {self.title(code)}" for code in found[:4])
            return _refused(column, name, "many_names", MANY_NAMES, choices=choices)
        candidates = {self.title(code): bare_name(self.tree[code].name, level) for code in self._below(level, inside)}
        hint = process.extractOne(bare_name(name, level), candidates, scorer=fuzz.ratio, score_cutoff=HINT_SCORE)
        facts = {"inside": self.tree[inside].name if inside else "Indonesia"}
        if hint:
            return _refused(column, name, "unknown_name", SIMILAR_NAME, **facts, suggestion=hint[2])
        return _refused(column, name, "unknown_name", UNKNOWN_NAME, **facts)

    def _below(self, level: int, inside: str) -> Iterator[str]:
        return (self.tree.codes[i] for i in self.tree.at_level(level, inside))


def _refused(column: str, value: str, rule: str, message: str, **facts: str) -> Resolution:
    return Resolution(None, False, (refuse(column, value, rule, message, **facts),))


def joined(name: str) -> str:
    """Return a name as letters and digits only."""
    return "".join(character for character in name.casefold() if character.isalnum())


def bare_name(name: str, level: int) -> str:
    """Return a name as letters and digits, without the word for its level."""
    return joined(PREFIX[level].sub("", name.strip()))


def kind_of(name: str) -> str:
    """Return ``kota`` or ``kabupaten`` where a name says so."""
    word = name.strip().casefold()
    if word.startswith("kota "):
        return "kota"
    return "kabupaten" if word.startswith(("kab ", "kab.", "kabupaten ")) else ""


def same_name(written: str, official: str, level: int) -> bool:
    """Say whether two spellings mean one region."""
    if level == KABUPATEN and kind_of(written) not in ("", kind_of(official)) and joined(written) != joined(official):
        return False
    pair = bare_name(written, level), bare_name(official, level)
    return fuzz.ratio(*pair) >= SURE_SCORE or joined(written) == joined(official)
