"""`make bench`: print one table of ratios and sizes, each beside its bar; exit 1 where a bar is missed."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from secondreading.deploy.archive import write_zip
from secondreading.deploy.pack import read_extension
from secondreading.resources import extension_folder
from tests.bench.engine_cost import GENERATED, EngineResult, measure_engine
from tests.bench.http_cost import HttpResult, measure_http
from tests.bench.keystroke_cost import LONG_POST, KeyCost, measure_keystrokes
from tests.bench.underline_delay import LineDelay, measure_line_delays

_MEGABYTE = 1024 * 1024
_KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `value` and `bar` share the unit; `details` says where the value comes from."""

    name: str
    value: float
    bar: float
    unit: str
    details: str

    @property
    def kept(self) -> bool:
        return self.value <= self.bar

    def __str__(self) -> str:
        verdict = "ok" if self.kept else "MISSED"
        measured, bar = f"{self.value:.2f}{self.unit}", f"{self.bar:.2f}{self.unit}"
        return f"{self.name:<44} {measured:>10} {bar:>10}  {verdict:<6}  {self.details}"


def main() -> int:
    rows = [*_engine_rows(measure_engine())]
    with tempfile.TemporaryDirectory() as folder:
        rows += _http_rows(measure_http(Path(folder)))
    rows.append(_size_row())
    rows += _key_rows()
    rows += _line_rows()
    print(f"{'what':<44} {'measured':>10} {'at most':>10}")
    print(*rows, sep="\n")
    return 0 if all(row.kept for row in rows) else 1


def _engine_rows(result: EngineResult) -> list[Row]:
    cost, (few, many) = result.cost, result.findings
    details = (
        f"{cost.full * 1e6:.0f} against {cost.base * 1e6:.0f} us CPU a post; {result.rules} rules;"
        f" findings a post {many:.2f} against {few:.2f}"
    )
    return [Row(f"check, standard + {GENERATED} rules / standard", cost.ratio, 1.5, "x", details)]


def _http_rows(result: HttpResult) -> list[Row]:
    cost = result.cost
    details = f"{cost.full * 1e6:.0f} against {cost.base * 1e6:.0f} us CPU a request, in the workers"
    memory = (
        ""
        if result.shared_memory is None
        else f"{result.shared_memory / _MEGABYTE:.0f} MB with shared pages split up"
    )
    return [
        Row("HTTP check with token / no-op Flask endpoint", cost.ratio, 1.6, "x", details),
        Row("memory of the largest worker (resident)", result.resident_memory / _MEGABYTE, 120, "MB", memory),
    ]


def _key_rows() -> list[Row]:
    added = [
        Row(f"one key in {cost.editor}, added by the extension", cost.added, 1.0, "ms", _key_details(cost))
        for cost in measure_keystrokes()
    ]
    # A long post stays smooth where a key, all in all, leaves room in the frame it is drawn in.
    whole = [
        Row(
            f"one key in {cost.editor}, of 10,000 characters",
            cost.with_extension,
            16.0,
            "ms",
            _key_details(cost),
        )
        for cost in measure_keystrokes(posts=(LONG_POST,))
    ]
    return added + whole


def _key_details(cost: KeyCost) -> str:
    both = f"{cost.with_extension:.2f} against {cost.without:.2f} ms CPU of the page's main thread"
    return f"{both}, {len(cost.post.marks)} lines"


def _line_rows() -> list[Row]:
    return [
        Row(f"last key to line in {one.editor}, beyond the pause", one.p95, 100, "ms", _line_details(one))
        for one in measure_line_delays()
    ]


def _line_details(delay: LineDelay) -> str:
    return f"p95; median {delay.median:.0f} ms; the pause is {delay.debounce:.0f} ms; real server on loopback"


def _size_row() -> Row:
    size = len(write_zip(read_extension(extension_folder())))
    return Row("extension, packed as people get it", size / _KILOBYTE, 200, "KB", "")


if __name__ == "__main__":
    sys.exit(main())
