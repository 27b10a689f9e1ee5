"""The pages that tests open, answered from the checkout: real origins, and the network is never asked."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Route

PAGES = Path(__file__).parent / "pages"
# As strict as the strictest site: only its own files, no inline script or style, no markup from strings.
STRICT_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data: blob:; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript"}


class Sites:
    """Answers for x.com and for a forum."""

    def __init__(self, context: BrowserContext, scripts: Path) -> None:
        self._folders = (PAGES, scripts)
        context.route("https://x.com/**", lambda route: self._answer(route, "x.html"))
        context.route("http://localhost/**", lambda route: self._answer(route, "forum.html"))

    def _answer(self, route: Route, home: str) -> None:
        name = route.request.url.split("?")[0].rsplit("/", 1)[-1]
        name = name if Path(name).suffix in TYPES else home
        # A bundled script goes before its source of the same name.
        found = next(folder / name for folder in reversed(self._folders) if (folder / name).is_file())
        headers = {"Content-Type": TYPES[found.suffix], "Content-Security-Policy": STRICT_CSP}
        route.fulfill(path=found, headers=headers)
