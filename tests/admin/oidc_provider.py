"""A real OpenID Connect provider as a child process, and a person's browser on its pages."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import requests

from tests.conftest import PROJECT
from tests.missing import give_up

SCRIPT = Path(__file__).with_name("provider.mjs")


@contextmanager
def running_provider(issuer: str, redirect_uri: str, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Runs until the block ends; the block may stop it earlier, which is an outage."""
    if not (PROJECT / "node_modules" / "oidc-provider").is_dir():
        give_up("The provider is not installed: run `npm ci` in the project's folder.")
    process = subprocess.Popen(
        ["node", SCRIPT, issuer, redirect_uri, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        lines = iter(process.stdout.readline, "")
        assert any(line.strip() == "ready" for line in lines), "the provider did not start"
        yield process
    finally:
        process.kill()
        process.wait(20)
        process.stdout.close()


def sign_in_there(address: str, login: str, redirect_uri: str) -> str:
    """Sign in as `login` on the provider's pages, and return the address that it sends the browser back to."""
    with requests.Session() as browser:
        answer = browser.get(address, timeout=30, allow_redirects=False)
        for _ in range(12):
            if answer.is_redirect:
                target = urljoin(answer.url, answer.headers["Location"])
                if target.startswith(redirect_uri):
                    return target
                answer = browser.get(target, timeout=30, allow_redirects=False)
                continue
            prompt, action = _form(answer.text)
            fields = {"prompt": prompt, "login": login, "password": "any"}
            answer = browser.post(urljoin(answer.url, action), fields, timeout=30, allow_redirects=False)
    raise AssertionError("the provider never sent the browser back")


def _form(page: str) -> tuple[str, str]:
    prompt = re.search(r'name="prompt" value="(\w+)"', page)
    action = re.search(r'action="([^"]+)"', page)
    assert prompt, "no form on the provider's page"
    assert action, "no form on the provider's page"
    return prompt[1], action[1]
