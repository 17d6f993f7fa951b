"""The table of screens: a new one is a file in `pages/` and a row here."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from poa_geo.access.reader import Reader
from poa_geo.texts import mark

FOLDER = Path(__file__).resolve().parents[2] / "pages"


@dataclass(frozen=True)
class PageRow:
    """One screen.

    Attributes
    ----------
    name : str
        File name without ending; also the address.
    right : str or None
        What a role needs to open it; None is everyone signed in.
    group : str
        Drop-down of the navigation; empty stands in the row itself.
    is_listed : bool
        Whether the navigation names it; others are reached from what they tell about.

    """

    name: str
    title: str
    right: str | None
    group: str = ""
    is_listed: bool = True

    @property
    def file(self) -> Path:
        """The file that draws the screen."""
        return FOLDER / f"{self.name}.py"


PAGES: Mapping[str, PageRow] = {
    row.name: row
    for row in (
        PageRow("ringkasan", mark("Ringkasan"), "risk.read"),
        PageRow("peta", mark("Peta"), "risk.read"),
        PageRow("peringatan", mark("Peringatan"), "risk.read"),
        PageRow("kejadian", mark("Kejadian"), "incident.read"),
        PageRow("orang_asing", mark("Orang asing"), "monthly_tables.read"),
        PageRow("athg", "ATHG", "assessment.read"),
        PageRow("tindak_lanjut", mark("Tindak lanjut"), "action.read"),
        PageRow("laporan_masuk", mark("Laporan masuk"), "nil_report.write"),
        PageRow("taklimat", mark("Taklimat"), "briefing.make"),
        PageRow("wilayah", mark("Wilayah"), "risk.read", is_listed=False),
        PageRow("kualitas_data", mark("Kualitas data"), "quality.read", mark("Data")),
        PageRow("impor", mark("Impor"), "batch.read", mark("Data")),
        PageRow("jejak_akses", mark("Jejak akses"), "audit.read"),
        PageRow("admin", mark("Administrasi"), "account.manage", mark("Data")),
        PageRow("akun", mark("Akun saya"), None, mark("Akun")),
    )
}


def pages_for(reader: Reader) -> list[PageRow]:
    """Return the screens a reader may open, in the order of the navigation."""
    return [row for row in PAGES.values() if row.right is None or reader.can(row.right)]
