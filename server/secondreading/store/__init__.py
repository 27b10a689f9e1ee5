"""What the server keeps: revisions of the policy and the profile register. The only room with SQL.

Nothing of a draft, an account under check or a finding is ever stored here.
"""
