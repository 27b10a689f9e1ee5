"""`POST /v1/check`: one draft in, one report out."""

from __future__ import annotations

from flask import Blueprint, Response, request

from secondreading.api.bodies import JSON, json_answer, read_body
from secondreading.api.operations import Body, Operation
from secondreading.api.run_check import run_check
from secondreading.api.services import Services
from secondreading.api.wire import CheckIn, parse_check
from secondreading.api.wire_report import ReportOut, render_report

EXAMPLE = {
    "draft": {"text": "Just out of closed session, we are selling the arena", "platform": "x"},
    "account": {"profile": "personal", "role": "elected", "bio": "Views my own."},
}
OPERATIONS = (
    Operation(
        method="post",
        path="/v1/check",
        summary="Check a draft against the policy in force",
        description=(
            "Answers with every finding, its place in the text (UTF-16 code units), the reason, the clause "
            "of the city's policy and what to do. The same request and policy revision give the same answer. "
            "Nothing of the draft, the account or the findings is stored or logged; how often each rule speaks "
            "is counted by day."
        ),
        scope="check",
        body=Body(JSON, CheckIn, EXAMPLE),
        answer=Body(JSON, ReportOut),
        problems=(400, 401, 403, 413, 415, 422, 429, 500),
    ),
)


def check_blueprint(services: Services) -> Blueprint:
    """The endpoint, bound to `services`."""
    blueprint = Blueprint("check", __name__)
    gate, holder, config = services.gate, services.holder, services.config
    figures = services.figures

    @blueprint.post("/v1/check")
    def check_draft() -> Response:
        environ = request.environ
        gate.admit(environ, "check")
        asked = parse_check(read_body(environ, JSON, config.body_limit), config.text_limit)
        report = run_check(asked, holder.current())
        figures.count_findings(report.findings)
        return json_answer(render_report(report, asked.draft.text))

    return blueprint
