"""Holds every route to its line in the table of `roles.py`, before its view runs.

The views of routes that are open, that ask the gate themselves, or that stand behind the pages' own guard
stay as they are: a check pays nothing for this.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, g, request

from secondreading.api.gate import Gate
from secondreading.api.problem import Problem
from secondreading.api.roles import PERMISSIONS, Access, access_to

View = Callable[..., Any]
METHODS_OF_FLASK = {"HEAD", "OPTIONS"}


def enforce_roles(app: Flask, gate: Gate) -> None:
    """Put the guard before every view that needs one. Call it after the last blueprint was registered."""
    for endpoint, view in list(app.view_functions.items()):
        rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint]
        found = [
            access_to(method, rule.rule)
            for rule in rules
            for method in (rule.methods or set()) - METHODS_OF_FLASK
        ]
        if any(access is None or access.by == "token" for access in found):
            app.view_functions[endpoint] = _guarded(view, gate)


def _guarded(view: View, gate: Gate) -> View:
    @wraps(view)
    def guarded(**arguments: Any) -> Any:
        rule = request.url_rule
        access = access_to(request.method, rule.rule) if rule is not None else None
        _admit(access, gate)
        return view(**arguments)

    return guarded


def _admit(access: Access | None, gate: Gate) -> None:
    if access is None or (access.by == "token" and access.permission is None):
        raise Problem("scope-missing", "Nobody may use this address: no role is written down for it.")
    if access.by == "token":
        g.principal = gate.admit_role(request.environ, PERMISSIONS[access.permission or ""])
