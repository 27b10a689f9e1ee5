"""The register's reviews as a calendar (RFC 5545): a day each, once a year. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from secondreading.register import RegisteredProfile, Status, handle_key
from secondreading.web.admin.fact_rows import is_day

LINE_BYTES = 75


def write_calendar(entries: Iterable[RegisteredProfile], address: str) -> str:
    """All active profiles with a day for their review; `address` is this server's."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Second Reading//Profile register//EN"]
    for entry in entries:
        if entry.status is Status.ACTIVE and is_day(entry.review_date):
            lines += _event(entry, address)
    return "".join(f"{_fold(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(entry: RegisteredProfile, address: str) -> list[str]:
    day = entry.review_date.replace("-", "")
    page = f"{address}/admin/profiles/{quote(entry.platform)}/{quote(entry.handle)}"
    about = f"Owner: {entry.owner or 'nobody'}. Purpose: {entry.purpose or 'not written down'}."
    return [
        "BEGIN:VEVENT",
        f"UID:{quote(entry.platform)}-{quote(handle_key(entry.handle))}@{urlsplit(address).hostname}",
        f"DTSTAMP:{day}T000000Z",
        f"DTSTART;VALUE=DATE:{day}",
        "RRULE:FREQ=YEARLY",
        f"SUMMARY:{_text(f'Look over {entry.handle} on {entry.platform}')}",
        f"DESCRIPTION:{_text(about)}",
        f"URL:{page}",
        "END:VEVENT",
    ]


def _text(words: str) -> str:
    for mark in ("\\", ";", ","):
        words = words.replace(mark, "\\" + mark)
    return " ".join(words.split())


def _fold(line: str) -> str:
    """No line is longer than 75 bytes; what follows a break starts with a space."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > LINE_BYTES - 1:
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])
