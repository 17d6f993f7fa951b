"""Passwords: stored as argon2, made at random, refused alike whether the account exists or not."""

import pytest

from poa_geo.access.passwords import check_strength, hash_password, is_password, random_password
from poa_geo.errors import PasswordTooWeak


def test_a_password_fits_its_own_hash_only():
    stored = hash_password("rumah-kayu-ulin")
    assert "rumah" not in stored
    assert stored.startswith("$argon2id$")
    assert is_password("rumah-kayu-ulin", stored)
    assert not is_password("rumah-kayu-ulim", stored)


def test_nobody_signs_in_without_an_account_or_with_a_broken_hash():
    assert not is_password("apa saja", None)
    assert not is_password("", None)
    assert not is_password("apa saja", "bukan hash")


def test_an_endless_password_is_refused_before_it_costs_anything():
    endless = "a" * 1_000_000
    assert not is_password(endless, hash_password("rumah-kayu-ulin"))


def test_random_passwords_differ_and_can_be_read_out():
    made = {random_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(password) == 19 and not set("ilo01") & set(password) for password in made)


@pytest.mark.parametrize("chosen", ["pendek", "operator1-operator1", "OPERATOR1xx", "x" * 300])
def test_weak_choices_are_refused(chosen):
    with pytest.raises(PasswordTooWeak, match="10 sampai 256"):
        check_strength(chosen, "operator1")


def test_a_long_choice_without_the_user_name_is_accepted():
    check_strength(random_password(), "operator1")
