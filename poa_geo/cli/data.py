"""Commands that bring files in and give templates out."""

from datetime import datetime
from pathlib import Path

import click

from poa_geo.access.reader import SYSTEM
from poa_geo.cli.frame import Day, as_json, day_of, fail, office, print_json, told_in_one_sentence
from poa_geo.domain.filter import Filter
from poa_geo.exporters.templates import write_template
from poa_geo.importers.verdict import write_verdicts
from poa_geo.services.exports import export_incidents
from poa_geo.services.imports import import_file
from poa_geo.texts import t

existing_file = click.Path(dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("file", type=existing_file)
@click.option("--format", "format_name", help="Nama format; bawaan: dikenali dari kolomnya.")
@click.option("--edition", type=Day, help="Tanggal edisi berkas, untuk sumber yang tidak menanggali barisnya.")
@click.option("--dry-run", is_flag=True, help="Nilai setiap baris tanpa menulis apa pun.")
@click.option("--verdict", type=click.Path(dir_okay=False, path_type=Path), help="Tulis putusan per baris ke CSV ini.")
@as_json
@told_in_one_sentence
def import_(
    file: Path, format_name: str | None, edition: datetime | None, dry_run: bool, verdict: Path | None, is_json: bool
) -> None:
    """Impor berkas kejadian, orang asing, atau laporan nihil."""
    if not file.is_file():
        fail(t("Berkas {file} tidak ditemukan.", file=file))
    result = import_file(
        office(),
        SYSTEM,
        file.name,
        file.read_bytes(),
        format_name=format_name,
        edition=day_of(edition),
        is_dry_run=dry_run,
        progress=None if is_json else lambda rows: click.echo(f"\r{rows:>9,}".replace(",", "."), nl=False, err=True),
    )
    if verdict:
        verdict.write_bytes(write_verdicts(result.intake))
    if is_json:
        print_json(dict(result.counts))
        return
    click.echo(err=True)
    told = t("Diterima {accepted}, digabung {merged}, diperbaiki {fixed}, ditolak {refused}.")
    click.echo(told.format_map(result.counts))


@click.command()
@click.argument("kind")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.xlsx, .csv, .geojson")
@told_in_one_sentence
def template(kind: str, out: Path) -> None:
    """Tulis templat isian: incident, presence, nil_report."""
    out.write_bytes(write_template(kind, out.suffix.lstrip(".")))  # type: ignore[arg-type]
    click.echo(str(out))


@click.command()
@click.argument("kind", type=click.Choice(["incident"]))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.csv, .xlsx, .geojson")
@click.option("--region", default="", help="Hanya wilayah ini dan isinya.")
@click.option("--from", "since", type=Day, help="Tanggal kejadian pertama (TTTT-BB-HH).")
@click.option("--to", "until", type=Day, help="Tanggal kejadian terakhir (TTTT-BB-HH).")
@told_in_one_sentence
def export(kind: str, out: Path, region: str, since: datetime | None, until: datetime | None) -> None:  # noqa: ARG001
    """Tulis daftar kejadian ke berkas yang dapat diimpor kembali."""
    where = Filter(region=region, since=day_of(since), until=day_of(until))
    out.write_bytes(export_incidents(office(), SYSTEM, where, out.suffix.lstrip(".")))
    click.echo(str(out))


COMMANDS = (import_, template, export)
