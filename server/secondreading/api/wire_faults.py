"""Say what is wrong with a body, by place and remedy, without repeating a word of it. Knows no Flask."""

from __future__ import annotations

import json
import re

from secondreading.api.problem import FieldError, Problem, invalid_field
from secondreading.domain import Action, Profile, Role

CHOICES = {"draft.action": Action, "account.profile": Profile, "account.role": Role}
WORDS = {
    "str": "a text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
    "date": "a date like 2026-08-10",
}
AT = re.compile(r"^(?P<what>.*) - at `\$\.?(?P<path>[^`]*)`$", re.DOTALL)
EXPECTED = re.compile(r"^Expected `(?P<wanted>[^`]+)`, got `(?P<got>[a-z]+)`$")
LENGTH = re.compile(r"^Expected `(?P<what>str|array)` of length (?P<bound><=|>=) (?P<number>\d+)$")
MISSING = re.compile(r"^Object missing required field `(?P<name>[a-z_]+)`$")
UNKNOWN = re.compile(r"^Object contains unknown field `(?P<name>.*)`$", re.DOTALL)
# A name that looks like a field's is repeated, anything else could be a piece of a draft.
FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,19}(?:[_-][A-Za-z0-9]{1,19}){0,3}")
LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
BYTE = re.compile(r"\(byte (\d+)\)$")
# The fields whose second writing would change what is judged.
KEYS = (b'"draft"', b'"text"', b'"account"', b'"profile"', b'"role"')


def explain_invalid(fault: str) -> Problem:
    """The problem for JSON that is well-formed but not a check. `fault` is msgspec's message."""
    found = AT.match(fault)
    what, path = (found["what"], found["path"]) if found else (fault, "")
    if unknown := UNKNOWN.match(what):
        return _unknown_field(path, unknown["name"])
    if missing := MISSING.match(what):
        return invalid_field(_join(path, missing["name"]), "is required.")
    return invalid_field(path, _say(what, path))


def _say(what: str, path: str) -> str:
    if expected := EXPECTED.match(what):
        wanted = " or ".join(WORDS.get(word, word) for word in expected["wanted"].split(" | "))
        return f"must be {wanted}, not {WORDS.get(expected['got'], expected['got'])}."
    if length := LENGTH.match(what):
        unit = "characters" if length["what"] == "str" else "items"
        if length["bound"] == ">=" and length["number"] == "1":
            return "must not be empty."
        return f"must have {'at most' if length['bound'] == '<=' else 'at least'} {length['number']} {unit}."
    if path in CHOICES:
        return f"must be one of: {', '.join(CHOICES[path])}."
    if "date" in what:
        return "must be a date like 2026-08-10."
    return "does not have the right form; see /docs."


def _unknown_field(path: str, name: str) -> Problem:
    if FIELD_NAME.fullmatch(name):
        return invalid_field(_join(path, name), "is not a field of this request; take it out.")
    return invalid_field(path, "holds a field that this request does not have; take it out.")


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def explain_broken(body: bytes, fault: Exception) -> Problem:
    """The problem for a body that is no JSON in UTF-8."""
    message = _say_what_broke(body, fault)
    return Problem("broken-body", message, (FieldError("", message),))


def _say_what_broke(body: bytes, fault: Exception) -> str:
    if not body.strip():
        return "The body is empty; send a JSON object with draft.text."
    if isinstance(fault, RecursionError):
        return "The body is nested too deeply."
    try:
        body.decode()
    except UnicodeDecodeError as broken:
        return f"The body is not UTF-8: byte {broken.start} cannot be read."
    if body.startswith(b"\xef\xbb\xbf"):
        return "The body starts with a byte order mark; send plain UTF-8."
    if LONE_SURROGATE.search(body):
        return "The body holds half of a surrogate pair (such as \\ud800); send the whole character."
    place = BYTE.search(str(fault))
    where = f" at byte {place[1]}" if place else ": it ends too early"
    return f"The body is not valid JSON{where}."


def find_duplicate_key(body: bytes) -> str | None:
    """The first field that stands twice in one object, None where the fields of KEYS stand once.

    A quote inside a JSON text is always written as `\\"`, so a repeated `"key"` is rare and worth
    the slow look; an ordinary body costs only a few byte counts.
    """
    count = body.count
    if all(count(key) <= 1 for key in KEYS):
        return None
    found: list[str] = []

    def note(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        found.extend(name for name in names if names.count(name) > 1)
        return dict(pairs)

    json.loads(body, object_pairs_hook=note)
    return found[0] if found else None
