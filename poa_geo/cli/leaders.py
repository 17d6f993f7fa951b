"""Commands that give out what leaders and other systems read: briefings and exports."""

from datetime import datetime
from pathlib import Path

import click

from poa_geo.access.reader import SYSTEM
from poa_geo.cli.frame import as_of_option, day_of, office, told_in_one_sentence
from poa_geo.domain.filter import Filter
from poa_geo.services.briefings import write_file
from poa_geo.services.exports import export_incidents
from poa_geo.texts import t

out_file = click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Berkas tujuan.")


@click.command()
@click.option("--region", required=True, help="Kode wilayah.")
@as_of_option
@click.option("--by", help="Kantor yang mengeluarkan.")
@click.option("--days", default=7, show_default=True, type=click.IntRange(1, 366), help="Panjang jangka waktu.")
@out_file
@told_in_one_sentence
def brief(region: str, as_of: datetime | None, by: str | None, days: int, out: Path) -> None:
    """Tulis taklimat: .pptx, .pdf, .docx, atau .txt."""
    here = office()
    number = write_file(here, region, day_of(as_of) or here.today(), by, out, days=days)
    click.echo(t("Taklimat {number} ditulis ke {file}.", number=number, file=out.name))


@click.command()
@click.argument("kind", type=click.Choice(["incident"]))
@click.option("--region", default="", help="Hanya wilayah ini dan isinya.")
@out_file
@told_in_one_sentence
def export(kind: str, region: str, out: Path) -> None:  # noqa: ARG001 — the first of several kinds
    """Tulis daftar kejadian: .csv, .xlsx, atau .geojson."""
    out.write_bytes(export_incidents(office(), SYSTEM, Filter(region=region), out.suffix.lstrip(".")))
    click.echo(t("Daftar ditulis ke {file}.", file=out.name))


COMMANDS = (brief, export)
