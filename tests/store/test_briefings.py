"""Briefings from one answer: every file tells the numbers of the situation, and nothing its audience may not read."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import read_back
from support import FIRST_DAY, make_incident, make_reader, store_incidents

from poa_geo.access.reader import SYSTEM
from poa_geo.briefing.content import Briefing, Request
from poa_geo.briefing.pdf import write_pictures
from poa_geo.briefing.render import DOCUMENTS, render
from poa_geo.briefing.sections import SECTION_NAMES
from poa_geo.domain.filter import Filter
from poa_geo.domain.record import Identity, Presence
from poa_geo.domain.situation import Situation
from poa_geo.errors import InvalidRecord, NotFound, NotPermitted
from poa_geo.formatting import hidden_count, number, short_name
from poa_geo.services import briefings
from poa_geo.services.identities import sealed_rows
from poa_geo.services.installation import Installation, open_installation
from poa_geo.services.situation import situation
from poa_geo.settings import load
from poa_geo.store import audit, identities, records

UNTIL = FIRST_DAY + timedelta(days=5)
SECRET_TITLE = "Rapat tertutup kelompok bersenjata"
NAME, PASSPORT = "Wentworth Contohsson", "ZX9988776"
Files = dict[str, bytes]


def request(**changes: object) -> Request:
    values = {"region": "64", "since": FIRST_DAY, "until": UNTIL, "office": "Badan Kesbangpol Contoh"}
    return Request(**values | changes)  # type: ignore[arg-type]


def day(after: int) -> date:
    return FIRST_DAY + timedelta(days=after)


def fill(office: Installation) -> None:
    """Store seven incidents, one of them closed, and six foreign nationals."""
    store_incidents(
        office,
        make_incident(title="Blokade jalan desa"),
        make_incident(title="Bentrokan warga", form="bentrokan", region_code="64.07.09", event_date=day(1)),
        make_incident(title="Unjuk rasa", form="unjuk_rasa", region_code="64.72.01", event_date=day(2)),
        make_incident(title="Kabar bohong", realm="siber", region_code="64.71.01", event_date=day(3)),
        make_incident(title="Belum diperiksa", verification="belum", region_code="64.02.06"),
        make_incident(title="Tanpa tempat pasti", region_code="64", geo_precision=5),
        make_incident(title=SECRET_TITLE, classification="rahasia", region_code="64.01.04"),
    )
    present = [_presence(n) for n in range(6)]
    sealed = [sealed_rows(one, office.keyring) for one in present]
    with office.writing(SYSTEM, "presence.import") as write:
        records.insert(write.connection, "presence", [row for row, _ in sealed])
        identities.insert_keys(write.connection, [key for _, key in sealed])
        write.audit("presence")


def _presence(n: int) -> Presence:
    moment = make_incident().recorded_at - timedelta(days=10)  # leaders read the tables of closed months
    return Presence(
        id=f"00000000-0000-7000-8000-00000000000{n}", recorded_at=moment, known_from=moment, source_agency="imigrasi",
        region_code="64.02.06", geo_precision=3, category="H_TKA", nationality="MYS", from_date=moment.date(),
        permit_expires_on=FIRST_DAY + timedelta(days=1 + 10 * n),
        identity=Identity(full_name=NAME, passport_number=PASSPORT),
    )  # fmt: skip


@pytest.fixture(scope="module")
def filled(installed_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One filled installation for all tests that only read."""
    home = tmp_path_factory.mktemp("briefings") / "home"
    shutil.copytree(installed_home, home)
    url = f"sqlite:///{home / 'poa-geo.sqlite'}"
    office = open_installation(load({"POA_HOME": str(home), "POA_DATABASE_URL": url}))
    fill(office)
    yield office
    office.engine.dispose()


@pytest.fixture(scope="module")
def briefing(filled: Installation) -> Briefing:
    return briefings.make(filled, SYSTEM, request())


@pytest.fixture(scope="module")
def told(filled: Installation) -> Situation:
    """The answer every number is compared with."""
    audience = briefings.audience_of(SYSTEM, request())
    return situation(filled, audience, Filter(region="64", since=FIRST_DAY, until=UNTIL), UNTIL)


def region_rows(told: Situation) -> list[list[str]]:
    return [
        [
            short_name(one.name),
            number(one.score, 1),
            number(one.incident_count),
            number(one.unverified_count),
            hidden_count(one.presence_count),
            "ya" if one.is_covered else "belum",
        ]
        for one in told.regions
    ]


