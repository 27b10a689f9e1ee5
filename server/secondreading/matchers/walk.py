"""Walking the automaton along the words of one text, inside each sentence."""

from __future__ import annotations

from collections.abc import Sequence

from .automaton import DISGUISED, IN_LIST, PLAIN, Automaton, Edge, Edges, Opening, State
from .memberships import Memberships

# Phrases from word `first` to before word `last`: (first, mask of their leaves, last, how disguised).
PhraseEnd = tuple[int, int, int, int]
# Members of word lists up to before word `last`: (the lists' numbers, last, how disguised).
MemberEnd = tuple[frozenset[int], int, int]


class Walk:
    """`openings` are the words' first steps, `limits` the ends of their sentences, `edges` disguised words."""

    __slots__ = (
        "_ahead",
        "_automaton",
        "_disguised",
        "_edges",
        "_limits",
        "_memberships",
        "_openings",
        "_phrases",
        "_symbols",
    )

    def __init__(
        self,
        automaton: Automaton,
        memberships: Memberships,
        openings: Sequence[Opening],
        limits: Sequence[int],
        edges: Edges,
    ) -> None:
        self._automaton, self._memberships, self._edges = automaton, memberships, edges
        self._openings, self._limits = openings, limits
        self._symbols = [opening[0] for opening in openings]
        self._phrases: list[PhraseEnd] = []
        # Edges of word lists matter only to states that take lists; edges of disguised words to all.
        self._disguised = bool(edges)
        # The marks of each word and of what stands behind it in its sentence.
        self._ahead = [0] * (len(openings) + 2)

    def ends(self) -> list[PhraseEnd]:
        """The phrases that end somewhere, in no order.

        From the last word back, since lists hold other lists and phrases hold lists: what was found of
        them in the words behind is an edge for the words before.
        """
        symbols, edges, limits, phrases = self._symbols, self._edges, self._limits, self._phrases
        openings, ahead, disguised = self._openings, self._ahead, self._disguised
        for at in range(len(symbols) - 1, -1, -1):
            after, limit = at + 1, limits[at]
            _, state, marks = openings[at]
            ahead[at] = marks | ahead[after] if after < limit else marks
            members = self._in_disguise(at) if disguised and at in edges else []
            if state is not None:
                if state.leaves:
                    phrases.append((at, state.leaves, after, PLAIN))
                # The dearest lines of a check. Most paths die on their second word.
                while after < limit:
                    if state.gap_marks & ahead[after + 1]:
                        self._leap(state, at, after, PLAIN, members)
                    if after in edges and (disguised or state.takes_lists):
                        self._step_aside(state, at, after, PLAIN, members)
                    state = state.next[symbols[after]]
                    if state is None:
                        break
                    after += 1
                    if state.leaves:
                        phrases.append((at, state.leaves, after, PLAIN))
                    if state.lists:
                        members.append((state.lists, after, PLAIN))
            if members:
                self._join(at, members)
        return phrases

    def _in_disguise(self, at: int) -> list[MemberEnd]:
        """The members of lists on the paths that begin with a disguised word."""
        members: list[MemberEnd] = []
        for symbol, _, _ in self._edges[at]:
            self._ahead[at] |= self._automaton.marks[DISGUISED + symbol]
        for state, after, hidden in self._automaton.side_steps(self._automaton.start, self._edges[at], PLAIN):
            self._arrive(state, at, after, hidden, members)
        return members

    def _join(self, at: int, members: list[MemberEnd]) -> None:
        """Make the members of lists that begin at a word edges, and follow the paths that begin with those."""
        known, seen = self._automaton.list_openings, set[Edge]()
        for lists, last, hidden in members:  # paths add to them on the way
            opening = (None if hidden else known.get(lists)) or self._memberships.of_lists(
                lists, hidden=hidden != PLAIN
            )
            if opening is None or (edge := (opening[0], last, hidden != PLAIN)) in seen:
                continue
            seen.add(edge)
            self._edges.setdefault(at, []).append(edge)
            _, state, marks = opening
            self._ahead[at] |= marks
            if state is not None:
                how = IN_LIST if hidden else PLAIN
                if state.leaves:
                    self._phrases.append((at, state.leaves, last, how))
                if state.leads_on:
                    self._go_on(state, at, last, how, members)

    def _go_on(self, state: State, first: int, at: int, hidden: int, members: list[MemberEnd]) -> None:
        """Walk on from `state` and word `at`, for a path that began at word `first`."""
        symbols, edges, limit, ahead = self._symbols, self._edges, self._limits[first], self._ahead
        here: State | None = state
        while here is not None and at < limit:
            if here.gap_marks & ahead[at + 1]:
                self._leap(here, first, at, hidden, members)
            if at in edges and (self._disguised or here.takes_lists):
                self._step_aside(here, first, at, hidden, members)
            here = here.next[symbols[at]]
            at += 1
            if here is not None:
                if here.leaves:
                    self._phrases.append((first, here.leaves, at, hidden))
                if here.lists:
                    members.append((here.lists, at, hidden))

    def _leap(self, state: State, first: int, at: int, hidden: int, members: list[MemberEnd]) -> None:
        """Over each gap that begins at word `at`, to whatever may stand behind it."""
        symbols, edges, ahead = self._symbols, self._edges, self._ahead[at + 1]
        for most, marks, behind in state.gaps:
            if not marks & ahead:
                continue
            steps, aside = behind.next, bool(edges) and (self._disguised or behind.takes_lists)
            for later in range(at + 1, min(at + most + 1, self._limits[first])):
                if aside and later in edges:
                    self._step_aside(behind, first, later, hidden, members)
                following = steps[symbols[later]]
                if following is not None:
                    self._arrive(following, first, later + 1, hidden, members)

    def _step_aside(self, state: State, first: int, at: int, hidden: int, members: list[MemberEnd]) -> None:
        """Every step from word `at` that an edge allows, and whatever follows."""
        for beside, after, how in self._automaton.side_steps(state, self._edges[at], hidden):
            self._arrive(beside, first, after, how, members)

    def _arrive(self, state: State, first: int, at: int, hidden: int, members: list[MemberEnd]) -> None:
        if state.leaves:
            self._phrases.append((first, state.leaves, at, hidden))
        if state.lists:
            members.append((state.lists, at, hidden))
        if state.leads_on:
            self._go_on(state, first, at, hidden, members)
