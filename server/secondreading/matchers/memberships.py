"""Which word lists a word, or several words together, are members of, with the lists that hold those lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .automaton import LIST, Automaton, Opening


class Window:
    """Days on which a name counts (a matter while it is pending). Both ends belong to it; None is open."""

    __slots__ = ("first", "last")

    def __init__(self, first: date | None = None, last: date | None = None) -> None:
        self.first, self.last = first, last

    def holds(self, today: date) -> bool:
        return (self.first is None or self.first <= today) and (self.last is None or today <= self.last)


class Lists:
    """The word lists by number. A list has a number for each window, and for members that may be disguised."""

    def __init__(self) -> None:
        self._kinds: list[tuple[str, Window | None, bool]] = []

    def number(self, name: str, window: Window | None, fuzzy: bool) -> int:
        """The number of a list's members of this kind; those of one kind come one after the other."""
        kind = (LIST + name, window, fuzzy)
        if not self._kinds or self._kinds[-1] != kind:
            self._kinds.append(kind)
        return len(self._kinds) - 1

    def kind(self, number: int) -> tuple[str, Window | None, bool]:
        """The symbol of the list, its window, and may its members be disguised?"""
        return self._kinds[number]


class Memberships:
    """What `today` makes of an automaton's lists. Made for one text.

    The answers that hold on any day are kept with the automaton.
    """

    __slots__ = ("_automaton", "_lists", "_today")

    def __init__(self, automaton: Automaton, lists: Lists, today: date) -> None:
        self._automaton, self._lists, self._today = automaton, lists, today

    def of_word(self, word: str, *, keep: bool) -> Opening:
        """How a path may begin at a word, as itself or by its lists. Kept for words of the policy only."""
        plain, openings = self._automaton.plain_symbol(word), self._automaton.openings
        if known := openings.get(plain):
            return known
        state = self._automaton.start.next[plain]
        names, dated = self._names(state.lists if state is not None else (), hidden=False)
        opening = self._automaton.opening(plain + names)
        if keep and not dated:
            openings[plain] = opening
        return opening

    def of_lists(self, lists: frozenset[int], *, hidden: bool) -> Opening | None:
        """How a path may begin with a member of these lists; None where none of them takes it."""
        names, dated = self._names(lists, hidden=hidden)
        opening = self._automaton.opening(names) if names else None
        if opening and not (dated or hidden):
            self._automaton.list_openings[lists] = opening
        return opening

    def _names(self, lists: Iterable[int], *, hidden: bool) -> tuple[str, bool]:
        """The symbols of lists and of the lists that hold them, in one; and does it depend on the day?

        A list that takes no disguised members does not take what is `hidden`.
        """
        found, dated, numbers = set[str](), False, list(lists)
        for number in numbers:
            name, window, fuzzy = self._lists.kind(number)
            dated = dated or window is not None
            taken = (fuzzy or not hidden) and (window is None or window.holds(self._today))
            if taken and name not in found:
                found.add(name)
                holding = self._automaton.start.next[name]
                numbers += holding.lists if holding is not None else ()
        return "".join(sorted(found)), dated
