"""What the admin pages let through, what they refuse, and what stands around each of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from secondreading.web.admin.tickets import Tickets
from tests.admin.conftest import SignIn, form_token, hidden, make_app
from tests.server.conftest import config_in

RULE = "/admin/rules/respect.tone"


def test_a_link_signs_in_once_and_looking_at_it_does_not_count(app: Flask, tickets: Tickets):
    ticket, browser, thief = tickets.issue("Amy", ["editor"]), app.test_client(), app.test_client()
    for _ in range(3):
        assert browser.get("/admin/link", query_string={"ticket": ticket}).status_code == 200
    assert browser.post("/admin/link", data={"ticket": ticket}).status_code == 303
    assert thief.post("/admin/link", data={"ticket": ticket}).status_code == 403
    assert thief.get("/admin/link", query_string={"ticket": ticket}).status_code == 403
    assert thief.get("/admin").status_code == 303


def test_signing_out_ends_a_session_that_somebody_copied(app: Flask, sign_in: SignIn):
    browser, copy = sign_in("admin"), app.test_client()
    cookie = browser.get_cookie("second-reading")
    assert cookie is not None
    copy.set_cookie("second-reading", cookie.value)
    assert copy.get("/admin").status_code == 200
    assert browser.post("/admin/sign-out", data={"form_token": form_token(browser)}).status_code == 303
    assert browser.get("/admin").status_code == 303
    assert copy.get("/admin").status_code == 303


def test_who_is_not_signed_in_is_asked_to_and_comes_back_to_the_page(app: Flask):
    answer = app.test_client().get("/admin/rules?q=a&x=1")
    assert (answer.status_code, answer.location) == (303, "/admin/sign-in?next=/admin/rules%3Fq%3Da%26x%3D1")


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "/elsewhere", ""]
)
def test_signing_in_leads_to_no_other_site(app: Flask, target: str):
    page = app.test_client().get("/admin/sign-in", query_string={"next": target}).get_data(as_text=True)
    assert "evil" not in page
    assert "elsewhere" not in page


def test_every_page_needs_a_role_that_is_written_down(app: Flask, sign_in: SignIn):
    nobody = sign_in("a role that is none")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("admin.") and "GET" in (rule.methods or ()):
            address = rule.rule.replace("<int:number>", "1").replace("<kind>", "people")
            assert nobody.get(re.sub(r"<\w+(:\w+)?>", "x", address)).status_code == 403, rule.rule


@pytest.mark.parametrize(
    ("roles", "path", "status"),
    [
        (("reviewer",), RULE, 200),
        (("reviewer",), "/admin/rules/new", 403),
        (("reviewer",), "/admin/audit", 403),
        (("auditor",), "/admin/audit", 200),
        (("records",), "/admin/profiles/new", 200),
        (("records",), "/admin/facts/people/import", 403),
        (("editor",), "/admin/profiles/new", 403),
        (("editor", "records"), "/admin/profiles/new", 200),
    ],
)
def test_a_page_is_open_to_its_roles_only(sign_in: SignIn, roles: tuple[str, ...], path: str, status: int):
    assert sign_in(*roles).get(path).status_code == status


def test_the_navigation_offers_only_what_is_open(sign_in: SignIn):
    page = sign_in("records").get("/admin").get_data(as_text=True)
    assert 'href="/admin/profiles"' in page
    assert 'href="/admin/audit"' not in page


def test_a_reviewer_may_try_a_change_but_not_save_it(sign_in: SignIn):
    reviewer = sign_in("reviewer")
    page = reviewer.get(f"{RULE}/yaml").get_data(as_text=True)
    form = {
        "form_token": form_token(reviewer),
        "etag": hidden(page, "etag"),
        "reason": "Try.",
        "text": "title: x",
    }
    assert reviewer.post(f"{RULE}/yaml", data=form | {"act": "preview"}).status_code == 200
    assert reviewer.post(f"{RULE}/yaml", data=form | {"act": "save"}).status_code == 403
    assert "Publish" not in page


@pytest.mark.parametrize("token", ["", "forged", None])
def test_a_form_without_our_token_changes_nothing(admin: FlaskClient, token: str | None):
    sent = {} if token is None else {"form_token": token}
    assert admin.post("/admin/facts/handles", data=sent | {"entries": "@Evil"}).status_code == 403


def test_a_form_from_another_site_changes_nothing_even_with_the_token(admin: FlaskClient):
    sent = {"form_token": form_token(admin), "entries": "@Evil"}
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert admin.post("/admin/facts/handles", data=sent, headers=headers).status_code == 403


def test_the_token_of_one_session_is_of_no_use_in_another(sign_in: SignIn):
    one, other = sign_in("admin"), sign_in("admin")
    assert one.post("/admin/facts/handles", data={"form_token": form_token(other)}).status_code == 403


def test_a_form_from_before_a_new_sign_in_is_offered_again_and_changes_nothing(admin: FlaskClient):
    sent = {"form_token": "of an earlier sign-in", "entries": "@Evil & <b>", "reason": "A test."}
    answer = admin.post("/admin/facts/handles", data=sent, headers={"Sec-Fetch-Site": "same-origin"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert 'name="entries" value="@Evil &amp; &lt;b&gt;"' in page
    assert hidden(page, "form_token") == form_token(admin)
    assert "@Evil" not in admin.get("/admin/facts/handles").get_data(as_text=True)


def test_a_form_of_somebody_who_was_signed_out_is_told_so(app: Flask):
    answer = app.test_client().post("/admin/facts/handles", data={"entries": "@A"})
    assert answer.status_code == 401
    assert "no longer signed in" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["/admin/sign-in", "/admin", RULE, f"{RULE}/yaml", "/admin/nowhere", "/admin/link"]
)
def test_no_page_runs_what_this_server_did_not_serve_as_a_file(admin: FlaskClient, path: str):
    answer = admin.get(path)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert answer.headers["Cache-Control"] == "no-store"
    page = answer.get_data(as_text=True)
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", page)


def test_no_address_can_put_words_into_a_page(admin: FlaskClient):
    page = admin.get("/admin/rules?done=Send+your+password+to&number=evil").get_data(as_text=True)
    assert "password" not in page


def test_attempts_to_come_in_are_counted(tmp_path: Path):
    browser = make_app(config_in(tmp_path)).test_client()
    answers = (browser.post("/admin/link", data={"ticket": "guess"}).status_code for _ in range(1_000))
    assert next(answers) == 403
    assert 429 in answers


def test_attempts_through_a_proxy_on_this_machine_are_counted_for_who_made_them(tmp_path: Path):
    browser = make_app(config_in(tmp_path)).test_client()

    def guess(sender: str) -> int:
        return browser.post(
            "/admin/link", data={"ticket": "guess"}, headers={"X-Real-IP": sender}
        ).status_code

    assert 429 in (guess("192.0.2.1") for _ in range(1_000))
    assert guess("192.0.2.2") == 403


def test_a_rule_that_is_not_there_is_a_page_that_says_so(admin: FlaskClient):
    answer = admin.get("/admin/rules/respect.nothing")
    assert answer.status_code == 404
    assert "There is no rule" in answer.get_data(as_text=True)


def test_a_form_that_is_too_large_is_refused(admin: FlaskClient):
    assert admin.post("/admin/facts/handles", data={"entries": "x" * 3_000_000}).status_code == 413
