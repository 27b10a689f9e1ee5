"""`secondreading serve`: the app under gunicorn, with workers forked from one warmed-up process."""

from __future__ import annotations

import argparse
import errno
import logging
import socket
import sys
from dataclasses import replace
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.systemd import listen_fds

from secondreading.api.metrics import forget_process
from secondreading.app import FLUSH, HOLDER, create_app
from secondreading.cli.admin_link import make_link
from secondreading.cli.logs import JsonLogger, QuietLogger, log_as_json
from secondreading.cli.memory import share_memory
from secondreading.cli.worker import Worker
from secondreading.config import Config, ConfigError, read_config, share_metrics
from secondreading.store.engine import open_engine
from secondreading.store.upgrade import upgrade_apart

log = logging.getLogger(__name__)


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped by Ctrl-C or SIGTERM; requests under way are answered first."""
    try:
        config = _with_arguments(read_config(), arguments)
        if config.log == "json":
            log_as_json()
        _refuse_taken_port(config)
        share_metrics(config.state_folder / "metrics")
        upgrade_apart(open_engine(config.database_url))
        app = create_app(config)
    except ValueError as fault:
        # ConfigError, StoreError, KeyFileError and PolicyErrors all say what to mend.
        print(f"secondreading: {fault}", file=sys.stderr)
        return 2
    Server(app, config).run()
    return 0


def _with_arguments(config: Config, arguments: argparse.Namespace) -> Config:
    host = config.host if arguments.host is None else arguments.host
    port = config.port if arguments.port is None else arguments.port
    return replace(config, host=host, port=port)


def _refuse_taken_port(config: Config) -> None:
    """gunicorn would try five times and then give up with a traceback. A socket of systemd's is ours already."""
    if config.socket or listen_fds(unset_environment=False):
        return
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                raise ConfigError(f"Port {config.port} is taken; choose another with --port.") from None
            raise ConfigError(f"Cannot listen on {config.host}:{config.port}: {fault.strerror}.") from None


class Server(BaseApplication):
    """gunicorn, told everything here: it reads no file and no environment variable of its own."""

    def __init__(self, app: Any, config: Config) -> None:
        self._app, self._config = app, config
        super().__init__()

    def load_config(self) -> None:
        for name, value in _settings(self._config).items():
            # The control socket is younger than the oldest gunicorn we run with.
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        return self._app

    def reload(self) -> None:
        """On SIGHUP: new keys and a new start of everything, unless that fails; then all stays as it is."""
        try:
            self._app = create_app(self._config)
        except Exception as fault:
            log.error("the reload failed, the server goes on as before: %s", type(fault).__name__)
            return
        self.callable = None
        super().reload()


def _settings(config: Config) -> dict[str, Any]:
    host = f"[{config.host}]" if ":" in config.host else config.host
    return {
        "bind": config.host if config.socket else f"{host}:{config.port}",
        # nginx's group may use the socket; systemd sets its own mode where it holds it.
        "umask": 0o007,
        "proc_name": "secondreading",
        "worker_class": Worker,
        "workers": config.workers,
        "threads": config.threads,
        "preload_app": True,
        "timeout": 60,
        "graceful_timeout": 10,
        "keepalive": 15,
        "limit_request_line": 8_190,
        # No access log: an address may hold a text (GET /v2/check), and who checks is nobody's business.
        "accesslog": None,
        "errorlog": "-",
        "loglevel": "warning",
        "logger_class": JsonLogger if config.log == "json" else QuietLogger,
        "control_socket_disable": True,
        "pre_fork": lambda _arbiter, _worker: share_memory(),
        "post_worker_init": lambda worker: worker.wsgi.extensions[HOLDER].watch(),
        "worker_exit": lambda _arbiter, worker: _flush(worker),
        "child_exit": lambda _arbiter, worker: forget_process(worker.pid),
        "when_ready": lambda arbiter: _announce(arbiter, config),
    }


def _flush(worker: Any) -> None:
    """The last counts of a worker that ends, into the store."""
    app = getattr(worker, "wsgi", None)
    for flush in app.extensions[FLUSH] if app is not None else ():
        flush()


def _announce(arbiter: Any, config: Config) -> None:
    place = arbiter.LISTENERS[0].sock.getsockname()
    if isinstance(place, str):
        print(f"Second Reading listens on {place} for {config.public_url or 'a proxy'}", flush=True)
        return
    host, port = place[:2]
    address = config.public_url or f"http://{f'[{host}]' if ':' in host else host}:{port}"
    print(f"Second Reading is at {address} (stop it with Ctrl-C)", flush=True)
    if not config.is_loopback:
        print("Checks need a token here; make one with: secondreading token", flush=True)
    elif config.oidc is None:
        print(f"Change the policy (this link works once): {make_link(config, address)}", flush=True)
