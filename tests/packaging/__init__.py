"""The wheel as others get it."""
