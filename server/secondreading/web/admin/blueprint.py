"""All admin pages together: what is around each of them, and what they answer when something goes wrong."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, Response, g, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from secondreading.api.errors import place_of
from secondreading.api.keys import KeyRing
from secondreading.api.roles import allowed, role_names
from secondreading.api.services import Services
from secondreading.config import Config
from secondreading.desk.errors import Missing
from secondreading.store.enrolments import EnrolmentBook
from secondreading.web.admin.deploy import add_deploy
from secondreading.web.admin.facts import add_facts
from secondreading.web.admin.guard import Refused, guard
from secondreading.web.admin.home import add_home
from secondreading.web.admin.logs import add_logs
from secondreading.web.admin.register import add_register
from secondreading.web.admin.revisions import add_revisions
from secondreading.web.admin.room import Room, notice
from secondreading.web.admin.rules import add_rule, add_rules
from secondreading.web.admin.session import Sessions
from secondreading.web.admin.sign_in import Door, sign_in_blueprint
from secondreading.web.admin.tickets import Tickets
from secondreading.web.admin.words import add_files, add_words
from secondreading.web.pages import CONTENT_SECURITY_POLICY, PAGE_HEADERS

if TYPE_CHECKING:
    from secondreading.web.admin.provider import Provider

log = logging.getLogger(__name__)
HEADERS = PAGE_HEADERS | {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY.replace("form-action 'none'", "form-action 'self'"),
    "Cache-Control": "no-store",
}
PAGES = (
    *(add_home, add_rules, add_rule, add_words, add_files, add_facts, add_register, add_revisions, add_logs),
    add_deploy,
)
# Bytes; a table of five thousand rows fits.
LARGEST_FORM = 2_000_000
PLACES = (
    ("/admin", "Overview"),
    ("/admin/rules", "Rules"),
    ("/admin/words", "Words"),
    ("/admin/facts", "Facts"),
    ("/admin/profiles", "Profiles"),
    ("/admin/revisions", "Revisions"),
    ("/admin/figures", "Figures"),
    ("/admin/audit", "Audit"),
    ("/admin/deploy", "Browsers"),
    ("/admin/roles", "Who may do what"),
)


def admin_blueprints(
    services: Services, keys: KeyRing, enrolments: EnrolmentBook
) -> tuple[Blueprint, Blueprint]:
    """The pages that are open to everybody (signing in), and those behind the guard."""
    config, desk = services.config, services.desk
    sessions = Sessions(keys, config)
    provider = _provider(config)
    room = Room(desk, services.holder, services.figures, enrolments, config, provider is not None)
    entrance = sign_in_blueprint(Door(config, sessions, Tickets(keys), desk, desk, provider))
    pages = Blueprint("admin", __name__, url_prefix="/admin")
    for blueprint in (entrance, pages):
        _surround(blueprint, room)
        _answer_faults(blueprint)
    guard(pages, sessions, desk, allowed)
    for add in PAGES:
        add(pages, room)
    return entrance, pages


def _provider(config: Config) -> Provider | None:
    if config.oidc is None:
        return None
    # Not above: a server without a provider need not carry Authlib and requests, some 8 MB.
    from secondreading.web.admin.provider import Provider

    return Provider(config.oidc, role_names())


def register_admin(app: Flask, services: Services, keys: KeyRing, enrolments: EnrolmentBook) -> None:
    for blueprint in admin_blueprints(services, keys, enrolments):
        app.register_blueprint(blueprint)


def _surround(blueprint: Blueprint, room: Room) -> None:
    """What every page has around it: the frame's content, headers, and a limit to what is sent."""

    @blueprint.context_processor
    def surroundings() -> dict[str, Any]:
        session = g.get("session")
        return {
            "session": session,
            "city": room.holder.current().policy.facts.city_name,
            "places": _places(session.roles) if session else (),
            "once": lambda: _hidden_field("once", secrets.token_urlsafe(16)),
            "form_token": lambda: _hidden_field("form_token", session.form_token) if session else "",
            "city_time": room.city_time,
            "notice": notice(),
            "pairs": lambda options: [(option, option) for option in options],
        }

    @blueprint.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(HEADERS)
        return response

    @blueprint.before_request
    def limit_form() -> None:
        request.max_content_length = LARGEST_FORM


def _answer_faults(blueprint: Blueprint) -> None:
    """Every fault as a page that says what to do, never with what was sent."""

    @blueprint.errorhandler(Refused)
    def refused(fault: Refused) -> tuple[str, int]:
        return _error_page(fault.status, fault.message)

    @blueprint.errorhandler(Missing)
    def missing(fault: Missing) -> tuple[str, int]:
        return _error_page(404, f"{str(fault.args[0]).capitalize()}. It may have been removed.")

    @blueprint.errorhandler(HTTPException)
    def http_fault(fault: HTTPException) -> tuple[str, int]:
        return _error_page(fault.code or 500, "The address or the form is not right. Go back and try again.")

    @blueprint.errorhandler(Exception)
    def mistake(fault: Exception) -> tuple[str, int]:
        log.error("unhandled %s at %s", type(fault).__name__, place_of(fault))
        return _error_page(500, "The server made a mistake, and nothing was changed. Try again.")


def _error_page(status: int, message: str) -> tuple[str, int]:
    return render_template("admin/error.html", status=status, message=message), status


def _hidden_field(name: str, value: str) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)


def _places(roles: Iterable[str]) -> tuple[dict[str, Any], ...]:
    """The pages in the navigation: those that the person's roles include."""
    here = request.path.rstrip("/")
    held = frozenset(roles)
    return tuple(
        {
            "address": address,
            "title": title,
            "is_here": here == address or (address != "/admin" and here.startswith(address + "/")),
        }
        for address, title in PLACES
        if allowed(held, "GET", address)
    )
