"""What kind of place a link leads to: the city, a government, a campaign, news, an emergency source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class LinkClasses:
    """Classes by domain. A domain covers its subdomains; `gov` covers every host under that ending.

    `*/council` covers that first step of a path on a host of which nothing is known, and `cityof*` hosts
    that begin so: how a town's site is told whose domain says nothing.
    """

    def __init__(self, domains: Mapping[str, Iterable[str]]) -> None:
        self._by_domain: dict[str, set[str]] = {}
        self._by_path: dict[str, list[tuple[str, str]]] = {}
        self._by_step: dict[str, set[str]] = {}
        self._by_beginning: list[tuple[str, str]] = []
        for name, members in domains.items():
            for member in members:
                host, _, path = member.lower().removeprefix("https://").removeprefix("http://").partition("/")
                if host == "*":
                    self._by_step.setdefault(path, set()).add(name)
                elif host.endswith("*"):
                    self._by_beginning.append((host[:-1], name))
                elif path:
                    self._by_path.setdefault(host, []).append((f"/{path}", name))
                else:
                    self._by_domain.setdefault(host.removeprefix("www."), set()).add(name)

    def of(self, link: str) -> frozenset[str]:
        """The classes of a link; empty where nothing is known about it."""
        host, path = split_link(link)
        found: set[str] = set()
        domain = host
        while domain:
            found |= self._by_domain.get(domain, set())
            domain = domain.partition(".")[2]
        for beginning, name in self._by_path.get(host, ()):
            if path.startswith(beginning):
                found.add(name)
        if not found:
            found |= self._by_step.get(path[1:].partition("/")[0].lower(), set())
            found.update(name for beginning, name in self._by_beginning if host.startswith(beginning))
        if "city" in found:
            found.add("government")
        return frozenset(found)


def split_link(link: str) -> tuple[str, str]:
    """Host without `www.` and path of a link, with or without a scheme. A mail address has no host."""
    rest = link.partition("://")[2] if "://" in link else link
    end = min((at for mark in "/?#" if (at := rest.find(mark)) >= 0), default=len(rest))
    host = rest[:end].rpartition("@")[2].partition(":")[0] if not link.startswith("@") else rest[:end]
    path = rest[end:].partition("?")[0].partition("#")[0]
    return host.lower().removeprefix("www."), path.rstrip("/")
