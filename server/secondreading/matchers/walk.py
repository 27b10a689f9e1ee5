"""Walking the automaton along the words of one text, inside each sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .automaton import DISGUISED, LIST, PLAIN, Automaton, Edge, Edges, State

# Phrases from word `first` to before word `last`: (first, their leaves, last, how disguised).
PhraseEnd = tuple[int, tuple[int, ...], int, int]
# Members of word lists up to before word `last`: (the lists' numbers, last, how disguised).
MemberEnd = tuple[tuple[int, ...], int, int]


class Walk:
    """`symbols` are the words' steps, `limits` the ends of their sentences. Edges may be added on the way.

    `phrases` fills with the phrases that were met.
    """

    __slots__ = ("_ahead", "_automaton", "_disguised", "_edges", "_limits", "_symbols", "phrases")

    def __init__(
        self, automaton: Automaton, symbols: Sequence[str], limits: Sequence[int], edges: Edges
    ) -> None:
        self._automaton, self._symbols, self._limits, self._edges = automaton, symbols, limits, edges
        self.phrases: list[PhraseEnd] = []
        # Edges of word lists matter only to states that take lists; edges of disguised words to all.
        self._disguised = bool(edges)
        self._ahead = 0  # the marks of what stands in the rest of the sentence

    def backward(self) -> Iterator[tuple[int, list[MemberEnd]]]:
        """From the last word back, the members of lists that begin at each word.

        But for those of the one word as it is: its symbol says them. Edges added at a word count for the
        words before it.
        """
        symbols, edges, limits, phrases = self._symbols, self._edges, self._limits, self.phrases
        steps, marks, disguised = self._automaton.start.next, self._automaton.marks, self._disguised
        for at in range(len(symbols) - 1, -1, -1):
            after, limit = at + 1, limits[at]
            if after == limit:
                self._ahead = 0
            members = self.add(at, edges[at]) if at in edges else []
            state = steps[symbols[at]]
            if state is not None:
                ahead = self._ahead
                if state.leaves:
                    phrases.append((at, state.leaves, after, PLAIN))
                # The dearest lines of a check. Most paths die on their second word.
                while after < limit:
                    if state.gap_marks & ahead or (after in edges and (disguised or state.takes_lists)):
                        self._go_on(state, at, after, PLAIN, members)
                        break
                    state = state.next[symbols[after]]
                    if state is None:
                        break
                    after += 1
                    if state.leaves:
                        phrases.append((at, state.leaves, after, PLAIN))
                    if state.lists:
                        members.append((state.lists, after, PLAIN))
            if members:
                yield at, members
            self._ahead |= marks[symbols[at]]

    def add(self, at: int, edges: Iterable[Edge]) -> list[MemberEnd]:
        """The members of lists on the paths that begin with one of these new edges of word `at`."""
        members: list[MemberEnd] = []
        for symbol, _, _ in edges:
            self._ahead |= self._automaton.marks[symbol if symbol[0] == LIST else DISGUISED + symbol]
        for state, after, hidden in self._automaton.side_steps(self._automaton.start, edges, PLAIN):
            self._arrive(state, at, after, hidden, members)
        return members

    def _go_on(self, state: State, first: int, at: int, hidden: int, members: list[MemberEnd]) -> None:
        """Walk on from `state` and word `at`, for a path that began at word `first`."""
        symbols, edges, limit = self._symbols, self._edges, self._limits[first]
        here: State | None = state
        while here is not None and at < limit:
            if here.gap_marks & self._ahead:
                for most, behind in here.gaps:
                    steps = behind.next
                    for later in range(at + 1, min(at + most + 1, limit)):
                        if later in edges:
                            self._step_aside(behind, first, later, hidden, members)
                        following = steps[symbols[later]]
                        if following is not None:
                            self._arrive(following, first, later + 1, hidden, members)
            if at in edges:
                self._step_aside(here, first, at, hidden, members)
            here = here.next[symbols[at]]
            at += 1
            if here is not None:
                self._end(here, first, at, hidden, members)

    def _step_aside(self, state: State, first: int, at: int, hidden: int, members: list[MemberEnd]) -> None:
        """Every step from word `at` that an edge allows, and whatever follows."""
        if self._disguised or state.takes_lists:
            for beside, after, how in self._automaton.side_steps(state, self._edges[at], hidden):
                self._arrive(beside, first, after, how, members)

    def _arrive(self, state: State, first: int, at: int, hidden: int, members: list[MemberEnd]) -> None:
        self._end(state, first, at, hidden, members)
        if state.leads_on:
            self._go_on(state, first, at, hidden, members)

    def _end(self, state: State, first: int, last: int, hidden: int, members: list[MemberEnd]) -> None:
        if state.leaves:
            self.phrases.append((first, state.leaves, last, hidden))
        if state.lists:
            members.append((state.lists, last, hidden))
