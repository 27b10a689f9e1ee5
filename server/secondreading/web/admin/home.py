"""The first page: what counts now, what will, and what waits for somebody."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, render_template

from secondreading.register import RegisteredProfile, Status
from secondreading.web.admin.room import Room

REVIEW_EVERY_DAYS = 365


def add_home(blueprint: Blueprint, room: Room) -> None:
    @blueprint.get("")
    def home() -> str:
        desk, today = room.desk, room.holder.current().today()
        recent = desk.revisions(limit=6)
        in_force = desk.in_force()
        profiles = [view.entry for view in desk.profiles() if view.entry.status is Status.ACTIVE]
        return render_template(
            "admin/home.html",
            in_force=next((one for one in recent if one.number == in_force), None) or desk.revision(in_force),
            rules=len(desk.rules()),
            planned=desk.planned(),
            conflicts=[one for one in desk.conflicts() if one.state == "open"],
            profiles=len(profiles),
            due=[entry for entry in profiles if is_due(entry, today)],
            recent=recent,
            trouble=room.holder.trouble,
        )


def is_due(entry: RegisteredProfile, today: date) -> bool:
    """Whether a profile should be looked over: its day has come, or nobody ever set one."""
    try:
        return date.fromisoformat(entry.review_date) <= today
    except ValueError:
        return True


def next_review(today: date) -> str:
    """A year from today, as a day like 2027-03-03."""
    return (today + timedelta(days=REVIEW_EVERY_DAYS)).isoformat()
