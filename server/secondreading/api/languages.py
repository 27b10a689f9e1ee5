"""Languages as LanguageTool's protocol names them: a name, a code and a long code. Knows no Flask."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

VARIANTS = {
    "en": (
        ("English", "en"),
        ("English (US)", "en-US"),
        ("English (GB)", "en-GB"),
        ("English (Canada)", "en-CA"),
        ("English (Ireland)", "en-IE"),
        ("English (Australia)", "en-AU"),
        ("English (New Zealand)", "en-NZ"),
        ("English (South African)", "en-ZA"),
    ),
    "es": (("Spanish", "es"),),
    "fr": (("French", "fr"),),
    "de": (("German", "de"), ("German (Germany)", "de-DE"), ("German (Austria)", "de-AT")),
    "it": (("Italian", "it"),),
    "nl": (("Dutch", "nl"),),
    "pl": (("Polish", "pl-PL"),),
    "pt": (("Portuguese", "pt"), ("Portuguese (Brazil)", "pt-BR"), ("Portuguese (Portugal)", "pt-PT")),
}


class LanguageOut(Struct, frozen=True, rename="camel"):
    """One language; `code` is the plain language, `long_code` with the country."""

    name: str
    code: str
    long_code: str


def list_languages(codes: Iterable[str]) -> tuple[LanguageOut, ...]:
    """Every variant of the languages that the policy has rules for."""
    return tuple(
        LanguageOut(name, base_language(long_code), long_code)
        for code in sorted(set(codes))
        for name, long_code in VARIANTS.get(code, ((code, code),))
    )


def base_language(code: str) -> str:
    """`en` of `en-US`."""
    return code.replace("_", "-").split("-")[0].lower()


def language_name(code: str) -> str:
    """The English name of a language code, or the code itself."""
    variants = VARIANTS.get(base_language(code), ())
    return next((name for name, long_code in variants if long_code.lower() == code.lower()), code)
