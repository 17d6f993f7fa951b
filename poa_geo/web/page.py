"""Pages that the server renders itself, without script: sign-in, sign-out, messages."""

from collections.abc import Mapping
from functools import lru_cache
from html import escape
from importlib import resources
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse

from poa_geo.texts import LANGUAGES, Language, t

LANGUAGE_COOKIE = "poa_bahasa"


def language_of(request: Request) -> Language:
    """Return the language asked for: by the address, by the signed-in reader, by an earlier choice."""
    session = getattr(request.state, "session", None)
    asked = (
        request.query_params.get("bahasa"),
        session.reader.language if session else None,
        request.cookies.get(LANGUAGE_COOKIE),
    )
    return next((language for choice in asked for language in LANGUAGES if choice == language), "id")


def render(
    part: str,
    *,
    title: str,
    language: Language,
    is_demo: bool = False,
    footer: str = "",
    status: int = 200,
    html: Mapping[str, str] | None = None,
    **texts: str,
) -> HTMLResponse:
    """Return a page.

    Parameters
    ----------
    part : str
        Name of the file in `assets` with the content between heading and footer.
    footer : str
        HTML that is safe as it stands; everything else is escaped here.
    html : mapping, optional
        Places of the part that hold HTML, safe as it stands.
    **texts
        Fill the other places of the part.

    """
    page = _template("page").substitute(
        language=language,
        title=escape(title),
        tagline=escape(t("Peringatan dini kerawanan wilayah", language)),
        banner=_banner(language) if is_demo else "",
        content=fill(part, html=html, **texts),
        footer=footer,
    )
    return HTMLResponse(page, status, headers={"Cache-Control": "no-store"})


def fill(part: str, *, html: Mapping[str, str] | None = None, **texts: str) -> str:
    """Return a file of `assets` with its places filled: texts are escaped, `html` stands as it is."""
    return _template(part).substitute({name: escape(text) for name, text in texts.items()} | dict(html or {}))


def message_page(title: str, text: str, language: Language, status: int) -> HTMLResponse:
    """Return a page that says one thing and leads back."""
    return render(
        "message", title=title, text=text, back=t("Kembali ke halaman awal", language), language=language, status=status
    )


def _banner(language: Language) -> str:
    text = escape(t("Seluruh data di sini karangan untuk peragaan.", language))
    return f'<div class="banner"><b>{escape(t("DATA CONTOH", language))}</b>{text}</div>'


@lru_cache(maxsize=16)
def _template(name: str) -> Template:
    return Template((resources.files("poa_geo.web") / "assets" / f"{name}.html").read_text(encoding="utf-8"))
