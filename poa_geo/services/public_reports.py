"""Reports from the public: who may send, the receipt, and the status behind a receipt.

A form carries a token that the server drew and signed; the receipt follows from it. So sending the same form twice, as
slow telephones do, is one report with one receipt, and nobody can make a receipt of their own.
"""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from uuid_utils import uuid7

from poa_geo.access.reader import SYSTEM, Reader
from poa_geo.access.sealing import search_hash
from poa_geo.access.stripping import strip_people
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.region import NATION, Region, is_within, parent_of
from poa_geo.domain.report import Report
from poa_geo.errors import InvalidRecord, NotFound, NotPermitted, TooManyAttempts, mark
from poa_geo.importers.whatsapp import propose
from poa_geo.services import typed
from poa_geo.services.installation import Installation, Write
from poa_geo.services.originals import seal_original
from poa_geo.services.reports import KIND, check_text, place_of
from poa_geo.store import accounts
from poa_geo.store import installation as stored
from poa_geo.store import reports as store
from poa_geo.store.engine import writing

Mode = Literal["tutup", "bernama", "anonim"]
MODES: tuple[Mode, ...] = ("tutup", "bernama", "anonim")
"""Closed: the page says how to report. With contact: the sender must leave one. Anonymous: the sender may."""

SETTING = "public_form"
SOURCE = "lapor"
RECEIPT_BITS = 80
TOKEN_AGE = timedelta(hours=24)
WINDOW = timedelta(minutes=15)
REPORTS_PER_ADDRESS = 10
"""Mobile networks put many telephones behind one address, so this is not small."""

MOST_OPEN = 5_000
"""Unjudged reports that the queue holds at most: no flood of forms fills the disk."""

MAX_CONTACT, MAX_PLACE, MAX_NOTE = 200, 200, 500
OLDEST = timedelta(days=366)

CLOSED = mark("Formulir publik belum dibuka di instansi ini.")
EXPIRED = mark("Formulir sudah kedaluwarsa. Periksa isian Anda, lalu kirim sekali lagi.")
NO_TEXT = mark("Ceritakan apa yang terjadi.")
NO_CONTACT = mark("Isi nomor telepon atau surel agar petugas dapat bertanya kembali.")
FULL = mark("Antrean laporan sedang penuh. Hubungi kantor kecamatan atau Kesbangpol setempat.")
WRONG_DAY = mark("Tanggal kejadian tidak dikenali atau belum tiba.")
TOO_LONG = mark("Isi terlalu panjang; paling banyak {limit} huruf.")
NO_RECEIPT = mark("Nomor tanda terima tidak ditemukan. Periksa kembali hurufnya.")


@dataclass(frozen=True)
class PublicForm:
    """How the public form of an installation is set: its mode, its region, and what the page says about other ways."""

    mode: Mode = "tutup"
    region: str = NATION
    note: str = ""


@dataclass(frozen=True)
class Sent:
    """What somebody typed into the public form."""

    token: str
    text: str
    event_date: str = ""
    region: str = ""
    place: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Status:
    """What a receipt tells: the state and its day. Nothing of the content."""

    state: str
    received_on: date
    changed_on: date


def public_form(office: Installation) -> PublicForm:
    """Return how the public form is set; closed until somebody opens it."""
    with office.reading() as connection:
        text = stored.values(connection).get(SETTING)
    return PublicForm(**json.loads(text)) if text else PublicForm()


def set_public_form(office: Installation, reader: Reader, form: PublicForm) -> None:
    """Open, change or close the public form.

    Raises
    ------
    NotPermitted
        If the role may not, or the region lies outside the scope.

    """
    reader.require("public_form.manage")
    reader.require_region(form.region)
    if form.region:
        office.tree.index(form.region)
    if form.mode not in MODES or len(form.note) > MAX_NOTE:
        raise InvalidRecord([RowProblem("note", "", "too_long", TOO_LONG, {"limit": MAX_NOTE})])
    with office.writing(reader, "public_form.set") as write:
        stored.put(write.connection, SETTING, json.dumps(asdict(form), ensure_ascii=False))
        write.audit("installation", SETTING, fields=("mode", "region", "note"), content=asdict(form))


def places(office: Installation, code: str) -> list[Region]:
    """Return the regions a sender may choose from: those inside the form's region; for a kecamatan, itself."""
    tree = office.tree
    if code not in tree:
        return []
    return list(tree.children(code)) or list(tree.children(parent_of(code)))


# --- Token and receipt ----------------------------------------------------------------------------------------------


def new_token(office: Installation, now: datetime | None = None) -> str:
    """Return a fresh token for one form: random bits and the hour, signed."""
    stamp = int((now or office.now()).timestamp())
    body = f"{secrets.token_urlsafe(16)}.{stamp}"
    return f"{body}.{_sign(office, body)}"


def _is_own(office: Installation, token: str, now: datetime) -> bool:
    body, _, signature = token.rpartition(".")
    stamp = body.rpartition(".")[2]
    is_signed = hmac.compare_digest(_sign(office, body).encode(), signature.encode())
    return is_signed and stamp.isdecimal() and now - datetime.fromtimestamp(int(stamp), UTC) < TOKEN_AGE


