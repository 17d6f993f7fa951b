"""The sections of a briefing in the order leaders expect; each is one function from a briefing to its pages.

A section without data says so in a sentence. A section whose function returns no page has nothing to tell at all.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace

from poa_geo.briefing import outlook_told, regions_told, rows_told
from poa_geo.briefing.blocks import Page, Paragraph
from poa_geo.briefing.content import Briefing
from poa_geo.texts import mark, t

Telling = Callable[[Briefing], tuple[Page, ...]]


@dataclass(frozen=True)
class Section:
    """One part of a briefing: `name` is stored, `title` is what people read."""

    name: str
    title: str
    tell: Telling


SECTIONS: tuple[Section, ...] = (
    Section("judul", mark("Judul"), regions_told.cover),
    Section("ringkasan", mark("Ringkasan satu halaman"), regions_told.overview),
    Section("peta", mark("Peta kerawanan"), regions_told.risk_map),
    Section("wilayah", mark("Wilayah merah dan kuning"), regions_told.risky_regions),
    Section("kejadian", mark("Kejadian menonjol"), rows_told.notable_incidents),
    Section("orang_asing", mark("Orang asing dan TKA"), rows_told.presence),
    Section("siber", mark("Media sosial dan hoaks"), rows_told.cyber),
    Section("analisa", mark("Analisa"), rows_told.analysis),
    Section("prediksi", mark("Prediksi dan agenda rawan"), outlook_told.outlook),
    Section("rekomendasi", mark("Rekomendasi"), rows_told.recommendations),
    Section("tindak_lanjut", mark("Tindak lanjut rapat sebelumnya"), rows_told.follow_up),
    Section("lampiran", mark("Lampiran"), regions_told.appendix),
)
"""A new section is a row here and a function."""

SECTION_NAMES = tuple(section.name for section in SECTIONS)


def pages(briefing: Briefing) -> tuple[Page, ...]:
    """Return the pages of the sections that are kept, each with its remark."""
    kept = [section for section in SECTIONS if section.name in briefing.remarks]
    told = [_with_remark(section.tell(briefing), briefing.remarks[section.name]) for section in kept]
    return tuple(page for section_pages in told for page in section_pages)


def pages_by_section(briefing: Briefing) -> Mapping[str, tuple[Page, ...]]:
    """Return the pages by the name of their section, for documents with an order of their own."""
    told = pages(briefing)
    return {name: tuple(page for page in told if page.section == name) for name in SECTION_NAMES}


def digest(briefing: Briefing) -> str:
    """Return the SHA-256 of all that a briefing tells; its own number is not part of it."""
    content = [asdict(page) for page in pages(briefing)]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, default=sorted).encode()).hexdigest()


def _with_remark(told: tuple[Page, ...], remark: str) -> tuple[Page, ...]:
    if not remark or not told:
        return told
    note = Paragraph(t("Catatan: {remark}", remark=remark))
    return (*told[:-1], replace(told[-1], blocks=(*told[-1].blocks, note)))
