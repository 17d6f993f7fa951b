"""What acts inside a file: scripts, macros, embedded programs, and a second file hidden in the first.

Each check returns a reason to refuse the file, None where it found nothing. They refuse what they cannot read:
a locked file, a compression they do not know, bytes after the end.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from poa_geo.texts import mark

MAX_INFLATED = 100 * 2**20
MAX_MEMBERS = 2_000
ZIP_TAIL = 65_557
"""The end record of a ZIP lies this near to the end of its file."""

SCRIPT = mark("memuat skrip")
PDF_ACTIVE = mark("PDF memuat skrip, berkas tertanam, atau perintah otomatis; cetak ulang menjadi PDF biasa")
LOCKED = mark("isinya terkunci kata sandi sehingga tidak dapat diperiksa")
SECOND_FILE = mark("ada berkas lain yang disisipkan di dalamnya")
TRAILING = mark("ada data tambahan setelah akhir berkas; simpan ulang sebagai berkas baru")
BROKEN = mark("isinya rusak atau tidak dapat diperiksa")
MACROS = mark("memuat makro, objek tertanam, atau tautan otomatis")
TOO_PACKED = mark("isinya termampatkan terlalu padat")

_MARKUP = re.compile(rb"<\s*(?:script|html|svg|iframe|\?php|!doctype)", re.IGNORECASE)
_PDF_NAMES = re.compile(
    rb"/(?:JavaScript|EmbeddedFiles?|Launch|RichMedia|SubmitForm|ImportData|XFA|GoToE|Movie|Rendition)(?![A-Za-z])"
)
_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PDF_LOCK = re.compile(rb"/Encrypt(?![A-Za-z])")
_OBJECT_STREAM = re.compile(rb"/ObjStm(?![A-Za-z])")
_AUTOMATIC_FIELD = re.compile(rb"DDEAUTO|\bDDE\s|<ddeLink", re.IGNORECASE)
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_ACTIVE_LINK = re.compile(
    rb"/(?:attachedTemplate|oleObject|frame|externalLinkPath|package|control)[\"']", re.IGNORECASE
)
_ACTIVE_PARTS = ("vbaproject", "vbadata", "/embeddings/", "/activex/", "macrosheets", "customui/", "externallinks/")


def in_jpeg(content: bytes) -> str | None:
    """Look into a JPEG."""
    if not content.rstrip(b"\0 \r\n").endswith(b"\xff\xd9"):
        return TRAILING
    return _in_image(content)


def in_png(content: bytes) -> str | None:
    """Look into a PNG: chunk after chunk to its end, and nothing behind."""
    position, name = 8, b""
    while name != b"IEND":
        head = content[position : position + 8]
        if len(head) < 8:
            return BROKEN
        name, length = head[4:], int.from_bytes(head[:4], "big")
        position += length + 12
    if position != len(content):
        return TRAILING if position < len(content) else BROKEN
    return _in_image(content)


def in_pdf(content: bytes) -> str | None:
    """Look into a PDF, into its compressed streams too."""
    end = content.rfind(b"%%EOF")
    if end < 0 or content[end + 5 :].strip(b"\0 \r\n\t"):
        return TRAILING
    if _MARKUP.search(content) or _has_zip_end(content):
        return SECOND_FILE
    outside = _names_read(content)
    if _PDF_LOCK.search(outside):
        return LOCKED
    if _PDF_NAMES.search(outside):
        return PDF_ACTIVE
    return _in_pdf_streams(content)


def _in_pdf_streams(content: bytes) -> str | None:
    left, last_end = MAX_INFLATED, 0
    for found in _PDF_STREAM.finditer(content):
        head, last_end = _names_read(content[max(last_end, found.start() - 4096) : found.start()]), found.end()
        holds_objects = bool(_OBJECT_STREAM.search(head))
        plain = _inflated(found.group(1), left)
        if plain is None:
            if holds_objects:
                return BROKEN
            continue
        left -= len(plain)
        if left <= 0:
            return TOO_PACKED
        if _PDF_NAMES.search(_names_read(plain)):
            return PDF_ACTIVE
    return None


def _inflated(packed: bytes, limit: int) -> bytes | None:
    """Return what a stream holds, at most `limit` bytes; None where it is not packed the usual way."""
    try:
        return zlib.decompressobj().decompress(packed, limit)
    except zlib.error:
        return None


def _names_read(content: bytes) -> bytes:
    """Return bytes with the hexadecimal escapes of PDF names resolved: ``/J#61vaScript`` is ``/JavaScript``."""
    return _PDF_ESCAPE.sub(lambda found: bytes([int(found.group(1), 16)]), content)


def in_document(content: bytes) -> str | None:
    """Look into a DOCX."""
    return _in_office(content, "word/document.xml")


def in_workbook(content: bytes) -> str | None:
    """Look into an XLSX."""
    return _in_office(content, "xl/workbook.xml")


def _in_office(content: bytes, main_part: str) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if problem := _packaging(content, archive, members, main_part):
                return problem
            return next(filter(None, (_in_part(member.filename, archive.read(member)) for member in members)), None)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError):
        return BROKEN


def _packaging(content: bytes, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], main_part: str) -> str | None:
    """Check the package as a whole, before anything is unpacked."""
    names = [member.filename.lower() for member in members]
    if any(member.flag_bits & 1 for member in members):
        return LOCKED
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_INFLATED:
        return TOO_PACKED
    if main_part not in names or "[content_types].xml" not in names or len(set(names)) != len(names):
        return BROKEN
    if archive.comment or min(member.header_offset for member in members) > 0 or content[-22:-18] != b"PK\5\6":
        return SECOND_FILE
    return MACROS if any(part in f"/{name}" for name in names for part in _ACTIVE_PARTS) else None


def _in_part(name: str, part: bytes) -> str | None:
    lower = name.lower()
    if lower == "[content_types].xml" and b"macroenabled" in part.lower():
        return MACROS
    if lower.endswith(".rels"):
        links = re.findall(rb"<[^<>]*Relationship\b[^<>]*>", part)
        return MACROS if any(_EXTERNAL.search(link) and _ACTIVE_LINK.search(link) for link in links) else None
    if lower.endswith((".html", ".htm", ".svg", ".mht", ".js", ".exe", ".dll", ".scr")):
        return SECOND_FILE
    return MACROS if lower.endswith(".xml") and _AUTOMATIC_FIELD.search(part) else None


def _in_image(content: bytes) -> str | None:
    if _MARKUP.search(content):
        return SCRIPT
    return SECOND_FILE if b"%PDF-" in content or _has_zip_end(content) else None


def _has_zip_end(content: bytes) -> bool:
    """Say whether a ZIP reader would find a ZIP in here: it looks for the end record near the end."""
    return any(True for _ in _zip_ends(content[-ZIP_TAIL:]))


def _zip_ends(tail: bytes) -> Iterator[int]:
    position = tail.find(b"PK\5\6")
    while position >= 0:
        comment = int.from_bytes(tail[position + 20 : position + 22], "little")
        if position + 22 + comment <= len(tail):
            yield position
        position = tail.find(b"PK\5\6", position + 1)
