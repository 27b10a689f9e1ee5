"""`/v1/profiles`: the accounts that speak for the city. Checks look profiles of unknown kind up here."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from flask import Blueprint, Response
from msgspec import Meta, Struct

from secondreading.api.bodies import JSON
from secondreading.api.desk_answers import READ_PROBLEMS, WRITE_PROBLEMS, answer, answer_refusals, cut_page
from secondreading.api.desk_requests import (
    AFTER,
    IF_MATCH,
    LIMIT,
    REASON,
    known_text,
    need_version,
    page_size,
    query_reason,
    query_text,
    read_as,
    read_edit,
)
from secondreading.api.operations import Body, Operation, Parameter
from secondreading.api.problem import invalid_field
from secondreading.api.services import Services
from secondreading.desk.desk import Desk
from secondreading.desk.values import ProfileView
from secondreading.domain import Profile, Role
from secondreading.register import RegisteredProfile, Status, handle_key

Short = Annotated[str, Meta(max_length=200)]
Long = Annotated[str, Meta(max_length=2_000)]


class EntryIn(Struct, frozen=True, forbid_unknown_fields=True):
    """An account. `review_date` is a day like 2026-08-10, `verified_at` epoch seconds."""

    platform: Annotated[str, Meta(min_length=1, max_length=60)]
    handle: Annotated[str, Meta(min_length=1, max_length=200)]
    profile: Profile = Profile.OFFICIAL
    role: Role = Role.STAFF
    display_name: Short = ""
    owner: Short = ""
    backup: Short = ""
    purpose: Long = ""
    approver: Short = ""
    review_date: Annotated[str, Meta(max_length=10)] = ""
    url: Long = ""
    verified_at: Annotated[int, Meta(ge=0, le=4_102_444_800)] | None = None
    status: Status = Status.ACTIVE


class ProfileIn(Struct, frozen=True, forbid_unknown_fields=True):
    """An account and why it is entered or changed."""

    entry: EntryIn
    reason: Annotated[str, Meta(min_length=1, max_length=2_000)]


class ProfileOut(Struct, frozen=True):
    entry: EntryIn
    etag: str


class ProfilesOut(Struct, frozen=True):
    """A page of accounts by platform and handle."""

    items: tuple[ProfileOut, ...]
    total: int
    next: str | None


PLATFORM = Parameter("platform", "A platform's id, such as x.", "path")
HANDLE = Parameter("handle", "With or without the @.", "path")
EXAMPLE = {"entry": {"platform": "x", "handle": "@MapleBendParks"}, "reason": "Approved by the clerk."}
WRITES: dict[str, Any] = {
    "body": Body(JSON, ProfileIn, EXAMPLE),
    "answer": Body(JSON, ProfileOut),
    "versioned": True,
}
OPERATIONS = (
    Operation(
        method="get",
        path="/v1/profiles",
        summary="The profile register",
        description="Retired accounts too.",
        answer=Body(JSON, ProfilesOut),
        parameters=(LIMIT, AFTER),
        permission="register.read",
        problems=(401, 403, 422, 500),
    ),
    Operation(
        method="post",
        path="/v1/profiles",
        summary="Enter an account",
        description="From then on, posts of this handle are those of the city.",
        status=201,
        permission="register.edit",
        problems=WRITE_PROBLEMS,
        **WRITES,
    ),
    Operation(
        method="get",
        path="/v1/profiles/{platform}/{handle}",
        summary="One account",
        description="With its version.",
        answer=Body(JSON, ProfileOut),
        parameters=(PLATFORM, HANDLE),
        versioned=True,
        permission="register.read",
        problems=READ_PROBLEMS,
    ),
    Operation(
        method="put",
        path="/v1/profiles/{platform}/{handle}",
        summary="Replace an account's entry",
        description="Platform and handle stay; to rename, enter the new one and retire the old one.",
        parameters=(PLATFORM, HANDLE, IF_MATCH),
        permission="register.edit",
        problems=WRITE_PROBLEMS,
        **WRITES,
    ),
    Operation(
        method="delete",
        path="/v1/profiles/{platform}/{handle}",
        summary="Take an account out",
        description="An account that stopped speaking for the city is better retired: the register keeps it.",
        answer=None,
        status=204,
        parameters=(PLATFORM, HANDLE, IF_MATCH, REASON),
        permission="register.edit",
        problems=(*READ_PROBLEMS, 412, 428),
    ),
)


def profiles_blueprint(services: Services) -> Blueprint:
    """The endpoints, bound to `services`."""
    blueprint = Blueprint("profiles", __name__)
    desk = services.desk
    answer_refusals(blueprint)

    @blueprint.get("/v1/profiles")
    def list_profiles() -> Response:
        views = sorted(desk.profiles(), key=_name)
        page, after = cut_page(views, [_name(view) for view in views], query_text("after"), page_size())
        return answer(ProfilesOut(tuple(_profile_out(view) for view in page), len(views), after))

    @blueprint.get("/v1/profiles/<platform>/<handle>")
    def read_profile(platform: str, handle: str) -> Response:
        view = desk.profile(known_text(platform), known_text(handle))
        return answer(_profile_out(view), etag=view.etag)

    _add_changes(blueprint, desk)
    return blueprint


def _add_changes(blueprint: Blueprint, desk: Desk) -> None:
    """The endpoints that change something."""

    @blueprint.post("/v1/profiles")
    def add_profile() -> Response:
        asked = read_as(ProfileIn)
        view = desk.save_profile(_entry(asked.entry), read_edit(asked.reason), None)
        place = f"/v1/profiles/{view.entry.platform}/{quote(view.entry.handle, safe='')}"
        return answer(_profile_out(view), etag=view.etag, status=201, location=place)

    @blueprint.put("/v1/profiles/<platform>/<handle>")
    def replace_profile(platform: str, handle: str) -> Response:
        asked = read_as(ProfileIn)
        same = asked.entry.platform == platform and handle_key(asked.entry.handle) == handle_key(handle)
        if not same:
            raise invalid_field("entry.handle", "must be the account of this address.")
        version = need_version(desk.profile(known_text(platform), known_text(handle)).etag)
        view = desk.save_profile(_entry(asked.entry), read_edit(asked.reason), version)
        return answer(_profile_out(view), etag=view.etag)

    @blueprint.delete("/v1/profiles/<platform>/<handle>")
    def delete_profile(platform: str, handle: str) -> Response:
        version = need_version(desk.profile(known_text(platform), known_text(handle)).etag)
        desk.delete_profile(platform, handle, read_edit(query_reason()), version)
        return Response(status=204)


def _name(view: ProfileView) -> str:
    return f"{view.entry.platform}/{handle_key(view.entry.handle)}"


def _entry(asked: EntryIn) -> RegisteredProfile:
    return RegisteredProfile(**{name: getattr(asked, name) for name in EntryIn.__struct_fields__})


def _profile_out(view: ProfileView) -> ProfileOut:
    return ProfileOut(EntryIn(**{n: getattr(view.entry, n) for n in EntryIn.__struct_fields__}), view.etag)
