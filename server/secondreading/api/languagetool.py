"""LanguageTool's HTTP API, so that its clients and editor plug-ins work against this server unchanged."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, request

from secondreading.api.bodies import FORM, JSON, json_answer, read_body
from secondreading.api.gate import Gate
from secondreading.api.languages import LanguageOut, list_languages
from secondreading.api.languagetool_matches import render_matches
from secondreading.api.operations import Body, Operation
from secondreading.api.run_check import run_check
from secondreading.api.services import Services
from secondreading.api.wire import CheckRequest
from secondreading.api.wire_languagetool import (
    LanguageToolOut,
    LanguageToolRequest,
    SoftwareOut,
    WarningsOut,
    language_out,
    read_form,
    read_languagetool,
)
from secondreading.domain import AccountContext, Draft, Report

OPERATIONS = (
    Operation(
        method="post",
        path="/v2/check",
        summary="Check a text, in LanguageTool's protocol",
        description=(
            "Form fields: text, or data (JSON with LanguageTool's annotation); language (a code or auto); "
            "apiKey for clients that cannot send a header. LanguageTool's other fields are accepted and "
            "change nothing. The account comes from the token, else it is a plain official profile."
        ),
        scope="check",
        body=Body(
            FORM, example={"text": "Just out of closed session, we are selling the arena", "language": "auto"}
        ),
        answer=Body(JSON, LanguageToolOut),
        problems=(400, 401, 403, 413, 415, 422, 429, 500),
    ),
    Operation(
        method="get",
        path="/v2/check",
        summary="The same, with the fields in the query",
        description="For old LanguageTool clients. Addresses end up in other people's logs: prefer POST.",
        scope="check",
        answer=Body(JSON, LanguageToolOut),
        problems=(400, 401, 403, 413, 422, 429, 500),
    ),
    Operation(
        method="get",
        path="/v2/languages",
        summary="The languages that the policy has rules for",
        description="In LanguageTool's form: name, code and longCode.",
        answer=Body(JSON, tuple[LanguageOut, ...]),
    ),
)


def languagetool_blueprint(services: Services) -> Blueprint:
    """The endpoints, bound to `services`."""
    blueprint = Blueprint("languagetool", __name__)
    holder, config = services.holder, services.config

    @blueprint.route("/v2/check", methods=["GET", "POST"])
    def check_text() -> Response:
        is_form = request.method == "POST"
        fields = read_form(
            read_body(request.environ, FORM, config.body_limit) if is_form else request.query_string
        )
        account = _admit(services.gate, fields)
        asked = read_languagetool(fields, config.text_limit)
        return json_answer(msgspec.json.encode(_answer(services, asked, account)))

    @blueprint.get("/v2/languages")
    def languages() -> Response:
        return json_answer(msgspec.json.encode(list_languages(holder.current().policy.languages)))

    return blueprint


def _admit(gate: Gate, fields: dict[str, str]) -> AccountContext:
    return gate.admit(request.environ, "check", fields.get("apiKey", "")).account


def _answer(services: Services, asked: LanguageToolRequest, account: AccountContext) -> LanguageToolOut:
    in_force = services.holder.current()
    draft = Draft(text=asked.text.checked, language=asked.language)
    report = run_check(CheckRequest(draft, account, None, None), in_force)
    services.figures.count_findings(report.findings)
    titles = {rule.id: rule.title for rule in in_force.policy.rules} if report.findings else {}
    return LanguageToolOut(
        SoftwareOut(),
        _warnings(report),
        language_out(asked.language, "en-US", is_sure=not report.not_checked),
        render_matches(report, asked.text, titles),
    )


def _warnings(report: Report) -> WarningsOut:
    """What was left out must not look like an all-clear in an editor either."""
    return WarningsOut(bool(report.not_checked), " ".join(report.not_checked))
