"""A briefing in words and on slides: nothing is lost, nothing runs over the edge, messages keep their limits."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_briefing import DAY, follow_up, made_up, situation_of, status

from poa_geo.briefing import layout
from poa_geo.briefing.blocks import FactList, Figures, Issue, Issues, Page, Paragraph, RegionMap, Table
from poa_geo.briefing.content import Chance, LedgerCount
from poa_geo.briefing.labels import place_labels
from poa_geo.briefing.message import LONG, SHORT, write_long, write_short
from poa_geo.briefing.render import DOCUMENTS, UnknownDocument, document_for
from poa_geo.briefing.sections import SECTION_NAMES, digest, pages, pages_by_section
from poa_geo.briefing.wording import headline
from poa_geo.formatting import period
from poa_geo.look import BAND_CLASS

words = st.lists(st.text("abcdefghij", min_size=1, max_size=14), min_size=1, max_size=25).map(" ".join)
rows = st.lists(st.tuples(words, words), min_size=1, max_size=40)


@settings(deadline=None, max_examples=60)
@given(rows)
def test_a_long_table_goes_on_over_slides_without_losing_a_row_or_the_edge(cells: list[tuple[str, str]]) -> None:
    table = Table(heads=("Kejadian", "Wilayah"), rows=tuple(cells), widths=(2, 1))
    note = Paragraph("Ditampilkan semua.", is_note=True)
    slides = layout.slides((Page(section="lampiran", title="Daftar", blocks=(table, note)),))
    parts = [block for slide in slides for block in slide.blocks if isinstance(block, Table)]
    assert tuple(row for part in parts for row in part.rows) == table.rows
    assert sum(isinstance(block, Paragraph) for slide in slides for block in slide.blocks) == 1
    room = layout.BOTTOM - layout.TOP
    for slide in slides:
        used = sum(layout.height_of(block, layout.block_width(slide)) for block in slide.blocks)
        one_tall_row = any(isinstance(block, Table) and len(block.rows) == 1 for block in slide.blocks)
        assert used <= room or one_tall_row


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(words, words), min_size=1, max_size=20))
def test_questions_and_answers_stay_together_and_complete(items: list[tuple[str, str]]) -> None:
    slides = layout.slides((Page(section="kejadian", title="Kejadian", blocks=(FactList(tuple(items)),)),))
    shown = [item for slide in slides for block in slide.blocks if isinstance(block, FactList) for item in block.items]
    assert shown == items


def test_three_long_reasons_are_shortened_so_that_they_stay_beside_the_map() -> None:
    long = "Blokade akses dermaga batu bara oleh kelompok nelayan yang menuntut alur tongkang dipindahkan " * 3
    issues = tuple(Issue(band="merah", head="Kutai Barat naik ke merah", line=long, note=long) for _ in range(3))
    page = Page(section="ringkasan", title="Ringkasan", blocks=(RegionMap(regions=(), alt=""), Issues(issues)))
    (slide,) = layout.slides((page,))
    shown = slide.blocks[1]
    assert isinstance(shown, Issues)
    assert layout.height_of(shown, layout.block_width(slide)) <= layout.BOTTOM - layout.TOP
    assert all(issue.line.endswith("…") for issue in shown.items)


def test_a_column_is_never_narrower_than_its_longest_word() -> None:
    table = Table(heads=("No", "Ketidaksesuaian"), rows=(("1", "ya"),), widths=(90, 2))
    widths = layout.column_widths(table, 600)
    assert widths[1] >= layout.text_width("Ketidaksesuaian", layout.TEXT_PX, True)
    assert sum(widths) == pytest.approx(600)


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 60), st.integers(0, 2**16))
def test_letters_and_names_on_a_map_never_cover_each_other(count: int, seed: int) -> None:
    columns = 8
    shapes = {
        str(i): shapely.box(
            100 * (i % columns), 80 * (i // columns), 100 * (i % columns) + 95, 80 * (i // columns) + 75
        )
        for i in range(count)
    }
    bands = tuple(BAND_CLASS)
    regions = [(code, f"Wilayah {code}", bands[(int(code) + seed) % 4]) for code in shapes]
    labels = place_labels(regions, shapes, {"0": (700.0, 600.0)}, (800, 668), [(0, 0, 300, 90)])
    boxes = []
    for label in labels:
        x, y = label.chip
        boxes.append(shapely.box(x - 18, y - 18, x + 18, y + 18))
    overlaps = [a.intersection(b).area for i, a in enumerate(boxes) for b in boxes[i + 1 :]]
    assert not any(overlaps)
    assert all(0 <= label.chip[0] <= 800 and 0 <= label.chip[1] <= 668 for label in labels)


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        (("merah", "kuning", "kuning", "abu", "hijau"), "Satu wilayah merah, dua kuning, satu belum lapor"),
        (("hijau", "hijau"), "Semua wilayah hijau"),
        (("abu",), "Satu wilayah belum lapor"),
        ((), "Belum ada wilayah yang dapat dinilai"),
    ],
)
def test_the_state_of_all_regions_is_one_sentence(bands: tuple[str, ...], said: str) -> None:
    assert headline(situation_of(*(status(n, band=band) for n, band in enumerate(bands)))) == said


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (date(2026, 11, 14), date(2026, 11, 20), "14–20 November 2026"),
        (date(2026, 10, 28), date(2026, 11, 3), "28 Oktober – 3 November 2026"),
        (date(2025, 12, 28), date(2026, 1, 3), "28 Desember 2025 – 3 Januari 2026"),
        (date(2026, 11, 20), date(2026, 11, 20), "20 November 2026"),
    ],
)
def test_a_period_is_said_as_short_as_it_can_be(since: date, until: date, said: str) -> None:
    assert period(since, until) == said


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 90), st.text("abcdefghij ", min_size=3, max_size=110))
def test_messages_keep_their_limits_however_many_regions_and_however_long_their_names(count: int, name: str) -> None:
    briefing = made_up(*(status(n + 1, name=f"Kabupaten {name}{n}") for n in range(count)))
    short, long = write_short(briefing), write_long(briefing)
    assert len(short) <= SHORT == 700
    assert len(long) <= LONG == 4096
    for text in (short, long):
        assert text.startswith("*TERBATAS*")
        assert briefing.reference_number in text


def test_a_message_tells_every_region_that_is_not_green_with_its_score() -> None:
    briefing = made_up(*(status(n) for n in range(1, 9)))
    text = write_long(briefing)
    for one in briefing.situation.regions:
        named = one.name.removeprefix("Kabupaten ")
        line = next((line for line in text.splitlines() if line.startswith(f"- {named}:")), "")
        assert bool(line) == (one.band != "hijau")
        if one.band in ("merah", "kuning"):
            assert f"skor {one.score:.1f}".replace(".", ",") in line
            assert f"{one.incident_count} kejadian" in line


def test_sections_stand_in_the_order_leaders_expect_and_can_be_left_out() -> None:
    briefing = made_up(status(1), status(2))
    told = [page.section for page in pages(briefing)]
    assert list(dict.fromkeys(told)) == [name for name in SECTION_NAMES if name in told]
    kept = replace(briefing, remarks={"wilayah": "", "judul": ""})
    assert [page.section for page in pages(kept)] == ["judul", "wilayah"]


def test_a_section_without_data_says_so_and_one_with_nothing_to_tell_is_left_out() -> None:
    quiet = made_up(status(2, band="hijau"), until=date(2026, 6, 15))
    told = pages_by_section(quiet)
    (page,) = told["tindak_lanjut"]
    assert page.blocks == (Paragraph("Belum ada tindak lanjut yang ditandai dari rapat sebelumnya."),)
    assert told["prediksi"] == ()


def test_the_outlook_tells_warnings_so_far_known_days_and_a_forecast_only_where_it_is_better() -> None:
    ledger = LedgerCount(hits=6, false_alarms=20, misses=2, lead_days=13.2)
    chance = Chance(name="Kabupaten Contoh", probability=0.124, low=0.08, high=0.2)
    told = pages_by_section(made_up(status(2, band="hijau"), ledger=ledger, forecast=(chance,)))
    tables = [block for page in told["prediksi"] for block in page.blocks if isinstance(block, Table)]
    assert [table.rows[0] for table in tables] == [
        ("Contoh", "12%", "8% – 20%"),
        ("Peringatan tepat", "6"),
        ("19 Maret 2026", "Nyepi"),
    ]
    (page,) = pages_by_section(made_up(status(2, band="hijau"), ledger=ledger))["ringkasan"]
    figures = next(block for block in page.blocks if isinstance(block, Figures))
    assert figures.items[2].value == "75%"
    worse = pages_by_section(made_up(status(2, band="hijau"), forecast=()))["prediksi"][0]
    assert worse.blocks == (
        Paragraph("Prakiraan tidak ditampilkan karena belum lebih baik daripada rata-rata kejadian sebelumnya."),
    )


def test_a_remark_stands_at_the_end_of_its_section_and_changes_the_number() -> None:
    plain = made_up(status(1))
    remarked = replace(plain, remarks={**plain.remarks, "rekomendasi": "Dibahas Kamis."})
    last = pages_by_section(remarked)["rekomendasi"][-1]
    assert last.blocks[-1] == Paragraph("Catatan: Dibahas Kamis.")
    assert digest(remarked) != digest(plain)


def test_a_region_with_an_action_names_who_acts_by_when_and_one_without_its_standing_measure() -> None:
    red, yellow = status(1, band="merah"), status(2, band="kuning")
    briefing = made_up(red, yellow, follow_ups=(follow_up(owner="Bupati Contoh"),))
    (page,) = pages_by_section(briefing)["rekomendasi"]
    table = next(block for block in page.blocks if isinstance(block, Table))
    assert table.rows[0][0] == "Mediasi lahan"
    assert table.rows[0][2:] == ("Bupati Contoh", "10 Mar")
    assert table.rows[1][1:] == ("Contoh Nomor 2", "belum ditetapkan", "–")


def test_the_last_meeting_is_told_with_what_is_done_and_what_is_late() -> None:
    meeting = DAY - timedelta(days=10)
    actions = (
        follow_up(meeting_on=meeting, done_on=DAY - timedelta(days=1)),
        follow_up(meeting_on=meeting, due_on=DAY - timedelta(days=3)),
        follow_up(meeting_on=meeting - timedelta(days=30), title="Lama"),
        follow_up(title="Tanpa rapat"),
    )
    (page,) = pages_by_section(made_up(status(1), follow_ups=actions))["tindak_lanjut"]
    assert page.title == "1 dari 2 tindak lanjut rapat 20 Februari 2026 selesai"
    table = next(block for block in page.blocks if isinstance(block, Table))
    assert [row[2:] for row in table.rows] == [("Selesai", "selesai 1 Mar"), ("Belum", "lewat 3 hari")]


def test_a_file_suffix_names_its_document_and_an_unknown_one_says_which_there_are() -> None:
    for suffix in (".pptx", ".pdf", ".docx", ".txt", ".PPTX"):
        assert DOCUMENTS[document_for(suffix)].suffix == suffix.lower()
    with pytest.raises(UnknownDocument, match=r"\.odt.*\.pptx, \.pdf, \.docx, \.txt"):
        document_for(".odt")
