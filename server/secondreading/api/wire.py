"""The request of a check as it travels: JSON parsed once into frozen domain values. Knows no Flask.

Offsets on the wire count UTF-16 code units; lengths in the limits below count code points.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from secondreading.api.problem import FieldError, Problem, invalid_field
from secondreading.api.wire_faults import explain_broken, explain_invalid, find_duplicate_key
from secondreading.domain import AccountContext, Action, Draft, Media, Profile, Role

Short = Annotated[str, Meta(max_length=200)]
Tag = Annotated[str, Meta(max_length=35)]
Long = Annotated[str, Meta(max_length=10_000)]


class MediaIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A picture, video or document that goes out with the draft."""

    kind: Annotated[str, Meta(min_length=1, max_length=40, description="image, video, gif, document …")]
    alt: Annotated[Long, Meta(description="Its alternative text; empty when nobody wrote one.")] = ""
    taken_on_duty: bool = False


class DraftIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What is being written."""

    text: Annotated[str, Meta(description="The text as it stands in the compose box.")]
    platform: Annotated[str, Meta(max_length=60, description="A platform's id, such as x.")] = "other"
    action: Action = Action.POST
    quoted_text: Annotated[str | None, Meta(description="The text that is answered or quoted.")] = None
    media: Annotated[tuple[MediaIn, ...], Meta(max_length=50)] = ()
    language: Annotated[Tag | None, Meta(description="BCP 47; null: found by the server.")] = None


class AccountIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Facts of the posting account."""

    profile: Profile = Profile.UNKNOWN
    role: Role = Role.STAFF
    handle: Short = ""
    display_name: Short = ""
    bio: Long = ""
    links: Annotated[tuple[Annotated[str, Meta(max_length=2_000)], ...], Meta(max_length=50)] = ()
    avatar_alt: Annotated[str, Meta(max_length=2_000)] = ""


class ContextIn(Struct, frozen=True, forbid_unknown_fields=True):
    """For previews and tests: the day, and whether an election period runs."""

    today: Annotated[date | None, Meta(description="null: the server's date in the city's time zone.")] = None
    election_period: Annotated[bool | None, Meta(description="null: read from the city's calendar.")] = None


NO_ACCOUNT = AccountIn()
NO_CONTEXT = ContextIn()


class CheckIn(Struct, frozen=True, forbid_unknown_fields=True):
    """The request of `POST /v1/check`. Only `draft.text` is required."""

    draft: DraftIn
    account: AccountIn | None = None
    context: ContextIn | None = None


class CheckRequest(Struct, frozen=True):
    """What was asked, as domain values. `today` and `election_period` None: the server decides."""

    draft: Draft
    account: AccountContext
    today: date | None
    election_period: bool | None


_decoder = msgspec.json.Decoder(CheckIn)


def parse_check(body: bytes, text_limit: int) -> CheckRequest:
    """Parse the body of a check. `text_limit` counts code points. Raises Problem, never quoting the body."""
    try:
        asked = _decoder.decode(body)
    except msgspec.ValidationError as fault:
        raise explain_invalid(str(fault)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise explain_broken(body, fault) from None
    if duplicate := find_duplicate_key(body):
        raise invalid_field(duplicate, "is written twice; write it once.")
    if b"\\u0000" in body:
        refuse_null_bytes(asked)
    refuse_long_text("draft.text", asked.draft.text, text_limit)
    if asked.draft.quoted_text is not None:
        refuse_long_text("draft.quoted_text", asked.draft.quoted_text, text_limit)
    return _as_domain(asked)


def _as_domain(asked: CheckIn) -> CheckRequest:
    draft, account, context = asked.draft, asked.account or NO_ACCOUNT, asked.context or NO_CONTEXT
    media = tuple(Media(item.kind, item.alt, item.taken_on_duty) for item in draft.media)
    return CheckRequest(
        Draft(draft.text, draft.platform, draft.action, draft.quoted_text, media, draft.language),
        AccountContext(
            account.profile,
            account.role,
            account.handle,
            account.display_name,
            account.bio,
            account.links,
            account.avatar_alt,
        ),
        context.today,
        context.election_period,
    )


def refuse_long_text(path: str, text: str, limit: int) -> None:
    """Raise the problem for a text of more than `limit` code points."""
    if len(text) > limit:
        message = f"has {len(text):,} characters; at most {limit:,} are checked at once."
        raise Problem("text-too-long", f"{path}: {message}", (FieldError(path, message),))


def refuse_null_bytes(asked: Struct) -> None:
    """Raise the problem for a null character in any text of `asked`. Slow: call it on suspicion."""
    paths = _texts_with_null(msgspec.to_builtins(asked), "")
    if paths:
        message = "holds a null character (U+0000); take it out."
        raise Problem("invalid-field", f"{paths[0]}: {message}", tuple(FieldError(p, message) for p in paths))


def _texts_with_null(value: object, path: str) -> list[str]:
    if isinstance(value, str):
        return [path] if "\0" in value else []
    if isinstance(value, dict):
        return [
            p for key, inner in value.items() for p in _texts_with_null(inner, f"{path}.{key}".lstrip("."))
        ]
    if isinstance(value, list | tuple):
        return [p for i, inner in enumerate(value) for p in _texts_with_null(inner, f"{path}[{i}]")]
    return []
