"""Rows that tell of the same thing: one state, whatever the order of files and however often they come."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_ground import GROUND, HERE_AND_NOW, counts, judged, only, row, take

from poa_geo.importers.draft import Draft, Place
from poa_geo.importers.intake import prepare
from poa_geo.importers.merging import content_digest, judge

State = dict[tuple[str, str], str]

contents = st.builds(
    lambda number, title, deaths, day: row(
        id_sumber=f"KK-{number}", judul=title, meninggal=str(deaths), kode_wilayah="64.02", diperbarui=day
    ),
    st.integers(1, 3),
    st.sampled_from(["Blokade", "Blokade jalan", "Unjuk rasa"]),
    st.integers(0, 2),
    st.sampled_from(["", "12/08/2026", "13/08/2026"]),
)


def body(sheet: str) -> str:
    return sheet.split("\n", 1)[1]


def state_after(*files: str) -> State:
    stored: State = {}
    for file in files:
        for draft in judge(take(file).drafts, stored):
            stored[draft.source_name, draft.source_id] = draft.values["source_revision"]
    return stored


@settings(max_examples=60, deadline=None)
@given(st.lists(contents, min_size=1, max_size=6), st.randoms())
def test_any_order_of_files_and_of_rows_gives_the_same_state(files: list[str], chance: object) -> None:
    shuffled = list(files)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    header = files[0].split("\n", 1)[0] + "\n"
    as_one_file = header + "".join(body(file) for file in shuffled)
    assert state_after(*files) == state_after(*shuffled) == state_after(as_one_file) == state_after(*files, *shuffled)


def test_the_same_file_twice_changes_nothing() -> None:
    sheet = row(id_sumber="KK-1", kode_wilayah="64.02")
    intake, winners = judged(sheet)
    assert counts(intake) == {"accepted": 1, "merged": 0, "fixed": 0, "refused": 0}
    again, no_winners = judged(sheet, state_after(sheet))
    assert counts(again) == {"accepted": 0, "merged": 1, "fixed": 0, "refused": 0}
    assert (len(winners), no_winners) == (1, [])


def test_a_row_without_a_number_of_its_own_is_known_by_its_content() -> None:
    sheet = row(kode_wilayah="64.02")
    intake, _ = judged(sheet + body(sheet))
    assert [draft.verdict for draft in intake.drafts] == ["accepted", "merged"]


def test_a_dated_correction_wins_and_says_so() -> None:
    older = row(id_sumber="KK-1", kode_wilayah="64.02", diperbarui="12/08/2026")
    newer = row(id_sumber="KK-1", kode_wilayah="64.02", diperbarui="13/08/2026", judul="Blokade jalan tambang")
    intake, winners = judged(newer, state_after(older))
    assert (intake.drafts[0].verdict, len(winners)) == ("merged", 1)
    back, none = judged(older, state_after(newer))
    assert (back.drafts[0].verdict, none) == ("merged", [])
    assert "isi lebih baru" in str(back.drafts[0].problems[0])


def test_a_correction_with_a_date_wins_over_content_without_one() -> None:
    undated = row(id_sumber="KK-1", kode_wilayah="64.02")
    for number in range(20):  # whatever the digests happen to be
        dated = row(id_sumber="KK-1", kode_wilayah="64.02", diperbarui="12/08/2026", judul=f"Judul {number}")
        assert state_after(undated, dated) == state_after(dated, undated) == state_after(dated)


def test_the_edition_of_a_file_dates_rows_that_carry_no_date() -> None:
    def state(*editions: str) -> State:
        stored: State = {}
        for edition in editions:
            title = f"Edisi {edition}"
            circumstances = replace(HERE_AND_NOW, edition=edition)
            drafts = take(row(id_sumber="KK-1", judul=title), circumstances=circumstances).drafts
            for draft in judge(drafts, stored):
                stored[draft.source_name, draft.source_id] = draft.values["source_revision"]
        return stored

    assert state("2025-06-01", "2026-06-01") == state("2026-06-01", "2025-06-01") == state("2026-06-01")


def test_two_offices_may_use_the_same_number() -> None:
    kukar = only(row(id_sumber="1", kode_wilayah="64.02"))
    berau = only(row(id_sumber="1", kode_wilayah="64.03"))
    police = only(row(id_sumber="1", kode_wilayah="64.02", instansi="polri"))
    assert len({kukar.source_id, berau.source_id, police.source_id}) == 3


def test_the_digest_is_of_what_is_said_not_of_how_it_is_written() -> None:
    assert (
        only(row(tanggal_kejadian="12/08/2026", meninggal="1.000")).values["source_revision"]
        == only("judul,form,deaths,event_date\nBlokade jalan,Blokade,1000,12 Agustus 2026\n").values["source_revision"]
    )


def test_refused_rows_neither_win_nor_hide_another() -> None:
    wrong = row(id_sumber="KK-1", kode_wilayah="64.02", bentuk="heboh")
    right = row(id_sumber="KK-1", kode_wilayah="64.02")
    intake, winners = judged(wrong + body(right))
    assert [draft.verdict for draft in intake.drafts] == ["refused", "accepted"]
    assert [draft.row_number for draft in winners] == [3]


PERSON = (
    "kategori;nama_lengkap;kewarganegaraan;nomor_paspor;id_sumber;kode_wilayah\n"
    "H_TKA;CONTOH SATU;CHN;X00000001;X00000001;64.02\n"
)


def test_no_id_revision_or_problem_of_a_presence_row_shows_who_it_is() -> None:
    draft = only(PERSON)
    assert draft.values["identity"].passport_number == "X00000001"
    shown = f"{draft.source_id} {draft.values['source_revision']}"
    assert "X00000001" not in shown
    assert "CONTOH" not in shown
    broken = only(PERSON.replace("nomor_paspor", "tanggal_lahir"))
    assert [str(problem) for problem in broken.problems if "X0000" in str(problem)] == []
    assert [problem.value for problem in broken.problems] == ["…"]


def test_the_digest_of_a_presence_row_needs_the_key_of_the_installation() -> None:
    other = take(PERSON, circumstances=replace(HERE_AND_NOW, key=b"o" * 32)).drafts[0]
    assert only(PERSON).source_id != other.source_id
    assert content_digest(other, b"a") != content_digest(other, b"b")


def test_a_typed_report_goes_the_same_way_as_a_row() -> None:
    values = {"title": "Blokade jalan", "form": "blokade", "event_date": only(row()).values["event_date"]}
    typed = Draft(1, "incident", (), dict(values), Place(code="64.02.06"), source_name="lembar")
    prepare([typed], GROUND, HERE_AND_NOW)
    assert typed.values == only(row(kode_wilayah="64.02.06")).values
