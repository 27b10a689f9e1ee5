"""How long after the last key the line stands under the words: real browser, real server, on loopback."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page

from tests.bench.keystroke_cost import open_extension
from tests.browser.driver import LEAK, Extension
from tests.browser.editors import EditorPage
from tests.server_process import ServerProcess, free_port, running

EDITORS = ("draft", "textarea")
ROUNDS = 40
_PROJECT = Path(__file__).resolve().parents[2]
# When the browser got the key, and the first frame that is drawn with a line.
_REMEMBER_KEYS = "() => addEventListener('keydown', (event) => { window.lastKey = event.timeStamp; }, true)"
_WAIT_FOR_LINE = """() => new Promise((done) => {
    const look = (now) => {
        const drawn = [...CSS.highlights.values()].some((ranges) => ranges.size > 0);
        if (drawn) done(now - window.lastKey);
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})"""
_WAIT_FOR_NONE = """() => new Promise((done) => {
    const look = () => [...CSS.highlights.values()].some((ranges) => ranges.size > 0)
        ? requestAnimationFrame(look) : done();
    look();
})"""


@dataclass(frozen=True, slots=True)
class LineDelay:
    """Milliseconds from the last key to the line, beyond the pause that is waited on purpose (`debounce`)."""

    editor: str
    debounce: float
    median: float
    p95: float


def measure_line_delays(editors: tuple[str, ...] = EDITORS) -> list[LineDelay]:
    """One LineDelay per editor; empty where there is no browser or no bundler."""
    with tempfile.TemporaryDirectory() as folder, _server(Path(folder)) as server, open_extension() as opened:
        if opened is None:
            return []
        page, extension = opened
        extension.reset(server=f"http://127.0.0.1:{server.port}", hosts=["localhost"])
        return [_measure(page, extension, name) for name in editors]


def _measure(page: Page, extension: Extension, name: str) -> LineDelay:
    hello = "() => chrome.runtime.sendMessage({ type: 'hello', host: 'localhost' })"
    debounce = float(extension.run(hello)["timing"]["debounce_ms"])
    editor = EditorPage(page, name)
    editor.open(extension)
    page.evaluate(_REMEMBER_KEYS)
    delays = [_write_once(page, turn) - debounce for turn in range(ROUNDS + 1)][1:]  # the first one warms up
    return LineDelay(name, debounce, median(delays), quantiles(delays, n=20)[-1])


def _write_once(page: Page, turn: int) -> float:
    """Milliseconds from the last key to the line. Each turn's text is another: none is answered from memory."""
    page.keyboard.insert_text(LEAK)
    page.keyboard.type(f" {turn}.")
    delay = float(page.evaluate(_WAIT_FOR_LINE))
    page.keyboard.press("Control+a")
    page.keyboard.press("Backspace")
    page.evaluate(_WAIT_FOR_NONE)
    return delay


@contextmanager
def _server(folder: Path) -> Iterator[ServerProcess]:
    port = free_port()
    start = "import sys; from secondreading.cli import main; sys.exit(main())"
    settings = {"PORT": str(port), "SECONDREADING_STATE_FOLDER": str(folder / "state")}
    settings["PYTHONPATH"] = str(_PROJECT / "server")
    with running([sys.executable, "-c", start, "serve"], port, "/healthz", settings, folder) as process:
        yield process


if __name__ == "__main__":
    for delay in measure_line_delays():
        print(f"{delay.editor:<18} {delay.debounce:.0f} ms + {delay.median:.0f} ms (p95 {delay.p95:.0f})")
