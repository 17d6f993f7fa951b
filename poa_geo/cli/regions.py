"""Commands for regions and their boundaries."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from poa_geo.access.reader import SYSTEM
from poa_geo.cli.frame import Day, as_json, day_of, office, print_json, told_in_one_sentence
from poa_geo.regions.crosswalk import SCHEMES, Scheme
from poa_geo.regions.identify import Columns
from poa_geo.regions.official import BoundaryReport
from poa_geo.regions.shipped import build_shipped
from poa_geo.services import boundaries
from poa_geo.settings import BOUNDARIES_FOLDER
from poa_geo.texts import mark, t

LEVELS = {"provinsi": 1, "kabupaten": 2, "kecamatan": 3}
SHOWN_FINDINGS = 40
REPLACED = mark(
    "Batas diganti: {regions} wilayah. Kejadian berpindah wilayah: {relocated}, dipastikan: {confirmed}, "
    "tanpa wilayah: {unplaced}, perlu diperiksa: {doubtful}."
)


@click.group()
def regions() -> None:
    """Wilayah dan batasnya."""


@regions.command("list")
@click.option("--level", type=click.IntRange(1, 3), default=2, show_default=True)
@click.option("--region", default="", help="Hanya di dalam wilayah ini.")
@told_in_one_sentence
def list_(level: int, region: str) -> None:
    """Daftar wilayah dengan kode Kemendagri dan BPS."""
    tree = office().tree
    for position in tree.at_level(level, region):
        one = tree.regions[position]
        click.echo(f"{one.code:<10} {one.bps_code or '–':<8} {one.name}")


@regions.command("build-schematic")
@click.option(
    "--land", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Berkas daratan."
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=BOUNDARIES_FOLDER)
@click.option("--date", "day", type=Day, help="Tanggal di MANIFEST; bawaan: hari ini.")
@told_in_one_sentence
def build_schematic(land: Path, out: Path, day: datetime | None) -> None:
    """Bangun batas skematik dari titik desa dan berkas daratan."""
    build_shipped(land, out, day_of(day) or office().today())
    click.echo(t("Batas skematik ditulis."))


@regions.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--level", required=True, type=click.Choice(list(LEVELS)), help="Tingkat wilayah di dalam berkas.")
@click.option("--code-column", help="Kolom kode; bawaan: dicari.")
@click.option("--scheme", type=click.Choice(SCHEMES), help="Skema kodenya; bawaan: dibuktikan dari nama dan tempat.")
@click.option("--name-column", help="Kolom nama; bawaan: dicari.")
@click.option("--layer", help="Lapisan, bila berkas berisi beberapa.")
@click.option("--allow-missing", is_flag=True, help="Wilayah yang tidak ada di berkas memakai batas yang sekarang.")
@click.option("--dry-run", is_flag=True, help="Periksa berkas tanpa mengganti apa pun.")
@as_json
@told_in_one_sentence
def import_(
    file: Path,
    level: str,
    code_column: str | None,
    scheme: Scheme | None,
    name_column: str | None,
    layer: str | None,
    allow_missing: bool,
    dry_run: bool,
    is_json: bool,
) -> None:
    """Ganti batas dengan batas resmi; setiap kejadian ditempatkan ulang dalam transaksi yang sama."""
    here = office()
    columns = Columns(code=code_column, scheme=scheme, name=name_column)
    source = boundaries.BoundarySource(file, LEVELS[level], columns, layer, allow_missing)

    def tell(step: str) -> None:
        click.echo(f"… {step}", err=True)

    report = boundaries.preview(here, SYSTEM, source, tell)
    result = None if dry_run else boundaries.put_in_force(here, SYSTEM, boundaries.prepare(here, report, tell), tell)
    if is_json:
        print_json(_as_json(report, result))
        return
    _print_report(report)
    click.echo(t(REPLACED, **result.counts) if result else t("Tidak ada yang diganti."))


def _print_report(report: BoundaryReport) -> None:
    for finding in report.findings[:SHOWN_FINDINGS]:
        click.echo(f"- {finding.text()}")
    if len(report.findings) > SHOWN_FINDINGS:
        click.echo(t("dan {count} catatan lain", count=len(report.findings) - SHOWN_FINDINGS))
    scheme = report.scheme or t("nama dan tempat")
    told = t("{count} wilayah dikenali menurut {scheme}.", count=len(report.outlines), scheme=scheme)
    click.echo(told)


def _as_json(report: BoundaryReport, result: boundaries.BoundaryResult | None) -> dict[str, Any]:
    return {
        "level": report.level,
        "scheme": report.scheme,
        "regions": sorted(report.outlines),
        "missing": report.missing,
        "counts": report.counts,
        "findings": [finding.text() for finding in report.findings],
        "replaced": dict(result.counts) if result else None,
        "boundary_version": result.version if result else None,
    }


COMMANDS = (regions,)
