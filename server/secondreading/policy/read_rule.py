"""Reading one rule file and its examples."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from secondreading.domain import (
    AccountContext,
    Action,
    Draft,
    Media,
    Moment,
    Profile,
    Reliability,
    Role,
    Severity,
    Span,
)
from secondreading.matchers.frames import FRAMES

from .model import Example, Rule, Step, Suggest
from .source import Fields, Source

SEVERITY_WORDS: Mapping[str, Severity | None] = {"off": None, **{s.word: s for s in Severity}}
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_MARK = re.compile(r"\[\[|\]\]")
EXAMPLE_DAY = date(2026, 8, 10)
LEAST_EXAMPLES = 2


def read_rule(source: Source) -> Rule | None:
    """The rule in a source, or None where it is not even a mapping. Errors stay in the source."""
    if not isinstance(source.data, dict):
        source.complain((), "a rule file must be a mapping of fields", "start from a neighbouring rule")
        return None
    fields = Fields(source, source.data, what="a rule")
    rule = _rule(source, fields, _identity(source, fields))
    for name in ("false_alarms", "note"):
        fields.any(name)
    fields.close()
    _complain_of_gaps(source, rule)
    return rule


def _identity(source: Source, fields: Fields) -> str:
    """The id that the file's place gives the rule."""
    expected = source.file.removesuffix(".yaml").replace("/", ".")
    identity = fields.text("id")
    if identity and identity != expected:
        source.complain(
            ("id",),
            f"the id is {identity!r} but the file's place says {expected!r}",
            f"write id: {expected} or move the file",
        )
    if not all(_NAME.fullmatch(part) for part in expected.split(".")):
        source.complain((), "topic and name are lower-case words with hyphens", "rename the file")
    return expected


def _rule(source: Source, fields: Fields, identity: str) -> Rule:
    example_account = fields.any("example_account") or {}
    return Rule(
        id=identity,
        file=source.file,
        title=fields.text("title"),
        language=fields.text("language", "en"),
        trial=fields.choice("status", ("active", "trial"), "active") == "trial",
        severities=_severities(fields),
        reliability=Reliability(fields.choice("reliability", list(Reliability), "medium")),
        clauses=fields.texts("clauses"),
        message=fields.text("message"),
        why=fields.text("why"),
        fix=fields.text("fix"),
        match=fields.any("match"),
        unless=tuple(fields.any("unless") or ()),
        frames=fields.choices("frames", FRAMES),
        softened_by=fields.choices("softened_by", FRAMES),
        raises=_steps(fields, "raise"),
        lowers=_steps(fields, "lower"),
        suggest=_suggest(fields),
        yields_to=fields.texts("yields_to"),
        examples=tuple(_examples(fields, example_account)),
        lines=source.lines,
    )


def _complain_of_gaps(source: Source, rule: Rule) -> None:
    """What a rule cannot do without."""
    if rule.match is None:
        source.complain((), "match is missing", "say under match: what the rule finds")
    if not rule.clauses:
        source.complain((), "clauses is missing", "cite the clause that this rule enforces")
    for flags, word in ((True, "flag"), (False, "allow")):
        if sum(example.flags is flags for example in rule.examples) < LEAST_EXAMPLES:
            source.complain(
                ("examples",),
                f"fewer than {LEAST_EXAMPLES} examples to {word}",
                f"write at least {LEAST_EXAMPLES} `- {word}:` texts",
            )


def _severities(fields: Fields) -> dict[str, Severity | None]:
    raw = fields.any("severity")
    if isinstance(raw, str):
        raw = {"*": raw}
    if not isinstance(raw, dict):
        fields.source.complain(
            fields.path,
            "severity is missing or no mapping",
            "write severity: {official: warn, personal: advise}",
        )
        return {}
    found: dict[str, Severity | None] = {}
    for key, word in raw.items():
        word = "off" if word is False else word  # YAML reads a bare off as false
        profile, slash, role = key.partition("/")
        known = (
            key == "*"
            or (profile in list(Profile) and (not slash or role in list(Role)))
            or (not slash and key in list(Role))
        )
        if not known:
            fields.source.complain(
                ("severity", key),
                f"severity has no place {key!r}",
                "use *, a profile, a role, or profile/role",
            )
        elif word not in SEVERITY_WORDS:
            fields.source.complain(
                ("severity", key), f"severity cannot be {word!r}", "use off, advise, warn or confirm"
            )
        else:
            found[key] = SEVERITY_WORDS[word]
    return found


