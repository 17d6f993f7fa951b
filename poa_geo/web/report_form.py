"""Reports from the public at `/lapor`: a form, a receipt, and the status behind it. No script, no session."""

from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from poa_geo.domain.region import Region
from poa_geo.domain.report import MAX_TEXT
from poa_geo.errors import PoaError, TooManyAttempts, mark
from poa_geo.reference import by_code
from poa_geo.services import public_reports as service
from poa_geo.services.installation import Installation
from poa_geo.services.public_reports import PublicForm, Sent
from poa_geo.texts import Language, explain_error, t
from poa_geo.web.forms import read_form
from poa_geo.web.origin import address_of
from poa_geo.web.page import language_of, render

FORM, STATUS = "/lapor", "/lapor/status"
PATHS = (FORM, STATUS)
"""Open without a session, by whole path."""

LARGEST_FORM = 64 * 1024
TRAP = "situs"
"""A field no person sees: whoever fills it in is a program, and is thanked like everybody."""

TOO_LARGE = mark("Laporan terlalu panjang. Ringkas menjadi paling banyak {limit} huruf.")
CLOSED = mark(
    "Instansi ini belum menerima laporan melalui formulir. Laporkan kepada Ketua RT, kantor desa atau kelurahan, "
    "kantor kecamatan, Bhabinkamtibmas, atau Badan Kesbangpol setempat. Dalam keadaan darurat hubungi 110 atau 112."
)


class ReportForm:
    """The public form of one installation."""

    def __init__(self, office: Installation) -> None:
        self._office = office

    async def show(self, request: Request) -> Response:
        """Show the empty form, or how else to report."""
        region = request.query_params.get("wilayah", "")
        return await self._form(request, Sent(token="", text="", region=region))

    async def submit(self, request: Request) -> Response:
        """Take in a report; the receipt is shown once, in the answer."""
        language = language_of(request)
        fields = await read_form(request, LARGEST_FORM)
        if fields is None:
            alert = t(TOO_LARGE, language, limit=MAX_TEXT)
            return await self._form(request, Sent(token="", text=""), alert, 413)
        sent = _sent(fields)
        if fields.get(TRAP):
            return self._receipt(service.receipt_of(self._office, sent.token), language)
        try:
            receipt = await run_in_threadpool(service.send, self._office, sent, address=address_of(request.scope))
        except TooManyAttempts as error:
            return await self._form(request, sent, explain_error(error, language), 429)
        except PoaError as error:
            return await self._form(request, sent, _sentence(error, language), 400)
        return self._receipt(receipt, language)

    async def ask(self, request: Request) -> Response:
        """Show where to type a receipt in."""
        return self._status(language_of(request))

    async def tell(self, request: Request) -> Response:
        """Say what became of the report behind a receipt."""
        language = language_of(request)
        receipt = ((await read_form(request, LARGEST_FORM)) or {}).get("nomor", "")[:40]
        try:
            found = await run_in_threadpool(service.status_of, self._office, receipt)
        except PoaError as error:
            return self._status(language, receipt, alert=explain_error(error, language), status=404)
        state = by_code("report_states")[found.state][f"public_{language}"]
        received = f"{found.received_on:%d/%m/%Y}"
        return self._status(language, receipt, answer=t("Diterima {day}. {state}", language, day=received, state=state))

    async def _form(self, request: Request, sent: Sent, alert: str = "", status: int = 200) -> Response:
        form = await run_in_threadpool(service.public_form, self._office)
        language = language_of(request)
        if form.mode == "tutup":
            return self._closed(form, language, 403 if alert else 200)
        return self._open(form, sent, language, alert, status)

    def _closed(self, form: PublicForm, language: Language, status: int) -> Response:
        return render(
            "report_closed",
            title=t("Laporkan kejadian", language),
            language=language,
            is_demo=self._office.is_demo,
            footer=_footer(language),
            status=status,
            text=t(CLOSED, language),
            note=form.note,
            status_link=t("Lihat status laporan", language),
        )

    def _open(self, form: PublicForm, sent: Sent, language: Language, alert: str, status: int) -> Response:
        is_named = form.mode == "bernama"
        places = service.places(self._office, sent.region or form.region)
        return render(
            "report_form",
            title=t("Laporkan kejadian", language),
            language=language,
            is_demo=self._office.is_demo,
            footer=_footer(language),
            status=status,
            alert=alert,
            intro=form.note or t("Ceritakan apa yang terjadi, di mana, dan kapan. Petugas memeriksanya.", language),
            text_label=t("Apa yang terjadi", language),
            text=sent.text,
            max_text=str(MAX_TEXT),
            day_label=t("Tanggal kejadian", language),
            event_date=sent.event_date,
            today=self._office.today().isoformat(),
            place_label=t("Desa, jalan, atau patokan", language),
            place=sent.place,
            contact_label=t("Nomor telepon atau surel", language),
            contact=sent.contact,
            contact_note=_contact_note(is_named, language),
            trap_label=t("Kosongkan isian ini", language),
            token=service.new_token(self._office),
            button=t("Kirim laporan", language),
            privacy=t("Nama dan nomor telepon dalam cerita disembunyikan dari petugas pemeriksa.", language),
            status_link=t("Lihat status laporan", language),
            html={
                "places": _choice(places, sent.region, t("Wilayah", language), t("Pilih wilayah", language)),
                "contact_required": " required" if is_named else "",
            },
        )

    def _receipt(self, receipt: str, language: Language) -> Response:
        return render(
            "report_receipt",
            title=t("Laporan diterima", language),
            language=language,
            is_demo=self._office.is_demo,
            text=t("Terima kasih. Nomor tanda terima laporan Anda:", language),
            receipt=receipt,
            keep=t("Catat nomor ini. Hanya dengan nomor ini status laporan dapat dilihat.", language),
            status_link=t("Lihat status laporan", language),
            again=t("Kirim laporan lain", language),
        )

    def _status(
        self, language: Language, receipt: str = "", *, answer: str = "", alert: str = "", status: int = 200
    ) -> Response:
        return render(
            "report_status",
            title=t("Status laporan", language),
            language=language,
            is_demo=self._office.is_demo,
            status=status,
            alert=alert,
            answer=answer,
            label=t("Nomor tanda terima", language),
            receipt=receipt,
            button=t("Lihat status", language),
            back=t("Kirim laporan", language),
        )


