"""What the address of an account says: on which platform it is, and its handle. Pure; nothing is fetched."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

HOSTS = {
    "x.com": "x",
    "twitter.com": "x",
    "facebook.com": "facebook",
    "instagram.com": "instagram",
    "threads.net": "threads",
    "threads.com": "threads",
    "linkedin.com": "linkedin",
    "bsky.app": "bluesky",
    "youtube.com": "youtube",
    "nextdoor.com": "nextdoor",
    "reddit.com": "reddit",
    "tiktok.com": "tiktok",
    "truthsocial.com": "truth-social",
}
PLATFORMS = tuple(dict.fromkeys([*HOSTS.values(), "mastodon", "other"]))
# What stands before the handle in a path.
STEPS = {"profile", "company", "in", "school", "showcase", "user", "u", "c", "pages", "agency-detail", "r"}
HANDLE = re.compile(r"@?[\w.\-]{1,100}(@[\w.\-]{3,200})?")


def read_address(url: str) -> tuple[str, str] | None:
    """Platform and handle, or None where the address is no account's."""
    parts = urlsplit(url.strip() if "://" in url else f"https://{url.strip()}")
    if parts.scheme not in ("https", "http") or not parts.hostname:
        return None
    host = re.sub(r"^(www|m|mobile|old|new|[a-z]{2})\.", "", parts.hostname.lower())
    steps = [unquote(step) for step in parts.path.split("/") if step]
    platform = HOSTS.get(host, "")
    if not platform:
        # Any host may run Mastodon; there an account's path is /@name.
        is_account = bool(steps) and steps[0].startswith("@")
        return ("mastodon", f"{steps[0]}@{parts.hostname.lower()}") if is_account else None
    while len(steps) > 1 and steps[0].lower() in STEPS:
        steps = steps[1:]
    if not steps or not HANDLE.fullmatch(steps[0]):
        return None
    return platform, "@" + steps[0].lstrip("@")
