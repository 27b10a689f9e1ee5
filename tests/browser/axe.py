"""What axe finds on a page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.conftest import PROJECT


def violations(page: Page, scope: Any = None) -> list[str]:
    """Each broken rule with the element that breaks it. `scope` as axe takes it; None is the whole page."""
    page.evaluate((PROJECT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8"))
    found = page.evaluate("(scope) => axe.run(scope ?? document)", scope)
    return [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]