def _sign(office: Installation, body: str) -> str:
    return _mac(office, "formulir", body).hex()[:32]


def _mac(office: Installation, purpose: str, text: str) -> bytes:
    return hmac.new(office.keyring.search_key, f"{purpose}\0{text}".encode(), hashlib.sha256).digest()


def receipt_of(office: Installation, token: str) -> str:
    """Return the receipt of a token: 80 bits in four groups of four letters and digits."""
    letters = base64.b32encode(_mac(office, "tanda terima", token)[: RECEIPT_BITS // 8]).decode()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def _receipt_hash(office: Installation, receipt: str) -> str | None:
    return search_hash(receipt, "receipt", office.keyring)


# --- Sending and asking -----------------------------------------------------------------------------------------------


def send(office: Installation, sent: Sent, *, address: str) -> str:
    """Take in a report of the public and return its receipt.

    What was sent lies sealed; the queue reads it without names and telephone numbers. The address is counted, never
    stored with the report.

    Raises
    ------
    NotPermitted
        If the form is closed, or the queue is full.
    InvalidRecord
        If something is missing or cannot be.
    TooManyAttempts
        If the address sent too many.

    """
    form, now = public_form(office), office.now()
    if form.mode == "tutup":
        raise NotPermitted(CLOSED)
    if not _is_own(office, sent.token, now):
        raise InvalidRecord([RowProblem("token", "", "expired", EXPIRED)])
    receipt = receipt_of(office, sent.token)
    if _find(office, receipt):
        return receipt  # the same form again: a slow telephone, or a page loaded anew
    event_date = _check(office, form, sent)
    _count(office, address, now)
    with office.writing(SYSTEM, "report.send") as write:
        if store.count_open(write.connection, ("baru", "diperiksa")) >= MOST_OPEN:
            raise NotPermitted(FULL)
        write.insert(KIND, vars(_report(office, write, form, sent, receipt, event_date)))
    return receipt


def _check(office: Installation, form: PublicForm, sent: Sent) -> date | None:
    """Return the day of the event; refuse what is missing, too long or impossible."""
    check_text(sent.text, NO_TEXT)
    problems = []
    if form.mode == "bernama" and not sent.contact.strip():
        problems.append(RowProblem("contact", "", "missing", NO_CONTACT))
    for field, limit in (("contact", MAX_CONTACT), ("place", MAX_PLACE)):
        if len(getattr(sent, field)) > limit:
            problems.append(RowProblem(field, "", "too_long", TOO_LONG, {"limit": limit}))
    day = _day(sent.event_date)
    if sent.event_date and (day is None or not office.today() - OLDEST <= day <= office.today()):
        problems.append(RowProblem("event_date", "", "not_a_day", WRONG_DAY))
    if problems:
        raise InvalidRecord(problems)
    return day


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _report(
    office: Installation, write: Write, form: PublicForm, sent: Sent, receipt: str, event_date: date | None
) -> Report:
    tree = office.tree
    is_inside = sent.region in tree and is_within(sent.region, form.region)
    code = sent.region if is_inside else form.region
    record_id = str(uuid7())
    proposal = propose(sent.text, office.today(), list(tree.regions[tree.span(code)]) if code else [])
    place = strip_people(sent.place).text.strip()
    return Report(
        **typed.origin(SYSTEM, write.now) | {"id": record_id},
        source_agency="sumber_terbuka",
        source_name=SOURCE,
        source_id=_mac(office, "sumber", sent.token).hex()[:40],
        **place_of(office, code or None),
        channel="formulir",
        receipt_hash=_receipt_hash(office, receipt),
        text=proposal.text,
        sealed_original=seal_original(write, record_id, asdict(sent) | {"token": ""}),
        event_date=event_date or proposal.event_date,
        place=place or proposal.place,
        proposal=proposal.as_json(),
        received_at=write.now,
    )


def status_of(office: Installation, receipt: str) -> Status:
    """Return what became of a report.

    Raises
    ------
    NotFound
        If there is no such receipt; eighty random bits are not found by trying.

    """
    row = _find(office, receipt[:64])
    if row is None:
        raise NotFound(NO_RECEIPT)
    zone = office.settings.time_zone
    return Status(row["state"], row["received_at"].astimezone(zone).date(), row["recorded_at"].astimezone(zone).date())


def _find(office: Installation, receipt: str) -> dict[str, Any] | None:
    hashed = _receipt_hash(office, receipt)
    if hashed is None:
        return None
    with office.reading() as connection:
        return store.by_receipt(connection, hashed)


def _count(office: Installation, address: str, now: datetime) -> None:
    """Count one report of an address, kept as a keyed hash for a quarter of an hour only."""
    key = f"lapor:{_mac(office, 'alamat', address).hex()[:32]}"
    with office.reading() as connection:
        tries = accounts.attempts_since(connection, key, now - WINDOW)
    if len(tries) >= REPORTS_PER_ADDRESS:
        raise TooManyAttempts(minutes=int((tries[0] + WINDOW - now).total_seconds() // 60) + 1)
    with writing(office.engine) as connection:
        accounts.delete_attempts(connection, until=now - WINDOW)
        accounts.insert_attempts(connection, [key], now)
