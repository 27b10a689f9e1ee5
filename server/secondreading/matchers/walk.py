"""Walking an automaton along the words of one text, inside each sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from .automaton import END, PLAIN, Automaton, Edge, Edges, State

# Paths from word `first` to before word `last` that end in leaves: (first, leaves, last, how disguised).
End = tuple[int, tuple[int, ...], int, int]


class Walk:
    """`symbols` are the words' steps, `sentences` their sentences' numbers. Edges may be added on the way."""

    __slots__ = ("_automaton", "_edges", "_limits", "_sentences", "_symbols")

    def __init__(
        self, automaton: Automaton, symbols: Sequence[str], sentences: Sequence[int], edges: Edges
    ) -> None:
        self._automaton, self._symbols, self._sentences, self._edges = automaton, symbols, sentences, edges
        # From a sentence's number to the word after it.
        self._limits = {number: bisect_right(sentences, number) for number in set(sentences)}

    def ends(self) -> list[End]:
        """Every path that ends in a leaf."""
        symbols, edges, steps = self._symbols, self._edges, self._automaton.start.next
        found: list[End] = []
        first = 0
        for limit in sorted(self._limits.values()):
            for at in range(first, limit):
                if at in edges:
                    self.ends_beside(at, edges[at], found)
                state = steps[symbols[at]]
                if state is not None:
                    after = at + 1
                    if state.leaves:
                        found.append((at, state.leaves, after, PLAIN))
                    # Most paths die on their second word.
                    if after < limit and (after in edges or state.next[symbols[after]] is not None):
                        self._go_on(state, at, after, limit, PLAIN, found)
            first = limit
        return found

    def backward(self) -> Iterator[tuple[int, list[End]]]:
        """From the last word back, the paths that begin at each word, but for those of the one word as it is.

        Edges added at a word count for the words before it.
        """
        symbols, edges, steps = self._symbols, self._edges, self._automaton.start.next
        following = END
        for at in range(len(symbols) - 1, -1, -1):
            symbol = symbols[at]
            state = steps[symbol]
            found: list[End] = []
            if at in edges:
                self.ends_beside(at, edges[at], found)
            if state is not None and (state.next[following] is not None or at + 1 in edges):
                self._go_on(state, at, at + 1, self._limits[self._sentences[at]], PLAIN, found)
            if found:
                yield at, found
            following = symbol

    def ends_beside(self, at: int, steps: Iterable[Edge], found: list[End]) -> None:
        """Add every path that begins with one of these edges of word `at`."""
        limit = self._limits[self._sentences[at]]
        for state, after, hidden in self._automaton.side_steps(self._automaton.start, steps, PLAIN):
            if state.leaves:
                found.append((at, state.leaves, after, hidden))
            if state.leads_on:
                self._go_on(state, at, after, limit, hidden, found)

    def _go_on(self, state: State, first: int, at: int, limit: int, hidden: int, found: list[End]) -> None:
        """Walk on from `state` and word `at`, for a path that began at word `first`."""
        symbols, edges = self._symbols, self._edges
        here: State | None = state
        while here is not None and at < limit:
            if at in edges:
                for beside, after, how in self._automaton.side_steps(here, edges[at], hidden):
                    if beside.leaves:
                        found.append((first, beside.leaves, after, how))
                    if beside.leads_on:
                        self._go_on(beside, first, after, limit, how, found)
            here = here.next[symbols[at]]
            at += 1
            if here is not None and here.leaves:
                found.append((first, here.leaves, at, hidden))
