"""The page about browsers of the city: their enrolments, and the files by which IT installs the extension."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request

from secondreading.deploy.files import as_archive, deployment_files
from secondreading.deploy.manifest import check_site
from secondreading.deploy.package_index import CHANNELS, PackageIndex, read_index
from secondreading.deploy.policies import PROFILES, ROLES, DeployError, Deployment, ManagedValues
from secondreading.enrolment import Enrolment, EnrolmentUse
from secondreading.resources import extension_folder
from secondreading.store.enrolments import NoSuchEnrolment
from secondreading.web.admin.guard import Refused, current_session
from secondreading.web.admin.logs import FEWEST_SHOWN
from secondreading.web.admin.room import Answer, Room, done, sent_before
from secondreading.web.admin.rule_change import lines

USE_DAYS = 7
OVERLAPS_H = {"0": "at once", "24": "in a day", "168": "in a week", "720": "in 30 days"}
SENT_BEFORE = (
    "This form was sent before, so nothing was made this time. If the secret was lost, make a new one."
)


@dataclass(frozen=True, slots=True)
class Given:
    """A secret that was just made. It is shown on this one page and kept by nobody."""

    label: str
    secret: str


def add_deploy(blueprint: Blueprint, room: Room) -> None:
    @blueprint.get("/deploy")
    def deploy() -> str:
        return _page(room)

    @blueprint.post("/deploy/enrolments")
    def enrol() -> Answer:
        label = " ".join(request.form.get("label", "").split())[:200]
        if not label:
            return _page(room, fault="Give the enrolment a name, such as Town hall desktops."), 422
        if sent_before(room):
            return _page(room, fault=SENT_BEFORE), 409
        made, secret = room.enrolments.create(label, current_session().name)
        return _page(room, given=Given(made.label, secret))

    @blueprint.post("/deploy/enrolments/<identity>/rotate")
    def rotate_enrolment(identity: str) -> Answer:
        if sent_before(room):
            return _page(room, fault=SENT_BEFORE), 409
        overlap = request.form.get("overlap", "168")
        hours = int(overlap) if overlap in OVERLAPS_H else 168
        secret = room.enrolments.rotate(identity, hours * 3600, current_session().name)
        return _page(room, given=Given(room.enrolments.read()[identity].label, secret))

    @blueprint.post("/deploy/enrolments/<identity>/revoke")
    def revoke_enrolment(identity: str) -> Answer:
        room.enrolments.revoke(identity, current_session().name)
        return done("/admin/deploy", "revoked")

    _add_deploy_files(blueprint, room)


def _add_deploy_files(blueprint: Blueprint, room: Room) -> None:
    @blueprint.post("/deploy/files")
    def deploy_files() -> Answer:
        try:
            packed = as_archive(deployment_files(_deployment(room)))
        except ValueError as fault:
            # DeployError and the faults of addresses and sites say what to change.
            return _page(room, fault=str(fault)), 422
        headers = {"Content-Disposition": 'attachment; filename="second-reading-deployment.zip"'}
        return Response(packed, mimetype="application/zip", headers=headers)

    @blueprint.errorhandler(NoSuchEnrolment)
    def no_such_enrolment(_fault: NoSuchEnrolment) -> Answer:
        message = "This enrolment is not there any more, or was revoked."
        return render_template("admin/error.html", status=404, message=message), 404


def _page(room: Room, given: Given | None = None, fault: str = "") -> str:
    index = read_index(room.config.package_folder)
    since = (datetime.now(UTC).date() - timedelta(days=USE_DAYS - 1)).isoformat()
    return render_template(
        "admin/deploy.html",
        index=index,
        offered=_offered(index),
        enrolments=_rows(room.enrolments.read().values(), room.enrolments.use(since), time.time()),
        use_days=USE_DAYS,
        given=given,
        fault=fault,
        server=room.config.public_url,
        channels=CHANNELS,
        profiles=PROFILES,
        roles=ROLES,
        overlaps=list(OVERLAPS_H.items()),
        form=request.form,
    )


def _offered(index: PackageIndex | None) -> list[tuple[str, str]]:
    if index is None:
        return []
    found = [(channel, index.offered(channel)) for channel in CHANNELS]
    return [(channel, package.version) for channel, package in found if package is not None]


def _rows(enrolments: Iterable[Enrolment], use: Iterable[EnrolmentUse], now: float) -> list[dict[str, Any]]:
    checks: dict[str, int] = {}
    for one in use:
        checks[one.enrolment] = checks.get(one.enrolment, 0) + one.checks
    return [
        {
            "id": one.id,
            "label": one.label,
            "created_at": one.created_at,
            "revoked_at": one.revoked_at,
            "overlaps_until": one.previous_until if one.previous_until > now else None,
            "checks": _told(checks.get(one.id, 0)),
        }
        for one in enrolments
    ]


def _told(count: int) -> str:
    return f"{count:,}" if count == 0 or count >= FEWEST_SHOWN else "few"


def _deployment(room: Room) -> Deployment:
    """The roll-out that the form asks for. Raises DeployError and other ValueErrors that say what to change."""
    index = read_index(room.config.package_folder)
    if index is None:
        raise DeployError("The extension was not packed yet. Run: secondreading extension pack")
    channel = request.form.get("channel", "")
    if channel not in CHANNELS:
        raise Refused(400, "Choose one of the channels.")
    manifest = json.loads((extension_folder() / "manifest.json").read_text(encoding="utf-8"))
    values = ManagedValues(
        server=index.server,
        enrolment=request.form.get("secret", "").strip(),
        profile=_one_of("profile", PROFILES),
        role=_one_of("role", ROLES),
        pause_allowed=False if request.form.get("no_pause") else None,
        hosts=tuple(check_site(site) for site in lines(request.form.get("sites", ""))),
    )
    return Deployment(
        values=values,
        chromium_id=index.chromium_id,
        firefox_id=index.firefox_id,
        channel=channel,
        site_patterns=tuple(manifest["content_scripts"][0]["matches"]),
        unsigned_firefox=bool(request.form.get("unsigned_firefox")),
    )


def _one_of(field: str, known: Iterable[str]) -> str | None:
    chosen = request.form.get(field, "")
    return chosen if chosen in tuple(known) else None
