"""A trie as an automaton whose every step is remembered.

The trie is non-deterministic (lemmas, kinds of words, lists, gaps, tails); its deterministic states are
made as texts need them and kept, so that a word costs one look-up however many phrases there are. Only
words of the policy are kept as steps: words of drafts never stay in memory.

A symbol is a word with the lists that it belongs to by itself: `council{city{office`. So a walk need not
branch for those. Two more kinds of symbols stand for several words or for none of a draft's own: `{city`,
a member of a list, and `~idiot`, a word that was disguised.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .phrases import KINDS_OF_WORD
from .trie import Node

# From a word to the steps that start there: (symbol, word after it, was the word disguised).
Edge = tuple[str, int, bool]
Edges = dict[int, list[Edge]]
# How a path came by a disguised word: not at all, inside a word list (which has allowed it), or by itself.
PLAIN, IN_LIST, IN_PHRASE = 0, 1, 2
LIST, DISGUISED, UNKNOWN = "{", "~", "\0"  # no word of a policy holds one of these
PLAIN_WORD = UNKNOWN + "word"
MOST_STATES = 20_000

Element = tuple[Node, int]  # a node, and how many more words may be skipped before it


class _Steps(dict[str, "State | None"]):
    """From a symbol to the state after it; made when it is first asked for."""

    __slots__ = ("_automaton", "_elements")

    def __init__(self, automaton: Automaton, elements: tuple[Element, ...]) -> None:
        self._automaton, self._elements = automaton, elements

    def __missing__(self, symbol: str) -> State | None:
        self[symbol] = following = self._automaton.reach(self._elements, symbol)
        return following


class _NoSteps(dict[str, "State | None"]):
    """The steps of a state that leads nowhere: nothing is kept."""

    def __missing__(self, _symbol: str) -> None:
        return None


_NO_STEPS = _NoSteps()


class State:
    """What is reached together: nodes, and nodes before which words may still be skipped."""

    __slots__ = ("leads_on", "leaves", "next", "takes_lists")

    def __init__(self, automaton: Automaton, elements: tuple[Element, ...]) -> None:
        here = [node for node, skip in elements if not skip]
        self.leads_on = any(skip or node.words or node.lists or node.classes for node, skip in elements)
        self.leaves = tuple(sorted({leaf for node in here for leaf in node.leaves}))
        self.takes_lists = any(node.lists for node in here)
        self.next: dict[str, State | None] = _Steps(automaton, elements) if self.leads_on else _NO_STEPS


class Automaton:
    """The states of one trie. `vocabulary` holds every word that a step of the trie may take."""

    def __init__(self, root: Node, lemmas: Mapping[str, tuple[str, ...]], vocabulary: frozenset[str]) -> None:
        self._lemmas, self._vocabulary = lemmas, vocabulary
        self._states: dict[frozenset[Element], State] = {}
        self.start = self._state(_closure([root]))

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

    def reach(self, elements: Iterable[Element], symbol: str) -> State | None:
        """The state after a step from these elements; None where there is none."""
        reached: list[Element] = []
        for node, skip in elements:
            if not skip:
                reached += _closure(self._targets(node, symbol))
            elif symbol[0] not in (LIST, DISGUISED):
                reached += [(node, skip - 1)] if skip > 1 else []
                reached += _closure([node])
        return self._state(reached) if reached else None

    def _targets(self, node: Node, symbol: str) -> list[Node]:
        word, *lists = symbol.split(LIST)
        found = [node.lists[name] for name in lists if name in node.lists] if node.lists else []
        if word[:1] == UNKNOWN:
            return found + [child for kind, child in (node.classes or {}).items() if kind in word[1:].split()]
        plain = word.removeprefix(DISGUISED)
        if node.words and plain:
            spellings = (plain, *self._lemmas.get(plain, ()))
            found += [node.words[spelling] for spelling in spellings if spelling in node.words]
        if node.classes and plain and plain == word:
            found += [child for kind, child in node.classes.items() if KINDS_OF_WORD[kind](word)]
        return found

    def _state(self, reached: Iterable[Element]) -> State:
        elements = frozenset(reached)
        if elements not in self._states:
            if len(self._states) >= MOST_STATES:
                self._states.clear()
                self.start.next.clear()
            self._states[elements] = State(self, tuple(elements))
        return self._states[elements]


def _closure(nodes: Iterable[Node]) -> list[Element]:
    """The nodes with all that they lead to without a word: tails, and what stands behind a gap of no words."""
    found: dict[Element, None] = {}
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if (node, 0) in found:
            continue
        found[node, 0] = None
        stack.extend(node.tails)
        for most, child in (node.gaps or {}).items():
            if most:
                found[child, most] = None
            stack.append(child)
    return list(found)


def _kinds(word: str) -> str:
    return UNKNOWN + " ".join(kind for kind, is_kind in KINDS_OF_WORD.items() if is_kind(word))
