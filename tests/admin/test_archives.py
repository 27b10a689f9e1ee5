"""A whole policy goes out as an archive and comes in again, or is told what is wrong with it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from flask.testing import FlaskClient

from secondreading.web.admin.archives import NoPolicyInside, pack_policy, unpack_policy
from tests.admin.conftest import form_token, page_of

PAGE = "/admin/revisions/import"
FILES = {"city.yaml": "city: {}\n", "respect/tone.yaml": "id: respect.tone\n"}


def _send(admin: FlaskClient, packed: bytes) -> Any:
    form = {"form_token": form_token(admin), "reason": "From the archive.", "publish": "now"}
    data = form | {"file": (io.BytesIO(packed), "policy.zip")}
    return admin.post(PAGE, data=data, content_type="multipart/form-data")


def test_what_goes_out_comes_in_again_as_a_revision(admin: FlaskClient):
    files = unpack_policy(admin.get("/admin/revisions/1/export").data)
    title = "title: A curt word"
    assert title in files["respect/tone.yaml"]
    files["respect/tone.yaml"] = files["respect/tone.yaml"].replace(title, "title: A word too short")
    answer = _send(admin, pack_policy(files))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert "A word too short" in page_of(admin, "/admin/rules")


def test_a_policy_with_faults_is_refused_with_file_and_line(admin: FlaskClient):
    files = unpack_policy(admin.get("/admin/revisions/1/export").data)
    files["respect/tone.yaml"] = files["respect/tone.yaml"].replace(
        "severity: {official", "severity: {officious"
    )
    files["words/account.yaml"] = "disclaimer: []\n"
    answer = _send(admin, pack_policy(files))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "respect/tone.yaml, line 3" in page
    assert "words/account.yaml, line 1" in page


@pytest.mark.parametrize("packed", [b"", b"no archive", pack_policy({"tips.yaml": "tips: []"})])
def test_what_is_no_policy_is_refused(admin: FlaskClient, packed: bytes):
    assert _send(admin, packed).status_code == 422


def test_an_archive_is_read_whatever_folder_is_around_it_and_what_is_no_yaml_is_left_out():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, text in (FILES | {"README.md": "hello"}).items():
            archive.writestr(f"town-main/rules/{path}", text)
        archive.writestr("town-main/elsewhere.yaml", "a: 1")
    assert unpack_policy(packed.getvalue()) == FILES


def test_an_archive_that_unpacks_to_very_much_is_refused():
    packed = pack_policy({"city.yaml": " " * 11_000_000})
    assert len(packed) < 100_000
    with pytest.raises(NoPolicyInside, match="more than"):
        unpack_policy(packed)


def test_a_text_that_is_not_utf_8_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("city.yaml", "naïve".encode("latin-1"))
    with pytest.raises(NoPolicyInside, match="UTF-8"):
        unpack_policy(packed.getvalue())
