"""A file as it arrived: is it safe to open, and what lies inside it."""

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Literal

from poa_geo.errors import ImportRejected, UnsafeFile
from poa_geo.texts import t

MAX_BYTES = 200 * 2**20
MAX_UNPACKED_BYTES = 800 * 2**20
MAX_RATIO = 200  # a large real sheet packs about 1:15, a bomb 1:1000
RATIO_FROM_BYTES = 20 * 2**20  # a ratio says nothing about small files
MAX_MEMBERS = 2_000
MAX_SHEET_ROWS = 200_000
CHUNK_BYTES = 2**20

ZIP_MAGIC, GZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0"
ACTIVE_PARTS = ("vbaproject.bin", "xl/embeddings/", "xl/activex/")

# The workbook reader reserves memory for the whole rectangle up to the last filled cell, so one cell at XFD1048576
# would end the process. Filled cells right of column CZ or in rows of six digits are looked for beforehand.
_FILLED = rb"""["'][^>]*>\s*<(?:\w+:)?(?:v|is|f)\b"""
_FAR_COLUMN = re.compile(rb"""\br=["'](?:[A-Z]{3}|[D-Z][A-Z])\d+""" + _FILLED)
_FAR_ROW = re.compile(rb"""\br=["'][A-Z]{1,3}(\d{6,})""" + _FILLED)
OVERLAP_BYTES = 200  # a cell may lie across two chunks

Content = Literal["text", "workbook", "geojson"]


@dataclass(frozen=True)
class Upload:
    """A file whose safety was checked, taken out of its ZIP where it came in one."""

    name: str
    data: bytes
    content: Content


def open_upload(name: str, data: bytes) -> Upload:
    """Check a file and tell what it is, by its content rather than its name.

    Raises
    ------
    UnsafeFile
        If it is too large, packed too tightly, or carries macros.
    ImportRejected
        If it is empty, broken, or of a kind nobody can read.

    """
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 2**20
        raise UnsafeFile(
            file=name, reason=t("ukurannya lebih dari {limit} MB; bagilah menjadi beberapa berkas", limit=limit)
        )
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise ImportRejected(reason=t("Berkas kosong."))
    if data.startswith(OLE_MAGIC):
        raise ImportRejected(reason=t("Berkas Excel lama atau bersandi; simpan ulang sebagai XLSX tanpa sandi."))
    if data.startswith(ZIP_MAGIC):
        return _open_zip(name, data)
    if data.startswith(GZIP_MAGIC):
        return _open_gzip(name, data)
    is_json = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))
    return Upload(name, data, "geojson" if is_json else "text")


def _open_gzip(name: str, data: bytes) -> Upload:
    try:
        with gzip.open(io.BytesIO(data)) as file:
            unpacked = b"".join(_counted(file, name, len(data)))
    except (zlib.error, EOFError, OSError) as error:
        raise ImportRejected(reason=_broken()) from error
    return _unpacked(name.removesuffix(".gz"), unpacked)


def _unpacked(name: str, data: bytes) -> Upload:
    if data.startswith((ZIP_MAGIC, GZIP_MAGIC)):
        raise ImportRejected(reason=_one_table())
    return open_upload(name, data)


def _broken() -> str:
    return t("Berkas rusak dan tidak dapat dibuka; simpan ulang lalu unggah lagi.")


def _one_table() -> str:
    return t("Berkas ZIP harus berisi tepat satu tabel; unggah tabelnya satu per satu.")


def _open_zip(name: str, data: bytes) -> Upload:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if any(member.filename == "[Content_Types].xml" for member in members):
                _check_workbook(archive, members, name)
                return Upload(name, data, "workbook")
            if len(members) != 1:
                raise ImportRejected(reason=_one_table())
            unpacked = b"".join(_chunks(archive, members[0], name))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError, ValueError) as error:
        raise ImportRejected(reason=_broken()) from error
    return _unpacked(members[0].filename, unpacked)


def _check_workbook(archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo], name: str) -> None:
    names = [member.filename.lower() for member in members]
    if any(part in member for member in names for part in ACTIVE_PARTS):
        raise UnsafeFile(file=name, reason=t("berisi makro atau objek tertanam; simpan ulang sebagai XLSX biasa"))
    if len(members) > MAX_MEMBERS:
        raise _bomb(name)
    total = 0
    for member in members:
        is_sheet = "worksheets/" in member.filename.lower()
        tail = b""
        for chunk in _chunks(archive, member, name):
            total += len(chunk)
            if total > MAX_UNPACKED_BYTES:
                raise _bomb(name)
            if is_sheet:
                _check_cells(tail + chunk, name)
                tail = chunk[-OVERLAP_BYTES:]


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    with archive.open(member) as file:
        yield from _counted(file, name, member.compress_size)


def _counted(file: IO[bytes] | gzip.GzipFile, name: str, packed_bytes: int) -> Iterator[bytes]:
    """Unpack piece by piece; a header may lie about the size, so what comes out is counted."""
    limit = min(MAX_UNPACKED_BYTES, max(RATIO_FROM_BYTES, packed_bytes * MAX_RATIO))
    size = 0
    while chunk := file.read(CHUNK_BYTES):
        size += len(chunk)
        if size > limit:
            raise _bomb(name)
        yield chunk


def _check_cells(xml: bytes, name: str) -> None:
    if _FAR_COLUMN.search(xml) or any(int(row) > MAX_SHEET_ROWS for row in _FAR_ROW.findall(xml)):
        reason = t(
            "ada sel terisi jauh di luar tabel (lebih dari {limit} baris atau 104 kolom); hapus sel itu",
            limit="200.000",
        )
        raise UnsafeFile(file=name, reason=reason)


def _bomb(name: str) -> UnsafeFile:
    return UnsafeFile(file=name, reason=t("isinya dimampatkan secara tidak wajar"))
