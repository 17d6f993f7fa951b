"""What became of each row, as a file to correct and import again: the columns as read, then the answer.

The added columns are ignored at import. Texts that a spreadsheet would run as a formula carry an apostrophe, which
import takes off again. Cells that say who a person is are hidden; import refuses them as they stand, so that the row is
corrected from the file it came from.
"""

import csv
import io
from collections.abc import Iterator

from poa_geo.access.masking import HIDDEN
from poa_geo.domain.cells import safe_cell
from poa_geo.domain.sheet import names_of_columns, plain_header
from poa_geo.importers.draft import Draft
from poa_geo.importers.intake import Intake
from poa_geo.reference import label

ADDED = ("baris", "putusan", "perbaikan", "alasan", "alasan_en")


def write_verdicts(intake: Intake, *, only_refused: bool = False) -> bytes:
    """Return the verdict file as CSV in UTF-8 with a mark, so that Excel reads it right.

    Parameters
    ----------
    intake : Intake
        Judged.
    only_refused : bool
        Leave out the rows that need no correction.

    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    kept = [(index, name) for index, name in enumerate(intake.header) if name not in ADDED]
    writer.writerow([*(safe_cell(name) for _, name in kept), *ADDED])
    for draft in intake.drafts:
        if not only_refused or draft.verdict == "refused":
            cells = [
                _shown(draft, name, draft.cells[index] if index < len(draft.cells) else "") for index, name in kept
            ]
            writer.writerow([safe_cell(cell) for cell in (*cells, *_answer(draft))])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _shown(draft: Draft, header: str, cell: str) -> str:
    """Return a cell as the file may hold it: of persons only what a known, open column says."""
    if draft.kind != "presence" or not cell:
        return cell
    column = names_of_columns("presence").get(plain_header(header))
    is_open = column is not None and not column.kind.startswith("identity") and column.field != "source_id"
    return cell if is_open else HIDDEN


def _answer(draft: Draft) -> Iterator[str]:
    fixed = [problem for problem in draft.problems if problem.is_fixed]
    refused = [problem for problem in draft.problems if not problem.is_fixed]
    yield str(draft.row_number)
    yield label("import_verdicts", draft.verdict or draft.own_verdict())
    yield " ".join(problem.text("id") for problem in fixed)
    yield " ".join(problem.text("id") for problem in refused)
    yield " ".join(problem.text("en") for problem in refused or fixed)
