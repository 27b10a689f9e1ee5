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
# Quill and TipTap themselves make markup from strings; such a site has to say so.
LESS_STRICT_CSP = STRICT_CSP.replace("trusted-types 'none'", "trusted-types default")
MAKE_MARKUP = ("editors.html?quill", "editors.html?tiptap")
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript"}


class Sites:
    """Answers for x.com, for a forum, and for a site that changed."""

    def __init__(self, context: BrowserContext, scripts: Path) -> None:
        self._folders = (PAGES, scripts)
        context.route("https://x.com/**", lambda route: self._answer(route, "x.html"))
        context.route("https://bsky.app/**", lambda route: self._answer(route, "crowd.html"))
        context.route("http://localhost/**", lambda route: self._answer(route, "forum.html"))

    def _answer(self, route: Route, home: str) -> None:
        name = route.request.url.split("?")[0].rsplit("/", 1)[-1]
        name = name if Path(name).suffix in TYPES else home
        # A bundled script goes before its source of the same name.
        found = next(folder / name for folder in reversed(self._folders) if (folder / name).is_file())
        policy = LESS_STRICT_CSP if route.request.url.endswith(MAKE_MARKUP) else STRICT_CSP
        headers = {"Content-Type": TYPES[found.suffix], "Content-Security-Policy": policy}
        route.fulfill(path=found, headers=headers)
