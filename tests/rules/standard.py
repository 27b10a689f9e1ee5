"""The standard policy, compiled once for all tests of its rules."""

from secondreading.domain import PolicyStamp
from secondreading.policy.compile import CompiledPolicy, compile_policy
from secondreading.policy.load import load_policy, read_folder
from secondreading.resources import policy_rules_folder

POLICY: CompiledPolicy = compile_policy(
    load_policy(read_folder(policy_rules_folder())), PolicyStamp("standard", 1)
)
