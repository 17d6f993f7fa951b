"""No telephone number and no introduced name survives in what others read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_geo.access.stripping import NAME, NUMBER, plain_text, strip_people

SEPARATORS = st.sampled_from(["", " ", "-", ".", " - ", "–", "\u00a0", "\u200b", "/", ") ", "·"])
WORDS = st.text(st.characters(whitelist_categories=["L"], max_codepoint=0x2FF), min_size=1, max_size=8)
SCRIPTS = ("0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९")


@st.composite
def telephone_numbers(draw: st.DrawFn) -> tuple[str, str]:
    """A mobile number as people write it, and its digits."""
    digits = draw(st.sampled_from(["08", "628", "+628", "00628"])) + draw(
        st.text("0123456789", min_size=8, max_size=10)
    )
    cuts = sorted(draw(st.sets(st.integers(4, len(digits) - 1), max_size=3)))
    parts = [digits[start:end] for start, end in zip([0, *cuts], [*cuts, None], strict=True)]
    separator = draw(SEPARATORS)
    script = draw(st.sampled_from(SCRIPTS))
    written = separator.join(parts).translate({ord(str(n)): sign for n, sign in enumerate(script)})
    return written, digits.removeprefix("+")


@given(telephone_numbers(), WORDS, WORDS)
def test_no_telephone_number_survives(number: tuple[str, str], before: str, after: str) -> None:
    written, digits = number
    stripped = strip_people(f"{before} {written} {after}").text
    left = re.sub(r"\D", "", stripped)
    assert digits not in left
    assert len(left) < 8


@given(st.lists(telephone_numbers(), min_size=1, max_size=3))
def test_no_telephone_number_survives_among_others(numbers: list[tuple[str, str]]) -> None:
    stripped = strip_people(" dan ".join(written for written, _ in numbers)).text
    assert not re.search(r"\d{5}", stripped)


@given(st.text(max_size=200))
def test_stripping_twice_is_stripping_once(text: str) -> None:
    once = strip_people(text).text
    assert strip_people(once).text == once


@pytest.mark.parametrize(
    "text",
    [
        "hari Rabu, 12 Agustus 2026 pukul 10.30 WITA",
        "tanggal 12/08/2026, massa 150 orang, kerugian Rp25.000.000,00",
        "pukul 10.30 - 12.00 WITA",
        "2 orang luka, 1 meninggal, 1.500 jiwa mengungsi",
        "Kepada Yth. Bapak Kepala Badan Kesbangpol",
        "kode wilayah 64.02.05",
    ],
)
def test_dates_times_counts_money_and_posts_stay(text: str) -> None:
    assert strip_people(text).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pelapor an. Sekar Wangi, warga desa", f"Pelapor an. {NAME}, warga desa"),
        ("Sdr. BUDI CONTOH dan Bapak Joko", f"Sdr. {NAME} dan Bapak {NAME}"),
        ("atas nama budi contoh", f"atas nama {NAME}"),
        ("pelapor: Rina binti Contoh", f"pelapor: {NAME}"),
        ("telp 0541/123456 atau (0541) 123456", f"telp {NUMBER} atau {NUMBER}"),
        ("HP 0812-3456-7890. 2 orang luka", f"HP {NUMBER}. 2 orang luka"),
    ],
)
def test_introduced_names_and_numbers_go(text: str, expected: str) -> None:
    assert strip_people(text).text == expected


def test_invisible_signs_and_controls_are_gone() -> None:
    assert plain_text("a\u200bb\x00c\u202ed\r\ne") == "ab cd\ne"
