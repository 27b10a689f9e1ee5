"""LanguageTool's request and answer as they travel. Knows no Flask.

Every offset and length on this wire counts UTF-16 code units of the original text, markup included.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from secondreading import __version__
from secondreading.api.annotated_text import AnnotatedText, DataIn, plain_text
from secondreading.api.languages import language_name
from secondreading.api.problem import FieldError, Problem, invalid_field
from secondreading.api.wire import refuse_long_text
from secondreading.api.wire_faults import explain_broken, explain_invalid

MOST_FIELDS = 100
_data_decoder = msgspec.json.Decoder(DataIn)


class LanguageToolRequest(Struct, frozen=True):
    """What a LanguageTool client asked. `language` None: to be found; `token` is its `apiKey`."""

    text: AnnotatedText
    language: str | None
    token: str


def read_form(body: bytes) -> dict[str, str]:
    """The fields of a form-encoded body. Raises Problem for broken UTF-8 and for fields written twice."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except UnicodeDecodeError:
        message = "The form is not UTF-8; encode every field as UTF-8 before percent-encoding it."
        raise Problem("broken-body", message, (FieldError("", message),)) from None
    except ValueError:
        message = f"The form has more than {MOST_FIELDS} fields."
        raise Problem("broken-body", message, (FieldError("", message),)) from None
    fields = dict(pairs)
    for name in ("text", "data", "language", "apiKey"):
        if name in fields and sum(key == name for key, _ in pairs) > 1:
            raise invalid_field(name, "is written twice; write it once.")
    return fields


def read_languagetool(fields: dict[str, str], text_limit: int) -> LanguageToolRequest:
    """The request in `fields`. `text_limit` counts code points. Raises Problem."""
    if ("text" in fields) == ("data" in fields):
        raise invalid_field("text", "send either text or data, and not both.")
    text = plain_text(fields["text"]) if "text" in fields else _annotated(fields["data"])
    where = "text" if "text" in fields else "data"
    refuse_long_text(where, text.original, text_limit)
    refuse_long_text(where, text.checked, text_limit)
    if "\0" in text.original or "\0" in text.checked:
        raise invalid_field(where, "holds a null character (U+0000); take it out.")
    language = fields.get("language", "auto").strip() or "auto"
    if len(language) > 35 or not language.replace("-", "").replace("_", "").isalnum():
        raise invalid_field("language", "must be a code such as en-US, or auto.")
    return LanguageToolRequest(text, None if language == "auto" else language, fields.get("apiKey", ""))


def _annotated(data: str) -> AnnotatedText:
    body = data.encode()
    try:
        decoded = _data_decoder.decode(body)
    except msgspec.ValidationError as fault:
        raise _below_data(explain_invalid(str(fault))) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise _below_data(explain_broken(body, fault)) from None
    if isinstance(decoded.text, str):
        return plain_text(decoded.text)
    return AnnotatedText(decoded.annotation)


def _below_data(problem: Problem) -> Problem:
    """The same problem, told from the form's point of view."""
    errors = tuple(
        FieldError(f"data.{error.path}" if error.path else "data", error.message) for error in problem.errors
    )
    return Problem(problem.kind, f"In the form field data: {problem.detail}", errors)


class SoftwareOut(Struct, frozen=True, rename="camel"):
    """Who answers."""

    name: str = "Second Reading"
    version: str = __version__
    build_date: str = ""
    api_version: int = 1
    premium: bool = False
    premium_hint: str = ""
    status: str = ""


class WarningsOut(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Whether something was left out, and what."""

    incomplete_results: bool = msgspec.field()
    incomplete_results_reason: str = ""


class DetectedOut(Struct, frozen=True, rename="camel"):
    """The language that was found, `confidence` from 0 to 1."""

    name: str
    code: str
    confidence: float


class CheckedLanguageOut(Struct, frozen=True, rename="camel"):
    """The language that was checked."""

    name: str
    code: str
    detected_language: DetectedOut


class ReplacementOut(Struct, frozen=True):
    """What could stand instead."""

    value: str


class ExcerptOut(Struct, frozen=True):
    """The surroundings of a match; offset and length count inside `text`."""

    text: str
    offset: int
    length: int


class TypeOut(Struct, frozen=True, rename="camel"):
    """LanguageTool's own sort of match; here always `Other`."""

    type_name: str = "Other"


class CategoryOut(Struct, frozen=True):
    """The topic of the rule."""

    id: str
    name: str


class UrlOut(Struct, frozen=True):
    """Where the policy can be read."""

    value: str


class RuleOut(Struct, frozen=True, rename="camel"):
    """The rule that matched."""

    id: str
    description: str
    issue_type: str
    urls: tuple[UrlOut, ...]
    category: CategoryOut


class MatchOut(Struct, frozen=True, rename="camel"):
    """One finding as LanguageTool shows it."""

    message: str
    short_message: str
    replacements: tuple[ReplacementOut, ...]
    offset: int
    length: int
    context: ExcerptOut
    sentence: str
    rule: RuleOut
    type: TypeOut = TypeOut()
    ignore_for_incomplete_sentence: bool = False
    context_for_sure_match: int = -1


class LanguageToolOut(Struct, frozen=True):
    """The answer of `POST /v2/check`."""

    software: SoftwareOut
    warnings: WarningsOut
    language: CheckedLanguageOut
    matches: tuple[MatchOut, ...]


def language_out(asked: str | None, default: str, *, is_sure: bool) -> CheckedLanguageOut:
    """The language as LanguageTool tells it."""
    code = asked or default
    name = language_name(code)
    confidence = 1.0 if is_sure else 0.0
    return CheckedLanguageOut(name, code, DetectedOut(name, code, confidence))
