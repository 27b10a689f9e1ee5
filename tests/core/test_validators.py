"""Validators tell somebody's private number or mailbox from any other run of characters."""

from __future__ import annotations

import pytest

from secondreading.matchers.validators import VALIDATORS


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("phone", "(416) 555-0147"),
        ("phone", "020 7946 0018"),
        ("phone_shaped", "01.84.17.61.18"),
        ("card", "4111 1111 1111 1111"),
        ("card_shaped", "6304 2737 3398"),
        ("private_email", "pat.riordan9@mailhost.example"),
        ("us_ssn", "536-48-2917"),
        ("ca_sin", "123-456-782"),
        ("gb_nhs", "943 476 5919"),
        ("au_tfn", "123 456 782"),
        ("nz_ird", "49-091-850"),
    ],
)
def test_a_private_number_is_known(name: str, text: str) -> None:
    assert VALIDATORS[name](text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("phone", "2026"),
        ("phone_shaped", "12/05/2026"),
        ("phone_shaped", "12345"),
        ("card", "4111 1111 1111 1112"),
        ("card", "9111 1111 1111 1111"),
        ("card_shaped", "6304 2737 3399"),
        ("private_email", "clerk@maplebend.example"),
        ("private_email", "pat.riordan@maplebend.gov"),
        ("private_email", "permits.east@towns.example"),
        ("us_ssn", "000-12-3456"),
        ("ca_sin", "123-456-783"),
        ("nz_ird", "49-091-851"),
    ],
)
def test_a_look_alike_is_let_through(name: str, text: str) -> None:
    assert not VALIDATORS[name](text)
