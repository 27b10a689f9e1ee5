"""What stands before every admin page: a session, a role, and for a form the token that only our page has.

Default deny: a page whose roles nobody wrote down is open to nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol
from urllib.parse import quote

from flask import Blueprint, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from secondreading.web.admin.session import Session, Sessions

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Spent(Protocol):
    """Remembers, for all workers and nodes, which one-time links and sessions are over."""

    def spend_link(self, identity: str, expires_at: int) -> bool: ...
    def is_spent(self, identity: str) -> bool: ...


class Refused(Exception):
    """A page or form that this person cannot have. `status` is 403 or 400; `message` says the mend."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


def guard(
    blueprint: Blueprint,
    sessions: Sessions,
    spent: Spent,
    is_allowed: Callable[[Collection[str], str, str], bool],
) -> None:
    """Run before every page of `blueprint`. `is_allowed` says whether roles may use a method at a rule."""

    @blueprint.before_request
    def admit() -> AnyResponse | None:
        session = sessions.read(request)
        if session is None or spent.is_spent(session.id):
            return _ask_to_sign_in()
        g.session = session
        rule = request.url_rule.rule if request.url_rule else ""
        if not is_allowed(session.roles, request.method, rule):
            raise Refused(403, "Your roles do not include this page. An administrator can change that.")
        if request.method in CHANGING:
            if is_own_older_form(session):
                return _offer_again()
            refuse_foreign_form(session)
        return None


def _ask_to_sign_in() -> AnyResponse:
    """For a page: to the sign-in and back. A form's content cannot come back, so its page says so."""
    if request.method in CHANGING:
        raise Refused(401, "You are no longer signed in. Sign in in another tab, then send this form again.")
    target = request.full_path.rstrip("?")
    return redirect(f"/admin/sign-in?next={quote(target, safe='/')}", 303)


def is_own_older_form(session: Session) -> bool:
    """A form of our own page from before a new sign-in: the browser says it is ours, only the token is old.

    It changes nothing by itself; the person is shown a page with everything in it, and sends it again.
    """
    token = request.form.get("form_token", "")
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return is_ours and bool(token) and not session.holds(token) and not request.files


def _offer_again() -> AnyResponse:
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != "form_token"]
    return make_response(render_template("admin/resend.html", fields=fields), 409)


def refuse_foreign_form(session: Session) -> None:
    """A form must come from our own page. The browser's own word goes first, the token is what counts."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Refused(403, "This form came from another site, so nothing was changed.")
    if not session.holds(request.form.get("form_token", "")):
        raise Refused(
            403, "This form is from an earlier sign-in. Load the page again, then send it once more."
        )


def current_session() -> Session:
    """The session of the request under way; only behind the guard."""
    session: Session = g.session
    return session


def own_path(path: str) -> str:
    """`path` where it leads to an admin page of this server, else the first admin page."""
    is_ours = path.startswith("/admin") and "\\" not in path and not path.startswith("//")
    return path if is_ours and path.isprintable() else "/admin"
