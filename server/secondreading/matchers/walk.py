"""Walking an automaton along the words of one text, inside each sentence.

The two loops over all words are spelt out, not shared: they are the dearest lines of a check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .automaton import PLAIN, Automaton, Edge, Edges, State

# Paths from word `first` to before word `last` that end in leaves: (first, leaves, last, how disguised).
End = tuple[int, tuple[int, ...], int, int]


def sentence_limits(sentences: Sequence[int]) -> list[int]:
    """For each word, the word after its sentence. `sentences` are the words' sentence numbers, rising."""
    limits: list[int] = []
    first = 0
    for at, number in enumerate(sentences):
        if number != sentences[first]:
            limits += [at] * (at - first)
            first = at
    return limits + [len(sentences)] * (len(sentences) - first)


class Walk:
    """`symbols` are the words' steps, `limits` the ends of their sentences. Edges may be added on the way."""

    __slots__ = ("_automaton", "_disguised", "_edges", "_limits", "_symbols")

    def __init__(
        self,
        automaton: Automaton,
        symbols: Sequence[str],
        limits: Sequence[int],
        edges: Edges,
        *,
        disguised: bool,
    ) -> None:
        self._automaton, self._symbols, self._limits, self._edges = automaton, symbols, limits, edges
        # Edges of word lists matter only to states that take lists; edges of disguised words to all.
        self._disguised = disguised

    def ends(self) -> list[End]:
        """Every path that ends in a leaf."""
        symbols, edges, disguised = self._symbols, self._edges, self._disguised
        steps = self._automaton.start.next
        found: list[End] = []
        for at, limit in enumerate(self._limits):
            if at in edges:
                self.ends_beside(at, edges[at], found)
            state = steps[symbols[at]]
            if state is None:
                continue
            after = at + 1
            if state.leaves:
                found.append((at, state.leaves, after, PLAIN))
            while after < limit:
                if after in edges and (disguised or state.takes_lists):
                    self._go_on(state, at, after, limit, PLAIN, found)
                    break
                state = state.next[symbols[after]]
                if state is None:
                    break
                after += 1
                if state.leaves:
                    found.append((at, state.leaves, after, PLAIN))
        return found

    def backward(self) -> Iterator[tuple[int, list[End]]]:
        """From the last word back, the paths that begin at each word, but for those of the one word as it is.

        Edges added at a word count for the words before it.
        """
        symbols, edges, limits = self._symbols, self._edges, self._limits
        steps, disguised = self._automaton.start.next, self._disguised
        for at in range(len(symbols) - 1, -1, -1):
            found: list[End] = []
            if at in edges:
                self.ends_beside(at, edges[at], found)
            state = steps[symbols[at]]
            after, limit = at + 1, limits[at]
            while state is not None and after < limit:
                if after in edges and (disguised or state.takes_lists):
                    self._go_on(state, at, after, limit, PLAIN, found)
                    break
                state = state.next[symbols[after]]
                after += 1
                if state is not None and state.leaves:
                    found.append((at, state.leaves, after, PLAIN))
            if found:
                yield at, found

    def ends_beside(self, at: int, steps: Iterable[Edge], found: list[End]) -> None:
        """Add every path that begins with one of these edges of word `at`."""
        limit = self._limits[at]
        for state, after, hidden in self._automaton.side_steps(self._automaton.start, steps, PLAIN):
            if state.leaves:
                found.append((at, state.leaves, after, hidden))
            if state.leads_on:
                self._go_on(state, at, after, limit, hidden, found)

    def _go_on(self, state: State, first: int, at: int, limit: int, hidden: int, found: list[End]) -> None:
        """Walk on from `state` and word `at`, for a path that began at word `first`."""
        symbols, edges, disguised = self._symbols, self._edges, self._disguised
        here: State | None = state
        while here is not None and at < limit:
            if at in edges and (disguised or here.takes_lists):
                for beside, after, how in self._automaton.side_steps(here, edges[at], hidden):
                    if beside.leaves:
                        found.append((first, beside.leaves, after, how))
                    if beside.leads_on:
                        self._go_on(beside, first, after, limit, how, found)
            here = here.next[symbols[at]]
            at += 1
            if here is not None and here.leaves:
                found.append((first, here.leaves, at, hidden))
