"""Firefox, driven over Marionette, which it brings along; and a page of X, served over TLS on this machine."""

from __future__ import annotations

import json
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.browser.sites import PAGES, STRICT_CSP, TYPES
from tests.server_process import free_port

START_LIMIT_S = 120
STOP_LIMIT_S = 20
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    # Else Marionette would switch updates of extensions off, as most tests want it.
    "remote.prefs.recommended": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    # The name leads to this machine, so that the page has X's own origin and nobody asks the network.
    "network.dns.localDomains": "x.com",
}


class MarionetteError(RuntimeError):
    """What Firefox answered in place of a result."""


class Firefox:
    """One running Firefox. Scripts run in the page, or with the rights of the browser itself."""

    def __init__(self, link: socket.socket) -> None:
        self._link, self._buffer, self._count = link, b"", 0
        self._receive()
        self.command("WebDriver:NewSession", {"capabilities": {}})

    def command(self, name: str, parameters: dict[str, Any] | None = None) -> Any:
        self._count += 1
        message = json.dumps([0, self._count, name, parameters or {}]).encode()
        self._link.sendall(f"{len(message)}:".encode() + message)
        _, _, fault, result = self._receive()
        if fault:
            raise MarionetteError(f"{name}: {fault.get('error')}: {fault.get('message')}")
        return result

    def go(self, address: str) -> None:
        self.command("WebDriver:Navigate", {"url": address})

    def run(self, script: str, *arguments: Any) -> Any:
        """The value that a function's body returns in the page."""
        return self.command("WebDriver:ExecuteScript", {"script": script, "args": list(arguments)})["value"]

    def run_as_browser(self, script: str, *arguments: Any) -> Any:
        """The value that an async function's body returns with the rights of the browser."""
        self.command("Marionette:SetContext", {"value": "chrome"})
        try:
            wrapped = f"const done = arguments[arguments.length - 1]; (async (...args) => {{ {script} }})"
            called = (
                f"{wrapped}(...arguments).then((value) => done([value]), (error) => done(String(error)));"
            )
            sent = {"script": called, "args": list(arguments)}
            value = self.command("WebDriver:ExecuteAsyncScript", sent)["value"]
        finally:
            self.command("Marionette:SetContext", {"value": "content"})
        if isinstance(value, str):
            raise MarionetteError(value)
        return value[0]

    def write(self, css: str, text: str) -> None:
        """Type into an element, key by key."""
        found = self.command("WebDriver:FindElement", {"using": "css selector", "value": css})["value"]
        (identity,) = found.values()
        self.command("WebDriver:ElementClick", {"id": identity})
        keys = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        actions = [{"type": "key", "id": "keyboard", "actions": keys}]
        self.command("WebDriver:PerformActions", {"actions": actions})

    def _receive(self) -> Any:
        while b":" not in self._buffer:
            self._fill()
        length, _, self._buffer = self._buffer.partition(b":")
        while len(self._buffer) < int(length):
            self._fill()
        message, self._buffer = self._buffer[: int(length)], self._buffer[int(length) :]
        return json.loads(message)

    def _fill(self) -> None:
        received = self._link.recv(1 << 16)
        if not received:
            raise MarionetteError("Firefox ended.")
        self._buffer += received


@contextmanager
def running_firefox(start: list[str | Path], folder: Path, preferences: dict[str, Any]) -> Iterator[Firefox]:
    """Start the program of `start` with a fresh profile in `folder`."""
    port = free_port()
    profile = folder / "firefox"
    profile.mkdir()
    chosen = {**PREFERENCES, "marionette.port": port, **preferences}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in chosen.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    flags = [
        "--headless",
        "--no-remote",
        "--marionette",
        "--remote-allow-system-access",
        "--profile",
        profile,
    ]
    log = folder / "firefox.log"
    with log.open("wb") as sink:
        child = subprocess.Popen(
            [*start, *flags], stdout=sink, stderr=sink, env={**os.environ, "HOME": str(folder)}
        )
    try:
        with _connect(child, port, log) as link:
            firefox = Firefox(link)
            yield firefox
            with suppress(MarionetteError, OSError):
                firefox.command("Marionette:Quit", {"flags": ["eForceQuit"]})
    finally:
        _end(child)


def _connect(child: subprocess.Popen[bytes], port: int, log: Path) -> socket.socket:
    deadline = time.monotonic() + START_LIMIT_S
    while child.poll() is None and time.monotonic() < deadline:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"Firefox did not start:\n{log.read_text('utf-8', 'replace')}")


def _end(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(STOP_LIMIT_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait(STOP_LIMIT_S)


@contextmanager
def page_of_x(scripts: Path, folder: Path, certificate: Path) -> Iterator[str]:
    """The address of our own page that is built like X, on https://x.com and a free port."""
    site = folder / "site"
    shutil.copytree(PAGES, site)
    shutil.copytree(scripts, site, dirs_exist_ok=True)
    (site / "home").mkdir()
    for name in ("x.html", "x.css", "x_page.js"):
        shutil.copy(site / name, site / "home" / ("index.html" if name == "x.html" else name))

    class Handler(SimpleHTTPRequestHandler):
        extensions_map = {**SimpleHTTPRequestHandler.extensions_map, **TYPES}

        def __init__(self, *given: Any) -> None:
            super().__init__(*given, directory=str(site))

        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", STRICT_CSP)
            super().end_headers()

        def log_message(self, *given: Any) -> None:
            del given

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield f"https://x.com:{server.server_port}/home/"
    server.shutdown()
    server.server_close()
    serving.join()
