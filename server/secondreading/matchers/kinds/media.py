"""`media`: one attached picture or video for which every given field holds.

`attached: false` means that there is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from secondreading.domain import Media as Attached
from secondreading.matchers.base import ATTACHED, HOLDS, NOTHING, Hit, Triggers
from secondreading.matchers.fields import mapping, texts, truth
from secondreading.matchers.protocols import Builder, Matcher
from secondreading.matchers.reading import Reading

FIELDS = ("attached", "kind", "missing_alt", "alt", "taken_on_duty")
# What people and programs leave in the field when nobody described the picture.
_EMPTY_ALT = frozenset(
    (
        "",
        "image",
        "photo",
        "picture",
        "video",
        "img",
        "gif",
        "screenshot",
        "untitled",
        "alt",
        "alt text",
        "image may contain",
    )
)
_FILE_ENDS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".mp4", ".mov")


def says_nothing(alt: str) -> bool:
    """Is there no alternative text to speak of: none, a file name, or a bare word like "image"?"""
    plain = alt.strip().lower().rstrip(".")
    return plain in _EMPTY_ALT or alt.strip().lower().endswith(_FILE_ENDS)


class Media:
    def __init__(
        self,
        *,
        attached: bool,
        kinds: frozenset[str],
        missing_alt: bool | None,
        leaf: int | None,
        on_duty: bool | None,
    ) -> None:
        self._attached, self._kinds, self._missing_alt, self._leaf, self._on_duty = (
            attached,
            kinds,
            missing_alt,
            leaf,
            on_duty,
        )
        self.triggers: Triggers = frozenset((ATTACHED,)) if attached else None

    def find(self, reading: Reading) -> Sequence[Hit]:
        media = reading.draft.media
        if not (self._attached and media):
            return NOTHING if self._attached or media else HOLDS
        return HOLDS if any(self._fits(item, reading, at) for at, item in enumerate(media)) else NOTHING

    def _fits(self, item: Attached, reading: Reading, at: int) -> bool:
        if self._kinds and item.kind not in self._kinds:
            return False
        if self._missing_alt is not None and says_nothing(item.alt) is not self._missing_alt:
            return False
        if self._on_duty is not None and item.taken_on_duty is not self._on_duty:
            return False
        return self._leaf is None or self._leaf in reading.media_hits[at]


def build(value: object, builder: Builder) -> Matcher:
    fields = mapping(value, "media", FIELDS)
    return Media(
        attached=truth(fields.get("attached", True), "attached"),
        kinds=frozenset(texts(fields["kind"], "kind")) if "kind" in fields else frozenset(),
        missing_alt=truth(fields["missing_alt"], "missing_alt") if "missing_alt" in fields else None,
        leaf=builder.leaf(texts(fields["alt"], "alt")) if "alt" in fields else None,
        on_duty=truth(fields["taken_on_duty"], "taken_on_duty") if "taken_on_duty" in fields else None,
    )
