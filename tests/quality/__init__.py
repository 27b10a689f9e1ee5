"""How good the findings are, measured on data that is not part of the project."""
