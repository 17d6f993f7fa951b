"""The keys of an installation: files beside the database, readable by the service account only, never in it.

`POA_MASTER_KEY` replaces the files: hexadecimal, at least 64 digits, several versions parted by commas, oldest first.
"""

import os
import re
import secrets
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from poa_geo.access.sealing import KEY_BYTES, Keyring
from poa_geo.errors import SettingsProblem, mark
from poa_geo.settings import Settings

VARIABLE = "POA_MASTER_KEY"
FILE_NAME = "master-{version}.key"
_FILE_PATTERN = re.compile(r"master-(\d+)\.key")

NO_KEY = mark("Kunci induk tidak ditemukan di {folder}. Pulihkan dari cadangan kunci, atau jalankan poa-geo init.")
BAD_KEY = mark("Kunci induk {name} tidak sah: isinya harus sedikitnya {digits} angka heksadesimal.")
OPEN_KEY = mark("Kunci induk {name} dapat dibaca akun lain. Jalankan: chmod 600 {path}")


def create_keys(settings: Settings) -> None:
    """Make the first key of a new installation; existing keys stay as they are."""
    folder = settings.keys_folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _key_files(folder):
        _write_key(folder, 1)


def add_key(settings: Settings) -> int:
    """Make the next version of the master key and return its number; older ones stay to open what they sealed."""
    folder = settings.keys_folder
    version = max(_key_files(folder), default=0) + 1
    _write_key(folder, version)
    return version


def load_keyring(settings: Settings, environ: Mapping[str, str] | None = None) -> Keyring:
    """Read the keys of an installation.

    Parameters
    ----------
    settings : Settings
        Names the folder of the key files.
    environ : mapping, optional
        Where `POA_MASTER_KEY` is looked up; defaults to the environment.

    Raises
    ------
    SettingsProblem
        If there is no key, a key is malformed, or others could read its file.

    """
    given = (os.environ if environ is None else environ).get(VARIABLE)
    if given:
        return Keyring.derive({number: _secret(text, VARIABLE) for number, text in enumerate(given.split(","), 1)})
    files = _key_files(settings.keys_folder)
    if not files:
        raise SettingsProblem(NO_KEY, folder=str(settings.keys_folder))
    keyring = Keyring.derive({version: _read_key(path) for version, path in files.items()})
    return replace(keyring, newer=lambda: load_keyring(settings, environ))


def _key_files(folder: Path) -> dict[int, Path]:
    matches = ((_FILE_PATTERN.fullmatch(path.name), path) for path in folder.glob("*.key"))
    return {int(match[1]): path for match, path in matches if match}


def _write_key(folder: Path, version: int) -> None:
    path = folder / FILE_NAME.format(version=version)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")


def _read_key(path: Path) -> bytes:
    is_open_to_others = os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    if is_open_to_others:
        raise SettingsProblem(OPEN_KEY, name=path.name, path=str(path))
    return _secret(path.read_text(), path.name)


def _secret(text: str, name: str) -> bytes:
    try:
        secret = bytes.fromhex(text.strip())
    except ValueError:
        secret = b""
    if len(secret) < KEY_BYTES:
        raise SettingsProblem(BAD_KEY, name=name, digits=2 * KEY_BYTES)
    return secret
