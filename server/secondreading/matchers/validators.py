"""Checks on what a pattern found, from libraries that keep the numbering plans."""

from __future__ import annotations

import re
from collections.abc import Callable

import phonenumbers
from stdnum import iban, luhn
from stdnum.au import tfn
from stdnum.ca import sin
from stdnum.gb import nhs
from stdnum.ie import pps
from stdnum.nz import ird
from stdnum.us import ssn

Validator = Callable[[str], bool]
PHONE_REGIONS = ("US", "CA", "GB", "IE", "AU", "NZ")
# Mailboxes of an office, not of a person.
_OFFICE_BOX = re.compile(
    r"(?:^|[._+-])(?:info|infos|contact|contacts|hello|hi|help|helpdesk|support|enquir(?:y|ies)|inquir(?:y|ies)|"
    r"ask|questions?|clerks?|city|town|county|council|mayor|office|admin|reception|press|media|news|comms?|"
    r"communications|pio|events?|tickets?|rsvp|register|registration|jobs?|careers?|hr|recruit(?:ing|ment)?|"
    r"volunteers?|grants?|permits?|planning|zoning|licen[cs]ing|bylaw|purchasing|procurement|bids?|tenders?|"
    r"billing|accounts?|payments?|customer|customers?|service|services|feedback|comments?|complaints?|privacy|"
    r"foi|records?|library|parks|rec|recreation|sports?|programs?|programmes?|training|health|covid|vaccines?|clinic|"
    r"police|fire|ems|tips?|crime|safety|emergency|roads?|water|waste|recycl(?:e|ing)|transit|housing|tax|taxes|"
    r"elections?|vot(?:e|er|ers|ing)|legal|ward\d*|district\d*|cllr|councillor|team|staff|dept|webmaster|noreply|"
    r"no-reply|mail|post|editor|sales|shop|bookings?|reservations?)\d*(?:$|[._+-])"
)
_PUBLIC_DOMAIN = re.compile(
    r"(?:^|\.)(?:gov|mil|edu|int|gov\.\w\w|govt\.nz|gc\.ca|canada\.ca|gouv\.qc\.ca|gov\.\w\w\.\w\w|ac\.(?:uk|nz)|edu\.au|police\.uk|"
    r"nhs\.uk|nhs\.net|mil\.\w\w|garda\.ie|hse\.ie|state\.\w\w\.us|k12\.\w\w\.us|co\.\w+\.\w\w\.us|ci\.\w+\.\w\w\.us)$"
)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _phone(text: str) -> bool:
    """A number somebody could be called on; the fictional 555 numbers of examples count too."""
    digits = _digits(text)
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


def _phone_shaped(text: str) -> bool:
    """As many digits as any country's numbers have, and no date. Only for use beside words that say phone."""
    return 6 <= len(_digits(text)) <= 20 and not re.fullmatch(r"\s*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\s*", text)


def _card(text: str) -> bool:
    """A payment card's number by its check digit, its first digit and its length."""
    digits = _digits(text)
    return 13 <= len(digits) <= 19 and digits[0] in "23456" and luhn.is_valid(digits)


def _card_shaped(text: str) -> bool:
    """A right check digit, whatever the issuer. Only for use beside words that say card."""
    return 12 <= len(_digits(text)) <= 19 and luhn.is_valid(_digits(text))


def _private_email(text: str) -> bool:
    """A mailbox that looks like a person's own: not an office's, not at a government or school."""
    box, _, domain = text.lower().partition("@")
    return not _OFFICE_BOX.search(box) and not _PUBLIC_DOMAIN.search(domain)


VALIDATORS: dict[str, Validator] = {
    "phone": _phone,
    "phone_shaped": _phone_shaped,
    "card": _card,
    "card_shaped": _card_shaped,
    "private_email": _private_email,
    "us_ssn": lambda text: ssn.is_valid(text),
    "ca_sin": lambda text: sin.is_valid(text),
    "gb_nhs": lambda text: nhs.is_valid(text),
    "ie_pps": lambda text: pps.is_valid(text),
    "au_tfn": lambda text: tfn.is_valid(text),
    "nz_ird": lambda text: ird.is_valid(text),
    "iban": lambda text: iban.is_valid(text),
}