def table_with(tables: list[list[list[str]]], head: str) -> list[list[str]]:
    """Return the rows of all tables with a head, as one: a long table goes on over slides."""
    return [row[1:] for table in tables if head in table[0] for row in table[1:]]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_number_of_the_slides_is_the_one_of_the_situation(briefing: Briefing, told: Situation) -> None:
    content = render(briefing, "salindia")
    assert told.incident_count == 6
    assert table_with(read_back.slide_tables(content), "Belum diverifikasi") == region_rows(told)
    texts = read_back.slide_texts(content)
    counts = told.band_counts
    for value, label in ((counts["merah"], "wilayah merah"), (told.incident_count, "kejadian")):
        assert texts[texts.index(label) - 1] == number(value)
    assert number(briefing.cyber.incident_count) + " kejadian di ruang siber" in texts
    assert f"Kalimantan Timur secara keseluruhan: {told.focus.band}, skor {number(told.focus.score, 1)}." in texts
    ((categories, values),) = read_back.slide_charts(content)
    assert values == [count for _, count in briefing.weeks]
    assert len(categories) == len(values)


def test_every_number_of_the_paper_is_the_one_of_the_situation(briefing: Briefing, told: Situation) -> None:
    tables = read_back.paper_tables(render(briefing, "laporan_situasi"))
    assert table_with(tables, "Belum diverifikasi") == region_rows(told)
    sources = next(table for table in tables if table[0] == ["Sumber konflik", "Kejadian"])
    assert sources[-1] == ["Jumlah", number(told.incident_count)]


@pytest.mark.parametrize("document", ["pdf", "pdf_layar"])
def test_every_number_of_the_pdf_is_the_one_of_the_situation(
    briefing: Briefing, told: Situation, document: str
) -> None:
    content = render(briefing, document)
    text = squeezed(read_back.pdf_text(content))
    for row in region_rows(told):
        assert squeezed("".join(row)) in text
    assert squeezed(f"{told.incident_count} kejadian pada periode ini") in text
    assert b"pdfaid" in content
    assert b"/FontFile" in content


def test_the_shares_of_the_analysis_add_up_to_the_score(briefing: Briefing, told: Situation) -> None:
    tables = read_back.slide_tables(render(briefing, "salindia"))
    (pieces,) = [table for table in tables if "Andil" in table[0]]
    shares = [float(row[2].replace(".", "").replace(",", ".")) for row in pieces[1:]]
    assert shares[-1] == pytest.approx(told.focus.score, abs=0.05)
    assert sum(shares[:-1]) == pytest.approx(shares[-1], abs=0.05 * len(shares))


def test_counts_of_persons_are_rounded_to_five_for_leaders(briefing: Briefing) -> None:
    (category,) = briefing.presence
    assert (category.code, category.total) == ("H_TKA", 5)
    assert (briefing.presence_total, briefing.situation.presence_count) == (5, 5)


