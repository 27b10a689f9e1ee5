"""A rule's data as the editor shows it: plain words where the rule is made of words, a note where it is more.

Pure: dictionaries in, frozen values out. `rule_change.py` is the way back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PROFILES = ("*", "official", "personal", "campaign")
ROLES = ("*", "elected", "senior_staff", "staff", "police")
WITHIN = ("sentence", "2 sentences", "3 sentences", "4 words", "8 words", "text")
SIDES = ("any", "after", "before")
MARKS = ("match", "both", "sentence", "text")
# A text of an example that has lines is written on one line here.
LINE_BREAK = "⏎"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to say what the rule finds, `place` in its list (empty: a new one).

    Where `is_plain` is false, it is more than words, and `more` names what it is made of.
    """

    place: str = ""
    terms: str = ""
    near: str = ""
    within: str = "sentence"
    side: str = "any"
    mark: str = "match"
    is_plain: bool = True
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditorView:
    """Everything the editor shows. Lists of phrases and examples are texts with one entry a line."""

    topic: str
    name: str
    title: str
    status: str
    reliability: str
    language: str
    message: str
    why: str
    fix: str
    clauses: tuple[str, ...]
    severities: Mapping[tuple[str, str], str]
    ways: tuple[Way, ...]
    guards: tuple[Way, ...]
    frames: frozenset[str]
    softened_by: frozenset[str]
    suggest: tuple[str, str]
    flags: str
    allows: str
    kept: tuple[str, ...]


def view_rule(data: Mapping[str, Any]) -> EditorView:
    """The editor's view of a rule's data, which may be incomplete or wrong: what cannot be shown is left out."""
    topic, _, name = str(data.get("id") or "").partition(".")
    match = data.get("match")
    ways = match if isinstance(match, list) else [match] if match else []
    examples = [entry for entry in _list(data.get("examples")) if isinstance(entry, Mapping)]
    return EditorView(
        topic=topic,
        name=name,
        **{key: str(data.get(key) or "") for key in ("title", "message", "why", "fix")},
        status=str(data.get("status") or "active"),
        reliability=str(data.get("reliability") or "medium"),
        language=str(data.get("language") or "en"),
        clauses=tuple(str(clause) for clause in _list(data.get("clauses"))),
        severities=_severities(data.get("severity")),
        ways=tuple(_way(place, way) for place, way in enumerate(ways)),
        guards=tuple(_way(place, way) for place, way in enumerate(_list(data.get("unless")))),
        frames=frozenset(_list(data.get("frames"))),
        softened_by=frozenset(_list(data.get("softened_by"))),
        suggest=_suggest(data.get("suggest")),
        flags=_lines(str(entry["flag"]) for entry in examples if "flag" in entry),
        allows=_lines(str(entry["allow"]) for entry in examples if "allow" in entry),
        kept=tuple(key for key in ("raise", "lower", "yields_to", "example_account") if data.get(key)),
    )


def severity_key(profile: str, role: str) -> str:
    """How a rule's file names the place of a severity."""
    if role == "*":
        return profile
    return role if profile == "*" else f"{profile}/{role}"


def _severities(raw: object) -> dict[tuple[str, str], str]:
    written = raw if isinstance(raw, Mapping) else {"*": raw} if raw else {}
    found = {}
    for profile in PROFILES:
        for role in ROLES:
            word = written.get(severity_key(profile, role))
            found[profile, role] = "off" if word is False else str(word or "")
    return found


def _way(number: int, data: object) -> Way:
    place = str(number)
    if not isinstance(data, Mapping):
        return Way(place, is_plain=False, more=("something that is no mapping",))
    terms, near = data.get("terms"), data.get("near")
    phrases = near.get("terms") if isinstance(near, Mapping) else near
    is_near_plain = near is None or (
        _are_texts(phrases) and (not isinstance(near, Mapping) or set(near) <= {"terms", "within", "side"})
    )
    shown = {"terms", "mark", "within", *(("near",) if is_near_plain else ())}
    if not _are_texts(terms):
        return Way(place, is_plain=False, more=tuple(str(key) for key in data))
    reach = near if isinstance(near, Mapping) else data
    return Way(
        place,
        terms=_lines(_list(terms)),
        near=_lines(_list(phrases)) if is_near_plain else "",
        within=str(reach.get("within") or "sentence"),
        side=str(reach.get("side") or "any"),
        mark=str(data.get("mark") or "match"),
        more=tuple(str(key) for key in data if key not in shown),
    )


def _suggest(raw: object) -> tuple[str, str]:
    """How, and with which words: `remove-match`, `remove-sentence`, `replace`, `append`, or nothing."""
    if not isinstance(raw, Mapping):
        return "", ""
    if "remove" in raw:
        return f"remove-{raw['remove'] or 'match'}", ""
    how = "replace" if "replace" in raw else "append" if "append" in raw else ""
    return how, str(raw.get(how, ""))


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str | int) for item in value)


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else []


def _lines(items: Any) -> str:
    return "\n".join(str(item).replace("\n", LINE_BREAK) for item in items)
