"""`GET /metrics` for Prometheus: how many, how fast, with which policy. Nobody and no text is in it.

For the machine itself and for tokens with the scope `admin`. The counts of all workers are added up through files
below the state folder, where `secondreading serve` names one; else they are those of this process.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint, Response, request

from secondreading import __version__
from secondreading.api.gate import came_from_this_machine, is_proxied
from secondreading.api.policy_holder import PolicyHolder
from secondreading.api.services import Services

TEXT = "text/plain; version=0.0.4; charset=utf-8"
CHECKS = frozenset({"/v1/check", "/v2/check"})
BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
Start = Callable[..., Any]


class Metrics:
    """The counts of one app. Made after `config.share_metrics`, which decides where they are kept."""

    def __init__(self) -> None:
        # Imported here: the library looks for the shared folder when it is imported.
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self._registry = CollectorRegistry()
        self._requests = Counter(
            "secondreading_requests", "Requests answered.", ["kind", "status"], registry=self._registry
        )
        self._counters: dict[tuple[str, str], Counter] = {}
        self._seconds = Histogram(
            "secondreading_check_seconds",
            "Time from a check's arrival to its answer.",
            buckets=BUCKETS_S,
            registry=self._registry,
        )

    def count(self, app: Callable[[dict[str, Any], Start], Iterable[bytes]]) -> Any:
        """`app`, with its answers counted."""

        def counted(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
            kind = "check" if environ.get("PATH_INFO") in CHECKS else "other"
            began = time.perf_counter()

            def start_counted(status: str, *rest: Any) -> Any:
                self._count_answer(kind, status[:1])
                if kind == "check":
                    self._seconds.observe(time.perf_counter() - began)
                return start(status, *rest)

            return app(environ, start_counted)

        return counted

    def _count_answer(self, kind: str, hundreds: str) -> None:
        # To look a label up costs more than to count: each is looked up once.
        counter = self._counters.get((kind, hundreds))
        if counter is None:
            counter = self._requests.labels(kind, f"{hundreds}xx")
            self._counters[kind, hundreds] = counter
        counter.inc()

    def render(self, holder: PolicyHolder) -> bytes:
        """All counts, and the state of the process that answers, in Prometheus' text form."""
        from prometheus_client import CollectorRegistry, Gauge, generate_latest, values
        from prometheus_client.multiprocess import MultiProcessCollector

        state = CollectorRegistry()
        Gauge("secondreading_build", "The version.", ["version"], registry=state).labels(__version__).set(1)
        revision = Gauge("secondreading_policy_revision", "The policy's revision in force.", registry=state)
        revision.set(holder.current().policy.stamp.revision)
        degraded = Gauge("secondreading_degraded", "1: a newer policy could not be loaded.", registry=state)
        degraded.set(1 if holder.trouble else 0)
        shown = self._registry
        if values.ValueClass.__name__ != "MutexValue":
            shown = CollectorRegistry()
            MultiProcessCollector(shown)  # type: ignore[no-untyped-call]
        return bytes(generate_latest(state)) + bytes(generate_latest(shown))


def forget_process(process: int) -> None:
    """Counts of a process that is gone stay; what it was doing just now does not."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(process)  # type: ignore[no-untyped-call]


def metrics_blueprint(services: Services, metrics: Metrics) -> Blueprint:
    """The endpoint, bound to `services`."""
    blueprint = Blueprint("metrics", __name__)

    @blueprint.get("/metrics")
    def show_metrics() -> Response:
        environ = request.environ
        # On a socket of this machine nobody has an address; a proxy says for whom it speaks.
        on_socket = not environ.get("REMOTE_ADDR") and not is_proxied(environ)
        if not on_socket and not came_from_this_machine(environ):
            services.gate.admit(environ, "admin")
        return Response(
            metrics.render(services.holder), content_type=TEXT, headers={"Cache-Control": "no-store"}
        )

    return blueprint
