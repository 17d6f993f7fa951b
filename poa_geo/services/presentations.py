"""Briefings ready to look at: their slides as pictures, kept while nothing changes."""

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock

from poa_geo.access.reader import Reader
from poa_geo.briefing import layout
from poa_geo.briefing.address import to_query
from poa_geo.briefing.blocks import Page
from poa_geo.briefing.content import Briefing, Request
from poa_geo.briefing.pdf import write_pictures
from poa_geo.briefing.sections import pages
from poa_geo.services.briefings import audience_of, make
from poa_geo.services.installation import Installation
from poa_geo.services.situation import data_version
from poa_geo.texts import current_language

KEPT = 6
Key = tuple[object, ...]


@dataclass
class Presentation:
    """One briefing as slides; the pictures are those of its wide PDF."""

    briefing: Briefing
    slides: tuple[Page, ...]
    _pictures: tuple[str, ...] = ()
    _lock: Lock = field(default_factory=Lock, repr=False)

    def pictures(self) -> tuple[str, ...]:
        """Return every slide as SVG, drawn when first asked for."""
        with self._lock:
            if not self._pictures:
                self._pictures = write_pictures(self.briefing)
            return self._pictures


class _Shelf:
    """The presentations that were looked at last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[Key, Presentation] = OrderedDict()

    def get(self, key: Key) -> Presentation | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Key, made: Presentation) -> Presentation:
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return made


@lru_cache(maxsize=2)
def _shelf_of(office: Installation) -> _Shelf:  # noqa: ARG001 — one shelf per installation
    return _Shelf()


def present(office: Installation, reader: Reader, request: Request) -> Presentation:
    """Return a briefing as slides, made anew only when data or day have changed.

    Raises
    ------
    NotPermitted, InvalidRecord
        As `briefings.make`.

    """
    audience_of(reader, request)
    key = (to_query(request), current_language.get(), data_version(office), office.today())
    shelf = _shelf_of(office)
    if found := shelf.get(key):
        return found
    briefing = make(office, reader, request)
    return shelf.put(key, Presentation(briefing, layout.slides(pages(briefing))))