def _steps(fields: Fields, name: str) -> tuple[Step, ...]:
    steps = []
    for entry in fields.mappings(name):
        to = SEVERITY_WORDS[entry.choice("to", [s.word for s in Severity], "warn")]
        when = entry.any("when")
        entry.close()
        if when is None:
            fields.source.complain(entry.path, f"{name} says no when", "write when: followed by a match")
        steps.append(Step(to or Severity.ADVISE, when, (*entry.path, "when")))
    return tuple(steps)


def _suggest(fields: Fields) -> Suggest | None:
    raw = fields.mapping("suggest")
    if raw is None:
        return None
    found: Suggest | None = None
    if raw.has("remove"):
        found = Suggest("remove", scope=raw.choice("remove", ("match", "sentence"), "match"))
    elif raw.has("replace"):
        found = Suggest("replace", raw.text("replace"), raw.choice("scope", ("match", "sentence"), "match"))
    elif raw.has("append"):
        found = Suggest("append", raw.text("append"))
    else:
        fields.source.complain(
            ("suggest",), "suggest says nothing", "write remove: sentence, replace: words, or append: words"
        )
    raw.close()
    return found


def _examples(fields: Fields, default_account: object) -> list[Example]:
    found = []
    for entry in fields.mappings("examples"):
        entry.any("because")
        flags = entry.has("flag")
        marked = entry.any("flag") if flags else entry.any("allow")
        if not isinstance(marked, str):
            fields.source.complain(entry.path, "an example needs a text", "write flag: '…' or allow: '…'")
            continue
        text, spans = unmark(marked)
        if not flags and spans:
            fields.source.complain(entry.path, "an example to allow has marked words", "take the [[ ]] out")
        draft = Draft(
            text=text,
            platform=entry.text("platform", "x"),
            action=Action(entry.choice("action", list(Action), "post")),
            quoted_text=entry.any("quoted_text"),
            media=tuple(_media(item) for item in entry.mappings("media")),
        )
        account = _account(fields.source, default_account, entry)
        moment = Moment(entry.day("today") or EXAMPLE_DAY, entry.truth("election_period"))
        severity = (
            SEVERITY_WORDS[entry.choice("severity", [s.word for s in Severity], "warn")]
            if entry.has("severity")
            else None
        )
        entry.close()
        found.append(Example(flags, draft, account, moment, spans, severity, fields.source.line(entry.path)))
    return found


def _media(fields: Fields) -> Media:
    item = Media(fields.text("kind", "image"), fields.any("alt") or "", fields.truth("taken_on_duty"))
    fields.close()
    return item


def _account(source: Source, default: object, entry: Fields) -> AccountContext:
    own = entry.any("account") or {}
    merged: dict[str, Any] = {
        "profile": "official",
        "role": "elected",
        **(default if isinstance(default, dict) else {}),
        **(own if isinstance(own, dict) else {}),
    }
    fields = Fields(source, merged, (*entry.path, "account"), "account")
    account = AccountContext(
        profile=Profile(fields.choice("profile", list(Profile), "official")),
        role=Role(fields.choice("role", list(Role), "elected")),
        handle=fields.any("handle") or "",
        display_name=fields.any("display_name") or "",
        bio=fields.any("bio") or "",
        links=fields.texts("links"),
        avatar_alt=fields.any("avatar_alt") or "",
        registered=fields.any("registered"),
    )
    fields.close()
    return account


def unmark(marked: str) -> tuple[str, tuple[Span, ...]]:
    """`a [[b]] c` as `a b c` and the span of `b`, in code points."""
    text, spans, start = "", [], 0
    for at, piece in enumerate(_MARK.split(marked)):
        if at % 2:
            spans.append(Span(start, start + len(piece)))
        text += piece
        start = len(text)
    return text, tuple(spans)
