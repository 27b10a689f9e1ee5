"""The checking core: text, matchers, policy, check."""
