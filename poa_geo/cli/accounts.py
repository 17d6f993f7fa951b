"""Commands for accounts."""

import click

from poa_geo.access.reader import SYSTEM
from poa_geo.cli.frame import office, told_in_one_sentence
from poa_geo.services import accounts
from poa_geo.texts import t


@click.group()
def account() -> None:
    """Kelola akun."""


@account.command()
@click.argument("username")
@click.option("--name", "display_name", required=True, help="Nama jabatan yang tampil di layar.")
@click.option("--role", required=True, help="Kode peran dari reference/roles.csv.")
@click.option("--scope", multiple=True, help="Kode wilayah kerja; boleh berulang. Kosong berarti seluruh negara.")
@click.option("--agency", default="kesbangpol", show_default=True, help="Kode instansi.")
@click.option("--office", "office_name", help="Nama kantor.")
@told_in_one_sentence
def add(
    username: str, display_name: str, role: str, scope: tuple[str, ...], agency: str, office_name: str | None
) -> None:
    """Buat akun dan cetak kata sandinya sekali."""
    profile = accounts.Profile(
        username=username,
        display_name=display_name,
        role=role,
        agency=agency,
        scope=scope or ("",),
        office=office_name,
    )
    password = accounts.add(office(), SYSTEM, profile)
    click.echo(
        t("Akun {username} dibuat. Kata sandi (hanya tampil sekali): {password}", username=username, password=password)
    )


@account.command()
@click.argument("username")
@told_in_one_sentence
def disable(username: str) -> None:
    """Tutup akun dan akhiri semua sesinya."""
    accounts.set_disabled(office(), SYSTEM, username, is_disabled=True)
    click.echo(t("Akun {username} ditutup.", username=username))


@account.command()
@click.argument("username")
@told_in_one_sentence
def password(username: str) -> None:
    """Beri akun kata sandi acak yang baru."""
    new = accounts.reset_password(office(), SYSTEM, username)
    click.echo(t("Kata sandi baru (hanya tampil sekali): {password}", password=new))


COMMANDS = (account,)
