"""Reading the policy documents with their clauses, and the tips."""

from __future__ import annotations

from secondreading.domain import Clause, Severity

from .model import TipText
from .source import Fields, Source

DOCUMENTS_FILE, TIPS_FILE = "documents.yaml", "tips.yaml"
SEVERITIES = {severity.word: severity for severity in Severity}


def read_documents(source: Source) -> tuple[dict[str, Clause], dict[str, tuple[str, ...]]]:
    """The clauses by id, and what answers each: a rule, a modifier, a tip, or a duty of the product."""
    clauses: dict[str, Clause] = {}
    answers: dict[str, tuple[str, ...]] = {}
    top = Fields(source, source.data if source.data is not None else {})
    for document in top.mappings("documents"):
        title, url = document.text("title"), document.any("url")
        for key in ("kind", "speaks_to"):
            document.any(key)
        for fields in document.mappings("clauses"):
            number, clause_title = fields.text("clause"), fields.text("title")
            identity = fields.text("id")
            answers[identity] = fields.texts("answered_by")
            fields.any("note")
            fields.close()
            if identity in clauses:
                source.complain(
                    fields.path,
                    f"the clause {identity} is written twice",
                    "give each clause an id of its own",
                )
            clauses[identity] = Clause(identity, title, number, clause_title, url)
        document.close()
    top.close()
    return clauses, answers


def read_tips(source: Source) -> tuple[TipText, ...]:
    found = []
    top = Fields(source, source.data)
    for fields in top.mappings("tips"):
        tip = TipText(
            fields.text("id"),
            fields.text("text"),
            SEVERITIES[fields.choice("from_severity", SEVERITIES, "advise")],
            fields.truth("contact"),
            frozenset(fields.texts("profiles")),
            frozenset(fields.texts("topics")),
        )
        fields.any("clauses")
        fields.close()
        found.append(tip)
    top.close()
    return tuple(found)
