"""From the rule editor's form back to a rule's data. What the form does not show stays as it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from secondreading.web.admin.rule_view import LINE_BREAK, PROFILES, ROLES, severity_key

# The order in which a rule's file is read best.
ORDER = (
    *("id", "title", "status", "language", "severity", "reliability", "clauses", "message", "why", "fix"),
    *("match", "unless", "frames", "softened_by", "raise", "lower", "suggest", "yields_to"),
    *("example_account", "examples"),
)
Form = Mapping[str, str]


def change_rule(data: Mapping[str, Any], form: Form, chosen: Mapping[str, list[str]]) -> dict[str, Any]:
    """`data` with everything the form says; `chosen` holds the fields that can be ticked several times."""
    changed = dict(data)
    changed["id"] = (
        f"{form.get('topic', '').strip()}.{form.get('name', '').strip() or slug(form.get('title', ''))}"
    )
    for key in ("title", "message", "why", "fix"):
        changed[key] = " ".join(form.get(key, "").split())
    changed["severity"] = _severity(data.get("severity"), form)
    changed["clauses"] = list(dict.fromkeys(clause for clause in chosen.get("clauses", []) if clause))
    for key, default in (("status", "active"), ("language", "en"), ("reliability", "medium")):
        _set(changed, key, form.get(key, default).strip(), default if key != "reliability" else "")
    match = data.get("match")
    changed["match"] = _ways(match if isinstance(match, list) else [match] if match else [], form, "way")
    for key, value in (
        ("unless", _ways(data.get("unless") or [], form, "guard")),
        ("frames", chosen.get("frames", [])),
        ("softened_by", chosen.get("softened_by", [])),
        ("suggest", _suggest(form)),
    ):
        _set(changed, key, value, None)
    changed["examples"] = [
        *_examples(data, form, "flag"),
        *_examples(data, form, "allow"),
    ]
    rest = [key for key in changed if key not in ORDER]
    return {key: changed[key] for key in (*ORDER, *rest) if key in changed}


def slug(title: str) -> str:
    """A file name from a title: `Closed-session content` gives `closed-session-content`."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-")


def lines(text: str) -> list[str]:
    """The entries of a field with one entry a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _set(changed: dict[str, Any], key: str, value: Any, default: Any) -> None:
    if value and value != default:
        changed[key] = value
    else:
        changed.pop(key, None)


def _severity(old: object, form: Form) -> dict[str, Any]:
    found = {
        severity_key(profile, role): form.get(f"severity.{profile}.{role}", "")
        for profile in PROFILES
        for role in ROLES
    }
    kept = {key: value for key, value in old.items() if key not in found} if isinstance(old, Mapping) else {}
    return {key: word for key, word in found.items() if word} | kept


def _ways(old: list[Any], form: Form, kind: str) -> list[Any]:
    """The blocks of the form in order; one without words is taken out, one the form cannot show stays."""
    numbers = sorted(
        int(found[1]) for key in form if (found := re.fullmatch(rf"{kind}\.(\d{{1,3}})\.place", key))
    )
    result: list[Any] = []
    for number in numbers:
        place = form[f"{kind}.{number}.place"]
        before = old[int(place)] if place.isdigit() and int(place) < len(old) else {}
        if f"{kind}.{number}.terms" not in form:
            if before:
                result.append(before)
            continue
        terms = lines(form[f"{kind}.{number}.terms"])
        if terms:
            result.append(
                _way(before if isinstance(before, Mapping) else {}, terms, form, f"{kind}.{number}")
            )
    return result


def _way(before: Mapping[str, Any], terms: list[str], form: Form, field: str) -> dict[str, Any]:
    within, side = form.get(f"{field}.within", "sentence"), form.get(f"{field}.side", "any")
    way: dict[str, Any] = {"terms": terms}
    if f"{field}.near" not in form:  # a guard, or a nearness that the form does not show
        way |= {key: value for key, value in before.items() if key != "terms"}
        if f"{field}.within" in form:
            _set(way, "within", within, "sentence")
        return way
    near = lines(form[f"{field}.near"])
    if near:
        way["near"] = {"terms": near, "within": within}
        _set(way["near"], "side", side, "any")
    way |= {key: value for key, value in before.items() if key not in ("terms", "near", "mark")}
    _set(way, "mark", form.get(f"{field}.mark", "match"), "match")
    return way


def _suggest(form: Form) -> dict[str, str] | None:
    how, words = form.get("suggest", ""), form.get("suggest_words", "").strip()
    if how.startswith("remove-"):
        return {"remove": how.removeprefix("remove-")}
    return {how: words} if how in ("replace", "append") and words else None


def _examples(data: Mapping[str, Any], form: Form, kind: str) -> list[dict[str, Any]]:
    """One for each line; an example whose text stays keeps its account, its day and its reason."""
    old: dict[str, list[Any]] = {}
    for entry in data.get("examples") or []:
        if isinstance(entry, Mapping) and kind in entry:
            old.setdefault(str(entry[kind]).strip(), []).append(entry)
    texts = [line.replace(LINE_BREAK, "\n") for line in lines(form.get(f"{kind}s", ""))]
    return [dict(old[text].pop(0)) if old.get(text) else {kind: text} for text in texts]
