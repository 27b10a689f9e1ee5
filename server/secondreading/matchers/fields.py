"""Reading the plain values inside a rule's match, with errors that name the place and the mend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .base import MatchError


def texts(value: object, what: str) -> list[str]:
    """One text or a list of texts."""
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list) or not value:
        raise MatchError(f"{what} needs a list of texts", f"write {what}: [first, second]")
    for at, item in enumerate(value):
        if not isinstance(item, str):
            raise MatchError(f"{item!r} is no text", "put it in quotes", (at,))
    return list(value)


def mapping(value: object, what: str, allowed: Iterable[str]) -> Mapping[str, object]:
    names = sorted(allowed)
    if not isinstance(value, dict):
        raise MatchError(
            f"{what} needs fields", f"write {what}: {{{names[0]}: …}}; its fields are {', '.join(names)}"
        )
    for key in value:
        if key not in names:
            raise MatchError(f"{what} has no field {key!r}", f"use one of {', '.join(names)}", (str(key),))
    return value


def choices(value: object, what: str, allowed: Iterable[str]) -> frozenset[str]:
    """One or several of the allowed words."""
    names = sorted(allowed)
    found = texts(value, what)
    for at, item in enumerate(found):
        if item not in names:
            raise MatchError(
                f"{what} cannot be {item!r}",
                f"use one of {', '.join(names)}",
                (at,) if isinstance(value, list) else (),
            )
    return frozenset(found)


def truth(value: object, what: str) -> bool:
    if not isinstance(value, bool):
        raise MatchError(f"{what} is a yes-or-no", f"write {what}: true or {what}: false")
    return value


def number(value: object, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MatchError(f"{what} needs a number", f"write {what}: -0.5, for example")
    return float(value)


def joined(parts: Sequence[str]) -> str:
    return ", ".join(parts)
