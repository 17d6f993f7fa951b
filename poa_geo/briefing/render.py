"""Which documents a briefing can be written as; a new one is a row here and a function."""

from collections.abc import Callable
from dataclasses import dataclass

from poa_geo.briefing.content import Briefing
from poa_geo.briefing.laporan_situasi import write_laporan_situasi
from poa_geo.briefing.message import write_long, write_short
from poa_geo.briefing.nota_dinas import write_nota_dinas
from poa_geo.briefing.pdf import write_pdf
from poa_geo.briefing.slides import write_slides
from poa_geo.errors import PoaError, mark
from poa_geo.texts import t


@dataclass(frozen=True)
class Document:
    """One kind of file: what people call it, its suffix, and who writes it."""

    label: str
    suffix: str
    media_type: str
    write: Callable[[Briefing], bytes]


class UnknownDocument(PoaError):
    """No document has this suffix."""

    message = mark("Berkas {suffix} tidak dapat dibuat. Pilih salah satu: {known}.")


OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{OFFICE}.wordprocessingml.document"

DOCUMENTS: dict[str, Document] = {
    "salindia": Document(mark("Salindia (PPTX)"), ".pptx", f"{OFFICE}.presentationml.presentation", write_slides),
    "pdf": Document(mark("PDF A4"), ".pdf", "application/pdf", lambda briefing: write_pdf(briefing, "a4")),
    "pdf_layar": Document(mark("PDF layar lebar"), ".pdf", "application/pdf", lambda it: write_pdf(it, "wide")),
    "laporan_situasi": Document(mark("Laporan Situasi (DOCX)"), ".docx", DOCX, write_laporan_situasi),
    "nota_dinas": Document(mark("Nota Dinas (DOCX)"), ".docx", DOCX, write_nota_dinas),
    "pesan": Document(mark("Pesan lengkap"), ".txt", "text/plain", lambda briefing: write_long(briefing).encode()),
    "pesan_singkat": Document(mark("Pesan singkat"), ".txt", "text/plain", lambda it: write_short(it).encode()),
}
"""The first document of a suffix is the one a file name without more asks for."""


def render(briefing: Briefing, document: str) -> bytes:
    """Return a briefing as a file; the same briefing gives the same bytes.

    Parameters
    ----------
    document : str
        A name of `DOCUMENTS`.

    """
    return DOCUMENTS[document].write(briefing)


def document_for(suffix: str) -> str:
    """Return the document that a file suffix stands for.

    Raises
    ------
    UnknownDocument
        If there is none; the sentence names those there are.

    """
    for name, document in DOCUMENTS.items():
        if document.suffix == suffix.lower():
            return name
    known = ", ".join(dict.fromkeys(document.suffix for document in DOCUMENTS.values()))
    raise UnknownDocument(suffix=suffix or t("tanpa akhiran"), known=known)
