"""A trie as an automaton whose every step is remembered.

The trie is non-deterministic (lemmas, kinds of words, lists, tails); its deterministic states are made as
texts need them and kept, so that a word costs one look-up however many phrases there are. Gaps stay outside:
a state says what may follow after some words, since states that counted words would never come to an end.
Only words of the policy are kept as steps: words of drafts never stay in memory.

A symbol is a word with the lists that it belongs to by itself: `council{city{office`. So a walk need not
branch for those. Two more kinds of symbols stand for several words or for none of a draft's own: `{city{place`,
a member of those lists, and `~idiot`, a word that was disguised.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from .base import mask_of
from .gap_marks import GapMarks, Names
from .phrases import KINDS_OF_WORD
from .trie import Node, closure

# From a word to the steps that start there: (symbol, word after it, was the word disguised).
Edge = tuple[str, int, bool]
Edges = dict[int, list[Edge]]
# How a path may begin at a word: its symbol, the state after it, and its gap marks.
Opening = tuple[str, "State | None", int]
# How a path came by a disguised word: not at all, inside a word list (which has allowed it), or by itself.
PLAIN, IN_LIST, IN_PHRASE = 0, 1, 2
LIST, DISGUISED, UNKNOWN = "{", "~", "\0"  # no word of a policy holds one of these
PLAIN_WORD = UNKNOWN + "word"
MOST_STATES = 20_000
FEW_NODES = 100  # of a state; for more of them it pays to merge their steps first, which takes room


class _Steps(dict[str, "State | None"]):
    """From a symbol to the state after it; made when it is first asked for."""

    __slots__ = ("_automaton", "_nodes", "_tables")

    def __init__(self, automaton: Automaton, nodes: Sequence[Node]) -> None:
        self._automaton, self._nodes, self._tables = automaton, nodes, tuple[_Table, ...]()

    def __missing__(self, symbol: str) -> State | None:
        names = self._automaton.names(symbol)
        reached = self._among_few(names) if len(self._nodes) <= FEW_NODES else self._among_many(names)
        self[symbol] = following = self._automaton.state(reached) if reached else None
        return following

    def _among_few(self, names: Names) -> list[Node]:
        words, lists, kinds = names
        reached: list[Node] = []
        for node in self._nodes:
            if node.words:
                reached += [node.words[name] for name in words if name in node.words]
            if node.lists:
                reached += [node.lists[name] for name in lists if name in node.lists]
            if node.classes:
                reached += [node.classes[name] for name in kinds if name in node.classes]
        return reached

    def _among_many(self, names: Names) -> list[Node]:
        if not self._tables:
            self._tables = _tables(self._nodes)
        found = zip(self._tables, names, strict=True)
        return [node for table, taken in found for name in taken if name in table for node in table[name]]


_Table = Mapping[str, Sequence[Node]]


def _tables(nodes: Iterable[Node]) -> tuple[_Table, ...]:
    """Where words, lists and kinds of words lead from any of these nodes."""
    tables: list[dict[str, list[Node]]] = [{}, {}, {}]
    for node in nodes:
        for table, steps in zip(tables, (node.words, node.lists, node.classes), strict=True):
            for name, child in (steps or {}).items():
                table.setdefault(name, []).append(child)
    return tuple(tables)


class _NoSteps(dict[str, "State | None"]):
    """The steps of a state that leads nowhere: nothing is kept."""

    def __missing__(self, _symbol: str) -> None:
        return None


_NO_STEPS = _NoSteps()


class _SymbolMarks(dict[str, int]):
    """From a symbol to its marks; made when they are first asked for."""

    __slots__ = ("_automaton",)

    def __init__(self, automaton: Automaton) -> None:
        self._automaton = automaton

    def __missing__(self, symbol: str) -> int:
        self[symbol] = marks = self._automaton.marks_of(symbol)
        return marks


class State:
    """Nodes that are reached together.

    `leaves` are the phrases that end here (a mask), `lists` the numbers of the word lists one of whose members does.
    `gaps` are states that go on after one word or more: (the most words between, marks, the state). The
    marks have a bit in common with those of every symbol that the state can take; `gap_marks` are all of them.
    """

    __slots__ = ("gap_marks", "gaps", "leads_on", "leaves", "lists", "next", "takes_lists")

    def __init__(self, automaton: Automaton, nodes: tuple[Node, ...]) -> None:
        leaves = sorted({leaf for node in nodes for leaf in node.leaves})
        self.leaves = mask_of([leaf for leaf in leaves if leaf >= 0])
        self.lists = frozenset([-1 - leaf for leaf in leaves if leaf < 0])
        self.takes_lists = any(node.lists for node in nodes)
        self.gap_marks = automaton.gap_marks(nodes)
        behind: dict[int, list[Node]] = {}
        for node in nodes:
            for most, child in (node.gaps or {}).items():
                behind.setdefault(most, []).append(child)
        self.gaps = tuple([automaton.gap(nodes, most, behind[most]) for most in sorted(behind) if most])
        steps = any(node.words or node.lists or node.classes for node in nodes)
        self.leads_on = bool(steps or self.gaps)
        self.next: dict[str, State | None] = _Steps(automaton, nodes) if steps else _NO_STEPS


class Automaton:
    """The states of one trie. `vocabulary` holds every word that a step of the trie may take."""

    def __init__(self, root: Node, lemmas: Mapping[str, tuple[str, ...]], vocabulary: Set[str]) -> None:
        self._lemmas, self._vocabulary = lemmas, vocabulary
        self._states: dict[tuple[Node, ...], State] = {}  # by their nodes in a fixed order
        # Those that hold on any day: by word, and by lists that have a member of several words.
        self.openings: dict[str, Opening] = {}
        self.list_openings: dict[frozenset[int], Opening] = {}
        self._marks = GapMarks(root)
        self.marks = _SymbolMarks(self)
        self.start = self.state([root])

    def __len__(self) -> int:
        return len(self._states)

    def gap(self, nodes: Iterable[Node], most: int, behind: Iterable[Node]) -> tuple[int, int, State]:
        """The gap of at most so many words after these nodes."""
        return most, self.gap_marks([node for node in nodes if most in (node.gaps or ())]), self.state(behind)

    def opening(self, symbol: str) -> Opening:
        """How a path may begin with a symbol."""
        return symbol, self.start.next[symbol], self.marks[symbol]

    def gap_marks(self, nodes: Iterable[Node]) -> int:
        """The marks of what may stand behind the gaps of these nodes."""
        return self._marks.of_nodes(nodes)

    def marks_of(self, symbol: str) -> int:
        """The marks of the gaps behind which a symbol may be taken."""
        return self._marks.of_names(self.names(symbol))

    def plain_symbol(self, word: str) -> str:
        """A word by itself where the policy knows it, else only what kind of word it is."""
        if word in self._vocabulary:
            return word
        return PLAIN_WORD if word.isalpha() else _kinds(word)

    def side_steps(self, state: State, edges: Iterable[Edge], hidden: int) -> list[tuple[State, int, int]]:
        """The states after edges, with the word after each and how the path is disguised by then."""
        found = []
        for symbol, after, disguised in edges:
            if symbol[0] != LIST:
                symbol, how = DISGUISED + symbol, IN_PHRASE
            elif state.takes_lists:
                how = IN_LIST if disguised else PLAIN
            else:
                continue
            following = state.next[symbol]
            if following is not None:
                found.append((following, after, max(hidden, how)))
        return found

    def names(self, symbol: str) -> Names:
        """The words, the lists and the kinds of words as which a symbol is taken."""
        word, *lists = symbol.split(LIST)
        if word[:1] == UNKNOWN:
            return (), tuple(lists), tuple(word[1:].split())
        plain = word.removeprefix(DISGUISED)
        if not plain:
            return (), tuple(lists), ()
        kinds = [kind for kind, is_kind in KINDS_OF_WORD.items() if is_kind(word)] if plain == word else []
        return (plain, *self._lemmas.get(plain, ())), tuple(lists), tuple(kinds)

    def state(self, nodes: Iterable[Node]) -> State:
        """The state of these nodes and of all that they lead to without a word."""
        reached = tuple(sorted(closure(nodes), key=id))
        known = self._states.get(reached)
        if known is None:
            if len(self._states) >= MOST_STATES:
                self._states.clear()
                self.start.next.clear()
                self.openings.clear()
                self.list_openings.clear()
            known = self._states[reached] = State(self, reached)
        return known


def _kinds(word: str) -> str:
    return UNKNOWN + " ".join(kind for kind, is_kind in KINDS_OF_WORD.items() if is_kind(word))
