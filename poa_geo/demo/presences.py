"""1,600 registrations of invented foreign nationals, as ``presence_mix.csv`` and ``presence_places.csv`` count them.

Every name ends in "Contoh" and every passport number begins with ZZ, a prefix no country issues.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from poa_geo.demo.chance import HISTORY_DAYS, Row, moment_on, new_id, phrases, pick, stream, table, weighted
from poa_geo.domain.record import Identity, Presence, Verification

EXPIRED_SHARE = 0.04
EXPIRED_PERMIT_SHARE = 0.75  # the rest of the expired have an expired passport
WORKER = "H_TKA"
DEPENDANTS = {0: 88, 1: 7, 2: 4, 3: 1}
VERIFICATIONS: dict[Verification, int] = {"terverifikasi": 93, "belum": 7}
UNREPORTED_AFTER = 36  # a few have not been reported for longer than the 31 days that the list of the silent allows
DOCUMENTS = "paspor,izin_tinggal"
WORKER_DOCUMENTS = "paspor,izin_tinggal,rptka,kontrak_kerja"
AGENCIES = {"imigrasi": 6, "kesbangpol": 3, "kecamatan": 1}


def make_presences(today: date, seed: int) -> Iterator[Presence]:
    """Yield the registrations; numbers by kabupaten, category, permit and sex are as stated, not drawn."""
    random = stream(seed, "presence")
    kinds, places = _kinds(random), _places(random)
    expired = set(random.sample(range(len(kinds)), round(EXPIRED_SHARE * len(kinds))))
    for number, ((kind, sex), region_code) in enumerate(zip(kinds, places, strict=True)):
        yield _presence(number, kind, sex, region_code, number in expired, today, random)


def _kinds(random: Random) -> list[tuple[Row, str]]:
    kinds = []
    for row in table("presence_mix"):
        count = int(row["count"])
        male = round(count * int(row["male_percent"]) / 100)
        kinds += [(row, "L")] * male + [(row, "P")] * (count - male)
    random.shuffle(kinds)
    return kinds


def _places(random: Random) -> list[str]:
    """Return a kecamatan for each person, the first of each row most often; some are known by kabupaten only."""
    places: list[str] = []
    for row in table("presence_places"):
        kecamatan = row["kecamatan"].split()
        weights = [1 / (rank + 1) for rank in range(len(kecamatan))]
        places += random.choices([*kecamatan, row["kabupaten"]], [*weights, 0.05], k=int(row["count"]))
    random.shuffle(places)
    return places


def _presence(
    number: int, kind: Row, sex: str, region_code: str, is_expired: bool, today: date, random: Random
) -> Presence:
    stay = int(kind["stay_days"])
    entered = today - timedelta(days=random.randint(3, max(4, stay * 9 // 10)))
    recorded = moment_on(_registered_on(entered, today, random), random, 8, 16)
    is_worker = kind["category"] == WORKER
    return Presence(
        id=new_id(recorded, random),
        recorded_at=recorded,
        known_from=recorded,
        source_agency="disnaker" if is_worker and random.random() < 0.5 else weighted(AGENCIES, random),
        classification="terbatas",
        region_code=region_code,
        geo_precision=3 if region_code.count(".") == 2 else 4,
        category=kind["category"],
        subcategory=kind["subcategory"] or None,
        nationality=pick(table("nationalities"), random)["code"],
        sex=sex,
        identity=_identity(number, kind, random, today),
        permit_type=kind["permit_type"],
        visa_index=kind["visa_index"] or None,
        **_dates(entered, stay, is_expired, today, random),
        sponsor=f"PT Contoh {random.choice(phrases('company'))}" if kind["is_sponsored"] == "1" else None,
        purpose=kind["purpose"],
        accommodation=kind["accommodation"],
        decision=kind["decision"] or None,
        verification=weighted(VERIFICATIONS, random),
        information_source="laporan_perusahaan" if is_worker else "dokumen_imigrasi",
        last_reported_on=max(entered, today - timedelta(days=number * 7 % UNREPORTED_AFTER)),
        legal_basis="tugas_umum",
        documents=WORKER_DOCUMENTS if is_worker else DOCUMENTS,
        **(_work(number, random) if is_worker else {}),
    )


def _registered_on(entered: date, today: date, random: Random) -> date:
    """Return a day soon after the arrival; who came before the register began is in it since its first months."""
    began = today - timedelta(days=HISTORY_DAYS - random.randint(0, 60))
    return min(max(began, entered + timedelta(days=random.randint(1, 14))), today - timedelta(days=1))


def _dates(entered: date, stay: int, is_expired: bool, today: date, random: Random) -> dict[str, Any]:
    past = today - timedelta(days=random.randint(1, 60))
    permit, passport = entered + timedelta(days=stay), today + timedelta(days=random.randint(120, 2800))
    if is_expired and random.random() < EXPIRED_PERMIT_SHARE:
        permit = max(past, entered + timedelta(days=1))
    elif is_expired:
        passport = past
    return {
        "entered_on": entered,
        "from_date": entered,
        "to_date": permit if permit >= today else None,  # an expired permit does not prove a departure
        "permit_expires_on": permit,
        "passport_expires_on": passport,
    }


def _work(number: int, random: Random) -> dict[str, Any]:
    return {
        "position": random.choice(phrases("position")),
        "rptka_number": f"CONTOH-RPTKA-{number:05}",
        "work_sector": random.choice(phrases("sector")),
        "local_counterpart": random.random() < 0.85,
        "dependants": weighted(DEPENDANTS, random),
    }


def _identity(number: int, kind: Row, random: Random, today: date) -> Identity:
    return Identity(
        full_name=f"{_invented_name(4, random)} {_invented_name(3, random)} Contoh",
        passport_number=f"ZZ{number * 7919 % 10_000_000:07}",
        birth_date=today - timedelta(days=random.randint(20 * 365, 60 * 365)),
        birth_place="Kota Contoh",
        address=f"Jalan Contoh {random.choice(phrases('street'))} Nomor {random.randint(1, 120)}",
        permit_number=f"CONTOH-{kind['permit_type']}-{number:05}",
    )


def _invented_name(syllables: int, random: Random) -> str:
    return "".join(random.choices(phrases("syllable"), k=syllables)).capitalize()
