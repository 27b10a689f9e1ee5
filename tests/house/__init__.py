"""House rules as tests. Each failure is a sentence that says what to do."""
