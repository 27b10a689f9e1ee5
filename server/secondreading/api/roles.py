"""Who may do what: one table of permissions, one table of routes. Default deny. Knows no Flask.

A route that stands in no line of `TABLE` answers 403 to everybody, and a test names it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

ROLES: Mapping[str, str] = MappingProxyType(
    {
        "admin": "Everything.",
        "editor": "Writes rules and facts, publishes them and takes them back.",
        "reviewer": "Reads the policy and tries out changes, and changes nothing.",
        "records": "Keeps the register of the city's profiles.",
        "auditor": "Reads everything, the audit log too, and changes nothing.",
    }
)
CHECK = "check"
SCOPES = (CHECK, *ROLES)


def _held(*roles: str) -> frozenset[str]:
    return frozenset({"admin", *roles})


PERMISSIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "rules.read": _held("editor", "reviewer", "records", "auditor"),
        "rules.preview": _held("editor", "reviewer"),
        "rules.edit": _held("editor"),
        "facts.read": _held("editor", "reviewer", "records", "auditor"),
        "facts.edit": _held("editor"),
        "revisions.read": _held("editor", "reviewer", "records", "auditor"),
        "revisions.publish": _held("editor"),
        "register.read": _held("editor", "reviewer", "records", "auditor"),
        "register.edit": _held("records"),
        "figures.read": _held("editor", "reviewer", "records", "auditor"),
        "audit.read": _held("auditor"),
        "deploy.read": _held(),
    }
)


@dataclass(frozen=True, slots=True)
class Access:
    """How a route lets people in.

    `open`: everybody; `own`: the view asks the gate itself; `token`: a token whose role has `permission`;
    `page`: a signed-in person whose role has it (None: anybody signed in).
    """

    by: str
    permission: str | None = None


OPEN, OWN = Access("open"), Access("own")


def token(permission: str) -> Access:
    return Access("token", permission)


def page(permission: str | None = None) -> Access:
    return Access("page", permission)


def _lines(access: Access, *routes: str) -> dict[tuple[str, str], Access]:
    """Lines of the table for routes like `GET /healthz`."""
    return {(route.partition(" ")[0], route.partition(" ")[2]): access for route in routes}


def _reads_and_writes(read: str, edit: str, *addresses: str) -> dict[tuple[str, str], Access]:
    found: dict[tuple[str, str], Access] = {}
    for address in addresses:
        found |= _lines(token(read), f"GET {address}")
        found |= _lines(token(edit), f"PUT {address}", f"DELETE {address}")
    return found


TABLE: Mapping[tuple[str, str], Access] = MappingProxyType(
    {
        **_lines(
            OPEN,
            "GET /",
            "GET /docs",
            "GET /healthz",
            "GET /openapi.json",
            "GET /extension/<path:name>",
            "GET /static/<path:filename>",
            "GET /v1/platforms",
            "GET /packages/<channel>/update.xml",
            "GET /packages/<channel>/updates.json",
            "GET /packages/<channel>/second-reading.xpi",
            "GET /packages/<name>",
        ),
        **_lines(
            OWN,
            "POST /v1/check",
            "GET /v2/check",
            "POST /v2/check",
            "GET /v2/languages",
            "POST /v1/feedback",
            "POST /v1/enrolments/token",
            "GET /metrics",
        ),
        **_lines(token("rules.read"), "GET /v1/rules", "GET /v1/files"),
        **_lines(token("rules.edit"), "POST /v1/rules"),
        **_lines(token("rules.preview"), "POST /v1/rules/<identity>/preview"),
        **_reads_and_writes("rules.read", "rules.edit", "/v1/rules/<identity>", "/v1/files/<path:path>"),
        **_lines(token("facts.read"), "GET /v1/facts", "GET /v1/facts/<kind>"),
        **_lines(token("facts.edit"), "PUT /v1/facts/<kind>", "POST /v1/facts/<kind>"),
        **_reads_and_writes("facts.read", "facts.edit", "/v1/facts/<kind>/<identity>"),
        **_lines(
            token("revisions.read"),
            "GET /v1/revisions",
            "GET /v1/revisions/<int:number>",
            "GET /v1/revisions/<int:number>/files",
            "GET /v1/revisions/<int:number>/difference",
            "GET /v1/conflicts",
        ),
        **_lines(
            token("revisions.publish"),
            "POST /v1/revisions",
            "POST /v1/revisions/<int:number>/rollback",
            "DELETE /v1/publications/<int:publication>",
            "POST /v1/conflicts/<int:conflict>",
        ),
        **_lines(token("register.read"), "GET /v1/profiles"),
        **_lines(token("register.edit"), "POST /v1/profiles"),
        **_reads_and_writes("register.read", "register.edit", "/v1/profiles/<platform>/<handle>"),
        **_lines(token("audit.read"), "GET /v1/audit"),
        **_lines(token("figures.read"), "GET /v1/figures"),
        **_lines(
            OPEN,
            "GET /admin/sign-in",
            "GET /admin/sign-in/start",
            "GET /admin/sign-in/back",
            "GET /admin/link",
            "POST /admin/link",
            "POST /admin/sign-out",
            "GET /admin/<path:rest>",
        ),
        **_lines(page(), "GET /admin", "GET /admin/roles"),
        **_lines(
            page("rules.read"),
            "GET /admin/rules",
            "GET /admin/rules/<identity>",
            "GET /admin/rules/<identity>/yaml",
            "GET /admin/words",
            "GET /admin/words/<name>",
            "GET /admin/files",
            "GET /admin/files/<path:path>",
        ),
        # Both take previews as well; whether a rule may be saved, the view asks again.
        **_lines(
            page("rules.preview"),
            "POST /admin/rules/new",
            "POST /admin/rules/<identity>",
            "POST /admin/rules/<identity>/yaml",
        ),
        **_lines(page("rules.edit"), "GET /admin/rules/new", "POST /admin/rules/<identity>/remove"),
        **_lines(page("rules.edit"), "POST /admin/words/<name>", "POST /admin/files/<path:path>"),
        **_lines(
            page("facts.read"),
            "GET /admin/facts",
            "GET /admin/facts/<kind>",
            "GET /admin/facts/<kind>/table.csv",
            "GET /admin/facts/<kind>/entries/<int:number>",
        ),
        **_lines(
            page("facts.edit"),
            "POST /admin/facts/<kind>",
            "POST /admin/facts/<kind>/entries/<int:number>",
            "GET /admin/facts/<kind>/import",
            "POST /admin/facts/<kind>/import",
        ),
        **_lines(
            page("register.read"),
            "GET /admin/profiles",
            "GET /admin/profiles/table.csv",
            "GET /admin/profiles/reviews.ics",
            "GET /admin/profiles/<platform>/<handle>",
        ),
        **_lines(
            page("register.edit"),
            "GET /admin/profiles/new",
            "POST /admin/profiles/new",
            "POST /admin/profiles/<platform>/<handle>",
            "GET /admin/profiles/import",
            "POST /admin/profiles/import",
        ),
        **_lines(
            page("revisions.read"),
            "GET /admin/revisions",
            "GET /admin/revisions/<int:number>",
            "GET /admin/revisions/<int:number>/export",
        ),
        **_lines(
            page("revisions.publish"),
            "POST /admin/revisions/<int:number>/back",
            "GET /admin/revisions/import",
            "POST /admin/revisions/import",
            "POST /admin/publications/<int:identity>/withdraw",
            "POST /admin/conflicts/<int:identity>",
        ),
        **_lines(page("figures.read"), "GET /admin/figures"),
        **_lines(page("audit.read"), "GET /admin/audit"),
        **_lines(
            page("deploy.read"),
            "GET /admin/deploy",
            "POST /admin/deploy/files",
            "POST /admin/deploy/enrolments",
            "POST /admin/deploy/enrolments/<identity>/rotate",
            "POST /admin/deploy/enrolments/<identity>/revoke",
        ),
    }
)


def role_names() -> frozenset[str]:
    return frozenset(ROLES)


def may(roles: Collection[str], permission: str) -> bool:
    """Whether somebody with these roles has a permission; nobody has one that is not in the table."""
    return not PERMISSIONS.get(permission, frozenset()).isdisjoint(roles)


def access_to(method: str, rule: str) -> Access | None:
    """The line of the table for a method and a URL rule, None where there is none."""
    return TABLE.get(("GET" if method == "HEAD" else method, rule))


def allowed(roles: Collection[str], method: str, rule: str) -> bool:
    """Whether a signed-in person may use a page. A page that is in no line is open to nobody."""
    access = access_to(method, rule)
    if access is None or access.by != "page":
        return False
    if access.permission is None:
        return not role_names().isdisjoint(roles)
    return may(roles, access.permission)
