"""Registrations of invented persons, and the secrets that must not be readable anywhere."""

from datetime import date, timedelta
from typing import Any

from support import make_reader

from poa_geo.access.reader import Reader
from poa_geo.importers.draft import Place
from poa_geo.services import presences
from poa_geo.services.installation import Installation
from poa_geo.services.presences import Registered

NAME, PASSPORT, PERMIT = "Zarubella Contohwati", "ZZ7654321", "CONTOH-ITAS-90817"
ADDRESS, CONTACT = "Jalan Rahasiacontoh Nomor 77", "+62 811 5550 1234"
SECRETS = (NAME, PASSPORT, PERMIT, "Rahasiacontoh", "5550 1234", "Zarubella", "Contohwati")
KECAMATAN = "64.02.05"
PLACE = Place(code=KECAMATAN)

operator = make_reader("operator_kabkota", "64.02", account_id="operator")
verifier = make_reader("verifikator_kabkota", "64.02", account_id="verifikator")
analyst = make_reader("analis_provinsi", "64", account_id="analis")
leader = make_reader("pimpinan", "64", account_id="pimpinan")
auditor = make_reader("auditor", "", account_id="auditor")


def person(**changes: Any) -> dict[str, Any]:
    """Typed fields of a worker whose permit runs out in three weeks."""
    today = date.today()  # noqa: DTZ011 — the day of the office, give or take one
    return {
        "category": "H_TKA", "nationality": "CHN", "sex": "L", "permit_type": "ITAS", "full_name": NAME,
        "passport_number": PASSPORT, "permit_number": PERMIT, "address": ADDRESS, "contact": CONTACT,
        "birth_date": date(1984, 5, 6), "birth_place": "Kota Contoh", "employer": "PT Contoh Energi",
        "permit_expires_on": today + timedelta(days=21), "passport_expires_on": today + timedelta(days=900),
        "from_date": today - timedelta(days=100), "rptka_number": "CONTOH-RPTKA-1", "work_sector": "Pertambangan",
        "last_reported_on": today - timedelta(days=3), "classification": "terbatas", **changes,
    }  # fmt: skip


def registered(office: Installation, reader: Reader = operator, **changes: Any) -> Registered:
    """Register the made-up worker."""
    return presences.add(office, reader, person(**changes), PLACE)
