"""The light page `/kilas`: the first screen as plain HTML with its map, without script or websocket.

One page is made per scope, role and language for each version of the data, and kept ready with its ETag; answering it
again costs no more than looking it up.
"""

import gzip
import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass
from html import escape
from importlib import resources
from threading import Lock
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from poa_geo import headlines
from poa_geo.access.reader import Reader
from poa_geo.domain.summary import Attention, Summary
from poa_geo.errors import PoaError
from poa_geo.formatting import age, clock, number, short_day, short_name
from poa_geo.look import BAND_CLASS, band_name, band_word, letter
from poa_geo.services.glance import Glance, glance
from poa_geo.services.installation import Installation
from poa_geo.services.situation import data_version
from poa_geo.texts import current_language, explain_error, t
from poa_geo.web.fonts import WEIGHTS, font
from poa_geo.web.page import fill, language_of, message_page
from poa_geo.web.region_svg import region_svg

PATH = "/kilas"
REFRESHED = "segar=1"
"""Query of the address that the page calls by itself: nobody did anything, so no session lives longer by it."""

CHECK_SECONDS = 1.0
"""The version of the data is asked for at most this often; the page calls again every minute anyway."""

PAGES_KEPT = 256
FOR_A_DAY = "private, max-age=86400"

Key = tuple[object, ...]


@dataclass(frozen=True)
class _Made:
    """One page ready to send."""

    etag: str
    plain: bytes
    packed: bytes


class LightPage:
    """The light pages of one installation."""

    def __init__(self, office: Installation) -> None:
        self._office = office
        self._lock = Lock()
        self._kept: OrderedDict[Key, _Made] = OrderedDict()
        self._version: tuple[object, ...] = ()
        self._asked_at = float("-inf")

    async def show(self, request: Request) -> Response:
        """Answer with the page, or that the browser has it already."""
        reader: Reader = request.state.session.reader
        language = language_of(request)
        key = (reader.scope, reader.role, language, *self._version)
        made = self._kept.get(key) if time.monotonic() - self._asked_at < CHECK_SECONDS else None
        if made is None:
            try:
                made = await run_in_threadpool(self._make, reader, language)
            except PoaError as error:
                return message_page("POA-Geo", explain_error(error, language), language, 403)
        return _answer(request, made)

    def _make(self, reader: Reader, language: str) -> _Made:
        current_language.set("en" if language == "en" else "id")
        self._ask_version()
        key = (reader.scope, reader.role, language, *self._version)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = _packed(draw(glance(self._office, reader), self._office))
                while len(self._kept) > PAGES_KEPT:
                    self._kept.popitem(last=False)
            return self._kept[key]

    def _ask_version(self) -> None:
        """Ask what a page depends on besides its reader: the data, and the hour, since it tells their age."""
        if time.monotonic() - self._asked_at >= CHECK_SECONDS:
            hour = self._office.now().replace(minute=0, second=0, microsecond=0)
            self._version = (data_version(self._office), hour, self._office.today())
            self._asked_at = time.monotonic()


def _packed(page: str) -> _Made:
    plain = page.encode()
    return _Made(f'"{hashlib.sha256(plain).hexdigest()[:24]}"', plain, gzip.compress(plain, 6, mtime=0))


