"""A signed-in person of any role, and a small situation with invented facts to draw without a store."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from streamlit.testing.v1 import AppTest

from poa_geo.access.reader import Reader
from poa_geo.domain.filter import Filter
from poa_geo.domain.situation import (
    Confidence,
    Explanation,
    IncidentRow,
    RegionStatus,
    Share,
    Situation,
)

TODAY = date(2026, 11, 20)
Open = Callable[..., AppTest]
SCOPES = {"operator_kecamatan": ("64.02.05",), "operator_kabkota": ("64.02",), "verifikator_kabkota": ("64.02",)}
KABUPATEN = (
    ("64.01", "Kabupaten Paser", "hijau", 4.1, 0),
    ("64.02", "Kabupaten Kutai Kartanegara", "kuning", 38.6, 7),
    ("64.03", "Kabupaten Berau", "hijau", 6.0, 1),
    ("64.07", "Kabupaten Kutai Barat", "merah", 58.2, 4),
    ("64.08", "Kabupaten Kutai Timur", "hijau", 11.5, 2),
    ("64.09", "Kabupaten Penajam Paser Utara", "kuning", 26.4, 3),
    ("64.11", "Kabupaten Mahakam Ulu", "abu", 0.0, 0),
    ("64.71", "Kota Balikpapan", "hijau", 9.3, 2),
    ("64.72", "Kota Samarinda", "hijau", 14.8, 5),
    ("64.74", "Kota Bontang", "hijau", 3.3, 1),
)
INCIDENTS = (
    ("Blokade akses dermaga batu bara", "64.02.05", "Muara Badak", "terverifikasi", "B2", 15.8, 117.42, -0.33),
    ("Unjuk rasa pekerja kontrak tambang", "64.02.06", "Tenggarong", "terverifikasi", "B3", 9.4, 116.99, -0.42),
    ("Sengketa kebun plasma sawit", "64.02.12", "Kembang Janggut", "terverifikasi", "C2", 5.3, 116.45, 0.22),
    ("Perselisihan hasil pilkades", "64.02.09", "Muara Kaman", "terverifikasi", "B2", 0.8, 116.9, 0.05),
    ("Keberatan atas batas <b>desa</b>", "64.02.11", "Sebulu", "terverifikasi", "C3", 0.6, 117.0, -0.2),
    ("Kabar penolakan pekerja luar", "64.02.08", "Samboja", "belum", "D4", 0.0, 117.05, -0.9),
    ("Ajakan unjuk rasa di media sosial", "64.02", "tingkat kabupaten", "belum", "E6", 0.0, None, None),
)


def region(code: str, name: str, band: str, score: float, count: int, level: int = 2) -> RegionStatus:
    return RegionStatus(
        code=code, name=name, level=level, band=band, score=score, incident_count=count, since=date(2026, 11, 15),
        previous_band="hijau", is_covered=band != "abu", presence_count=None if count == 1 else count * 31,
    )  # fmt: skip


def incident(index: int) -> IncidentRow:
    title, code, place, verification, grade, share, lon, lat = INCIDENTS[index]
    return IncidentRow(
        id=f"kjd-{index}", event_date=date(2026, 11, 19 - index), title=title, region_code=code, place=place,
        geo_precision=1 if lon else 4, stage="peristiwa", form="blokade", issue_type="agraria_sawit",
        conflict_source="P5D", verification=verification, status="ditangani", grade=grade,
        source_agency="kesbangpol", deaths=0, injured=2, share=share, lon=lon, lat=lat,
    )  # fmt: skip


def situation(where: Filter | None = None) -> Situation:
    rows = tuple(incident(index) for index in range(len(INCIDENTS)))
    return Situation(
        filter=where or Filter(region="64"), as_of=TODAY, cutoff=datetime(2026, 11, 20, 10, 0, tzinfo=UTC),
        data_version=7, focus=region("64", "Kalimantan Timur", "kuning", 41.2, 25, 1),
        regions=tuple(region(*row) for row in KABUPATEN), incidents=rows, incident_count=len(rows), placed_count=6,
        coarse_count=1, unplaced_count=0, presence_count=1240,
        confidence=Confidence(level="sedang", reports=11, independent_sources=4, newest=None, unverified=2),
    )  # fmt: skip


def explanation(code: str = "64.02") -> Explanation:
    pieces = tuple(
        Share(
            id=f"kjd-{index}", title=INCIDENTS[index][0], share=share, without=38.6 - share * 0.8, dimension="G",
            event_date=date(2026, 11, 19 - index), grade=INCIDENTS[index][4], region_code=INCIDENTS[index][1],
        )
        for index, share in enumerate((15.8, 9.4, 5.3, 4.2, 2.5, 1.4))
    )  # fmt: skip
    return Explanation(
        code=code, as_of=TODAY, score=38.6, band="kuning", pieces=pieces, by_dimension={"G": 30.1, "T": 8.5},
        threshold_kuning=24.2, threshold_merah=50.0,
    )  # fmt: skip


def make_person(role: str = "analis_provinsi", language: str = "id") -> Reader:
    """Return a signed-in reader of Kalimantan Timur, or of the part their role usually sees."""
    scope = SCOPES.get(role, ("64",))
    return Reader(
        account_id=f"account-{role}", username=role, display_name=f"Contoh {role}", role=role, agency="kesbangpol",
        scope=scope, language="en" if language == "en" else "id",
    )  # fmt: skip


def texts(app: AppTest) -> str:
    """Return everything readable on a screen."""
    parts = [element.proto.body for element in app.get("html")]
    return "\n".join(
        [*parts, *(str(element.value) for element in (*app.title, *app.subheader, *app.error, *app.markdown))]
    )
