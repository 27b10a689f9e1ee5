"""From outside: what a browser meets on its way to the server. Sends no draft but one sentence of its own."""

from __future__ import annotations

import email.utils
import hashlib
import http.client
import json
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree

from secondreading.deploy.crx import CrxError, read_crx
from secondreading.deploy.doctor.findings import Observation, bad, good, warning
from secondreading.deploy.update_manifests import NAMESPACE

TIMEOUT_S = 10.0
CLOCK_S = 60
CERTIFICATE_DAYS = 21
CRX_TYPE = "application/x-chrome-extension"
XPI_TYPE = "application/x-xpinstall"
SENTENCE = {"draft": {"text": "The library opens at nine on Monday."}}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer's status, headers (names in small letters) and body."""

    status: int
    headers: dict[str, str]
    body: bytes


class Visitor:
    """Somebody who comes to the server's address as browsers do. `authority`: a file with a CA to trust."""

    def __init__(self, server: str, authority: str = "") -> None:
        parts = urlsplit(server)
        self.server, self.host = server, parts.hostname or ""
        self.is_https = parts.scheme == "https"
        self.port = parts.port or (443 if self.is_https else 80)
        self._trust = ssl.create_default_context(cafile=authority or None)

    def connect(self) -> http.client.HTTPConnection:
        if self.is_https:
            return http.client.HTTPSConnection(self.host, self.port, timeout=TIMEOUT_S, context=self._trust)
        return http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT_S)

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Raises OSError or HTTPException where no answer comes."""
        with closing(self.connect()) as connection:
            encoded = None if body is None else json.dumps(body).encode()
            named = {"Content-Type": "application/json", **headers} if encoded else headers
            connection.request(method, path, encoded, named)
            answer = connection.getresponse()
            return Answer(answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read())

    def certificate_days(self) -> float:
        """Days until the certificate ends. Raises OSError."""
        with (
            socket.create_connection((self.host, self.port), timeout=TIMEOUT_S) as plain,
            self._trust.wrap_socket(plain, server_hostname=self.host) as safe,
        ):
            found = safe.getpeercert() or {}
        return (ssl.cert_time_to_seconds(str(found["notAfter"])) - time.time()) / 86_400


def look_from_outside(visitor: Visitor, secret: str = "") -> Iterator[Observation]:
    """Everything in the order in which a browser meets it; ends at what makes the rest pointless."""
    try:
        socket.getaddrinfo(visitor.host, visitor.port)
    except OSError:
        yield bad(f"The name {visitor.host} is not known.", "Add it to the DNS that the browsers ask.")
        return
    if visitor.is_https:
        yield from _look_at_certificate(visitor)
    try:
        health = visitor.ask("GET", "/healthz")
    except (OSError, http.client.HTTPException) as fault:
        yield bad(
            f"{visitor.server} does not answer ({type(fault).__name__}).",
            "Look at: systemctl status secondreading nginx; and at the firewall between here and there.",
        )
        return
    yield _read_health(health)
    yield _read_clock(health)
    yield from _look_at_access(visitor, secret)
    yield from _look_at_packages(visitor)


def _look_at_certificate(visitor: Visitor) -> Iterator[Observation]:
    try:
        days = visitor.certificate_days()
    except ssl.SSLCertVerificationError as fault:
        yield bad(
            f"The certificate is not trusted here: {fault.verify_message}.",
            "Send the whole chain (fullchain.pem), and see to it that browsers trust the city's authority.",
        )
        return
    except OSError:
        return  # told by what follows: nobody answers
    if days < CERTIFICATE_DAYS:
        yield warning(
            f"The certificate ends in {days:.0f} days.", "Renew it, and reload nginx by itself then."
        )
    else:
        yield good(f"The certificate is trusted and lasts {days:.0f} more days.")


def _read_health(answer: Answer) -> Observation:
    try:
        told = json.loads(answer.body)
        revision, trouble = int(told["policy"]["revision"]), str(told["trouble"])
    except (ValueError, LookupError, TypeError):
        return bad(
            f"/healthz answers {answer.status} with something that is not Second Reading's.",
            "Another site answers at this address; compare server_name and proxy_pass of the nginx site.",
        )
    if trouble:
        return warning(f"Checks work with revision {revision}, but: {trouble}", "Look into the server's log.")
    return good(f"The server checks with revision {revision} of the policy.")


def _read_clock(answer: Answer) -> Observation:
    stated = answer.headers.get("date", "")
    try:
        off_s = email.utils.parsedate_to_datetime(stated).timestamp() - time.time()
    except (TypeError, ValueError):
        return warning("The server does not tell the time.", "Let the proxy pass the header Date on.")
    if abs(off_s) > CLOCK_S:
        return bad(
            f"The server's clock and the one here differ by {abs(off_s):.0f} s.",
            "Let both follow a time server: timedatectl set-ntp true",
        )
    return good("The clocks agree.")


def _look_at_access(visitor: Visitor, secret: str) -> Iterator[Observation]:
    if visitor.ask("POST", "/v1/check", SENTENCE).status == 401:
        yield good("Checks ask for a token.")
    else:
        yield warning(
            "Checks need no token from here.",
            "That is meant for this machine alone; behind a proxy let the server listen on a socket.",
        )
    if visitor.ask("GET", "/metrics").status == 200:
        yield warning("The metrics can be read from here.", "Let nginx deny /metrics to others.")
    if not secret:
        return
    enrolled = visitor.ask("POST", "/v1/enrolments/token", {"secret": secret})
    if enrolled.status != 200:
        told = json.loads(enrolled.body or b"{}").get("detail", f"status {enrolled.status}")
        yield bad(f"The enrolment secret is refused: {told}", "See: secondreading enrolment list")
        return
    token = json.loads(enrolled.body)["token"]
    status = visitor.ask("POST", "/v1/check", SENTENCE, Authorization=f"Bearer {token}").status
    if status == 200:
        yield good("A browser with this enrolment secret gets its checks.")
    else:
        yield bad(f"The token of this enrolment is refused with {status}.", "Look into the server's log.")


def _look_at_packages(visitor: Visitor) -> Iterator[Observation]:
    chrome = visitor.ask("GET", "/packages/stable/update.xml")
    firefox = visitor.ask("GET", "/packages/stable/updates.json")
    if chrome.status == 404:
        yield warning("No package of the extension is offered.", "Run: secondreading extension pack")
        return
    try:
        check = ElementTree.fromstring(chrome.body).find(f".//{{{NAMESPACE}}}updatecheck")
        place, wanted = (
            (check.get("codebase", ""), check.get("hash_sha256", "")) if check is not None else ("", "")
        )
        ((update,),) = [addon["updates"] for addon in json.loads(firefox.body)["addons"].values()]
    except (ElementTree.ParseError, ValueError, LookupError, TypeError):
        yield bad("The update manifests cannot be read.", "Pack the extension again.")
        return
    yield _look_at_file(visitor, place, CRX_TYPE, wanted)
    yield _look_at_file(
        visitor, update["update_link"], XPI_TYPE, update["update_hash"].removeprefix("sha256:")
    )


def _look_at_file(visitor: Visitor, place: str, kind: str, wanted: str) -> Observation:
    parts = urlsplit(place)
    if f"{parts.scheme}://{parts.netloc}" != visitor.server:
        return bad(
            f"Browsers are sent to {parts.scheme}://{parts.netloc} for the extension.",
            f"Set SECONDREADING_PUBLIC_URL={visitor.server} and restart the server.",
        )
    answer = visitor.ask("GET", parts.path)
    name = parts.path.rsplit("/", 1)[-1]
    if answer.status != 200 or answer.headers.get("content-type") != kind:
        return bad(f"{name} is not served as {kind}.", "Let nginx pass /packages/ on to the server as it is.")
    if hashlib.sha256(answer.body).hexdigest() != wanted:
        return bad(
            f"{name} is not the file that was packed.", "Pack the extension again under a new version."
        )
    try:
        if kind == CRX_TYPE:
            read_crx(answer.body)
    except CrxError as fault:
        return bad(f"{name}: {fault}", "Pack the extension again under a new version.")
    return good(
        f"{name} is offered, whole and signed." if kind == CRX_TYPE else f"{name} is offered and whole."
    )
