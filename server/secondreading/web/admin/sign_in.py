"""Coming in and going out: by the city's sign-in service, or by a one-time link."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from secondreading.api.gate import TokenBuckets, sender_address
from secondreading.api.problem import Problem
from secondreading.config import Config
from secondreading.web.admin.faults import ProviderDown, SignInRefused
from secondreading.web.admin.guard import Refused, Spent, own_path, refuse_foreign_form
from secondreading.web.admin.session import Sessions
from secondreading.web.admin.tickets import Tickets

if TYPE_CHECKING:
    from secondreading.web.admin.provider import Provider

# Behind a proxy all people share an address; a sign-in takes two steps.
ATTEMPTS_PER_MINUTE = 120


class Journal(Protocol):
    """Where a sign-in is written down."""

    def note(self, actor: str, action: str, subject: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Door:
    """Everything that signing in needs. `provider` is None where the city has none."""

    config: Config
    sessions: Sessions
    tickets: Tickets
    spent: Spent
    journal: Journal
    provider: Provider | None = None


def sign_in_blueprint(door: Door, clock: Callable[[], float] = time.monotonic) -> Blueprint:
    """The pages that are open to everybody; all others stand behind the guard."""
    blueprint = Blueprint("sign_in", __name__, url_prefix="/admin")
    attempts = TokenBuckets(ATTEMPTS_PER_MINUTE, clock)
    _add_link(blueprint, door, attempts)
    _add_provider(blueprint, door, attempts)

    @blueprint.get("/sign-in")
    def sign_in() -> str:
        issuer = door.config.oidc.issuer if door.config.oidc else ""
        return render_template(
            "admin/sign_in.html", issuer=issuer, next=own_path(request.args.get("next", ""))
        )

    @blueprint.get("/<path:rest>")
    def nothing_here(rest: str) -> AnyResponse:
        """What is no page, answered as a page and not as a problem of the API."""
        del rest
        raise Refused(404, "There is no page at this address.")

    @blueprint.post("/sign-out")
    def sign_out() -> AnyResponse:
        session = door.sessions.read(request)
        response = make_response(redirect("/admin/sign-in?out=1", 303))
        if session is not None:
            refuse_foreign_form(session)
            door.spent.spend_link(session.id, session.expires_at)
        door.sessions.end(response)
        return response

    return blueprint


def _add_link(blueprint: Blueprint, door: Door, attempts: TokenBuckets) -> None:
    @blueprint.get("/link")
    def link() -> AnyResponse:
        """Opening the link changes nothing: what looks ahead at links, such as a chat, must not spend it."""
        ticket = door.tickets.read(request.args.get("ticket", ""))
        is_good = ticket is not None and not door.spent.is_spent(ticket.id)
        page = render_template(
            "admin/link.html",
            ticket=request.args.get("ticket", "") if is_good else "",
            name=ticket and ticket.name,
        )
        return make_response(page, 200 if is_good else 403)

    @blueprint.post("/link")
    def use_link() -> AnyResponse:
        _count_attempt(attempts)
        ticket = door.tickets.read(request.form.get("ticket", ""))
        if ticket is None or not door.spent.spend_link(ticket.id, ticket.expires_at):
            return make_response(render_template("admin/link.html", ticket="", name=None), 403)
        response = make_response(redirect("/admin", 303))
        door.sessions.begin(response, ticket.name, ticket.roles)
        door.journal.note(ticket.name, "sign-in", "by a one-time link")
        return response


def _add_provider(blueprint: Blueprint, door: Door, attempts: TokenBuckets) -> None:
    @blueprint.get("/sign-in/start")
    def start() -> AnyResponse:
        _count_attempt(attempts)
        address, kept = _provider(door).start(_address(door.config) + "/admin/sign-in/back")
        response = make_response(redirect(address, 303))
        door.sessions.keep_flow(response, kept | {"next": own_path(request.args.get("next", ""))})
        return response

    @blueprint.get("/sign-in/back")
    def back() -> AnyResponse:
        _count_attempt(attempts)
        flow = door.sessions.take_flow(request)
        # The state ties the answer to the browser that asked: nobody is signed in by a link of somebody else.
        if not flow or not hmac.compare_digest(
            flow["state"].encode(), request.args.get("state", "").encode()
        ):
            raise Refused(400, "This sign-in was not started in this browser, or took too long. Try again.")
        if "code" not in request.args:
            raise Refused(403, "The sign-in service did not let you in. Try again, or ask who runs it.")
        person = _provider(door).finish(request.args["code"], flow)
        if not person.roles:
            door.journal.note(person.name, "sign-in.refused", "has no role")
            raise Refused(403, "You are known, but have no role here. Ask an administrator to give you one.")
        response = make_response(redirect(flow["next"], 303))
        door.sessions.begin(response, person.name, person.roles)
        door.sessions.drop_flow(response)
        door.journal.note(person.name, "sign-in", "by the sign-in service")
        return response

    _answer_provider_faults(blueprint)


def _answer_provider_faults(blueprint: Blueprint) -> None:
    @blueprint.errorhandler(ProviderDown)
    def provider_down(_fault: ProviderDown) -> AnyResponse:
        message = "The sign-in service does not answer. Whoever is signed in stays signed in; try again soon."
        return make_response(render_template("admin/error.html", status=503, message=message), 503)

    @blueprint.errorhandler(SignInRefused)
    def refused(_fault: SignInRefused) -> AnyResponse:
        message = "The sign-in service's answer does not prove who you are. Try again."
        return make_response(render_template("admin/error.html", status=403, message=message), 403)


def _provider(door: Door) -> Provider:
    if door.provider is None:
        raise Refused(404, "No sign-in service is set up. Use a one-time link: secondreading admin-link")
    return door.provider


def _address(config: Config) -> str:
    return config.public_url or request.host_url.rstrip("/")


def _count_attempt(attempts: TokenBuckets) -> None:
    try:
        attempts.spend(sender_address(request.environ))
    except Problem as problem:
        wait_s = problem.headers.get("Retry-After", "60")
        raise Refused(429, f"Too many attempts to sign in. Try again in {wait_s} seconds.") from None
