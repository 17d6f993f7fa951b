"""Commands for regions and their boundaries."""

from datetime import datetime
from pathlib import Path

import click

from poa_geo.cli.frame import Day, day_of, office, told_in_one_sentence
from poa_geo.regions.shipped import build_shipped
from poa_geo.settings import BOUNDARIES_FOLDER
from poa_geo.texts import t


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


COMMANDS = (regions,)
