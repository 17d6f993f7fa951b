"""The keys of an installation: files that only the service account can read."""

import stat
from pathlib import Path

import pytest

from poa_geo.access.sealing import seal, unseal
from poa_geo.errors import SettingsProblem
from poa_geo.services.installation import Installation, open_installation
from poa_geo.services.keys import add_key, create_keys, load_keyring
from poa_geo.settings import Settings, load


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({"POA_HOME": str(tmp_path)})


def test_a_new_installation_gets_a_key_that_only_its_account_can_read(settings):
    create_keys(settings)
    [file] = settings.keys_folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.keys_folder.stat().st_mode) == 0o700
    assert load_keyring(settings, {}) == load_keyring(settings, {})


def test_making_keys_again_keeps_the_ones_there_are(settings):
    create_keys(settings)
    before = load_keyring(settings, {})
    create_keys(settings)
    assert load_keyring(settings, {}) == before


def test_two_installations_have_different_keys(settings, tmp_path):
    other = load({"POA_HOME": str(tmp_path / "lain")})
    create_keys(settings)
    create_keys(other)
    assert load_keyring(settings, {}) != load_keyring(other, {})


def test_a_further_key_seals_from_now_on_and_the_old_one_still_opens(settings):
    create_keys(settings)
    sealed = seal({"full_name": "Contoh"}, "r1", load_keyring(settings, {}))
    assert add_key(settings) == 2
    keyring = load_keyring(settings, {})
    assert keyring.version == 2
    assert unseal(*sealed, "r1", keyring) == {"full_name": "Contoh"}


def test_without_a_key_the_sentence_names_the_folder_and_no_key_is_made_up(settings):
    with pytest.raises(SettingsProblem, match="keys"):
        load_keyring(settings, {})
    assert not settings.keys_folder.exists()


def test_a_key_that_others_could_read_is_refused_with_the_remedy(settings):
    create_keys(settings)
    next(settings.keys_folder.iterdir()).chmod(0o644)
    with pytest.raises(SettingsProblem, match="chmod 600"):
        load_keyring(settings, {})


@pytest.mark.parametrize("content", ["", "abc", "zz" * 32, "00" * 31])
def test_a_malformed_key_is_named_and_its_content_is_not(settings, content):
    create_keys(settings)
    next(settings.keys_folder.iterdir()).write_text(content)
    with pytest.raises(SettingsProblem, match=r"master-1\.key") as refused:
        load_keyring(settings, {})
    assert not content or content not in str(refused.value)


def test_the_environment_replaces_the_files_and_may_hold_several_versions(settings):
    old, new = "0a" * 32, "0b" * 32
    first, both = (load_keyring(settings, {"POA_MASTER_KEY": value}) for value in (old, f"{old},{new}"))
    assert (first.version, both.version) == (1, 2)
    assert first.search_key == both.search_key
    with pytest.raises(SettingsProblem, match="POA_MASTER_KEY"):
        load_keyring(settings, {"POA_MASTER_KEY": "rahasia"})


def test_keys_of_another_installation_are_refused_with_one_sentence(sqlite_office: Installation):
    for key in sqlite_office.settings.keys_folder.glob("*.key"):
        key.unlink()
    create_keys(sqlite_office.settings)
    with pytest.raises(SettingsProblem, match="bukan kunci basis data ini"):
        open_installation(sqlite_office.settings)
