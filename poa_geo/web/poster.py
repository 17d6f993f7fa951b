"""The poster an office hangs up: a code that opens the public form for its region. A4, ready to print."""

import io

import segno
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from poa_geo.access.reader import Reader
from poa_geo.errors import PoaError
from poa_geo.services.installation import Installation
from poa_geo.texts import Language, explain_error, t
from poa_geo.web.page import fill, language_of, message_page
from poa_geo.web.report_form import FORM

PATH = "/poster"


def routes(office: Installation) -> list[BaseRoute]:
    """Return the route of this module; it lies behind the gate."""

    async def show(request: Request) -> Response:
        reader: Reader = request.state.session.reader
        language, code = language_of(request), request.query_params.get("wilayah", "")
        try:
            return await run_in_threadpool(poster, office, reader, code, _address(request, code), language)
        except PoaError as error:
            return message_page(t("Poster", language), explain_error(error, language), language, 403)

    return [Route(PATH, show, methods=["GET"])]


def _address(request: Request, code: str) -> str:
    return f"{request.url.scheme}://{request.url.netloc}{FORM}" + (f"?wilayah={code}" if code else "")


def poster(office: Installation, reader: Reader, code: str, address: str, language: Language) -> HTMLResponse:
    """Return the poster of a region's office.

    Raises
    ------
    NotPermitted
        If the region lies outside the reader's scope.
    UnknownRegion
        If there is no such region.

    """
    reader.require("report.read")
    region = office.tree[code] if code else None
    reader.require_region(code)
    html = fill(
        "poster",
        language=language,
        office=reader.office or (region.name if region else ""),
        title=t("Lihat sesuatu yang dapat memicu konflik?", language),
        lead=t("Laporkan sebelum membesar.", language),
        code_label=t("Kode QR menuju formulir laporan", language),
        address=address,
        first=t("Pindai kode dengan kamera telepon.", language),
        second=t("Ceritakan apa yang terjadi, di mana, dan kapan.", language),
        third=t("Catat nomor tanda terima untuk melihat statusnya.", language),
        emergency=t("Dalam keadaan darurat hubungi 110 atau 112.", language),
        html={"code": code_svg(address)},
    )
    return HTMLResponse(html, headers={"Cache-Control": "no-store"})


def code_svg(address: str) -> str:
    """Return a QR code as inline SVG: dark on light, readable when a quarter of it is torn off."""
    written = io.BytesIO()
    segno.make(address, error="q", micro=False).save(
        written, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, svgclass=None, lineclass=None
    )
    return written.getvalue().decode()
