"""Reading the modifiers: what holds across rules and changes findings after the rules have spoken."""

from __future__ import annotations

from secondreading.domain import Severity

from .model import Modifier
from .source import Fields, Source

MODIFIERS_FILE = "modifiers.yaml"
SEVERITIES = {severity.word: severity for severity in Severity}


def read_modifiers(source: Source | None) -> tuple[Modifier, ...]:
    """The modifiers in the order in which they apply; none where there is no file."""
    if source is None or source.data is None:
        return ()
    top = Fields(source, source.data)
    found = [_read(fields) for fields in top.mappings("modifiers")]
    top.close()
    return tuple(found)


def _read(fields: Fields) -> Modifier:
    source = fields.source
    modifier = Modifier(
        id=fields.text("id"),
        when=fields.any("when"),
        touches=fields.texts("touches"),
        spares=fields.texts("spares"),
        from_severity=SEVERITIES[fields.choice("from_severity", SEVERITIES, "advise")],
        add=fields.text("add", ""),
        cap=_severity(fields, "cap"),
        floor=_severity(fields, "floor"),
        drop=fields.texts("drop"),
        file=source.file,
        lines=source.lines,
        place=(*fields.path, "when"),
    )
    for name in ("clauses", "note"):
        fields.any(name)
    fields.close()
    if not (modifier.add or modifier.cap or modifier.floor or modifier.drop):
        source.complain(
            fields.path, f"the modifier {modifier.id} changes nothing", "write add:, cap:, floor: or drop:"
        )
    return modifier


def _severity(fields: Fields, name: str) -> Severity | None:
    return SEVERITIES[fields.choice(name, SEVERITIES, "advise")] if fields.has(name) else fields.any(name)
