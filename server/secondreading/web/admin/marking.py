"""Texts with their marked words, in pieces that a template can show. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from secondreading.desk.errors import Refusal
from secondreading.desk.values import FileDifference, Preview
from secondreading.domain import Span

STRENGTH = {"advise": 1, "warn": 2, "confirm": 3}
# Where the editor has a field for a path of the rule's file.
ANCHORS = {
    **{name: name for name in ("title", "topic", "message", "why", "fix", "reason", "suggest")},
    **{"id": "name", "clauses": "clause-1", "examples": "flags", "match": "way.0.terms", "publish": "from"},
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `severity` is empty where nothing is marked."""

    text: str
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A text ready to be shown. A finding under no words (`is_flagged` without marks) flags the whole text."""

    pieces: tuple[Piece, ...]
    is_flagged: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """A refusal as a form shows it: `anchor` is the id of the field that can mend it."""

    place: str
    message: str
    mend: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class PreviewShown:
    """What a change would do."""

    faults: tuple[Fault, ...]
    pasted: tuple[Shown, ...]
    flagged: tuple[Shown, ...]
    passed: tuple[Shown, ...]
    posts: int


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a difference: added, removed, place or same."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class DiffFile:
    path: str
    lines: tuple[DiffLine, ...]


def mark(text: str, found: Iterable[tuple[Span | None, str]]) -> Shown:
    """`text` in pieces; where marks overlap, the stronger severity shows. Spans are code points."""
    listed = list(found)
    level = [""] * len(text)
    for span, severity in listed:
        for at in range(*(span.start, min(span.end, len(text))) if span else (0, 0)):
            if STRENGTH.get(severity, 0) > STRENGTH.get(level[at], 0):
                level[at] = severity
    pieces: list[Piece] = []
    for letter, severity in zip(text, level, strict=True):
        if pieces and pieces[-1].severity == severity:
            pieces[-1] = Piece(pieces[-1].text + letter, severity)
        else:
            pieces.append(Piece(letter, severity))
    return Shown(tuple(pieces), bool(listed))


def show_preview(preview: Preview, rule: str) -> PreviewShown:
    """A preview of `rule`; of pasted texts only this rule's marks are shown."""
    return PreviewShown(
        faults=show_refusals(preview.refusals),
        pasted=tuple(
            mark(text.text, [(m.span, m.severity) for m in text.after if m.rule == rule])
            for text in preview.texts
        ),
        flagged=tuple(mark(p.text, [(s, p.severity) for s in p.spans]) for p in preview.newly_flagged),
        passed=tuple(mark(p.text, [(s, p.severity) for s in p.spans]) for p in preview.newly_passed),
        posts=preview.posts,
    )


def show_refusals(refusals: Sequence[Refusal]) -> tuple[Fault, ...]:
    return tuple(_fault(one) for one in refusals)


def _fault(refusal: Refusal) -> Fault:
    root = refusal.path.partition("[")[0].partition(".")[0]
    place = refusal.path or (f"{refusal.file}, line {refusal.line}" if refusal.file else "")
    return Fault(place, refusal.message, refusal.mend, ANCHORS.get(root, ""))


def show_difference(files: Iterable[FileDifference]) -> tuple[DiffFile, ...]:
    return tuple(DiffFile(file.path, _diff_lines(file.lines)) for file in files)


def show_unified(path: str, text: str) -> tuple[DiffFile, ...]:
    return (DiffFile(path, _diff_lines(text.splitlines())),)


def _diff_lines(lines: Sequence[str]) -> tuple[DiffLine, ...]:
    kinds = {"+": "added", "-": "removed", "@": "place"}
    body = [line for line in lines if not line.startswith(("--- ", "+++ "))]
    return tuple(DiffLine(kinds.get(line[:1], "same"), line) for line in body)
