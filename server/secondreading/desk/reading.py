"""Rules and files of one state of the policy, as the desk shows them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from secondreading.desk.errors import Missing
from secondreading.desk.values import FileView, RuleView
from secondreading.policy.load import read_source
from secondreading.policy.read import FRAMES_FOLDER, WORDING_FOLDER, WORDS_FOLDER
from secondreading.store.revisions import text_hash

Files = Mapping[str, str]


def rule_file(identity: str) -> str:
    """The path of a rule's file. Raises Missing for an id that is none."""
    topic, dot, name = identity.partition(".")
    if not (topic and dot and name) or "." in name or "/" in identity:
        raise Missing(f"there is no rule {identity!r}; an id is like topic.name")
    return f"{topic}/{name}.yaml"


def is_rule(path: str) -> bool:
    topic, slash, name = path.partition("/")
    return bool(slash) and topic not in (WORDS_FOLDER, FRAMES_FOLDER, WORDING_FOLDER) and "/" not in name


def all_rules(files: Files) -> list[RuleView]:
    """The rules by id."""
    return sorted((view_rule(path, files[path]) for path in files if is_rule(path)), key=lambda rule: rule.id)


def one_rule(files: Files, identity: str) -> RuleView:
    path = rule_file(identity)
    if path not in files:
        raise Missing(f"there is no rule {identity}")
    return view_rule(path, files[path])


@lru_cache(1_024)
def view_rule(path: str, text: str) -> RuleView:
    """The rule in a file of a policy that loads; remembered, because lists show all of them."""
    data = read_source(path, text).data
    data = data if isinstance(data, dict) else {}
    severity = data.get("severity")
    by_place = severity if isinstance(severity, dict) else {"*": severity}
    return RuleView(
        id=path.removesuffix(".yaml").replace("/", "."),
        topic=path.partition("/")[0],
        file=path,
        title=str(data.get("title", "")),
        status=str(data.get("status", "active")),
        language=str(data.get("language", "en")),
        severities={str(key): "off" if word is False else str(word) for key, word in by_place.items()},
        clauses=tuple(str(clause) for clause in data.get("clauses") or ()),
        text=text,
        data=data,
        etag=text_hash(text),
    )


def one_file(files: Files, path: str) -> FileView:
    if path not in files:
        raise Missing(f"the policy has no file {path}")
    return FileView(path, files[path], text_hash(files[path]))
