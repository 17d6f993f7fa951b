"""Nota Dinas: letterhead, title, the fields of the letter, a short content, and where to sign."""

from dataclasses import replace

from docx.enum.text import WD_ALIGN_PARAGRAPH

from poa_geo.briefing import papers, wording
from poa_geo.briefing.blocks import Page, RegionMap
from poa_geo.briefing.content import Briefing
from poa_geo.briefing.sections import pages_by_section
from poa_geo.formatting import day, period
from poa_geo.reference import label
from poa_geo.texts import current_language, t

TO_FILL_IN = "……………………"


def write_nota_dinas(briefing: Briefing) -> bytes:
    """Return the Nota Dinas as DOCX; number and signature are filled in by the office."""
    document = papers.new_paper(briefing, t("Nota Dinas"))
    papers.letterhead(document, briefing, t("NOTA DINAS"))
    papers.fields(document, _fields(briefing))
    document.add_paragraph()
    opening = t("Dengan hormat kami laporkan situasi {region} periode {period}.", region=briefing.region_name,
                period=period(briefing.since, briefing.until))  # fmt: skip
    papers.sentence(document, opening)
    told = pages_by_section(briefing)
    for name, title in (
        ("ringkasan", t("1. Situasi")),
        ("wilayah", t("2. Wilayah merah dan kuning")),
        ("rekomendasi", t("3. Saran")),
    ):
        if told[name]:
            papers.heading(document, title)
        for page in told[name]:
            papers.page(document, _without_map(page), briefing)
    papers.sentence(document, t("Demikian dilaporkan, mohon arahan lebih lanjut."))
    for text in (briefing.office, "", TO_FILL_IN):
        papers.sentence(document, text)
        document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return papers.as_bytes(document)


def _without_map(page: Page) -> Page:
    """Return a page without its map: the letter is short, the map is in its annex."""
    return replace(page, blocks=tuple(block for block in page.blocks if not isinstance(block, RegionMap)))


def _fields(briefing: Briefing) -> tuple[tuple[str, str], ...]:
    language = current_language.get()
    return (
        (t("Kepada Yth."), wording.audience(briefing)),
        (t("Dari"), briefing.office),
        (t("Tembusan"), TO_FILL_IN),
        (t("Tanggal"), day(briefing.until)),
        (t("Nomor"), TO_FILL_IN),
        (t("Sifat"), label("classifications", briefing.classification, language)),
        (t("Lampiran"), t("1 berkas taklimat, nomor {number}", number=briefing.reference_number)),
        (t("Hal"), t("Situasi {region}", region=briefing.region_name)),
    )
