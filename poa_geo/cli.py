"""The commands. Each calls one service; errors are one sentence and a non-zero exit."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from poa_geo import __version__
from poa_geo.access.reader import SYSTEM
from poa_geo.errors import PoaError
from poa_geo.services import situation
from poa_geo.services.installation import Installation, open_installation
from poa_geo.services.setup import initialise, is_initialised
from poa_geo.settings import Settings, load
from poa_geo.texts import explain_error, t

Day = click.DateTime(["%Y-%m-%d"])
as_json = click.option("--json", "is_json", is_flag=True, help="Cetak hasil sebagai JSON.")
as_of = click.option("--as-of", type=Day, help="Hari yang dihitung (TTTT-BB-HH); bawaan: hari ini.")


def told_in_one_sentence(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what stops a command into one sentence on the error stream and exit code 1."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        try:
            return command(*args, **options)
        except PoaError as error:
            click.echo(explain_error(error), err=True)
            sys.exit(1)

    return run


@click.group(help="POA-Geo: peringatan dini konflik untuk pemerintah daerah.")
@click.version_option(__version__)
def main() -> None:
    """Hold the commands."""


def office() -> Installation:
    """Open the installation that the environment names."""
    return open_installation(load())


@main.command()
@click.option("--demo", is_flag=True, help="Isi dengan data contoh Kalimantan Timur.")
@click.option("--database", help="Alamat basis data; menggantikan POA_DATABASE_URL.")
@click.option("--if-empty", is_flag=True, help="Lewati bila basis data sudah berisi.")
@told_in_one_sentence
def init(demo: bool, database: str | None, if_empty: bool) -> None:
    """Buat basis data dengan semua wilayah."""
    settings = _settings(database)
    if if_empty and is_initialised(settings):
        return
    made = initialise(settings, is_demo=demo, tell=lambda step: click.echo(f"… {step}", err=True))
    click.echo(t("Basis data siap: {count} wilayah.", count=len(made.tree)))


def _settings(database: str | None) -> Settings:
    import os

    environ = dict(os.environ)
    if database:
        environ["POA_DATABASE_URL"] = database
    return load(environ)


@main.command()
@as_of
@click.option("--known-at", type=Day, help="Seperti diketahui pada akhir hari itu; bawaan: dengan semua yang diketahui kini.")
@click.option("--level", type=click.IntRange(1, 3), help="1 provinsi, 2 kabupaten/kota, 3 kecamatan.")
@click.option("--region", default="", help="Hanya wilayah ini dan isinya.")
@as_json
@told_in_one_sentence
def score(as_of: datetime | None, known_at: datetime | None, level: int | None, region: str, is_json: bool) -> None:
    """Hitung skor dan warna wilayah, tertinggi lebih dulu."""
    here = office()
    day, known = _day(as_of), _end_of_day(known_at, here)
    told = situation.scores(here, SYSTEM, day, level=level, region=region, known_at=known)
    if is_json:
        _print_json([asdict(one) for one in told])
        return
    if known is None and day is not None and day < here.today():
        click.echo(t("Dihitung dengan semua yang diketahui kini, bukan seperti diketahui pada hari itu."), err=True)
    for one in told:
        click.echo(f"{one.code:<10} {one.score:6.1f}  {one.band:<7} {one.name}")


@main.command()
@click.argument("code")
@as_of
@as_json
@told_in_one_sentence
def explain(code: str, as_of: datetime | None, is_json: bool) -> None:
    """Jelaskan skor satu wilayah: setiap isu dan andilnya."""
    told = situation.explain(office(), SYSTEM, code, _day(as_of))
    if is_json:
        pieces = [
            {"id": piece.id, "share": piece.share, "without": piece.without, "dimension": piece.dimension, "title": piece.title}
            for piece in told.pieces
        ]
        _print_json(
            {"code": told.code, "score": told.score, "band": told.band, "by_dimension": told.by_dimension, "pieces": pieces}
        )
        return
    click.echo(f"{told.code} {told.score:.1f} {told.band}")
    for piece in told.pieces:
        click.echo(f"  {piece.share:6.2f}  {piece.title}")


@main.command()
@told_in_one_sentence
def run() -> None:
    """Jalankan aplikasi di komputer ini."""
    import subprocess

    settings = load()
    office()
    click.echo(f"http://localhost:{settings.port}")
    app = Path(__file__).resolve().parent.parent / "app.py"
    subprocess.run([sys.executable, "-m", "streamlit", "run", str(app), "--server.port", str(settings.port)], check=False)


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def _end_of_day(moment: datetime | None, here: Installation) -> datetime | None:
    if moment is None:
        return None
    return moment.replace(hour=23, minute=59, second=59, tzinfo=here.settings.time_zone)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


if __name__ == "__main__":
    main()
