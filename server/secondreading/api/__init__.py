"""The HTTP API. `wire`, `problem` and `annotated_text` know no Flask; the blueprints do."""
