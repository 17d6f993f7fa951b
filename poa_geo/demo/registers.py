"""Organisations, agency figures and findings of the demo: bodies, counts and indications that exist nowhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from poa_geo.demo.assessments import Readers
from poa_geo.demo.chance import moment_on, new_id, stream, table
from poa_geo.domain.agency_figure import AgencyFigure, read_parts
from poa_geo.domain.finding import Finding, Referral, is_closed
from poa_geo.domain.organisation import Organisation
from poa_geo.domain.record import Presence

FINDINGS = (
    ("lewat_izin_tinggal", "indikasi", 3), ("lewat_izin_tinggal", "indikasi", 9),
    ("lewat_izin_tinggal", "diverifikasi", 14), ("pemberi_kerja_tidak_lapor", "diverifikasi", 21),
    ("lewat_izin_tinggal", "dirujuk", 17), ("jabatan_tidak_sesuai", "dirujuk", 30),
    ("lewat_izin_tinggal", "ditindaklanjuti", 41), ("salah_guna_izin", "selesai", 70),
    ("pindah_tidak_lapor", "tidak_terbukti", 55),
)  # fmt: skip
"""Type, state and age in days of each finding."""

REFERRED = ("dirujuk", "ditindaklanjuti", "selesai")
TEXT = "Uraian contoh: dokumen diperiksa di lokasi, data dicocokkan dengan instansi sumber."


@dataclass(frozen=True)
class Told:
    """A record with the text that the store seals."""

    record: Finding | Referral
    text: str


def make_organisations(today: date, seed: int) -> Iterator[Organisation]:
    """Yield the organisations; two memoranda have run out, two wait for verification."""
    random = stream(seed, "organisation")
    for row in table("organisations"):
        valid_until = today + timedelta(days=int(row["valid_days"]))
        recorded = moment_on(today - timedelta(days=random.randint(40, 600)), random)
        yield Organisation(
            **_origin(recorded, random, row["kabupaten"], "kesbangpol"),
            name=row["name"],
            origin_country=row["origin_country"],
            office=f"Jalan Contoh Nomor {random.randint(1, 90)}",
            partner_ministry=row["partner_ministry"],
            mou_number=f"CONTOH-MOU-{random.randint(100, 999)}",
            field=row["field"],
            aims="Program contoh selama masa MoU",
            work_pattern="Pendampingan bersama pemerintah daerah",
            funding_source="Dana lembaga sendiri",
            foreign_staff=int(row["foreign_staff"]),
            local_staff=int(row["local_staff"]),
            valid_from=valid_until - timedelta(days=730),
            valid_until=valid_until,
            information_source="izin_instansi",
            documents="rekomendasi_kemlu,mou,rencana_kerja",
            decision="persetujuan",
            verification="terverifikasi" if row["state"] == "terverifikasi" else "belum",
        )


def make_figures(today: date, seed: int) -> Iterator[AgencyFigure]:
    """Yield figures that differ as agencies' figures do: by unit, area and day; one does not add up."""
    random = stream(seed, "agency_figure")
    for row in table("agency_figures"):
        as_of = today - timedelta(days=int(row["days_ago"]))
        recorded = moment_on(min(as_of + timedelta(days=5), today - timedelta(days=1)), random)
        yield AgencyFigure(
            **_origin(recorded, random, row["kabupaten"], row["agency"]) | {"classification": "biasa"},
            definition=row["definition"],
            unit=row["unit"],
            area=row["area"],
            as_of=as_of,
            total=int(row["total"]),
            parts=read_parts(row["parts"]) or None,
            remark=row["remark"] or None,
        )


def make_findings(presences: Sequence[Presence], today: date, seed: int, readers: Readers) -> Iterator[Told]:
    """Yield findings about registrations whose permit has run out, and the referrals of those that were referred."""
    random = stream(seed, "finding")
    overdue = [one for one in presences if one.permit_expires_on and one.permit_expires_on < today]
    for number, (subject, (kind, state, age)) in enumerate(zip(overdue, FINDINGS, strict=False), 1):
        found_on = today - timedelta(days=age)
        recorded = moment_on(found_on, random, 8, 15)
        closed_on = found_on + timedelta(days=12) if is_closed(state) else None
        finding = Finding(
            **_origin(recorded, random, subject.region_code or "", "kesbangpol") | {"classification": "rahasia"},
            subject_kind="presence",
            subject_id=subject.id,
            finding_type=kind,
            found_on=found_on,
            state=state,
            closed_on=closed_on,
        )
        yield Told(finding.changed(created_by=readers.assessor), TEXT)
        if state in REFERRED:
            referral = _referral(finding, number, closed_on, random)
            yield Told(referral.changed(created_by=readers.second_reader), TEXT)


def _referral(finding: Finding, number: int, closed_on: date | None, random: Random) -> Referral:
    referred_on = finding.found_on + timedelta(days=2)
    outcome = {"ditindaklanjuti": "diterima", "selesai": "terbukti"}.get(finding.state)
    return Referral(
        **_origin(moment_on(referred_on, random, 8, 15), random, finding.region_code or "", "kesbangpol")
        | {"classification": "rahasia"},
        finding_id=finding.id,
        agency="disnaker" if finding.finding_type == "jabatan_tidak_sesuai" else "imigrasi",
        unit="Inteldakim",
        channel="surat",
        referred_on=referred_on,
        reference_number=f"CONTOH/R-{number:02}/{referred_on.year}",
        outcome=outcome,
        outcome_on=closed_on or (referred_on + timedelta(days=5) if outcome else None),
    )


def _origin(recorded: datetime, random: Random, code: str, agency: str) -> dict[str, Any]:
    return {
        "id": new_id(recorded, random), "recorded_at": recorded, "known_from": recorded, "source_agency": agency,
        "region_code": code or None, "geo_precision": {0: 6, 1: 4, 2: 3}[code.count(".") if code else 0],
    }  # fmt: skip
