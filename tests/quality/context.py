"""The context cases: prose such as "personal/staff, bio '…' -> warn", told again as requests.

The file says what stands around a draft (an avatar, a bio, a picture, a moderation step), so each case is
built here by hand, with the quoted words taken from the file. A case that hangs on something the check is
never told (whether a machine made a picture, who owns an account) is left out, with the reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.quality.command import answers

Request = dict[str, Any]
Build = Callable[[str], Request]
TODAY = {"today": "2026-08-10"}
CITY_LINK, OTHER_LINK = "https://maplebend.gov/news", "https://www.canada.ca/en/parks"
PLAIN = "Good morning, everybody."


def quoted(case: str) -> str:
    """The words in quotation marks; the whole case where it has none."""
    found = re.findall(r"'([^']+)'", case)
    return found[0] if found else case


def post(profile: str, role: str = "staff", text: str = PLAIN, **account: Any) -> Request:
    return {
        "draft": {"text": text},
        "account": {"profile": profile, "role": role, **account},
        "context": TODAY,
    }


def with_bio(profile: str, role: str = "staff", *links: str) -> Build:
    return lambda case: post(profile, role, bio=quoted(case) if "'" in case else "", links=list(links))


def with_avatar(profile: str, role: str = "staff") -> Build:
    """What the case says of the picture is its description."""
    return lambda case: post(profile, role, avatar_alt=case.partition(",")[2] or case)


def with_media(profile: str, kind: str = "image", alt: str | None = None) -> Build:
    def build(case: str) -> Request:
        request = post(profile)
        request["draft"]["media"] = [{"kind": kind, "alt": quoted(case) if alt is None else alt}]
        return request

    return build


def moderating(profile: str, action: str, **account: Any) -> Build:
    """What the case says is the writer's reason."""

    def build(case: str) -> Request:
        request = post(profile, text=case, **account)
        request["draft"]["action"] = action
        return request

    return build


def official(handle: str) -> Build:
    return lambda _: post("official", handle=handle)


@dataclass(frozen=True)
class LeftOut:
    """Why the check cannot know."""

    why: str


UNKNOWN_MAKER = LeftOut("the check is not told that a machine made or changed a picture or a voice")
UNKNOWN_PAGE = LeftOut("the check is told links, not what stands on the page behind them")
UNKNOWN_OWNER = LeftOut("the register keeps owners; a check does not ask for them")
UNKNOWN_FLAG = LeftOut("the check takes no such flag")
FAMILY_PAGE = {"bio": "Personal page of a family. Views my own."}

# Rule of the case file: its hits in order, and its clean cases in order.
CASES: dict[str, tuple[tuple[Build | LeftOut, ...], tuple[Build | LeftOut, ...]]] = {
    "account-gov-link-personal": (
        (
            with_bio("personal", "staff", CITY_LINK),
            with_bio("personal", "police", CITY_LINK),
            UNKNOWN_PAGE,
            with_bio("personal", "staff", CITY_LINK),
            with_bio("personal", "staff", "https://garden.example", OTHER_LINK),
        ),
        (
            with_bio("official", "staff", CITY_LINK),
            with_bio("personal", "elected", CITY_LINK),
            UNKNOWN_FLAG,
            lambda _: post("personal", bio="City of Maple Bend"),
            lambda _: post("personal", text=f"Swim times: {CITY_LINK}", bio="Swimmer"),
        ),
    ),
    "account-gov-logo-personal": (
        (
            with_avatar("personal"),
            with_avatar("personal", "police"),
            with_avatar("personal"),
            UNKNOWN_FLAG,
            with_avatar("personal"),
        ),
        (
            with_avatar("official"),
            with_avatar("personal"),
            with_avatar("personal"),
            with_avatar("personal", "elected"),
            with_avatar("personal", "police"),
        ),
    ),
    "account-unregistered": (
        (
            official("@MapleBendParades"),
            with_bio("personal"),
            official("@MapleBendParksTok"),
            UNKNOWN_OWNER,
            UNKNOWN_OWNER,
        ),
        (
            official("@MapleBendCity"),
            lambda _: post("personal", bio="Registration pending"),
            with_bio("personal"),
            lambda _: post("personal", bio="Fan page, not run by the city"),
            lambda _: post("campaign", "elected"),
        ),
    ),
    "accuracy-synthetic-media": (
        (UNKNOWN_MAKER,) * 5,
        (
            with_media("official"),
            with_media("official", alt="Bar chart of visits by month"),
            lambda _: post("official"),
            with_media("official", alt="The plaza at noon"),
            with_media("official", alt="Clip-art umbrella"),
        ),
    ),
    "access-media-alternative": (
        (
            with_media("official", alt=""),
            with_media("official"),
            UNKNOWN_FLAG,
            with_media("official", "video", ""),
            with_media("official", "gif", ""),
        ),
        (
            with_media("official", alt="Two gardeners planting a maple beside the library"),
            UNKNOWN_FLAG,
            lambda _: post("official", text=f"News: {CITY_LINK}"),
            with_media("personal", alt=""),
            with_media("official", "video", "The mayor opens the pool; captions are on"),
        ),
    ),
    "moderation-viewpoint-removal": (
        (
            moderating("official", "hide_comment"),
            moderating("official", "delete_comment"),
            moderating("official", "hide_comment"),
            moderating("official", "delete_comment"),
            moderating("official", "hide_comment"),
            moderating("official", "hide_comment"),
        ),
        (
            moderating("official", "hide_comment"),
            moderating("official", "hide_comment"),
            moderating("official", "delete_comment"),
            moderating("personal", "delete_comment", **FAMILY_PAGE),
            moderating("official", "hide_comment"),
            UNKNOWN_FLAG,
        ),
    ),
    "moderation-block-user": (
        (
            moderating("official", "block_user"),
            moderating("personal", "block_user", bio="Councillor. Office hours on Tuesdays here."),
            moderating("official", "block_user"),
            moderating("official", "block_user"),
            moderating("official", "block_user"),
        ),
        (
            lambda case: post("official", text=case),
            moderating("official", "block_user"),
            moderating("official", "block_user"),
            moderating("personal", "block_user", **FAMILY_PAGE),
            UNKNOWN_FLAG,
        ),
    ),
}


@dataclass(frozen=True)
class Outcome:
    """One case: should the rule speak, and did it? A note counts as quiet where the case allows one."""

    rule: str
    case: str
    wanted: bool
    spoke: bool


def outcomes(folder: Path) -> list[Outcome]:
    """Every case that can be told as a request, answered from the example city."""
    told = json.loads((folder / "context_cases.json").read_text(encoding="utf-8"))
    asked: list[tuple[str, str, bool, Request]] = []
    for rule, groups in told.items():
        for wanted, cases, builds in zip((True, False), groups, CASES[rule], strict=True):
            for case, build in zip(cases, builds, strict=True):
                if not isinstance(build, LeftOut):
                    asked.append((rule, case, wanted, build(case)))
    reports = answers([request for *_, request in asked])
    return [
        Outcome(rule, case, wanted, _spoke(rule, case, report))
        for (rule, case, wanted, _), report in zip(asked, reports, strict=True)
    ]


def _spoke(rule: str, case: str, report: dict[str, Any]) -> bool:
    name = rule.partition("-")[2]
    found = [f for f in report["findings"] if f["rule"].partition(".")[2] == name]
    if "advise at most" in case:
        found = [f for f in found if f["severity"] != "advise"]
    return bool(found)
