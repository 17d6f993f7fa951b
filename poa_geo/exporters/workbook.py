"""Excel workbooks that look the same, open safely, and are the same bytes for the same content."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
ZIP_TIME = (2020, 1, 1, 0, 0, 0)
HEADER_FILL = PatternFill("solid", fgColor="E7ECF1")
HEADER_FONT = Font(bold=True, color="1F2D3D")
WRAPPED = Alignment(wrap_text=True, vertical="top")


def new_workbook(title: str) -> Workbook:
    """Return a workbook without sheets, whose properties hold no clock and no name."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    stamp(workbook, title)
    return workbook


def stamp(workbook: Workbook, title: str) -> None:
    """Give a workbook its title, our name and no clock."""
    workbook.properties.creator = "POA-Geo"
    workbook.properties.title = title
    workbook.properties.created = EPOCH.replace(tzinfo=None)


def add_header(sheet: Worksheet, names: Sequence[str], widths: Sequence[int]) -> None:
    """Write the header row: bold, frozen, each column wide enough."""
    sheet.append(list(names))
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = HEADER_FONT, HEADER_FILL
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width


def as_bytes(workbook: Workbook) -> bytes:
    """Return the workbook's bytes without the moment of writing."""
    written = io.BytesIO()
    workbook.save(written)
    stamp = workbook.properties.modified.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    fixed = EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    result = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = content.replace(stamp, fixed)
            target.writestr(zipfile.ZipInfo(name, ZIP_TIME), content, zipfile.ZIP_DEFLATED)
    return result.getvalue()
