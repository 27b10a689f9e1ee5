"""Walking an automaton along the words of one text, inside each sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from .automaton import END, PLAIN, Automaton, Edge, Edges, State

# A path from word `first` to before word `last` that ends in a leaf: (first, leaf, last, how it was disguised).
End = tuple[int, int, int, int]


class Walk:
    """`symbols` are the words' steps, `sentences` their sentences' numbers. Edges may be added on the way."""

    __slots__ = ("_automaton", "_edges", "_sentences", "_symbols")

    def __init__(
        self, automaton: Automaton, symbols: Sequence[str], sentences: Sequence[int], edges: Edges
    ) -> None:
        self._automaton, self._symbols, self._sentences, self._edges = automaton, symbols, sentences, edges

    def ends(self) -> list[End]:
        """Every path that ends in a leaf."""
        symbols, edges, steps = self._symbols, self._edges, self._automaton.start.next
        found: list[End] = []
        first, count = 0, len(symbols)
        while first < count:
            limit = self._limit(first)
            for at in range(first, limit):
                if at in edges:
                    self.ends_beside(at, edges[at], found)
                state = steps[symbols[at]]
                if state is not None:
                    if state.leaves:
                        found += [(at, leaf, at + 1, PLAIN) for leaf in state.leaves]
                    after = at + 1
                    if after < limit and (after in edges or state.next[symbols[after]] is not None):
                        self._go_on(state, at, after, limit, PLAIN, found)
            first = limit
        return found

    def several(self, at: int, found: list[End]) -> None:
        """Add every path that begins at word `at`, but for those of this one word as it stands."""
        if at in self._edges:
            self.ends_beside(at, self._edges[at], found)
        state = self._automaton.start.next[self._symbols[at]]
        if state is not None:
            self._go_on(state, at, at + 1, self._limit(at), PLAIN, found)

    def ends_beside(self, at: int, steps: Iterable[Edge], found: list[End]) -> None:
        """Add every path that begins with one of these edges of word `at`."""
        limit = self._limit(at)
        for state, after, hidden in self._automaton.side_steps(self._automaton.start, steps, PLAIN):
            found += [(at, leaf, after, hidden) for leaf in state.leaves]
            self._go_on(state, at, after, limit, hidden, found)

    def beginnings(self) -> list[int]:
        """The words at which a path of several words, or one with an edge, may begin."""
        symbols, steps, edges = self._symbols, self._automaton.start.next, self._edges
        return [
            at
            for at, (symbol, after) in enumerate(zip(symbols, [*symbols[1:], END], strict=False))
            if at in edges
            or (
                (state := steps[symbol])
                and (state.takes_lists or state.next[after] is not None or at + 1 in edges)
            )
        ]

    def _limit(self, at: int) -> int:
        """The word after the sentence of word `at`."""
        return bisect_right(self._sentences, self._sentences[at])

    def _go_on(self, state: State, first: int, at: int, limit: int, hidden: int, found: list[End]) -> None:
        """Walk on from `state` and word `at`, for a path that began at word `first`."""
        symbols, edges = self._symbols, self._edges
        here: State | None = state
        while here is not None and at < limit:
            if at in edges:
                for beside, after, how in self._automaton.side_steps(here, edges[at], hidden):
                    found += [(first, leaf, after, how) for leaf in beside.leaves]
                    self._go_on(beside, first, after, limit, how, found)
            here = here.next[symbols[at]]
            at += 1
            if here is not None and here.leaves:
                found += [(first, leaf, at, hidden) for leaf in here.leaves]
