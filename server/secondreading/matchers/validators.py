"""Checks on what a pattern found, from libraries that keep the numbering plans."""

from __future__ import annotations

from collections.abc import Callable

import phonenumbers
from stdnum import luhn
from stdnum.ca import sin
from stdnum.gb import nhs
from stdnum.us import ssn

Validator = Callable[[str], bool]
PHONE_REGIONS = ("US", "CA", "GB", "IE", "AU", "NZ")


def _phone(text: str) -> bool:
    """A number somebody could be called on; the fictional 555 numbers of examples count too."""
    digits = "".join(c for c in text if c.isdigit())
    if len(digits) == 7:
        return digits[0] not in "01"
    for region in PHONE_REGIONS:
        try:
            parsed = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(parsed) and (
            phonenumbers.is_valid_number(parsed) or "555" in digits
        ):
            return True
    return False


def _card(text: str) -> bool:
    digits = "".join(c for c in text if c.isdigit())
    return 13 <= len(digits) <= 19 and digits[0] in "3456" and luhn.is_valid(digits)


VALIDATORS: dict[str, Validator] = {
    "phone": _phone,
    "card": _card,
    "us_ssn": lambda text: ssn.is_valid(text),
    "ca_sin": lambda text: sin.is_valid(text),
    "gb_nhs": lambda text: nhs.is_valid(text),
}
