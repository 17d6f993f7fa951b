"""Empty sheets to fill in, made of the same column rows that read them: XLSX with lists, CSV and GeoJSON."""

import csv
import io
import json
from collections.abc import Callable, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from poa_geo.domain.sheet import SHEET_KINDS, Column, SheetKind, columns
from poa_geo.errors import PoaError
from poa_geo.exporters.workbook import WRAPPED, add_header, as_bytes, new_workbook
from poa_geo.reference import table
from poa_geo.texts import Language, mark, t

ROWS_TO_FILL = 5_000
TEXT_KINDS = frozenset({"text", "region", "bps", "identity", "name1", "name2", "name3"})
DATE_KINDS = frozenset({"date", "identity_date"})
TITLES: dict[SheetKind, str] = {
    "incident": mark("Templat kejadian"),
    "presence": mark("Templat orang asing"),
    "nil_report": mark("Templat laporan nihil"),
    "action": mark("Templat tindak lanjut"),
}
NO_TEMPLATE = mark("Templat {kind} dalam bentuk {format} tidak ada; pilih {kinds} dan {formats}.")
TEXT_FORMAT, DATE_FORMAT = "@", "DD/MM/YYYY"


def write_template(kind: SheetKind, file_format: str, language: Language = "id") -> bytes:
    """Return an empty template.

    Parameters
    ----------
    kind : {"incident", "presence", "nil_report", "action"}
    file_format : {"xlsx", "csv", "geojson"}
    language : {"id", "en"}
        Of the instructions and the lists; headers are Indonesian, and both are understood at import.

    Raises
    ------
    PoaError
        If there is no such template.

    """
    writers: dict[str, Callable[[Sequence[Column], SheetKind, Language], bytes]] = {
        "xlsx": _xlsx,
        "csv": _csv,
        "geojson": _geojson,
    }
    if kind not in SHEET_KINDS or file_format not in writers:
        raise PoaError(
            NO_TEMPLATE, kind=kind, format=file_format, kinds=", ".join(SHEET_KINDS), formats=", ".join(writers)
        )
    return writers[file_format](columns(kind), kind, language)


def header_of(column: Column) -> str:
    """Return the header people see: a plain name, with a star where the column is required."""
    return f"{column.name} *" if column.is_required else column.name


def _csv(sheet_columns: Sequence[Column], kind: SheetKind, language: Language) -> bytes:  # noqa: ARG001
    text = io.StringIO(newline="")
    csv.writer(text).writerow([header_of(column) for column in sheet_columns])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _geojson(sheet_columns: Sequence[Column], kind: SheetKind, language: Language) -> bytes:  # noqa: ARG001
    names = [column.name for column in sheet_columns if column.field not in ("lon", "lat")]
    feature = {"type": "Feature", "geometry": None, "properties": dict.fromkeys(names)}
    collection = {"type": "FeatureCollection", "features": [feature]}
    return json.dumps(collection, ensure_ascii=False, indent=1).encode()


def _xlsx(sheet_columns: Sequence[Column], kind: SheetKind, language: Language) -> bytes:
    workbook = new_workbook(t(TITLES[kind], language))
    data, guide, lists = (workbook.create_sheet(name) for name in ("Data", "Petunjuk", "Daftar"))
    add_header(data, [header_of(column) for column in sheet_columns], [_width(column) for column in sheet_columns])
    data.freeze_panes = "A2"
    _write_guide(guide, sheet_columns, language)
    for index, column in enumerate(sheet_columns, 1):
        letter = get_column_letter(index)
        if column.kind in TEXT_KINDS:
            data.column_dimensions[letter].number_format = TEXT_FORMAT  # keeps 64.10 from becoming 64.1
        elif column.kind in DATE_KINDS:
            data.column_dimensions[letter].number_format = DATE_FORMAT
        if column.vocabulary:
            _add_list(data, lists, letter, column, language)
    lists.sheet_state = "hidden"
    return as_bytes(workbook)


def _width(column: Column) -> int:
    return max(14, min(36, len(header_of(column)) + 4))


def _write_guide(guide: Worksheet, sheet_columns: Sequence[Column], language: Language) -> None:
    names = (t("Kolom", language), t("Wajib", language), t("Penjelasan", language), t("Contoh", language))
    add_header(guide, names, (24, 10, 80, 34))
    for column in sheet_columns:
        is_required = t("ya", language) if column.is_required else ""
        explained = column.help_id if language == "id" else column.help_en
        guide.append([column.name, is_required, explained, column.example])
        guide.cell(guide.max_row, 3).alignment = WRAPPED


def _add_list(data: Worksheet, lists: Worksheet, letter: str, column: Column, language: Language) -> None:
    """Offer the words of a vocabulary in force; a word that is not offered is only warned about."""
    words = [row[f"label_{language}"] for row in table(column.vocabulary) if not row["valid_to"]]
    at = lists.max_column + 1 if lists.max_row > 1 else 1
    for index, word in enumerate((column.name, *words), 1):
        lists.cell(index, at, word)
    source = get_column_letter(at)
    validation = DataValidation(
        type="list", formula1=f"Daftar!${source}$2:${source}${len(words) + 1}", allow_blank=True, errorStyle="warning"
    )
    validation.error = t("Pilih dari daftar.", language)
    data.add_data_validation(validation)
    validation.add(f"{letter}2:{letter}{ROWS_TO_FILL}")
