"""A request run against the policy in force; the one way for the API and the command line. Knows no Flask."""

from __future__ import annotations

from secondreading.api.policy_holder import InForce
from secondreading.api.wire import CheckRequest
from secondreading.check import check
from secondreading.domain import Moment, Report


def run_check(asked: CheckRequest, in_force: InForce) -> Report:
    """Check what was asked. Stores and logs nothing."""
    account = in_force.register.resolve(asked.account, asked.draft.platform)
    moment = Moment(asked.today or in_force.today(), asked.election_period)
    return check(in_force.policy, asked.draft, account, moment)
