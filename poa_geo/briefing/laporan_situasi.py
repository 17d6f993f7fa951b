"""Laporan Situasi: parts A to I in the order offices use, map and tables at the end."""

from collections import Counter

from poa_geo.briefing import papers, wording
from poa_geo.briefing.blocks import Page, Paragraph, Table
from poa_geo.briefing.content import Briefing
from poa_geo.briefing.rows_told import named
from poa_geo.briefing.sections import pages_by_section
from poa_geo.formatting import number, period
from poa_geo.look import band_name
from poa_geo.texts import mark, t

PARTS = (
    ("C", mark("Kejadian menonjol"), "kejadian"),
    ("D", mark("Orang asing dan TKA"), "orang_asing"),
    ("E", mark("Media, siber, dan hoaks"), "siber"),
    ("F", mark("Analisa"), "analisa"),
    ("G", mark("Prediksi"), "prediksi"),
    ("H", mark("Langkah yang telah diambil"), "tindak_lanjut"),
    ("I", mark("Saran"), "rekomendasi"),
)
"""Letter, title and section of the briefing that tells it."""

ANNEX = ("peta", "wilayah", "lampiran")


def write_laporan_situasi(briefing: Briefing) -> bytes:
    """Return the Laporan Situasi as DOCX."""
    document = papers.new_paper(briefing, t("Laporan Situasi"))
    papers.letterhead(document, briefing, t("LAPORAN SITUASI"))
    papers.sentence(document, t("{region}, {period}", region=briefing.region_name,
                                period=period(briefing.since, briefing.until)))  # fmt: skip
    papers.heading(document, t("A. Situasi umum"))
    papers.sentence(document, _general(briefing))
    papers.heading(document, t("B. Situasi menurut sumber konflik"))
    papers.page(document, _by_source(briefing), briefing, with_title=False)
    told = pages_by_section(briefing)
    for letter, title, section in PARTS:
        if told[section]:
            papers.heading(document, f"{letter}. {t(title)}")
        for page in told[section]:
            papers.page(document, page, briefing)
    document.add_page_break()
    papers.heading(document, t("Lampiran peta dan tabel"))
    for section in ANNEX:
        for page in told[section]:
            papers.page(document, page, briefing)
    return papers.as_bytes(document)


def _general(briefing: Briefing) -> str:
    """Return one sentence with the colour."""
    focus = briefing.situation.focus
    state = wording.headline(briefing.situation)
    if focus is None:
        return f"{state}."
    return t("Status {region} {band} dengan skor {score}: {state}.", region=briefing.region_name,
             band=band_name(focus.band).lower(), score=number(focus.score, 1),
             state=state[:1].lower() + state[1:])  # fmt: skip


def _by_source(briefing: Briefing) -> Page:
    """Return the incidents of the period by source of conflict; the counts add up to the whole."""
    counts = Counter(row.conflict_source for row in briefing.situation.incidents)
    total = sum(counts.values())
    rows = [
        (named("conflict_sources", code) if code else t("Belum digolongkan"), number(count))
        for code, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0] or "~"))
    ]
    if not rows:
        return Page(section="wilayah", title="", blocks=(Paragraph(t("Tidak ada kejadian pada periode ini.")),))
    rows.append((t("Jumlah"), number(total)))
    table = Table(
        heads=(t("Sumber konflik"), t("Kejadian")),
        rows=tuple(rows),
        widths=(80, 20),
        right=frozenset({1}),
        has_total=True,
    )
    return Page(section="wilayah", title="", blocks=(table,))