@pytest.mark.parametrize("document", sorted(DOCUMENTS))
def test_the_same_data_give_the_same_bytes(filled: Installation, document: str) -> None:
    first, second = (render(briefings.make(filled, SYSTEM, request()), document) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("document", sorted(DOCUMENTS))
def test_no_file_holds_a_person_or_anything_above_its_classification(briefing: Briefing, document: str) -> None:
    hidden = [text.encode(code) for text in (NAME, PASSPORT, SECRET_TITLE) for code in ("utf-8", "utf-16-be")]
    packed = list(read_back.inside(render(briefing, document)))
    assert not [text for text in hidden for part in packed if text in part]


def test_a_closed_incident_enters_a_closed_briefing_only(filled: Installation) -> None:
    closed = briefings.make(filled, SYSTEM, request(classification="rahasia"))
    titles = [row.title for row in closed.situation.incidents]
    assert SECRET_TITLE in titles
    assert any(SECRET_TITLE.encode() in part for part in read_back.inside(render(closed, "laporan_situasi")))


def test_messages_name_no_place_finer_than_the_regions_told(briefing: Briefing) -> None:
    for document in ("pesan", "pesan_singkat"):
        text = render(briefing, document).decode()
        assert not [name for name in ("Muara Badak", "Muara Lawa", "Blokade jalan desa") if name in text]


def test_pictures_of_the_slides_are_as_many_as_the_slides(briefing: Briefing) -> None:
    pictures = write_pictures(briefing)
    pages = read_back.pdf_text(render(briefing, "pdf_layar")).count("Forkopimda Kalimantan Timur, ")
    assert len(pictures) == pages
    assert all(picture.startswith("<svg") for picture in pictures)


@pytest.mark.parametrize("document", ["salindia", "laporan_situasi", "nota_dinas"])
def test_office_files_open_in_libreoffice(briefing: Briefing, document: str, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    file = tmp_path / f"berkas{DOCUMENTS[document].suffix}"
    file.write_bytes(render(briefing, document))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        check=True, timeout=120, capture_output=True,
    )  # fmt: skip
    assert (tmp_path / "berkas.pdf").stat().st_size > 10_000


def test_an_empty_installation_has_a_briefing_that_says_so(sqlite_office: Installation) -> None:
    briefing = briefings.make(sqlite_office, SYSTEM, request())
    for document in DOCUMENTS:
        assert render(briefing, document)
    assert "Tidak ada kejadian terverifikasi pada periode ini." in read_back.slide_texts(render(briefing, "salindia"))


@pytest.mark.parametrize(
    ("role", "scope", "changes"),
    [
        ("operator_kabkota", "64", {}),
        ("analis_provinsi", "64.02", {}),
        ("verifikator_kabkota", "64.02", {"region": "64"}),
    ],
)
def test_only_those_may_make_it_who_watch_the_whole_region(
    office: Installation, role: str, scope: str, changes: dict[str, str]
) -> None:
    with pytest.raises(NotPermitted):
        briefings.make(office, make_reader(role, scope), request(**changes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"since": UNTIL, "until": FIRST_DAY}, "Tukar kedua tanggal"),
        ({"until": date(2999, 1, 1)}, "masa depan"),
        ({"remarks": {"salam": ""}}, "salam"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused_in_one_sentence(
    sqlite_office: Installation, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(InvalidRecord, match=said):
        briefings.make(sqlite_office, SYSTEM, request(**changes))


def test_a_kept_briefing_is_made_again_and_says_when_its_numbers_changed(office: Installation) -> None:
    reader = make_reader()
    store_incidents(office, make_incident())
    remarks = {"ringkasan": "Dibahas Kamis.", "wilayah": ""}
    kept = briefings.save(office, reader, request(remarks=remarks), "Rapat pekanan")
    same = briefings.again(office, reader, kept.id)
    assert (same.has_changed, same.briefing.remarks) == (False, remarks)
    assert same.kept == kept
    store_incidents(office, make_incident(title="Bentrokan", form="bentrokan"))
    assert briefings.again(office, reader, kept.id).has_changed


def test_kept_briefings_are_seen_in_their_region_and_clearance_only(office: Installation) -> None:
    open_one = briefings.save(office, make_reader(), request(), "Terbuka")
    closed = briefings.save(office, make_reader(), request(classification="rahasia"), "Tertutup")
    assert {one.id for one in briefings.saved(office, make_reader())} == {open_one.id, closed.id}
    assert briefings.saved(office, make_reader("verifikator_kabkota", "64.02")) == []
    with pytest.raises(NotFound):
        briefings.again(office, make_reader("analis_provinsi", "73"), closed.id)


def test_a_file_is_noted_in_the_audit_and_names_nobody(office: Installation) -> None:
    reader = make_reader()
    content = briefings.issue(office, reader, briefings.make(office, reader, request()), "pesan")
    assert reader.display_name.encode() not in content
    with office.reading() as connection:
        assert audit.verify(connection, office.keyring.audit_key) == []
        newest = audit.head(connection)
    assert newest is not None


def test_the_command_writes_the_document_of_the_suffix(filled: Installation, tmp_path: Path) -> None:
    files = [tmp_path / f"taklimat{suffix}" for suffix in (".pdf", ".txt")]
    numbers = {briefings.write_file(filled, "64", UNTIL, "Kantor Contoh", file, days=6) for file in files}
    assert len(numbers) == 1
    assert files[0].read_bytes().startswith(b"%PDF-1.7")
    assert numbers.pop() in files[1].read_text(encoding="utf-8")


def test_all_sections_are_kept_where_nothing_is_said_about_them(briefing: Briefing) -> None:
    assert tuple(briefing.remarks) == SECTION_NAMES
