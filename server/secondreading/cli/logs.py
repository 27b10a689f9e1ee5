"""What the server writes: plain lines for people, or one JSON object a line for a log collector.

Neither holds a text, an address or a name: a request is told by method, kind of address, status and time.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from gunicorn.glogging import Logger

# As many parts of an address as tell what was asked; ids and handles come after them.
PARTS_SHOWN = 2
access_log = logging.getLogger("secondreading.requests")


class QuietLogger(Logger):
    """Logs the type and place of an exception, never its message or the request's address."""

    def exception(self, msg: object, *args: object, **keywords: Any) -> None:  # noqa: ARG002
        fault = sys.exc_info()[1]
        frames = traceback.extract_tb(fault.__traceback__)[-3:] if fault else []
        place = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames))
        self.error("unhandled %s at %s", type(fault).__name__, place)


class JsonLogger(QuietLogger):
    """The same as JSON, with a line for each request."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:  # noqa: ARG002
        told = {
            "method": environ.get("REQUEST_METHOD", ""),
            "address": kind_of_address(environ.get("PATH_INFO", "")),
            "status": int(str(resp.status).split()[0]),
            "ms": round(request_time.total_seconds() * 1_000, 1),
        }
        access_log.info("request", extra={"told": told})


class JsonLines(logging.Formatter):
    """One object a line: when, how serious, who says it, what."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        return json.dumps(line | getattr(record, "told", {}), ensure_ascii=False)


def log_as_json() -> None:
    """Send everything that the program itself logs to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    own = logging.getLogger("secondreading")
    own.handlers[:] = [handler]
    own.setLevel(logging.INFO)
    own.propagate = False


def kind_of_address(path: str) -> str:
    """The first parts of a path, such as /v1/check; what follows may be a name."""
    parts = [part for part in path.split("/") if part]
    shown = "/" + "/".join(parts[:PARTS_SHOWN])
    return shown if len(parts) <= PARTS_SHOWN else f"{shown}/…"
