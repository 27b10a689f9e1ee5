"""What axe finds on a page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.conftest import PROJECT


def violations(page: Page, scope: Any = None, rules: list[str] | None = None) -> list[str]:
    """Each broken rule with the element that breaks it. `scope` and `rules` as axe takes them; None is all."""
    page.evaluate((PROJECT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8"))
    script = "([scope, rules]) => axe.run(scope ?? document, rules ? { runOnly: rules } : {})"
    found = page.evaluate(script, [scope, rules])
    return [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]
