"""Commands that tell how bad it is: score, explain."""

import json
from dataclasses import asdict
from datetime import datetime

import click

from poa_geo.access.reader import SYSTEM
from poa_geo.cli.frame import Day, as_json, as_of_option, day_of, end_of_day, office, print_json, told_in_one_sentence
from poa_geo.services import forecast, situation
from poa_geo.services.morning import run_morning
from poa_geo.texts import t


@click.command()
@as_of_option
@click.option(
    "--known-at", type=Day, help="Seperti diketahui pada akhir hari itu; bawaan: dengan semua yang diketahui."
)
@click.option("--level", type=click.IntRange(1, 3), help="1 provinsi, 2 kabupaten/kota, 3 kecamatan.")
@click.option("--region", default="", help="Hanya wilayah ini dan isinya.")
@as_json
@told_in_one_sentence
def score(as_of: datetime | None, known_at: datetime | None, level: int | None, region: str, is_json: bool) -> None:
    """Hitung skor dan warna wilayah, tertinggi lebih dulu."""
    here = office()
    day, known = day_of(as_of), end_of_day(known_at, here)
    told = situation.scores(here, SYSTEM, day, level=level, region=region, known_at=known)
    if is_json:
        print_json([asdict(one) for one in told])
        return
    if known is None and day is not None and day < here.today():
        click.echo(t("Dihitung dengan semua yang diketahui kini, bukan seperti diketahui pada hari itu."), err=True)
    for one in told:
        click.echo(f"{one.code:<10} {one.score:6.1f}  {one.band:<7} {one.name}")


@click.command()
@click.argument("code")
@as_of_option
@click.option("--known-at", type=Day, help="Seperti diketahui pada akhir hari itu.")
@as_json
@told_in_one_sentence
def explain(code: str, as_of: datetime | None, known_at: datetime | None, is_json: bool) -> None:
    """Jelaskan skor satu wilayah: setiap isu, andilnya, dan skor bila isu itu ditangani."""
    here = office()
    told = situation.explain(here, SYSTEM, code, day_of(as_of), known_at=end_of_day(known_at, here))
    if is_json:
        names = ("id", "title", "share", "without", "dimension")
        pieces = [{name: getattr(piece, name) for name in names} for piece in told.pieces]
        head = {"code": told.code, "score": told.score, "band": told.band, "by_dimension": told.by_dimension}
        print_json(head | {"pieces": pieces})
        return
    click.echo(f"{told.code}  {told.score:.1f}  {told.band}")
    for piece in told.pieces:
        click.echo(f"{piece.share:8.2f}  {piece.title}")


@click.command()
@told_in_one_sentence
def daily() -> None:
    """Jalankan hari-hari yang belum dijalankan: warna, peringatan, dan buku hasilnya."""
    done = run_morning(office(), tell=lambda day: click.echo(f"\r{day.isoformat()}", nl=False, err=True))
    if done.days:
        click.echo(err=True)
    told = t("{days} hari dijalankan: {changes} perubahan warna, {warnings} peringatan, {misses} kejadian luput.")
    click.echo(told.format_map(vars(done)))


Month = click.DateTime(["%Y-%m"])


@click.command()
@click.option("--from", "first", type=Month, required=True, help="Bulan pertama (TTTT-BB).")
@click.option("--to", "last", type=Month, required=True, help="Bulan terakhir (TTTT-BB).")
@click.option("--level", type=click.IntRange(2, 3), default=2, show_default=True, help="2 kabupaten/kota, 3 kecamatan.")
@as_json
@told_in_one_sentence
def backtest(first: datetime, last: datetime, level: int, is_json: bool) -> None:
    """Uji prakiraan pada bulan-bulan lampau, di samping lima pembanding."""
    measured = forecast.backtest(office(), SYSTEM, first.date(), last.date(), level)
    if is_json:
        print_json(measured)
        return
    for name, measures in measured["total"].items():
        click.echo(f"{name:<24}{json.dumps(measures, ensure_ascii=False, default=str)[:160]}")


COMMANDS = (score, explain, daily, backtest)
