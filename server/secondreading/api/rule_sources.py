"""A rule as it comes in: as YAML, or as the same in data."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from secondreading.api.desk_requests import refuse_deep
from secondreading.api.problem import invalid_field
from secondreading.policy.write import write_rule

Yaml = Annotated[str, Meta(max_length=200_000)]


def rule_source(yaml: str | None, rule: dict[str, Any] | None) -> str:
    """The YAML of a rule that came as YAML or as data. Raises Problem."""
    if (yaml is None) == (rule is None):
        raise invalid_field("yaml", "send either yaml or rule.")
    if rule is None:
        return yaml or ""
    refuse_deep(rule, "rule")
    return write_rule(rule)


def id_in(text: str) -> str:
    """The id that a rule's YAML writes, empty where it writes none."""
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon and name == "id":
            return value.partition(" #")[0].strip().strip("\"'")
    return ""
