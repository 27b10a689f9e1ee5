"""One request a line in, one answer a line out. Top-level keys of the caller's own come back unchanged."""

from __future__ import annotations

import msgspec

from secondreading.api.policy_holder import InForce
from secondreading.api.problem import Problem
from secondreading.api.run_check import run_check
from secondreading.api.wire import parse_check
from secondreading.api.wire_faults import explain_broken, explain_invalid
from secondreading.api.wire_report import report_out
from secondreading.domain import Severity

REQUEST_KEYS = ("draft", "account", "context")
_decoder = msgspec.json.Decoder(dict[str, msgspec.Raw])
_encode = msgspec.json.Encoder().encode


class LineChecker:
    """Answers lines; remembers the loudest severity and how many lines were refused."""

    def __init__(self, in_force: InForce, text_limit: int) -> None:
        self._in_force, self._text_limit = in_force, text_limit
        self.loudest = 0
        self.refused = 0

    def answer(self, line: bytes) -> tuple[bytes, str]:
        """The answer to one line, and a complaint in words where the line was refused (else empty)."""
        extras: dict[str, msgspec.Raw] = {}
        try:
            request, extras = _split(line)
            asked = parse_check(request, self._text_limit)
        except Problem as problem:
            self.refused += 1
            return _encode({**extras, **problem.as_json()}), problem.detail
        report = run_check(asked, self._in_force)
        self.loudest = max(
            [self.loudest, *(finding.severity for finding in report.findings)], default=Severity.ADVISE
        )
        answer = msgspec.structs.asdict(report_out(report, asked.draft.text))
        return _encode({**extras, **answer}), ""


def _split(line: bytes) -> tuple[bytes, dict[str, msgspec.Raw]]:
    """The request in a line, and the keys that are the caller's own. Raises Problem."""
    try:
        line.decode()
        found = _decoder.decode(line)
    except msgspec.ValidationError as fault:
        raise explain_invalid(str(fault)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise explain_broken(line, fault) from None
    extras = {key: value for key, value in found.items() if key not in REQUEST_KEYS}
    if not extras:
        return line, extras
    return _encode({key: value for key, value in found.items() if key in REQUEST_KEYS}), extras
