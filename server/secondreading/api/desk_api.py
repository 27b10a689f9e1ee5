"""All endpoints through which the policy is read and changed."""

from __future__ import annotations

from flask import Blueprint

from secondreading.api import conflicts, facts, files, logs, preview, profiles, revisions, rules
from secondreading.api.services import Services

OPERATIONS = (
    *rules.OPERATIONS,
    *preview.OPERATIONS,
    *facts.OPERATIONS,
    *files.OPERATIONS,
    *revisions.OPERATIONS,
    *conflicts.OPERATIONS,
    *profiles.OPERATIONS,
    *logs.OPERATIONS,
)


def desk_blueprints(services: Services) -> tuple[Blueprint, ...]:
    """One for each kind of thing, all bound to `services`."""
    return (
        rules.rules_blueprint(services),
        preview.preview_blueprint(services),
        facts.facts_blueprint(services),
        files.files_blueprint(services),
        revisions.revisions_blueprint(services),
        conflicts.conflicts_blueprint(services),
        profiles.profiles_blueprint(services),
        logs.logs_blueprint(services),
    )
