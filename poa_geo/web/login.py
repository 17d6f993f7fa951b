"""Signing in and out: forms rendered here, answered here, without script."""

import hmac
import secrets
from collections.abc import Mapping
from functools import partial
from html import escape
from urllib.parse import urlencode

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from poa_geo.errors import PoaError, TooManyAttempts, mark
from poa_geo.services.installation import Installation
from poa_geo.services.sessions import ATTEMPT_WINDOW, SESSION_COOKIE, Session, book_of, sign_in, sign_out
from poa_geo.texts import Language, explain_error, t
from poa_geo.web.forms import read_form
from poa_geo.web.origin import address_of, is_https, safe_target
from poa_geo.web.page import LANGUAGE_COOKIE, language_of, render

FORM_COOKIE = "poa_formulir"
LARGEST_FORM = 8192
CHECKS_AT_ONCE = 2  # argon2 takes 64 MiB and a core each

FORM_EXPIRED = mark("Formulir sudah kedaluwarsa. Isi lalu kirim sekali lagi.")


class SignIn:
    """The sign-in form of one installation."""

    def __init__(self, office: Installation) -> None:
        self._office = office
        self._checks: CapacityLimiter | None = None

    async def show(self, request: Request) -> Response:
        """Show the form, or go on at once where a session is alive already."""
        target = safe_target(request.query_params.get("lanjut"))
        if await _is_signed_in(self._office, request):
            return RedirectResponse(target, 303, {"Cache-Control": "no-store"})
        return self._form(request, target)

    async def submit(self, request: Request) -> Response:
        """Check the form; a session always starts with a fresh token."""
        fields = await read_form(request, LARGEST_FORM) or {}
        target = safe_target(fields.get("lanjut"))
        if not _is_same(fields.get("formulir"), request.cookies.get(FORM_COOKIE)):
            return self._form(request, target, fields, t(FORM_EXPIRED, language_of(request)), 403)
        try:
            token = await self._check(request, fields)
        except TooManyAttempts as error:
            slowed = self._form(request, target, fields, explain_error(error, language_of(request)), 429)
            slowed.headers["Retry-After"] = str(int(ATTEMPT_WINDOW.total_seconds()))
            return slowed
        except PoaError as error:
            return self._form(request, target, fields, explain_error(error, language_of(request)), 401)
        response = RedirectResponse(target, 303, {"Cache-Control": "no-store"})
        _set_cookie(request, response, SESSION_COOKIE, token)
        return response

    async def _check(self, request: Request, fields: Mapping[str, str]) -> str:
        if self._checks is None:
            self._checks = CapacityLimiter(CHECKS_AT_ONCE)
        before, address = request.cookies.get(SESSION_COOKIE), address_of(request.scope)
        check = partial(sign_in, self._office, fields.get("nama", ""), fields.get("sandi", ""), address=address)
        token = await to_thread.run_sync(check, limiter=self._checks)
        if before:
            await run_in_threadpool(sign_out, self._office, before, address=address)
        return token

    def _form(
        self, request: Request, target: str, fields: Mapping[str, str] | None = None, alert: str = "", status: int = 200
    ) -> HTMLResponse:
        language = language_of(request)
        csrf = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(32)
        response = render(
            "sign_in",
            title=t("Masuk", language),
            language=language,
            is_demo=self._office.is_demo,
            footer=_footer(language, target),
            status=status,
            alert=alert,
            username=(fields or {}).get("nama", "")[:80],
            username_label=t("Nama pengguna", language),
            password_label=t("Kata sandi", language),
            button=t("Masuk", language),
            note=t("Lupa kata sandi? Hubungi administrator di instansi Anda.", language),
            target=target,
            csrf=csrf,
        )
        _set_cookie(request, response, FORM_COOKIE, csrf)
        if request.query_params.get("bahasa") == language:
            _set_cookie(request, response, LANGUAGE_COOKIE, language)
        return response


class SignOut:
    """Leaving: asked by a page, done by a form that carries the session's own token."""

    def __init__(self, office: Installation) -> None:
        self._office = office

    async def show(self, request: Request) -> Response:
        """Ask once more."""
        session: Session = request.state.session
        language = language_of(request)
        return render(
            "sign_out",
            title=t("Keluar", language),
            language=language,
            is_demo=self._office.is_demo,
            text=t(
                "Anda masuk sebagai {name}. Isian yang belum disimpan akan hilang.",
                language,
                name=session.reader.display_name,
            ),
            csrf=session.csrf_token,
            button=t("Keluar dari POA-Geo", language),
            back=t("Kembali ke halaman awal", language),
        )

    async def submit(self, request: Request) -> Response:
        """End the session."""
        session: Session = request.state.session
        fields = await read_form(request, LARGEST_FORM) or {}
        if not _is_same(fields.get("formulir"), session.csrf_token):
            return await self.show(request)
        token, address = request.cookies[SESSION_COOKIE], address_of(request.scope)
        await run_in_threadpool(sign_out, self._office, token, address=address)
        response = RedirectResponse("/masuk", 303, {"Cache-Control": "no-store"})
        response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax", secure=is_https(request.scope))
        return response


def routes(office: Installation) -> list[BaseRoute]:
    """Return the routes of this module."""
    into, out = SignIn(office), SignOut(office)

    async def tell(request: Request) -> Response:
        """Say whether the session is alive, without keeping it alive: 200 or 401."""
        is_alive = await _is_signed_in(office, request)
        return JSONResponse({"masuk": is_alive}, 200 if is_alive else 401, {"Cache-Control": "no-store"})

    return [
        Route("/masuk", into.show, methods=["GET"]),
        Route("/masuk", into.submit, methods=["POST"]),
        Route("/keluar", out.show, methods=["GET"]),
        Route("/keluar", out.submit, methods=["POST"]),
        Route("/sesi", tell),
    ]


async def _is_signed_in(office: Installation, request: Request) -> bool:
    token = request.cookies.get(SESSION_COOKIE)
    return await run_in_threadpool(book_of(office.engine).find, token, is_activity=False) is not None


def _footer(language: Language, target: str) -> str:
    other: Language = "en" if language == "id" else "id"
    query = escape(urlencode({"bahasa": other, "lanjut": target}))
    name = "English" if other == "en" else "Bahasa Indonesia"
    note = escape(t("Hanya untuk pengguna yang berwenang. Setiap akses dicatat.", language))
    return f'<span>{note}</span><a href="/masuk?{query}" lang="{other}" hreflang="{other}">{name}</a>'


def _is_same(given: str | None, expected: str | None) -> bool:
    return bool(given and expected) and hmac.compare_digest(str(given).encode(), str(expected).encode())


def _set_cookie(request: Request, response: Response, name: str, value: str) -> None:
    """Set a cookie that lasts until the browser closes and that no script can read."""
    response.set_cookie(name, value, path="/", httponly=True, samesite="lax", secure=is_https(request.scope))
