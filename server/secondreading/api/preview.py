"""`POST /v1/rules/{identity}/preview`: what a change would newly flag and newly pass, before it counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from flask import Blueprint, Response
from msgspec import Meta, Struct

from secondreading.api.bodies import JSON
from secondreading.api.desk_answers import answer, answer_refusals, field_error
from secondreading.api.desk_requests import known_text, read_as
from secondreading.api.openapi import FieldErrorOut
from secondreading.api.operations import Body, Operation
from secondreading.api.rule_sources import Yaml, rule_source
from secondreading.api.rules import IDENTITY
from secondreading.api.services import Services
from secondreading.api.wire_report import SpanOut
from secondreading.desk.values import Mark, PostChange, Preview, TextChange
from secondreading.domain import AccountContext, Profile, Role, Span
from secondreading.text.offsets import Utf16Offsets

Sample = Annotated[str, Meta(max_length=5_000)]


class PreviewIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule's new YAML or data (neither: the rule taken out), and texts to look at, which nobody keeps."""

    yaml: Yaml | None = None
    rule: dict[str, Any] | None = None
    texts: Annotated[tuple[Sample, ...], Meta(max_length=50)] = ()
    profile: Profile = Profile.OFFICIAL
    role: Role = Role.STAFF


class PostOut(Struct, frozen=True):
    """A post of the open corpus; spans count UTF-16 code units."""

    text: str
    profile: str
    role: str
    spans: tuple[SpanOut, ...]
    severity: str
    message: str


class MarkOut(Struct, frozen=True):
    """A finding in a pasted text; `span` null where it stands under no words."""

    rule: str
    severity: str
    span: SpanOut | None
    message: str
    why: str
    fix: str


class TextOut(Struct, frozen=True):
    """All findings in one pasted text, in the order in which the texts came."""

    before: tuple[MarkOut, ...]
    after: tuple[MarkOut, ...]


class PreviewOut(Struct, frozen=True):
    """`refusals` say why the change could not be published; `posts` is how large the open corpus is."""

    refusals: tuple[FieldErrorOut, ...]
    newly_flagged: tuple[PostOut, ...]
    newly_passed: tuple[PostOut, ...]
    posts: int
    texts: tuple[TextOut, ...]


OPERATIONS = (
    Operation(
        method="post",
        path="/v1/rules/{identity}/preview",
        summary="See what a change of a rule would do",
        description=(
            "Runs the standing policy with and without the change over the posts that ship with the product "
            "and over the texts that are sent. Nothing is stored or logged."
        ),
        body=Body(JSON, PreviewIn, {"yaml": "id: respect.example\n", "texts": ["A text to look at."]}),
        answer=Body(JSON, PreviewOut),
        parameters=(IDENTITY,),
        permission="rules.preview",
        problems=(400, 401, 403, 404, 413, 415, 422, 500),
    ),
)


def preview_blueprint(services: Services) -> Blueprint:
    """The endpoint, bound to `services`."""
    blueprint = Blueprint("preview", __name__)
    answer_refusals(blueprint)

    @blueprint.post("/v1/rules/<identity>/preview")
    def preview_rule(identity: str) -> Response:
        asked = read_as(PreviewIn, services.config.body_limit)
        text = None if asked.yaml is None and asked.rule is None else rule_source(asked.yaml, asked.rule)
        account = AccountContext(asked.profile, asked.role)
        seen = services.desk.preview(known_text(identity), text, asked.texts, account)
        return answer(_preview_out(seen))

    return blueprint


def _preview_out(seen: Preview) -> PreviewOut:
    return PreviewOut(
        refusals=tuple(
            FieldErrorOut(e.path, e.message, e.file, e.line) for e in map(field_error, seen.refusals)
        ),
        newly_flagged=tuple(_post_out(change) for change in seen.newly_flagged),
        newly_passed=tuple(_post_out(change) for change in seen.newly_passed),
        posts=seen.posts,
        texts=tuple(_text_out(change) for change in seen.texts),
    )


def _post_out(change: PostChange) -> PostOut:
    offsets = Utf16Offsets(change.text)
    spans = tuple(_span_out(span, offsets) for span in change.spans)
    return PostOut(change.text, change.profile, change.role, spans, change.severity, change.message)


def _text_out(change: TextChange) -> TextOut:
    offsets = Utf16Offsets(change.text)
    return TextOut(_marks_out(change.before, offsets), _marks_out(change.after, offsets))


def _marks_out(marks: Iterable[Mark], offsets: Utf16Offsets) -> tuple[MarkOut, ...]:
    return tuple(
        MarkOut(m.rule, m.severity, _span_out(m.span, offsets) if m.span else None, m.message, m.why, m.fix)
        for m in marks
    )


def _span_out(span: Span, offsets: Utf16Offsets) -> SpanOut:
    return SpanOut(offsets.of(span.start), offsets.of(span.end))
