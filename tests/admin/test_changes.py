"""Changing the policy on the pages: what is published, refused with its place, or lost to nobody."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.admin.conftest import SignIn, form_of, form_token, hidden, page_of

HANDLES = "/admin/facts/handles"


def test_a_list_of_facts_is_changed_line_by_line(admin: FlaskClient):
    form = form_of(admin, HANDLES, entries="@MapleBendCity\n\n @MapleBendParks \n")
    answer = admin.post(HANDLES, data=form)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert "@MapleBendParks" in page_of(admin, HANDLES)
    assert "Published as revision" in page_of(admin, answer.location)


def test_of_two_who_save_at_once_the_second_sees_what_the_first_did(sign_in: SignIn):
    amy, ray = sign_in("editor", name="Amy Doyle"), sign_in("editor", name="Ray Kinney")
    first, second = form_of(amy, HANDLES, entries="@One"), form_of(ray, HANDLES, entries="@Two")
    assert amy.post(HANDLES, data=first).status_code == 303
    answer = ray.post(HANDLES, data=second)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 412
    assert "Amy Doyle changed it" in page
    assert "A test." in page
    assert "@One" in page


def test_without_a_reason_nothing_is_published(admin: FlaskClient):
    answer = admin.post(HANDLES, data=form_of(admin, HANDLES, entries="@Three", reason=" "))
    assert answer.status_code == 422
    assert "The reason is missing." in answer.get_data(as_text=True)


def test_a_change_can_wait_for_its_day(admin: FlaskClient):
    form = form_of(admin, HANDLES, entries="@Later", publish="later", **{"from": "2031-05-01T08:00"})
    answer = admin.post(HANDLES, data=form)
    assert "It counts when its time comes" in page_of(admin, answer.location)
    page = page_of(admin, "/admin/revisions")
    assert "1 May 2031, 08:00" in page
    identity = page.partition("/admin/publications/")[2].partition("/")[0]
    data = {"form_token": form_token(admin), "reason": "Not needed."}
    assert admin.post(f"/admin/publications/{identity}/withdraw", data=data).status_code == 303
    assert "1 May 2031" not in page_of(admin, "/admin/revisions")


@pytest.mark.parametrize(
    "when",
    [{"publish": "window", "from": "2031-05-01T08:00", "until": "2031-04-01T08:00"}, {"publish": "later"}],
)
def test_a_time_that_cannot_be_is_refused(admin: FlaskClient, when: dict[str, str]):
    assert admin.post(HANDLES, data=form_of(admin, HANDLES, entries="@Never", **when)).status_code == 422


def test_an_entry_is_added_changed_and_removed(admin: FlaskClient):
    found = re.search(
        r'href="(/admin/facts/matters/entries/\d+)">Add<', page_of(admin, "/admin/facts/matters")
    )
    assert found
    path = found[1]
    added = form_of(admin, path, type="planning", id="Z-99/26", names="Heron Point; the point")
    assert admin.post(path, data=added).status_code == 303
    assert 'value="Heron Point; the point"' in page_of(admin, path)
    changed = form_of(admin, path, type="planning", id="Z-99/26", decision_date="2026-12-01")
    assert admin.post(path, data=changed).status_code == 303
    assert "2026-12-01" in page_of(admin, "/admin/facts/matters")
    assert admin.post(path, data=form_of(admin, path, act="remove")).status_code == 303
    assert "Z-99/26" not in page_of(admin, "/admin/facts/matters")


def test_a_field_that_is_wrong_is_told_at_the_field(admin: FlaskClient):
    path = "/admin/facts/matters/entries/0"
    answer = admin.post(path, data=form_of(admin, path, type="planning", id="", decision_date="soon"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert '<a href="#id">id</a>' in page
    assert 'id="decision_date-fault"' in page


ROSTER = "group,name,title,handles\ncouncil,Ida Sato,Councillor,@IdaSato; @Ida\nstaff,Bo Reed,Clerk,\n"


def test_a_roster_comes_in_from_a_spreadsheet_as_a_file(admin: FlaskClient):
    path = "/admin/facts/people/import"
    form: dict[str, Any] = form_of(admin, path, keep="yes")
    form["file"] = (io.BytesIO(ROSTER.encode("utf-8-sig")), "people.csv")
    answer = admin.post(path, data=form, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    page = page_of(admin, answer.location)
    assert "Brought in 2 rows." in page
    assert "@IdaSato; @Ida" in page
    assert "Dana Whitlock" in page


def test_every_bad_row_of_a_roster_is_named_and_none_comes_in(admin: FlaskClient):
    table = (
        ROSTER.replace("Ida Sato", "Una Vale") + "mayors,Al Bo,,\nstaff,,Clerk,\nstaff,Cy Dee,Clerk,,extra\n"
    )
    path = "/admin/facts/people/import"
    answer = admin.post(path, data=form_of(admin, path, keep="yes", table=table))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for row in (4, 5, 6):
        assert f"<td>{row}</td>" in page
    assert "Una Vale" not in page_of(admin, "/admin/facts/people")


def test_a_roster_goes_out_as_it_comes_in_and_runs_nothing_in_a_spreadsheet(admin: FlaskClient):
    form = form_of(admin, "/admin/facts/businesses", entries="=cmd()\nBean There Café")
    assert admin.post("/admin/facts/businesses", data=form).status_code == 303
    sent = admin.get("/admin/facts/businesses/table.csv").get_data(as_text=True)
    assert sent.splitlines() == ["name", "'=cmd()", "Bean There Café"]


def test_a_rule_that_does_not_hold_is_refused_with_the_place_and_kept_in_theform_of(admin: FlaskClient):
    path = "/admin/rules/respect.tone/yaml"
    page = page_of(admin, path)
    broken = "id: respect.tone\ntitle: Half a rule\n"
    form = {
        "form_token": form_token(admin),
        "etag": hidden(page, "etag"),
        "reason": "A test.",
        "text": broken,
    }
    answer = admin.post(path, data=form | {"act": "save"})
    assert answer.status_code == 422
    assert "match is missing" in answer.get_data(as_text=True)
    assert "title: Half a rule" in answer.get_data(as_text=True)


def test_a_rule_is_removed_and_brought_back_by_going_back(admin: FlaskClient):
    page = page_of(admin, "/admin/rules/respect.tone")
    newest = re.findall(r'href="/admin/revisions/(\d+)"', page_of(admin, "/admin/revisions"))[0]
    form = {"form_token": form_token(admin), "etag": hidden(page, "etag"), "remove-reason": "Too loud."}
    assert admin.post("/admin/rules/respect.tone/remove", data=form).status_code == 303
    assert admin.get("/admin/rules/respect.tone").status_code == 404
    back = {"form_token": form_token(admin), "reason": "It was right.", "publish": "now"}
    assert admin.post(f"/admin/revisions/{newest}/back", data=back).status_code == 303
    assert admin.get("/admin/rules/respect.tone").status_code == 200
    assert "Too loud." in page_of(admin, "/admin/audit")


def test_a_revision_goes_out_as_the_files_that_it_is(admin: FlaskClient):
    sent = admin.get("/admin/revisions/1/export")
    with zipfile.ZipFile(io.BytesIO(sent.data)) as archive:
        assert b"id: respect.tone" in archive.read("policy_rules/respect/tone.yaml")


def test_a_word_list_is_changed_and_its_file_keeps_the_rest(admin: FlaskClient):
    path = "/admin/words/disclaimer"
    sent = form_of(admin, path, words="views my own\nI speak for myself\nviews my own")
    assert admin.post(path, data=sent).status_code == 303
    assert "2 phrases" in page_of(admin, path)
    assert "I speak for myself" in page_of(admin, "/admin/files/words/account.yaml")


def test_a_phrase_that_cannot_be_read_is_told(admin: FlaskClient):
    path = "/admin/words/disclaimer"
    answer = admin.post(path, data=form_of(admin, path, words="views (my own"))
    assert answer.status_code == 422
    assert "views (my own" in answer.get_data(as_text=True)


def test_any_other_file_is_changed_as_yaml_or_refused_with_its_line(admin: FlaskClient):
    path = "/admin/files/documents.yaml"
    text = hidden_text(page_of(admin, path))
    assert (
        admin.post(path, data=form_of(admin, path, text=text.replace("Be kind", "Be patient"))).status_code
        == 303
    )
    assert "Be patient" in page_of(admin, "/admin/rules/respect.tone")
    answer = admin.post(path, data=form_of(admin, path, text=text.replace("g-1", "g-9")))
    assert answer.status_code == 422
    assert "no document has a clause" in answer.get_data(as_text=True)


def hidden_text(page: str) -> str:
    found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)
    assert found
    return unescape(found[1])
