"""What the endpoints of the desk read from a request: bodies, versions, pages, and who asks."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, TypeVar

import msgspec
from flask import g, request
from msgspec import Meta, Struct

from secondreading.api.bodies import JSON, read_body
from secondreading.api.operations import Parameter
from secondreading.api.problem import Problem, invalid_field
from secondreading.api.wire import refuse_null_bytes
from secondreading.api.wire_faults import explain_broken, explain_invalid
from secondreading.desk.errors import Missing
from secondreading.desk.values import Edit

Body = TypeVar("Body", bound=Struct)
Moment = Annotated[datetime, Meta(tz=True, description="With its offset, like 2026-08-10T09:00:00-04:00.")]
Reason = Annotated[str, Meta(min_length=1, max_length=2_000, description="Why, in a sentence.")]
LARGEST_BODY = 12_000_000  # bytes: a whole policy
LARGEST_NUMBER = 2_000_000_000
MOST_ON_A_PAGE, ON_A_PAGE = 200, 50
DEEPEST = 24
TAG = re.compile(r'\s*(?:W/)?"([^"]{1,200})"')


class PublishIn(Struct, frozen=True, forbid_unknown_fields=True):
    """When a change counts: at once where both are null, from `starts_at` on, or for a window."""

    starts_at: Moment | None = None
    ends_at: Moment | None = None


class ReasonIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A change that needs nothing but its reason."""

    reason: Reason
    publish: PublishIn | None = None


LIMIT = Parameter(
    "limit",
    "How many at most.",
    shape={"type": "integer", "minimum": 1, "maximum": MOST_ON_A_PAGE, "default": ON_A_PAGE},
)
AFTER = Parameter("after", "The `next` of the page before.", shape={"type": "string", "maxLength": 400})
BEFORE = Parameter(
    "before",
    "The `next` of the page before.",
    shape={"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER},
)
IF_MATCH = Parameter("If-Match", "The ETag that you read.", "header")
IF_NEW = Parameter("If-None-Match", "`*`: only where there is none yet.", "header")
REASON = Parameter(
    "reason",
    "Why, in a sentence.",
    shape={"type": "string", "minLength": 1, "maxLength": 2_000},
    required=True,
)


def read_as(shape: type[Body], limit: int = LARGEST_BODY) -> Body:
    """The JSON body. Raises Problem."""
    body = read_body(request.environ, JSON, limit)
    try:
        asked = msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as fault:
        raise explain_invalid(str(fault)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise explain_broken(body, fault) from None
    if b"\\u0000" in body:
        refuse_null_bytes(asked)
    return asked


def read_edit(reason: str, publish: PublishIn | None = None) -> Edit:
    """The edit that the token's owner makes."""
    starts = publish.starts_at if publish else None
    ends = publish.ends_at if publish else None
    return Edit(actor(), reason.strip(), _seconds(starts), _seconds(ends))


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def actor() -> str:
    """Whose token it is, as `enforce.py` found."""
    return str(g.principal.subject).replace("\0", "")[:200] or "unnamed"


def query_reason() -> str:
    reason = query_text("reason", 2_000)
    if not reason.strip():
        raise invalid_field("reason", "is required: say in the address why, as ?reason=…")
    return reason


def need_version(now: str) -> str:
    """The version that a replacement starts from. `now` is what `*` stands for. Raises Problem 428."""
    sent = request.headers.get("If-Match", "")
    if sent.strip() == "*":
        return now
    tags = TAG.findall(sent)
    if not tags:
        detail = "Send the header If-Match with the ETag of what you read, so that no change gets lost."
        raise Problem("condition-needed", detail)
    return now if now in tags else tags[0]


def is_new() -> bool:
    """Whether a PUT is meant to make something that is not there."""
    return request.headers.get("If-None-Match", "").strip() == "*"


def query_text(name: str, longest: int = 400) -> str:
    """A text of the query, empty where it is left out. Raises Problem."""
    value = request.args.get(name, "")
    if len(value) > longest or "\0" in value or "\ufffd" in value:
        raise invalid_field(name, f"must be a text of at most {longest} characters.")
    return value


def query_number(name: str, default: int | None, most: int = LARGEST_NUMBER) -> int | None:
    """A whole number of the query. Raises Problem."""
    value = request.args.get(name)
    if value is None:
        return default
    if not re.fullmatch(r"[0-9]{1,10}", value) or not 1 <= int(value) <= most:
        raise invalid_field(name, f"must be a whole number from 1 to {most}.")
    return int(value)


def page_size() -> int:
    return query_number("limit", ON_A_PAGE, MOST_ON_A_PAGE) or ON_A_PAGE


def known_number(number: int) -> int:
    """A number of the path; the store cannot even ask for one that is too large. Raises Missing."""
    if not 0 < number <= LARGEST_NUMBER:
        raise Missing(f"there is nothing with the number {number}")
    return number


def known_text(text: str) -> str:
    """A text of the path, which may hold nothing that no store can keep. Raises Missing."""
    if "\0" in text or "\ufffd" in text or len(text) > 400:
        raise Missing("there is nothing of that name")
    return text


def refuse_deep(value: Any, path: str, depth: int = 0) -> None:
    """Raise Problem for data that no YAML of ours needs."""
    if depth > DEEPEST:
        raise invalid_field(path, f"is nested more than {DEEPEST} levels deep.")
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        refuse_deep(item, path, depth + 1)
