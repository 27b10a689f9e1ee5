"""What every rule file has to keep to, read from the files themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.house.source import PROJECT, shown, tracked

RULES = PROJECT / "policy_rules"
_NO_TOPICS = {"words", "frames", "wording"}
# A finding advises; only people decide what broke a rule.
_VERDICTS = re.compile(
    r"\b(?:illegal|unlawful|forbidden|prohibited|not allowed|violat\w+|you must|banned)\b", re.I
)


def _rule_files() -> list[Path]:
    return [path for path in tracked(".yaml", under="policy_rules") if _topic(path)]


def _topic(path: Path) -> str:
    """The topic's folder; empty for the city, the documents, words and frames."""
    parts = path.relative_to(RULES).parts
    return parts[0] if len(parts) > 1 and parts[0] not in _NO_TOPICS else ""


@pytest.fixture(scope="module")
def clauses() -> set[str]:
    documents = yaml.safe_load((RULES / "documents.yaml").read_text("utf-8"))["documents"]
    return {clause["id"] for document in documents for clause in document["clauses"]}


def test_a_rule_is_one_file_and_its_id_is_its_place():
    wrong = []
    for path in _rule_files():
        written = yaml.safe_load(path.read_text("utf-8"))["id"]
        if written != f"{_topic(path)}.{path.stem}":
            wrong.append(f"{shown(path)}: write id: {_topic(path)}.{path.stem}, not {written}")
    assert not wrong, "\n".join(wrong)


def test_every_clause_that_a_rule_cites_exists(clauses: set[str]):
    wrong = []
    for path in _rule_files():
        cited = yaml.safe_load(path.read_text("utf-8"))["clauses"]
        cited = [cited] if isinstance(cited, str) else cited
        wrong += [
            f"{shown(path)}: documents.yaml has no clause {name!r}" for name in cited if name not in clauses
        ]
    assert not wrong, "\n".join(wrong)


def test_a_rule_advises_and_passes_no_verdict():
    wrong = []
    for path in _rule_files():
        rule = yaml.safe_load(path.read_text("utf-8"))
        for field in ("message", "fix"):
            if found := _VERDICTS.search(rule[field]):
                wrong.append(f"{shown(path)}: {field} says {found[0]!r}; write advice, with may or consider")
    assert not wrong, "\n".join(wrong)
