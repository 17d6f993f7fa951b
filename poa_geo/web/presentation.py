"""A briefing on the wall: one page with every slide in it, so that it needs no network once it is there."""

from base64 import b64encode
from collections.abc import Callable
from html import escape
from importlib import resources
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from poa_geo.access.reader import Reader
from poa_geo.briefing.address import from_params
from poa_geo.briefing.spoken import spoken
from poa_geo.errors import PoaError
from poa_geo.services.installation import Installation
from poa_geo.services.presentations import Presentation, present
from poa_geo.texts import Language, current_language, explain_error, t
from poa_geo.web.page import fill, language_of, message_page

Making = Callable[[Request, Language], Response]

PATH = "/taklimat/tayang"
NO_STORE = {"Cache-Control": "no-store"}
_ASSETS = {"tayang.css": "text/css", "tayang.js": "text/javascript"}


class Presenting:
    """The presentations of one installation."""

    def __init__(self, office: Installation) -> None:
        self._office = office

    async def show(self, request: Request) -> Response:
        """Answer with all slides as one page."""
        return await self._answer(request, self._page)

    async def picture(self, request: Request) -> Response:
        """Answer with one slide, for the preview."""
        return await self._answer(request, self._picture)

    async def _answer(self, request: Request, make: Making) -> Response:
        language = language_of(request)
        try:
            return await run_in_threadpool(make, request, language)
        except PoaError as error:
            return message_page(t("Taklimat", language), explain_error(error, language), language, 403)

    def _presentation(self, request: Request, language: Language) -> Presentation:
        reader: Reader = request.state.session.reader
        current_language.set(language)
        return present(self._office, reader, from_params(request.query_params))

    def _page(self, request: Request, language: Language) -> Response:
        made = self._presentation(request, language)
        pictures = made.pictures()
        slides = "".join(
            _slide(number, picture, spoken(page))
            for number, (picture, page) in enumerate(zip(pictures, made.slides, strict=True), 1)
        )
        html = fill(
            "presentation",
            language=language,
            title=made.slides[0].title if made.slides else t("Taklimat"),
            back=f"/taklimat?{urlencode(list(request.query_params.multi_items()))}",
            close=t("Tutup"),
            before=t("Sebelumnya"),
            after=t("Berikutnya"),
            full=t("Layar penuh"),
            count=str(len(pictures)),
            html={"slides": slides},
        )
        return HTMLResponse(html, headers=NO_STORE)

    def _picture(self, request: Request, language: Language) -> Response:
        pictures = self._presentation(request, language).pictures()
        number = request.path_params["number"]
        if not 1 <= number <= len(pictures):
            return Response(status_code=404)
        return Response(pictures[number - 1], media_type="image/svg+xml", headers=NO_STORE)


def _slide(number: int, picture: str, words: str) -> str:
    data = b64encode(picture.encode()).decode()
    return f'<section id="s{number}"><img src="data:image/svg+xml;base64,{data}" alt="{escape(words)}"></section>'


async def _send_asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _ASSETS:
        return Response(status_code=404)
    content = (resources.files(__package__) / "assets" / name).read_bytes()
    return Response(content, media_type=_ASSETS[name], headers={"Cache-Control": "private, max-age=3600"})


def routes(office: Installation) -> list[BaseRoute]:
    """Return the routes of this module; they lie behind the gate."""
    presenting = Presenting(office)
    return [
        Route(PATH, presenting.show, methods=["GET"]),
        Route(PATH + "/{number:int}.svg", presenting.picture, methods=["GET"]),
        Route(PATH + "/{name}", _send_asset, methods=["GET"]),
    ]
