"""Commands for what leaders read."""

from datetime import datetime
from pathlib import Path

import click

from poa_geo.cli.frame import as_of_option, day_of, office, told_in_one_sentence
from poa_geo.services.briefings import write_file
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


COMMANDS = (brief,)
