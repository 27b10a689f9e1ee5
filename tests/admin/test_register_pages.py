"""The profile register on the pages: who speaks for the city, looked up, looked over, and from a spreadsheet."""

from __future__ import annotations

from dataclasses import replace

from secondreading.domain import Profile, Role
from secondreading.register import RegisteredProfile, Status
from secondreading.web.admin.calendar_file import write_calendar
from tests.admin.conftest import SignIn, form_of, form_token, page_of

PROFILE = {
    "platform": "x",
    "handle": "@MapleBendParks",
    "url": "https://x.com/MapleBendParks",
    "profile": "official",
    "role": "staff",
    "owner": "Carla Reyes",
    "backup": "Amy Doyle",
    "approver": "Helen Marsh",
    "purpose": "Parks news",
    "review_date": "2020-01-01",
    "status": "active",
}


def test_a_profile_is_registered_found_by_its_address_and_looked_over(sign_in: SignIn):
    records = sign_in("records")
    form = {"form_token": form_token(records), "reason": "New account."}
    assert records.post("/admin/profiles/new", data=form | PROFILE).status_code == 303
    assert "due since 2020-01-01" in page_of(records, "/admin")
    found = page_of(records, "/admin/profiles?address=https://twitter.com/maplebendparks")
    assert "Yes: @MapleBendParks on x is in the register. Carla Reyes looks after it" in found
    assert "No: @Other on x" in page_of(records, "/admin/profiles?address=x.com/Other")
    path = "/admin/profiles/x/%40MapleBendParks"
    assert "Nobody has said yet" in page_of(records, path)
    for act in ("verify", "reviewed"):
        sent = form_of(records, path, act=act) | PROFILE
        assert records.post(path, data=sent | {"reason": "Yearly look."}).status_code == 303
    assert "Nobody has said yet" not in page_of(records, path)
    assert "due since" not in page_of(records, "/admin")


def test_profiles_come_in_from_a_spreadsheet_or_every_bad_row_is_named(sign_in: SignIn):
    records = sign_in("records")
    form = {"form_token": form_token(records), "reason": "All of them."}
    good = "platform,handle,owner,review_date\nfacebook,@MapleBendFire,Bo Lindqvist,2027-01-01\n"
    bad = good + "myspace,@Old,Amy,\nx,,Amy,\nx,@Fine,Amy,tomorrow\n"
    refused = records.post("/admin/profiles/import", data=form | {"table": bad})
    assert refused.status_code == 422
    for row in (3, 4, 5):
        assert f"<td>{row}</td>" in refused.get_data(as_text=True)
    assert "MapleBendFire" not in page_of(records, "/admin/profiles")
    assert records.post("/admin/profiles/import", data=form | {"table": good}).status_code == 303
    assert "MapleBendFire" in page_of(records, "/admin/profiles")


def test_the_days_to_look_over_profiles_go_into_anybodys_calendar():
    entry = RegisteredProfile(
        platform="x",
        handle="@MapleBendLibraries",
        profile=Profile.OFFICIAL,
        role=Role.STAFF,
        owner="Zoë, of the library; branch two",
        purpose="What is on in all the branches, and when they open and close",
        review_date="2027-03-01",
    )
    retired, unplanned = replace(entry, status=Status.RETIRED), replace(entry, review_date="")
    text = write_calendar([entry, retired, unplanned], "https://desk.maplebend.example")
    assert text.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20270301\r\nRRULE:FREQ=YEARLY\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    assert "DESCRIPTION:Owner: Zoë\\, of the library\\; branch two. Purpose:" in unfolded
    assert "URL:https://desk.maplebend.example/admin/profiles/x/%40MapleBendLibraries" in unfolded
