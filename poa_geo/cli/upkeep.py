"""Commands that make, start, check and keep an installation."""

import os
from pathlib import Path

import click

from poa_geo.cli.frame import fail, office, told_in_one_sentence
from poa_geo.services import backup as backups
from poa_geo.services import demo
from poa_geo.services.installation import Installation
from poa_geo.services.key_rotation import rotate_keys
from poa_geo.services.retention import retention as retire
from poa_geo.services.setup import initialise, is_initialised, raise_schema
from poa_geo.settings import Settings, load
from poa_geo.store import audit as trail
from poa_geo.texts import t
from poa_geo.web.serve import serve

PROBLEMS = {"missing": "hilang", "changed": "diubah", "reordered": "ditukar urutannya"}


@click.command()
@click.option("--demo", "is_demo", is_flag=True, help="Isi dengan data contoh Kalimantan Timur.")
@click.option("--database", help="Alamat basis data; menggantikan POA_DATABASE_URL.")
@click.option("--if-empty", is_flag=True, help="Bila sudah berisi, hanya sesuaikan skema.")
@told_in_one_sentence
def init(is_demo: bool, database: str | None, if_empty: bool) -> None:
    """Buat basis data dengan semua wilayah."""
    settings = _settings(database)
    if if_empty and is_initialised(settings):
        raise_schema(settings)
        return
    made = initialise(settings, is_demo=is_demo, tell=_tell)
    click.echo(t("Basis data siap: {count} wilayah.", count=len(made.tree)))


def _tell(step: str) -> None:
    click.echo(f"… {step}", err=True)


def _settings(database: str | None) -> Settings:
    given = {"POA_DATABASE_URL": database} if database else {}
    return load(dict(os.environ) | given)


@click.command()
@click.option("--demo", "is_demo", is_flag=True, help="Bila basis data masih kosong, isi dulu dengan data contoh.")
@told_in_one_sentence
def run(is_demo: bool) -> None:
    """Jalankan aplikasi di komputer ini."""
    settings = load()
    if is_initialised(settings):
        raise_schema(settings)
    elif is_demo:
        initialise(settings, is_demo=True, tell=_tell)
    _greet(office(), settings)
    serve(settings)


def _greet(here: Installation, settings: Settings) -> None:
    """Say where the app is and how to sign in."""
    click.echo(t("POA-Geo berjalan di {address}", address=f"http://localhost:{settings.port}"))
    if not here.is_demo:
        click.echo(t("Masuk dengan akun Anda. Akun baru: poa-geo account add"))
        return
    click.echo(t("Data contoh. Masuk dengan salah satu akun ini:"))
    for username, password in demo.sign_in_names(settings).items():
        click.echo(f"  {username:<22}{password}")


@click.group()
def audit() -> None:
    """Periksa jejak audit."""


@audit.command()
@click.option("--head", help="Kepala jejak yang disimpan sebelumnya (nomor:kode), untuk menemukan ekor yang terpotong.")
@told_in_one_sentence
def verify(head: str | None) -> None:
    """Temukan baris jejak audit yang diubah, hilang, atau ditukar."""
    here = office()
    with here.reading() as connection:
        broken = trail.verify(connection, here.keyring.audit_key, _head(head))
        newest = trail.head(connection)
    for link in broken:
        click.echo(t("Baris {seq}: {problem}", seq=link.seq, problem=PROBLEMS[link.problem]), err=True)
    if broken:
        fail(t("Jejak audit rusak di {count} tempat.", count=len(broken)))
    told = f"{newest[0]}:{newest[1]}" if newest else "0"
    click.echo(t("Jejak audit utuh. Simpan kepala jejak ini di tempat lain: {head}", head=told))


def _head(text: str | None) -> tuple[int, str] | None:
    if text is None:
        return None
    number, _, mac = text.partition(":")
    if not number.isdigit() or not mac:
        fail(t("Kepala jejak {head} tidak sah; bentuknya nomor:kode.", head=text))
    return int(number), mac


@click.command()
@told_in_one_sentence
def doctor() -> None:
    """Periksa apakah instalasi ini sehat."""
    here = office()
    click.echo(t("Basis data: {database}", database=here.engine.dialect.name))
    click.echo(t("Wilayah: {count}", count=len(here.tree)))
    click.echo(t("Hari laporan: {day} ({zone})", day=here.today(), zone=here.settings.time_zone.key))
    click.echo(t("Folder kunci: {folder}", folder=_shown(here.settings.keys_folder)))


def _shown(folder: Path) -> str:
    return os.path.relpath(folder)


backup_file = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=backup_file)
@told_in_one_sentence
def backup(file: Path) -> None:
    """Tulis cadangan basis data; kunci disimpan terpisah."""
    backups.backup(office(), file)
    click.echo(t("Cadangan ditulis ke {file}. Simpan kunci di tempat lain.", file=file.name))


@click.command()
@click.argument("file", type=backup_file)
@told_in_one_sentence
def restore(file: Path) -> None:
    """Pulihkan cadangan ke basis data yang kosong."""
    if not file.is_file():
        fail(t("Berkas {file} tidak ditemukan.", file=file))
    backups.restore(load(), file)
    click.echo(t("Cadangan dipulihkan."))


@click.command()
@click.option("--dry-run", is_flag=True, help="Hanya sebutkan apa yang akan dimusnahkan.")
@told_in_one_sentence
def retention(dry_run: bool) -> None:
    """Musnahkan data yang lewat masa simpan."""
    for removal in retire(office(), is_dry_run=dry_run):
        click.echo(f"{len(removal.ids):>6}  {removal.text()}")


@click.group()
def key() -> None:
    """Kelola kunci induk."""


@key.command()
@told_in_one_sentence
def rotate() -> None:
    """Buat kunci induk baru dan bungkus ulang semua kunci data."""
    click.echo(t("Kunci data dibungkus ulang: {count}.", count=rotate_keys(office()).rewrapped))


COMMANDS = (init, run, audit, doctor, backup, restore, retention, key)
