"""A rule's match: what must be found, what must stand near it, and under which circumstances.

A mapping holds when everything in it holds; a list holds when any of its members does:

    match:
      - terms: [closed session, in camera]      what is marked
        near: [voted, agreed, {closed-matter}]  must stand in the same sentence
        account: {role: elected}                must be so
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from .base import HOLDS, NOTHING, WHOLE, Hit, MatchError, Triggers, mask_of
from .closeness import Within, read_within
from .kinds import BUILDERS
from .kinds.account import Account
from .protocols import Builder, Matcher
from .reading import AccountReading, Reading

MARKING = ("terms", "pattern", "person", "link", "wording")  # kinds that stand under words
CIRCUMSTANCES = ("account", "media", "action", "date", "language", "tone")  # kinds that hold or do not
NEARS = ("near", "also_near")
FIELDS = (*MARKING, *CIRCUMSTANCES, "any", *NEARS, "mark")
MARKS = ("match", "both", "sentence", "text")
T = TypeVar("T")


class Near:
    """Something that must stand within reach of a hit; `side` says on which side of it."""

    def __init__(self, what: Matcher, within: Within, side: str) -> None:
        self.what, self.within, self.side = what, within, side

    def beside(self, reading: Reading, hit: Hit, found: Sequence[Hit]) -> Hit | None:
        for other in found:
            if other == hit or not self.within.holds(reading.words, hit, other):
                continue
            if self.side == "any" or (
                other.first >= hit.last if self.side == "after" else other.last <= hit.first
            ):
                return other
        return None


class AllOf:
    """One mapping of a match: the marked words, what stands near them, the circumstances."""

    def __init__(
        self, marked: Matcher | None, near: Sequence[Near], circumstances: Sequence[Matcher], mark: str
    ) -> None:
        self._marked, self._near, self._mark = marked, tuple(near), mark
        self._circumstances = tuple(circumstances)
        words = _announcements([m for m in (marked, *(n.what for n in near)) if m])
        facts = _announcements(circumstances)
        # All parts must be there at all: cheap to ask before anything else is.
        self.announced = tuple([mask_of(numbers) for numbers in (*facts, *words)])
        # Any one of them announces the whole. Words are rarer than facts, and few leaves rarer than many.
        self.triggers: Triggers = min(words or facts, key=len) if self.announced else None

    def may_hold(self, account: AccountReading) -> bool:
        """Can this find anything in a draft of that account?"""
        return all(c.holds_for(account) for c in self._circumstances if isinstance(c, Account))

    def find(self, reading: Reading) -> Sequence[Hit]:
        there = reading.hits.mask
        for numbers in self.announced:
            if not there & numbers:
                return NOTHING
        for circumstance in self._circumstances:
            if not circumstance.find(reading):
                return NOTHING
        if self._marked is None:
            return HOLDS if self._mark != "text" else (reading.whole_text(),)
        hits = self._marked.find(reading)
        if not hits or not self._near:
            return [self._marking(reading, hit, ()) for hit in hits]
        found = [near.what.find(reading) for near in self._near]
        result = []
        for hit in hits:
            beside = [
                near.beside(reading, hit, others) for near, others in zip(self._near, found, strict=True)
            ]
            if all(other is not None for other in beside):
                result.append(self._marking(reading, hit, [other for other in beside if other]))
        return result

    def _marking(self, reading: Reading, hit: Hit, beside: Sequence[Hit]) -> Hit:
        if self._mark == "sentence" and hit is not WHOLE and hit.first < len(reading.words):
            first, last = reading.words.sentence_words(hit.first)
            return Hit(reading.words.starts[first], reading.words.ends[last - 1], first, last)
        if self._mark == "text":
            return reading.whole_text()
        if self._mark == "both":
            every = [hit, *(other for other in beside if other.first >= 0)]
            return Hit(
                min(h.start for h in every),
                max(h.end for h in every),
                min(h.first for h in every),
                max(h.last for h in every),
            )
        return hit


def _announcements(matchers: Sequence[Matcher]) -> list[frozenset[int]]:
    return [matcher.triggers for matcher in matchers if matcher.triggers is not None]


class AnyOf:
    def __init__(self, members: Sequence[Matcher]) -> None:
        self.members = tuple(members)
        self._announced = tuple([(_mask(member.triggers), member) for member in members])
        every = [member.triggers for member in members]
        self.triggers: Triggers = (
            None if any(t is None for t in every) else frozenset().union(*(t for t in every if t))
        )

    def find(self, reading: Reading) -> Sequence[Hit]:
        there = reading.hits.mask
        found: list[Hit] = []
        for numbers, member in self._announced:
            if there & numbers:
                found += member.find(reading)
        return found if len(found) < 2 else sorted(set(found))


def _mask(triggers: Triggers) -> int:
    """The bits that announce a matcher; all of them where nothing does."""
    return -1 if triggers is None else mask_of(triggers)


def build_match(value: object, builder: Builder) -> Matcher:
    """Build the match of a rule, a guard or an escalator from its plain data."""
    if isinstance(value, list):
        return AnyOf([_under(at, build_match, item, builder) for at, item in enumerate(value)])
    if not isinstance(value, dict) or not value:
        raise MatchError(
            "a match needs at least one matcher",
            "write terms: […], pattern: '…', account: {…} or another kind",
        )
    for key in value:
        if key not in FIELDS:
            raise MatchError(f"there is no matcher {key!r}", "use one of " + ", ".join(FIELDS), (key,))
    return _build_all(value, builder)


def _build_all(value: Mapping[str, object], builder: Builder) -> Matcher:
    marked = [_under(kind, BUILDERS[kind], value[kind], builder) for kind in MARKING if kind in value]
    if "any" in value:
        marked.append(_under("any", build_match, value["any"], builder))
    if len(marked) > 1:
        raise MatchError("two kinds mark words here", "keep one of them and put the other under near:")
    circumstances = [
        _under(kind, BUILDERS[kind], value[kind], builder) for kind in CIRCUMSTANCES if kind in value
    ]
    near = [_under(key, _build_near, value[key], builder) for key in NEARS if key in value]
    if near and not marked:
        raise MatchError(
            "near: stands alone", "say with terms: or pattern: what must stand near it", ("near",)
        )
    if "tone" in value and not marked:
        raise MatchError("tone decides alone here", "add terms:, pattern: or person: beside it", ("tone",))
    mark = value.get("mark", "match")
    if mark not in MARKS:
        raise MatchError(f"mark cannot be {mark!r}", "use one of " + ", ".join(MARKS), ("mark",))
    return AllOf(marked[0] if marked else None, near, circumstances, str(mark))


def _build_near(value: object, builder: Builder) -> Near:
    if isinstance(value, list):
        value = {"terms": value}
    if not isinstance(value, dict):
        raise MatchError("near: needs phrases", "write near: [first phrase, second phrase]")
    rest = {key: item for key, item in value.items() if key not in ("within", "side")}
    side = value.get("side", "any")
    if side not in ("any", "before", "after"):
        raise MatchError(f"side cannot be {side!r}", "use before, after or any", ("side",))
    return Near(build_match(rest, builder), read_within(value.get("within", "sentence")), str(side))


def _under(step: str | int, build: Callable[[object, Builder], T], value: object, builder: Builder) -> T:
    """Build an inner part; its errors are told from further out."""
    try:
        return build(value, builder)
    except MatchError as fault:
        raise fault.under(step) from None
