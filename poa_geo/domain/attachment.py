"""What may be attached to a record: its kind told by content, its size, its name, and nothing in it that acts."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from poa_geo.domain import active_content
from poa_geo.errors import UnsafeFile
from poa_geo.reference import table
from poa_geo.texts import t

MAX_NAME = 120
SCANS: dict[str, Callable[[bytes], str | None]] = {
    "jpeg": active_content.in_jpeg,
    "png": active_content.in_png,
    "pdf": active_content.in_pdf,
    "docx": active_content.in_document,
    "xlsx": active_content.in_workbook,
}
"""Code of the kind → what is wrong with such a file, None where nothing is."""


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept."""

    name: str
    media_type: str


def accept(name: str, content: bytes) -> Accepted:
    """Tell what a file is, by its content and its name together, and that it holds nothing active.

    Raises
    ------
    UnsafeFile
        With one sentence: wrong kind, too large, or what acts inside.

    """
    shown = plain_name(name)
    if not content:
        raise UnsafeFile(file=shown, reason=t("isinya kosong"))
    ending = shown.rpartition(".")[2].lower()
    row = next((row for row in table("attachment_types") if ending in row["endings"].split()), None)
    if row is None or not content.startswith(bytes.fromhex(row["magic"])):
        raise UnsafeFile(file=shown, reason=_wrong_kind(row is not None))
    if len(content) > int(row["max_mb"]) * 2**20:
        raise UnsafeFile(file=shown, reason=t("ukurannya lebih dari {limit} MB", limit=row["max_mb"]))
    if problem := SCANS[row["code"]](content):
        raise UnsafeFile(file=shown, reason=t(problem))
    return Accepted(shown, row["media_type"])


def plain_name(name: str) -> str:
    """Return a file name without folders, control signs and signs that turn the reading direction."""
    bare = re.split(r"[/\\]", name)[-1]
    seen = "".join(sign for sign in bare if unicodedata.category(sign)[0] != "C").strip(" .")
    stem, dot, ending = seen.rpartition(".")
    return f"{stem[: MAX_NAME - len(ending) - 1]}{dot}{ending}" if len(seen) > MAX_NAME else seen or "lampiran"


def _wrong_kind(has_known_ending: bool) -> str:
    if has_known_ending:
        return t("isinya tidak sesuai dengan jenis berkas pada namanya")
    endings = ", ".join(ending for row in table("attachment_types") for ending in row["endings"].split())
    return t("jenisnya tidak diterima; gunakan {endings}", endings=endings)
