"""The standard rules, held to their own examples."""