def _answer(request: Request, made: _Made) -> Response:
    headers = {"ETag": made.etag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Cookie"}
    if request.headers.get("if-none-match", "").removeprefix("W/") == made.etag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(made.packed, media_type="text/html", headers=headers | {"Content-Encoding": "gzip"})
    return Response(made.plain, media_type="text/html", headers=headers)


async def _send_font(request: Request) -> Response:
    weight = request.path_params["weight"]
    if weight not in WEIGHTS:
        return Response(status_code=404)
    content = await run_in_threadpool(font, weight)
    return Response(content, media_type="font/woff", headers={"Cache-Control": FOR_A_DAY})


async def _send_style(_: Request) -> Response:
    return Response(_STYLE, media_type="text/css", headers={"Cache-Control": FOR_A_DAY})


_STYLE = (resources.files(__package__) / "assets" / "kilas.css").read_bytes()


def routes(office: Installation) -> list[BaseRoute]:
    """Return the routes of this module; they lie behind the gate."""
    return [
        Route(PATH, LightPage(office).show, methods=["GET"]),
        Route(f"{PATH}/halaman.css", _send_style, methods=["GET"]),
        Route(PATH + "/huruf-{weight:int}.woff", _send_font, methods=["GET"]),
    ]


# --- What the page says -----------------------------------------------------------------------------------------


def draw(seen: Glance, office: Installation) -> str:
    """Return the page as HTML."""
    told = seen.told
    demo = f'<p class="demo"><b>{escape(t("DATA CONTOH"))}</b> {escape(_demo_note())}</p>' if office.is_demo else ""
    level, rests_on = headlines.confidence(told.confidence)
    sure = f"<b>{escape(t('Keyakinan {level}:', level=level))}</b> {escape(rests_on)}"
    return fill(
        "glance",
        language=current_language.get(),
        title=t("Sekilas {region}", region=seen.region_name),
        region=short_name(seen.region_name),
        again=f"{PATH}?{REFRESHED}",
        menu=t("Menu"),
        classification=t("TERBATAS"),
        data=_data_line(seen, office),
        lead=headlines.lead(told),
        second=headlines.second_line(told),
        attention=t("Lima wilayah yang perlu perhatian"),
        unverified=headlines.unverified(told.confidence),
        warned=t("Peringatan 12 bulan:"),
        came_to=_came_to(seen),
        foot=t("Kerawanan menilai wilayah, bukan orang."),
        html={
            "demo": demo,
            "counts": "".join(_count(told, band) for band in told.counts_now),
            "rows": "".join(_row(row, told) for row in told.attention),
            "sure": sure,
            "map": _map(seen),
        },
    )


def _came_to(seen: Glance) -> str:
    line = seen.ledger
    return headlines.warnings_came_to(line.hits, line.false_alarms, line.misses, line.mean_lead_days)


def _demo_note() -> str:
    return t("Semua kejadian, nama, dan perusahaan di basis data ini karangan.")


def _data_line(seen: Glance, office: Installation) -> str:
    cutoff, zone = seen.told.cutoff, office.settings.time_zone
    if cutoff is None:
        return t("Belum ada data")
    when = cutoff.astimezone(zone)
    told = age(cutoff, seen.now.replace(minute=cutoff.minute, second=cutoff.second))
    return t("Data {day}, {time} ({age})", day=short_day(when.date()), time=clock(when, zone), age=told)


def _swatch(band: str) -> str:
    one = next(known for known in BAND_CLASS if known == band)
    return (
        f'<span class="sw sw-{BAND_CLASS[one]}" role="img" aria-label="{escape(band_name(one))}">'
        f"<b>{letter(one)}</b></span>"
    )


def _count(told: Summary, band: str) -> str:
    one = next(known for known in BAND_CLASS if known == band)
    before = t("lalu {count}", count=number(told.counts_before[one]))
    return (
        f'<li>{_swatch(one)}<b class="n">{number(told.counts_now[one])}</b>'
        f"<span>{escape(band_word(one))}<br>{escape(before)}</span></li>"
    )


def _row(row: Attention, told: Summary) -> str:
    place = f"peta?{urlencode({'wilayah': row.status.code})}"
    moved = f"{headlines.ARROWS[row.movement]} {_moved(row)}"
    beside = headlines.beside_band(row.status)
    note = f'<p class="act">{escape(beside[:1].upper() + beside[1:])}</p>' if beside else ""
    return (
        f'<li>{_swatch(row.status.band)}<div><h3><a href="{escape(place)}">{escape(short_name(row.status.name))}</a>'
        f'<span class="moved">{escape(moved)}</span></h3><p>{escape(headlines.reason(row))}</p>'
        f'<p class="act">{_next_step(row, told)}</p>{note}</div></li>'
    )


def _moved(row: Attention) -> str:
    word = t(headlines.MOVEMENTS[row.movement]).lower()
    return f"{word} {headlines.came_from(row)}".rstrip()


def _next_step(row: Attention, told: Summary) -> str:
    if row.action is None or row.due_on is None:
        return escape(t("Tindak lanjut belum direncanakan"))
    due = escape(headlines.due(row, told.as_of))
    due = f"<b>{due}</b>" if row.days_late or row.due_on == told.as_of else due
    return f"{escape(row.action)}: {escape(headlines.owner(row))}, {due}"


def _map(seen: Glance) -> str:
    regions = [(one.code, short_name(one.name), one.band) for one in seen.told.statuses]
    if not regions:
        return ""
    told = ", ".join(f"{name} {band_name(band).lower()}" for _, name, band in regions)
    alt = t("Peta kerawanan {region}: {told}", region=seen.region_name, told=told)
    note = t("Batas skematik, bukan batas resmi") if seen.is_schematic else ""
    return region_svg(regions, seen.outlines, seen.around, alt, note)
