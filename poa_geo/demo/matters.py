"""Issues of regions and an analyst's colour in the demo: what is assessed without being an incident."""

from collections.abc import Iterator
from datetime import date, timedelta

from poa_geo.demo.assessments import APPROVED, Readers
from poa_geo.demo.chance import moment_on, new_id, stream
from poa_geo.demo.nil_reports import LATE_REGION
from poa_geo.domain.assessment import region_issue
from poa_geo.domain.override import Override
from poa_geo.domain.record import Assessment, Precision

ISSUES = (
    ("64.07", "ekonomi", "T", 2, 3, 40, "Lahan pengganti bagi warga tiga desa belum disepakati."),
    ("64.71", "sosial_budaya", "T", 2, 2, 25, "Kedatangan pekerja proyek melampaui layanan dasar kecamatan."),
    ("64.09", "politik", "H", 2, 2, 18, "Tim Terpadu kabupaten belum memiliki anggaran kegiatan tahun ini."),
)
"""Region, field of life, dimension, likelihood, impact, days ago, rationale."""

OVERRIDE_REASON = "Camat menyampaikan lewat telepon bahwa ada penolakan warga; laporan tertulis belum masuk."


def assess_regions(today: date, seed: int, readers: Readers) -> Iterator[Assessment]:
    """Yield approved assessments of issues that belong to a region as a whole."""
    random = stream(seed, "region issues")
    for code, life_field, dimension, likelihood, impact, days_ago, rationale in ISSUES:
        assessed_on = today - timedelta(days=days_ago)
        written = moment_on(assessed_on, random)
        yield Assessment(
            id=new_id(written, random),
            recorded_at=written,
            known_from=written,
            source_agency="kesbangpol",
            region_code=code,
            geo_precision=Precision.KABUPATEN,
            subject_kind="region_issue",
            subject_id=region_issue(code, life_field),
            dimension=dimension,
            life_field=life_field,
            likelihood=likelihood,
            impact=impact,
            rationale=rationale,
            review_by=assessed_on + timedelta(days=60),
            status=APPROVED,
            assessed_on=assessed_on,
            assessor=readers.assessor,
            approved_on=assessed_on,
        )


def make_overrides(today: date, seed: int, readers: Readers) -> Iterator[Override]:
    """Yield an analyst's colour for the region that has not reported, read by a second analyst."""
    random = stream(seed, "overrides")
    asked_on = today - timedelta(days=2)
    written = moment_on(asked_on, random)
    yield Override(
        id=new_id(written, random),
        recorded_at=written,
        known_from=written,
        source_agency="kesbangpol",
        region_code=LATE_REGION,
        geo_precision=Precision.KABUPATEN,
        band="kuning",
        reason=OVERRIDE_REASON,
        starts_on=asked_on,
        expires_on=today + timedelta(days=12),
        requested_by=readers.assessor,
        second_reader=readers.second_reader,
        approved_on=asked_on,
    )
