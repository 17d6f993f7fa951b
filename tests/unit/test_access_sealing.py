"""Identities at rest: sealed, found by exact search, shown behind masks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_geo.access import sealing
from poa_geo.access.masking import HIDDEN, hide_small, mask_identity, mask_name, mask_number, round_for_leaders
from poa_geo.access.sealing import Keyring, search_hash
from poa_geo.domain.record import Identity
from poa_geo.errors import SealBroken

OLD, NEW = b"o" * 32, b"n" * 32
KEYRING = Keyring.derive({1: OLD})
ROTATED = Keyring.derive({1: OLD, 2: NEW})
CONTENT = {"full_name": "Contoh Satu", "passport_number": "ZZ1234512", "birth_date": "1987-03-01"}
TEXTS = st.dictionaries(st.text(max_size=12), st.text(max_size=40) | st.none())


@given(TEXTS, st.text(max_size=36))
def test_what_is_sealed_opens_again_as_it_was(content, record_id):
    ciphertext, wrapped_key = sealing.seal(content, record_id, KEYRING)
    assert sealing.unseal(ciphertext, wrapped_key, record_id, KEYRING) == content
    assert (
        sealing.unseal_alone(
            sealing.seal_alone(content, record_id, KEYRING, kind="row"), record_id, KEYRING, kind="row"
        )
        == content
    )


def test_no_part_of_an_identity_is_readable_in_what_is_stored():
    stored = b"".join(sealing.seal(CONTENT, "r1", KEYRING))
    assert not any(value.encode() in stored for value in CONTENT.values())


def test_a_sealed_identity_opens_for_its_own_record_and_kind_only():
    ciphertext, wrapped_key = sealing.seal(CONTENT, "r1", KEYRING)
    with pytest.raises(SealBroken):
        sealing.unseal(ciphertext, wrapped_key, "r2", KEYRING)
    with pytest.raises(SealBroken):
        sealing.unseal(ciphertext, wrapped_key, "r1", KEYRING, kind="report")
    with pytest.raises(SealBroken):
        sealing.unseal(ciphertext, wrapped_key, "r1", Keyring.derive({1: NEW}))


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255), st.booleans())
def test_any_changed_byte_is_noticed(position, change, in_key):
    parts = [bytearray(part) for part in sealing.seal(CONTENT, "r1", KEYRING)]
    part = parts[int(in_key)]
    part[position % len(part)] ^= change
    with pytest.raises(SealBroken):
        sealing.unseal(bytes(parts[0]), bytes(parts[1]), "r1", KEYRING)


@pytest.mark.parametrize("broken", [b"", b"\x01", b"\x01" * 12])
def test_cut_values_are_noticed(broken):
    ciphertext, wrapped_key = sealing.seal(CONTENT, "r1", KEYRING)
    with pytest.raises(SealBroken):
        sealing.unseal(broken, wrapped_key, "r1", KEYRING)
    with pytest.raises(SealBroken):
        sealing.unseal(ciphertext, broken, "r1", KEYRING)


def test_all_versions_of_a_record_share_one_data_key_so_that_one_erasure_closes_them():
    first, wrapped_key = sealing.seal(CONTENT, "r1", KEYRING)
    second, same_key = sealing.seal({**CONTENT, "full_name": "Contoh Dua"}, "r1", KEYRING, wrapped_key=wrapped_key)
    assert same_key == wrapped_key
    assert first != second
    assert sealing.unseal(first, wrapped_key, "r1", KEYRING)["full_name"] == "Contoh Satu"


def test_a_new_master_key_opens_old_identities_and_takes_over_their_data_keys():
    ciphertext, wrapped_key = sealing.seal(CONTENT, "r1", KEYRING)
    taken_over = sealing.rewrap(wrapped_key, "r1", ROTATED)
    assert (sealing.master_version(wrapped_key), sealing.master_version(taken_over)) == (1, 2)
    assert sealing.unseal(ciphertext, wrapped_key, "r1", ROTATED) == CONTENT
    assert sealing.unseal(ciphertext, taken_over, "r1", ROTATED) == CONTENT
    with pytest.raises(SealBroken):
        sealing.unseal(ciphertext, taken_over, "r1", KEYRING)


def test_search_and_audit_survive_a_new_master_key():
    assert (ROTATED.search_key, ROTATED.audit_key) == (KEYRING.search_key, KEYRING.audit_key)
    keys = {KEYRING.search_key, KEYRING.audit_key, *ROTATED.masters.values()}
    assert len(keys) == 4


@pytest.mark.parametrize("text", ["zz 123-45.12", "ZZ1234512", " Zz1234512 "])
def test_an_exact_search_does_not_mind_case_and_spacing(text):
    assert search_hash(text, "passport", KEYRING) == search_hash("ZZ1234512", "passport", KEYRING)


def test_an_exact_search_does_not_mind_accents_but_letters_count():
    assert search_hash("Müller, Zoë", "name", KEYRING) == search_hash("muller zoe", "name", KEYRING)
    assert search_hash("Muller Zo", "name", KEYRING) != search_hash("Muller Zoe", "name", KEYRING)
    assert search_hash("李伟", "name", KEYRING) != search_hash("李", "name", KEYRING)


def test_a_hash_tells_neither_the_text_nor_that_two_fields_agree():
    assert search_hash("ZZ1", "passport", KEYRING) != search_hash("ZZ1", "name", KEYRING)
    assert search_hash("ZZ1", "passport", KEYRING) != search_hash("ZZ1", "passport", Keyring.derive({1: NEW}))
    assert search_hash(" - ", "passport", KEYRING) is None
    assert search_hash(None, "passport", KEYRING) is None


def test_keys_do_not_show_when_a_keyring_is_printed():
    assert "\\x" not in repr(KEYRING)
    assert "masters" not in repr(KEYRING)


def test_a_register_shows_initials_ends_of_numbers_and_the_birth_year_only():
    identity = Identity(
        full_name="Contoh Satu",
        passport_number="ZZ1234512",
        birth_date=date(1987, 3, 1),
        birth_place="Contohpura",
        address="Jalan Contoh 1",
        permit_number="2C11AB0012-X",
        contact="0800",
    )
    masked = mask_identity(identity)
    assert (masked.initials, masked.passport, masked.birth_year, masked.permit) == (
        "C. S.",
        "Z••••••12",
        "1987",
        "2••••••-X",
    )


@given(st.text(alphabet="ABCDEFG1234567 ", max_size=20))
def test_a_masked_number_shows_three_signs_at_most_and_not_how_long_it_is(number):
    masked = mask_number(number)
    assert masked is None or len(masked.replace(HIDDEN, "")) in (0, 3)
    assert masked is not None or not number.strip()


def test_masks_cope_with_nothing():
    assert mask_number(None) is None
    assert mask_name("   ") == ""
    assert mask_identity(Identity(full_name="")).birth_year is None


def test_counts_that_could_point_at_a_person_are_hidden():
    assert [hide_small(count) for count in (0, 1, 4, 5, 17)] == [0, None, None, 5, 17]
    assert [round_for_leaders(count) for count in (0, 1, 4, 5, 7, 8, 17, 18)] == [0, None, None, 5, 5, 10, 15, 20]
