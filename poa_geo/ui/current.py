"""Whom this run serves and on what: the installation, the signed-in reader, the day."""

from datetime import date

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.errors import NotSignedIn
from poa_geo.services.installation import Installation, open_installation
from poa_geo.services.sessions import SESSION_COOKIE, book_of
from poa_geo.settings import load
from poa_geo.texts import current_language


@st.cache_resource(show_spinner=False)
def office() -> Installation:
    """Return the installation, opened once per process."""
    return open_installation(load())


def token() -> str | None:
    """Return the session token of the browser."""
    return st.context.cookies.get(SESSION_COOKIE)


def reader(*, is_activity: bool = True) -> Reader:
    """Return who is signed in, asked again in every run, and speak their language from here on.

    Raises
    ------
    NotSignedIn
        If the session is unknown or over.

    """
    session = book_of(office().engine).find(token(), is_activity=is_activity)
    if session is None:
        raise NotSignedIn
    current_language.set(session.reader.language)
    return session.reader


def today() -> date:
    """Return the reporting day."""
    return office().today()


def home(person: Reader) -> str:
    """Return where a reader starts."""
    return person.home


def region_name(code: str) -> str:
    """Return the name of a region, `Indonesia` for the whole country."""
    return office().tree[code].name if code else "Indonesia"
