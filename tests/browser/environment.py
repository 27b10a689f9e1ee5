"""The browser and the pages of the browser tests, also for measuring outside pytest."""

from __future__ import annotations

import subprocess
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright

from tests.conftest import PROJECT

# Nothing outside this machine may be reached, whatever a page or the extension asks for.
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
ESBUILD = PROJECT / "node_modules" / ".bin" / "esbuild"


def bundle_pages(folder: Path) -> Path:
    """Bundle the scripts of the pages with the editors they use into `folder`, and return it."""
    pages = sorted((PROJECT / "tests" / "browser" / "pages").glob("*_page.js"))
    options = ["--bundle", "--define:global=window", '--define:process.env.NODE_ENV="production"']
    subprocess.run([ESBUILD, *pages, *options, f"--outdir={folder}", "--log-level=warning"], check=True)
    return folder


def open_browser(playwright: Playwright, browser_path: Path, profile_folder: Path) -> BrowserContext:
    """A browser that may load the extension and reaches nothing but this machine."""
    return playwright.chromium.launch_persistent_context(
        profile_folder,
        executable_path=browser_path,
        headless=False,
        viewport={"width": 1000, "height": 760},
        args=["--headless=new", "--no-sandbox", "--enable-unsafe-extension-debugging", OFFLINE],
        ignore_default_args=["--disable-extensions"],
    )
