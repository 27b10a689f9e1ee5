"""The page about the city's browsers: enrolments that open checks and nothing else, and the files for IT."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile

from flask import Flask
from flask.testing import FlaskClient

from secondreading.config import Config
from tests.admin.conftest import SignIn, form_token, new_browser
from tests.server.conftest import environment

PAGE = "/admin/deploy"


def _secret(page: str) -> str:
    found = re.search(r"srenrol\.[\w.-]+", page)
    assert found, "no secret on the page"
    return found[0]


def _enrol(admin: FlaskClient, label: str) -> str:
    answer = admin.post(f"{PAGE}/enrolments", data={"form_token": form_token(admin), "label": label})
    assert answer.status_code == 200
    return _secret(answer.get_data(as_text=True))


def _asks(app: Flask, secret: str) -> int:
    """What a browser with this secret is answered when it asks for a token."""
    return new_browser(app).post("/v1/enrolments/token", json={"secret": secret}).status_code


def _act(admin: FlaskClient, secret: str, act: str, **fields: str) -> str:
    identity = secret.split(".")[1]
    data = {"form_token": form_token(admin)} | fields
    answer = admin.post(f"{PAGE}/enrolments/{identity}/{act}", data=data, follow_redirects=True)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_an_enrolment_is_made_rotated_and_revoked(app: Flask, admin: FlaskClient):
    first = _enrol(admin, "Town hall desktops")
    assert _asks(app, first) == 200
    assert first not in admin.get(PAGE).get_data(as_text=True)
    second = _secret(_act(admin, first, "rotate", overlap="0"))
    assert (_asks(app, first), _asks(app, second)) == (401, 200)
    assert "Revoked: these browsers" in _act(admin, second, "revoke")
    assert _asks(app, second) == 401
    log = admin.get("/admin/audit").get_data(as_text=True)
    assert "enrolment.revoke" in log
    assert second not in log


def test_reloading_the_page_of_a_new_secret_makes_no_second_one(app: Flask, admin: FlaskClient):
    def once() -> dict[str, str]:
        found = re.search(r'name="once" value="([^"]+)"', admin.get(PAGE).get_data(as_text=True))
        assert found
        return {"form_token": form_token(admin), "once": found[1]}

    form = once() | {"label": "Reloaded desktops"}
    first = _secret(admin.post(f"{PAGE}/enrolments", data=form).get_data(as_text=True))
    again = admin.post(f"{PAGE}/enrolments", data=form)
    assert (again.status_code, "srenrol." in again.text) == (409, False)
    assert again.text.count("Reloaded desktops<br>") == 1
    address, form = f"{PAGE}/enrolments/{first.split('.')[1]}/rotate", once() | {"overlap": "0"}
    second = _secret(admin.post(address, data=form).get_data(as_text=True))
    again = admin.post(address, data=form)
    assert (again.status_code, "srenrol." in again.text) == (409, False)
    assert (_asks(app, first), _asks(app, second)) == (401, 200)


def test_an_enrolment_without_a_name_is_refused(admin: FlaskClient):
    assert admin.post(f"{PAGE}/enrolments", data={"form_token": form_token(admin)}).status_code == 422


def test_only_an_admin_sees_the_browsers(sign_in: SignIn):
    for role in ("editor", "reviewer", "records", "auditor"):
        assert sign_in(role).get(PAGE).status_code == 403


def test_the_files_for_it_hold_the_secret_once_the_extension_is_packed(admin: FlaskClient, config: Config):
    form = {"form_token": form_token(admin), "secret": _enrol(admin, "Ring one"), "channel": "stable"}
    early = admin.post(f"{PAGE}/files", data=form)
    assert early.status_code == 422
    assert "was not packed yet" in early.get_data(as_text=True)
    pack = [sys.executable, "-m", "secondreading", "extension", "pack", "--server", "https://desk.example"]
    folder = {"SECONDREADING_STATE_FOLDER": str(config.state_folder)}
    subprocess.run(pack, env=environment(config.state_folder) | folder, check=True, capture_output=True)
    answer = admin.post(f"{PAGE}/files", data=form | {"sites": "social.maplebend.example"})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        texts = [archive.read(name) for name in archive.namelist()]
    assert any(form["secret"].encode() in text for text in texts)
    assert any(b"social.maplebend.example" in text for text in texts)
    wrong = admin.post(f"{PAGE}/files", data=form | {"sites": "https://with.a/path"})
    assert wrong.status_code == 422