def routes(office: Installation) -> list[BaseRoute]:
    """Return the routes of this module."""
    form = ReportForm(office)
    return [
        Route(FORM, form.show, methods=["GET"]),
        Route(FORM, form.submit, methods=["POST"]),
        Route(STATUS, form.ask, methods=["GET"]),
        Route(STATUS, form.tell, methods=["POST"]),
    ]


def _sent(fields: dict[str, str]) -> Sent:
    return Sent(
        token=fields.get("formulir", "")[:200],
        text=fields.get("isi", ""),
        event_date=fields.get("tanggal", "")[:20],
        region=fields.get("wilayah", "")[:13],
        place=fields.get("tempat", ""),
        contact=fields.get("kontak", ""),
    )


def _sentence(error: PoaError, language: Language) -> str:
    problems = getattr(error, "problems", ())
    return " ".join(problem.text(language) for problem in problems) or explain_error(error, language)


def _contact_note(is_named: bool, language: Language) -> str:
    if is_named:
        return t("Wajib diisi, disimpan tersegel, dan hanya dibuka petugas dengan alasan tertulis.", language)
    return t("Boleh dikosongkan. Bila diisi, disimpan tersegel.", language)


def _choice(places: list[Region], chosen: str, name: str, empty: str) -> str:
    """Return the list of regions as HTML; nothing where there is none to choose from."""
    if not places:
        return ""
    options = "".join(
        f'<option value="{escape(place.code)}"{_selected(place.code == chosen)}>{escape(place.name)}</option>'
        for place in places
    )
    return (
        f'<label for="wilayah">{escape(name)}</label><select id="wilayah" name="wilayah">'
        f'<option value="">{escape(empty)}</option>{options}</select>'
    )


def _selected(is_chosen: bool) -> str:
    return " selected" if is_chosen else ""


def _footer(language: Language) -> str:
    other = "en" if language == "id" else "id"
    name = "English" if other == "en" else "Bahasa Indonesia"
    note = escape(t("Dalam keadaan darurat hubungi 110 atau 112.", language))
    return f'<span>{note}</span><a href="{FORM}?bahasa={other}" lang="{other}" hreflang="{other}">{name}</a>'
