"""Settings of one server, read once from the environment. Nobody else reads the environment.

Every setting has a safe default except secrets: the signing keys live in a file
(mode 600) that the first start creates, never in a default value.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "SECONDREADING_"
DEFAULT_PORT = 8787
UNIX = "unix:"
LOGS = ("plain", "json")


class ConfigError(ValueError):
    """A setting that cannot be used. The message names the variable and the mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcSettings:
    """The OpenID Connect provider that signs people in. `roles` maps what it calls a group to our roles."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: str = "openid profile email"
    role_claim: str = "roles"
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All settings. Times are seconds, `text_limit` counts code points, `body_limit` bytes."""

    state_folder: Path
    database_url: str
    key_file: Path
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    public_url: str = ""
    cors_origins: tuple[str, ...] = ()
    token_issuer: str = "second-reading"
    token_audience: str = "second-reading"
    workers: int = 1
    threads: int = 4
    text_limit: int = 20_000
    body_limit: int = 1_000_000
    checks_per_minute: int = 0
    session_hours: int = 10
    log: str = "plain"
    oidc: OidcSettings | None = None

    @property
    def is_loopback(self) -> bool:
        """True when only programs on this machine can reach the server."""
        return is_loopback_address(self.host)

    @property
    def socket(self) -> str:
        """The path of the Unix socket to listen on, empty where a host and port are meant."""
        return self.host.removeprefix(UNIX) if self.host.startswith(UNIX) else ""

    @property
    def package_folder(self) -> Path:
        """Where the packed extension lies."""
        return self.state_folder / "packages"

    @property
    def platforms_folder(self) -> Path:
        """Where a city puts newer platform files for its extensions; it need not be there."""
        return self.state_folder / "platforms"

    @property
    def extension_key_file(self) -> Path:
        """The key that signs the extension; the server itself never reads it."""
        return self.state_folder / "extension_key.pem"


def is_loopback_address(address: str) -> bool:
    """True for `localhost`, 127.0.0.0/8, ::1 and its IPv4-mapped forms."""
    if address == "localhost":
        return True
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback


def read_config(environment: Mapping[str, str] | None = None) -> Config:
    """The settings of `environment` (default: the process's own). Raises ConfigError."""
    settings = os.environ if environment is None else environment
    _refuse_unknown(settings)
    folder = Path(settings.get(PREFIX + "STATE_FOLDER") or ".secondreading").absolute()
    return Config(
        state_folder=folder,
        database_url=settings.get(PREFIX + "DATABASE_URL") or f"sqlite:///{folder / 'store.sqlite3'}",
        key_file=Path(settings.get(PREFIX + "KEY_FILE") or folder / "signing_keys.json").absolute(),
        host=settings.get(PREFIX + "HOST") or "127.0.0.1",
        port=_number(settings, "PORT", DEFAULT_PORT, least=0, most=65_535),
        public_url=_url(settings, PREFIX + "PUBLIC_URL"),
        cors_origins=tuple(_origin(item) for item in settings.get(PREFIX + "CORS_ORIGINS", "").split()),
        token_issuer=settings.get(PREFIX + "TOKEN_ISSUER") or "second-reading",
        token_audience=settings.get(PREFIX + "TOKEN_AUDIENCE") or "second-reading",
        workers=_number(settings, PREFIX + "WORKERS", min(os.cpu_count() or 1, 4), least=1, most=64),
        threads=_number(settings, PREFIX + "THREADS", 4, least=1, most=64),
        text_limit=_number(settings, PREFIX + "TEXT_LIMIT", 20_000, least=280, most=100_000),
        body_limit=_number(settings, PREFIX + "BODY_LIMIT", 1_000_000, least=4_096, most=16_000_000),
        checks_per_minute=_number(settings, PREFIX + "CHECKS_PER_MINUTE", 0, least=0, most=1_000_000),
        log=_choice(settings, PREFIX + "LOG", LOGS),
        session_hours=_number(settings, PREFIX + "SESSION_HOURS", 10, least=1, most=168),
        oidc=_oidc(settings),
    )


