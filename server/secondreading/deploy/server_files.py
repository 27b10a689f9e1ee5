"""The server's own files, filled in for one host: systemd units, nginx site, account, settings."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib.resources import files
from string import Template
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where things lie on the server's machine, as Debian has them."""

    program: str = "/opt/secondreading/bin/secondreading"
    socket: str = "/run/secondreading.sock"
    certificate: str = "/etc/ssl/secondreading/fullchain.pem"
    certificate_key: str = "/etc/ssl/secondreading/privkey.pem"
    proxy_headers: str = "/etc/nginx/secondreading-proxy-headers.conf"
    log_folder: str = "/var/log/nginx"
    http_port: int = 80
    https_port: int = 443


# Name among the templates -> path on the server's machine.
INSTALLED = {
    "secondreading.service": "etc/systemd/system/secondreading.service",
    "secondreading.socket": "etc/systemd/system/secondreading.socket",
    "secondreading.sysusers": "etc/sysusers.d/secondreading.conf",
    "secondreading.env": "etc/secondreading/secondreading.env",
    "nginx.conf": "etc/nginx/sites-available/secondreading",
    "nginx-proxy-headers.conf": "etc/nginx/secondreading-proxy-headers.conf",
}
DEBIAN = Places()


def server_files(server: str, places: Places = DEBIAN) -> dict[str, bytes]:
    """Path (`server/` stands for the root of the file system) -> content, for the host of `server`."""
    host = urlsplit(server).hostname or ""
    return {f"server/{path}": fill(name, host, places) for name, path in INSTALLED.items()}


def fill(name: str, host: str, places: Places = DEBIAN) -> bytes:
    """One template with everything filled in; a name that nobody filled in is an error."""
    template = Template((files(__package__) / "templates" / name).read_text(encoding="utf-8"))
    return template.substitute(host=host, **asdict(places)).encode()
