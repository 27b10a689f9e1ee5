"""Where people change the policy: edits become revisions, and nothing that does not hold gets in.

Knows no Flask and no SQL: the API and the admin pages call it, `store/` keeps what it decides.
"""