NAMES = (
    *("STATE_FOLDER", "DATABASE_URL", "KEY_FILE", "HOST", "PUBLIC_URL", "CORS_ORIGINS", "TOKEN_ISSUER"),
    *("TOKEN_AUDIENCE", "WORKERS", "THREADS", "TEXT_LIMIT", "BODY_LIMIT", "CHECKS_PER_MINUTE"),
    *(
        "LOG",
        "SESSION_HOURS",
        "OIDC_ISSUER",
        "OIDC_CLIENT_ID",
        "OIDC_CLIENT_SECRET",
        "OIDC_CLIENT_SECRET_FILE",
    ),
    *("OIDC_SCOPES", "OIDC_ROLE_CLAIM", "OIDC_ROLES"),
)
SETTINGS = frozenset(PREFIX + name for name in NAMES)


def _refuse_unknown(settings: Mapping[str, str]) -> None:
    unknown = sorted(name for name in settings if name.startswith(PREFIX) and name not in SETTINGS)
    if unknown:
        known = ", ".join(sorted(SETTINGS))
        raise ConfigError(f"{', '.join(unknown)}: no such setting. The settings are PORT, {known}.")


def _number(settings: Mapping[str, str], name: str, default: int, *, least: int, most: int) -> int:
    written = settings.get(name, "").strip()
    if not written:
        return default
    if not written.isascii() or not written.isdigit() or not least <= int(written) <= most:
        raise ConfigError(f"{name} must be a whole number from {least} to {most}.")
    return int(written)


def _choice(settings: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    written = settings.get(name, "").strip() or choices[0]
    if written not in choices:
        raise ConfigError(f"{name} must be {' or '.join(choices)}.")
    return written


def share_metrics(folder: Path) -> None:
    """Let all workers keep their counts in `folder`, emptied first: prometheus-client asks the environment."""
    # One after the other: of folders made on the way, `parents` would let everybody read the upper ones.
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in folder.glob("*.db"):
        old.unlink(missing_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _url(settings: Mapping[str, str], name: str) -> str:
    written = settings.get(name, "").strip().rstrip("/")
    if written and not written.startswith(("https://", "http://")):
        raise ConfigError(f"{name} must start with https:// or http://.")
    return written


def _origin(written: str) -> str:
    """An origin is scheme://host[:port]; a star or a path would open more than was meant."""
    scheme, separator, rest = written.partition("://")
    if not separator or not scheme or not rest or "/" in rest or "*" in written:
        raise ConfigError(
            f"{PREFIX}CORS_ORIGINS holds {written!r}: write origins like https://desk.maplebend.gov,"
            " separated by spaces, without a path or a star."
        )
    return written


def _oidc(settings: Mapping[str, str]) -> OidcSettings | None:
    issuer = _url(settings, PREFIX + "OIDC_ISSUER")
    if not issuer:
        return None
    host = urlsplit(issuer).hostname or ""
    if issuer.startswith("http://") and not is_loopback_address(host):
        raise ConfigError(f"{PREFIX}OIDC_ISSUER must start with https://, except on this machine.")
    client_id = settings.get(PREFIX + "OIDC_CLIENT_ID", "").strip()
    if not client_id:
        raise ConfigError(f"{PREFIX}OIDC_ISSUER is set, so {PREFIX}OIDC_CLIENT_ID must be set too.")
    return OidcSettings(
        issuer=issuer,
        client_id=client_id,
        client_secret=_secret(settings, PREFIX + "OIDC_CLIENT_SECRET"),
        scopes=settings.get(PREFIX + "OIDC_SCOPES") or "openid profile email",
        role_claim=settings.get(PREFIX + "OIDC_ROLE_CLAIM") or "roles",
        roles=dict(_role_pair(item) for item in settings.get(PREFIX + "OIDC_ROLES", "").split()),
    )


def _secret(settings: Mapping[str, str], name: str) -> str:
    """A secret from the variable, or from the file that `<name>_FILE` names."""
    file = settings.get(name + "_FILE", "").strip()
    if not file:
        return settings.get(name, "").strip()
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as fault:
        raise ConfigError(f"{name}_FILE cannot be read: {fault.strerror}.") from None


def _role_pair(written: str) -> tuple[str, str]:
    group, separator, role = written.rpartition("=")
    if not separator or not group or not role:
        raise ConfigError(f"{PREFIX}OIDC_ROLES holds {written!r}: write pairs like Clerks=editor.")
    return group, role
